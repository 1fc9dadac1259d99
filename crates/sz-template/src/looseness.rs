use std::fmt;

use sz_formats::{AriaSnapshot, Mark, YamlNode};
use sz_noise::{Field, Profile};
use sz_tree::{Limits, NodeId, Tree};

use crate::{Fault, Template, load::InnerPlaces, sample::exemplar};

mod change;
mod experiment;
mod identity;
mod noise;
mod pattern;
mod shape;

pub use change::UnseenChange;
use experiment::Laboratory;

/// What could change on a screen without its template noticing, and what else the template would take for its
/// screen.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Looseness {
    /// Every way in which the template is loose, the weightiest first.
    pub ends: Vec<LooseEnd>,
    /// How many of the required nodes may be missing from a screen that is as expected in everything else and is still
    /// recognised. `None` where no node is required. A required node that is missing is reported as drift.
    pub missing_tolerated: Option<usize>,
}

/// One way in which a template is loose.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LooseEnd {
    /// What sort of looseness it is.
    pub kind: LooseKind,
    /// How much it matters.
    pub weight: Weight,
    /// Where in the file it stands: line and column, from 1.
    pub mark: Mark,
    /// The node of the baseline.
    pub path: Option<String>,
    /// What is loose, in a few words.
    pub what: String,
    /// A change that would go unseen, or a screen that would be taken for this one.
    pub example: String,
    /// What to do about it.
    pub remedy: String,
    /// The example as a change of [`Template::exemplar`], where it is one of a single node. It was tried: the change made no
    /// difference to what the template says.
    pub change: Option<UnseenChange>,
}

/// How much a loose end matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// What templates of living screens have: a text that varies as it is known to vary.
    Low,
    /// Worth a look: something that people act on, or more freedom than is likely meant.
    Medium,
    /// The template hardly looks.
    High,
}

impl Weight {
    /// The weight's name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident $code:literal),+ $(,)?) => {
        /// What sort of looseness a [`LooseEnd`] is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum LooseKind {
            $($(#[$doc])+ $variant,)+
        }

        impl LooseKind {
            /// A stable code for scripts.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

kinds! {
    /// The template has no evidence.
    Fallback "fallback",
    /// There is no baseline.
    NoBaseline "no_baseline",
    /// The baseline is of a part of the screen.
    PartialBaseline "partial_baseline",
    /// No node is required.
    NothingRequired "nothing_required",
    /// A required node that most screens have.
    WeakRequirement "weak_requirement",
    /// The threshold is reached without most of the required nodes.
    LowThreshold "low_threshold",
    /// A pattern that takes any text.
    AnyText "any_text",
    /// A pattern that takes no text, too.
    EmptyText "empty_text",
    /// A pattern that takes a text with more text around it.
    TextAround "text_around",
    /// A pattern that takes other texts: what it is there for.
    VaryingText "varying_text",
    /// A node that may have more children.
    MoreChildren "more_children",
    /// A node that may be absent.
    Optional "optional",
    /// A node that may repeat.
    Repeat "repeat",
    /// Children in any order.
    AnyOrder "any_order",
    /// A noise rule that covers controls or text.
    NoiseRule "noise_rule",
    /// Nodes of the baseline that the noise profile removes.
    NoiseInBaseline "noise_in_baseline",
    /// Links that do not say where they lead.
    UntoldAddress "untold_address",
}

/// What no baseline can say, whatever is in it: changes of these go unseen with every template.
pub const NEVER_COMPARED: &[&str] = &[
    "descriptions",
    "bounds: where something is, how large, and what lies over it",
    "whether something is off screen, read-only, busy, required or focused",
    "values of password fields, which are never kept",
    "placeholders, heading levels and addresses that the baseline does not write",
    "which platform role a node without an ARIA role has",
    "names longer than 900 characters, where captures are Playwright snapshots: these leave them out",
];

impl Template {
    /// A screen that the baseline takes for its own: what it says, with a text in place of each pattern, and every node
    /// once. `None` without a baseline.
    pub fn exemplar(&self) -> Option<Tree> {
        self.baseline().map(exemplar)
    }
}

/// What could change on a screen without this template noticing, by the text of its file, which is looked at, and
/// by experiment: each change that is claimed to go unseen is made to a screen that fits, as far as the time that
/// is worth goes. `profile` is the noise profile that captures are observed through.
///
/// Cost: the size of the template times the number of loose ends, at most a few million nodes.
///
/// # Errors
/// Every fault of the text.
pub fn looseness(text: &str, profile: &Profile) -> Result<Looseness, Vec<Fault>> {
    let template = Template::parse(text)?;
    // What is a template is YAML.
    let root = YamlNode::parse(text, &Limits::default())
        .map_err(|error| vec![crate::load::yaml_fault(&error)])?;
    let file = File { text, root: &root, template: &template, profile };
    let mut ends = identity::loose_ends(&file);
    if let Some(snapshot) = template.baseline() {
        let mut baseline = LooseBaseline::new(&file, snapshot);
        ends.extend(shape::loose_ends(&mut baseline));
        ends.extend(pattern::loose_ends(&mut baseline));
        ends.extend(noise::loose_ends(&mut baseline));
    }
    ends.sort_by(|a, b| (b.weight, a.mark, a.kind).cmp(&(a.weight, b.mark, b.kind)));
    Ok(Looseness { ends, missing_tolerated: identity::missing_tolerated(&template) })
}

/// A template with the places of its parts.
struct File<'a> {
    text: &'a str,
    root: &'a YamlNode,
    template: &'a Template,
    profile: &'a Profile,
}

impl File<'_> {
    /// Where the value of a key stands; the start of the file where it is not given.
    fn mark(&self, key: &str) -> Mark {
        self.root.get(key).map_or_else(|| self.root.mark(), YamlNode::mark)
    }

    /// Where an item of the list of a key stands.
    fn item_mark(&self, key: &str, item: usize) -> Mark {
        let items = self.root.get(key).and_then(YamlNode::as_sequence).unwrap_or_default();
        items.get(item).map_or_else(|| self.mark(key), YamlNode::mark)
    }
}

impl File<'_> {
    fn rule(&self, item: usize) -> Option<&YamlNode> {
        self.root.get("noise")?.as_sequence()?.get(item)
    }

