//! `sz-cli convert`: any format in, one of ours out.

use anyhow::{anyhow, bail};
use sz_core::{write_aria, write_outline, write_sz};

use crate::{
    cli::{Convert, Target},
    exit::Outcome,
    input::Reader,
    output::{self, OutputFormat},
};

pub(crate) fn run(arguments: &Convert, format: OutputFormat) -> anyhow::Result<Outcome> {
    if format != OutputFormat::Table {
        bail!("`convert` writes the format that --to names; leave --format out");
    }
    let capture = Reader::new(&arguments.redaction)?
        .of_format(arguments.from)
        .read(&arguments.file)
        .map_err(|error| anyhow!("{}: {error}", arguments.file.display()))?;
    let text = match arguments.to {
        Target::Sz => write_sz(&capture.tree) + "\n",
        Target::Aria => write_aria(&capture.tree),
        Target::Outline => write_outline(&capture.tree),
    };
    output::print(&text)?;
    Ok(Outcome::Same)
}
