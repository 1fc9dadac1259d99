//! Reading a policy file: every fault in it, each with its line and column.

use std::sync::Arc;

use sz_formats::{Mark, ReadError, YamlNode, suggest};
use sz_template::{ScreenId, Transition};
use sz_tree::Limits;

use super::{Policy, PolicyFault, PolicyFaults, SequenceRules};
#[cfg(feature = "rules")]
use crate::rules::read_rules;
use crate::{DarkPattern, Severity};

/// The schema of policy files.
const SCHEMA: &str = "sz-policy/1";

/// What part of a policy file speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Everything,
    App,
    Screen,
}

const TOP: &[Level] = &[Level::Everything];
const APPS: &[Level] = &[Level::App];
const SESSIONS: &[Level] = &[Level::Everything, Level::App];
const ANYWHERE: &[Level] = &[Level::Everything, Level::App, Level::Screen];

/// One key of a policy file.
struct Key {
    name: &'static str,
    levels: &'static [Level],
    /// The rules that its value decides on.
    rules: &'static [&'static str],
    read: fn(&mut Reader, &mut Policy, &YamlNode),
}

const KEYS: &[Key] = &[
    Key { name: "schema", levels: TOP, rules: &[], read: |it, _, value| it.schema(value) },
    Key {
        name: "layout_critical_below",
        levels: ANYWHERE,
        rules: &["layout.critical_below"],
        read: |it, policy, value| it.share(value, &mut policy.layout_critical_below),
    },
    Key {
        name: "layout_warning_below",
        levels: ANYWHERE,
        rules: &["layout.warning_below"],
        read: |it, policy, value| it.share(value, &mut policy.layout_warning_below),
    },
    Key {
        name: "content",
        levels: ANYWHERE,
        rules: &["content"],
        read: |it, policy, value| it.severity(value, &mut policy.content),
    },
    Key {
        name: "manipulative",
        levels: ANYWHERE,
        rules: &["manipulative"],
        read: |it, policy, value| it.severity(value, &mut policy.manipulative),
    },
    Key {
        name: "unknown_screen",
        levels: ANYWHERE,
        rules: &["unknown_screen"],
        read: |it, policy, value| it.severity(value, &mut policy.unknown_screen),
    },
    Key {
        name: "missing_required",
        levels: ANYWHERE,
        rules: &["required_node"],
        read: |it, policy, value| it.severity(value, &mut policy.missing_required),
    },
    Key { name: "dark_patterns", levels: ANYWHERE, rules: &[], read: Reader::dark_patterns },
    Key { name: "sequence", levels: ANYWHERE, rules: &[], read: Reader::sequence },
    Key { name: "expected_transitions", levels: SESSIONS, rules: &[], read: Reader::expected },
    Key { name: "apps", levels: TOP, rules: &[], read: Reader::apps },
    Key { name: "screens", levels: APPS, rules: &[], read: Reader::screens },
    Key { name: "rules", levels: TOP, rules: &[], read: Reader::rules },
];

/// One key under `sequence`.
struct SequenceKey {
    name: &'static str,
    rule: Option<&'static str>,
    read: fn(&mut Reader, &mut SequenceRules, &YamlNode),
}

const SEQUENCE_KEYS: &[SequenceKey] = &[
    SequenceKey {
        name: "transition",
        rule: Some("sequence.transition"),
        read: |it, rules, value| it.severity_or_off(value, &mut rules.transition),
    },
    SequenceKey {
        name: "loop",
        rule: Some("sequence.loop"),
        read: |it, rules, value| it.severity_or_off(value, &mut rules.looping),
    },
    SequenceKey {
        name: "loop_rounds",
        rule: None,
        read: |it, rules, value| it.count(value, &mut rules.loop_rounds),
    },
    SequenceKey {
        name: "forced_flow",
        rule: Some("sequence.forced_flow"),
        read: |it, rules, value| it.severity_or_off(value, &mut rules.forced_flow),
    },
    SequenceKey {
        name: "forced_steps",
        rule: None,
        read: |it, rules, value| it.count(value, &mut rules.forced_steps),
    },
    SequenceKey {
        name: "missing_expected",
        rule: Some("sequence.missing_expected"),
        read: |it, rules, value| it.severity_or_off(value, &mut rules.missing_expected),
    },
];

