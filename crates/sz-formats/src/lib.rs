//! Readers and writers for every UI tree format System//Zero knows.

mod aria;
mod atspi;
mod cdp;
mod detect;
mod fault;
mod foreign;
mod format;
mod json;
mod legacy;
mod outline;
mod read;
mod roles;
mod suggest;
mod sz;
mod text;
mod uiautomator;
mod xml;
mod yaml;

pub use aria::{
    AriaField, AriaNode, AriaPattern, AriaSnapshot, AriaState, AriaStates, AriaWarning,
    ChildrenMode, project_aria, read_aria_snapshot, write_aria,
};
pub use detect::detect;
pub use fault::{Place, ReadError, ReadErrorKind};
pub use format::{Format, ParseFormatError};
pub use outline::write_outline;
pub use read::{Capture, read};
pub use suggest::suggest;
pub use sz::{write_sz, write_sz_for};
pub use yaml::{Mark, YamlNode};
