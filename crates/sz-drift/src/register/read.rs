//! Reading a register: every fault in it, each with its line and column.

use std::str::FromStr;

use sz_formats::{Mark, ReadError, YamlNode, one_line, suggest};
use sz_tree::Limits;

use super::{Decision, Known, KnownDrift, MAX_DRIFTS, Said};
use crate::{Change, DriftKind, Fingerprint, Severity, event::DriftId};

/// The schema of the files.
pub(super) const SCHEMA: &str = "sz-known-drift/1";

const KNOWN_KEYS: &[&str] = &[
    "fingerprint",
    "app",
    "screen",
    "kind",
    "change",
    "severity",
    "said",
    "first",
    "last",
    "times",
    "explanation",
    "ignored",
    "approved",
];

const IGNORED_KEYS: &[&str] = &["until", "by", "why", "severity"];

const APPROVED_KEYS: &[&str] = &["at", "by", "why", "severity", "said"];

/// Something wrong in the file of a register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
#[non_exhaustive]
pub struct RegisterFault {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is wrong and what to do.
    pub message: String,
}

/// Everything that is wrong in the file of a register, in its order; at least one fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
#[non_exhaustive]
pub struct RegisterFaults {
    /// The faults.
    pub faults: Vec<RegisterFault>,
}

impl KnownDrift {
    /// Reads a register from YAML, or JSON, which is YAML.
    ///
    /// # Errors
    /// Every fault of the text.
    pub fn parse(text: &str) -> Result<Self, RegisterFaults> {
        // A drift has at most 40 keys and values.
        let limits = Limits { nodes: 40 * MAX_DRIFTS + 4, ..Limits::default() };
        let mut reader = Reader::default();
        let mut known = Self::default();
        match YamlNode::parse_with_duplicates(text, &limits) {
            Err(error) => reader.yaml_fault(&error),
            Ok((root, duplicates)) => {
                for duplicate in &duplicates {
                    reader.yaml_fault(duplicate);
                }
                reader.root(&root, &mut known);
            }
        }
        let mut faults = reader.faults;
        faults.sort_by_key(|fault| (fault.line, fault.column));
        if faults.is_empty() { Ok(known) } else { Err(RegisterFaults { faults }) }
    }
}

#[derive(Default)]
struct Reader {
    faults: Vec<RegisterFault>,
}

impl Reader {
    fn fault(&mut self, mark: Mark, message: &str) {
        let message = one_line(message).into_owned();
        self.faults.push(RegisterFault { line: mark.line, column: mark.column, message });
    }

    fn yaml_fault(&mut self, error: &ReadError) {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mark = Mark { line: number(error.place().line), column: number(error.place().column) };
        self.fault(mark, error.message());
    }

    /// A mapping with no other keys than these.
    fn keys(&mut self, node: &YamlNode, keys: &[&str]) -> bool {
        let Some(entries) = node.as_mapping() else {
            let message =
                format!("a mapping of {} is expected, not {}", keys.join(", "), node.kind());
            self.fault(node.mark(), &message);
            return false;
        };
        for (key, _) in entries {
            let name = key.as_str().unwrap_or_default();
            if !keys.contains(&name) {
                let help = match suggest(name, keys.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("the keys are {}", keys.join(", ")),
                };
                self.fault(key.mark(), &format!("unknown key `{name}`; {help}"));
            }
        }
        true
    }

    fn root(&mut self, root: &YamlNode, known: &mut KnownDrift) {
        if !self.keys(root, &["schema", "drift"]) {
            return;
        }
        match root.get("schema") {
            Some(schema) if schema.as_str() == Some(SCHEMA) => {}
            Some(schema) => self.fault(schema.mark(), &format!("write `schema: {SCHEMA}`")),
            None => {
                let message = format!("there is no schema; write `schema: {SCHEMA}`");
                self.fault(root.mark(), &message);
            }
        }
        let Some(list) = root.get("drift") else {
            return self.fault(root.mark(), "there is no `drift`; write `drift: []` for none");
        };
        let Some(items) = list.as_sequence() else {
            return self.fault(list.mark(), &format!("a list is expected, not {}", list.kind()));
        };
        if items.len() > MAX_DRIFTS {
            self.fault(
                list.mark(),
                &format!("more than {MAX_DRIFTS} drifts; leave the oldest out"),
            );
        }
        for item in items.iter().take(MAX_DRIFTS) {
            let Some((fingerprint, drift)) = self.known(item) else { continue };
            if known.drifts.insert(fingerprint, drift).is_some() {
                self.fault(item.mark(), "a drift before has the same fingerprint; take one out");
            }
        }
    }

