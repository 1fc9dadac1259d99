use sz_formats::read_aria_snapshot;
use sz_noise::Profile;
use sz_template::{
    BuildOptions, Fault, Match, Observation, Score, ScreenId, Template, TemplateSet,
    TemplateSource, build_template, import_snapshot, load_library, looseness,
};
use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};

use crate::document::{Places, SCREENS, assert_message, parts, text, tree};

/// Files of a library of templates, with zero bytes between them.
pub(crate) fn template(bytes: &[u8]) {
    const FILES: usize = 4;
    let texts: Vec<&str> = parts(bytes).take(FILES).filter_map(text).collect();
    let names: Vec<String> = (0..texts.len()).map(|number| format!("{number}.yaml")).collect();
    let sources = names.iter().zip(&texts).map(|(name, text)| TemplateSource { name, text });
    let library = load_library(sources);
    let places: Vec<Places<'_>> = texts.iter().map(|text| Places::of(text)).collect();
    for fault in library.faults.iter().chain(&library.warnings) {
        let file = names.iter().position(|name| *name == fault.source);
        check_fault(fault, &places[file.expect("a fault of one of the files")]);
    }
    assert!(library.templates.len() <= texts.len());
    assert!(!library.faults.is_empty() || library.templates.len() == texts.len());
    for (place, template) in library.templates.iter().enumerate() {
        let alone = library.source_of(place).map(Template::parse);
        assert!(alone.is_some_and(|alone| alone.is_ok()), "{}", template.screen_id());
    }
    let profile = Profile::built_in();
    let set = TemplateSet::new(library.templates, &profile);
    for screen in SCREENS.iter() {
        check_matches(&set, &Observation::new(screen, &profile));
    }
}

fn check_fault(fault: &Fault, places: &Places<'_>) {
    assert_message(&fault.message);
    assert_message(&fault.to_string());
    places.assert_has(fault.line, fault.column);
}

/// The best match is that of scoring every template.
fn check_matches(set: &TemplateSet, observation: &Observation) {
    let all = set.candidates(observation, set.len());
    assert!(all.is_sorted_by(|a, b| a.score >= b.score));
    let best_score = all.iter().filter(|c| c.passes()).map(|c| c.score).next();
    match set.best_match(observation, None) {
        Match::Known(best) if best.template.evidence_count() > 0 => {
            assert_eq!(Some(best.score), best_score);
        }
        Match::Known(_) => assert_eq!(best_score, None, "a fallback is the last resort"),
        Match::Unknown(nearest) => {
            assert_eq!(best_score, None);
            assert_eq!(nearest.map(|nearest| nearest.score), all.first().map(|c| c.score));
        }
    }
    let first = set.candidates(observation, 1);
    assert_eq!(first.first().map(|c| c.score), all.first().map(|c| c.score), "by the index");
    for candidate in &all {
        assert!((0.0..=1.0).contains(&candidate.score.get()));
        let Some(comparison) = set.compare(candidate, observation) else { continue };
        assert!((0.0..=1.0).contains(&comparison.diff.similarity));
    }
}

/// Captures in any format with zero bytes between them: each matches the template that is built from all of them, and does
/// not drift from it.
pub(crate) fn built(bytes: &[u8]) {
    const CAPTURES: usize = 3;
    let captures: Vec<Tree> = parts(bytes).take(CAPTURES).filter_map(tree).collect();
    let profile = Profile::built_in();
    let observe = |capture: &Tree| Observation::new(capture, &profile);
    let observations: Vec<Observation> = captures.iter().map(observe).collect();
    let text = match build_template(&observations.iter().collect::<Vec<_>>(), &options()) {
        Ok(text) => text,
        Err(error) => return assert!(captures.len() != 1, "{error}"),
    };
    let template = match Template::parse(&text) {
        Ok(template) => template,
        Err(faults) => return assert!(faults.is_empty(), "{}\n{text}", faults[0]),
    };
    let set = TemplateSet::new([template], &profile);
    for observation in &observations {
        let Match::Known(found) = set.best_match(observation, None) else {
            return assert!(set.is_empty(), "not recognised:\n{text}");
        };
        assert!(captures.len() > 1 || found.score == Score::ONE, "{}\n{text}", found.score);
        let comparison = set.compare(&found, observation).expect("a built template has a baseline");
        assert_eq!(comparison.diff.edits, 0, "{:?}\n{text}", comparison.diff);
    }
}

