//! `sz-cli query`: nodes by selector. Exit code 1 where nothing was found, as `grep` has it.

use std::borrow::Cow;

use anyhow::Context;
use rayon::prelude::*;
use sz_core::Selector;

use crate::{
    cli::Query,
    exit::Outcome,
    input::{self, Reader},
    output::{self, OutputFormat},
    progress,
    wire::Found,
};

pub(crate) fn run(arguments: &Query, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?;
    let selector = match reader.redactor() {
        None => Cow::Borrowed(&*arguments.selector),
        Some(redactor) => redactor.selector(&arguments.selector),
    };
    let selector = Selector::parse(&selector).context("not a selector")?;
    let files = input::expand(&arguments.files)?;
    let bar = progress::bar(files.len());
    let results: Vec<Result<Vec<Found>, String>> = files
        .par_iter()
        .map(|file| {
            let name = file.display().to_string();
            let capture = reader.read(file);
            bar.inc(1);
            let capture = capture.map_err(|error| format!("{name}: {error}"))?;
            Ok(selector.select(&capture.tree).map(|node| Found::new(&name, node)).collect())
        })
        .collect();
    bar.finish_and_clear();
    let mut found = Vec::new();
    let mut failed = false;
    for result in results {
        match result {
            Ok(nodes) => found.extend(nodes),
            Err(message) => {
                failed = true;
                output::complain(&message);
            }
        }
    }
    print(&found, format)?;
    Ok(match (failed, found.is_empty()) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Differs,
        (false, false) => Outcome::Same,
    })
}

fn print(found: &[Found], format: OutputFormat) -> anyhow::Result<()> {
    if format != OutputFormat::Table {
        return output::list(format, found);
    }
    let mut table = output::table(&["file", "path", "role", "name", "value"]);
    for node in found {
        let value = node.value.as_deref().unwrap_or_default();
        table.add_row([&node.file, &node.path, &node.role, &node.name, value]);
    }
    output::print(&format!("{table}\n"))
}
