//! `sz-cli baseline show`: one template as it is written.

use anyhow::{Context, bail};
use sz_core::{ScreenId, Template};

use crate::{
    cli::BaselineShow,
    exit::Outcome,
    library,
    output::{self, OutputFormat},
};

pub(crate) fn run(arguments: &BaselineShow, format: OutputFormat) -> anyhow::Result<Outcome> {
    let screen_id = ScreenId::new(&arguments.screen_id)?;
    let library = library::read_valid_library(&arguments.templates)?;
    let place = library.templates.iter().position(|t| *t.screen_id() == screen_id);
    let Some(place) = place else { bail!(no_such_screen(&library.templates, &screen_id)) };
    let text = library.source_of(place).context("the template has no source")?;
    if format == OutputFormat::Table {
        output::print(text)?;
    } else {
        let value: serde_yaml::Value = serde_yaml::from_str(text)?;
        output::document(format, &value)?;
    }
    Ok(Outcome::Same)
}

fn no_such_screen(templates: &[Template], screen_id: &ScreenId) -> String {
    let known: Vec<&str> = templates.iter().map(|t| t.screen_id().as_str()).collect();
    format!("no template for `{screen_id}`; there are: {}", known.join(", "))
}
