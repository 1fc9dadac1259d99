use sz_tree::{Limits, Node, NodeId, Tree};

use super::{
    AriaField, AriaNode, AriaPattern, AriaSnapshot, ChildOrder, ChildrenMode, Occurrence,
    key::{canonical, is_pattern_text},
    project::project_aria,
    read_aria_snapshot,
    states::told,
    write::write_said,
};
use crate::{Mark, ReadError};

/// Makes an [`AriaSnapshot`] of a tree, with what may differ from it.
///
/// The snapshot is of one node, the root, and says what [`project_aria`] keeps of the tree. Ids are those of
/// [`Self::tree`]; one that it does not have is ignored.
///
/// ```
/// use sz_formats::{AriaField, AriaSnapshotBuilder, Occurrence, read, read_aria_snapshot, write_aria_snapshot};
/// use sz_tree::{Limits, NodeId};
///
/// let screen = read(b"- list:\n  - listitem: 3 new mails\n", None, &Limits::default())?;
/// let mut builder = AriaSnapshotBuilder::new(&screen.tree);
/// builder.occurrence(NodeId::new(1), Occurrence::Repeated);
/// builder.pattern(NodeId::new(2), AriaField::Name, r"\d+ new mails");
/// let snapshot = builder.build().map_err(|errors| errors[0].clone())?;
///
/// let baseline = write_aria_snapshot(&snapshot);
/// assert_eq!(baseline, "\
/// - list:
///   - listitem:
///     - /repeat: \"true\"
///     - text: /\\d+ new mails/
/// ");
/// assert_eq!(read_aria_snapshot(&baseline, &Limits::default()), Ok(snapshot));
/// # Ok::<(), sz_formats::ReadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct AriaSnapshotBuilder {
    tree: Tree,
    nodes: Vec<AriaNode>,
    patterns: Vec<AriaPattern>,
}

/// Where a node stands that was never written.
const NOWHERE: Mark = Mark { line: 1, column: 1 };

impl AriaSnapshotBuilder {
    /// A snapshot that says this tree and leaves nothing open.
    pub fn new(tree: &Tree) -> Self {
        let tree = project_aria(tree);
        let said = |node: Node<'_>| {
            AriaNode::new(NOWHERE, told(node.states(), node.attribute("level").is_some()))
        };
        let nodes = tree.nodes().map(said).collect();
        Self { tree, nodes, patterns: Vec::new() }
    }

    /// The tree as the snapshot will say it, but for the patterns: that which was given, projected. Its ids are
    /// those of the tree that was given unless the projection dropped a secret.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// How the children of a node are compared.
    pub fn children(&mut self, node: NodeId, mode: ChildrenMode) -> &mut Self {
        self.said(node, |said| said.children = Some(mode))
    }

    /// In which order the children of a node stand.
    pub fn order(&mut self, node: NodeId, order: ChildOrder) -> &mut Self {
        self.said(node, |said| said.order = order)
    }

    /// How often a node stands in its place. The root always stands there once.
    pub fn occurrence(&mut self, node: NodeId, occurrence: Occurrence) -> &mut Self {
        if node == NodeId::ROOT {
            return self;
        }
        self.said(node, |said| said.occurrence = occurrence)
    }

    /// Takes any text in which the expression is found in place of this one. It is written as it is: unanchored
    /// unless it says otherwise, in JavaScript's dialect. The last one for a field counts.
    pub fn pattern(&mut self, node: NodeId, field: AriaField, source: &str) -> &mut Self {
        let source = match field {
            AriaField::Name => canonical(source),
            // Nothing between two slashes is text, but in a name.
            _ if source.is_empty() => ".*".to_owned(),
            _ => source.to_owned(),
        };
        if node.index() < self.tree.len() {
            self.patterns.push(AriaPattern { node, field, source, mark: NOWHERE });
        }
        self
    }

    fn said(&mut self, node: NodeId, change: impl FnOnce(&mut AriaNode)) -> &mut Self {
        if let Some(said) = self.nodes.get_mut(node.index()) {
            change(said);
        }
        self
    }

    /// The snapshot, as reading it gives it.
    ///
    /// # Errors
    /// A pattern that cannot be told from the text around it, such as `[` alone; a tree that is larger or deeper
    /// than YAML can be.
    pub fn build(mut self) -> Result<AriaSnapshot, Vec<ReadError>> {
        self.take_texts_for_what_they_are();
        // The last of a field first, and then the only one.
        self.patterns.reverse();
        self.patterns.sort_by_key(|pattern| (pattern.node, pattern.field));
        self.patterns.dedup_by_key(|pattern| (pattern.node, pattern.field));
        let text = write_said(&self.tree, false, &self.nodes, &self.patterns);
        // The tree has passed its own limits.
        let unlimited = Limits {
            nodes: usize::MAX,
            depth: usize::MAX,
            string_bytes: usize::MAX,
            document_bytes: usize::MAX,
        };
        read_aria_snapshot(&text, &unlimited)
    }

    /// Values and addresses that would be read as patterns become patterns for just them.
    fn take_texts_for_what_they_are(&mut self) {
        let mut exact = Vec::new();
        for node in self.tree.nodes() {
            let texts = [(AriaField::Value, node.value()), (AriaField::Url, node.attribute("url"))];
            for (field, text) in texts {
                if let Some(text) = text.filter(|text| is_pattern_text(text)) {
                    let source = format!("^{}$", escaped(text));
                    exact.push(AriaPattern { node: node.id(), field, source, mark: NOWHERE });
                }
            }
        }
        // In front of those that were asked for, which count more.
        exact.append(&mut self.patterns);
        self.patterns = exact;
    }
}

/// An expression that finds this text only.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
