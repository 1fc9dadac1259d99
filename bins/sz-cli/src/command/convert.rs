//! `sz-cli convert`: any format in, one of ours out.

use anyhow::anyhow;
use sz_core::{write_aria, write_outline, write_sz};

use crate::{
    cli::{Convert, Target},
    exit::Outcome,
    input, output,
};

pub(crate) fn run(arguments: &Convert) -> anyhow::Result<Outcome> {
    let capture = input::read_capture(&arguments.file, arguments.from)
        .map_err(|error| anyhow!("{}: {}", arguments.file.display(), error.message))?;
    let text = match arguments.to {
        Target::Sz => write_sz(&capture.tree) + "\n",
        Target::Aria => write_aria(&capture.tree),
        Target::Outline => write_outline(&capture.tree),
    };
    output::print(&text)?;
    Ok(Outcome::Same)
}
