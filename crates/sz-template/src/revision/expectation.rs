//! Changes of what a recognised screen is held against, and of what people say of it.

use std::collections::{BTreeMap, BTreeSet};

use sz_diff::{Diff, DiffOptions, DiffReport, Field, FieldChange, diff};
use sz_formats::{AriaField, AriaSnapshot, ChildOrder, ChildrenMode};
use sz_tree::{AriaRole, Node, NodeId};

use super::{Bump, Effect, TemplateChange, TemplatePart, difference};
use crate::{Template, Transition};

pub(super) fn baseline(
    old: &Template,
    new: &Template,
) -> (Vec<TemplateChange>, Option<DiffReport>) {
    let change = |effect, sentence: String| {
        TemplateChange::new(TemplatePart::Baseline, effect, Bump::Minor, sentence)
    };
    match (old.baseline(), new.baseline()) {
        (None, None) => (Vec::new(), None),
        (None, Some(new)) => {
            let sentence = format!("there is a baseline now, of {} nodes", new.tree.len());
            (vec![change(Effect::Stricter, sentence)], None)
        }
        (Some(_), None) => {
            let sentence = "there is no baseline any more: no change of the screen is reported";
            (vec![change(Effect::Looser, sentence.to_owned())], None)
        }
        (Some(old), Some(new)) => {
            let diff = diff(&old.tree, &new.tree, &DiffOptions::default());
            let changes = Baselines { old: Side::of(old), new: Side::of(new), diff: &diff };
            let changes = changes.all();
            let report = (!changes.is_empty()).then(|| diff.report(&old.tree, &new.tree));
            (changes, report)
        }
    }
}

/// A baseline and which of its texts are patterns.
struct Side<'a> {
    snapshot: &'a AriaSnapshot,
    /// The nodes with a pattern, in ascending order.
    patterned: Vec<NodeId>,
}

impl<'a> Side<'a> {
    fn of(snapshot: &'a AriaSnapshot) -> Self {
        Self { snapshot, patterned: snapshot.patterns.iter().map(|pattern| pattern.node).collect() }
    }

    fn node(&self, id: NodeId) -> Option<Node<'a>> {
        self.snapshot.tree.node(id)
    }

    fn has_pattern(&self, id: NodeId) -> bool {
        self.patterned.binary_search(&id).is_ok()
    }

    /// What a node may be other than written: `have more children`.
    fn freedoms(&self, id: NodeId) -> Vec<&'static str> {
        let Some(said) = self.snapshot.said(id) else { return Vec::new() };
        let freedoms = [
            (said.children == Some(ChildrenMode::Contain), "have more children"),
            (said.order == ChildOrder::Free, "have its children in any order"),
            (said.occurrence.is_optional(), "be absent"),
            (said.occurrence.is_repeated(), "repeat"),
        ];
        freedoms.into_iter().filter_map(|(is_free, what)| is_free.then_some(what)).collect()
    }

    /// Which fields of a node are patterns.
    fn patterned_fields(&self, id: NodeId) -> Vec<&'static str> {
        let patterns = &self.snapshot.patterns;
        let start = patterns.partition_point(|pattern| pattern.node < id);
        let own = patterns[start..].iter().take_while(|pattern| pattern.node == id);
        own.map(|pattern| match pattern.field {
            AriaField::Name => "be called what its pattern takes",
            AriaField::Value => "have the value that its pattern takes",
            _ => "lead where its pattern says",
        })
        .collect()
    }

    /// `the button "Accept"`, `the text /\d+/`, `a list`.
    fn subject(&self, node: Node<'_>) -> String {
        let role = node.role().as_str();
        match node.name() {
            "" => format!("a {role}"),
            name if self.has_pattern(node.id()) => format!("the {role} {}", shortened(name)),
            name => format!("the {role} {}", quoted(name)),
        }
    }
}

struct Baselines<'a> {
    old: Side<'a>,
    new: Side<'a>,
    diff: &'a Diff,
}