    fn known(&mut self, item: &YamlNode) -> Option<(Fingerprint, Known)> {
        if !self.keys(item, KNOWN_KEYS) {
            return None;
        }
        let n_faults = self.faults.len();
        let fingerprint = self.parsed::<Fingerprint>(item, "fingerprint");
        let app = item.get("app").and_then(|text| self.text(text));
        let screen = item.get("screen").and_then(|text| self.text(text));
        let kind = self.word(item, "kind", DriftKind::from_name, &words(DriftKind::ALL));
        let change = self.word(item, "change", Change::from_name, &words(Change::ALL));
        let severity = self.severity(item);
        let said = self.said(item);
        let (first, last) = (self.parsed(item, "first"), self.parsed(item, "last"));
        let times = self.times(item);
        let explanation = self.required(item, "explanation").and_then(|text| self.text(text));
        let decision = self.decision(item);
        if self.faults.len() > n_faults {
            return None;
        }
        let known = Known {
            app,
            screen,
            kind: kind?,
            change: change?,
            severity: severity?,
            first: first?,
            last: last?,
            times: times?,
            explanation: explanation?,
            decision: decision?,
            said: said?,
        };
        Some((fingerprint?, known))
    }

    fn decision(&mut self, item: &YamlNode) -> Option<Decision> {
        match (item.get("ignored"), item.get("approved")) {
            (None, None) => Some(Decision::Open),
            (Some(_), Some(approved)) => {
                self.fault(approved.mark(), "ignored and approved; take one out");
                None
            }
            (Some(ignored), None) => {
                if !self.keys(ignored, IGNORED_KEYS) {
                    return None;
                }
                let (until, severity) = (self.parsed(ignored, "until"), self.severity(ignored));
                let (by, why) = (self.entry(ignored, "by"), self.entry(ignored, "why"));
                Some(Decision::Ignored { until: until?, by: by?, why: why?, severity: severity? })
            }
            (None, Some(approved)) => {
                if !self.keys(approved, APPROVED_KEYS) {
                    return None;
                }
                let (at, severity) = (self.parsed(approved, "at"), self.severity(approved));
                let (by, why) = (self.entry(approved, "by"), self.entry(approved, "why"));
                let said = self.said(approved);
                let (by, why) = (by?, why?);
                Some(Decision::Approved { at: at?, by, why, severity: severity?, said: said? })
            }
        }
    }

    fn required<'y>(&mut self, of: &'y YamlNode, key: &str) -> Option<&'y YamlNode> {
        let value = of.get(key);
        if value.is_none() {
            self.fault(of.mark(), &format!("there is no `{key}`; add it"));
        }
        value
    }

    fn text(&mut self, value: &YamlNode) -> Option<String> {
        let text = value.as_str().filter(|_| !value.is_null());
        if text.is_none() {
            self.fault(value.mark(), &format!("a text is expected, not {}", value.kind()));
        }
        text.map(str::to_owned)
    }

    fn entry(&mut self, of: &YamlNode, key: &str) -> Option<String> {
        let value = self.required(of, key)?;
        self.text(value)
    }

    fn parsed<T: FromStr<Err: ToString>>(&mut self, of: &YamlNode, key: &str) -> Option<T> {
        let value = self.required(of, key)?;
        let parsed = value.as_str().unwrap_or_default().parse::<T>();
        parsed.map_err(|error| self.fault(value.mark(), &error.to_string())).ok()
    }

    fn word<T>(
        &mut self,
        of: &YamlNode,
        key: &str,
        from_name: fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<T> {
        let value = self.required(of, key)?;
        let word = value.as_str().and_then(from_name);
        if word.is_none() {
            self.fault(value.mark(), &format!("`{key}` can be {words}"));
        }
        word
    }

    fn severity(&mut self, of: &YamlNode) -> Option<Severity> {
        self.word(of, "severity", Severity::from_name, &words(Severity::ALL))
    }

    fn said(&mut self, of: &YamlNode) -> Option<Said> {
        let value = self.required(of, "said")?;
        let said = value.as_str().and_then(DriftId::from_hex);
        if said.is_none() {
            self.fault(value.mark(), "`said` is 16 hex digits");
        }
        said.map(Said)
    }

    fn times(&mut self, of: &YamlNode) -> Option<u64> {
        let value = self.required(of, "times")?;
        let is_digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
        let times = value.as_str().filter(is_digits).and_then(|text| text.parse().ok());
        let times = times.filter(|times| *times > 0);
        if times.is_none() {
            self.fault(value.mark(), "`times` is a whole number from 1");
        }
        times
    }
}

fn words<T: ToString>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
