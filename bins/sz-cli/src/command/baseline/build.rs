//! `sz-cli baseline build`: templates from captures.

use anyhow::anyhow;
use sz_core::{BuildOptions, Observation, ScreenId, Template, build_template};

use crate::{
    cli::BaselineBuild,
    exit::Outcome,
    history,
    input::{self, Reader},
    library,
    output::{self, OutputFormat},
    quality,
};

use super::show;

pub(crate) fn run(arguments: &BaselineBuild, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?;
    let profile = library::profile(arguments.noise.as_deref())?;
    let files = input::expand(&arguments.files)?;
    let mut app = arguments.app.clone();
    let mut samples = Vec::with_capacity(files.len());
    for file in &files {
        let capture = reader.read(file).map_err(|error| anyhow!("{}: {error}", file.display()))?;
        quality::require_screen(file, &capture.quality)?;
        samples.push(Observation::new(&capture.tree, &profile));
        app = app.or(capture.app);
    }
    let sources: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let options = BuildOptions {
        screen_id: ScreenId::new(arguments.screen_id.as_deref().unwrap_or_default())?,
        app,
        description: arguments.description.clone(),
        source: Some(sources.join(", ")),
    };
    let text = build_template(&samples.iter().collect::<Vec<_>>(), &options)?;
    warn_of_nothing_in_common(&text, samples.len());
    match &arguments.out {
        None => show::print(&text, format)?,
        Some(file) => {
            let replaced = history::put(file, &text, &profile)?;
            output::remark(&history::told(file, &replaced));
        }
    }
    Ok(Outcome::Same)
}

/// Captures of one screen have something in common that could be required.
fn warn_of_nothing_in_common(text: &str, n_captures: usize) {
    let is_bare = Template::parse(text).is_ok_and(|built| built.required_nodes().is_empty());
    if is_bare && n_captures > 1 {
        output::remark(&format!(
            "{}: no node with a name is in all {n_captures} captures, and so none is required: are they of one screen? \
             --bulk finds out which screens there are",
            output::styled(output::WARN, "warning"),
        ));
    }
}
