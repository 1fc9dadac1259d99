//! The words and signs of an expression.

use std::ops::Range;

use super::fault::{ExpressionFault, Limit};

/// A part of the source, in bytes.
pub(super) type Span = Range<usize>;

/// The most bytes an expression can have.
pub(super) const MAX_SOURCE_BYTES: usize = 4096;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Word(String),
    Text(String),
    /// A whole number; the sign before it is a token of its own.
    Int(u64),
    Double(f64),
    Sign(&'static str),
    End,
}

/// The signs, the longer before those they start with.
const SIGNS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", "(", ")", "[", "]", ".", ",", "+",
    "-", "*", "/", "%",
];

/// Cuts a source into tokens; the last one is [`Token::End`].
pub(super) fn tokens(source: &str) -> Result<Vec<(Token, Span)>, ExpressionFault> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(ExpressionFault::limit(0..0, Limit::SourceBytes));
    }
    let mut lexer = Lexer { source, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank();
        let start = lexer.at;
        let token = lexer.token()?;
        let is_end = token == Token::End;
        tokens.push((token, start..lexer.at));
        if is_end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let taken = self.peek()?;
        self.at += taken.len_utf8();
        Some(taken)
    }

    fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c| !is_wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// White space, and comments: `//` up to the end of the line.
    fn skip_blank(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            if !self.rest().starts_with("//") {
                return;
            }
            self.take_while(|c| c != '\n');
        }
    }

    fn fault(&self, start: usize, message: impl Into<String>, help: &str) -> ExpressionFault {
        ExpressionFault::new(start..self.at, message, help)
    }

    fn token(&mut self) -> Result<Token, ExpressionFault> {
        let Some(first) = self.peek() else { return Ok(Token::End) };
        if let Some(text) = self.text()? {
            return Ok(text);
        }
        if first.is_ascii_alphabetic() || first == '_' {
            let word = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
            return Ok(Token::Word(word.to_owned()));
        }
        let starts_number = |c: char| c.is_ascii_digit();
        let is_fraction = first == '.' && self.rest().chars().nth(1).is_some_and(starts_number);
        if starts_number(first) || is_fraction {
            return self.number();
        }
        if let Some(sign) = SIGNS.iter().find(|sign| self.rest().starts_with(**sign)) {
            self.at += sign.len();
            return Ok(Token::Sign(sign));
        }
        let start = self.at;
        self.take();
        let help = match first {
            '=' => "write `==` to compare",
            '&' => "write `&&` for and",
            '|' => "write `||` for or",
            '{' | '}' => "maps and messages cannot be made here; lists can, `[1, 2]`",
            '“' | '”' | '‘' | '’' => "texts are in straight quotes, `\"text\"`",
            _ => "texts are in quotes, `\"text\"`",
        };
        Err(self.fault(start, format!("`{}` means nothing here", first.escape_debug()), help))
    }

    fn number(&mut self) -> Result<Token, ExpressionFault> {
        let start = self.at;
        let rest = self.rest();
        let token = if rest.starts_with("0x") || rest.starts_with("0X") {
            self.at += 2;
            let digits = self.take_while(|c| c.is_ascii_hexdigit());
            u64::from_str_radix(digits, 16).ok().map(Token::Int)
        } else {
            self.decimal(start)
        };
        let tail = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        match (token, tail) {
            (Some(token), "") => Ok(token),
            (_, "u" | "U") => Err(self.fault(
                start,
                "nothing here is unsigned",
                "write the number without `u`: numbers are compared by what they are worth",
            )),
            _ => Err(self.fault(start, "not a number", "write `12`, `0.5`, `1e3` or `0xff`")),
        }
    }

    fn decimal(&mut self, start: usize) -> Option<Token> {
        self.take_while(|c| c.is_ascii_digit());
        let mut is_whole = true;
        let mut after = self.rest().chars();
        if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
            is_whole = false;
            self.at += 1;
            self.take_while(|c| c.is_ascii_digit());
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            is_whole = false;
            self.take();
            if matches!(self.peek(), Some('+' | '-')) {
                self.take();
            }
            self.take_while(|c| c.is_ascii_digit());
        }
        let text = self.source.get(start..self.at)?;
        if is_whole {
            return text.parse().ok().map(Token::Int);
        }
        text.parse().ok().filter(|number: &f64| number.is_finite()).map(Token::Double)
    }

    /// A text in quotes: `"a"`, `'a'`, `"""a"""`, raw with `r` before it.
    fn text(&mut self) -> Result<Option<Token>, ExpressionFault> {
        let start = self.at;
        let rest = self.rest();
        let head = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let prefix = rest.get(..head).unwrap_or_default();
        let quoted = rest.get(head..).unwrap_or_default();
        let quotes = ["\"\"\"", "'''", "\"", "'"];
        let Some(quote) = quotes.into_iter().find(|quote| quoted.starts_with(quote)) else {
            return Ok(None);
        };
        self.at += head + quote.len();
        let is_raw = match prefix {
            "" => false,
            "r" | "R" => true,
            _ => return Err(self.fault(start, "only `r` can stand before a text", "take it out")),
        };
        let mut text = String::new();
        loop {
            if self.rest().starts_with(quote) {
                self.at += quote.len();
                return Ok(Some(Token::Text(text)));
            }
            let at = self.at;
            match self.take() {
                Some('\\') if !is_raw => {
                    let escaped = self.escape();
                    text.push(escaped.ok_or_else(|| {
                        let help = r#"write `\\` for one backslash, or a raw text, `r"\d"`"#;
                        self.fault(at, "no such escape", help)
                    })?);
                }
                Some('\n' | '\r') if quote.len() == 1 => {
                    let help = "texts of several lines are in three quotes";
                    return Err(self.fault(start, "a text that does not end in its line", help));
                }
                Some(c) => text.push(c),
                None => {
                    let help = format!("it ends with {quote}");
                    return Err(self.fault(start, "a text without an end", &help));
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.take()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            c @ ('\\' | '"' | '\'' | '`' | '?') => c,
            'x' | 'X' => return self.code(2, 16),
            'u' => return self.code(4, 16),
            'U' => return self.code(8, 16),
            '0'..='3' => {
                self.at -= 1;
                return self.code(3, 8);
            }
            _ => return None,
        })
    }

    fn code(&mut self, digits: usize, radix: u32) -> Option<char> {
        let code =
            self.rest().get(..digits).filter(|text| text.chars().all(|c| c.is_digit(radix)))?;
        self.at += digits;
        u32::from_str_radix(code, radix).ok().and_then(char::from_u32)
    }
}
