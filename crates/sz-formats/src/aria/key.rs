//! One line of a snapshot: `role "name" [attribute=value]`.

use sz_tree::{State, States};

use super::states::{AriaState, AriaStates, INVALID_KINDS, Tristate, level};
use crate::{ReadErrorKind, fault::Quoted, suggest, text::collapse};

/// A line, read.
#[derive(Debug, Default)]
pub(super) struct NodeKey<'a> {
    pub(super) role: &'a str,
    pub(super) name: Name,
    pub(super) states: States,
    pub(super) written: AriaStates,
    pub(super) level: Option<String>,
    pub(super) invalid: Option<&'static str>,
    /// Attributes that no snapshot is compared by.
    pub(super) ignored: Vec<&'a str>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Name {
    #[default]
    None,
    Text(String),
    /// The source of a regular expression, without its slashes; canonical.
    Regex(String),
}

/// True for a text that is a pattern where a text may be one.
pub(super) fn is_pattern_text(text: &str) -> bool {
    pattern_source(text).is_some()
}

/// What stands between the slashes of a text that is a pattern.
pub(super) fn pattern_source(text: &str) -> Option<&str> {
    text.strip_prefix('/')?.strip_suffix('/').filter(|source| !source.is_empty())
}

/// The one way in which the source of a pattern for a name is kept, however it was written: without
/// backslashes before slashes, and with white space as the texts have it that it is held against.
pub(super) fn canonical(source: &str) -> String {
    let slashed = format!("/{source}/");
    let collapsed = collapse(&slashed);
    let mut rest = collapsed.get(1..collapsed.len() - 1).unwrap_or_default().chars();
    let mut canonical = String::with_capacity(collapsed.len());
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' { rest.next() } else { None };
        if escaped != Some('/') {
            canonical.push(c);
        }
        canonical.extend(escaped);
    }
    canonical
}

/// A canonical source as a line writes it: between slashes, and with a backslash before its own where these
/// would end it.
pub(super) fn slashed(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 2);
    let (mut is_in_class, mut rest) = (false, source.chars());
    out.push('/');
    while let Some(c) = rest.next() {
        match c {
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            '/' if !is_in_class => out.push('\\'),
            _ => {}
        }
        out.push(c);
        if c == '\\' {
            out.extend(rest.next());
        }
    }
    out.push('/');
    out
}

/// What is wrong with a line, and at which byte of it.
pub(super) struct KeyFault {
    pub(super) kind: ReadErrorKind,
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: String,
}

/// Attributes of the snapshots that Playwright makes for language models; templates may not have them.
const AI_ATTRIBUTES: [&str; 4] = ["aria-hidden", "box", "cursor", "ref"];

const ATTRIBUTES: [&str; 8] =
    ["active", "checked", "disabled", "expanded", "invalid", "level", "pressed", "selected"];

pub(super) fn parse(key: &str) -> Result<NodeKey<'_>, KeyFault> {
    let mut parser = Parser { key, at: 0 };
    let mut node = NodeKey::default();
    parser.skip_space();
    node.role = parser.take_while(|c| c.is_ascii_alphabetic());
    if node.role.is_empty() {
        let message = "the line does not start with a role";
        return Err(parser.fault(
            ReadErrorKind::MissingRole,
            message.to_owned(),
            "write `- button \"Save\"`",
        ));
    }
    parser.skip_space();
    node.name = match parser.peek() {
        Some('"') => Name::Text(parser.string()?),
        Some('/') => Name::Regex(canonical(parser.regex()?)),
        _ => Name::None,
    };
    let mut part = if node.name == Name::None { "role" } else { "name" };
    loop {
        parser.skip_space();
        match parser.peek() {
            None => return Ok(node),
            Some('[') => {
                parser.attribute(&mut node)?;
                part = "attribute";
            }
            Some(_) => {
                let message = format!("unexpected text after the {part}");
                let help =
                    "after the role come one name in double quotes and attributes in brackets";
                return Err(parser.fault(ReadErrorKind::Syntax, message, help));
            }
        }
    }
}

