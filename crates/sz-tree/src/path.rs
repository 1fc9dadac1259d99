use std::{fmt, str::FromStr};

/// Where a node is: the chain of child positions from the root. The root itself is `/`, the second
/// child of its first child `/0/1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodePath(Vec<u32>);

impl NodePath {
    /// The path of these child positions.
    pub fn new(positions: Vec<u32>) -> Self {
        Self(positions)
    }

    /// The child positions, from the root down.
    pub fn positions(&self) -> &[u32] {
        &self.0
    }
}

impl fmt::Display for NodePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("/");
        }
        self.0.iter().try_for_each(|position| write!(f, "/{position}"))
    }
}

/// A text is not a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a node path: write `/` for the root or child positions such as `/0/3/1`")]
pub struct ParsePathError {
    /// What was given.
    pub text: String,
}

impl FromStr for NodePath {
    type Err = ParsePathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || ParsePathError { text: text.to_owned() };
        let rest = text.strip_prefix('/').ok_or_else(fault)?;
        if rest.is_empty() {
            return Ok(Self::default());
        }
        let position = |part: &str| {
            let canonical = part == "0" || !part.starts_with(['0', '+']);
            part.parse().ok().filter(|_| canonical).ok_or_else(fault)
        };
        rest.split('/').map(position).collect::<Result<_, _>>().map(Self)
    }
}
