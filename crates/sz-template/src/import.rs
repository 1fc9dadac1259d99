use serde::Serialize;
use sz_formats::{AriaField, AriaSnapshot, read_aria_snapshot};
use sz_tree::{BuildError, Limits, Tree, TreeBuilder};

use crate::{BuildOptions, Fault, Template, build::required_nodes, load::pattern_faults};

/// The template of a snapshot, as it is written in front of its baseline.
#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    screen_id: &'a str,
    version: &'static str,
    metadata: Metadata<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required_nodes: Vec<String>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

/// A baseline that no block can hold.
#[derive(Serialize)]
struct Quoted<'a> {
    baseline: &'a str,
}

/// Writes a template around a Playwright ARIA snapshot, which becomes its baseline line by line, comments too. Named
/// headings and controls that the snapshot is sure of become required.
///
/// Playwright takes other children, names and states than those in writing for equal; a baseline is taken at its word,
/// and says `/children: contain` where it means that.
///
/// # Errors
/// Every fault of the snapshot, with its line and column.
pub fn import_snapshot(text: &str, options: &BuildOptions) -> Result<String, Vec<Fault>> {
    let snapshot = read_aria_snapshot(text, &Limits::default())
        .map_err(|errors| errors.iter().map(crate::load::yaml_fault).collect::<Vec<Fault>>())?;
    let no_regexes: Vec<Fault> =
        pattern_faults(&snapshot).map(|(mark, message)| Fault::new(mark, message)).collect();
    if !no_regexes.is_empty() {
        return Err(no_regexes);
    }
    let head = Head {
        schema: crate::SCHEMA,
        screen_id: options.screen_id.as_str(),
        version: "1.0.0",
        metadata: Metadata {
            app: options.app.as_deref(),
            description: options.description.as_deref(),
            source: options.source.as_deref(),
        },
        required_nodes: certain(&snapshot).map(|tree| required_nodes(&tree)).unwrap_or_default(),
    };
    let failed = |error: serde_yaml::Error| {
        vec![Fault::whole(format!("the template cannot be written as YAML: {error}"))]
    };
    let head = serde_yaml::to_string(&head).map_err(failed)?;
    let block: String = text
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") })
        .collect();
    let written = format!("{head}baseline: |\n{block}");
    // What YAML cannot say as a block, such as tabs or odd line ends, it can say as a quoted text.
    let says_it = |text: &str| {
        Template::parse(text)
            .is_ok_and(|it| it.baseline().is_some_and(|baseline| *baseline == snapshot))
    };
    if says_it(&written) {
        return Ok(written);
    }
    let quoted = serde_yaml::to_string(&Quoted { baseline: text }).map_err(failed)?;
    let written = head + &quoted;
    if says_it(&written) {
        Ok(written)
    } else {
        Err(vec![
            Fault::whole("the snapshot cannot be written into a template")
                .help("write its patterns and texts without control characters"),
        ])
    }
}

/// What of a snapshot is there whatever happens: no names that are patterns, nothing optional.
fn certain(snapshot: &AriaSnapshot) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::deriving(&snapshot.tree);
    let is_pattern = |index: usize| {
        let patterns = &snapshot.patterns;
        let start = patterns.partition_point(|pattern| pattern.node.index() < index);
        let mut own = patterns.iter().skip(start).take_while(|it| it.node.index() == index);
        own.any(|pattern| pattern.field == AriaField::Name)
    };
    let mut optional_until = 0;
    builder.copy_subtree(snapshot.tree.root(), |builder, node| {
        builder.open_copy(node)?;
        let index = node.id().index();
        if snapshot.said(node.id()).is_some_and(|said| said.occurrence.is_optional()) {
            optional_until = optional_until.max(index + node.subtree_size());
        }
        if is_pattern(index) || index < optional_until { builder.name("") } else { Ok(()) }
    })?;
    builder.finish()
}

#[cfg(test)]
mod tests;
