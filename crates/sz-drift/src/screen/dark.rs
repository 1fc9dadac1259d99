//! Dark patterns among what changed, and on screens that nobody approved.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use sz_tree::{Node, NodeId, Tree};

use super::{Finding, Judge, Place, Selectors, judge::label};
use crate::{
    Change, DarkPattern, DriftEvent, DriftKind, Policy,
    dark::{Screen, Sight, Sources, Suspicion, amount, detect, rising_total, unequal},
    fingerprint::Subjects,
};

/// How far above a button a new part of the screen is looked for that it came with.
const NEWS_LEVELS: usize = 8;

impl Judge<'_> {
    /// Findings that are dark patterns become that; a pattern within something larger that is new, or that only the
    /// sizes tell, becomes a finding of its own.
    pub(super) fn mark_dark(&self, findings: &mut Vec<Finding>) {
        let comparison = self.comparison;
        let before = |b: NodeId| comparison.baseline.node(comparison.diff.in_a(b)?);
        let captured = |b: NodeId| comparison.captured_node(b, self.scene.captured);
        let screen = Screen::new(
            &comparison.view,
            Some(&comparison.baseline),
            Some(self.scene.candidate.template.screen_id().as_str()),
            Sources { captured: &captured, before: &before },
        );
        let mut marker = Marker { screen: &screen, policy: self.policy, further: Vec::new() };
        for (place, finding) in findings.iter_mut().enumerate() {
            let mut seen = BTreeSet::new();
            for sight in self.sights(finding) {
                let Some(it) = detect(&screen, sight, &self.policy.dark_patterns) else { continue };
                if seen.insert((it.at, it.pattern)) {
                    marker.mark(Some((place, finding)), &it);
                }
            }
        }
        self.mark_rising_total(&screen, findings);
        marker.mark_unequal(findings);
        let mut further = marker.further.into_iter().peekable();
        let mut all = Vec::with_capacity(findings.len() + further.len());
        for (place, finding) in findings.drain(..).enumerate() {
            all.push(finding);
            while let Some((_, finding)) = further.next_if(|(after, _)| *after <= place) {
                all.push(finding);
            }
        }
        all.extend(further.map(|(_, finding)| finding));
        *findings = all;
    }

    /// What a finding says is new or was changed.
    fn sights<'s>(&'s self, finding: &Finding) -> impl Iterator<Item = Sight<'s>> + use<'s> {
        let (view, baseline) = (&self.comparison.view, &self.comparison.baseline);
        let now = finding.b.and_then(|b| view.node(b));
        let is_new = finding.change == Change::Added;
        let is_modified = finding.change == Change::Modified;
        let before = finding.a.filter(|_| is_modified).and_then(|a| baseline.node(a));
        let changed = now.zip(before).map(|(now, before)| Sight { now, before: Some(before) });
        let new = now.filter(|_| is_new).into_iter().flat_map(Node::subtree);
        let new = new.filter(|node| self.comparison.diff.added.binary_search(&node.id()).is_ok());
        changed.into_iter().chain(new.map(|now| Sight { now, before: None }))
    }

    /// A total that rose, where no other amount says why.
    fn mark_rising_total(&self, screen: &Screen<'_>, findings: &mut [Finding]) {
        let pattern = DarkPattern::HiddenCosts;
        if !self.policy.dark_patterns.is_on(pattern) {
            return;
        }
        let has_price = |node: Node<'_>| node.subtree().any(|inner| amount(inner.name()).is_some());
        let is_priced = |finding: &&mut Finding| {
            let was = finding.a.and_then(|a| self.comparison.baseline.node(a));
            let is = finding.b.and_then(|b| self.comparison.view.node(b));
            was.is_some_and(has_price) || is.is_some_and(has_price)
        };
        let mut priced = findings.iter_mut().filter(is_priced);
        let (Some(finding), None) = (priced.next(), priced.next()) else { return };
        let Some(Sight { now, before: Some(before) }) = self.sights(finding).next() else { return };
        if finding.kind != DriftKind::Manipulative && rising_total(before, now) {
            let (old, new) = (before.name(), now.name());
            let what =
                format!("The total rose from {old} to {new}, and nothing on the screen says why");
            finding.become_dark(pattern, screen.sentence(&what));
        }
    }
}

/// Where suspicions become findings.
struct Marker<'m, 'a> {
    screen: &'m Screen<'a>,
    policy: &'m Policy,
    /// Findings to be told after the one of this number.
    further: Vec<(usize, Finding)>,
}

