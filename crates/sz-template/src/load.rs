//! Reading a template file: every fault in it, each with its line and column.

use std::cell::LazyCell;

use regex::Regex;
use semver::Version;
use sz_formats::{AriaSnapshot, Mark, Place, ReadError, YamlNode, read_aria_snapshot, suggest};
use sz_noise::RuleSet;
use sz_tree::{AriaRole, Limits, Role, Signature};

use crate::{
    DEFAULT_THRESHOLD, Fault, Metadata, Requirement, SCHEMA, Score, ScreenId, Template, Transition,
    parse_version,
};

mod inner_places;

pub(crate) use inner_places::InnerPlaces;

const KEYS: &[&str] = &[
    "schema",
    "screen_id",
    "version",
    "metadata",
    "required_nodes",
    "forbidden_nodes",
    "expected_roles",
    "depth",
    "node_count",
    "structure_signature",
    "threshold",
    "baseline",
    "noise",
    "valid_transitions",
];

/// What became of one file. There is a template only where there is no fault.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) template: Option<(Template, Marks)>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) warnings: Vec<Fault>,
}

/// Where things stand that only a whole library can judge.
#[derive(Debug)]
pub(crate) struct Marks {
    pub(crate) screen_id: Mark,
    pub(crate) transitions: Vec<Mark>,
}

impl Template {
    /// Reads one template.
    ///
    /// # Errors
    /// Every fault of the text, at least one.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let parsed = parse_template(text);
        parsed.template.map(|(template, _)| template).ok_or(parsed.faults)
    }
}

pub(crate) fn parse_template(text: &str) -> Parsed {
    let limits = Limits::default();
    let (root, duplicates) = match YamlNode::parse_with_duplicates(text, &limits) {
        Ok(read) => read,
        Err(error) => {
            return Parsed { template: None, faults: vec![yaml_fault(&error)], warnings: vec![] };
        }
    };
    let faults = duplicates.iter().map(yaml_fault).collect();
    let mut loader = Loader { file: text, limits, faults, warnings: Vec::new() };
    let template = loader.template(&root);
    let Loader { mut faults, warnings, .. } = loader;
    faults.sort_by_key(|fault| (fault.line, fault.column));
    Parsed { template: template.filter(|_| faults.is_empty()), faults, warnings }
}

pub(crate) fn yaml_fault(error: &ReadError) -> Fault {
    Fault::new(mark_of(error.place()), error.message()).help(error.help())
}

/// Collects the faults of one file while its parts are read.
struct Loader<'a> {
    file: &'a str,
    limits: Limits,
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
}

/// The entries of a template file by key.
struct Entries<'a>(&'a [(YamlNode, YamlNode)]);

impl<'a> Entries<'a> {
    fn get(&self, key: &str) -> Option<&'a YamlNode> {
        self.0.iter().find_map(|(k, value)| (k.as_str() == Some(key)).then_some(value))
    }
}

