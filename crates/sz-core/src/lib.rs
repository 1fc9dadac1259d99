//! The pipeline of System//Zero, from a UI tree to a [`Report`]: which screen is this, and what about it is
//! not as it should be?
//!
//! An [`Engine`] is built once from templates, a noise profile and a policy. It is pure: values in,
//! values out; no file, clock, thread or global state, and no panic on any input. It is `Send + Sync`.
//!
//! The crates it is made of are re-exported as modules; what a first program needs is at the root.
//!
//! ```
//! use sz_core::{Engine, Limits, Template, read};
//!
//! let template = Template::parse(r#"
//! screen_id: sign_in
//! required_nodes: ['button[name="Sign in"]', 'textbox[name="E-mail"]']
//! baseline: |
//!   - form "Sign in":
//!     - textbox "E-mail"
//!     - button "Sign in"
//! "#).map_err(|faults| faults[0].to_string())?;
//! let engine = Engine::builder().templates([template]).build();
//!
//! let capture = read(br#"
//! - form "Sign in":
//!   - textbox "E-mail"
//!   - button "Sign in" [disabled]
//! "#, None, &Limits::default())?;
//! let report = engine.inspect_capture(&capture);
//! assert_eq!(report.matched.screen_id.map(|screen| screen.to_string()).as_deref(), Some("sign_in"));
//! assert_eq!(report.drift[0].explanation, r#"The button "Sign in" has the state "disabled", which it did not have."#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod engine;
mod report;

pub use engine::{Engine, EngineBuilder};
pub use report::{MatchReport, Nearest, NodeCounts, Report};

pub use sz_diff as diff;
pub use sz_drift as drift;
pub use sz_formats as formats;
pub use sz_noise as noise;
pub use sz_select as select;
pub use sz_template as template;
pub use sz_tree as tree;

pub use sz_diff::{Diff, DiffOptions, Patch};
pub use sz_drift::{
    DarkPattern, DarkPatterns, DriftEvent, DriftKind, Policy, ScreenGraph, SequenceEvent, Session,
    Severity, Step, Visit, judge_session, judge_steps, judge_ways_out,
};
#[cfg(feature = "rules")]
pub use sz_drift::{Rule, RuleSet, Ruling};
pub use sz_formats::{
    Capture, Format, Quality, ReadError, Verdict, read, write_aria, write_outline, write_sz,
};
pub use sz_noise::{Profile, RedactionKey, Redactor};
pub use sz_select::Selector;
pub use sz_template::{
    BuildOptions, Evidence, Library, Match, Observation, Score, ScreenId, Template, TemplateSet,
    TemplateSource, build_template, load_library,
};
pub use sz_tree::{Limits, Node, NodeId, NodePath, Role, Signatures, State, Tree};
