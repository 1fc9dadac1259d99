//! The loop that all formats of nested JSON objects share: one object a node, its children in a list.

use sz_tree::{AriaRole, Limits, TreeBuilder};

use super::{Fault, Json, Kind, Steps, duplicate_key};

/// What one format makes of the keys of a node.
pub(crate) trait Nested {
    /// What is remembered of a node while it is open.
    type Node: Default;

    /// A number below 32 for each key the format knows.
    fn field(key: &str) -> Option<Field>;

    /// Reads the value of a key, which is next in `json`, into the node that is open in `builder`.
    fn read(
        &mut self,
        field: u8,
        node: &mut Self::Node,
        json: &mut Json<'_>,
        builder: &mut TreeBuilder,
    ) -> Result<(), Fault>;

    /// Answers a key that the format does not know; its value is next in `json`.
    fn unknown(&mut self, key: &str, json: &mut Json<'_>) -> Result<(), Fault>;

    /// All keys of the node were read and it is about to be closed.
    fn end(&mut self, open: &Open<Self::Node>, builder: &mut TreeBuilder) -> Result<(), Fault>;
}

/// A key that a format knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// A value that [`Nested::read`] reads.
    Value(u8),
    /// The list of child nodes. Its number is 31.
    Children,
}

/// An object that is being read.
pub(crate) struct Open<N> {
    /// Where the object starts.
    pub(crate) at: usize,
    /// No node is around it.
    pub(crate) is_root: bool,
    /// The fields seen so far, one bit for each number.
    pub(crate) seen: u32,
    pub(crate) node: N,
    members: Steps,
    children: Steps,
}

impl<N> Open<N> {
    /// True where the object has this field.
    pub(crate) const fn has(&self, field: u8) -> bool {
        self.seen & 1 << field != 0
    }
}

const CHILDREN_BIT: u8 = 31;

/// Reads the node that is next in `json`, and everything under it.
pub(crate) fn read_nodes<F: Nested>(
    format: &mut F,
    json: &mut Json<'_>,
    builder: &mut TreeBuilder,
) -> Result<(), Fault> {
    let mut stack = vec![open(json, builder)?];
    while let Some(top) = stack.last_mut() {
        if let Some(key) = json.key(&mut top.members)? {
            let Some(field) = F::field(&key) else {
                json.note_key();
                format.unknown(&key, json)?;
                continue;
            };
            let bit = match field {
                Field::Value(bit) => bit,
                Field::Children => CHILDREN_BIT,
            };
            if top.has(bit) {
                return Err(duplicate_key(json.key_at(), &key));
            }
            top.seen |= 1 << bit;
            if let Field::Value(field) = field {
                format.read(field, &mut top.node, json, builder)?;
                continue;
            }
            top.children = json.array("`children`")?;
        } else {
            format.end(top, builder)?;
            let at = top.at;
            stack.pop();
            builder.close().map_err(|error| Fault::build(at, &error))?;
        }
        // Inside a list of children, before the first or after one of them.
        if let Some(parent) = stack.last_mut()
            && json.item(&mut parent.children)?
        {
            stack.push(open(json, builder)?);
        }
    }
    Ok(())
}

fn open<N: Default>(json: &mut Json<'_>, builder: &mut TreeBuilder) -> Result<Open<N>, Fault> {
    json.expect(Kind::Object, "a node")?;
    let at = json.at();
    let is_root = builder.is_empty();
    // The role may come last; until then the node is generic.
    builder.open(AriaRole::Generic.into()).map_err(|error| Fault::build(at, &error))?;
    let members = json.object("a node")?;
    Ok(Open { at, is_root, seen: 0, node: N::default(), members, children: members })
}

/// A builder with room for what a document of this length can hold, at so many bytes a node at least.
///
/// Half the nodes that could be are reserved: a document full of the smallest nodes makes the arena grow
/// once, and any other leaves room for its text and details within ten times its length.
pub(crate) fn builder_for(text: &str, limits: &Limits, node_bytes_min: usize) -> TreeBuilder {
    TreeBuilder::with_capacity(*limits, text.len() / (2 * node_bytes_min), text.len() / 4)
}
