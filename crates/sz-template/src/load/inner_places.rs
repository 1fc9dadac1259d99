use sz_formats::Mark;

/// Places inside a text that is part of a file.
pub(crate) struct InnerPlaces<'a> {
    /// Where the text starts: the mark of its first character.
    start: Mark,
    /// The lines of the file from there on.
    file: Vec<&'a str>,
    text: Vec<&'a str>,
}

impl<'a> InnerPlaces<'a> {
    pub(crate) fn new(file: &'a str, start: Mark, text: &'a str) -> Self {
        let above = usize::try_from(start.line).unwrap_or(usize::MAX).saturating_sub(1);
        Self { start, file: lines(file).skip(above).collect(), text: lines(text).collect() }
    }

    /// Where in the file a place of the text is. Where the text's line is not in the file as it is, because it is
    /// quoted or folded there, that is where the text starts.
    pub(crate) fn of(&self, inner: Mark) -> Mark {
        let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).saturating_sub(1);
        let line = number(inner.line);
        let is_there = self.file.get(line).zip(self.text.get(line)).is_some_and(|(file, text)| {
            let indent = file.char_indices().nth(number(self.start.column)).map(|(at, _)| at);
            !text.is_empty() && indent.and_then(|at| file.get(at..)) == Some(text)
        });
        if !is_there {
            return self.start;
        }
        let add = |a: u32, b: u32| a.saturating_add(b).saturating_sub(1);
        Mark {
            line: add(self.start.line, inner.line),
            column: add(self.start.column, inner.column),
        }
    }
}

/// The lines of a text without their ends: `\n`, `\r\n` or a lone `\r`, as YAML counts.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}
