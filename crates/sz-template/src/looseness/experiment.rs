use sz_noise::Profile;
use sz_tree::Tree;

use super::UnseenChange;
use crate::{Evidence, Observation, Template, TemplateSet};

/// Changes a screen that fits a template and looks whether the template sees it.
pub(super) struct Laboratory {
    set: TemplateSet,
    profile: Profile,
    screen: Tree,
    /// What the template says of the screen as it is.
    before: Option<Said>,
    /// How many nodes may still be looked at.
    budget_nodes: usize,
}

/// What a template says of a screen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Said {
    is_recognised: bool,
    evidence: Evidence,
    edits: Option<usize>,
}

/// How many nodes are looked at for the experiments with one template.
const BUDGET_NODES: usize = 4_000_000;

impl Laboratory {
    pub(super) fn new(template: &Template, screen: Tree, profile: &Profile) -> Self {
        let set = TemplateSet::new([template.clone()], profile);
        let mut laboratory = Self {
            set,
            profile: profile.clone(),
            before: None,
            budget_nodes: BUDGET_NODES,
            screen,
        };
        laboratory.before = laboratory.said(&laboratory.screen);
        laboratory
    }

    /// The screen that is changed.
    pub(super) fn screen(&self) -> &Tree {
        &self.screen
    }

    /// Whether the template says the same after a change as before; `None` where the budget is used up.
    pub(super) fn is_unseen(&mut self, change: &UnseenChange) -> Option<bool> {
        self.budget_nodes = self.budget_nodes.checked_sub(self.screen.len())?;
        let Some(changed) = change.apply(&self.screen) else { return Some(false) };
        if changed == self.screen {
            return Some(false);
        }
        let (Some(before), Some(after)) = (self.before, self.said(&changed)) else {
            return Some(false);
        };
        // How alike shapes are is not reported, as long as the screen is recognised.
        let alike = |said: Said| (said.is_recognised, said.edits, said.evidence.required);
        Some(alike(before) == alike(after))
    }

    fn said(&self, screen: &Tree) -> Option<Said> {
        let observation = Observation::new(screen, &self.profile);
        let candidates = self.set.candidates(&observation, 1);
        let candidate = candidates.first()?;
        let edits = self.set.compare(candidate, &observation).map(|found| found.diff.edits);
        Some(Said { is_recognised: candidate.passes(), evidence: candidate.evidence, edits })
    }
}
