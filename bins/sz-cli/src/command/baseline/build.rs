//! `sz-cli baseline build`: templates from captures.

use anyhow::anyhow;
use sz_core::{BuildOptions, Observation, ScreenId, build_template};

use crate::{
    cli::BaselineBuild,
    exit::Outcome,
    history,
    input::{self, Reader},
    library, output, quality,
};

pub(crate) fn run(arguments: &BaselineBuild) -> anyhow::Result<Outcome> {
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
    match &arguments.out {
        None => output::print(&text)?,
        Some(file) => {
            let replaced = history::put(file, &text, &profile)?;
            output::remark(&history::told(file, &replaced));
        }
    }
    Ok(Outcome::Same)
}
