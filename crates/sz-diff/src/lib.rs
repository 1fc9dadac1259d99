//! What changed between two UI trees: nodes added, removed, modified, moved and wrapped.
//!
//! [`diff`] compares two trees, [`diff_baseline`] a tree with a [`Baseline`] that may hold patterns, and whose shape may be
//! open: nodes that are optional or repeated, children in any order or with company. The result
//! is a [`Diff`] with unit costs. A [`Patch`] made from it is an edit script that turns the first tree into
//! the second, exactly, bounds included. Nothing is believed because two hashes are equal:
//! whoever draws a screen cannot hide a change from it.
//!
//! The crate knows nothing about templates, severities, files or terminals. Ids are positions in pre-order
//! of the tree they are said to be of; bounds are in pixels of the source.
//!
//! ```
//! use sz_diff::{DiffOptions, diff};
//! use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};
//!
//! let screen = |button: &str| -> Result<Tree, sz_tree::BuildError> {
//!     let mut builder = TreeBuilder::new(Limits::default());
//!     builder.open(AriaRole::Form.into())?;
//!     builder.open(AriaRole::Button.into())?;
//!     builder.name(button)?;
//!     builder.close()?;
//!     builder.close()?;
//!     builder.finish()
//! };
//! let (a, b) = (screen("Decline")?, screen("Maybe later")?);
//! let diff = diff(&a, &b, &DiffOptions::default());
//! assert_eq!((diff.edits, diff.unchanged), (1, 1));
//! assert_eq!(diff.modified[0].changes[0].new.as_deref(), Some("Maybe later"));
//!
//! let patch = diff.patch(&a, &b);
//! assert_eq!(patch.apply(&a, &Limits::default())?, b);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod baseline;
mod compared;
mod content;
mod diff;
mod fingerprint;
mod html;
mod instance;
mod judge;
mod matching;
mod outcome;
mod outline;
mod patch;
mod report;
mod sequence;
mod structure;
mod words;

pub use baseline::{Baseline, BaselineBuilder, TextField};
pub use compared::{AttributesCompared, Compared, DiffOptions};
pub use diff::{BaselineDiff, Diff, Modified, MoveKind, Moved, diff, diff_baseline};
pub use judge::{Field, FieldChange};
pub use outline::{Mark, OutlineLine, OutlineSpan, SpanKind};
pub use patch::{
    ApplyError, Patch, PatchFault, PatchNode, PatchSchema, ReadPatchError, SetFields, Step, Update,
};
pub use report::{DiffReport, ModifiedNode, MovedNode, NodeSummary, OldNew, PlacedNode};
pub use words::{WordPiece, diff_words};
