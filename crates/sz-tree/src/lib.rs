//! The UI tree: one screen of one application as a flat, immutable arena.
//!
//! A [`Tree`] holds its nodes in pre-order with subtree sizes, and all text in one shared buffer, so
//! that walking a screen is walking a slice. Trees are made by a [`TreeBuilder`], which enforces
//! [`Limits`] and drops the value of every password field: a secret that never enters the tree cannot
//! leak from it.
//!
//! The crate knows nothing about file formats, files or clocks, and its types are not serialisable:
//! shapes on disk belong to `sz-formats`. Coordinates are pixels of the source, origin top left, y down.
//!
//! ```
//! use sz_tree::{AriaRole, Limits, State, TreeBuilder};
//!
//! let mut builder = TreeBuilder::new(Limits::default());
//! builder.open(AriaRole::Form.into())?;
//! builder.name("Sign in")?;
//! builder.open(AriaRole::Button.into())?;
//! builder.name("Continue")?;
//! builder.add_state(State::Disabled);
//! builder.close()?;
//! builder.close()?;
//! let tree = builder.finish()?;
//!
//! let button = tree.root().children().next().ok_or("no child")?;
//! assert_eq!((button.role().as_str(), button.name()), ("button", "Continue"));
//! assert_eq!(button.path().to_string(), "/0");
//! assert!(tree.signatures().full.to_string().starts_with("sz1:"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The canonical encoding behind signatures
//!
//! A [`Signature`] is the SHA-256 of a byte string, printed as `sz1:` and 64 lower-case hex digits. `u32`
//! is four bytes, big-endian; `str(s)` is `u32(byte length of s)` followed by the UTF-8 bytes of `s`.
//! The byte string starts with the ASCII bytes `sz-tree/1`, a zero byte, and one byte for the kind;
//! the nodes follow in pre-order:
//!
//! | kind | byte | per node |
//! |---|---|---|
//! | structural | `S` | `str(role)`, `u32(number of children)` |
//! | content | `C` | for name, value and description, in this order, each only if it is there and not empty: `str(text)` |
//! | full | `F` | `str(role)`, `u32(number of children)`, `str(name)`, value, `str(description)`, `u32(states)`, `u32(number of attributes)`, and for each attribute in byte order of its key `str(key)`, `str(value)` |
//!
//! `role` is the role as its `Display` writes it: the ARIA name, or `platform:` and the platform's name. An
//! absent value is the byte `0`; a present one, be it empty, is the byte `1` and `str(value)`. An absent name
//! or description is the empty string. The attributes `class`, `id`, `package` and `toolkit`
//! ([`UNSIGNED_ATTRIBUTES`]) identify rather than describe and are neither counted nor written. `states` is the
//! sum of `2^bit` over those of the following states ([`States::SIGNED`]) that are set; all others are left out:
//!
//! | bit | state | bit | state | bit | state | bit | state |
//! |---|---|---|---|---|---|---|---|
//! | 1 | busy | 8 | expandable | 15 | invalid | 22 | pressed |
//! | 2 | checkable | 9 | expanded | 16 | mixed | 23 | protected |
//! | 3 | checked | 12 | has-popup | 17 | modal | 24 | read-only |
//! | 6 | disabled | 13 | hidden | 21 | pressable | 25 | required |
//! | 28 | selected | | | | | | |
//!
//! Bounds, focus, ids, the platform, the time and the order in which a source listed states or attributes are
//! therefore not part of any signature. Test vectors made by an independent program
//! (`scripts/signature-vectors`) are in `fixtures/signatures/`.

mod bounds;
mod builder;
mod limits;
mod node;
mod path;
mod role;
mod secret;
mod signature;
mod state;
mod thin;
mod tree;

pub use bounds::Bounds;
pub use builder::{BuildError, TreeBuilder};
pub use limits::{LimitKind, Limits};
pub use node::{Attributes, Children, Node};
pub use path::{NodePath, ParsePathError};
pub use role::{AriaRole, PLATFORM_PREFIX, Role};
pub use signature::{ParseSignatureError, Signature, Signatures, UNSIGNED_ATTRIBUTES};
pub use state::{State, States};
pub use thin::Keeping;
pub use tree::{NodeId, Nodes, Tree};
