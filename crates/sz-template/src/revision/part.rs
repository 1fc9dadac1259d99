use std::fmt;

/// A part of a template, in the order of the parts in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TemplatePart {
    /// The screen it describes.
    ScreenId,
    /// What people say of it, the application among it.
    Metadata,
    /// Nodes that must be there.
    RequiredNodes,
    /// Nodes that must not be there.
    ForbiddenNodes,
    /// Roles that should occur.
    ExpectedRoles,
    /// Depth, node count, structural signature, and the shape of the baseline.
    Structure,
    /// The score a capture needs.
    Threshold,
    /// What the screen should look like.
    Baseline,
    /// Its noise rules.
    Noise,
    /// Where it may lead.
    Transitions,
}

impl TemplatePart {
    /// The part's name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ScreenId => "screen_id",
            Self::Metadata => "metadata",
            Self::RequiredNodes => "required_nodes",
            Self::ForbiddenNodes => "forbidden_nodes",
            Self::ExpectedRoles => "expected_roles",
            Self::Structure => "structure",
            Self::Threshold => "threshold",
            Self::Baseline => "baseline",
            Self::Noise => "noise",
            Self::Transitions => "valid_transitions",
        }
    }
}

impl fmt::Display for TemplatePart {
    /// The part as people call it: `required nodes`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ScreenId => "screen",
            Self::RequiredNodes => "required nodes",
            Self::ForbiddenNodes => "forbidden nodes",
            Self::ExpectedRoles => "expected roles",
            Self::Transitions => "transitions",
            _ => self.as_str(),
        })
    }
}
