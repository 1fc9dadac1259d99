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
    wire::{self, FileMatch, Scored},
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
        (None, None) => Outcome::Differs,
        (None, Some(_)) => Outcome::Same,
    };
    Ok(matches.iter().map(outcome).max().unwrap_or(Outcome::Same))
}

fn match_file(file: &std::path::Path, reader: &Reader, engine: &Engine, top: usize) -> FileMatch {
    let name = file.display().to_string();
    let capture = match reader.read(file) {
        Ok(capture) => capture,
        Err(error) => {
            let error = Some(error.into());
            return FileMatch {
                file: name,
                screen_id: None,
                score: 0.0,
                candidates: vec![],
                error,
            };
        }
    };
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
    FileMatch { file: name, screen_id, score, candidates, error: None }
}

fn print(matches: &[FileMatch], format: OutputFormat) -> anyhow::Result<()> {
    if format != OutputFormat::Table {
        return output::list(format, matches);
    }
    let mut table = output::table(&["file", "screen", "score", "candidates"]);
    for matched in matches {
        let screen = match (&matched.error, &matched.screen_id) {
            (Some(error), _) => output::styled(output::BAD, &error.message),
            (None, Some(screen)) => output::styled(output::GOOD, screen),
            (None, None) => output::styled(output::WARN, "unknown"),
        };
        let candidates: Vec<String> =
            matched.candidates.iter().map(|c| format!("{} {:.3}", c.screen_id, c.score)).collect();
        let score = format!("{:.3}", matched.score);
        table.add_row([&matched.file, &screen, &score, &candidates.join("\n")]);
    }
    output::print(&format!("{table}\n"))
}
