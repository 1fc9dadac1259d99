//! Patterns, and what they take beside what they are there for.

use regex::Regex;
use regex_syntax::hir::{Hir, HirKind, Look};
use sz_formats::{AriaField, AriaPattern};
use sz_tree::NodeId;

use super::{LooseBaseline, LooseEnd, LooseKind, UnseenChange, Weight, quoted};
use crate::sample::samples;

/// Texts that have nothing to do with each other: a pattern that takes all of them takes any text.
const STRANGERS: [&str; 6] =
    ["Pay $99.00 now", "Unsubscribe", "x", "49", "ü, ñ and 漢字", "https://elsewhere.example/?a=b"];

/// Prices, a usual pattern of which takes both.
const PRICES: [[&str; 2]; 4] =
    [["$49.00", "$99.00"], ["$49", "$99"], ["49,00 €", "99,00 €"], ["£49.00", "£99.00"]];

pub(super) fn loose_ends(baseline: &mut LooseBaseline<'_>) -> Vec<LooseEnd> {
    let patterns = baseline.snapshot.patterns.iter();
    let ends: Vec<LooseEnd> = patterns.filter_map(|pattern| loose_end(baseline, pattern)).collect();
    ends.into_iter().filter_map(|end| baseline.shown(end)).collect()
}

fn loose_end(baseline: &LooseBaseline<'_>, pattern: &AriaPattern) -> Option<LooseEnd> {
    // The loader has compiled every pattern once, so none fails here.
    let regex = Regex::new(&pattern.source).ok()?;
    let node = baseline.snapshot.tree.node(pattern.node)?;
    let found = Found::of(&pattern.source, &regex, &current(baseline, pattern))?;
    let role = node.role().as_str();
    let field = match pattern.field {
        AriaField::Name if role == "text" => "the text".to_owned(),
        AriaField::Name => format!("the name of the {role}"),
        AriaField::Value => format!("the value of {}", baseline.called(pattern.node)),
        _ => format!("the address of {}", baseline.called(pattern.node)),
    };
    let source = quoted(&pattern.source);
    let source = source.trim_matches('"');
    Some(LooseEnd {
        kind: found.kind,
        // What people put into a field is theirs.
        weight: if pattern.field == AriaField::Value { Weight::Low } else { found.weight },
        mark: baseline.places.of(pattern.mark),
        path: baseline.path(pattern.node),
        what: format!("{field} may be {}: /{source}/", found.what),
        example: format!("{field} goes from {} to {}", quoted(&found.from), quoted(&found.to)),
        remedy: found.remedy.to_owned(),
        change: change(baseline, pattern, &found),
    })
}

/// What stands in the place of a pattern on the screen that fits.
fn current(baseline: &LooseBaseline<'_>, pattern: &AriaPattern) -> String {
    let Some(node) = baseline.laboratory.screen().node(pattern.node) else { return String::new() };
    let text = match pattern.field {
        AriaField::Name => node.name(),
        AriaField::Value => node.value().unwrap_or_default(),
        _ => node.attribute("url").unwrap_or_default(),
    };
    text.to_owned()
}

fn change(
    baseline: &LooseBaseline<'_>,
    pattern: &AriaPattern,
    found: &Found,
) -> Option<UnseenChange> {
    let node: NodeId = pattern.node;
    let path = baseline.snapshot.tree.node(node)?.path();
    // A text without text is no text, so that it cannot be tried by emptying one.
    let is_text = baseline.called(node).starts_with("the text");
    let to = found.to.clone();
    match pattern.field {
        AriaField::Name if to.is_empty() && is_text => None,
        AriaField::Name => Some(UnseenChange::SetName { path, to }),
        AriaField::Value => Some(UnseenChange::SetValue { path, to }),
        _ => Some(UnseenChange::SetUrl { path, to }),
    }
}

/// The worst that a pattern takes, and a pair of texts that shows it.
struct Found {
    kind: LooseKind,
    weight: Weight,
    what: String,
    from: String,
    to: String,
    remedy: &'static str,
}

impl Found {
    /// `None` for a pattern of one text alone.
    fn of(source: &str, regex: &Regex, from: &str) -> Option<Self> {
        let is_other = |text: &str| text != from && regex.is_match(text);
        let found = |kind, weight, what: &str, to: &str, remedy| {
            Some(Self {
                kind,
                weight,
                what: what.to_owned(),
                from: from.to_owned(),
                to: to.to_owned(),
                remedy,
            })
        };
        if STRANGERS.iter().all(|text| regex.is_match(text)) {
            let what = if regex.is_match("") { "anything, or nothing" } else { "anything" };
            let to = STRANGERS.iter().find(|text| is_other(text))?;
            let remedy = "say what varies: /^\\d+ items$/ rather than /.*/";
            return found(LooseKind::AnyText, Weight::High, what, to, remedy);
        }
        let around =
            [format!("Pay now! {from}"), format!("{from} or pay now"), format!("Pay {from} now")];
        let around = around.iter().find(|text| regex.is_match(text));
        if let Some(to) = around.filter(|_| !is_anchored(source)) {
            let remedy = "anchor it: /^...$/";
            return found(
                LooseKind::TextAround,
                Weight::Medium,
                "any that holds such a text",
                to,
                remedy,
            );
        }
        if is_other("") {
            let remedy = "ask for at least one character: + rather than *";
            return found(LooseKind::EmptyText, Weight::Medium, "empty", "", remedy);
        }
        let remedy = "write the text in place of the pattern if it should not vary";
        if let Some([_, to]) = PRICES.iter().find(|pair| pair.iter().all(|it| regex.is_match(it))) {
            let to =
                if *to == from { PRICES.iter().flatten().find(|it| is_other(it))? } else { to };
            return found(LooseKind::VaryingText, Weight::Medium, "another price", to, remedy);
        }
        if let Some(to) = STRANGERS.iter().find(|text| is_other(text)) {
            return found(LooseKind::VaryingText, Weight::Low, "another one", to, remedy);
        }
        if let Some(to) = around {
            let remedy = "say what varies: [A-Z]\\w+ rather than .+";
            return found(
                LooseKind::VaryingText,
                Weight::Low,
                "one with any words in it",
                to,
                remedy,
            );
        }
        let samples = samples(source);
        let other = samples.iter().find(|text| is_other(text));
        match other {
            Some(to) => found(LooseKind::VaryingText, Weight::Low, "another one", to, remedy),
            None if is_one_text(source) => None,
            None => found(LooseKind::VaryingText, Weight::Low, "another one", from, remedy),
        }
    }
}

/// True for a pattern that says how the text starts and how it ends.
fn is_anchored(source: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(source) else { return false };
    let properties = hir.properties();
    properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End)
}

/// True for a pattern of exactly one text: `^...$` with nothing in it that varies.
fn is_one_text(source: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(source) else { return false };
    let is_fixed =
        |part: &Hir| matches!(part.kind(), HirKind::Literal(_) | HirKind::Look(_) | HirKind::Empty);
    match hir.kind() {
        HirKind::Concat(parts) => parts.iter().all(is_fixed),
        _ => is_fixed(&hir),
    }
}
