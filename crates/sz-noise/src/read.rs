use regex::{Regex, RegexBuilder};
use sz_formats::{Mark, ReadError, ReadErrorKind, YamlNode, one_line, suggest};
use sz_select::Selector;
use sz_tree::Limits;

use crate::{
    Action, Fault, Field, Profile, RuleSet,
    built_in::{BUILT_IN_RULES, BuiltIn, Switches},
    rule::{Change, Mask, Rule},
};

const SCHEMA: &str = "sz-noise/1";
const PROFILE_KEYS: &[&str] = &["schema", "builtin", "rules"];
const RULE_KEYS: &[&str] =
    &["name", "drop", "hoist", "ignore", "mask", "fields", "pattern", "with"];
const ACTIONS: &[Action] = &[Action::Drop, Action::Hoist, Action::Ignore, Action::Mask];

/// Compiled size of one pattern, in bytes.
const MAX_REGEX_BYTES: usize = 1 << 20;
const MAX_REGEX_NESTING: u32 = 64;

impl RuleSet {
    /// The most rules in one list.
    pub const MAX_RULES: usize = 1_000;

    /// Reads a list of rules that is part of a larger document.
    ///
    /// # Errors
    /// All faults of the list, in its order.
    pub fn from_yaml(list: &YamlNode) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader::default();
        let rules = reader.rules(list);
        if reader.faults.is_empty() { Ok(Self { rules }) } else { Err(reader.faults) }
    }
}

/// Reads a whole profile.
pub(crate) fn profile(text: &str) -> Result<Profile, Vec<Fault>> {
    let document = match YamlNode::parse(text, &Limits::default()) {
        Ok(document) if document.is_null() => return Ok(Profile::built_in()),
        Err(error) if error.kind() == ReadErrorKind::Empty => return Ok(Profile::built_in()),
        Ok(document) => document,
        Err(error) => return Err(vec![syntax(&error)]),
    };
    let mut reader = Reader::default();
    let profile = reader.profile(&document);
    if reader.faults.is_empty() { Ok(profile) } else { Err(reader.faults) }
}

fn syntax(error: &ReadError) -> Fault {
    let part = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let mark = Mark { line: part(error.place().line), column: part(error.place().column) };
    let help = if error.help().is_empty() { String::new() } else { format!(": {}", error.help()) };
    Fault { mark, message: format!("{}{help}", error.message()) }
}