/// A template: what is loose in it is told where it stands.
pub(crate) fn loose(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    let template = Template::parse(source);
    let Ok(found) = looseness(source, &Profile::built_in()) else {
        return assert!(template.is_err(), "of every template it is known how loose it is");
    };
    let template = template.expect("looseness is that of a template");
    assert_eq!(template.exemplar().is_some(), template.baseline().is_some());
    assert!(found.ends.is_sorted_by(|a, b| a.weight >= b.weight));
    let places = Places::of(source);
    for end in &found.ends {
        places.assert_has(end.mark.line, end.mark.column);
        assert_message(&end.what);
        assert!(end.change.is_none() || template.exemplar().is_some());
    }
    let required = template.required_nodes().len();
    assert!(found.missing_tolerated.is_none_or(|missing| missing <= required));
}

/// An ARIA snapshot: the template around it has it for a baseline.
pub(crate) fn imported(bytes: &[u8]) {
    let Some(snapshot) = text(bytes) else { return };
    let read = read_aria_snapshot(snapshot, &Limits::default());
    let text = match import_snapshot(snapshot, &options()) {
        Ok(text) => text,
        Err(faults) => {
            let are_patterns = faults.iter().all(|fault| fault.message.contains("is no regex"));
            return assert!(
                read.is_err() || are_patterns,
                "what can be read can be imported: {faults:?}"
            );
        }
    };
    let template = Template::parse(&text).expect("what is written is a template");
    assert_eq!(template.baseline(), read.ok().as_ref(), "{text}");
}

fn options() -> BuildOptions {
    let screen_id = ScreenId::new("screen").expect("a screen id");
    BuildOptions { screen_id, app: None, description: None, source: None }
}

/// A pattern in a baseline, and behind a zero byte the text that it is held against.
pub(crate) fn pattern(bytes: &[u8]) {
    let mut parts = parts(bytes).map(text);
    let (Some(Some(pattern)), Some(Some(text))) = (parts.next(), parts.next()) else { return };
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() || c == ' ';
    if !pattern.chars().chain(text.chars()).all(is_plain) {
        return;
    }
    let quoted = pattern.replace('\'', "''");
    let file = format!("screen_id: s\nbaseline: |\n  - 'button /{quoted}/'\n");
    let template = match Template::parse(&file) {
        Ok(template) => template,
        Err(faults) => {
            let places = Places::of(&file);
            return faults.iter().for_each(|fault| check_fault(fault, &places));
        }
    };
    let Some(snapshot) = template.baseline() else { return };
    let [read] = &snapshot.patterns[..] else { return };
    let (read, nodes) = (read.source.clone(), snapshot.tree.len());
    let profile = Profile::empty();
    let set = TemplateSet::new([template], &profile);
    let observation = Observation::new(&button(text), &profile);
    let candidates = set.candidates(&observation, 1);
    let comparison = candidates.first().and_then(|found| set.compare(found, &observation));
    let differs = comparison.is_none_or(|comparison| comparison.diff.edits > 0);
    let is_literal = read.chars().all(|c| c.is_ascii_alphanumeric());
    if is_literal && nodes == 1 {
        // What a button of this name is called is what is left of its spaces.
        let name = observation.view().root().name();
        assert_eq!(!differs, name.contains(&read), "/{read}/ and {name:?}");
    }
}

fn button(name: &str) -> Tree {
    let build = || {
        let mut builder = TreeBuilder::new(Limits::default());
        builder.open(AriaRole::Button.into())?;
        builder.name(name)?;
        builder.close()?;
        builder.finish()
    };
    build().expect("a button is a tree")
}
