//! Screen templates: how to recognise one screen of an application, and what it should look like.
//!
//! A [`Template`] is read from YAML ([`load_library`] reads many and reports every fault with its line and
//! column) or written from captures: of one screen ([`build_template`]), or of many that [`cluster_captures`] puts together by screen
//! ([`build_templates`]). A [`TemplateSet`] answers which template an
//! [`Observation`] of a screen fits best, and how the screen differs from that template's baseline.
//!
//! The crate opens no files and knows nothing about drift or severity. Scores are in `0.0..=1.0`.
//!
//! Templates are looked after, too: [`TemplateCheck`] says why a capture is not recognised, [`looseness`](looseness()) what a
//! template does not notice, [`TemplateDiff`] what changed between two versions, [`Lineage`] and [`merge_screen`] keep
//! the versions of libraries.
//!
//! # Baselines
//!
//! A baseline is an ARIA snapshot. It is taken at its word: what it does not write is expected not to be
//! there. A node without a name has none, a state that is not written is off, children that are not
//! listed are new. Links are compared by `/url` where it is written. Where that is too strict, a baseline says so:
//!
//! | written | accepted |
//! |---|---|
//! | `/regex/` in place of a name, text, value or address | any in which the expression is found |
//! | `- /children: contain` under a node | children that are not listed, among those that are |
//! | `- /order: free` under a node | its children in any order |
//! | `- /optional: true` under a node | its absence, with all that is under it |
//! | `- /repeat: true` under a node | more of it in a row, each as the baseline says; with `/optional: true`, also none |
//!
//! A text that has such a line under it is written like a node: `- text "Sold out":` or `- text /^\d+ left$/:`. Lines at the
//! top of a baseline of several nodes speak of the list of them.
//!
//! ```yaml
//! - main:
//!   - heading "Inbox"
//!   - list:
//!     - listitem:               # one mail, or seven, or five hundred
//!       - /repeat: true
//!       - checkbox /^Select /
//!       - text "New":
//!         - /optional: true
//!       - text: /^\d+ min ago$/
//!   - navigation:
//!     - /order: free
//!     - link "Drafts"
//!     - link "Sent"
//! ```
//!
//! Nothing hides behind these lines. An item of a repeated node that does not fit is told with its own differences, where
//! it stands: a button more, a text that breaks the pattern. What stands between the items is new. An optional
//! node that is there is compared like any other, and one that is gone while something of it is left counts as
//! removed; what was put around listed nodes is new even where company is accepted. How long a repeated list is
//! changes nothing about how severe a change beside it is. A node that the noise profile takes away (an
//! unnamed wrapper, a separator) takes its lines with it, which makes the baseline stricter.
//!
//! Playwright reads the same text, with `"true"` in quotes, but compares it in another way. There, a snapshot is a
//! pattern that should be found somewhere on a page; here it is what a screen looked like when somebody approved
//! it, and what was added since is news. So with us
//!
//! - `equal` holds without a word, where there `contain` does, and all the way down: `deep-equal` says nothing that `equal`
//!   does not. `contain` and `equal` are, as there, only about the node under which they stand; a node under
//!   it that says nothing is `equal` again.
//! - a node written without a name, state or children has none, where there it may have any; `[disabled=false]` is what no
//!   word means, and met by a node that cannot be disabled.
//! - a baseline is held against one place, where there any place that fits will do.
//! - a regex that does not compile is a fault, where there it is text; `/placeholder` is compared, where there it is not.
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
mod index;
mod library;
mod lineage;
mod load;
mod look_alike;
mod looseness;
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
mod scorer;
mod screen_id;
mod set;
mod template;
mod transition;
mod version;
mod view;
mod vocabulary;

pub use baseline::Comparison;
pub use build::{
    BuildOptions, BuildTemplateError, LooseCapture, ScreenCluster, ScreenSamples, build_template,
    build_templates, build_templates_beside, cluster_captures,
};
pub use check::{CheckedCapture, Recognition, Rival, TemplateCheck};
pub use fault::Fault;
pub use import::import_snapshot;
pub use library::{Library, ParsedSource, TemplateSource, load_library};
pub use lineage::{
    Admission, AdmitError, HISTORY_FOLDER, KeptVersion, Lineage, Rollback, RollbackError,
    history_file, history_folder,
};
pub use look_alike::{LookAlike, look_alikes};
pub use looseness::{
    LooseEnd, LooseKind, Looseness, NEVER_COMPARED, UnseenChange, Weight, looseness,
};
pub use matching::{Candidate, Match};
pub use merge::{MergeConflict, MergeOutcome, MergedScreen, Prefer, merge_screen};
pub use observation::Observation;
pub use requirement::{Requirement, RoleName};
pub use revision::{Bump, Effect, TemplateChange, TemplateDiff, TemplatePart};
pub use score::{Evidence, Score};
pub use screen_id::{ScreenId, ScreenIdError};
pub use set::TemplateSet;
pub use template::{DEFAULT_THRESHOLD, Metadata, SCHEMA, Template};
pub use transition::Transition;
pub use version::{SetVersionError, VersionError, parse_version, set_version};

pub use semver::Version;