#[derive(Debug, Default)]
struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn fault(&mut self, at: &YamlNode, message: impl Into<String>) {
        let message = one_line(&message.into()).into_owned();
        self.faults.push(Fault { mark: at.mark(), message });
    }

    /// Reports a word that is none of those that stand here.
    fn unknown(&mut self, at: &YamlNode, what: &str, words: &[&str]) {
        let word = at.as_str().unwrap_or_default();
        let hint = suggest(word, words.iter().copied()).map_or_else(
            || format!("it can be {}", words.join(", ")),
            |meant| format!("did you mean `{meant}`?"),
        );
        self.fault(at, format!("unknown {what} `{word}`; {hint}"));
    }

    fn profile(&mut self, document: &YamlNode) -> Profile {
        let mut profile = Profile::built_in();
        let Some(entries) = document.as_mapping() else {
            let kind = document.kind();
            self.fault(document, format!("a noise profile is a mapping, not {kind}"));
            return profile;
        };
        for (key, value) in entries {
            match key.as_str().unwrap_or_default() {
                "schema" if value.as_str() == Some(SCHEMA) => {}
                "schema" => {
                    let schema = value.as_str().unwrap_or(value.kind());
                    self.fault(value, format!("unknown schema `{schema}`; this is `{SCHEMA}`"));
                }
                "builtin" => profile.switches = self.switches(value),
                "rules" => profile.rules.rules = self.rules(value),
                _ => self.unknown(key, "key", PROFILE_KEYS),
            }
        }
        profile
    }

    /// `{rule: on, rule: off}`, or a list of rules that are off.
    fn switches(&mut self, value: &YamlNode) -> Switches {
        let mut switches = Switches::default_on();
        if let Some(names) = value.as_sequence() {
            for name in names {
                switches = self.switch(switches, name, Some(false));
            }
        } else if let Some(entries) = value.as_mapping() {
            for (name, state) in entries {
                let is_on = match state.as_str().filter(|_| state.is_plain()) {
                    Some("on" | "true" | "yes") => Some(true),
                    Some("off" | "false" | "no") => Some(false),
                    other => {
                        let other = other.or(state.as_str()).unwrap_or(state.kind());
                        self.fault(state, format!("a rule is `on` or `off`, not `{other}`"));
                        None
                    }
                };
                switches = self.switch(switches, name, is_on);
            }
        } else if !value.is_null() {
            let kind = value.kind();
            let form = "a mapping such as `{separator: off}` or a list of rules to switch off";
            self.fault(value, format!("`builtin` is {form}, not {kind}"));
        }
        switches
    }

    fn switch(&mut self, switches: Switches, name: &YamlNode, is_on: Option<bool>) -> Switches {
        match (name.as_str().and_then(BuiltIn::from_name), is_on) {
            (Some(rule), Some(is_on)) => switches.set(rule, is_on),
            (Some(_), None) => switches,
            (None, _) => {
                let names: Vec<&str> = BUILT_IN_RULES.iter().map(|rule| rule.name).collect();
                self.unknown(name, "built-in rule", &names);
                switches
            }
        }
    }

    fn rules(&mut self, value: &YamlNode) -> Vec<Rule> {
        if value.is_null() {
            return Vec::new();
        }
        let Some(items) = value.as_sequence() else {
            let kind = value.kind();
            self.fault(value, format!("rules are a list, not {kind}"));
            return Vec::new();
        };
        if let Some(first) = items.get(RuleSet::MAX_RULES) {
            let (max, n) = (RuleSet::MAX_RULES, items.len());
            self.fault(first, format!("{n} rules; a list has at most {max}"));
            return Vec::new();
        }
        items.iter().filter_map(|item| self.rule(item)).collect()
    }

    fn rule(&mut self, item: &YamlNode) -> Option<Rule> {
        let n_faults = self.faults.len();
        let Some(entries) = item.as_mapping() else {
            let kind = item.kind();
            self.fault(
                item,
                format!("a rule is a mapping such as `{{drop: spinbutton}}`, not {kind}"),
            );
            return None;
        };
        let mut actions = Vec::new();
        for (key, value) in entries {
            let word = key.as_str().unwrap_or_default();
            if let Some(action) = ACTIONS.iter().find(|action| action.as_str() == word) {
                actions.push((*action, key, value));
            } else if !RULE_KEYS.contains(&word) {
                self.unknown(key, "key", RULE_KEYS);
            }
        }
        let &[(action, _, selector)] = actions.as_slice() else {
            match actions.get(1) {
                None if self.faults.len() == n_faults => {
                    self.fault(item, "a rule needs one of `drop`, `hoist`, `ignore` and `mask`");
                }
                None => {}
                Some((_, key, _)) => {
                    self.fault(key, "a rule has one action; make this a rule of its own");
                }
            }
            return None;
        };
        self.check_belonging(action, entries);
        let selector = self.selector(action, selector);
        let change = match action {
            Action::Drop => Some(Change::Drop),
            Action::Hoist => Some(Change::Hoist),
            Action::Ignore => self.ignore(item).map(Change::Ignore),
            _ => self.mask(item).map(Change::Mask),
        };
        let name = item.get("name").map(|name| self.text(name, "a rule's name"));
        let (selector, change) = (selector?, change?);
        let name = name.flatten().unwrap_or_else(|| format!("{action}: {selector}"));
        (self.faults.len() == n_faults).then(|| Rule { name: name.into(), selector, change })
    }

    /// Reports keys that say nothing for this action.
    fn check_belonging(&mut self, action: Action, entries: &[(YamlNode, YamlNode)]) {
        for (key, _) in entries {
            let word = key.as_str().unwrap_or_default();
            let owners: &[Action] = match word {
                "fields" => &[Action::Ignore, Action::Mask],
                "pattern" | "with" => &[Action::Mask],
                _ => continue,
            };
            if !owners.contains(&action) {
                let owners: Vec<_> = owners.iter().map(|owner| format!("`{owner}`")).collect();
                let owners = owners.join(" and ");
                self.fault(key, format!("`{word}` belongs to {owners}, not to `{action}`"));
            }
        }
    }

    fn text(&mut self, value: &YamlNode, what: &str) -> Option<String> {
        let text = value.as_str().filter(|_| !value.is_null()).map(str::to_owned);
        if text.is_none() {
            let kind = value.kind();
            self.fault(value, format!("{what} is a text, not {kind}"));
        }
        text
    }

    /// The value of a key that the rule cannot do without.
    fn needed<'y>(&mut self, rule: &'y YamlNode, key: &str, why: &str) -> Option<&'y YamlNode> {
        let value = rule.get(key);
        if value.is_none() {
            self.fault(rule, why);
        }
        value
    }

    fn selector(&mut self, action: Action, value: &YamlNode) -> Option<Selector> {
        let source = self.text(value, &format!("the selector of `{action}`"))?;
        match Selector::parse(&source) {
            Ok(selector) => Some(selector),
            Err(error) => {
                self.fault(value, format!("bad selector `{source}`: {error}"));
                None
            }
        }
    }

    fn ignore(&mut self, item: &YamlNode) -> Option<Vec<Field>> {
        let why = "`ignore` needs `fields`, such as `fields: [value]`";
        let value = self.needed(item, "fields", why)?;
        self.fields(value, Field::ALL)
    }

    /// A list of fields, or one.
    fn fields(&mut self, value: &YamlNode, allowed: &[Field]) -> Option<Vec<Field>> {
        let items = value.as_sequence().unwrap_or(std::slice::from_ref(value));
        if items.is_empty() {
            self.fault(value, "`fields` is empty");
            return None;
        }
        let words: Vec<&str> = allowed.iter().map(|field| field.as_str()).collect();
        let mut fields = Vec::new();
        for item in items {
            let Some(word) = self.text(item, "a field") else { continue };
            match Field::from_name(&word).filter(|field| allowed.contains(field)) {
                Some(field) => fields.push(field),
                None => self.unknown(item, "field", &words),
            }
        }
        (fields.len() == items.len()).then_some(fields)
    }

    fn mask(&mut self, item: &YamlNode) -> Option<Mask> {
        let fields = match item.get("fields") {
            Some(value) => self.fields(value, Field::TEXTS),
            None => Some(Field::TEXTS.to_vec()),
        };
        let why = r"`mask` needs a `pattern`, such as `pattern: '\d+ min'`";
        let pattern = self.needed(item, "pattern", why).and_then(|value| self.pattern(value));
        let why = "`mask` needs a placeholder, such as `with: '<minutes>'`";
        let placeholder = self.needed(item, "with", why);
        let placeholder = placeholder.and_then(|value| self.placeholder(value, pattern.as_ref()));
        Some(Mask { fields: fields?, pattern: pattern?, placeholder: placeholder?.into() })
    }

    fn pattern(&mut self, value: &YamlNode) -> Option<Regex> {
        let source = self.text(value, "a pattern")?;
        let pattern = RegexBuilder::new(&source)
            .size_limit(MAX_REGEX_BYTES)
            .dfa_size_limit(MAX_REGEX_BYTES)
            .nest_limit(MAX_REGEX_NESTING)
            .build();
        match pattern {
            Ok(pattern) if pattern.is_match("") => {
                self.fault(
                    value,
                    format!(
                        "the pattern `{source}` also matches nothing at all; write `+` for `*`"
                    ),
                );
                None
            }
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let message = error.to_string();
                let why = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.fault(value, format!("bad pattern `{source}`: {why}"));
                None
            }
        }
    }

    fn placeholder(&mut self, value: &YamlNode, pattern: Option<&Regex>) -> Option<String> {
        // An empty text is a placeholder too, quoted or not.
        let Some(text) = value.as_str().map(|text| if value.is_null() { "" } else { text }) else {
            let kind = value.kind();
            self.fault(value, format!("a placeholder is a text, not {kind}"));
            return None;
        };
        let max = Mask::MAX_PLACEHOLDER_BYTES;
        if text.len() > max {
            self.fault(
                value,
                format!("the placeholder has {} bytes; {max} are allowed", text.len()),
            );
            return None;
        }
        if pattern.is_some_and(|pattern| pattern.is_match(text)) {
            let why = "so masking would never come to an end";
            self.fault(
                value,
                format!("the placeholder `{text}` matches the pattern itself, {why}; write another, such as `<...>`"),
            );
            return None;
        }
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests;
