use std::fmt;

/// How much a document may ask for. Every reader takes one; the defaults suit real applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nodes in one tree.
    pub nodes: usize,
    /// Levels of nesting; the root is level 1.
    pub depth: usize,
    /// Bytes in one string.
    pub string_bytes: usize,
    /// Bytes in one document.
    pub document_bytes: usize,
}

impl Default for Limits {
    /// 200,000 nodes, 1,024 levels, 1 MiB per string, 64 MiB per document.
    fn default() -> Self {
        Self {
            nodes: 200_000,
            depth: 1_024,
            string_bytes: 1024 * 1024,
            document_bytes: 64 * 1024 * 1024,
        }
    }
}

/// Which limit a document ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitKind {
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::depth`].
    Depth,
    /// [`Limits::string_bytes`].
    StringBytes,
    /// [`Limits::document_bytes`].
    DocumentBytes,
    /// 4,096 different platform roles, which nothing but an attack has.
    PlatformRoles,
}

impl fmt::Display for LimitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nodes => "nodes in one tree",
            Self::Depth => "levels of nesting",
            Self::StringBytes => "bytes in one string",
            Self::DocumentBytes => "bytes in one document",
            Self::PlatformRoles => "platform roles in one tree",
        })
    }
}
