//! `sz-cli policy`: the files that decide how much drift matters.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::Serialize;
use sz_core::{Policy, ScreenId, Template, formats::suggest};

use crate::{
    cli::{self, PolicyCheck},
    exit::Outcome,
    library,
    output::{self, OutputFormat},
};

pub(crate) fn run(command: &cli::Policy, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        cli::Policy::Check(arguments) => check(arguments, format),
    }
}

/// What there is to say of one policy file.
#[derive(Serialize)]
struct Checked {
    file: String,
    valid: bool,
    faults: Vec<String>,
    warnings: Vec<String>,
}

fn check(arguments: &PolicyCheck, format: OutputFormat) -> anyhow::Result<Outcome> {
    let library = arguments.templates.as_deref().map(library::read_valid_library).transpose()?;
    let templates = library.as_ref().map(|library| &*library.templates);
    let files = arguments.files.iter().map(|file| check_file(file, templates));
    let checked = files.collect::<anyhow::Result<Vec<Checked>>>()?;
    if format == OutputFormat::Table {
        print(&checked)?;
    } else {
        output::list(format, &checked)?;
    }
    let is_valid = checked.iter().all(|file| file.valid);
    Ok(if is_valid { Outcome::Same } else { Outcome::Differs })
}

fn check_file(file: &Path, templates: Option<&[Template]>) -> anyhow::Result<Checked> {
    let name = file.display().to_string();
    let text = library::read_text(file)?;
    Ok(match Policy::parse(&text) {
        Ok(policy) => {
            let warnings = templates.map(|templates| unknown_places(&policy, templates));
            let warnings = warnings.into_iter().flatten().map(|it| format!("{name}: {it}"));
            Checked { valid: true, faults: Vec::new(), warnings: warnings.collect(), file: name }
        }
        Err(found) => {
            let faults = found.faults.iter().map(|fault| format!("{name}:{fault}")).collect();
            Checked { valid: false, faults, warnings: Vec::new(), file: name }
        }
    })
}

/// Applications and screens that the policy names and no template is of.
fn unknown_places(policy: &Policy, templates: &[Template]) -> Vec<String> {
    // By application, and of all of them under `None`.
    let mut screens: BTreeMap<Option<&str>, BTreeSet<&str>> = BTreeMap::new();
    for template in templates {
        let screen = template.screen_id().as_str();
        for app in BTreeSet::from([None, template.metadata().app()]) {
            screens.entry(app).or_default().insert(screen);
        }
    }
    let apps: BTreeSet<&str> = screens.keys().copied().flatten().collect();
    let mut warnings = Vec::new();
    let mut warn = |what: String, name: &str, known: &BTreeSet<&str>| {
        if !known.contains(name) {
            let help = suggest(name, known.iter().copied());
            let help = help.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            warnings.push(format!("no template of {what}{help}"));
        }
    };
    for place in policy.places() {
        let of = place.app.map(|app| format!(" of {app}")).unwrap_or_default();
        let Some(known) = screens.get(&place.app) else {
            if let (Some(app), None) = (place.app, place.screen) {
                warn(format!("the application `{app}`"), app, &apps);
            }
            continue;
        };
        if let Some(screen) = place.screen {
            warn(format!("the screen `{screen}`{of}"), screen, known);
        }
        for (from, to) in place.expected_transitions {
            for screen in [from].into_iter().chain(to).map(ScreenId::as_str) {
                warn(format!("the screen `{screen}`{of}, which is expected"), screen, known);
            }
        }
    }
    warnings
}

fn print(checked: &[Checked]) -> anyhow::Result<()> {
    let mut text = String::new();
    for Checked { file, faults, warnings, .. } in checked {
        for fault in faults {
            text += &format!("{}: {fault}\n", output::styled(output::BAD, "fault"));
        }
        for warning in warnings {
            text += &format!("{}: {warning}\n", output::styled(output::WARN, "warning"));
        }
        text += &format!("{file}: {}\n", library::faults(faults.len()));
    }
    output::print(&text)
}
