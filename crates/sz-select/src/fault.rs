use std::fmt;

/// Why a text is not a selector, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {kind}")]
pub struct SelectorError {
    /// The character at fault, counted from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub kind: SelectorFault,
}

/// What can be wrong with a selector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectorFault {
    /// Nothing but space, or nothing between commas or in parentheses.
    #[error("a selector is missing; write one such as `button[name=\"OK\"]`")]
    Missing,
    /// A combinator with nothing behind it.
    #[error("`{combinator}` is not followed by a selector")]
    DanglingCombinator {
        /// `>`, `+` or `~`.
        combinator: char,
    },
    /// Longer than [`Selector::MAX_BYTES`](crate::Selector::MAX_BYTES).
    #[error("the selector has more than {max} bytes")]
    TooLong {
        /// What is allowed.
        max: usize,
    },
    /// Parentheses nested deeper than [`Selector::MAX_NESTING`](crate::Selector::MAX_NESTING).
    #[error("parentheses are nested more than {max} deep")]
    TooDeep {
        /// What is allowed.
        max: usize,
    },
    /// More steps in one branch than [`Selector::MAX_STEPS`](crate::Selector::MAX_STEPS).
    #[error("more than {max} combined steps; split the selector at a comma")]
    TooManySteps {
        /// What is allowed.
        max: usize,
    },
    /// More regular expressions than [`Selector::MAX_REGEXES`](crate::Selector::MAX_REGEXES).
    #[error("more than {max} regular expressions; join them with `|`")]
    TooManyRegexes {
        /// What is allowed.
        max: usize,
    },
    /// Something else was needed here.
    #[error("expected {expected}, found {}", what_is_there(.found.as_ref()))]
    Expected {
        /// What was needed.
        expected: &'static str,
        /// What is there; `None` is the end.
        found: Option<char>,
    },
    /// A role that nothing can have.
    #[error("no role is called `{}`{}; a platform's own role is written `platform\\:{}`", Shown(name), did_you_mean("", .suggestion.as_deref()), Shown(name))]
    UnknownRole {
        /// What was written.
        name: String,
        /// The nearest role.
        suggestion: Option<String>,
    },
    /// A pseudo-class that does not exist.
    #[error("no pseudo-class is called `:{}`{}", Shown(name), did_you_mean(":", .suggestion.as_deref()))]
    UnknownPseudoClass {
        /// What was written, without the colon.
        name: String,
        /// The nearest pseudo-class.
        suggestion: Option<String>,
    },
    /// A pseudo-class with parentheses that takes none, or the other way round.
    #[error("write `:{usage}`")]
    Usage {
        /// How it is written.
        usage: &'static str,
    },
    /// `::before` and its like.
    #[error("UI trees have no pseudo-elements; write one colon")]
    PseudoElement,
    /// `ns|role` or `[ns|attribute]`.
    #[error("UI trees have no namespaces; escape a `|` that is part of a name as `\\|`")]
    Namespace,
    /// `:has()` inside `:has()`.
    #[error("`:has()` cannot stand inside `:has()`")]
    NestedHas,
    /// Not of the form `an+b`.
    #[error(
        "`{}` is no position; write `odd`, `even`, a number, or one such as `2n+1`",
        Shown(text)
    )]
    Position {
        /// What was written.
        text: String,
    },
    /// Not a regular expression, or one too large.
    #[error("bad regular expression: {}", Shown(why))]
    Regex {
        /// What the regular expression engine said.
        why: String,
    },
}

/// A piece of the selector in a message, which stays on one line.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| {
            if c.is_control() { write!(f, "{}", c.escape_debug()) } else { write!(f, "{c}") }
        })
    }
}

fn what_is_there(found: Option<&char>) -> String {
    match found {
        None => "the end".to_owned(),
        Some(c) if c.is_control() => format!("`{}`", c.escape_debug()),
        Some(c) => format!("`{c}`"),
    }
}

fn did_you_mean(prefix: &str, suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{prefix}{name}`?"))
}
