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
    if format == OutputFormat::Table {
        output::print(text)?;
    } else {
        let value: serde_yaml::Value = serde_yaml::from_str(text)?;
        output::document(format, &value)?;
    }
    Ok(Outcome::Same)
}