impl Policy {
    /// Reads a policy from YAML; what it does not mention keeps its default.
    ///
    /// ```
    /// let policy = sz_drift::Policy::parse("
    /// layout_warning_below: 0.95
    /// sequence: { loop: off }
    /// apps:
    ///   acme-shop:
    ///     content: warning
    /// ")?;
    /// assert_eq!(policy.content, sz_drift::Severity::Info);
    /// assert_eq!(policy.on(Some("acme-shop"), None).content, sz_drift::Severity::Warning);
    /// # Ok::<(), sz_drift::PolicyFaults>(())
    /// ```
    ///
    /// # Errors
    /// Every fault of the text, at least one.
    pub fn parse(text: &str) -> Result<Self, PolicyFaults> {
        let mut reader = Reader::default();
        #[cfg(feature = "rules")]
        text.clone_into(&mut reader.text);
        let mut policy = Self::default();
        match YamlNode::parse_with_duplicates(text, &Limits::default()) {
            Err(error) => reader.faults.push(yaml_fault(&error)),
            Ok((root, duplicates)) => {
                reader.faults.extend(duplicates.iter().map(yaml_fault));
                reader.level(&root, Level::Everything, &mut policy);
            }
        }
        let mut faults = reader.faults;
        faults.sort_by_key(|fault| (fault.line, fault.column));
        if faults.is_empty() { Ok(policy) } else { Err(PolicyFaults { faults }) }
    }
}

/// Collects the faults of one file while its parts are read.
#[derive(Default)]
struct Reader {
    /// The whole file.
    #[cfg(feature = "rules")]
    text: String,
    faults: Vec<PolicyFault>,
    /// What the part that is being read speaks of: `acme-shop`, `acme-shop/checkout`; `None` is everything.
    place: Option<Arc<str>>,
}

impl Reader {
    fn fault(&mut self, mark: Mark, message: &str, help: &str) {
        self.faults.push(PolicyFault::new(mark, message, help));
    }