impl Marker<'_, '_> {
    fn mark(&mut self, ordinary: Option<(usize, &mut Finding)>, suspicion: &Suspicion) {
        let explanation = self.screen.sentence(&suspicion.what);
        let place = ordinary.as_ref().map_or(usize::MAX, |(place, _)| *place);
        match ordinary {
            Some((_, finding))
                if finding.b == Some(suspicion.at) && finding.kind != DriftKind::Manipulative =>
            {
                finding.become_dark(suspicion.pattern, explanation);
            }
            _ => {
                let Some(node) = self.screen.view().node(suspicion.at) else { return };
                let was = self.screen.before(node);
                let change = if was.is_none() { Change::Added } else { Change::Present };
                self.further.push((
                    place,
                    Finding {
                        kind: DriftKind::Manipulative,
                        pattern: Some(suspicion.pattern),
                        change,
                        a: was.map(Node::id),
                        b: Some(node.id()),
                        old: was.map(label),
                        new: Some(label(node)),
                        explanation,
                        required: None,
                    },
                ));
            }
        }
    }

    /// Sizes and places, which a baseline cannot hold: judged by what was captured, wherever yes and no stand together.
    fn mark_unequal(&mut self, findings: &mut [Finding]) {
        let told = [DarkPattern::FalseHierarchy, DarkPattern::HiddenInformation];
        if !told.into_iter().any(|pattern| self.policy.dark_patterns.is_on(pattern)) {
            return;
        }
        let places: OnceCell<BTreeMap<NodeId, usize>> = OnceCell::new();
        let places = || {
            places.get_or_init(|| {
                let numbered = findings.iter().enumerate();
                numbered.filter_map(|(place, finding)| Some((finding.b?, place))).collect()
            })
        };
        let place_of = |node: Node<'_>| {
            let around = std::iter::successors(Some(node), |node| node.parent());
            around.take(NEWS_LEVELS).find_map(|node| places().get(&node.id()).copied())
        };
        let captured = |node: Node<'_>| self.screen.captured(node);
        let suspicions =
            unequal(self.screen.view().nodes(), captured, |node| place_of(node).is_some());
        let suspicions: Vec<_> =
            suspicions.into_iter().map(|it| (places().get(&it.at).copied(), it)).collect();
        for (place, suspicion) in suspicions {
            if !self.policy.dark_patterns.is_on(suspicion.pattern) {
                continue;
            }
            let ordinary = place.and_then(|place| Some((place, findings.get_mut(place)?)));
            // One thing is told of one node.
            if ordinary.as_ref().is_some_and(|(_, it)| it.kind == DriftKind::Manipulative) {
                continue;
            }
            self.mark(ordinary, &suspicion);
        }
    }
}

/// What a screen shows that nobody approved.
pub(super) struct Unapproved<'a> {
    pub(super) view: &'a Tree,
    pub(super) captured: &'a Tree,
    /// The captured node that a node of the view comes from.
    pub(super) origin: &'a dyn Fn(NodeId) -> Option<Node<'a>>,
}

impl<'a> Unapproved<'a> {
    /// The dark patterns of a screen without a baseline.
    pub(super) fn events(&self, place: Place<'a>, policy: &Policy) -> Vec<(DriftEvent, Node<'a>)> {
        let sources = Sources { captured: self.origin, before: &|_| None };
        let screen = Screen::new(self.view, None, place.screen_id, sources);
        let patterns = &policy.dark_patterns;
        let mut found: Vec<(Node<'a>, Suspicion)> = Vec::new();
        let mut seen = BTreeSet::new();
        for now in self.view.nodes() {
            let sight = Sight { now, before: None };
            let Some(suspicion) = detect(&screen, sight, patterns) else { continue };
            let Some(node) = (self.origin)(suspicion.at) else { continue };
            if seen.insert((node.id(), suspicion.pattern)) {
                found.push((node, suspicion));
            }
        }
        for suspicion in unequal(self.captured.nodes(), Some, |_| true) {
            let Some(node) = self.captured.node(suspicion.at) else { continue };
            if patterns.is_on(suspicion.pattern) && seen.insert((node.id(), suspicion.pattern)) {
                found.push((node, suspicion));
            }
        }
        found.sort_by_key(|(node, _)| node.id());
        let selectors = Selectors::for_events(found.len(), self.captured, self.captured);
        let event = |(node, suspicion): (Node<'a>, Suspicion)| {
            let finding = Finding {
                kind: DriftKind::Manipulative,
                pattern: Some(suspicion.pattern),
                change: Change::Present,
                a: None,
                b: None,
                old: None,
                new: Some(label(node)),
                explanation: screen.sentence(&suspicion.what),
                required: None,
            };
            let event = finding.event(place, policy, Some(node), None);
            let event = DriftEvent { selector: Some(selectors.captured(node)), ..event };
            (event.fingerprinted(Subjects { node: Some(node), fields: None }), node)
        };
        found.into_iter().map(event).collect()
    }
}
