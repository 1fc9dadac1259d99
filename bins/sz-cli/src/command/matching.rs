//! `sz-cli match`: which template a capture fits best.

use rayon::prelude::*;
use sz_core::{Engine, Match};

use crate::{
    cli,
    exit::Outcome,
    input::{self, Reader},
    library,
    output::{self, OutputFormat},
    progress,
    wire::{self, FileError, FileMatch, QualityText, Scored},
};

pub(crate) fn run(arguments: &cli::Match, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?;
    let engine = library::engine(&arguments.templates, None, None, reader.redactor())?;
    let files = input::expand(&arguments.files)?;
    let bar = progress::bar(files.len());
    let matches: Vec<FileMatch> = files
        .par_iter()
        .map(|file| {
            let matched = match_file(file, &reader, &engine, arguments.top);
            bar.inc(1);
            matched
        })
        .collect();
    bar.finish_and_clear();
    print(&matches, format)?;
    let outcome = |matched: &FileMatch| match (&matched.error, &matched.screen_id) {
        (Some(_), _) => Outcome::Trouble,
        // What was not captured may be of another screen.
        _ if !is_judged(matched) => Outcome::Trouble,
        (None, None) => Outcome::Differs,
        (None, Some(_)) => Outcome::Same,
    };
    Ok(matches.iter().map(outcome).max().unwrap_or(Outcome::Same))
}

fn match_file(file: &std::path::Path, reader: &Reader, engine: &Engine, top: usize) -> FileMatch {
    let name = file.display().to_string();
    let capture = match reader.read(file) {
        Ok(capture) => capture,
        Err(error) => return FileMatch::failed(name, error),
    };
    let quality = QualityText::from(&capture.quality);
    if !quality.is_screen {
        return FileMatch { quality: Some(quality), ..FileMatch::new(name) };
    }
    let observation = engine.observe(&capture.tree);
    let (screen_id, score) =
        match engine.templates().best_match(&observation, capture.app.as_deref()) {
            Match::Known(best) => {
                (Some(best.template.screen_id().to_string()), wire::rounded(best.score))
            }
            Match::Unknown(Some(nearest)) => (None, wire::rounded(nearest.score)),
            Match::Unknown(None) => (None, 0.0),
        };
    let candidates = engine
        .templates()
        .candidates(&observation, top)
        .iter()
        .map(|candidate| Scored {
            screen_id: candidate.template.screen_id().to_string(),
            score: wire::rounded(candidate.score),
        })
        .collect();
    FileMatch { screen_id, score, candidates, quality: Some(quality), ..FileMatch::new(name) }
}

fn is_judged(matched: &FileMatch) -> bool {
    matched.quality.as_ref().is_some_and(|quality| quality.is_judged)
}

fn print(matches: &[FileMatch], format: OutputFormat) -> anyhow::Result<()> {
    if format != OutputFormat::Table {
        return output::list(format, matches);
    }
    let mut table = output::table(&["file", "screen", "score", "candidates"]);
    for matched in matches {
        let candidates = matched.candidates.iter();
        let candidates = candidates.map(|c| format!("{} {:.3}", c.screen_id, c.score));
        let worth = matched.quality.as_ref().map(QualityText::line);
        let worth = worth.filter(|line| !line.is_empty());
        let error = matched.error.as_ref().map(FileError::line);
        let lines: Vec<String> = candidates.chain(worth).chain(error).collect();
        let score =
            if matched.error.is_some() { String::new() } else { format!("{:.3}", matched.score) };
        table.add_row([&matched.file, &screen_cell(matched), &score, &lines.join("\n")]);
    }
    output::print(&format!("{table}\n"))
}

fn screen_cell(matched: &FileMatch) -> String {
    let is_screen = matched.quality.as_ref().is_none_or(|quality| quality.is_screen);
    match (&matched.error, &matched.screen_id) {
        (Some(_), _) => output::styled(output::BAD, "not read"),
        (None, Some(screen)) => output::styled(output::GOOD, screen),
        (None, None) if !is_screen => output::styled(output::BAD, "no screen"),
        (None, None) => output::styled(output::WARN, "unknown"),
    }
}
