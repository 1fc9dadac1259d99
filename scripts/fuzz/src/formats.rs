use sz_formats::{
    Capture, Format, ReadError, YamlNode, detect, project_aria, read_aria_snapshot, write_aria,
    write_aria_snapshot, write_outline, write_sz, write_sz_capture,
};
use sz_tree::{Limits, Node, State, Tree};

use crate::document::{Places, assert_message, limits, text};

/// A document in any format. A first byte that no document starts with picks the reader and small limits;
/// otherwise the content tells.
pub(crate) fn read(bytes: &[u8]) {
    match bytes.split_first() {
        Some((&which, document)) if which < b' ' && !which.is_ascii_whitespace() => {
            let format = Format::ALL.get(usize::from(which) % Format::ALL.len()).copied();
            let small = Limits { nodes: 50, depth: 8, string_bytes: 100, document_bytes: 10_000 };
            check_read(document, format, &small);
        }
        _ => check_read(bytes, None, &limits()),
    }
}

fn check_read(document: &[u8], format: Option<Format>, limits: &Limits) {
    let capture = match sz_formats::read(document, format, limits) {
        Ok(capture) => capture,
        Err(error) => return check_error(error_places(document).as_ref(), &error),
    };
    assert!(document.len() <= limits.document_bytes);
    assert!(format.is_none_or(|format| format == capture.format));
    if format.is_none() {
        assert_eq!(detect(document), Some(capture.format), "reading and detecting agree");
        let forced = sz_formats::read(document, Some(capture.format), limits);
        assert_eq!(forced.expect("it was read before").tree, capture.tree);
    }
    check_limits(&capture.tree, limits);
    check_writers(&capture);
}

fn check_error(places: Option<&Places<'_>>, error: &ReadError) {
    assert_message(error.message());
    assert_message(&error.to_string());
    if let Some(places) = places {
        places.assert_has(error.place().line, error.place().column);
    }
}

/// The places of a document that errors name; `None` where they may be those of what it is made into.
fn error_places(document: &[u8]) -> Option<Places<'_>> {
    // The place of a fault in a page source that stands in JSON is one in that source.
    let may_be_wrapped = |text: &str| {
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        has(&["<", "\\u"]) && has(&["\"AT", "\"value", "\\u"])
    };
    let text = text(document).filter(|text| !text.contains('\0') && !may_be_wrapped(text))?;
    Some(Places::of(text))
}

fn check_limits(tree: &Tree, limits: &Limits) {
    assert!(tree.len() <= limits.nodes);
    assert!(tree.depth() <= limits.depth);
    for node in tree.nodes() {
        assert!(strings(node).all(|text| text.len() <= limits.string_bytes), "{node:?}");
        assert!(!node.is(State::Protected) || node.value().is_none(), "{node:?}");
    }
}

fn strings(node: Node<'_>) -> impl Iterator<Item = &str> {
    let fields = [node.role().as_str(), node.name(), node.description()];
    fields.into_iter().chain(node.value()).chain(node.attributes().flat_map(<[&str; 2]>::from))
}

fn check_writers(capture: &Capture) {
    let tree = &capture.tree;
    let outline = write_outline(tree);
    assert_eq!(outline.lines().count(), tree.len());
    assert!(outline.chars().all(|c| c == '\n' || !c.is_control()), "{outline:?}");
    let unlimited = Limits::default();
    let again = |text: &str, format| {
        let again = sz_formats::read(text.as_bytes(), Some(format), &unlimited);
        again.unwrap_or_else(|error| broken(&format!("{error}: what we write, we read\n{text}")))
    };
    let read = again(&write_sz_capture(capture), Format::Sz);
    assert_eq!((&read.tree, &read.app), (tree, &capture.app));
    assert_eq!(read.quality, capture.quality);
    assert_eq!(again(&write_sz(tree), Format::Sz).tree, *tree);
    assert!(!capture.quality.to_string().contains(char::is_control), "{}", capture.quality);
    assert_eq!(read.tree.signatures(), tree.signatures());
    check_aria_writer(tree);
}

