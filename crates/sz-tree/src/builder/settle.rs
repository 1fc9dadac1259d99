//! What happens to a node when it closes, and to the text when the tree is finished.

use super::TreeBuilder;
use crate::{
    AriaRole, BuildError, LimitKind, Node, Role, State, secret,
    tree::{AttributeRecord, DetailsRef, Span},
};

impl TreeBuilder {
    /// Gives the open node the attributes that were set, in byte order of their keys, the last one where a key
    /// was set twice.
    pub(super) fn settle_attributes(&mut self) -> Result<(), BuildError> {
        let first = self.open.last().ok_or(BuildError::Unbalanced)?.attributes_start;
        if self.current()?.details == DetailsRef::NONE {
            return Ok(());
        }
        let (tree, pending) = (&mut self.tree, &mut self.pending);
        let key = |record: &AttributeRecord| tree.str(record.key);
        if !pending[first..].is_sorted_by(|a, b| key(a) < key(b)) {
            // A stable sort: of equal keys the last one set comes last, and that one stays.
            pending[first..].sort_by(|a, b| key(a).cmp(key(b)));
            let mut kept = first;
            for next in first..pending.len() {
                if next > first && key(&pending[next]) != key(&pending[kept]) {
                    kept += 1;
                }
                pending[kept] = pending[next];
            }
            pending.truncate(kept + 1);
        }
        let too_long =
            BuildError::Limit { limit: LimitKind::DocumentBytes, max: u32::MAX as usize };
        let number = |n: usize| u32::try_from(n).map_err(|_| too_long.clone());
        let start = number(tree.attributes.len())?;
        let len = number(pending.len() - first)?;
        tree.attributes.extend(pending.drain(first..));
        let details = self.details()?;
        (details.attributes_start, details.attributes_len) = (start, len);
        Ok(())
    }

    pub(super) fn holds_a_secret(&self, index: u32, is_around_mask: bool) -> bool {
        let node = Node::new(&self.tree, index);
        if node.is(State::Protected) || node.value().is_some_and(secret::is_masked) {
            return true;
        }
        let has_value = node.value().is_some();
        let (is_field, is_labelled) = match node.role() {
            Role::Aria(AriaRole::Textbox | AriaRole::Searchbox | AriaRole::Spinbutton) => {
                (true, true)
            }
            // What holds a value may be a field; without one it may as well be a list of choices or a window.
            Role::Aria(AriaRole::Combobox) | Role::Platform(_) => (false, has_value),
            Role::Aria(_) => (false, false),
        };
        if is_field && is_around_mask {
            return true;
        }
        if !is_labelled {
            return false;
        }
        let attribute = |key| node.attribute(key).unwrap_or_default();
        // A description says more than what the field is, so it counts only where there is something to lose.
        let description = if has_value { node.description() } else { "" };
        let labels = [node.name(), attribute("placeholder"), attribute("id"), description];
        labels.into_iter().any(secret::names_a_secret)
    }

    pub(super) fn drop_secret(&mut self, index: u32) {
        self.tree.nodes.truncate(index as usize + 1);
        let record = &mut self.tree.nodes[index as usize];
        record.states = record.states.with(State::Protected);
        let details = record.details.0 as usize;
        if let Some(details) = self.tree.details.get_mut(details) {
            details.value = None;
        }
        self.drop_telling_attributes(details);
        self.has_dropped_secret = true;
    }

    /// Leaves a password field the attributes that say which field it is. It has only just closed, so that its
    /// attributes are the last ones of the tree.
    fn drop_telling_attributes(&mut self, index: usize) {
        let tree = &mut self.tree;
        let Some(details) = tree.details.get(index).filter(|details| details.attributes_len > 0)
        else {
            return;
        };
        let first = details.attributes_start as usize;
        let mut kept = first;
        for at in first..tree.attributes.len() {
            if secret::is_harmless(tree.str(tree.attributes[at].key)) {
                tree.attributes[kept] = tree.attributes[at];
                kept += 1;
            }
        }
        let dropped = tree.attributes.len() - kept;
        tree.attributes.truncate(kept);
        if let Some(details) = tree.details.get_mut(index) {
            details.attributes_len -= u32::try_from(dropped).unwrap_or(details.attributes_len);
        }
    }

    /// Rewrites the text buffer with only what the tree refers to.
    pub(super) fn forget_unused_text(&mut self) {
        let old = std::mem::take(&mut self.tree.text);
        let text = &mut self.tree.text;
        let mut keep = |span: &mut Span| {
            let start = span.start as usize;
            let kept = old.get(start..start + span.len as usize).unwrap_or_default();
            span.start = u32::try_from(text.len()).unwrap_or(u32::MAX);
            text.push_str(kept);
        };
        for record in &mut self.tree.nodes {
            keep(&mut record.name);
            let DetailsRef(index) = record.details;
            let Some(details) = self.tree.details.get_mut(index as usize) else { continue };
            details.value.iter_mut().for_each(&mut keep);
            keep(&mut details.description);
            let start = details.attributes_start as usize;
            let end = start + details.attributes_len as usize;
            for attribute in self.tree.attributes.get_mut(start..end).unwrap_or_default() {
                keep(&mut attribute.key);
                keep(&mut attribute.value);
            }
        }
    }
}
