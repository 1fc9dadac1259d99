//! Drift: what changed on a screen that may matter, how much it matters, and why, in one sentence.
//!
//! [`judge_screen`] turns the difference between a capture and the baseline of its template into
//! [`DriftEvent`]s; [`unknown_screen`] speaks for a capture that no template knows, and [`judge_sequence`] for
//! a session of them. A [`Policy`] decides severities. [`Wording`] says of a text whether it hurries, crowds or shames.
//!
//! The crate knows nothing about storage, clocks or HTTP.
//!
//! ```
//! use sz_drift::{DriftKind, Policy, Visit, judge_sequence};
//! use sz_noise::Profile;
//! use sz_template::{ScreenId, Template, TemplateSet};
//!
//! let cart = Template::parse("screen_id: cart\nvalid_transitions: [checkout]")
//!     .map_err(|faults| faults[0].to_string())?;
//! let templates = TemplateSet::new([cart], &Profile::built_in());
//! let (from, to) = (ScreenId::new("cart")?, ScreenId::new("survey")?);
//! let visits = [&from, &to].map(|screen| Visit { screen_id: Some(screen), app: None });
//! let events = judge_sequence(&visits, &templates, &Policy::default());
//! assert_eq!(events[1].as_ref().map(|event| event.kind), Some(DriftKind::Sequence));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dark;
mod event;
mod explain;
mod policy;
mod screen;
mod sequence;
mod wording;

pub use dark::{DarkPattern, DarkPatterns};
pub use event::{Change, DriftEvent, DriftId, DriftKind, Severity};
pub use policy::{Policy, PolicyFault};
pub use screen::{Scene, ScreenDrift, judge_screen, unknown_screen};
pub use sequence::{Visit, judge_sequence};
pub use wording::{Wording, WordingCategory, WordingFault, WordingLine, WordingVerdict};
