use std::fmt;

use sz_formats::{Mark, one_line};

use super::token::Span;

/// What an expression may not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    SourceBytes,
    Nesting,
    Loops,
    List,
}

impl Limit {
    const fn message(self) -> (&'static str, &'static str) {
        match self {
            Self::SourceBytes => {
                ("an expression of more than 4096 bytes", "cut it into several rules")
            }
            Self::Nesting => ("nested too deeply", "cut it into several rules"),
            Self::Loops => ("more than two loops in each other", "cut it into several rules"),
            Self::List => ("a list of more than 256 items", "`matches` takes alternatives: `a|b`"),
        }
    }
}

/// Something wrong with an expression, and which part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExpressionFault {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

impl ExpressionFault {
    pub(super) fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }

    pub(super) fn limit(span: Span, limit: Limit) -> Self {
        let (message, help) = limit.message();
        Self::new(span, message, help)
    }
}

/// The longest part of an expression that a message quotes, in characters.
const MAX_PART_CHARS: usize = 60;

/// A part of a source as a message quotes it.
pub(super) fn quoted_part(source: &str, span: &Span) -> String {
    let part = source.get(span.clone()).unwrap_or_default();
    let line = one_line(part);
    match line.char_indices().nth(MAX_PART_CHARS) {
        None => line.into_owned(),
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
    }
}

/// The line and column of a byte of a source, both from 1.
pub(super) fn mark_in(source: &str, at: usize) -> Mark {
    let before = source.get(..at).unwrap_or(source);
    let (breaks, line) = (before.matches('\n').count(), before.rsplit('\n').next());
    let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    Mark { line: count(breaks), column: count(line.unwrap_or_default().chars().count()) }
}

/// Something wrong with a custom rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleFault {
    /// The rule, by its name, or by its place in the list where it has none.
    pub rule: String,
    /// Where in the text that was read: the file for [`RuleSet::parse`](crate::RuleSet::parse) and
    /// [`Policy::parse`](crate::Policy::parse), the expression for [`RuleSet::compile`](crate::RuleSet::compile). `None`
    /// where it is about no text.
    pub mark: Option<Mark>,
    /// The part of the expression that is at fault, shortened; empty where it is about something else.
    pub part: String,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(mark) = self.mark {
            write!(f, "{mark}: ")?;
        }
        f.write_str(&self.in_its_file())
    }
}

impl RuleFault {
    /// Everything but the place.
    pub(crate) fn in_its_file(&self) -> String {
        let mut text = String::new();
        if !self.rule.is_empty() {
            text.push_str(&format!("rule `{}`: ", one_line(&self.rule)));
        }
        text.push_str(&one_line(&self.message));
        if !self.part.is_empty() {
            text.push_str(&format!(", in `{}`", self.part));
        }
        if !self.help.is_empty() {
            text.push_str(&format!("; {}", one_line(&self.help)));
        }
        text
    }
}

/// Everything that is wrong with a list of custom rules; at least one fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
#[non_exhaustive]
pub struct RuleFaults {
    /// The faults, in the order of the text.
    pub faults: Vec<RuleFault>,
}