struct Parser<'a> {
    key: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.key.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn take_while(&mut self, mut is_part: impl FnMut(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn fault(&self, kind: ReadErrorKind, message: String, help: &str) -> KeyFault {
        KeyFault { kind, at: self.at, message, help: help.to_owned() }
    }

    fn unterminated(&self, what: &str, end: char) -> KeyFault {
        let message = format!("{what} has no end");
        self.fault(ReadErrorKind::Syntax, message, &format!("close it with `{end}`"))
    }

    /// A backslash takes the next character as it is.
    fn string(&mut self) -> Result<String, KeyFault> {
        self.take();
        let mut text = String::new();
        loop {
            match self.take() {
                None => return Err(self.unterminated("the name", '"')),
                Some('"') => return Ok(collapse(&text).into_owned()),
                Some('\\') => text.extend(self.take()),
                Some(c) => text.push(c),
            }
        }
    }

    /// A slash inside a class or after a backslash does not end the expression.
    fn regex(&mut self) -> Result<&'a str, KeyFault> {
        self.take();
        let start = self.at;
        let mut is_in_class = false;
        loop {
            match self.take() {
                None => return Err(self.unterminated("the pattern", '/')),
                Some('/') if !is_in_class => {
                    return Ok(self.key.get(start..self.at - 1).unwrap_or_default());
                }
                Some('\\') => drop(self.take()),
                Some('[') => is_in_class = true,
                Some(']') => is_in_class = false,
                Some(_) => {}
            }
        }
    }

    fn attribute(&mut self, node: &mut NodeKey<'a>) -> Result<(), KeyFault> {
        self.take();
        self.skip_space();
        let name_at = self.at;
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        self.skip_space();
        let mut value = None;
        if self.peek() == Some('=') {
            self.take();
            self.skip_space();
            value = Some(self.take_while(|c| c != ']' && !c.is_whitespace()));
            self.skip_space();
        }
        if self.peek() != Some(']') {
            return Err(self.unterminated(&format!("the attribute {}", Quoted(name)), ']'));
        }
        self.take();
        set(node, name, value).map_err(|help| {
            // Only the name: anything may stand in the value, such as what somebody typed.
            let message = if ATTRIBUTES.contains(&name) {
                format!("the attribute {} cannot have this value", Quoted(name))
            } else {
                format!("unsupported attribute {}", Quoted(name))
            };
            KeyFault { kind: ReadErrorKind::BadValue, at: name_at, message, help }
        })
    }
}

/// Sets one attribute; the last of one name wins. The error says what may stand there.
fn set<'a>(node: &mut NodeKey<'a>, name: &'a str, value: Option<&str>) -> Result<(), String> {
    let tristate = || match value {
        None | Some("true") => Ok(Tristate::True),
        Some("false") => Ok(Tristate::False),
        Some("mixed") => Ok(Tristate::Mixed),
        _ => Err("write true, false or mixed".to_owned()),
    };
    let boolean = || match value {
        None | Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err("write true or false".to_owned()),
    };
    let states = node.states;
    let state = match name {
        "checked" => {
            node.states = with_tristate(states, tristate()?, State::Checkable, State::Checked);
            AriaState::Checked
        }
        "pressed" => {
            node.states = with_tristate(states, tristate()?, State::Pressable, State::Pressed);
            AriaState::Pressed
        }
        "disabled" => {
            node.states = with(states, State::Disabled, boolean()?);
            AriaState::Disabled
        }
        "expanded" => {
            node.states = with(states.with(State::Expandable), State::Expanded, boolean()?);
            AriaState::Expanded
        }
        "selected" => {
            node.states = with(states.with(State::Selectable), State::Selected, boolean()?);
            AriaState::Selected
        }
        "invalid" => {
            let kind = INVALID_KINDS.into_iter().find(|kind| value == Some(kind));
            let help = "write true, false, grammar or spelling";
            let is_invalid =
                kind.map_or_else(boolean, |_| Ok(true)).map_err(|_| help.to_owned())?;
            node.states = with(states, State::Invalid, is_invalid);
            node.invalid = kind;
            AriaState::Invalid
        }
        "level" => {
            // Without a value the attribute is `true`, of which a number is made: 1.
            let number = value.map_or_else(|| Some("1".to_owned()), level);
            node.level = Some(number.ok_or("write a number")?);
            AriaState::Level
        }
        "active" => {
            boolean()?;
            node.ignored.push(name);
            return Ok(());
        }
        _ if AI_ATTRIBUTES.contains(&name) => {
            node.ignored.push(name);
            return Ok(());
        }
        _ => {
            let word = suggest(name, ATTRIBUTES);
            return Err(match word {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("the attributes are {}", ATTRIBUTES.join(", ")),
            });
        }
    };
    node.written = node.written.with(state);
    Ok(())
}

fn with(states: States, state: State, is_true: bool) -> States {
    if is_true { states.with(state) } else { states.without(state) }
}

fn with_tristate(states: States, value: Tristate, can: State, is: State) -> States {
    let states = states.with(can).without(is).without(State::Mixed);
    match value {
        Tristate::False => states,
        Tristate::True => states.with(is),
        Tristate::Mixed => states.with(State::Mixed),
    }
}
