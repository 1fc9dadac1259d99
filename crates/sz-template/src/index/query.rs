use sz_tree::Signature;

use crate::{pqgram::PqProfile, role_set::RoleSet, vocabulary::TermId};

/// A capture, as far as the index asks about it.
#[derive(Clone, Debug)]
pub(crate) struct Query<'a> {
    /// The required terms that hold.
    pub(super) present: &'a [TermId],
    /// One bit for each term there is.
    pub(super) bits: &'a [u64],
    pub(super) signature: Signature,
    pub(super) shape: &'a PqProfile,
    /// The number of grams in its shape.
    pub(super) size: u32,
    pub(super) depth: u32,
    pub(super) nodes: u32,
    pub(super) roles: u128,
    pub(super) has_platform_roles: bool,
}

/// The depth and the number of nodes of a capture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts {
    pub(crate) depth: usize,
    pub(crate) nodes: usize,
}

impl<'a> Query<'a> {
    pub(crate) fn new(
        (present, bits): (&'a [TermId], &'a [u64]),
        signature: Signature,
        shape: &'a PqProfile,
        counts: Counts,
        roles: &RoleSet,
    ) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            present,
            bits,
            signature,
            shape,
            size: shape.size(),
            depth: number(counts.depth),
            nodes: number(counts.nodes),
            roles: roles.aria(),
            has_platform_roles: roles.has_platform_roles(),
        }
    }

    /// True where this term holds.
    pub(super) fn has(&self, id: TermId) -> bool {
        self.bits.get(id.0 as usize / 64).is_some_and(|word| word >> (id.0 % 64) & 1 != 0)
    }
}
