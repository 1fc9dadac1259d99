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