    /// The entries of a mapping.
    fn entries<'y>(
        &mut self,
        node: &'y YamlNode,
        what: &str,
        help: &str,
    ) -> &'y [(YamlNode, YamlNode)] {
        node.as_mapping().unwrap_or_else(|| {
            self.fault(node.mark(), &format!("{what} is a mapping, not {}", node.kind()), help);
            &[]
        })
    }

    /// The items of a list.
    fn items<'y>(&mut self, node: &'y YamlNode) -> &'y [YamlNode] {
        node.as_sequence().unwrap_or_else(|| {
            let message = format!("a list expected, not {}", node.kind());
            self.fault(node.mark(), &message, "write `[a, b]` or one `- item` a line");
            &[]
        })
    }

    /// Reports a word that is none of those that can stand here.
    fn unknown(&mut self, at: &YamlNode, what: &str, words: &[&str]) {
        let word = at.as_str().unwrap_or_else(|| at.kind());
        let help = match suggest(word, words.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it can be {}", words.join(", ")),
        };
        self.fault(at.mark(), &format!("unknown {what} `{word}`"), &help);
    }

    /// A policy, or the part of one for an application or a screen.
    fn level(&mut self, node: &YamlNode, level: Level, policy: &mut Policy) {
        let keys = || KEYS.iter().filter(|key| key.levels.contains(&level));
        let names: Vec<&str> = keys().map(|key| key.name).collect();
        for (name, _) in
            self.entries(node, "a policy", &format!("the keys are {}", names.join(", ")))
        {
            if !names.iter().any(|known| name.as_str() == Some(known)) {
                self.unknown(name, "key", &names);
            }
        }
        // In the order of the table, so that parts of a policy start from all of what it says.
        for key in keys() {
            let Some(value) = node.get(key.name) else { continue };
            for rule in key.rules {
                self.note_origin(rule, policy);
            }
            (key.read)(self, policy, value);
        }
    }

    fn note_origin(&self, rule: &'static str, policy: &mut Policy) {
        if let Some(place) = &self.place {
            policy.origins.insert(rule, Arc::clone(place));
        }
    }

    fn schema(&mut self, value: &YamlNode) {
        if value.as_str() != Some(SCHEMA) {
            self.fault(
                value.mark(),
                "unknown policy schema",
                &format!("this program reads `{SCHEMA}`"),
            );
        }
    }

    fn share(&mut self, value: &YamlNode, share: &mut f64) {
        match value.as_f64().filter(|number| (0.0..=1.0).contains(number)) {
            Some(number) => *share = number,
            None => self.fault(value.mark(), "no similarity", "write a number from 0.0 to 1.0"),
        }
    }

    fn count(&mut self, value: &YamlNode, count: &mut usize) {
        let number = value.as_str().and_then(|text| text.parse().ok());
        match number.filter(|number| (2..=100).contains(number)) {
            Some(number) => *count = number,
            None => self.fault(value.mark(), "no count", "write a whole number from 2 to 100"),
        }
    }

    fn severity(&mut self, value: &YamlNode, severity: &mut Severity) {
        match value.as_str().and_then(Severity::from_name) {
            Some(named) => *severity = named,
            None => self.unknown(value, "severity", &["info", "warning", "critical"]),
        }
    }

    fn severity_or_off(&mut self, value: &YamlNode, severity: &mut Option<Severity>) {
        match value.as_str() {
            Some("off") => *severity = None,
            Some(word) if Severity::from_name(word).is_some() => {
                *severity = Severity::from_name(word);
            }
            _ => self.unknown(value, "severity", &["off", "info", "warning", "critical"]),
        }
    }

    /// One severity for everything that is looked for in sequences, or a mapping.
    fn sequence(&mut self, policy: &mut Policy, value: &YamlNode) {
        let names: Vec<&str> = SEQUENCE_KEYS.iter().map(|key| key.name).collect();
        if value.as_str().is_some() {
            let mut severity = None;
            self.severity_or_off(value, &mut severity);
            let SequenceRules { loop_rounds, forced_steps, .. } = policy.sequence;
            policy.sequence =
                SequenceRules { loop_rounds, forced_steps, ..SequenceRules::all(severity) };
            for rule in SEQUENCE_KEYS.iter().filter_map(|key| key.rule) {
                self.note_origin(rule, policy);
            }
            return;
        }
        let help = format!("write one severity, `off`, or a mapping of {}", names.join(", "));
        for (name, value) in self.entries(value, "`sequence`", &help) {
            let Some(key) = SEQUENCE_KEYS.iter().find(|key| name.as_str() == Some(key.name)) else {
                self.unknown(name, "key", &names);
                continue;
            };
            if let Some(rule) = key.rule {
                self.note_origin(rule, policy);
            }
            (key.read)(self, &mut policy.sequence, value);
        }
    }

    fn dark_patterns(&mut self, policy: &mut Policy, value: &YamlNode) {
        let names: Vec<&str> = DarkPattern::ALL.iter().map(|pattern| pattern.as_str()).collect();
        let help = "write `dark_patterns: { urgency: off, nagging: warning }`";
        for (name, value) in self.entries(value, "`dark_patterns`", help) {
            let Some(pattern) = name.as_str().and_then(DarkPattern::from_name) else {
                self.unknown(name, "dark pattern", &names);
                continue;
            };
            let mut severity = None;
            self.severity_or_off(value, &mut severity);
            self.note_origin(pattern.as_str(), policy);
            policy.dark_patterns.set(pattern, severity);
        }
    }

    fn expected(&mut self, policy: &mut Policy, value: &YamlNode) {
        const FORM: &str = "write `screen -> other_screen`";
        for item in self.items(value) {
            match item.as_str().map(Transition::parse) {
                Some(Ok(Transition { from: Some(from), to })) if from != to => {
                    policy.expected_transitions.entry(from).or_default().insert(to);
                }
                Some(Err(error)) => self.fault(item.mark(), &error.to_string(), FORM),
                Some(Ok(_)) => self.fault(item.mark(), "a transition is between two screens", FORM),
                None => self.fault(item.mark(), "a transition is a text", FORM),
            }
        }
    }

    fn apps(&mut self, policy: &mut Policy, value: &YamlNode) {
        let help = "write `apps: { name: { content: warning } }`";
        for (name, value) in self.entries(value, "`apps`", help) {
            let app = name.as_str().unwrap_or_default();
            self.place = Some(app.into());
            let mut narrowed = policy.narrowed();
            self.level(value, Level::App, &mut narrowed);
            policy.inner.insert(app.to_owned(), narrowed);
        }
        self.place = None;
    }

    fn screens(&mut self, policy: &mut Policy, value: &YamlNode) {
        let app = self.place.clone().unwrap_or_default();
        let help = "write `screens: { name: { content: warning } }`";
        for (name, value) in self.entries(value, "`screens`", help) {
            let screen = name.as_str().unwrap_or_default();
            if let Err(error) = ScreenId::new(screen) {
                self.fault(name.mark(), &error.to_string(), "");
            }
            self.place = Some(format!("{app}/{screen}").into());
            let mut narrowed = policy.narrowed();
            self.level(value, Level::Screen, &mut narrowed);
            policy.inner.insert(screen.to_owned(), narrowed);
        }
        self.place = Some(app);
    }

    #[cfg(feature = "rules")]
    fn rules(&mut self, policy: &mut Policy, value: &YamlNode) {
        match read_rules(value, &self.text) {
            Ok(rules) => policy.rules = rules,
            Err(wrong) => {
                for fault in wrong.faults {
                    let mark = fault.mark.unwrap_or_else(|| value.mark());
                    self.fault(mark, &fault.in_its_file(), "");
                }
            }
        }
    }

    #[cfg(not(feature = "rules"))]
    fn rules(&mut self, _: &mut Policy, value: &YamlNode) {
        let message = "this program is built without custom rules";
        self.fault(value.mark(), message, "build it with the feature `rules`, or take them out");
    }
}

fn yaml_fault(error: &ReadError) -> PolicyFault {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mark = Mark { line: number(error.place().line), column: number(error.place().column) };
    PolicyFault::new(mark, error.message(), error.help())
}
