//! Documents of every format with secrets in every field that a reader keeps.

use std::{collections::BTreeMap, fmt::Write};

use sz_core::{Capture, Format, Limits, read};

use crate::program::root;

/// The documents that are seeded: at least one of every format.
pub(crate) const SAMPLES: &[(Format, &str)] = &[
    (Format::Sz, SZ_DOCUMENT),
    (Format::Legacy, "legacy.json"),
    (Format::Cdp, "cdp.json"),
    (Format::Atspi, "atspi.json"),
    (Format::Uiautomator, "uiautomator.xml"),
    (Format::Uiautomator, "uiautomator-appium.xml"),
    (Format::Xcuitest, "xcuitest.xml"),
    (Format::Xcuitest, "xcuitest-json.json"),
    (Format::Uia, "uia.xml"),
    (Format::Uia, "uia-ufo.json"),
    (Format::Osworld, "osworld-linux.json"),
    (Format::Osworld, "osworld-macos.xml"),
    (Format::Osworld, "osworld-windows.xml"),
    (Format::Droidbot, "droidbot.json"),
    (Format::Aria, "snapshot.aria.yml"),
];

/// Everything that our own format has.
const SZ_DOCUMENT: &str = r#"{"schema": "sz-tree/1", "app": "shop",
  "quality": {"verdict": "complete", "reason": "busy"},
  "root": {"role": "form", "name": "Account", "children": [
    {"role": "textbox", "name": "E-mail", "value": "x", "description": "work", "states": ["required"],
     "bounds": [0, 0, 80, 24], "attributes": {"id": "mail", "placeholder": "you", "url": "/x", "own": "y"}},
    {"role": "text", "name": "Hello"}]}}"#;

/// Secrets of every kind, for one place in one document.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    number: u32,
}

impl Seed {
    /// The text that is put into the document.
    fn text(&self) -> String {
        let Self { number } = self;
        let (card, iban) = (self.card(), self.iban());
        format!(
            "s{number:06}.ada@example.org ; {} ; {} ; +49 30 7{number:06} ; 0171 8{number:06} ; \
             https://u{number:06}zq:p{number:06}zq@example.org/?token=t{number:06}zq",
            in_fours(&card),
            in_fours(&iban),
        )
    }

    /// What must be in no output, in the ways it could be written.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let Self { number } = self;
        let (card, iban) = (self.card(), self.iban());
        vec![
            format!("s{number:06}.ada@"),
            in_fours(&card),
            card,
            in_fours(&iban),
            iban,
            format!("+49 30 7{number:06}"),
            format!("49307{number:06}"),
            format!("0171 8{number:06}"),
            format!("01718{number:06}"),
            format!("u{number:06}zq"),
            format!("p{number:06}zq"),
            format!("t{number:06}zq"),
        ]
    }

    fn card(&self) -> String {
        let digits = format!("40{:013}", self.number);
        let sum: u32 = digits
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, digit)| match (place % 2, u32::from(digit - b'0')) {
                (0, digit) if digit > 4 => digit * 2 - 9,
                (0, digit) => digit * 2,
                (_, digit) => digit,
            })
            .sum();
        format!("{digits}{}", (10 - sum % 10) % 10)
    }

    fn iban(&self) -> String {
        let account = format!("3704{:014}", self.number);
        // `DE00` moved to the end, with letters counted from 10.
        let remainder = format!("{account}131400")
            .bytes()
            .fold(0, |sum, digit| (sum * 10 + u32::from(digit - b'0')) % 97);
        format!("DE{:02}{account}", 98 - remainder)
    }
}

fn in_fours(text: &str) -> String {
    let mut grouped = String::new();
    for (place, c) in text.chars().enumerate() {
        let gap = if place > 0 && place % 4 == 0 { " " } else { "" };
        write!(grouped, "{gap}{c}").unwrap();
    }
    grouped
}

/// A document with seeds in it.
pub(crate) struct Seeded {
    pub(crate) document: String,
    pub(crate) seeds: Vec<Seed>,
}

/// Two documents of a sample, with seeds numbered from `first` on in every place from where they get into a tree.
pub(crate) fn seeded(format: Format, sample: &str, first: u32) -> [Seeded; 2] {
    let document = if sample.starts_with('{') {
        sample.to_owned()
    } else {
        std::fs::read_to_string(root().join("fixtures/samples").join(sample)).unwrap()
    };
    let places = places(format, &document);
    [0, places.len()].map(|skipped| {
        let first = first + u32::try_from(skipped).unwrap();
        let seeds: Vec<Seed> = (first..).take(places.len()).map(|number| Seed { number }).collect();
        let mut planted = String::new();
        let mut end = 0;
        for (seed, &place) in seeds.iter().zip(&places) {
            planted += &document[end..place];
            planted += &format!(" {}", seed.text());
            end = place;
        }
        planted += &document[end..];
        let shown =
            shown(format, &planted).expect("what can be planted alone can be planted together");
        // What is in a password field is gone by now.
        let seeds = seeds.into_iter().filter(|seed| shown.contains(&seed.secrets()[0])).collect();
        Seeded { document: planted, seeds }
    })
}

/// The places before a quote, a tag or a line end where a seed gets into the tree. Roles are left out: what a platform
/// calls its elements stays.
fn places(format: Format, document: &str) -> Vec<usize> {
    const PROBE: &str = "probe.ada@example.org";
    let ends = |c: char| matches!(c, '"' | '<' | '\n');
    let candidates = document.char_indices().filter(|&(_, c)| ends(c)).map(|(place, _)| {
        // A quote in a string in a string has a backslash of its own.
        if document[..place].ends_with('\\') { place - 1 } else { place }
    });
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let mut is_new = |place: &usize| {
        let n_tried = tried.entry(lead(&document[..*place])).or_default();
        *n_tried += 1;
        *n_tried <= TRIES
    };
    let is_kept = |place: &usize| {
        let planted = format!("{} {PROBE}{}", &document[..*place], &document[*place..]);
        shown(format, &planted).is_some_and(|shown| shown.contains(PROBE))
    };
    candidates.filter(|place| is_new(place) && is_kept(place)).collect()
}

/// How many places with the same text before them are tried: documents say `"focusable"` a hundred times.
const TRIES: usize = 3;

/// The text that tells what stands at the end of a document: two keys and what is between them.
fn lead(before: &str) -> String {
    let start = before.ceil_char_boundary(before.len().saturating_sub(64));
    let lead: String = before[start..].chars().filter(|c| !c.is_ascii_digit()).collect();
    let value = lead.rfind(['"', '>', '\n']).unwrap_or(0);
    lead[..value].to_owned()
}

/// All texts of a capture but for roles; `None` where the document is broken.
fn shown(format: Format, document: &str) -> Option<String> {
    let Capture { tree, app, quality, .. } =
        read(document.as_bytes(), Some(format), &Limits::default()).ok()?;
    let mut shown = format!("{app:?} {quality}");
    for node in tree.nodes() {
        for text in [node.name(), node.value().unwrap_or_default(), node.description()] {
            write!(shown, " {text}").unwrap();
        }
        for (key, value) in node.attributes() {
            write!(shown, " {key} {value}").unwrap();
        }
        if node.role().as_str().contains("ada@") {
            return None;
        }
    }
    Some(shown)
}
