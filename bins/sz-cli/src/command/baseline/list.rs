//! `sz-cli baseline list`: what a folder of templates holds.

use serde::Serialize;
use sz_core::Template;

use crate::{
    cli::BaselineFolder,
    exit::Outcome,
    library,
    output::{self, OutputFormat},
};

/// One template in a list.
#[derive(Serialize)]
struct Listed {
    screen_id: String,
    version: String,
    app: Option<String>,
    required: usize,
    baseline_nodes: Option<usize>,
    threshold: f64,
    description: Option<String>,
}

impl From<&Template> for Listed {
    fn from(template: &Template) -> Self {
        Self {
            screen_id: template.screen_id().to_string(),
            version: template.version().to_string(),
            app: template.metadata().app().map(str::to_owned),
            required: template.required_nodes().len(),
            baseline_nodes: template.baseline().map(|baseline| baseline.tree.len()),
            threshold: template.threshold().get(),
            description: template.metadata().description().map(str::to_owned),
        }
    }
}

pub(crate) fn run(arguments: &BaselineFolder, format: OutputFormat) -> anyhow::Result<Outcome> {
    let library = library::read_valid_library(&arguments.templates)?;
    let mut listed: Vec<Listed> = library.templates.iter().map(Listed::from).collect();
    listed.sort_by(|a, b| (&a.app, &a.screen_id).cmp(&(&b.app, &b.screen_id)));
    if format != OutputFormat::Table {
        output::list(format, &listed)?;
        return Ok(Outcome::Same);
    }
    let mut table =
        output::table(&["screen", "version", "app", "required", "baseline nodes", "description"]);
    for template in listed {
        table.add_row([
            template.screen_id,
            template.version,
            template.app.unwrap_or_default(),
            template.required.to_string(),
            template.baseline_nodes.map(|nodes| nodes.to_string()).unwrap_or_default(),
            template.description.unwrap_or_default(),
        ]);
    }
    output::print(&format!("{table}\n"))?;
    Ok(Outcome::Same)
}
