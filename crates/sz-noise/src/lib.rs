//! Noise profiles: which differences between UI trees never matter; and redaction: what nobody else is to see.
//!
//! A [`Profile`] drops, hoists and changes nodes, so that what is left of two captures differs only in what
//! may matter. It switches built-in rules ([`Profile::built_in_rules`]) and adds one's own; [`Profile::explain`]
//! says which rule did what.
//!
//! The crate knows what is noise on a screen, not which screen it is, and it does not judge differences.
//! Whoever draws a screen must not be able to hide things in what is called noise, so the built-in rules are
//! narrow where a name, which anyone can choose, decides.
//!
//! ```
//! # let mut builder = sz_tree::TreeBuilder::new(sz_tree::Limits::default());
//! # builder.open(sz_tree::AriaRole::Form.into())?;
//! # builder.open(sz_tree::AriaRole::Text.into())?;
//! # builder.name("Delivery  in 12 min")?;
//! # builder.close()?;
//! # builder.open(sz_tree::AriaRole::Separator.into())?;
//! # builder.close()?;
//! # builder.close()?;
//! # let tree = builder.finish()?;
//! use sz_noise::Profile;
//!
//! let profile = Profile::parse(
//!     r"
//!     builtin: {zero-size: off}
//!     rules:
//!       - {mask: text, fields: [name], pattern: '\d+ min', with: <minutes>}
//!     ",
//! )?;
//! let quiet = profile.apply(&tree).tree;
//! assert_eq!(quiet.len(), 2);
//! assert_eq!(quiet.nodes().last().map(|node| node.name()), Some("Delivery in <minutes>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The profile file
//!
//! ```yaml
//! schema: sz-noise/1                  # optional
//! builtin: {offscreen: on, separator: off}    # or a list of rules to switch off: [separator, spinner]
//! rules:                              # one action each, and a name for explanations if you like
//!   - drop: 'region[name="Advertisement"]'    # the node and all below it
//!     name: advertisements
//!   - hoist: 'group:not([name])'              # the node; its children take its place
//!   - ignore: timer                           # empties fields: name, value, description, states,
//!     fields: [name, value]                   #   bounds, attributes
//!   - mask: text                              # replaces what a regular expression finds in name, value
//!     fields: [name]                          #   or description (all three without `fields`) ...
//!     pattern: '\d+ min'
//!     with: <minutes>                         # ... by this text, as it stands
//! ```
//!
//! The list under `rules` is also what a template has under `noise`: [`RuleSet::from_yaml`].
//!
//! # Redaction
//!
//! A [`Redactor`] replaces personal data and secrets in texts and trees by placeholders that are made with a
//! [`RedactionKey`], so that equal things stay equal and nothing else can be told. Password fields never get as far:
//! `sz-tree` drops what is in them.
//!
//! ```
//! use sz_noise::{RedactionKey, Redactor};
//!
//! let redactor = Redactor::new(RedactionKey::new(b"at least 32 bytes, best of all random ones")?);
//! let text = redactor.text("Write to Ada@example.org or call +49 30 1234567.");
//! assert!(text.starts_with("Write to <email:") && text.ends_with(">."));
//! assert_eq!(redactor.text("ada@example.org"), redactor.text("ADA%40EXAMPLE.ORG"));
//! # Ok::<(), sz_noise::RedactionKeyError>(())
//! ```
//!
//! A placeholder is `<kind:digest>`. The digest is the first ten hex digits of
//! HMAC-SHA256(key, `sz-redact/1` 00 kind 00 text), where 00 is a zero byte and the text is normalised:
//!
//! | kind | what is found | normalised |
//! |---|---|---|
//! | `secret` | `user:password@` in an address; the values of parameters of a query, fragment or path by their key (`token`, `code`, `key`, `sig`, `session`, `password` and the like, and whatever ends in `token`, `secret`, `signature` ...) or by their look (random, 20 characters and more; no UUIDs); random parts of a path (32 and more, or 16 after `reset`, `invite` and the like); JSON web tokens anywhere | nothing |
//! | `email` | addresses, in any alphabet, also with `%40`; not `logo@2x.png`, not `package@1.2.3` | lower case |
//! | `iban` | country, length and check digits are right | capitals, no spaces |
//! | `card` | 13 to 19 digits in the groups that cards have, a known issuer, the Luhn digit is right; no barcode | digits |
//! | `phone` | with country code, in any grouping; without one in the forms that leave little doubt (`(030) 123456`, `030 123456`, `555-123-4567`, `0171...`, `01 23 45 67 89` ...); in other forms where the text is nothing else (`612 34 56 78`) or where a word before it or the name of its field says so (`Phone: 4155552671`) | digits; no prefix for calls abroad, no zero after the country code |
//!
//! Digits of other scripts, full-width forms, typographic spaces and dashes, and marks that show nothing make no
//! difference. What may as well be a date, a price, a version, a coordinate or an order number stays.
//!
//! What is not found: anything whose parts stand in several nodes (a card number in four fields); local phone numbers
//! without an area code, or of ten digits and nothing else, unless something says what they are; numbers
//! in words or letters; names and postal addresses; secrets in plain text outside addresses; platform roles.
//!
//! # Why `offscreen` is off
//!
//! Desktop toolkits keep closed menus and other pages in the tree and only change what is showing. Over 942 pairs
//! of captures of GTK and Qt programs, dropping what is not showing made the same screen in another state look
//! different (equal structure: 23 of 66 pairs, against 60 with the rule off), and different screens of one
//! program look the same (10 of 88, against 2). Switch it on where only what can be seen now counts.

mod bar;
mod built_in;
mod edit;
mod fault;
mod filter;
mod profile;
mod quiet;
mod read;
mod redact;
mod rule;
mod tidy;

pub use built_in::BuiltInRule;
pub use fault::{Fault, ProfileErrors};
pub use profile::{Effect, Filtered, Profile};
pub use redact::{Detector, Finding, RedactionKey, RedactionKeyError, Redactor};
pub use rule::{Action, Field, RuleSet};
