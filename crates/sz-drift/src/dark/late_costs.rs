//! Hidden costs: fees that are told only once somebody is about to pay.

use std::collections::BTreeSet;

use sz_template::{ScreenId, TemplateSet};

use super::{
    DarkPattern, Label,
    step::{Step, Told},
};
use crate::explain::quoted;

/// What a session was told of its costs so far.
#[derive(Default)]
pub(super) struct LateCosts {
    fees: BTreeSet<String>,
    /// The last screen with a total, and the total.
    last: Option<(Option<ScreenId>, u64)>,
}

impl LateCosts {
    pub(super) fn step(&mut self, step: &Step, templates: &TemplateSet) -> Vec<Told> {
        let mut told = Vec::new();
        // What does not add to the sum was in it before.
        let rose = self.last.as_ref().zip(step.total).filter(|((_, before), now)| now > before);
        if let Some(((before, _), _)) = rose {
            let new = step.fees.iter().filter(|(key, _)| !self.fees.contains(*key));
            let unapproved = new.filter(|(key, _)| !is_approved(key, step, templates));
            told.extend(unapproved.map(|(_, text)| late(text, before.as_ref())));
        }
        self.fees.extend(step.fees.keys().cloned());
        if let Some(total) = step.total {
            self.last = Some((step.screen_id.clone(), total));
        }
        told
    }
}

fn late(text: &str, before: Option<&ScreenId>) -> Told {
    let before = before.map_or_else(
        || "the screen before it that had a total".to_owned(),
        |screen| format!("{}, which had a total,", quoted(screen.as_str())),
    );
    Told {
        pattern: DarkPattern::HiddenCosts,
        old: None,
        new: Some(text.to_owned()),
        explanation: format!(
            "{} is charged late: {before} said nothing of it; this was not in the approved baseline.",
            quoted(text)
        ),
    }
}

/// True where the baseline of the screen has the fee.
fn is_approved(key: &str, step: &Step, templates: &TemplateSet) -> bool {
    let Some(screen) = &step.screen_id else { return false };
    let of_screen = templates.templates().filter(|template| {
        let app = template.metadata().app();
        template.screen_id() == screen && (app.is_none() || app == step.app.as_deref())
    });
    of_screen.filter_map(|template| template.baseline()).any(|baseline| {
        baseline.tree.nodes().any(|node| Label::of(node.name()).words_alone().contains(key))
    })
}
