//! `fixtures/dark-patterns`: every pattern has screens that show it and screens that only look like it.

use std::path::Path;

use sz_drift::{DarkPattern, DriftEvent, Policy, Step, judge_steps};
use sz_formats::{YamlNode, read};
use sz_noise::Profile;
use sz_template::{ScreenId, Template, TemplateSet};
use sz_tree::{Limits, Tree};

use crate::dark::judge;

const FOLDER: &str = "dark-patterns";

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn tree(bytes: &[u8], name: &str) -> Tree {
    read(bytes, None, &Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}")).tree
}

/// The events of the steps of a session file.
fn session(text: &str, name: &str) -> Vec<DriftEvent> {
    let root = YamlNode::parse(text, &Limits::default()).unwrap();
    let step = |entry: &YamlNode| {
        let field = |key| entry.get(key).and_then(YamlNode::as_str);
        let screen = ScreenId::new(field("screen").unwrap()).unwrap();
        let shown = tree(field("capture").unwrap().as_bytes(), name);
        let step = Step::new(&shown, Some(&screen), None);
        field("pressed").map_or(step.clone(), |label| step.pressed(label))
    };
    let steps: Vec<Step> = root.as_sequence().unwrap().iter().map(step).collect();
    let templates = TemplateSet::new(Vec::<Template>::new(), &Profile::built_in());
    let events = judge_steps(&steps, &templates, &Policy::default());
    events.into_iter().map(|found| found.event).collect()
}

/// What is told of a dark pattern, for a snapshot.
fn line(event: &DriftEvent) -> Option<String> {
    let path = event.path.as_ref().map(ToString::to_string).unwrap_or_default();
    Some(format!("    {} {} {path} {}\n", event.pattern?, event.severity, event.explanation))
}

fn lines(events: &[DriftEvent]) -> String {
    events.iter().filter_map(line).collect()
}

/// Judges every file of a pattern's folder. Returns what is told of each, and how many show the pattern and how many not.
fn judge_folder(pattern: DarkPattern) -> (String, usize, usize) {
    let folder = Path::new(FOLDER).join(pattern.as_str());
    let (mut told, mut n_yes, mut n_no) = (String::new(), 0, 0);
    let files = sz_testkit::fixture_files(&folder);
    let template = files.iter().find(|file| name(file) == "template.yaml");
    let template = template.map(sz_testkit::fixture_text);
    for file in files.iter().filter(|file| name(file) != "template.yaml") {
        let name = name(file);
        let approved = if name.ends_with(".session.yaml") {
            session(&sz_testkit::fixture_text(file), &name)
        } else {
            judge(template.as_deref(), &tree(&sz_testkit::fixture(file), &name), &Policy::default())
        };
        let shows = approved.iter().any(|event| event.pattern == Some(pattern));
        let is_dark = approved.iter().any(|event| event.pattern.is_some());
        match name.split('-').next() {
            Some("yes") => {
                n_yes += 1;
                assert!(shows, "{name} shows {pattern}: {approved:#?}");
            }
            Some("no") => {
                n_no += 1;
                assert!(!is_dark, "{name} shows no dark pattern: {approved:#?}");
            }
            _ => panic!("{name}: the name of a fixture begins with yes or no"),
        }
        told.push_str(&format!("{name}\n{}", lines(&approved)));
        if !name.ends_with(".session.yaml") {
            let tree = tree(&sz_testkit::fixture(file), &name);
            let unapproved = lines(&judge(None, &tree, &Policy::default()));
            if !unapproved.is_empty() {
                told.push_str(&format!("  where nobody approved the screen\n{unapproved}"));
            }
        }
    }
    (told, n_yes, n_no)
}

#[test]
fn every_pattern_is_found_where_it_is_and_nowhere_else() {
    for &pattern in DarkPattern::ALL {
        let (told, n_yes, n_no) = judge_folder(pattern);
        assert!(n_yes >= 2 && n_no >= 2, "{pattern}: {n_yes} show it, {n_no} do not");
        insta::assert_snapshot!(pattern.as_str(), told);
    }
}

#[test]
fn every_folder_is_of_a_pattern() {
    let folder = sz_testkit::fixtures_dir().join(FOLDER);
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().unwrap().is_dir();
        assert!(!is_folder || DarkPattern::from_name(&name).is_some(), "{name}");
    }
}