impl Loader<'_> {
    fn fault(&mut self, mark: Mark, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(mark, message).help(help));
    }

    fn template(&mut self, root: &YamlNode) -> Option<(Template, Marks)> {
        let Some(entries) = root.as_mapping() else {
            self.fault(root.mark(), "a template is a mapping", "start with `screen_id: ...`");
            return None;
        };
        self.check_keys(entries);
        let entries = Entries(entries);
        if let Some(schema) = entries.get("schema") {
            self.check_schema(schema);
        }
        let screen_id = self.screen_id(root, &entries);
        let transitions = self.transitions(entries.get("valid_transitions"));
        let marks = Marks {
            screen_id: entries.get("screen_id").map_or_else(|| root.mark(), YamlNode::mark),
            transitions: transitions.iter().map(|(_, mark)| *mark).collect(),
        };
        let template = Template {
            version: self.version(entries.get("version")),
            metadata: self.metadata(entries.get("metadata")),
            required_nodes: self.requirements(entries.get("required_nodes")),
            forbidden_nodes: self.requirements(entries.get("forbidden_nodes")),
            expected_roles: self.roles(entries.get("expected_roles")),
            depth: self.count(entries.get("depth")),
            node_count: self.count(entries.get("node_count")),
            structure_signature: self.signature(entries.get("structure_signature")),
            threshold: self.threshold(entries.get("threshold")),
            baseline: self.baseline(entries.get("baseline")),
            noise: self.noise(entries.get("noise")),
            noise_texts: noise_texts(entries.get("noise")),
            transitions: transitions.into_iter().map(|(transition, _)| transition).collect(),
            screen_id: screen_id?,
        };
        Some((template, marks))
    }

    fn check_keys(&mut self, entries: &[(YamlNode, YamlNode)]) {
        for (key, _) in entries {
            let name = key.as_str().unwrap_or_default();
            if KEYS.contains(&name) {
                continue;
            }
            let help = match suggest(name, KEYS.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("the keys are {}", KEYS.join(", ")),
            };
            self.fault(key.mark(), format!("unknown key `{name}`"), help);
        }
    }

    fn check_schema(&mut self, node: &YamlNode) {
        if node.as_str() != Some(SCHEMA) {
            let help = format!("this program reads `{SCHEMA}`");
            self.fault(node.mark(), "unknown template schema", help);
        }
    }

    fn screen_id(&mut self, root: &YamlNode, entries: &Entries<'_>) -> Option<ScreenId> {
        let Some(node) = entries.get("screen_id") else {
            self.fault(
                root.mark(),
                "`screen_id` is missing",
                "add `screen_id: name_of_the_screen`",
            );
            return None;
        };
        let text = self.text(node)?;
        ScreenId::new(text).map_err(|error| self.fault(node.mark(), error.to_string(), "")).ok()
    }

    /// A scalar.
    fn text<'a>(&mut self, node: &'a YamlNode) -> Option<&'a str> {
        let text = node.as_str();
        if text.is_none() {
            self.fault(node.mark(), "text expected", "write one value here");
        }
        text
    }

    /// The items of a list; none where the key is absent.
    fn items<'a>(&mut self, node: Option<&'a YamlNode>) -> &'a [YamlNode] {
        let Some(node) = node else { return &[] };
        node.as_sequence().unwrap_or_else(|| {
            self.fault(node.mark(), "a list expected", "write `[a, b]` or one `- item` a line");
            &[]
        })
    }

    /// `1.2.0`, and what the prototype wrote: `1`, `1.2`.
    fn version(&mut self, node: Option<&YamlNode>) -> Version {
        let first = Version::new(1, 0, 0);
        let Some(node) = node else { return first };
        let Some(text) = self.text(node) else { return first };
        parse_version(text).unwrap_or_else(|error| {
            let help = "write a semantic version such as 1.2.0";
            self.fault(node.mark(), error.to_string(), help);
            first
        })
    }

    fn metadata(&mut self, node: Option<&YamlNode>) -> Metadata {
        let Some(node) = node else { return Metadata::default() };
        let Some(entries) = node.as_mapping() else {
            self.fault(node.mark(), "`metadata` is a mapping", "write `metadata: { app: name }`");
            return Metadata::default();
        };
        let mut metadata = Metadata::default();
        for (key, value) in entries {
            if let (Some(key), Some(text)) = (key.as_str(), value.as_str()) {
                metadata.entries.push((key.to_owned(), text.to_owned()));
            } else {
                let warning = Fault::new(value.mark(), "metadata is not kept that is no text");
                self.warnings.push(warning.help("write one value here"));
            }
        }
        metadata
    }

    fn requirements(&mut self, node: Option<&YamlNode>) -> Vec<Requirement> {
        let mut requirements = Vec::new();
        for item in self.items(node) {
            let Some(text) = self.text(item) else { continue };
            match Requirement::parse(text) {
                Ok(requirement) => requirements.push(requirement),
                Err(error) => self.fault(item.mark(), error.to_string(), ""),
            }
        }
        requirements
    }

    fn roles(&mut self, node: Option<&YamlNode>) -> Vec<String> {
        let mut roles: Vec<String> = Vec::new();
        for item in self.items(node) {
            let Some(text) = self.text(item) else { continue };
            let role = Role::from_name(text);
            let known = || AriaRole::ALL.iter().map(|role| role.as_str());
            if let (None, Some(guess)) = (role.aria(), suggest(text, known())) {
                let warning = Fault::new(item.mark(), format!("no role is called `{text}`"));
                self.warnings.push(warning.help(format!("did you mean `{guess}`?")));
            }
            let role = role.to_string();
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    fn count(&mut self, node: Option<&YamlNode>) -> Option<usize> {
        let node = node?;
        let text = self.text(node)?;
        let count = text.parse().ok();
        if count.is_none() {
            self.fault(node.mark(), format!("`{text}` is no count"), "write 0 or more");
        }
        count
    }

    /// The prototype wrote digests of its own, which say nothing about our trees: a warning.
    fn signature(&mut self, node: Option<&YamlNode>) -> Option<Signature> {
        let node = node?;
        let text = self.text(node)?;
        let parsed = text.parse::<Signature>();
        if let Err(error) = &parsed {
            if text.starts_with("sz1:") {
                self.fault(node.mark(), error.to_string(), "");
            } else {
                let warning = Fault::new(node.mark(), "the signature is not ours and is not used");
                self.warnings.push(warning.help("build the template again to get one"));
            }
        }
        parsed.ok()
    }

    fn threshold(&mut self, node: Option<&YamlNode>) -> Score {
        let default = Score::new(DEFAULT_THRESHOLD).unwrap_or(Score::ONE);
        let Some(node) = node else { return default };
        let Some(text) = self.text(node) else { return default };
        text.parse().ok().and_then(Score::new).unwrap_or_else(|| {
            let message = format!("`{text}` is no threshold");
            self.fault(node.mark(), message, "write a number from 0.0 to 1.0");
            default
        })
    }

    /// The baseline is a YAML document inside a YAML text: its faults are told where they stand in the file.
    fn baseline(&mut self, node: Option<&YamlNode>) -> Option<AriaSnapshot> {
        let node = node?;
        let text = self.text(node)?;
        let file = self.file;
        let places = LazyCell::new(|| InnerPlaces::new(file, node.mark(), text));
        let snapshot = match read_aria_snapshot(text, &self.limits) {
            Ok(snapshot) => snapshot,
            Err(errors) => {
                for error in errors {
                    let mark = places.of(mark_of(error.place()));
                    self.fault(mark, format!("baseline: {}", error.message()), error.help());
                }
                return None;
            }
        };
        for (mark, message) in pattern_faults(&snapshot) {
            self.fault(places.of(mark), format!("baseline: {message}"), "");
        }
        for warning in &snapshot.warnings {
            let mark = places.of(warning.mark);
            self.warnings.push(Fault::new(mark, format!("baseline: {}", warning.message)));
        }
        Some(snapshot)
    }

    fn noise(&mut self, node: Option<&YamlNode>) -> RuleSet {
        let Some(node) = node else { return RuleSet::default() };
        RuleSet::from_yaml(node).unwrap_or_else(|faults| {
            for fault in faults {
                self.fault(fault.mark, format!("noise: {}", fault.message), "");
            }
            RuleSet::default()
        })
    }

    fn transitions(&mut self, node: Option<&YamlNode>) -> Vec<(Transition, Mark)> {
        let mut transitions = Vec::new();
        for item in self.items(node) {
            let Some(text) = self.text(item) else { continue };
            match Transition::parse(text) {
                Ok(transition) => transitions.push((transition, item.mark())),
                Err(error) => {
                    self.fault(
                        item.mark(),
                        error.to_string(),
                        "write `screen` or `screen -> screen`",
                    );
                }
            }
        }
        transitions
    }
}

/// The patterns of a snapshot that are no regexes: where they stand in it, and what is wrong with them.
pub(crate) fn pattern_faults(snapshot: &AriaSnapshot) -> impl Iterator<Item = (Mark, String)> {
    snapshot.patterns.iter().filter_map(|pattern| {
        let message = Regex::new(&pattern.source).err()?.to_string();
        // The lines before the last draw the pattern with a mark under it.
        let why = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
        Some((pattern.mark, format!("`/{}/` is no regex: {why}", pattern.source)))
    })
}

/// Each rule on a line of its own, whatever way it is written: `mask: text, fields: [name], pattern: \d+`.
fn noise_texts(list: Option<&YamlNode>) -> Vec<String> {
    let scalar = |node: &YamlNode| node.as_str().unwrap_or_default().to_owned();
    let value = |node: &YamlNode| match node.as_sequence() {
        None => scalar(node),
        Some(items) => format!("[{}]", items.iter().map(scalar).collect::<Vec<_>>().join(", ")),
    };
    let rule = |rule: &YamlNode| {
        let entries = rule.as_mapping().unwrap_or_default().iter();
        entries
            .map(|(key, it)| format!("{}: {}", scalar(key), value(it)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    list.and_then(YamlNode::as_sequence).unwrap_or_default().iter().map(rule).collect()
}

fn mark_of(place: &Place) -> Mark {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Mark { line: number(place.line), column: number(place.column) }
}
