//! Dark patterns: what a screen does to work against the person in front of it.
//!
//! Detectors look at what is new or changed; on a screen without an approved baseline at everything. What was approved
//! is no drift, whatever it does. `docs/dark-patterns.md` says what each looks for.

mod costs;
mod cue;
mod hierarchy;
mod label;
mod late_costs;
mod nagging;
mod pattern;
mod preselection;
mod pressure;
mod price;
mod screen;
mod step;
mod steps_out;
mod way_out;

pub(crate) use costs::rising_total;
pub(crate) use hierarchy::{acceptance_beside, is_scope, obstacle, unequal};
pub(crate) use label::Label;
use label::visible;
pub use pattern::{DarkPattern, DarkPatterns};
pub(crate) use price::amount;
use price::amounts;
pub(crate) use screen::{Screen, Sight, Sources, Suspicion};
use screen::{line_around, line_text, text_of};
pub use step::{Step, judge_steps};
pub use steps_out::judge_ways_out;
pub(crate) use way_out::{is_acceptance, is_control, is_way_out};
use way_out::{is_refusal, refuses};

/// Says of a node that is new or was changed whether it is a dark pattern.
type Detector = fn(&Screen<'_>, Sight<'_>) -> Option<Suspicion>;

/// In the order in which they are asked: of one node one thing is told.
const DETECTORS: &[Detector] = &[
    preselection::preselected,
    hierarchy::demoted,
    costs::sneaked,
    costs::quantity,
    pressure::pressing,
];

/// The dark pattern that a node is, among those that are looked for.
pub(crate) fn detect(
    screen: &Screen<'_>,
    sight: Sight<'_>,
    patterns: &DarkPatterns,
) -> Option<Suspicion> {
    let mut all = DETECTORS.iter().filter_map(|detector| detector(screen, sight));
    all.find(|suspicion| patterns.is_on(suspicion.pattern))
}