impl Baselines<'_> {
    fn all(&self) -> Vec<TemplateChange> {
        let mut changes = self.removed();
        changes.extend(self.added());
        changes.extend(self.moved());
        changes.extend(self.modified());
        changes.extend(self.freed());
        changes
    }

    fn removed(&self) -> Vec<TemplateChange> {
        let sentence = |node: Node<'_>| {
            let subject = self.old.subject(node);
            if self.diff.unwrapped.contains(&node.id()) {
                format!("{subject} is no longer around what it held")
            } else {
                format!("{subject}{} gone", and_company_is(node))
            }
        };
        let tops = tops(self.old.snapshot, &self.diff.removed);
        let change = |node: Node<'_>| different(sentence(node), node).from(self.old.subject(node));
        tops.into_iter().map(change).collect()
    }

    fn added(&self) -> Vec<TemplateChange> {
        let sentence = |node: Node<'_>| {
            let subject = self.new.subject(node);
            if self.diff.wrapped.contains(&node.id()) {
                format!("{subject} is new around what was there")
            } else {
                format!("{subject}{} new", and_company_is(node))
            }
        };
        let tops = tops(self.new.snapshot, &self.diff.added);
        let change = |node: Node<'_>| different(sentence(node), node).to(self.new.subject(node));
        tops.into_iter().map(change).collect()
    }

    fn moved(&self) -> Vec<TemplateChange> {
        let change = |moved: &sz_diff::Moved| {
            let (old, new) = (self.old.node(moved.a)?, self.new.node(moved.b)?);
            let sentence = format!("{} stands elsewhere", self.new.subject(new));
            let (from, to) = (old.path().to_string(), new.path().to_string());
            Some(different(sentence, new).from(from).to(to))
        };
        self.diff.moved.iter().filter_map(change).collect()
    }

    fn modified(&self) -> Vec<TemplateChange> {
        let mut changes = Vec::new();
        for modified in &self.diff.modified {
            let (Some(a), Some(b)) = (self.old.node(modified.a), self.new.node(modified.b)) else {
                continue;
            };
            let effect = match (self.old.has_pattern(a.id()), self.new.has_pattern(b.id())) {
                (false, true) => Effect::Looser,
                (true, false) => Effect::Stricter,
                _ => Effect::Different,
            };
            for field in &modified.changes {
                let clause = clause(b, field, self.new.has_pattern(b.id()));
                let sentence = format!("{} {clause}", self.old.subject(a));
                let mut change = different(sentence, b);
                change.effect = effect;
                (change.old, change.new) = (field.old.clone(), field.new.clone());
                changes.push(change);
            }
        }
        changes
    }

    /// What nodes of both baselines leave open.
    fn freed(&self) -> Vec<TemplateChange> {
        let mut changes = Vec::new();
        for (a, b) in self.diff.pairs() {
            let Some(node) = self.new.node(b) else { continue };
            let (mut old, mut new) = (self.old.freedoms(a), self.new.freedoms(b));
            // A text that became a pattern is told as such; here are those that read the same as one.
            if self.diff.modified.binary_search_by_key(&b, |modified| modified.b).is_err() {
                old.extend(self.old.patterned_fields(a));
                new.extend(self.new.patterned_fields(b));
            }
            let (gone, added) = difference(old, new);
            let subject = self.new.subject(node);
            for (freedoms, effect, may) in
                [(gone, Effect::Stricter, "may no longer"), (added, Effect::Looser, "may now")]
            {
                for freedom in freedoms {
                    let mut change = different(format!("{subject} {may} {freedom}"), node);
                    change.effect = effect;
                    changes.push(change);
                }
            }
        }
        changes
    }
}

fn different(sentence: String, node: Node<'_>) -> TemplateChange {
    let change =
        TemplateChange::new(TemplatePart::Baseline, Effect::Different, Bump::Minor, sentence);
    change.at(node.path().to_string())
}

