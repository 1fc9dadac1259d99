use sz_noise::{Detector, Redactor};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits; in groups of three, and with decimals, where that is how they are written: `1,234.50`.
    Number,
    /// Letters.
    Word,
    /// What a redactor left of an address or a number: `<email:3f9a0c1d2b>`.
    Placeholder,
    /// White space.
    Space,
    /// One of any other character.
    Sign,
    /// What is behind the first [`TOKENS_MAX`] pieces of a long text.
    Rest,
}

/// How many pieces of a text are looked at one by one.
const TOKENS_MAX: usize = 80;

/// The pieces of a text, which add up to it.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if tokens.len() == TOKENS_MAX {
            tokens.push(Token { kind: Kind::Rest, text: rest });
            break;
        }
        if let Some(length) = placeholder_length(rest) {
            let (token, after) = rest.split_at(length);
            tokens.push(Token { kind: Kind::Placeholder, text: token });
            rest = after;
            continue;
        }
        let kind = kind(first);
        let length = match kind {
            Kind::Number if is_after_dot(&tokens) => digits(rest),
            Kind::Number => number_length(rest),
            Kind::Sign => first.len_utf8(),
            kind => run_length(rest, |c| self::kind(c) == kind),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(Token { kind, text: token });
        rest = after;
    }
    tokens
}

fn kind(c: char) -> Kind {
    match c {
        c if c.is_ascii_digit() => Kind::Number,
        c if c.is_alphabetic() => Kind::Word,
        c if c.is_whitespace() => Kind::Space,
        _ => Kind::Sign,
    }
}

/// What the placeholder is of: `email`.
pub(super) fn placeholder_of(placeholder: &str) -> &str {
    placeholder.trim_start_matches('<').split(':').next().unwrap_or_default()
}

/// True for a text that holds what a redactor left.
pub(in crate::build) fn has_placeholder(text: &str) -> bool {
    text.match_indices('<').any(|(start, _)| placeholder_length(&text[start..]).is_some())
}

/// How long the placeholder is that a text starts with.
fn placeholder_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let is_one = |detector: &&Detector| {
        let after = inner.strip_prefix(detector.as_str()).and_then(|rest| rest.strip_prefix(':'));
        let digest = after.and_then(|after| after.split_once('>')).map(|(digest, _)| digest);
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        digest.is_some_and(|it| it.len() == Redactor::DIGEST_DIGITS && it.bytes().all(is_digit))
    };
    let detector = Detector::ALL.iter().find(is_one)?;
    Some("<:>".len() + detector.as_str().len() + Redactor::DIGEST_DIGITS)
}

fn run_length(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_in(c)).unwrap_or(text.len())
}

fn digits(text: &str) -> usize {
    run_length(text, |c| c.is_ascii_digit())
}

/// True behind the dot of a version.
fn is_after_dot(tokens: &[Token<'_>]) -> bool {
    matches!(tokens, [.., number, dot] if number.kind == Kind::Number && dot.text == ".")
}

/// `1,234.50` is one number; `12:30`, `2024-01-05`, `1.2.3` and `1,2` are several with signs between them.
fn number_length(text: &str) -> usize {
    let mut length = digits(text);
    if length <= 3 {
        while let Some(group) = text[length..].strip_prefix(',').filter(|rest| digits(rest) == 3) {
            length = text.len() - group.len() + 3;
        }
    }
    let decimals = text[length..].strip_prefix('.').map_or(0, digits);
    let after = length + 1 + decimals;
    let goes_on = |sign: char| {
        text.get(after..)
            .and_then(|rest| rest.strip_prefix(sign))
            .is_some_and(|rest| digits(rest) > 0)
    };
    if decimals > 0 && !goes_on('.') { after } else { length }
}
