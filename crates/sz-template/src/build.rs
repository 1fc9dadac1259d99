use std::collections::BTreeSet;

use serde::Serialize;
use sz_formats::write_aria;
use sz_tree::{AriaRole, BuildError, Node, NodeId, Role, Tree, TreeBuilder};

use crate::{Observation, ScreenId};

/// What a person says of a new template; everything else is read off the capture.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// The name of the screen.
    pub screen_id: ScreenId,
    /// The application.
    pub app: Option<String>,
    /// What the screen is, in words.
    pub description: Option<String>,
    /// Where the capture is kept.
    pub source: Option<String>,
}

/// How many nodes a built template requires at the most: enough to tell screens apart, few enough that
/// losing one is news.
const MAX_REQUIRED: usize = 12;

/// The longest name that is required to be there word for word, in characters.
const MAX_REQUIRED_NAME_CHARS: usize = 60;

/// The template file as it is written. The order of the fields is the order in the file.
#[derive(Serialize)]
struct TemplateFile<'a> {
    schema: &'static str,
    screen_id: &'a str,
    version: &'static str,
    #[serde(skip_serializing_if = "MetadataFile::is_empty")]
    metadata: MetadataFile<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required_nodes: Vec<String>,
    expected_roles: Vec<String>,
    depth: usize,
    node_count: usize,
    structure_signature: String,
    threshold: f64,
    baseline: String,
}

#[derive(Serialize)]
struct MetadataFile<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

impl MetadataFile<'_> {
    fn is_empty(&self) -> bool {
        self.app.is_none() && self.description.is_none() && self.source.is_none()
    }
}

/// A template file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("failed to write the template for `{screen_id}` as YAML")]
pub struct BuildTemplateError {
    /// The screen.
    pub screen_id: String,
    #[source]
    source: serde_yaml::Error,
}

/// Writes a template from one capture, as YAML ready to be read back: what identifies the screen becomes required, the
/// whole screen becomes the baseline. The capture matches its template with score 1 and without drift.
///
/// One capture cannot tell what varies. Texts with digits in them (prices, times, counts) are therefore
/// not required, but they stand in the baseline: replace them there by regexes.
///
/// # Errors
/// The YAML writer fails.
pub fn build_template(
    observation: &Observation,
    options: &BuildOptions,
) -> Result<String, BuildTemplateError> {
    let kept = observation.kept();
    let file = TemplateFile {
        schema: crate::SCHEMA,
        screen_id: options.screen_id.as_str(),
        version: "1.0.0",
        metadata: MetadataFile {
            app: options.app.as_deref(),
            description: options.description.as_deref(),
            source: options.source.as_deref(),
        },
        required_nodes: required_nodes(kept),
        expected_roles: expected_roles(kept),
        depth: kept.depth(),
        node_count: kept.len(),
        structure_signature: observation.signatures().structural.to_string(),
        threshold: crate::DEFAULT_THRESHOLD,
        baseline: write_aria(&as_baseline(observation.view())),
    };
    serde_yaml::to_string(&file).map_err(|source| BuildTemplateError {
        screen_id: options.screen_id.as_str().to_owned(),
        source,
    })
}

/// The screen as a baseline writes it: without its own address, which says where it was captured rather than what
/// it looks like, and with patterns for those texts that would be taken for patterns, matching just them.
fn as_baseline(tree: &Tree) -> Tree {
    // Copying a valid tree cannot fail; if it did, the baseline would only be a little stricter or looser.
    copy_as_baseline(tree).unwrap_or_else(|_| tree.clone())
}

fn copy_as_baseline(tree: &Tree) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::deriving(tree);
    builder.copy_subtree(tree.root(), |builder, node| {
        builder.open_copy(node)?;
        // Only what is written as nothing but a text can be taken for a pattern; other names are quoted.
        let is_plain = node.role() == AriaRole::Text
            && node.is_leaf()
            && node.states().is_empty()
            && node.attributes().len() == 0;
        if let Some(pattern) = exact_pattern(node.name()).filter(|_| is_plain) {
            builder.name(&pattern)?;
        }
        if let Some(pattern) = node.value().and_then(exact_pattern) {
            builder.value(&pattern)?;
        }
        if let Some(url) = node.attribute("url") {
            let others = node.attributes().filter(|(key, _)| *key != "url");
            let pattern = exact_pattern(url);
            let own = (node.id() != NodeId::ROOT).then(|| pattern.as_deref().unwrap_or(url));
            builder.clear_attributes()?;
            for (key, value) in others.chain(own.map(|url| ("url", url))) {
                builder.attribute(key, value)?;
            }
        }
        Ok(())
    })?;
    builder.finish()
}

/// A pattern for this text alone, where a snapshot would take the text for a pattern.
fn exact_pattern(text: &str) -> Option<String> {
    let is_taken_for_one = text.len() > 1 && text.starts_with('/') && text.ends_with('/');
    is_taken_for_one.then(|| format!("/^{}$/", regex::escape(text)))
}

/// The distinct roles, in alphabetical order of their names; a platform's that no person could type is
/// left out.
fn expected_roles(tree: &Tree) -> Vec<String> {
    let is_typeable = |c: char| c == ' ' || !c.is_whitespace() && !c.is_control();
    let roles: BTreeSet<String> = tree
        .nodes()
        .filter(|node| node.role().as_str().chars().all(is_typeable))
        .map(|node| node.role().to_string())
        .collect();
    roles.into_iter().collect()
}

pub(crate) fn required_nodes(tree: &Tree) -> Vec<String> {
    let mut required: Vec<String> = Vec::new();
    for rank in [is_landmark_of_identity, is_control] {
        for node in tree.nodes().filter(|&node| rank(node) && has_lasting_name(node)) {
            let selector = format!("{}[name=\"{}\"]", node.role().as_str(), node.name());
            if required.len() < MAX_REQUIRED && !required.contains(&selector) {
                required.push(selector);
            }
        }
    }
    required
}

/// What people would name the screen by.
fn is_landmark_of_identity(node: Node<'_>) -> bool {
    use AriaRole::{Alertdialog, Dialog, Form, Heading, Window};
    matches!(node.role(), Role::Aria(Window | Dialog | Alertdialog | Form | Heading))
}

/// What people act on.
fn is_control(node: Node<'_>) -> bool {
    use AriaRole::{
        Button, Checkbox, Combobox, Menuitem, Radio, Searchbox, Slider, Spinbutton, Switch, Tab,
        Textbox,
    };
    matches!(
        node.role(),
        Role::Aria(
            Button
                | Textbox
                | Searchbox
                | Checkbox
                | Radio
                | Switch
                | Combobox
                | Slider
                | Spinbutton
                | Tab
                | Menuitem
        )
    )
}

/// False for names that are likely to be other ones tomorrow, and for those a plain selector cannot hold.
fn has_lasting_name(node: Node<'_>) -> bool {
    let name = node.name();
    let is_word = |c: char| !c.is_numeric() && !c.is_control() && !['"', '\\'].contains(&c);
    name.chars().any(char::is_alphabetic)
        && name.chars().count() <= MAX_REQUIRED_NAME_CHARS
        && name.chars().all(is_word)
}
