use super::{
    facts::{Class, Glance, Lane, Structure},
    query::Query,
    sketch::Asked,
};
use crate::score::{REQUIRED_WEIGHT, ROLES_WEIGHT, STRUCTURE_WEIGHT};

/// How much each part of the score weighs in one class; together they weigh 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) required: f32,
    pub(super) structure: f32,
    pub(super) roles: f32,
}

/// What a group of templates of one class have between them: enough to say which score none of them exceeds.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    size: Range,
    depth: Range,
    nodes: Range,
    n_required: Range,
    /// The frequent terms that any requires, and the largest share of a template's requirements that they are.
    pub(super) frequent: u8,
    frequent_share: f32,
    /// The roles that every one expects, and those that any does.
    roles_of_each: u128,
    pub(super) roles_of_any: u128,
    n_roles: Range,
    n_platform_roles: Range,
    /// The lowest threshold.
    pub(super) threshold: f32,
    /// The most evidence.
    pub(super) evidence: u32,
}

#[derive(Clone, Copy, Debug)]
struct Range {
    min: u32,
    max: u32,
}

/// What bounds are reckoned from: the class of the templates, the capture and what it holds of frequent terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale<'a> {
    pub(super) weights: Weights,
    pub(super) structure: Structure,
    pub(super) query: &'a Query<'a>,
    pub(super) frequent: u8,
}

/// Bounds of the parts of a score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) required: f32,
    pub(super) structure: f32,
    pub(super) roles: f32,
}

impl Range {
    const fn only(value: u32) -> Self {
        Self { min: value, max: value }
    }

    fn with(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// At least the likeness of `value` to any number in the range: the smaller as a share of the larger.
    fn likeness_at_most(self, value: u32) -> f32 {
        let nearest = value.clamp(self.min, self.max);
        share(nearest.min(value), nearest.max(value))
    }
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 1.0 } else { part as f32 / whole as f32 }
}

impl Weights {
    #[expect(clippy::cast_possible_truncation, reason = "bounds allow for rounding")]
    pub(super) fn of(class: Class) -> Self {
        let given = |is_given: bool, weight: f64| if is_given { weight } else { 0.0 };
        let required = given(class.has_required, REQUIRED_WEIGHT);
        let structure = given(class.structure != Structure::Nothing, STRUCTURE_WEIGHT);
        let roles = given(class.has_roles, ROLES_WEIGHT);
        let whole = required + structure + roles;
        Self {
            required: (required / whole) as f32,
            structure: (structure / whole) as f32,
            roles: (roles / whole) as f32,
        }
    }

    pub(super) fn score(self, parts: Parts) -> f32 {
        let Parts { required, structure, roles } = parts;
        required * self.required + structure * self.structure + roles * self.roles
    }
}

impl Envelope {
    pub(super) fn of(lane: &Lane) -> Self {
        Self {
            size: Range::only(lane.size),
            depth: Range::only(lane.depth),
            nodes: Range::only(lane.nodes),
            n_required: Range::only(lane.n_required),
            frequent: lane.frequent,
            frequent_share: share(lane.frequent.count_ones(), lane.n_required),
            roles_of_each: lane.roles,
            roles_of_any: lane.roles,
            n_roles: Range::only(lane.n_roles),
            n_platform_roles: Range::only(lane.n_platform_roles),
            threshold: lane.threshold,
            evidence: lane.evidence,
        }
    }

    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            size: self.size.with(other.size),
            depth: self.depth.with(other.depth),
            nodes: self.nodes.with(other.nodes),
            n_required: self.n_required.with(other.n_required),
            frequent: self.frequent | other.frequent,
            frequent_share: self.frequent_share.max(other.frequent_share),
            roles_of_each: self.roles_of_each & other.roles_of_each,
            roles_of_any: self.roles_of_any | other.roles_of_any,
            n_roles: self.n_roles.with(other.n_roles),
            n_platform_roles: self.n_platform_roles.with(other.n_platform_roles),
            threshold: self.threshold.min(other.threshold),
            evidence: self.evidence.max(other.evidence),
        }
    }

    /// At least the share of required terms that hold, where `n_held` do.
    pub(super) fn required_at_most(&self, n_held: u32) -> f32 {
        share(n_held, self.n_required.min.max(1)).min(self.frequent_share)
    }
}

