//! `sz-cli baseline`: templates, from captures and from files.

use std::path::Path;

use anyhow::{Context, anyhow, bail};
use serde::Serialize;
use sz_core::{BuildOptions, Observation, ScreenId, Template, build_template};

use crate::{
    cli::{Baseline, BaselineBuild, BaselineFolder, BaselineShow},
    exit::Outcome,
    input, library,
    output::{self, OutputFormat},
    save,
};

pub(crate) fn run(command: &Baseline, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        Baseline::Build(arguments) => build(arguments),
        Baseline::List(arguments) => list(arguments, format),
        Baseline::Show(arguments) => show(arguments, format),
        Baseline::Validate(arguments) => validate(arguments, format),
    }
}

fn build(arguments: &BaselineBuild) -> anyhow::Result<Outcome> {
    let capture = input::read_capture(&arguments.file, None)
        .map_err(|error| anyhow!("{}: {error}", arguments.file.display()))?;
    let profile = library::profile(arguments.noise.as_deref())?;
    let options = BuildOptions {
        screen_id: ScreenId::new(&arguments.screen_id)?,
        app: arguments.app.clone().or(capture.app),
        description: arguments.description.clone(),
        source: Some(arguments.file.display().to_string()),
    };
    let text = build_template(&Observation::new(&capture.tree, &profile), &options)?;
    match &arguments.out {
        None => output::print(&text)?,
        Some(file) => {
            save::write(file, text.as_bytes())?;
            output::remark(&format!("wrote {}", file.display()));
        }
    }
    Ok(Outcome::Same)
}

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

fn list(arguments: &BaselineFolder, format: OutputFormat) -> anyhow::Result<Outcome> {
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

fn show(arguments: &BaselineShow, format: OutputFormat) -> anyhow::Result<Outcome> {
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

/// What `validate` says.
#[derive(Serialize)]
struct Validated {
    valid: bool,
    templates: usize,
    faults: Vec<String>,
    warnings: Vec<String>,
}

fn validate(arguments: &BaselineFolder, format: OutputFormat) -> anyhow::Result<Outcome> {
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
