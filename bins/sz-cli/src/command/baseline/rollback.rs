//! `sz-cli baseline rollback`: an earlier version as a new one.

use serde::Serialize;
use sz_core::template::Bump;

use crate::{
    cli::BaselineRollback,
    exit::Outcome,
    history::{self, Replaced},
    library,
    output::{self, OutputFormat},
};

use super::{diff, version};

/// What `rollback` did.
#[derive(Serialize)]
struct RolledBack<'a> {
    screen_id: &'a str,
    app: Option<&'a str>,
    /// The version that was current.
    from: String,
    /// The version whose content is current now.
    to: String,
    /// Its new number.
    version: String,
    bump: Option<&'static str>,
    file: String,
    /// Where the version is kept that was current.
    kept: Option<String>,
    changes: Vec<diff::Changed<'a>>,
}

pub(crate) fn run(arguments: &BaselineRollback, format: OutputFormat) -> anyhow::Result<Outcome> {
    let profile = library::profile(arguments.noise.as_deref())?;
    let found = history::find(&arguments.screen)?;
    let to = version::parse(&arguments.version)?;
    let back = found.lineage.rollback(&to, &profile)?;
    let current = &found.lineage.current().template;
    let kept = match history::replace(&found.file, &back.text, &profile)? {
        Replaced::Kept { kept, .. } => Some(kept.display().to_string()),
        Replaced::New | Replaced::Same => None,
    };
    let (app, screen_id) = current.key();
    let done = RolledBack {
        screen_id: screen_id.as_str(),
        app,
        from: current.version().to_string(),
        to: to.to_string(),
        version: back.version.to_string(),
        bump: back.diff.bump.map(Bump::as_str),
        file: found.file.display().to_string(),
        kept,
        changes: diff::changed(&back.diff),
    };
    if format == OutputFormat::Table {
        output::print(&format!(
            "{}\n{}: version {} has the content of {to}, in {}\nversion {} is kept in {}\n",
            diff::table(&back.diff),
            done.screen_id,
            done.version,
            done.file,
            done.from,
            done.kept.as_deref().unwrap_or_default(),
        ))?;
    } else {
        output::document(format, &done)?;
    }
    Ok(Outcome::Same)
}