impl Scale<'_> {
    /// Bounds for a group, of whose templates only frequent terms hold and no signature is that of the capture.
    pub(super) fn of_group(&self, group: &Envelope) -> Parts {
        let n_frequent = (group.frequent & self.frequent).count_ones();
        let required = group.required_at_most(n_frequent);
        let mut n_missing = (group.roles_of_each & !self.query.roles).count_ones();
        let mut n_there = (group.roles_of_any & self.query.roles).count_ones();
        if self.query.has_platform_roles {
            n_there += group.n_platform_roles.max;
        } else {
            n_missing += group.n_platform_roles.min;
        }
        let by_missing = 1.0 - share(n_missing, group.n_roles.max.max(1));
        let by_there = share(n_there, group.n_roles.min.max(1));
        let structure = self.structure(group.size, group.depth, group.nodes);
        Parts { required, structure, roles: by_missing.min(by_there) }
    }

    /// The most that a template may score of which `n_held` terms hold, at a glance.
    pub(super) fn at_a_glance(&self, glance: &Glance, n_held: u32, shape: &Asked) -> f32 {
        let mut n_there = (glance.roles & self.query.roles).count_ones();
        if self.query.has_platform_roles {
            n_there += u32::from(glance.n_platform_roles);
        }
        let structure = match self.structure {
            Structure::Baseline => self.dice(glance.size, glance.sketch.common_at_most(shape)),
            _ => 1.0,
        };
        self.weights.score(Parts {
            required: share(n_held, u32::from(glance.n_required).max(1)).min(1.0),
            structure,
            roles: share(n_there, u32::from(glance.n_roles).max(1)).min(1.0),
        })
    }

    /// Bounds for one template, of which `n_held` terms hold, by all but its shape.
    pub(super) fn of_one(&self, lane: &Lane, n_held: u32) -> Parts {
        let mut n_there = (lane.roles & self.query.roles).count_ones();
        if self.query.has_platform_roles {
            n_there += lane.n_platform_roles;
        }
        let [size, depth, nodes] = [lane.size, lane.depth, lane.nodes].map(Range::only);
        let structure = self.structure(size, depth, nodes);
        Parts {
            required: share(n_held, lane.n_required.max(1)).min(1.0),
            structure,
            roles: share(n_there, lane.n_roles.max(1)),
        }
    }

    /// How many of the capture's roles a template of a group has to expect at the least, where they have to add
    /// this much to its score.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast stops at both ends"
    )]
    pub(super) fn fewest_roles(&self, group: &Envelope, score: f32) -> u32 {
        if score <= 0.0 {
            return 0;
        }
        if self.weights.roles <= 0.0 {
            return u32::MAX;
        }
        // A count too low only lets one more template through.
        let n = score / self.weights.roles * group.n_roles.min as f32 - 0.01;
        let of_platforms =
            if self.query.has_platform_roles { group.n_platform_roles.max } else { 0 };
        (n.ceil() as u32).saturating_sub(of_platforms)
    }

    /// At least the likeness of shapes of which one has `size` grams and at most `common` with the capture's in common.
    pub(super) fn dice(&self, size: u32, common: u32) -> f32 {
        dice(Range::only(size), self.query.size, common)
    }

    /// At least the likeness of shapes, by all but what they are made of.
    fn structure(&self, size: Range, depth: Range, nodes: Range) -> f32 {
        match self.structure {
            Structure::Nothing | Structure::Signature => 0.0,
            Structure::Depth => depth.likeness_at_most(self.query.depth),
            Structure::Nodes => nodes.likeness_at_most(self.query.nodes),
            Structure::DepthAndNodes => {
                let depth = depth.likeness_at_most(self.query.depth);
                f32::midpoint(depth, nodes.likeness_at_most(self.query.nodes))
            }
            Structure::Baseline => dice(size, self.query.size, u32::MAX),
        }
    }
}

/// At least the Dice coefficient of two bags, one of a size in this range, with at most `common` grams in common.
fn dice(size: Range, other: u32, common: u32) -> f32 {
    let common = common.min(size.max).min(other);
    let smallest = size.min.max(common);
    if smallest.max(other) == 0 {
        1.0
    } else {
        2.0 * common as f32 / (smallest as f32 + other as f32)
    }
}

#[cfg(test)]
mod tests;
