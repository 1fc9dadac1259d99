//! `sz-cli convert`: any format in, one of ours out.

use anyhow::{anyhow, bail};
use serde::Serialize;
use sz_core::formats::{Loss, Target, capture_loss, one_line};

use crate::{
    cli::Convert,
    exit::Outcome,
    input::Reader,
    output::{self, OutputFormat},
};

pub(crate) fn run(arguments: &Convert, format: OutputFormat) -> anyhow::Result<Outcome> {
    if format != OutputFormat::Table && !arguments.loss {
        bail!(
            "`convert` writes the format that --to names; --format is for the report of --loss, or leave it out"
        );
    }
    let capture = Reader::new(&arguments.redaction)?
        .of_format(arguments.from)
        .read(&arguments.file)
        .map_err(|error| anyhow!("{}: {error}", arguments.file.display()))?;
    let to = Target::from(arguments.to);
    let mut text = to.write(&capture);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    output::print(&text)?;
    if arguments.loss {
        report(&capture_loss(&capture, to), to, format)?;
    }
    Ok(Outcome::Same)
}

/// One thing that was lost.
#[derive(Debug, Serialize)]
struct LossText {
    lost: String,
    nodes: usize,
    examples: Vec<String>,
    reason: &'static str,
}

impl From<&Loss> for LossText {
    fn from(loss: &Loss) -> Self {
        Self {
            lost: one_line(&loss.lost.to_string()).into_owned(),
            nodes: loss.nodes,
            examples: loss.examples.iter().map(ToString::to_string).collect(),
            reason: loss.lost.reason(),
        }
    }
}

/// Says on stderr what was lost: what was asked for is on stdout.
fn report(losses: &[Loss], to: Target, format: OutputFormat) -> anyhow::Result<()> {
    let losses: Vec<LossText> = losses.iter().map(LossText::from).collect();
    if format != OutputFormat::Table {
        return output::remark_list(format, &losses);
    }
    if losses.is_empty() {
        output::remark(&format!("nothing is lost: `{to}` says all that the capture does"));
        return Ok(());
    }
    let mut table = output::table(&["lost", "nodes", "first", "why"]);
    for loss in losses {
        let nodes = if loss.nodes == 0 { String::new() } else { loss.nodes.to_string() };
        table.add_row([loss.lost, nodes, loss.examples.join(" "), loss.reason.to_owned()]);
    }
    output::remark(&table.to_string());
    Ok(())
}
