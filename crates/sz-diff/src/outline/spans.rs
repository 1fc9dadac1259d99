use std::fmt::Write as _;

use sz_tree::Node;

use crate::{FieldChange, WordPiece, judge::state_names};

/// Longer texts are cut, in characters.
const TEXT_MAX: usize = 80;
/// How much of a long text is shown before and after what changed in it, in characters.
const CONTEXT_MAX: usize = 32;
/// How many pieces of a text that was compared by words are shown.
const PIECES_MAX: usize = 24;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineSpan {
    /// What the part is.
    pub kind: SpanKind,
    /// Its text.
    pub text: String,
}

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpanKind {
    /// The node as it is, or what stands between other parts.
    Plain,
    /// What happened to the node as a whole.
    Note,
    /// What a field was, or a part of that which is gone.
    Old,
    /// What a field is, or a part of that which is new.
    New,
}

/// A node on one line: `textbox "E-mail" = "ada@example.org" {required}`.
pub(super) fn describe(node: Node<'_>) -> String {
    let mut text = node.role().to_string().escape_debug().to_string();
    if !node.name().is_empty() {
        let _ = write!(text, " {}", quoted(node.name()));
    }
    if let Some(value) = node.value() {
        let _ = write!(text, " = {}", quoted(value));
    }
    if let Some(states) = state_names(node.states()) {
        let _ = write!(text, " {{{states}}}");
    }
    text
}

pub(super) fn plain(text: String) -> OutlineSpan {
    OutlineSpan { kind: SpanKind::Plain, text }
}

pub(super) fn note(text: String) -> OutlineSpan {
    OutlineSpan { kind: SpanKind::Note, text }
}

/// `  name: "OK" → "Okay"`, or, for long texts, `  name: "… at [-any time-]{+noon+}."`.
pub(super) fn push_change(spans: &mut Vec<OutlineSpan>, change: &FieldChange) {
    let field = change.field.to_string();
    spans.push(plain(format!("  {}: ", field.escape_debug())));
    if let Some(words) = change.words() {
        push_words(spans, &words);
        return;
    }
    let side = |text: &Option<String>| text.as_deref().map_or("nothing".to_owned(), quoted);
    spans.push(OutlineSpan { kind: SpanKind::Old, text: side(&change.old) });
    spans.push(plain(" → ".to_owned()));
    spans.push(OutlineSpan { kind: SpanKind::New, text: side(&change.new) });
}

/// Both texts in one, in the notation of `git diff --word-diff`.
fn push_words(spans: &mut Vec<OutlineSpan>, words: &[WordPiece]) {
    spans.push(plain("\"".to_owned()));
    for (place, piece) in words.iter().enumerate().take(PIECES_MAX) {
        spans.push(match piece {
            WordPiece::Kept(text) => plain(context(text, place > 0, place + 1 < words.len())),
            WordPiece::Removed(text) => {
                OutlineSpan { kind: SpanKind::Old, text: format!("[-{}-]", cut(text)) }
            }
            WordPiece::Added(text) => {
                OutlineSpan { kind: SpanKind::New, text: format!("{{+{}+}}", cut(text)) }
            }
        });
    }
    spans.push(plain(if words.len() > PIECES_MAX { "…" } else { "\"" }.to_owned()));
}

/// What is near the changes before and after a text that was kept.
fn context(text: &str, has_before: bool, has_after: bool) -> String {
    let start = if has_before {
        text.char_indices().nth(CONTEXT_MAX).map_or(text.len(), |(end, _)| end)
    } else {
        0
    };
    let end = if has_after {
        text.char_indices().nth_back(CONTEXT_MAX - 1).map_or(0, |(start, _)| start)
    } else {
        text.len()
    };
    if start >= end || !has_before && !has_after {
        return text.escape_debug().to_string();
    }
    let (before, after) = match (has_before, has_after) {
        (true, true) => (&text[..start], &text[end..]),
        (true, false) => (&text[..start], ""),
        _ => ("", &text[end..]),
    };
    format!("{}…{}", before.escape_debug(), after.escape_debug())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
        None => text.escape_debug().to_string(),
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
