//! Every function of the library crates that reads text or bytes is tried by a target.

use super::*;

/// Parsers by crate and name, and the target that tries each; several of one name in a crate are one row.
const PARSERS: &[(&str, &str)] = &[
    ("sz-diff Patch::from_json", "patch"),
    ("sz-diff diff_words", "diff"),
    ("sz-drift Fingerprint::from_str", "words"),
    ("sz-drift KnownDrift::parse", "known"),
    ("sz-drift Moment::from_str", "words"),
    ("sz-drift Policy::parse", "policy"),
    ("sz-drift RuleSet::parse", "rules"),
    ("sz-drift Wording::parse", "wording"),
    ("sz-drift from_name", "words"),
    ("sz-formats Format::from_str", "words"),
    ("sz-formats YamlNode::parse", "yaml"),
    ("sz-formats YamlNode::parse_with_duplicates", "yaml"),
    ("sz-formats detect", "read"),
    ("sz-formats read", "read"),
    ("sz-formats read_aria_snapshot", "aria"),
    ("sz-formats suggest", "words"),
    ("sz-ledger Checkpoint::from_str", "checkpoint"),
    ("sz-ledger Entry::parse", "entry"),
    ("sz-ledger Hash::from_base64", "words"),
    ("sz-ledger Hash::from_hex", "words"),
    ("sz-ledger InclusionProof::from_str", "proof"),
    ("sz-ledger SignedCheckpoint::open", "checkpoint"),
    ("sz-ledger SigningKey::from_seed", "key"),
    ("sz-ledger SigningKey::parse", "key"),
    ("sz-ledger TilePath::from_str", "words"),
    ("sz-ledger Timestamp::from_str", "words"),
    ("sz-ledger VerifierKey::from_str", "key"),
    ("sz-ledger check_proof", "proof"),
    ("sz-noise Field::from_name", "words"),
    ("sz-noise Profile::parse", "noise"),
    ("sz-noise RuleSet::from_yaml", "noise"),
    ("sz-select Selector::from_str", "selector"),
    ("sz-select Selector::parse", "selector"),
    ("sz-template KeptVersion::parse", "history"),
    ("sz-template Requirement::parse", "words"),
    ("sz-template ScreenId::new", "words"),
    ("sz-template Template::parse", "template"),
    ("sz-template Transition::parse", "words"),
    ("sz-template import_snapshot", "imported"),
    ("sz-template load_library", "template"),
    ("sz-template looseness", "loose"),
    ("sz-template parse_version", "words"),
    ("sz-template set_version", "history"),
    ("sz-tree NodePath::from_str", "words"),
    ("sz-tree Signature::from_str", "words"),
    ("sz-tree from_name", "words"),
];

/// Not for text or bytes from outside.
const NO_PARSERS: &[&str] = &["sz-ledger Ledger::init", "sz-noise RedactionKey::new"];

#[test]
fn every_parser_is_tried_by_a_target() {
    let crates = here().join("../../crates");
    let mut found = BTreeSet::new();
    for file in files(&crates) {
        let path = file.strip_prefix(&crates).unwrap().to_str().unwrap();
        let Some((name, rest)) = path.split_once("/src/") else { continue };
        if name != "sz-testkit"
            && file.extension().is_some_and(|it| it == "rs")
            && !rest.contains("tests")
        {
            let parsers = parsers_in(&fs::read_to_string(&file).unwrap());
            found.extend(parsers.into_iter().map(|parser| format!("{name} {parser}")));
        }
    }
    let known: BTreeSet<String> = (PARSERS.iter().map(|(parser, _)| *parser))
        .chain(NO_PARSERS.iter().copied())
        .map(ToOwned::to_owned)
        .collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(new.is_empty(), "try these in a target of scripts/fuzz, and say in which: {new:#?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these are gone, remove their rows: {gone:#?}");
    for (parser, target) in PARSERS {
        assert!(TARGETS.iter().any(|known| known.name == *target), "{parser}: {target}");
    }
}

/// Public functions without `self` that take text, bytes or YAML and may refuse it, and `FromStr`.
fn parsers_in(source: &str) -> Vec<String> {
    let mut parsers = Vec::new();
    let mut owner = String::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if line.starts_with('}') {
            owner.clear();
        } else if line.starts_with("impl") {
            owner = owner_of(line);
            if line.contains("FromStr for") {
                parsers.push(format!("{owner}from_str"));
            }
        }
        let line = line.trim_start();
        if !line.starts_with("pub fn ") && !line.starts_with("pub const fn ") {
            continue;
        }
        let mut signature = line.to_owned();
        while !signature.contains(['{', ';']) {
            signature.push_str(lines.next().unwrap_or(";").trim());
        }
        if is_parser(&signature) {
            let name = signature.split_once("fn ").unwrap().1;
            let name = name.split(['(', '<']).next().unwrap();
            parsers.push(format!("{owner}{name}"));
        }
    }
    parsers
}

/// `Type::` of a line such as `impl<'a> FromStr for Type<'a> {`.
fn owner_of(line: &str) -> String {
    let line = line.rsplit(" for ").next().unwrap().trim_start_matches("impl").trim();
    let name = line.strip_prefix('<').and_then(|rest| Some(rest.split_once("> ")?.1));
    let name: String = name.unwrap_or(line).chars().take_while(|c| c.is_alphanumeric()).collect();
    format!("{name}::")
}

fn is_parser(signature: &str) -> bool {
    let body = signature.split('{').next().unwrap();
    let (takes, gives) = body.split_once("->").unwrap_or((body, ""));
    let text = ["&str", "&'a str", "&[u8]", "&'a [u8]", "&YamlNode", "TemplateSource<"];
    !takes.contains("self")
        && text.iter().any(|text| takes.contains(text))
        && ["Result<", "Option<", "Library"].iter().any(|may_fail| gives.contains(may_fail))
}

#[test]
fn parsers_are_told_by_their_signatures() {
    let source = "impl<'a> Part<'a> {\n    pub fn parse(text: &str) -> Result<Self, ()> {\n    }\n    pub fn name(&self) -> Option<&str> {}\n}\n\
                  impl FromStr for Word {\n}\npub fn read(\n    bytes: &[u8],\n    limits: &Limits,\n) -> Result<Tree, Fault> {\n\
                  pub fn show(text: &str) -> String {\n";
    assert_eq!(parsers_in(source), ["Part::parse", "Word::from_str", "read"]);
}
