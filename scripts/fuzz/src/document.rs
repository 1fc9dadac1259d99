//! What the targets share: the parts of an input, screens to try things on, and places in documents.

use std::sync::LazyLock;

use sz_formats::read;
use sz_tree::{Limits, Tree};

/// The input as text; `None` where it is none.
pub(crate) fn text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}

/// The parts of an input between zero bytes.
pub(crate) fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == 0)
}

/// Limits that keep one try short.
pub(crate) fn limits() -> Limits {
    Limits { nodes: 2_000, ..Limits::default() }
}

/// The tree of a document in any format.
pub(crate) fn tree(document: &[u8]) -> Option<Tree> {
    read(document, None, &limits()).ok().map(|capture| capture.tree)
}

/// Screens to try parsed things on: of a browser, of a desktop, and one that has everything a node can have.
pub(crate) static SCREENS: LazyLock<Vec<Tree>> = LazyLock::new(|| {
    let documents: [&[u8]; 3] = [
        include_bytes!("../../../fixtures/samples/cdp.json"),
        include_bytes!("../../../fixtures/samples/atspi.json"),
        include_bytes!("../seeds/screen.json"),
    ];
    let screen = |document: &&[u8]| tree(document).expect("a screen of ours can be read");
    documents.iter().map(screen).collect()
});

/// The places that there are in a text. Made once, asked for every fault.
pub(crate) struct Places<'a>(Vec<&'a str>);

impl<'a> Places<'a> {
    /// Those of a document, which may start with a byte order mark that no place counts.
    pub(crate) fn of(text: &'a str) -> Self {
        Self(lines(text.strip_prefix('\u{feff}').unwrap_or(text)).collect())
    }

    /// Asserts that a line and a column, in characters and both from 1, are in the text or right behind it.
    #[track_caller]
    pub(crate) fn assert_has(&self, line: impl TryInto<usize>, column: impl TryInto<usize>) {
        let (line, column) = (line.try_into().unwrap_or(0), column.try_into().unwrap_or(0));
        let found = self.0.get(line.wrapping_sub(1));
        assert!(found.is_some(), "line {line} of {} lines", self.0.len());
        let chars = found.map_or(0, |line| line.chars().count());
        assert!((1..=chars + 1).contains(&column), "column {column} of {chars} in line {line}");
    }
}

/// Lines with their ends, which are `\n`, `\r\n` or a lone `\r`; one more than there are ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let line = rest?;
        let bytes = line.as_bytes();
        let end = (0..bytes.len()).find(|&at| {
            bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')
        });
        let Some(end) = end else {
            rest = None;
            return Some(line);
        };
        let (line, after) = line.split_at(end + 1);
        rest = Some(after);
        Some(line)
    })
}

/// Asserts that a message for people is there, and is one line.
#[track_caller]
pub(crate) fn assert_message(message: &str) {
    assert!(!message.is_empty());
    assert!(!message.contains(['\n', '\r']), "{message:?}");
}
