//! Rules as they stand in a file.

use sz_formats::{Mark, ReadError, YamlNode, suggest};
use sz_tree::Limits;

use super::{
    Program, Rule, RuleFault, RuleFaults, RuleSet, faults_beside_when, idle_fault, in_when, plain,
};
use crate::Severity;

const KEYS: &[&str] = &["name", "when", "severity", "tag", "notify", "suppress"];

impl RuleSet {
    /// Reads rules from YAML: a list of them, alone or under the key `rules`.
    ///
    /// ```
    /// let rules = sz_drift::RuleSet::parse("
    /// - name: quiet-promo
    ///   when: event.kind == 'content' && node.role == 'text' && screen.id == 'home'
    ///   severity: info
    ///   tag: [promo]
    /// ")?;
    /// assert_eq!(rules.names().collect::<Vec<_>>(), ["quiet-promo"]);
    /// # Ok::<(), sz_drift::RuleFaults>(())
    /// ```
    ///
    /// # Errors
    /// Every fault of the text, with its line and column.
    pub fn parse(text: &str) -> Result<Self, RuleFaults> {
        let (root, duplicates) = YamlNode::parse_with_duplicates(text, &Limits::default())
            .map_err(|error| RuleFaults { faults: vec![yaml_fault(&error)] })?;
        let mut faults: Vec<RuleFault> = duplicates.iter().map(yaml_fault).collect();
        let list = match root.as_mapping() {
            None => Some(&root),
            Some(entries) => {
                let others = entries.iter().filter(|(key, _)| key.as_str() != Some("rules"));
                faults.extend(others.map(|(key, _)| {
                    let message = format!("unknown key `{}`", key.as_str().unwrap_or_default());
                    at(key.mark(), "", message, "rules are under `rules`")
                }));
                root.get("rules")
            }
        };
        let rules = match list {
            None => {
                faults.push(at(root.mark(), "", "there are no rules", "write `rules: [...]`"));
                Ok(Self::default())
            }
            Some(list) => read_rules(list, text),
        };
        match rules {
            Ok(rules) if faults.is_empty() => Ok(rules),
            rules => {
                faults.extend(rules.err().into_iter().flat_map(|wrong| wrong.faults));
                faults.sort_by_key(|fault| fault.mark);
                Err(RuleFaults { faults })
            }
        }
    }
}

/// Reads the list of rules of a file; `text` is all of it.
pub(crate) fn read_rules(list: &YamlNode, text: &str) -> Result<RuleSet, RuleFaults> {
    let mut reader = Reader { text, faults: Vec::new() };
    let items = list.as_sequence().unwrap_or_else(|| {
        let message = format!("a list of rules is expected, not {}", list.kind());
        reader.fault(list.mark(), "", message, "write one `- name: ...` for each");
        &[]
    });
    let mut rules: Vec<Rule> = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let Some(rule) = reader.rule(item, place) else { continue };
        if rules.iter().any(|known| known.name == rule.name) {
            reader.fault(item.mark(), &rule.name, "a rule before has the same name", "");
        }
        rules.push(rule);
    }
    if !reader.faults.is_empty() {
        let mut faults = reader.faults;
        faults.sort_by_key(|fault| fault.mark);
        return Err(RuleFaults { faults });
    }
    RuleSet::compile(rules).map_err(|mut wrong| {
        for fault in &mut wrong.faults {
            fault.mark = Some(list.mark());
        }
        wrong
    })
}

struct Reader<'t> {
    text: &'t str,
    faults: Vec<RuleFault>,
}

