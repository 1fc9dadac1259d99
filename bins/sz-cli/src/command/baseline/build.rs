//! `sz-cli baseline build`: templates from captures.

use anyhow::anyhow;
use sz_core::{BuildOptions, Observation, ScreenId, build_template};

use crate::{cli::BaselineBuild, exit::Outcome, history, input::Reader, library, output};

pub(crate) fn run(arguments: &BaselineBuild) -> anyhow::Result<Outcome> {
    let capture = Reader::new(&arguments.redaction)?
        .read(&arguments.file)
        .map_err(|error| anyhow!("{}: {error}", arguments.file.display()))?;
    let profile = library::profile(arguments.noise.as_deref())?;
    let options = BuildOptions {
        screen_id: ScreenId::new(&arguments.screen_id)?,
        app: arguments.app.clone().or(capture.app),
        description: arguments.description.clone(),
        source: Some(arguments.file.display().to_string()),
    };
    let text = build_template(&[&Observation::new(&capture.tree, &profile)], &options)?;
    match &arguments.out {
        None => output::print(&text)?,
        Some(file) => {
            let replaced = history::put(file, &text, &profile)?;
            output::remark(&history::told(file, &replaced));
        }
    }
    Ok(Outcome::Same)
}
