//! Versions as they are typed.

use anyhow::{Context, bail};
use sz_core::template::{KeptVersion, Lineage, Version, parse_version};

/// A version as it is typed: `1.2.0`, and `1.2` or `1` for those who leave the zeros away.
pub(super) fn parse(text: &str) -> anyhow::Result<Version> {
    parse_version(text).context("write it as 1.2.0")
}

/// The version of a screen that was asked for.
pub(super) fn kept<'a>(lineage: &'a Lineage, text: &str) -> anyhow::Result<&'a KeptVersion> {
    let version = parse(text)?;
    let Some(kept) = lineage.get(&version) else {
        let known: Vec<String> =
            lineage.versions().iter().map(|kept| kept.template.version().to_string()).collect();
        bail!(
            "there is no version {version} of `{}`; there are: {}",
            lineage.current().template.screen_id(),
            known.join(", ")
        );
    };
    Ok(kept)
}
