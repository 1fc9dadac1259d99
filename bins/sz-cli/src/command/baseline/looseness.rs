//! `sz-cli baseline looseness`: what could change on a screen without its template noticing.

use anyhow::Context;
use rayon::prelude::*;
use serde::Serialize;
use sz_core::{
    Library,
    noise::Profile,
    template::{LooseEnd, Looseness, NEVER_COMPARED, Weight, looseness},
};

use crate::{
    cli::{AtLeast, BaselineLooseness},
    exit::Outcome,
    library,
    output::{self, OutputFormat},
    progress,
};

use super::diff::plural;

/// What `looseness` says.
#[derive(Serialize)]
struct Told {
    templates: Vec<Judged>,
    /// What no baseline can say.
    never_compared: &'static [&'static str],
}

#[derive(Serialize)]
struct Judged {
    screen_id: String,
    app: Option<String>,
    version: String,
    file: String,
    required: usize,
    /// How many of the required nodes may be missing where everything else fits.
    missing_tolerated: Option<usize>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    kind: &'static str,
    weight: &'static str,
    line: u32,
    column: u32,
    path: Option<String>,
    what: String,
    example: String,
    /// The example was tried, and made no difference to what the template says.
    tried: bool,
    remedy: String,
}

impl From<LooseEnd> for Finding {
    fn from(end: LooseEnd) -> Self {
        Self {
            kind: end.kind.as_str(),
            weight: end.weight.as_str(),
            line: end.mark.line,
            column: end.mark.column,
            path: end.path,
            what: end.what,
            example: end.example,
            tried: end.change.is_some(),
            remedy: end.remedy,
        }
    }
}

pub(crate) fn run(arguments: &BaselineLooseness, format: OutputFormat) -> anyhow::Result<Outcome> {
    let profile = library::profile(arguments.noise.as_deref())?;
    let library = library::read_libraries(&arguments.templates)?;
    library::refuse_faults("looseness", &library.faults)?;
    let count = library.templates.len();
    let places: Vec<usize> = (0..count).collect();
    let bar = progress::bar(count);
    let templates = places
        .par_iter()
        .map(|&place| {
            let judged = judge(&library, place, &profile, arguments.at_least);
            bar.inc(1);
            judged
        })
        .collect::<anyhow::Result<Vec<Judged>>>()?;
    bar.finish_and_clear();
    let is_loose = templates.iter().any(|judged| !judged.findings.is_empty());
    if format == OutputFormat::Table {
        print(&templates)?;
    } else {
        output::document(format, &Told { templates, never_compared: NEVER_COMPARED })?;
    }
    Ok(if is_loose { Outcome::Differs } else { Outcome::Same })
}

fn judge(
    library: &Library,
    place: usize,
    profile: &Profile,
    at_least: AtLeast,
) -> anyhow::Result<Judged> {
    let template = library.templates.get(place).context("the template is in the library")?;
    let text = library.source_of(place).unwrap_or_default();
    // A library without faults has none here.
    let Looseness { ends, missing_tolerated, .. } =
        looseness(text, profile).map_err(|faults| anyhow::anyhow!("{} faults", faults.len()))?;
    let at_least = match at_least {
        AtLeast::Low => Weight::Low,
        AtLeast::Medium => Weight::Medium,
        AtLeast::High => Weight::High,
    };
    let (app, screen_id) = template.key();
    Ok(Judged {
        screen_id: screen_id.to_string(),
        app: app.map(str::to_owned),
        version: template.version().to_string(),
        file: library.name_of(place).unwrap_or_default().to_owned(),
        required: template.required_nodes().len(),
        missing_tolerated,
        findings: ends
            .into_iter()
            .filter(|end| end.weight >= at_least)
            .map(Finding::from)
            .collect(),
    })
}

fn print(templates: &[Judged]) -> anyhow::Result<()> {
    let mut text = String::new();
    for judged in templates {
        text += &heading(judged);
        if judged.findings.is_empty() {
            continue;
        }
        let mut table =
            output::table(&["line", "weight", "what is loose", "for example", "remedy"]);
        for finding in &judged.findings {
            let style = match finding.weight {
                "high" => output::BAD,
                "medium" => output::WARN,
                _ => output::DIM,
            };
            table.add_row([
                &finding.line.to_string(),
                &output::styled(style, finding.weight),
                &finding.what,
                &finding.example,
                &finding.remedy,
            ]);
        }
        text += &format!("{table}\n");
    }
    let loose = templates.iter().filter(|judged| !judged.findings.is_empty()).count();
    let is = if loose == 1 || templates.len() == 1 { "is" } else { "are" };
    text += &format!("{loose} of {} {is} loose\n", plural(templates.len(), "template"));
    text += "with no template compared: ";
    text += &NEVER_COMPARED.join("; ");
    output::print(&(text + "\n"))
}

/// `login (templates/login.yaml): nothing is loose; recognised with up to 2 of 4 required nodes missing`.
fn heading(judged: &Judged) -> String {
    let screen = output::styled(output::STRONG, &judged.screen_id);
    let found = match judged.findings.len() {
        0 => output::styled(output::GOOD, "nothing is loose"),
        n => plural(n, "loose end"),
    };
    let tolerated = match (judged.missing_tolerated, judged.required) {
        (None, _) => String::new(),
        (Some(0), all) => format!("; all {all} required nodes must be there"),
        (Some(n), all) => format!("; recognised with up to {n} of {all} required nodes missing"),
    };
    format!("{screen} ({}): {found}{tolerated}\n", judged.file)
}