impl Reader<'_> {
    fn fault(&mut self, mark: Mark, rule: &str, message: impl Into<String>, help: &str) {
        self.faults.push(at(mark, rule, message, help));
    }

    fn rule(&mut self, item: &YamlNode, place: usize) -> Option<Rule> {
        let unnamed = (place + 1).to_string();
        let Some(entries) = item.as_mapping() else {
            let message = format!("a rule is a mapping, not {}", item.kind());
            self.fault(item.mark(), &unnamed, message, "write `name: ...`, `when: ...`");
            return None;
        };
        let name = item.get("name").and_then(YamlNode::as_str).unwrap_or(&unnamed);
        for key in ["name", "when"] {
            match item.get(key) {
                None => self.fault(item.mark(), name, format!("it has no `{key}`"), "add it"),
                Some(value) if value.as_str().is_none() || value.is_null() => {
                    let message = format!("`{key}` is a text, not {}", value.kind());
                    self.fault(value.mark(), name, message, "");
                }
                Some(_) => {}
            }
        }
        let when_node = item.get("when");
        let when = when_node.and_then(YamlNode::as_str).unwrap_or_default();
        let mut rule = Rule::new(name, when);
        let n_faults = self.faults.len();
        for (key, value) in entries {
            self.action(key, value, &mut rule);
        }
        // What it was meant to do may be what is wrong.
        let idle = idle_fault(&rule).filter(|_| self.faults.len() == n_faults);
        let wrong = Program::compile(when).err().unwrap_or_default();
        if let Some(node) = when_node.filter(|node| node.as_str().is_some() && !node.is_null()) {
            for fault in wrong {
                let mark = self.mark_in(node, when, fault.span.start);
                self.faults.push(RuleFault { mark: Some(mark), ..in_when(&rule, fault) });
            }
        }
        for fault in faults_beside_when(&rule).into_iter().chain(idle) {
            self.faults.push(RuleFault { mark: Some(item.mark()), ..fault });
        }
        Some(rule)
    }

    fn action(&mut self, key: &YamlNode, value: &YamlNode, rule: &mut Rule) {
        match key.as_str().unwrap_or_default() {
            "name" | "when" => {}
            "severity" => {
                rule.severity = value.as_str().and_then(Severity::from_name);
                if rule.severity.is_none() {
                    let help = "write info, warning or critical";
                    self.fault(value.mark(), &rule.name, "no such severity", help);
                }
            }
            "tag" => rule.tags = self.words(value, &rule.name),
            "notify" => rule.notify = self.words(value, &rule.name),
            "suppress" => {
                rule.suppresses = value.as_bool() == Some(true);
                if value.as_bool().is_none() {
                    let help = "write `suppress: true`, or take it out";
                    self.fault(value.mark(), &rule.name, "neither true nor false", help);
                }
            }
            other => {
                let help = match suggest(other, KEYS.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("a rule has {}", KEYS.join(", ")),
                };
                self.fault(key.mark(), &rule.name, format!("unknown key `{other}`"), &help);
            }
        }
    }

    /// One word, or a list of them.
    fn words(&mut self, value: &YamlNode, rule: &str) -> Vec<String> {
        let items = value.as_sequence().unwrap_or(std::slice::from_ref(value));
        let mut words = Vec::new();
        for item in items {
            match item.as_str().filter(|_| !item.is_null()) {
                Some(word) => words.push(word.to_owned()),
                None => self.fault(item.mark(), rule, "a word is expected", "write `[a, b]`"),
            }
        }
        words
    }

    /// Where a byte of an expression stands in the file. Where the file writes the expression in another way, folded over
    /// lines or with escapes, that is where the expression starts.
    fn mark_in(&self, node: &YamlNode, expression: &str, at: usize) -> Mark {
        let mark = node.mark();
        let written = self.text.get(mark.offset_in(self.text)..).unwrap_or_default();
        let quotes = u32::from(!node.is_plain());
        let inner = written.get(quotes as usize..).unwrap_or_default();
        let end = inner.get(expression.len()..).and_then(|rest| rest.chars().next());
        let ends = quotes == 0 || matches!(end, Some('"' | '\''));
        if expression.contains('\n') || !inner.starts_with(expression) || !ends {
            return mark;
        }
        let before = expression.get(..at).unwrap_or(expression).chars().count();
        let columns = u32::try_from(before).unwrap_or(u32::MAX);
        Mark { column: mark.column.saturating_add(quotes).saturating_add(columns), ..mark }
    }
}

fn at(mark: Mark, rule: &str, message: impl Into<String>, help: &str) -> RuleFault {
    RuleFault { mark: Some(mark), ..plain(rule, message, help) }
}

fn yaml_fault(error: &ReadError) -> RuleFault {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mark = Mark { line: number(error.place().line), column: number(error.place().column) };
    at(mark, "", error.message(), error.help())
}
