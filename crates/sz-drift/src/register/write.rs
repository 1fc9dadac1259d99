//! Writing a register.

use std::fmt::{Display, Write as _};

use super::{Decision, Known, KnownDrift};
use crate::Fingerprint;

impl KnownDrift {
    /// The register as YAML, which [`Self::parse`] reads. The same register is always the same text.
    pub fn to_yaml(&self) -> String {
        let mut yaml = format!("schema: {}\n", super::read::SCHEMA);
        if self.is_empty() {
            yaml.push_str("drift: []\n");
            return yaml;
        }
        yaml.push_str("drift:\n");
        for (fingerprint, known) in self.iter() {
            push_known(&mut yaml, fingerprint, known);
        }
        yaml
    }
}

fn push_known(yaml: &mut String, fingerprint: Fingerprint, known: &Known) {
    yaml.push_str(&format!("- fingerprint: {fingerprint}\n"));
    let mut push = |key: &str, value: &dyn Display| {
        let line = format!("  {key}: {value}");
        yaml.push_str(line.trim_end_matches(' '));
        yaml.push('\n');
    };
    for (key, text) in [("app", &known.app), ("screen", &known.screen)] {
        if let Some(text) = text {
            push(key, &quoted(text));
        }
    }
    push("kind", &known.kind);
    push("change", &known.change);
    push("severity", &known.severity);
    push("said", &quoted(&known.said.0.to_string()));
    push("first", &known.first);
    push("last", &known.last);
    push("times", &known.times);
    push("explanation", &quoted(&known.explanation));
    match &known.decision {
        Decision::Open => {}
        Decision::Ignored { until, by, why, severity } => {
            push("ignored", &"");
            push("  until", until);
            push("  by", &quoted(by));
            push("  why", &quoted(why));
            push("  severity", severity);
        }
        Decision::Approved { at, by, why, severity, said } => {
            push("approved", &"");
            push("  at", at);
            push("  by", &quoted(by));
            push("  why", &quoted(why));
            push("  severity", severity);
            push("  said", &quoted(&said.0.to_string()));
        }
    }
}

/// A text in double quotes, with everything escaped that YAML or a terminal takes for something else.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_ascii() && !c.is_control() => quoted.push(c),
            c if c.is_alphanumeric() => quoted.push(c),
            c => {
                // Writing to a `String` does not fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}
