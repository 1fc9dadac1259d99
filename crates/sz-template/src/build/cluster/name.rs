//! What screens are called.

use std::collections::{BTreeMap, BTreeSet};

use sz_tree::AriaRole;

use super::{
    LooseCapture,
    address::Address,
    look::{Look, without_numbers},
};
use crate::ScreenId;

/// The longest name that is made, in bytes.
const MAX_BYTES: usize = 48;

/// What the names of applications and sites are set off by in titles.
const SEPARATORS: [&str; 5] = [" - ", " – ", " — ", " | ", " · "];

/// What each of several screens could be called, the best first.
#[derive(Debug)]
pub(super) struct Names {
    of_screens: Vec<Vec<String>>,
}

impl Names {
    /// From what all looks of a screen have in common.
    pub(super) fn of(
        looks: &[Look<'_>],
        screens: &[Vec<usize>],
        captures: &[LooseCapture<'_>],
    ) -> Self {
        let of_screen = |screen: &Vec<usize>| {
            let screen: Vec<&Look<'_>> = screen.iter().map(|&look| &looks[look]).collect();
            let labels = screen.iter().flat_map(|look| &look.captures);
            let labels: Vec<&str> = labels.map(|&place| captures[place].label).collect();
            let texts = [
                shared(&screen, &[AriaRole::Dialog, AriaRole::Alertdialog], Last),
                title(&screen),
                shared(&screen, &[AriaRole::Heading], First),
                shared(&screen, &[AriaRole::Window], Last),
                address(&screen),
            ];
            let texts = texts.into_iter().flatten().chain(of_files(&labels));
            let mut names: Vec<String> = Vec::new();
            for name in texts.flat_map(|text| spellings(&text)) {
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
            names
        };
        Self { of_screens: screens.iter().map(of_screen).collect() }
    }

    /// A name for each screen: the first that no other could have, or else two of them or a number make it one.
    pub(super) fn ids(self, is_taken: impl Fn(&ScreenId) -> bool) -> Vec<ScreenId> {
        let mut claims: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.of_screens.iter().flatten() {
            *claims.entry(name).or_default() += 1;
        }
        let mut given: BTreeSet<ScreenId> = BTreeSet::new();
        let mut ids = Vec::with_capacity(self.of_screens.len());
        for names in &self.of_screens {
            let own = names.iter().find(|name| claims.get(name.as_str()) == Some(&1)).cloned();
            // Two spellings of one title say it twice.
            let second = |first: &String| names.iter().find(|it| !it.contains(first.as_str()));
            let pair = names.first().and_then(|it| Some(format!("{it}_{}", second(it)?)));
            let base = own
                .clone()
                .or_else(|| names.first().cloned())
                .unwrap_or_else(|| "screen".to_owned());
            let numbered = (2..).map(|number| format!("{base}_{number}"));
            let id = (own.into_iter().chain(pair).chain([base.clone()]))
                .chain(numbered)
                .filter_map(|name| ScreenId::new(&name).ok())
                .find(|id| !given.contains(id) && !is_taken(id));
            // Numbers do not come to an end, and letters and underscores are always a name.
            let id = id.expect("there is always another number");
            given.insert(id.clone());
            ids.push(id);
        }
        ids
    }
}

/// The last one tells of what lies on top, the first of the whole.
#[derive(Clone, Copy, Debug)]
enum Which {
    First,
    Last,
}
use Which::{First, Last};

/// The name that a node of one of these roles has in every look.
fn shared(screen: &[&Look<'_>], roles: &[AriaRole], which: Which) -> Option<String> {
    let names = |look: &Look<'_>| -> Vec<String> {
        let tree = look.observation.kept();
        let nodes = tree.nodes().filter(|it| it.role().aria().is_some_and(|r| roles.contains(&r)));
        nodes.map(|it| without_numbers(it.name())).filter(|name| !slug(name).is_empty()).collect()
    };
    let (first, others) = screen.split_first()?;
    let mut common = names(first);
    for other in others {
        let there: BTreeSet<String> = names(other).into_iter().collect();
        common.retain(|name| there.contains(name));
    }
    match which {
        First => common.into_iter().next(),
        Last => common.pop(),
    }
}

fn title(screen: &[&Look<'_>]) -> Option<String> {
    let (first, others) = screen.split_first()?;
    others.iter().all(|look| look.title == first.title).then(|| first.title.clone())
}

/// The last part of the address that is a word.
fn address(screen: &[&Look<'_>]) -> Option<String> {
    let pages: BTreeSet<&Vec<String>> = screen
        .iter()
        .filter_map(|look| look.address.as_ref())
        .map(|Address { page, .. }| page)
        .collect();
    let page = pages.first().filter(|_| pages.len() == 1)?;
    let mut words = page.iter().skip(1).map(|part| part.split('.').next().unwrap_or_default());
    let is_telling = |word: &&str| !slug(word).is_empty() && *word != "index";
    words.rfind(is_telling).map(str::to_owned)
}

/// The names of the files, or of what they are in, and then of the folder around that. A date or a number alone, as tools
/// call their files, says nothing without its folder.
fn of_files(labels: &[&str]) -> Vec<String> {
    let start = shared_start(labels);
    let mut parts = start.split('/').rev().filter(|part| !slug(part).is_empty());
    match (parts.next(), parts.next()) {
        (None, _) => Vec::new(),
        (Some(inner), None) => vec![inner.to_owned()],
        (Some(inner), Some(folder)) if inner.contains(char::is_alphabetic) => {
            vec![inner.to_owned(), folder.to_owned()]
        }
        (Some(inner), Some(folder)) => vec![folder.to_owned(), format!("{folder} {inner}")],
    }
}

/// What all labels start with: the innermost folder, or the beginning of the files' names.
fn shared_start<'a>(labels: &[&'a str]) -> &'a str {
    let Some(first) = labels.first() else { return "" };
    let shared = labels.iter().skip(1).fold(first.len(), |length, label| {
        let equal = first.bytes().zip(label.bytes()).take_while(|(a, b)| a == b).count();
        length.min(equal)
    });
    // Half a word is none.
    let is_whole = labels.iter().all(|label| label.len() == shared);
    let start = first.get(..shared).unwrap_or_default();
    let end = if is_whole {
        start.len()
    } else {
        start.rfind(|c: char| !c.is_alphanumeric()).unwrap_or(0)
    };
    start.get(..end).unwrap_or_default()
}

/// A title without the name of its site, and with it.
fn spellings(text: &str) -> Vec<String> {
    let cut = SEPARATORS.iter().filter_map(|it| text.split_once(it)).map(|(start, _)| start);
    let shortest = cut.min_by_key(|start| start.len());
    shortest.into_iter().chain([text]).map(slug).collect()
}

/// The words of a text in small letters, with underscores between them.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: String = word.chars().flat_map(char::to_lowercase).collect();
        let joint = usize::from(!slug.is_empty());
        let room = MAX_BYTES.saturating_sub(slug.len() + joint);
        if word.len() > room && !slug.is_empty() {
            break;
        }
        if joint == 1 {
            slug.push('_');
        }
        let fits =
            word.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= room);
        slug.push_str(word.get(..fits.last().unwrap_or(0)).unwrap_or_default());
    }
    slug
}
