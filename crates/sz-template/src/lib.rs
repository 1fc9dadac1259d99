//! Screen templates: how to recognise one screen of an application, and what it should look like.
//!
//! A [`Template`] is read from YAML ([`load_library`] reads many and reports every fault with its line and
//! column) or written from a capture ([`build_template`]). A [`TemplateSet`] answers which template an
//! [`Observation`] of a screen fits best, and how the screen differs from that template's baseline.
//!
//! The crate opens no files and knows nothing about drift or severity. Scores are in `0.0..=1.0`.
//!
//! # Baselines
//!
//! A baseline is an ARIA snapshot. It is taken at its word: what it does not write is expected not to be
//! there. A node without a name has none, a state that is not written is off, children that are not
//! listed are new. Where that is too strict, a baseline says so: `/regex/` in place of a name or text,
//! `/children: contain` under a node that may have more children. Links are compared by `/url` where it is written.
//!
//! In a template that gives a `structure_signature`, `depth` or `node_count`, as built ones do, the baseline is of the
//! whole screen. Without any of them it may be of a part: it then starts at the first node of its root's role and
//! name, and what stands around that node is not looked at.
//!
//! What an ARIA snapshot cannot write cannot be compared either: descriptions, bounds, and whether something is
//! off screen, read-only, busy or a password field.
//!
//! ```
//! use sz_noise::Profile;
//! use sz_template::{Match, Observation, Template, TemplateSet};
//! use sz_formats::read;
//! use sz_tree::Limits;
//!
//! let template = Template::parse(r#"
//! screen_id: offer
//! required_nodes: ['button[name="Accept"]']
//! baseline: |
//!   - group "offer":
//!     - text: /\$\d+\.\d{2}/
//!     - button "Accept"
//!     - button "Decline"
//! "#).map_err(|faults| faults[0].to_string())?;
//! let profile = Profile::built_in();
//! let templates = TemplateSet::new([template], &profile);
//!
//! let capture = read(br#"
//! - group "offer":
//!   - text: $12.50
//!   - button "Accept"
//! "#, None, &Limits::default())?;
//! let observation = Observation::new(&capture.tree, &profile);
//! let Match::Known(found) = templates.best_match(&observation, None) else { Err("unknown")? };
//! assert_eq!(found.template.screen_id().as_str(), "offer");
//! let comparison = templates.compare(&found, &observation).ok_or("no baseline")?;
//! assert_eq!(comparison.diff.removed.len(), 1); // Decline is gone.
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod baseline;
mod build;
mod check;
mod fault;
mod import;
mod library;
mod lineage;
mod load;
mod look_alike;
mod matching;
mod merge;
mod observation;
mod pqgram;
mod redacted;
mod requirement;
mod revision;
mod role_set;
mod sample;
mod score;
mod screen_id;
mod set;
mod template;
mod transition;
mod version;
mod view;
mod vocabulary;

pub use baseline::Comparison;
pub use build::{BuildOptions, BuildTemplateError, build_template};
pub use check::{CheckedCapture, Rival, TemplateCheck, Verdict};
pub use fault::Fault;
pub use import::import_snapshot;
pub use library::{Library, TemplateSource, load_library};
pub use lineage::{
    Admission, AdmitError, HISTORY_FOLDER, KeptVersion, Lineage, Rollback, RollbackError,
    history_file, history_folder,
};
pub use look_alike::{LookAlike, look_alikes};
pub use matching::{Candidate, Match};
pub use merge::{MergeConflict, MergeOutcome, MergedScreen, Prefer, merge_screen};
pub use observation::Observation;
pub use requirement::Requirement;
pub use revision::{Bump, Effect, TemplateChange, TemplateDiff, TemplatePart};
pub use score::{Evidence, Score};
pub use screen_id::{ScreenId, ScreenIdError};
pub use set::TemplateSet;
pub use template::{DEFAULT_THRESHOLD, Metadata, SCHEMA, Template};
pub use transition::Transition;
pub use version::{SetVersionError, VersionError, parse_version, set_version};

pub use semver::Version;
