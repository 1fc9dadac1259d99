//! `sz-cli diff`: what changed between two captures, as a report or as an edit script.

use std::path::Path;

use anyhow::{Context, anyhow};
use sz_core::{
    Capture, DiffOptions, Limits, Patch, Tree,
    diff::{Mark, OutlineLine, SpanKind, diff},
    write_sz,
};

use crate::{
    cli::Diff,
    exit::Outcome,
    input::Reader,
    library,
    output::{self, OutputFormat},
    quality, save,
};

pub(crate) fn run(arguments: &Diff, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?;
    let a = read(&arguments.a, &reader)?;
    quality::warn(&arguments.a, &a.quality);
    if let Some(patch) = &arguments.apply {
        return apply(patch, &a.tree, &reader);
    }
    let b_file = arguments.b.as_deref().context("a second capture is needed")?;
    let b = read(b_file, &reader)?;
    quality::warn(b_file, &b.quality);
    let are_whole = [&a, &b].iter().all(|it| it.quality.verdict().is_whole());
    let (a, b) = (a.tree, b.tree);
    let mut options = DiffOptions::default();
    if let Some(tolerance_px) = arguments.bounds {
        options = options.with_bounds(tolerance_px);
    }
    let diff = diff(&a, &b, &options);
    if let Some(file) = &arguments.patch {
        let patch = serde_json::to_vec(&diff.patch(&a, &b))?;
        save::write(file, &patch)?;
    }
    if format == OutputFormat::Table {
        let mut text: String = diff.outline(&a, &b).iter().map(outline_line).collect();
        let similarity = diff.similarity;
        text += &format!(
            "{} edits, {} unchanged, similarity {similarity:.3}\n",
            diff.edits, diff.unchanged
        );
        output::print(&text)?;
    } else {
        output::document(format, &diff.report(&a, &b))?;
    }
    Ok(match (diff.is_empty(), are_whole) {
        (false, _) => Outcome::Differs,
        (true, true) => Outcome::Same,
        // What was not captured may be different.
        (true, false) => Outcome::Trouble,
    })
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

fn read(file: &Path, reader: &Reader) -> anyhow::Result<Capture> {
    reader.read(file).map_err(|error| anyhow!("{}: {error}", file.display()))
}

fn apply(patch: &Path, a: &Tree, reader: &Reader) -> anyhow::Result<Outcome> {
    let text = library::read_text(patch)?;
    let patch_name = || format!("{}: the patch was not applied", patch.display());
    let limits = Limits::default();
    let patch = Patch::from_json(text.as_bytes(), &limits).with_context(patch_name)?;
    let b = patch.apply(a, &limits).with_context(patch_name)?;
    // The patch may have been made from captures that were not redacted.
    let b = match reader.redactor() {
        None => b,
        Some(redactor) => redactor.tree(&b).into_owned(),
    };
    output::print(&format!("{}\n", write_sz(&b)))?;
    Ok(Outcome::Same)
}