/// Those of the nodes, which are in pre-order, whose parents are not among them.
fn tops<'a>(snapshot: &'a AriaSnapshot, ids: &[NodeId]) -> Vec<Node<'a>> {
    let is_among = |id: NodeId| ids.binary_search(&id).is_ok();
    let is_top = |node: &Node<'_>| node.parent().is_none_or(|parent| !is_among(parent.id()));
    ids.iter().filter_map(|&id| snapshot.tree.node(id)).filter(is_top).collect()
}

fn and_company_is(node: Node<'_>) -> String {
    match node.subtree_size() - 1 {
        0 => " is".to_owned(),
        1 => " and the node in it are".to_owned(),
        n => format!(" and the {n} nodes in it are"),
    }
}

/// What a field of a node is now.
fn clause(node: Node<'_>, change: &FieldChange, has_pattern: bool) -> String {
    let is_pattern = |text: &str| has_pattern && text.len() > 1 && text.starts_with('/');
    let Some(new) = change.new.as_deref() else {
        return format!("has no {} any more", change.field);
    };
    let value = if is_pattern(new) { shortened(new) } else { quoted(new) };
    match &change.field {
        Field::Role => format!("is a {new} now"),
        Field::Name if node.role() == AriaRole::Text => format!("reads {value} now"),
        Field::Name => format!("is called {value} now"),
        Field::States => format!("has the states {new} now"),
        Field::Attribute(key) if key == "url" => format!("leads to {value} now"),
        field => format!("has the {field} {value} now"),
    }
}

pub(super) fn noise(old: &Template, new: &Template) -> Vec<TemplateChange> {
    let (gone, added) = difference(
        old.noise_texts.iter().map(String::as_str),
        new.noise_texts.iter().map(String::as_str),
    );
    let change =
        |effect, sentence| TemplateChange::new(TemplatePart::Noise, effect, Bump::Minor, sentence);
    let gone = gone
        .into_iter()
        .map(|rule| change(Effect::Stricter, format!("`{rule}` is no longer noise")).from(rule));
    let added = added
        .into_iter()
        .map(|rule| change(Effect::Looser, format!("`{rule}` is noise now")).to(rule));
    gone.chain(added).collect()
}

pub(super) fn transitions(old: &Template, new: &Template) -> Vec<TemplateChange> {
    let texts = |template: &Template| -> Vec<String> {
        template.transitions().iter().map(transition_text).collect()
    };
    let (was, is) = (texts(old), texts(new));
    let (gone, added) = difference(was.iter().map(String::as_str), is.iter().map(String::as_str));
    let change = |effect, sentence| {
        TemplateChange::new(TemplatePart::Transitions, effect, Bump::Minor, sentence)
    };
    let gone = gone
        .into_iter()
        .map(|text| change(Effect::Stricter, format!("`{text}` is no longer valid")).from(text));
    let added = added
        .into_iter()
        .map(|text| change(Effect::Looser, format!("`{text}` is valid now")).to(text));
    gone.chain(added).collect()
}

fn transition_text(transition: &Transition) -> String {
    match &transition.from {
        None => transition.to.to_string(),
        Some(from) => format!("{from} -> {}", transition.to),
    }
}

/// Everything but the application, which is part of what the screen is.
pub(super) fn metadata(old: &Template, new: &Template) -> Vec<TemplateChange> {
    let entries = |template: &Template| -> BTreeMap<String, String> {
        let entries = template.metadata().entries.iter();
        entries.filter(|(key, _)| key != "app").cloned().collect()
    };
    let (old, new) = (entries(old), entries(new));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let change = |key: &String| {
        let (was, is) = (old.get(key), new.get(key));
        let sentence = match (was, is) {
            _ if was == is => return None,
            (_, Some(is)) => format!("`{key}` says {} now", quoted(is)),
            (_, None) => format!("`{key}` is no longer given"),
        };
        let part = TemplatePart::Metadata;
        let mut change = TemplateChange::new(part, Effect::None, Bump::Patch, sentence);
        (change.old, change.new) = (was.cloned(), is.cloned());
        Some(change)
    };
    keys.into_iter().filter_map(change).collect()
}

/// The longest piece of a template in a sentence, in characters.
const MAX_QUOTE_CHARS: usize = 80;

fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