/// What can be said of a tree in a snapshot is read back from it.
fn check_aria_writer(tree: &Tree) {
    let (said, snapshot) = (project_aria(tree), write_aria(tree));
    let read = sz_formats::read(snapshot.as_bytes(), Some(Format::Aria), &Limits::default());
    assert_eq!(read.map(|capture| capture.tree), Ok(said.clone()), "{snapshot}");
    assert_eq!(project_aria(&said), said);
}

/// A snapshot as a baseline: its side tables belong to its tree.
pub(crate) fn aria(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let places = Places::of(text);
    let snapshot = match read_aria_snapshot(text, &limits()) {
        Ok(snapshot) => snapshot,
        Err(errors) => {
            assert!(!errors.is_empty());
            return errors.iter().for_each(|error| check_error(Some(&places), error));
        }
    };
    let written = write_aria_snapshot(&snapshot);
    let again = read_aria_snapshot(&written, &Limits::default());
    assert_eq!(again.as_ref(), Ok(&snapshot), "{written}");
    let tree = &snapshot.tree;
    check_limits(tree, &limits());
    assert_eq!(snapshot.nodes.len(), tree.len());
    let marks = (snapshot.nodes.iter().map(|node| node.mark))
        .chain(snapshot.patterns.iter().map(|pattern| pattern.mark))
        .chain(snapshot.warnings.iter().map(|warning| warning.mark));
    for mark in marks {
        places.assert_has(mark.line, mark.column);
    }
    assert!(snapshot.patterns.is_sorted_by_key(|pattern| pattern.node));
    assert!(snapshot.patterns.iter().all(|pattern| tree.node(pattern.node).is_some()));
    snapshot.warnings.iter().for_each(|warning| assert_message(&warning.message));
    check_aria_writer(tree);
    if snapshot.patterns.is_empty()
        && let Ok(capture) = sz_formats::read(bytes, Some(Format::Aria), &limits())
    {
        assert_eq!(project_aria(&capture.tree), project_aria(tree));
        // That a field was masked is nothing that a baseline says.
        let is_masked = capture.tree.nodes().any(|node| node.is(State::Protected));
        assert!(is_masked || capture.tree == *tree, "a snapshot without patterns is a capture");
    }
}

/// YAML with marks: each is a place in the text, and none is before the one above it.
pub(crate) fn yaml(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let places = Places::of(text);
    if let Ok((_, duplicates)) = YamlNode::parse_with_duplicates(text, &limits()) {
        let alone = YamlNode::parse(text, &limits());
        assert_eq!(alone.is_ok(), duplicates.is_empty(), "{alone:?}");
        for duplicate in &duplicates {
            check_error(Some(&places), duplicate);
        }
    }
    let root = match YamlNode::parse(text, &limits()) {
        Ok(root) => root,
        Err(error) => return check_error(Some(&places), &error),
    };
    let mut open = vec![&root];
    let mut last = root.mark();
    while let Some(node) = open.pop() {
        let mark = node.mark();
        places.assert_has(mark.line, mark.column);
        assert!(last <= mark, "{mark} comes after {last}");
        last = mark;
        let forms =
            [node.as_str().is_some(), node.as_sequence().is_some(), node.as_mapping().is_some()];
        assert_eq!(forms.iter().filter(|is_this| **is_this).count(), 1);
        assert!(node.as_f64().is_none_or(f64::is_finite));
        assert!(!node.is_null() || node.kind() == "nothing");
        let entries = node.as_mapping().unwrap_or_default();
        for (key, value) in entries {
            let found = key.as_str().and_then(|key| node.get(key));
            assert!(found.is_some_and(|found| std::ptr::eq(found, value)), "keys are unique");
        }
        open.extend(entries.iter().rev().flat_map(|(key, value)| [value, key]));
        open.extend(node.as_sequence().unwrap_or_default().iter().rev());
    }
}

#[track_caller]
fn broken(law: &str) -> ! {
    assert!(law.is_empty(), "{law}");
    unreachable!("the law is named")
}
