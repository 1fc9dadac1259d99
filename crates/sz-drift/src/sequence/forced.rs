use sz_template::ScreenId;

use super::{ScreenGraph, Stop};

/// The most screens that a policy can ask for.
const MAX_STEPS: usize = 100;

/// The screens that the session is being led through: from each one way leads on, and not back.
#[derive(Clone, Debug, Default)]
pub(super) struct ForcedRun {
    /// The screens of the run, the last one being where the session is; of a long one, the first ones;
    /// none once it was told.
    screens: Vec<ScreenId>,
    n_screens: usize,
    /// The one way on from the last screen.
    way: Option<ScreenId>,
    is_told: bool,
}

/// A run that is long enough to be told.
pub(super) struct Forced {
    pub(super) screens: Vec<ScreenId>,
    pub(super) way: ScreenId,
}

impl ForcedRun {
    /// Goes on from one screen to another.
    pub(super) fn step(&mut self, from: &Stop, to: &Stop, graph: &ScreenGraph) {
        // Who leaves by another way was not forced.
        if self.way.as_ref() != Some(&to.screen) {
            *self = Self::default();
        }
        match graph.only_way(to).filter(|way| **way != from.screen) {
            None => *self = Self::default(),
            Some(way) => {
                self.way = Some(way.clone());
                self.n_screens = self.n_screens.saturating_add(1);
                if !self.is_told && self.screens.len() < MAX_STEPS {
                    self.screens.push(to.screen.clone());
                }
            }
        }
    }

    /// The run, where it has as many screens as this and was not told before.
    pub(super) fn newly_forced(&mut self, n_steps: usize) -> Option<Forced> {
        if self.is_told || self.n_screens < n_steps.max(2) {
            return None;
        }
        self.is_told = true;
        let screens = std::mem::take(&mut self.screens);
        Some(Forced { screens, way: self.way.clone()? })
    }
}
