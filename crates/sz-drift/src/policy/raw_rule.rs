use sz_formats::{Mark, YamlNode};

/// A text of a policy file and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned {
    pub(crate) text: String,
    pub(crate) mark: Mark,
}

/// A custom rule as it is written: what it means is not looked at here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawRule {
    pub(crate) name: Spanned,
    pub(crate) when: Spanned,
    /// What is to be done: all other keys of the rule, in their order.
    pub(crate) then: Vec<RawAction>,
}

/// One thing that a custom rule does: `severity: info`, `tag: [promo, quiet]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawAction {
    pub(crate) key: Spanned,
    /// The text after it, or those of the list after it.
    pub(crate) words: Vec<Spanned>,
    pub(crate) is_list: bool,
    /// Where the value starts.
    pub(crate) mark: Mark,
}

impl Spanned {
    /// A scalar; `None` for anything else.
    pub(crate) fn of(node: &YamlNode) -> Option<Self> {
        Some(Self { text: node.as_str()?.to_owned(), mark: node.mark() })
    }
}

impl RawAction {
    /// A key and a text or a list of texts; `None` for anything else.
    pub(crate) fn of(key: &YamlNode, value: &YamlNode) -> Option<Self> {
        let list = value.as_sequence();
        let words = list.unwrap_or(std::slice::from_ref(value)).iter().map(Spanned::of);
        Some(Self {
            key: Spanned::of(key)?,
            words: words.collect::<Option<_>>()?,
            is_list: list.is_some(),
            mark: value.mark(),
        })
    }
}
