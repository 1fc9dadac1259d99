use sz_tree::Signature;

use super::{
    Entry,
    sketch::{Alphabet, Sketch},
};
use crate::{pqgram::PqProfile, set::Prepared, vocabulary::TermId};

/// What the index knows of a template.
#[derive(Clone, Debug)]
pub(super) struct Facts<'a> {
    pub(super) entry: Entry,
    pub(super) class: Class,
    pub(super) required: &'a [TermId],
    pub(super) signature: Option<Signature>,
    /// Of the baseline.
    pub(super) shape: Option<&'a PqProfile>,
    pub(super) lane: Lane,
}

/// What of a template its bounds are reckoned from.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    /// The number of grams in the baseline's shape.
    pub(super) size: u32,
    pub(super) depth: u32,
    pub(super) nodes: u32,
    pub(super) n_required: u32,
    /// Which of the frequent terms are required.
    pub(super) frequent: u8,
    pub(super) roles: u128,
    pub(super) n_roles: u32,
    pub(super) n_platform_roles: u32,
    pub(super) threshold: f32,
    pub(super) evidence: u32,
}

/// What of a template is looked at first: one line of a cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Glance {
    pub(super) roles: u128,
    /// Of the baseline's shape.
    pub(super) sketch: Sketch,
    pub(super) size: u32,
    /// The counts by which others are divided are those of the template or less, where they are too large for their types.
    pub(super) n_required: u16,
    pub(super) frequent: u8,
    pub(super) n_roles: u8,
    pub(super) n_platform_roles: u8,
}

const _: () = assert!(size_of::<Glance>() == 64, "a glance is more than a line of a cache");

impl Glance {
    pub(super) fn of(facts: &Facts<'_>, alphabet: &Alphabet) -> Self {
        let lane = &facts.lane;
        let byte = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
        Self {
            roles: lane.roles,
            sketch: facts.shape.map(|shape| alphabet.sketch(shape)).unwrap_or_default(),
            size: lane.size,
            n_required: u16::try_from(lane.n_required).unwrap_or(u16::MAX),
            frequent: lane.frequent,
            n_roles: byte(lane.n_roles),
            n_platform_roles: byte(lane.n_platform_roles),
        }
    }
}

/// Which parts of the score a template gives: one formula holds for all templates of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class {
    pub(super) has_required: bool,
    pub(super) has_roles: bool,
    pub(super) structure: Structure,
}

/// What a template says of the shape of a screen, apart from its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Structure {
    /// Nothing, not even a signature.
    Nothing,
    /// A signature at the most: alike or not at all.
    Signature,
    Depth,
    Nodes,
    DepthAndNodes,
    Baseline,
}

impl<'a> Facts<'a> {
    pub(super) fn of(entry: Entry, prepared: &'a Prepared) -> Self {
        Self {
            entry,
            class: Class::of(prepared),
            required: &prepared.required,
            signature: prepared.template.structure_signature(),
            shape: prepared.shape.as_ref(),
            lane: Lane::of(prepared),
        }
    }

    /// True where a node is required more than once, which a bit per node cannot say.
    pub(super) fn repeats_a_requirement(&self) -> bool {
        let mut sorted = self.required.to_vec();
        sorted.sort_unstable();
        sorted.windows(2).any(|pair| pair[0] == pair[1])
    }
}

impl Lane {
    /// Without the frequent terms, which depend on the segment that the template will be in.
    fn of(prepared: &Prepared) -> Self {
        let template = &prepared.template;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let shape = prepared.shape.as_ref();
        let roles = &prepared.expected_roles;
        Self {
            size: shape.map_or(0, PqProfile::size),
            // Where there is a baseline, nothing depends on these.
            depth: template.depth().filter(|_| shape.is_none()).map_or(0, number),
            nodes: template.node_count().filter(|_| shape.is_none()).map_or(0, number),
            n_required: number(prepared.required.len()),
            frequent: 0,
            roles: roles.aria(),
            n_roles: number(roles.len()),
            n_platform_roles: number(roles.len() - roles.aria().count_ones() as usize),
            #[expect(clippy::cast_possible_truncation, reason = "bounds allow for rounding")]
            threshold: template.threshold().get() as f32,
            evidence: number(template.evidence_count()),
        }
    }
}

impl Class {
    fn of(prepared: &Prepared) -> Self {
        let template = &prepared.template;
        let structure = match (template.depth(), template.node_count()) {
            _ if prepared.shape.is_some() => Structure::Baseline,
            (Some(_), Some(_)) => Structure::DepthAndNodes,
            (Some(_), None) => Structure::Depth,
            (None, Some(_)) => Structure::Nodes,
            (None, None) if template.structure_signature().is_some() => Structure::Signature,
            (None, None) => Structure::Nothing,
        };
        Self {
            has_required: !prepared.required.is_empty(),
            has_roles: prepared.expected_roles.len() > 0,
            structure,
        }
    }
}
