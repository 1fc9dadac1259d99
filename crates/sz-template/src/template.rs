use semver::Version;
use sz_formats::AriaSnapshot;
use sz_noise::RuleSet;
use sz_tree::Signature;

use crate::{Requirement, Score, ScreenId, Transition};

/// The schema of template files.
pub const SCHEMA: &str = "sz-template/1";

/// The score a capture needs where a template does not say.
pub const DEFAULT_THRESHOLD: f64 = 0.8;

/// How to recognise one screen, what it should look like, and where it may lead. Read from YAML by
/// [`Template::parse`](crate::Template::parse); everything in it is valid.
#[derive(Clone, Debug)]
pub struct Template {
    pub(crate) screen_id: ScreenId,
    pub(crate) version: Version,
    pub(crate) metadata: Metadata,
    pub(crate) required_nodes: Vec<Requirement>,
    pub(crate) forbidden_nodes: Vec<Requirement>,
    pub(crate) expected_roles: Vec<String>,
    pub(crate) depth: Option<usize>,
    pub(crate) node_count: Option<usize>,
    pub(crate) structure_signature: Option<Signature>,
    pub(crate) threshold: Score,
    pub(crate) baseline: Option<AriaSnapshot>,
    pub(crate) noise: RuleSet,
    /// The same rules as one text each, to compare them by.
    pub(crate) noise_texts: Vec<String>,
    pub(crate) transitions: Vec<Transition>,
}

/// What people say of a template; it takes no part in matching but for `app`, which decides ties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub(crate) entries: Vec<(String, String)>,
}

impl Metadata {
    /// The application.
    pub fn app(&self) -> Option<&str> {
        self.get("app")
    }

    /// What the screen is, in words.
    pub fn description(&self) -> Option<&str> {
        self.get("description")
    }

    /// Where the capture is kept that the template was made from.
    pub fn source(&self) -> Option<&str> {
        self.get("source")
    }

    /// Any other entry.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.iter().find_map(|(name, value)| (name == key).then_some(&**value))
    }
}

impl Template {
    /// The screen it describes.
    pub fn screen_id(&self) -> &ScreenId {
        &self.screen_id
    }

    /// What it is known by: screens are unique per application.
    pub fn key(&self) -> (Option<&str>, &ScreenId) {
        (self.metadata.app(), &self.screen_id)
    }

    /// The version of the template.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// What people say of it.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Nodes that must be there.
    pub fn required_nodes(&self) -> &[Requirement] {
        &self.required_nodes
    }

    /// Nodes that must not be there; one of them makes the score 0.
    pub fn forbidden_nodes(&self) -> &[Requirement] {
        &self.forbidden_nodes
    }

    /// Roles that should occur, as [`sz_tree::Role`] displays them.
    pub fn expected_roles(&self) -> &[String] {
        &self.expected_roles
    }

    /// The expected depth in levels.
    pub fn depth(&self) -> Option<usize> {
        self.depth
    }

    /// The expected number of nodes.
    pub fn node_count(&self) -> Option<usize> {
        self.node_count
    }

    /// The structural signature of the screen.
    pub fn structure_signature(&self) -> Option<Signature> {
        self.structure_signature
    }

    /// The score a capture needs to be this screen.
    pub fn threshold(&self) -> Score {
        self.threshold
    }

    /// What the screen should look like.
    pub fn baseline(&self) -> Option<&AriaSnapshot> {
        self.baseline.as_ref()
    }

    /// Noise rules for this screen, applied after the profile.
    pub fn noise(&self) -> &RuleSet {
        &self.noise
    }

    /// Where the screen may lead.
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// True where the template says anything about the shape of the screen.
    pub(crate) fn has_structure(&self) -> bool {
        self.structure_signature.is_some()
            || self.baseline.is_some()
            || self.depth.is_some()
            || self.node_count.is_some()
    }

    /// True where the template says how deep, how large or of which shape the screen as a whole is: its baseline
    /// is then of all of it, and nothing around it goes unseen.
    pub(crate) fn is_of_whole_screen(&self) -> bool {
        self.structure_signature.is_some() || self.depth.is_some() || self.node_count.is_some()
    }

    /// The number of facts a capture is scored by; the larger wins a tie, and none makes a fallback.
    pub fn evidence_count(&self) -> usize {
        self.required_nodes.len() + self.expected_roles.len() + usize::from(self.has_structure())
    }
}
