//! What a template would take for its screen.

use sz_tree::{AriaRole, Limits, Role, Tree, TreeBuilder};

use super::{File, LooseEnd, LooseKind, Weight, quoted};
use crate::{Evidence, Score, Template};

pub(super) fn loose_ends(file: &File<'_>) -> Vec<LooseEnd> {
    let template = file.template;
    if template.evidence_count() == 0 {
        let end = end(file, "screen_id", LooseKind::Fallback, Weight::High);
        return vec![LooseEnd {
            what: "it has no evidence".to_owned(),
            example: "every screen that no other template takes is taken for this one".to_owned(),
            remedy: "say which nodes are required, or give a baseline".to_owned(),
            ..end
        }];
    }
    let mut ends = Vec::new();
    ends.extend(no_baseline(file));
    ends.extend(nothing_required(file));
    ends.extend(low_threshold(file));
    ends.extend(weak_requirements(file));
    ends
}

fn end(file: &File<'_>, key: &str, kind: LooseKind, weight: Weight) -> LooseEnd {
    LooseEnd {
        kind,
        weight,
        mark: file.mark(key),
        path: None,
        what: String::new(),
        example: String::new(),
        remedy: String::new(),
        change: None,
    }
}

fn no_baseline(file: &File<'_>) -> Option<LooseEnd> {
    file.template.baseline().is_none().then(|| LooseEnd {
        what: "there is no baseline: beside required and forbidden nodes nothing is looked at"
            .to_owned(),
        example: "the dialog \"Pay $99\" is new, every other text reads otherwise".to_owned(),
        remedy: "add a baseline, as `sz-cli baseline build` writes one".to_owned(),
        ..end(file, "screen_id", LooseKind::NoBaseline, Weight::High)
    })
}

fn nothing_required(file: &File<'_>) -> Option<LooseEnd> {
    let template = file.template;
    if !template.required_nodes().is_empty() {
        return None;
    }
    let example = match (template.has_structure(), template.expected_roles().len()) {
        (true, _) => "a screen of this shape with all other texts is taken for this one",
        (false, 1) => "any screen with a node of the role is taken for this one",
        (false, _) => "any screen with these roles is taken for this one",
    };
    let weight = if template.has_structure() { Weight::Medium } else { Weight::High };
    Some(LooseEnd {
        what: "no node is required".to_owned(),
        example: example.to_owned(),
        remedy: "require what people would name the screen by, such as `heading[name=\"Sign in\"]`"
            .to_owned(),
        ..end(file, "screen_id", LooseKind::NothingRequired, weight)
    })
}

/// How many required nodes may be missing where everything else fits.
pub(super) fn missing_tolerated(template: &Template) -> Option<usize> {
    let all = template.required_nodes().len();
    let given = |is_given: bool| is_given.then_some(Score::ONE);
    let score = |missing: usize| {
        let evidence = Evidence {
            required: Some(Score::ratio(all - missing, all)),
            structure: given(template.has_structure()),
            roles: given(!template.expected_roles().is_empty()),
        };
        evidence.score()
    };
    // The score falls with every node that is missing.
    let mut bounds = (0, all);
    while bounds.0 < bounds.1 {
        let middle = bounds.0 + (bounds.1 - bounds.0).div_ceil(2);
        if score(middle) >= template.threshold() {
            bounds.0 = middle;
        } else {
            bounds.1 = middle - 1;
        }
    }
    (all > 0).then_some(bounds.0)
}

fn low_threshold(file: &File<'_>) -> Option<LooseEnd> {
    let (missing, all) = (missing_tolerated(file.template)?, file.template.required_nodes().len());
    let weight = if missing == all { Weight::Medium } else { Weight::Low };
    (2 * missing > all).then(|| LooseEnd {
        what: format!(
            "the threshold, {}, is reached with {missing} of {all} required nodes missing",
            file.template.threshold().get()
        ),
        example: if missing == all {
            "a screen of this shape and with these roles is taken for this one whatever it says"
                .to_owned()
        } else {
            format!("a screen with {} of its required nodes is taken for this one", all - missing)
        },
        remedy: "raise the threshold, or require more".to_owned(),
        ..end(file, "threshold", LooseKind::LowThreshold, weight)
    })
}

/// Required nodes that a screen has which is not at all like this one.
fn weak_requirements(file: &File<'_>) -> Vec<LooseEnd> {
    let Some(strange) = strange_screen() else { return Vec::new() };
    let is_weak = |it: &crate::Requirement| strange.nodes().any(|node| it.is_met_by(node));
    let required = file.template.required_nodes().iter().enumerate();
    let end = |(item, requirement): (usize, &crate::Requirement)| LooseEnd {
        mark: file.item_mark("required_nodes", item),
        what: format!("`{}` is required, which most screens have", shortened(requirement.as_str())),
        example: "a screen with any such node has what is required".to_owned(),
        remedy: "require it with its name, such as `button[name=\"Pay\"]`".to_owned(),
        ..end(file, "required_nodes", LooseKind::WeakRequirement, Weight::Low)
    };
    required.filter(|(_, requirement)| is_weak(requirement)).map(end).collect()
}

fn shortened(text: &str) -> String {
    quoted(text).trim_matches('"').to_owned()
}

/// A screen with one node of every role, each with a name that nobody gives.
fn strange_screen() -> Option<Tree> {
    let build = || {
        let mut builder = TreeBuilder::new(Limits::default());
        builder.open(Role::Aria(AriaRole::Application))?;
        for role in AriaRole::ALL {
            builder.open(Role::Aria(*role))?;
            builder.name("qzx 7041")?;
            builder.close()?;
        }
        builder.close()?;
        builder.finish()
    };
    build().ok()
}
