//! `sz-cli baseline show`: one template as it is written.

use anyhow::Context;

use crate::{
    cli::BaselineShow,
    exit::Outcome,
    library,
    output::{self, OutputFormat},
};

pub(crate) fn run(arguments: &BaselineShow, format: OutputFormat) -> anyhow::Result<Outcome> {
    let library = library::read_valid_library(&arguments.templates)?;
    let place = library::find(&library, &arguments.screen_id, arguments.app.as_deref())?;
    let text = library.source_of(place).context("the template has no source")?;
    print(text, format)?;
    Ok(Outcome::Same)
}

/// Prints the text of a template: as it is for people, or what is in it as a document.
pub(super) fn print(text: &str, format: OutputFormat) -> anyhow::Result<()> {
    if format == OutputFormat::Table {
        return output::print(text);
    }
    let value: serde_yaml::Value = serde_yaml::from_str(text)?;
    output::document(format, &value)
}
