//! Readers and writers for every UI tree format System//Zero knows.
//!
//! [`read`](read()) takes bytes, tells the format by their content and gives a [`sz_tree::Tree`]; [`write_sz`],
//! [`write_aria`] and [`write_outline`] go the other way. [`read_aria_snapshot`] reads a Playwright snapshot as a
//! baseline, with its patterns and marks, [`write_aria_snapshot`] writes one, and an [`AriaSnapshotBuilder`] makes
//! one of a tree; [`YamlNode`] is YAML with the place of every value, for those who validate files.
//!
//! Documents may come from anyone. Every reader keeps to [`sz_tree::Limits`] and to ten times the document's
//! length in memory, expands no entity and follows no alias, and answers with a tree or with a [`ReadError`] that
//! names the fault, its place (line and column; JSON pointer or `XPath`) and what to do. The values of
//! password fields are dropped on the way in, whatever the format.
//!
//! A [`Capture`] says with its [`Quality`] how far it can be believed, as judged from what is in the document, and
//! [`write_sz_capture`] keeps it. What a tool wrote that could not capture at all is an error of the kind
//! [`ReadErrorKind::CaptureFailed`], never an empty screen. [`loss()`] says what a [`Target`] cannot say of a tree.
//!
//! The crate knows no templates, files or clocks. Coordinates are pixels of the source, origin top left; text
//! from other programs has its white space collapsed, text in `sz` stays as it is.
//!
//! ```
//! use sz_formats::{Format, read, write_aria, write_sz};
//! use sz_tree::Limits;
//!
//! let snapshot = "- form \"Sign in\":\n  - textbox \"E-mail\": ada@example.org\n  - button \"Continue\" [disabled]\n";
//! let capture = read(snapshot.as_bytes(), None, &Limits::default())?;
//! assert_eq!((capture.format, capture.tree.len()), (Format::Aria, 3));
//! assert_eq!(write_aria(&capture.tree), snapshot);
//!
//! let sz = write_sz(&capture.tree);
//! assert_eq!(read(sz.as_bytes(), Some(Format::Sz), &Limits::default())?.tree, capture.tree);
//! # Ok::<(), sz_formats::ReadError>(())
//! ```
//!
//! # ARIA snapshots as baselines
//!
//! The grammar is Playwright's (1.65). A line is a node, `role "name" [state]`; a name, a text, a value or a `/url` may be a
//! `/regex/`. Beside Playwright's own properties (`/children`, `/url`, `/placeholder`) these are known, which its
//! parser accepts and its matcher ignores:
//!
//! | line under a node | says |
//! |---|---|
//! | `- /value: text` | the value of a field that has children, too |
//! | `- /order: free` | the children stand in any order |
//! | `- /optional: true` | the node may be absent |
//! | `- /repeat: true` | the node stands there once or more; with `/optional`, any number of times |
//!
//! (Playwright wants text behind a property: `"true"` in quotes, as it is written here, is read by both.) A text takes
//! lines under it when it is written as a node, `- text "One":` or `- text /^O/:`, and `- text "/a/"` is no pattern. A mark with
//! another value, one that stands twice, one at the top that is about a node, and one that would make the only node at the
//! top optional or repeated are faults; other properties are warned of. All faults of a document are told at once,
//! each with its line and column. What the lines mean for a screen is for `sz-template` to say.
//!
//! # The canonical JSON, `sz-tree/1`
//!
//! `{"schema": "sz-tree/1", "app"?, "quality"?: {"verdict", "reason"?}, "root": NODE}`, where a node is `{"role",
//! "name"?, "value"?, "description"?, "states"?: [...], "bounds"?: [x, y, width, height], "attributes"?: {...},
//! "children"?: [...]}`. Written, keys stand in this order, states by bit number, attributes by key, nothing absent
//! or empty; read, in any order. Roles are ARIA's or `platform:...`, states those of [`sz_tree::State`], attribute
//! values strings, coordinates whole pixels; a verdict is one of [`Verdict`]'s names, `complete` where there is no
//! `quality`, and a reason has at most 1,024 characters. Any other key, and a key that stands twice, is an error.

mod android;
mod aria;
mod atspi;
mod cdp;
mod detect;
mod droidbot;
mod echo;
mod fault;
mod foreign;
mod format;
mod json;
mod legacy;
mod loss;
mod one_line;
mod osworld;
mod outline;
mod quality;
mod read;
mod roles;
mod suggest;
mod sz;
mod text;
mod uia;
mod uiautomator;
mod wrap;
mod xcuitest;
mod xml;
mod yaml;

pub use aria::{
    AriaField, AriaNode, AriaPattern, AriaSnapshot, AriaSnapshotBuilder, AriaState, AriaStates,
    AriaWarning, ChildOrder, ChildrenMode, Occurrence, project_aria, read_aria_snapshot,
    write_aria, write_aria_snapshot,
};
pub use detect::detect;
pub use fault::{Place, ReadError, ReadErrorKind};
pub use format::{Format, ParseFormatError};
pub use loss::{Loss, Lost, Target, capture_loss, loss};
pub use one_line::one_line;
pub use outline::write_outline;
pub use quality::{Quality, Verdict};
pub use read::{Capture, read};
pub use suggest::suggest;
pub use sz::{write_sz, write_sz_capture, write_sz_for};
pub use yaml::{Mark, YamlNode};
