use std::iter::Peekable;
use std::str::Chars;

use sz_tree::{
    AriaRole, Bounds, BuildError, Limits, PLATFORM_PREFIX, Role, State, Tree, TreeBuilder,
};

/// The tree of an indented outline, one node a line, two spaces a level:
///
/// ```text
/// form "Sign in"
///   textbox "E-mail" = "a@b.example" ("Where we write to") {required, focused}
///   button "OK" {disabled} [id=ok] [class="big red"] @10,20 80x24
///   platform:switcher
///   "platform:color chooser" "Shade"
/// ```
///
/// After the role come, in any order and each optional, the quoted name, `=` and the quoted value, the
/// quoted description in parentheses, states in braces, attributes in brackets, and bounds as
/// `@x,y widthxheight`. Quoted text takes Rust's escapes. Blank lines and the indentation all lines
/// share are left out, and a line may start with `- `. A tree's `Debug` prints the same notation, but for
/// platform roles with spaces and odd attribute keys, which have to be quoted here.
///
/// # Panics
/// Where the outline is none, with the line and what is wrong with it; and where [`TreeBuilder`] refuses it.
#[track_caller]
pub fn tree(outline: &str) -> Tree {
    match read(outline) {
        Ok(tree) => tree,
        Err(fault) => fault.give_up(outline),
    }
}

/// What is wrong, and in which line, counted from 1.
#[derive(Debug)]
struct Fault {
    line: usize,
    what: String,
}

impl Fault {
    #[track_caller]
    #[expect(clippy::panic, reason = "a bad outline is a bug in the test that has it")]
    fn give_up(self, outline: &str) -> ! {
        let text = outline.lines().nth(self.line - 1).unwrap_or_default();
        panic!("outline line {}: {}\n  {text}", self.line, self.what)
    }
}

fn read(outline: &str) -> Result<Tree, Fault> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || (1..).zip(outline.lines()).filter(|(_, line)| !line.trim().is_empty());
    let margin = lines().map(|(_, line)| indent(line)).min().unwrap_or(0);
    let mut builder = TreeBuilder::new(Limits::default());
    let (mut open, mut last) = (0, 1);
    for (line, text) in lines() {
        let fault = |what: String| Fault { line, what };
        let refused = |why: BuildError| fault(why.to_string());
        let spaces = indent(text) - margin;
        let level = spaces / 2;
        if spaces % 2 != 0 || level > open {
            let most = margin + open * 2;
            return Err(fault(format!("indent by two spaces a level, here by {most} at most")));
        }
        while open > level {
            builder.close().map_err(refused)?;
            open -= 1;
        }
        let text = text.trim_start().strip_prefix("- ").unwrap_or(text.trim_start());
        node(&mut builder, text).map_err(fault)?;
        open += 1;
        last = line;
    }
    let refused = |why: BuildError| Fault { line: last, what: why.to_string() };
    for _ in 0..open {
        builder.close().map_err(refused)?;
    }
    builder.finish().map_err(refused)
}

/// Opens the node that one line describes.
fn node(builder: &mut TreeBuilder, line: &str) -> Result<(), String> {
    let refused = |why: BuildError| why.to_string();
    let mut scan = Scan { rest: line.chars().peekable() };
    let role = match scan.peek() {
        Some('"') => scan.quoted()?,
        _ => scan.word(|c| !c.is_whitespace()),
    };
    builder.open(read_role(&role)?).map_err(refused)?;
    while let Some(start) = scan.peek_past_spaces() {
        match start {
            '"' => builder.name(&scan.quoted()?).map_err(refused)?,
            '=' => {
                scan.expect('=')?;
                scan.peek_past_spaces();
                builder.value(&scan.quoted()?).map_err(refused)?;
            }
            '(' => {
                scan.expect('(')?;
                builder.description(&scan.quoted()?).map_err(refused)?;
                scan.expect(')')?;
            }
            '{' => scan.states()?.into_iter().for_each(|state| builder.add_state(state)),
            '[' => {
                let (key, value) = scan.attribute()?;
                builder.attribute(&key, &value).map_err(refused)?;
            }
            '@' => builder.bounds(Some(scan.bounds()?)).map_err(refused)?,
            other => {
                return Err(format!("`{other}` starts no field: quote a name, or see the docs"));
            }
        }
    }
    Ok(())
}

fn read_role(name: &str) -> Result<Role<'_>, String> {
    if let Some(platform) = name.strip_prefix(PLATFORM_PREFIX) {
        return Ok(Role::Platform(platform));
    }
    let role = AriaRole::from_name(name);
    role.map(Role::Aria)
        .ok_or(format!("no ARIA role is called `{name}`: is it `{PLATFORM_PREFIX}{name}`?"))
}

struct Scan<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Scan<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    fn peek_past_spaces(&mut self) -> Option<char> {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        self.peek()
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> String {
        std::iter::from_fn(|| self.rest.next_if(|&c| is_part(c))).collect()
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        match self.rest.next() {
            Some(found) if found == wanted => Ok(()),
            Some(found) => Err(format!("`{wanted}` is missing before `{found}`")),
            None => Err(format!("`{wanted}` is missing at the end")),
        }
    }

    fn quoted(&mut self) -> Result<String, String> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            match self.rest.next().ok_or("the closing quote is missing")? {
                '"' => return Ok(text),
                '\\' => text.push(self.escape()?),
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        match self.rest.next() {
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('0') => Ok('\0'),
            Some(c @ ('\\' | '"' | '\'')) => Ok(c),
            Some('u') => {
                self.expect('{')?;
                let digits = self.word(|c| c != '}');
                self.expect('}')?;
                let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                code.ok_or_else(|| format!("no character has the number {digits}"))
            }
            other => {
                Err(format!("`\\{}` is no escape", other.map(String::from).unwrap_or_default()))
            }
        }
    }

    /// `{required, focused}`, or `{Required, Focused}` as `Debug` prints it.
    fn states(&mut self) -> Result<Vec<State>, String> {
        self.expect('{')?;
        let names = self.word(|c| c != '}');
        self.expect('}')?;
        let state = |name: &str| {
            let is_it = |state: &&State| state.as_str() == name || format!("{state:?}") == name;
            let state = State::ALL.iter().find(is_it).copied();
            state.ok_or_else(|| format!("no state is called `{name}`"))
        };
        names.split([',', ' ']).filter(|name| !name.is_empty()).map(state).collect()
    }

    /// `[key=value]` or `["key"="value"]`.
    fn attribute(&mut self) -> Result<(String, String), String> {
        self.expect('[')?;
        let key = match self.peek() {
            Some('"') => self.quoted()?,
            _ => self.word(|c| c != '=' && c != ']'),
        };
        self.expect('=')?;
        let value = match self.peek() {
            Some('"') => self.quoted()?,
            _ => self.word(|c| c != ']'),
        };
        self.expect(']')?;
        Ok((key, value))
    }

    /// `@10,-20 80x24`.
    fn bounds(&mut self) -> Result<Bounds, String> {
        self.expect('@')?;
        let mut side = |end: Option<char>| {
            let digits = self.word(|c| c == '-' || c.is_ascii_digit());
            if let Some(end) = end {
                self.expect(end)?;
            }
            digits.parse().map_err(|_| format!("`{digits}` is no whole number of pixels"))
        };
        let (x, y, width, height) =
            (side(Some(','))?, side(Some(' '))?, side(Some('x'))?, side(None)?);
        Bounds::new(x, y, width, height).ok_or_else(|| format!("{width}x{height} is no size"))
    }
}

#[cfg(test)]
mod tests;
