//! `aria`: Playwright's ARIA snapshots, read and written.
//!
//! The grammar is that of microsoft/playwright, `packages/isomorphic/ariaSnapshot.ts` (1.65). What it says of a
//! tree: role, name, text, level, six states, and the properties `/url` and `/placeholder`. Our additions, which
//! Playwright reads and ignores: the property `/value`, and states written as `false` where a node could
//! have them; in baselines, the marks `/order: free`, `/optional: true` and `/repeat: true`.

mod build;
mod key;
mod project;
mod read;
mod snapshot;
mod states;
mod survey;
mod write;

pub use build::AriaSnapshotBuilder;
pub use project::project_aria;
pub(crate) use read::read;
pub use read::read_aria_snapshot;
pub use snapshot::{
    AriaField, AriaNode, AriaPattern, AriaSnapshot, AriaWarning, ChildOrder, ChildrenMode,
    Occurrence,
};
pub use states::{AriaState, AriaStates};
pub use write::{write_aria, write_aria_snapshot};

use sz_tree::{AriaRole, Role};

/// True for roles whose text is a value that a person or the program sets.
fn has_value(role: Role<'_>) -> bool {
    matches!(
        role.aria(),
        Some(
            AriaRole::Combobox
                | AriaRole::Meter
                | AriaRole::Progressbar
                | AriaRole::Scrollbar
                | AriaRole::Searchbox
                | AriaRole::Slider
                | AriaRole::Spinbutton
                | AriaRole::Textbox
        )
    )
}