    /// The fields that a noise rule names; none where it names none.
    fn rule_fields(&self, item: usize) -> Vec<Field> {
        let fields = self.rule(item).and_then(|rule| rule.get("fields"));
        let fields = fields.and_then(YamlNode::as_sequence).unwrap_or_default().iter();
        fields.filter_map(|field| Field::from_name(field.as_str()?)).collect()
    }

    /// The pattern of a noise rule.
    fn rule_pattern(&self, item: usize) -> Option<&str> {
        self.rule(item)?.get("pattern")?.as_str()
    }
}

/// A baseline that is looked at, and a screen that fits it for experiments.
struct LooseBaseline<'a> {
    file: &'a File<'a>,
    snapshot: &'a AriaSnapshot,
    places: InnerPlaces<'a>,
    laboratory: Laboratory,
}

impl<'a> LooseBaseline<'a> {
    fn new(file: &'a File<'a>, snapshot: &'a AriaSnapshot) -> Self {
        let baseline = file.root.get("baseline");
        let text = baseline.and_then(YamlNode::as_str).unwrap_or_default();
        let places = InnerPlaces::new(file.text, file.mark("baseline"), text);
        let laboratory = Laboratory::new(file.template, exemplar(snapshot), file.profile);
        Self { file, snapshot, places, laboratory }
    }

    /// Where a node stands in the file.
    fn mark(&self, node: NodeId) -> Mark {
        match self.snapshot.said(node) {
            Some(said) => self.places.of(said.mark),
            None => self.file.mark("baseline"),
        }
    }

    fn path(&self, node: NodeId) -> Option<String> {
        Some(self.snapshot.tree.node(node)?.path().to_string())
    }

    /// What a person calls a node of the baseline: `the button "Accept"`.
    fn called(&self, node: NodeId) -> String {
        match self.snapshot.tree.node(node) {
            None => "a node".to_owned(),
            Some(node) if node.name().is_empty() => format!("the {}", node.role().as_str()),
            Some(node) => format!("the {} {}", node.role().as_str(), quoted(node.name())),
        }
    }

    /// The loose end, unless the change that shows it was tried and is seen.
    fn shown(&mut self, end: LooseEnd) -> Option<LooseEnd> {
        let Some(change) = &end.change else { return Some(end) };
        match self.laboratory.is_unseen(change) {
            Some(true) => Some(end),
            Some(false) => None,
            // Not tried: it may be so, and is told without the claim.
            None => Some(LooseEnd { change: None, ..end }),
        }
    }
}

/// The longest piece of a screen in a sentence, in characters.
const MAX_QUOTE_CHARS: usize = 60;

fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE_CHARS) {
        None => format!("\"{text}\""),
        Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests;
