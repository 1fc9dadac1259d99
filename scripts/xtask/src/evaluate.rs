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
//! In each of three rounds every third screen, by a hash of its name, is left without template in all its releases; all
//! captures of it must then be called unknown. Screens that look the same somewhere are left out together: two captures of
//! them have equal signatures after noise and without the address of the page.
//!
//! An answer is right if it names the screen, in whichever release. Of equals none can be told from the others: an answer that
//! names another screen counts as *equal*, beside the right ones, if a capture that its template was built from looks the same as
//! the one that was asked for. Nothing else is excused. Other states are reported and not counted. A miss between
//! screens that a pair calls near duplicates says so, and is a miss.
//!
//! Applications are not told to the matcher: it sees trees only. Trees of pages have an address, and two pages rarely share
//! one; `--without-addresses` takes them away, to see what the rest tells.
//!
//! For releases, templates are built from all content captures of one and the content captures of the next are identified,
//! among the templates of all screens, each of the release nearest to that one.

mod index;
mod observed;
mod rounds;
mod table;
mod versions;

use std::path::PathBuf;

use anyhow::{Context, bail};

use observed::{Addresses, Observed};

pub(crate) const ABOUT: &str =
    "build templates from half of the captures of a folder, identify the rest";

const USAGE: &str = "usage: cargo xtask evaluate DIR [--threshold SHARE] [--without-addresses]";

/// The share of captures that must be identified, and of screens without template that must be called unknown.
const DEFAULT_THRESHOLD: f64 = 0.99;

/// What was asked for.
#[derive(Debug, PartialEq)]
struct Arguments {
    folder: PathBuf,
    threshold: f64,
    addresses: Addresses,
}

pub(crate) fn run(words: &[String]) -> anyhow::Result<bool> {
    let Arguments { folder, threshold, addresses } = arguments(words)?;
    let index = index::read(&folder)?;
    let observed = Observed::read(&index, addresses);
    let evaluated = rounds::evaluate(&observed)?;
    let versions = versions::evaluate(&observed, &index)?;
    println!("{}", table::unread(&observed));
    println!("{}", table::misses(&observed, &evaluated));
    println!("{}", table::lost(&observed, &versions));
    println!("{}", table::by_corpus(&observed, &evaluated));
    println!("{}", table::versions(&observed, &versions));
    println!("{}", table::verdict(&evaluated, threshold));
    Ok(evaluated.share_right() >= threshold && evaluated.share_unknown() >= threshold)
}

fn arguments(words: &[String]) -> anyhow::Result<Arguments> {
    let mut folder = None;
    let (mut threshold, mut addresses) = (DEFAULT_THRESHOLD, Addresses::Kept);
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
            "--without-addresses" => addresses = Addresses::Removed,
            option if option.starts_with('-') => bail!("unknown option `{option}`\n{USAGE}"),
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => bail!("one folder, not also `{path}`\n{USAGE}"),
        }
    }
    Ok(Arguments { folder: folder.context(USAGE)?, threshold, addresses })
}

#[cfg(test)]
mod tests;
