//! `sz-cli noise explain`: which rule removed or changed which node.

use anyhow::anyhow;
use serde::Serialize;

use crate::{
    cli::{Noise, NoiseExplain},
    exit::Outcome,
    input::Reader,
    library,
    output::{self, OutputFormat},
};

pub(crate) fn run(command: &Noise, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        Noise::Explain(arguments) => explain(arguments, format),
    }
}

/// One effect of one rule.
#[derive(Serialize)]
struct Explained {
    path: String,
    role: String,
    name: String,
    action: String,
    rule: String,
}

fn explain(arguments: &NoiseExplain, format: OutputFormat) -> anyhow::Result<Outcome> {
    let capture = Reader::new(&arguments.redaction)?
        .read(&arguments.file)
        .map_err(|error| anyhow!("{}: {error}", arguments.file.display()))?;
    let profile = library::profile(arguments.noise.as_deref())?;
    let kept = profile.apply(&capture.tree).tree.len();
    let effects = profile.explain(&capture.tree);
    let explained: Vec<Explained> = effects
        .iter()
        .filter_map(|effect| {
            let node = capture.tree.node(effect.node)?;
            Some(Explained {
                path: node.path().to_string(),
                role: node.role().to_string(),
                name: node.name().to_owned(),
                action: effect.action.to_string(),
                rule: effect.rule.clone(),
            })
        })
        .collect();
    if format != OutputFormat::Table {
        output::list(format, &explained)?;
        return Ok(Outcome::Same);
    }
    let mut table = output::table(&["path", "role", "name", "action", "rule"]);
    for row in explained {
        table.add_row([row.path, row.role, row.name, row.action, row.rule]);
    }
    output::print(&format!("{table}\n{} of {} nodes kept\n", kept, capture.tree.len()))?;
    Ok(Outcome::Same)
}
