//! Drift: what changed on a screen that may matter, how much it matters, and why, in one sentence.
//!
//! [`judge_screen`] turns the difference between a capture and the baseline of its template into
//! [`DriftEvent`]s; [`judge_unknown`] speaks for a capture that no template knows, and [`judge_session`] for
//! a session of them; a [`Session`] is judged visit by visit. A change that works against the person is a
//! [`DarkPattern`]; [`judge_steps`] tells those of a session. A [`Policy`] decides severities. [`Wording`] says of a
//! text whether it hurries, crowds or shames.
//!
//! The crate knows nothing about storage, clocks or HTTP.
//!
//! ```
//! use sz_drift::{DriftKind, Policy, Visit, judge_session};
//! use sz_noise::Profile;
//! use sz_template::{ScreenId, Template, TemplateSet};
//!
//! let cart = Template::parse("screen_id: cart\nvalid_transitions: [checkout]")
//!     .map_err(|faults| faults[0].to_string())?;
//! let templates = TemplateSet::new([cart], &Profile::built_in());
//! let (from, to) = (ScreenId::new("cart")?, ScreenId::new("survey")?);
//! let visits = [&from, &to].map(|screen| Visit { screen_id: Some(screen), app: None });
//! let events = judge_session(&visits, &templates, &Policy::default());
//! assert_eq!((events[0].visit, events[0].event.kind), (1, DriftKind::Sequence));
//! assert_eq!(
//!     events[0].event.explanation,
//!     r#""survey" followed "cart", from where the templates lead only to "checkout"."#,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compliance;
mod dark;
mod event;
mod explain;
mod fingerprint;
mod policy;
mod register;
#[cfg(feature = "rules")]
mod rules;
mod screen;
mod sequence;
mod wording;

pub use compliance::{
    CaptureOutcome, Compliance, TREND_LEAST_JUDGED, TREND_Z, Tally, Trend, Window, compliance,
    compliance_by,
};
pub use dark::{DarkPattern, DarkPatterns, Step, judge_steps, judge_ways_out};
pub use event::{Change, DriftEvent, DriftId, DriftKind, RuleError, Severity};
pub use fingerprint::{Fingerprint, ParseFingerprintError};
pub use policy::{Policy, PolicyFault, PolicyFaults, PolicyPlace, SequenceRules};
pub use register::{
    Decision, Known, KnownDrift, Moment, ParseMomentError, RegisterFault, RegisterFaults, Reopened,
    Said, Status, UnknownFingerprint,
};
#[cfg(feature = "rules")]
pub use rules::{Rule, RuleFault, RuleFaults, RuleScreen, RuleSet, Ruling};
pub use screen::{Scene, ScreenDrift, UnknownScene, judge_screen, judge_unknown, unknown_screen};
pub use sequence::{ScreenGraph, SequenceEvent, Session, Visit, judge_session};
pub use wording::{Wording, WordingCategory, WordingFault, WordingLine, WordingVerdict};
