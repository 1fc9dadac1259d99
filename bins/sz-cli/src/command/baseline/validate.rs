//! `sz-cli baseline validate`: every fault of a folder of templates.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::BaselineFolder,
    exit::Outcome,
    library,
    output::{self, OutputFormat},
};

/// What `validate` says.
#[derive(Serialize)]
struct Validated {
    valid: bool,
    templates: usize,
    faults: Vec<String>,
    warnings: Vec<String>,
}

pub(crate) fn run(arguments: &BaselineFolder, format: OutputFormat) -> anyhow::Result<Outcome> {
    let library = library::read_library(&arguments.templates)?;
    let validated = Validated {
        valid: library.faults.is_empty(),
        templates: library.templates.len(),
        faults: library.faults.iter().map(ToString::to_string).collect(),
        warnings: library.warnings.iter().map(ToString::to_string).collect(),
    };
    if format == OutputFormat::Table {
        print_validated(&arguments.templates, &validated)?;
    } else {
        output::document(format, &validated)?;
    }
    Ok(if validated.valid { Outcome::Same } else { Outcome::Differs })
}

fn print_validated(place: &Path, validated: &Validated) -> anyhow::Result<()> {
    let mut text = String::new();
    for fault in &validated.faults {
        text += &format!("{}: {fault}\n", output::styled(output::BAD, "fault"));
    }
    for warning in &validated.warnings {
        text += &format!("{}: {warning}\n", output::styled(output::WARN, "warning"));
    }
    text += &format!(
        "{}: {} templates, {}\n",
        place.display(),
        validated.templates,
        library::faults(validated.faults.len())
    );
    output::print(&text)
}
