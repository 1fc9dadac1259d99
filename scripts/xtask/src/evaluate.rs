//! `cargo xtask evaluate DIR`: builds templates from some captures and identifies others.
//!
//! DIR holds captures and `index.jsonl`, one line for each: `file`, `format`, `app`, `screen` (or `screen_id`),
//! `variant`, and where there are several, `corpus` and `version`. A `label` (or `relation`) and the lines of
//! `pairs.jsonl` (`a`, `b`, `label`) say what captures are to each other.
//!
//! # Protocol
//!
//! A *screen* is what people call by one name: corpus, application, screen. A release of it has one template. Captures
//! of a release are *content* (the screen as it is, with this content or that, or loaded again) or *other states* (a
//! menu is open, a filter is set, the window is narrow): the labels say which, and where they are silent about a
//! file, what they say of most files of its variant. Templates are built from every second content capture of each
//! release, in the order of the variants' names; the others are identified. What only one capture was made of
//! has a template that may attract others, and nothing to identify.
//!
//! A *family* is a screen in all its releases, with all screens that look the same somewhere (two captures of them have
//! equal signatures after noise, but for the address of the page) or that a pair calls near duplicates. In each of three rounds every third family, by a
//! hash of its name, is left without template; all captures of it must then be called unknown.
//!
//! An answer is right if it names the screen, in whichever release. Of equals none can be told from the others: an answer
//! that names another screen of the family counts as *equal*, beside the right ones, if a capture that its template was built from is
//! equal to the one that was asked for. Nothing else is excused. Other states are reported and not counted.
//!
//! Applications are not told to the matcher: it sees trees only.

mod index;
mod observed;
mod rounds;
mod table;
mod versions;

use std::path::PathBuf;

use anyhow::{Context, bail};

pub(crate) const ABOUT: &str =
    "build templates from half of the captures of a folder, identify the rest";

const USAGE: &str = "usage: cargo xtask evaluate DIR [--threshold SHARE]";

/// The share of captures that must be identified, and of screens without template that must be called unknown.
const DEFAULT_THRESHOLD: f64 = 0.99;

pub(crate) fn run(words: &[String]) -> anyhow::Result<bool> {
    let (folder, threshold) = arguments(words)?;
    let index = index::read(&folder)?;
    let observed = observed::Observed::read(&index);
    let evaluated = rounds::evaluate(&observed);
    let versions = versions::evaluate(&observed, &index);
    println!("{}", table::unread(&observed));
    println!("{}", table::misses(&observed, &evaluated));
    println!("{}", table::lost(&observed, &versions));
    println!("{}", table::by_corpus(&observed, &evaluated));
    println!("{}", table::versions(&observed, &versions));
    let reached = evaluated.share_right() >= threshold && evaluated.share_unknown() >= threshold;
    println!("{}", table::verdict(&evaluated, threshold));
    Ok(reached)
}

fn arguments(words: &[String]) -> anyhow::Result<(PathBuf, f64)> {
    let (mut folder, mut threshold) = (None, DEFAULT_THRESHOLD);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--threshold" => {
                let share = words.next().context(USAGE)?;
                threshold =
                    share.parse().with_context(|| format!("`{share}` is no share\n{USAGE}"))?;
                if !(0.0..=1.0).contains(&threshold) {
                    bail!("a share is a number from 0.0 to 1.0\n{USAGE}");
                }
            }
            option if option.starts_with('-') => bail!("unknown option `{option}`\n{USAGE}"),
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => bail!("one folder, not also `{path}`\n{USAGE}"),
        }
    }
    Ok((folder.context(USAGE)?, threshold))
}

#[cfg(test)]
mod tests;
