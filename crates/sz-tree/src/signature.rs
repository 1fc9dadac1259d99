use std::{fmt, str::FromStr};

use ring::digest::{Context, SHA256};

use crate::{Node, PLATFORM_PREFIX, Role, States, Tree};

/// Attributes that name a node rather than describe it, or that change with every build or session. They are
/// kept in the tree and can be selected on, but are no part of a signature.
pub const UNSIGNED_ATTRIBUTES: &[&str] = &["class", "id", "package", "toolkit"];

const PREFIX: &str = "sz1:";

/// A SHA-256 over the canonical encoding of a tree, printed as `sz1:<64 hex digits>`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Signature([u8; 32]);

impl Signature {
    /// The digest itself.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not a signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a signature: write `sz1:` and 64 lower-case hex digits")]
pub struct ParseSignatureError {
    /// What was given.
    pub text: String,
}

impl FromStr for Signature {
    type Err = ParseSignatureError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| ParseSignatureError { text: text.to_owned() })
    }
}

fn parse(text: &str) -> Option<Signature> {
    let hex = text.strip_prefix(PREFIX)?.as_bytes();
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if hex.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(Signature(bytes))
}

/// What a tree is, three ways: everything, its shape, its text. The crate's front page has the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signatures {
    /// Roles, shape, text, states and attributes.
    pub full: Signature,
    /// Roles and shape only.
    pub structural: Signature,
    /// Text only.
    pub content: Signature,
}

pub(crate) fn sign(tree: &Tree) -> Signatures {
    let (mut full, mut structural, mut content) =
        (Encoder::new(b'F'), Encoder::new(b'S'), Encoder::new(b'C'));
    let children = child_counts(tree);
    for (node, children) in tree.nodes().zip(children) {
        structural.shape(node, children);
        content.text(node);
        full.shape(node, children);
        full.fields(node);
    }
    Signatures { full: full.finish(), structural: structural.finish(), content: content.finish() }
}

/// The number of children of each node, in pre-order.
fn child_counts(tree: &Tree) -> Vec<u32> {
    let mut counts = vec![0; tree.len()];
    for record in tree.nodes.iter().skip(1) {
        counts[record.parent as usize] += 1;
    }
    counts
}

/// Collects the encoding in pieces large enough for the hash to run at full speed.
struct Encoder {
    hash: Context,
    buffer: Vec<u8>,
}

impl Encoder {
    const FLUSH_AT_BYTES: usize = 16 * 1024;

    fn new(kind: u8) -> Self {
        let mut buffer = Vec::with_capacity(Self::FLUSH_AT_BYTES);
        buffer.extend_from_slice(b"sz-tree/1\0");
        buffer.push(kind);
        Self { hash: Context::new(&SHA256), buffer }
    }

    fn finish(mut self) -> Signature {
        self.hash.update(&self.buffer);
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.hash.finish().as_ref());
        Signature(bytes)
    }

    fn number(&mut self, number: u32) {
        self.buffer.extend_from_slice(&number.to_be_bytes());
    }

    fn length(&mut self, bytes: usize) {
        // A string is a piece of a buffer that `u32` offsets cover.
        self.number(u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    fn string(&mut self, text: &str) {
        if self.buffer.len() + text.len() > Self::FLUSH_AT_BYTES {
            self.hash.update(&self.buffer);
            self.buffer.clear();
        }
        self.length(text.len());
        self.buffer.extend_from_slice(text.as_bytes());
    }

    fn shape(&mut self, node: Node<'_>, children: u32) {
        match node.role() {
            Role::Aria(role) => self.string(role.as_str()),
            Role::Platform(name) => {
                self.length(PLATFORM_PREFIX.len() + name.len());
                self.buffer.extend_from_slice(PLATFORM_PREFIX.as_bytes());
                self.buffer.extend_from_slice(name.as_bytes());
            }
        }
        self.number(children);
    }

    fn text(&mut self, node: Node<'_>) {
        let texts = [node.name(), node.value().unwrap_or_default(), node.description()];
        texts.into_iter().filter(|text| !text.is_empty()).for_each(|text| self.string(text));
    }

    fn fields(&mut self, node: Node<'_>) {
        self.string(node.name());
        match node.value() {
            None => self.buffer.push(0),
            Some(value) => {
                self.buffer.push(1);
                self.string(value);
            }
        }
        self.string(node.description());
        self.number(node.states().intersection(States::SIGNED).bits());
        let signed = || node.attributes().filter(|(key, _)| !UNSIGNED_ATTRIBUTES.contains(key));
        self.length(signed().count());
        for (key, value) in signed() {
            self.string(key);
            self.string(value);
        }
    }
}
