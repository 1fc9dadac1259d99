//! A difference as people and scripts read it.

use std::path::Path;

use sz_core::{
    Diff, Tree,
    diff::{Mark, OutlineLine, SpanKind},
};

use crate::output::{self, OutputFormat};

/// The difference of two captures in this format; of a terminal's colours where it is for people.
pub(super) fn text(
    diff: &Diff,
    (a, b): (&Tree, &Tree),
    a_file: &Path,
    b_file: &Path,
    format: OutputFormat,
) -> anyhow::Result<String> {
    Ok(match format {
        OutputFormat::Table => outline(diff, a, b),
        OutputFormat::Html => {
            let (before, after) = (a_file.to_string_lossy(), b_file.to_string_lossy());
            diff.html(a, b, [&before, &after])
        }
        _ => output::document_text(format, &diff.report(a, b))?,
    })
}

fn outline(diff: &Diff, a: &Tree, b: &Tree) -> String {
    let mut text: String = diff.outline(a, b).iter().map(outline_line).collect();
    text += &format!(
        "{} edits, {} unchanged, similarity {:.3}\n",
        diff.edits, diff.unchanged, diff.similarity
    );
    text
}

/// One line: the margin and the node in the colour of its mark, the old and the new parts of a field in theirs.
fn outline_line(line: &OutlineLine) -> String {
    let style = match line.mark {
        Mark::Added => output::GOOD,
        Mark::Removed => output::BAD,
        Mark::Same | Mark::Elided => output::DIM,
        _ => output::WARN,
    };
    let margin = format!("{} {:indent$}", line.mark.as_char(), "", indent = 2 * line.depth);
    let spans = line.spans.iter().map(|span| {
        let style = match span.kind {
            SpanKind::Old => output::BAD,
            SpanKind::New => output::GOOD,
            SpanKind::Note => output::DIM,
            _ => style,
        };
        output::styled(style, &span.text)
    });
    output::styled(style, margin) + &spans.collect::<String>() + "\n"
}
