use crate::{SelectorError, SelectorFault};

/// Reads CSS tokens off a text.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'s> {
    source: &'s str,
    position: usize,
}

impl<'s> Cursor<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self { source, position: 0 }
    }

    /// Where the cursor stands, in bytes.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn rest(&self) -> &'s str {
        self.source.get(self.position..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.position += c.len_utf8();
        Some(c)
    }

    pub(crate) fn eat(&mut self, c: char) -> bool {
        let is_there = self.peek() == Some(c);
        if is_there {
            self.position += c.len_utf8();
        }
        is_there
    }

    pub(crate) fn eat_str(&mut self, text: &str) -> bool {
        let is_there = self.rest().starts_with(text);
        if is_there {
            self.position += text.len();
        }
        is_there
    }

    /// A fault at a position.
    pub(crate) fn fault_at(&self, position: usize, kind: SelectorFault) -> SelectorError {
        let before = self.source.get(..position).unwrap_or(self.source);
        SelectorError { column: before.chars().count() + 1, kind }
    }

    /// "Expected this" at the cursor.
    pub(crate) fn expected(&self, expected: &'static str) -> SelectorError {
        self.fault_at(self.position, SelectorFault::Expected { expected, found: self.peek() })
    }

    /// Skips white space and comments, and says whether there was any.
    pub(crate) fn skip_space(&mut self) -> bool {
        let start = self.position;
        loop {
            let rest = self.rest();
            let space = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']).len();
            self.position += space;
            if let Some(comment) = self.rest().strip_prefix("/*") {
                self.position += 2 + comment.find("*/").map_or(comment.len(), |end| end + 2);
            } else if space == 0 {
                return self.position > start;
            }
        }
    }

    /// A CSS identifier, if one starts here.
    pub(crate) fn identifier(&mut self) -> Option<String> {
        let mut ahead = self.rest().chars();
        let starts_one = match ahead.next()? {
            '-' => ahead.next().is_some_and(|c| c == '-' || c == '\\' || is_name_start(c)),
            '\\' => ahead.next().is_some_and(|c| c != '\n'),
            c => is_name_start(c),
        };
        if starts_one { self.name() } else { None }
    }

    /// A run of characters that identifiers may have after their first, if there is one.
    pub(crate) fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            if is_name_start(c) || c.is_ascii_digit() || c == '-' {
                self.bump();
                name.push(c);
            } else if c == '\\' && !self.rest().starts_with("\\\n") && self.rest().len() > 1 {
                self.bump();
                name.push(self.escaped());
            } else {
                break;
            }
        }
        (!name.is_empty()).then_some(name)
    }

    /// A text in quotes, if one starts here.
    pub(crate) fn string(&mut self) -> Result<Option<String>, SelectorError> {
        let Some(quote @ ('"' | '\'')) = self.peek() else { return Ok(None) };
        self.bump();
        let mut text = String::new();
        loop {
            match self.bump() {
                Some(c) if c == quote => return Ok(Some(text)),
                Some('\\') if self.eat('\n') => {}
                Some('\\') if self.peek().is_some() => text.push(self.escaped()),
                Some('\\') | None => return Err(self.expected("the closing quote")),
                Some(c) => text.push(c),
            }
        }
    }

    /// What a backslash before the cursor stands for: up to six hex digits and a space, or one character.
    fn escaped(&mut self) -> char {
        let digits = self.rest().bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            return self.bump().unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        let hex = self.rest().get(..digits).unwrap_or_default();
        let code = u32::from_str_radix(hex, 16).ok().filter(|&code| code != 0);
        self.position += digits;
        if !self.eat_str("\r\n") && self.peek().is_some_and(|c| " \t\n\r\x0c".contains(c)) {
            self.bump();
        }
        code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The pattern of a `/regular expression/`, up to its closing slash. A slash behind a backslash or in a
    /// character class is part of the pattern.
    pub(crate) fn pattern(&mut self) -> Result<&'s str, SelectorError> {
        if !self.eat('/') {
            return Err(self.expected("a regular expression between slashes"));
        }
        let start = self.position;
        let mut classes = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '/' if classes == 0 => {
                    let pattern = self.source.get(start..self.position).unwrap_or_default();
                    self.bump();
                    return Ok(pattern);
                }
                '\\' => {
                    self.bump();
                }
                '[' => {
                    classes += 1;
                    self.bump();
                    self.eat('^');
                    // A bracket that comes first in a class is an ordinary character.
                    if self.peek() != Some(']') {
                        continue;
                    }
                }
                ']' => classes = classes.saturating_sub(1),
                _ => {}
            }
            self.bump();
        }
        Err(self.expected("the closing slash of the regular expression"))
    }
}

/// True for what identifiers can start with.
pub(crate) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}
