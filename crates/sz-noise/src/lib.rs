//! Noise profiles: which differences between UI trees never matter.
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
