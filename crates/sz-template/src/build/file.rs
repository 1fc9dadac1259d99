//! A template as it is written.

use std::collections::BTreeSet;

use serde::Serialize;
use sz_tree::{AriaRole, Tree};

use super::{BuildOptions, BuildTemplateError, baseline::BuiltBaseline};
use crate::Observation;

/// The template file. The order of the fields is the order in the file.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TemplateFile {
    schema: &'static str,
    pub(super) screen_id: String,
    version: &'static str,
    #[serde(skip_serializing_if = "Metadata::is_empty")]
    metadata: Metadata,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) required_nodes: Vec<String>,
    expected_roles: Vec<String>,
    depth: usize,
    node_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    structure_signature: Option<String>,
    pub(super) threshold: f64,
    baseline: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    noise: Vec<Ignored>,
    /// Not written: what names that are in every sample look like.
    #[serde(skip)]
    pub(super) patterns: Vec<(AriaRole, String)>,
}

#[derive(Clone, Debug, Serialize)]
struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

impl Metadata {
    fn is_empty(&self) -> bool {
        self.app.is_none() && self.description.is_none() && self.source.is_none()
    }
}

/// A noise rule for what varies and a baseline has no word for.
#[derive(Clone, Debug, Serialize)]
struct Ignored {
    ignore: String,
    fields: [&'static str; 1],
}

impl TemplateFile {
    /// All but what is required, with the default threshold.
    pub(super) fn draft(
        samples: &[&Observation],
        options: &BuildOptions,
    ) -> Result<Self, BuildTemplateError> {
        let screen_id = options.screen_id.as_str().to_owned();
        let Some((first, others)) = samples.split_first() else {
            return Err(BuildTemplateError::NoSample { screen_id });
        };
        let built = BuiltBaseline::new(samples, &screen_id)?;
        let structure = first.signatures().structural;
        let has_structure = |other: &&Observation| other.signatures().structural == structure;
        let is_one_shape = others.iter().all(has_structure);
        Ok(Self {
            schema: crate::SCHEMA,
            screen_id,
            version: "1.0.0",
            metadata: Metadata {
                app: options.app.clone(),
                description: options.description.clone(),
                source: options.source.clone(),
            },
            required_nodes: Vec::new(),
            expected_roles: common_roles(first, others),
            depth: first.kept().depth(),
            node_count: first.kept().len(),
            structure_signature: is_one_shape.then(|| structure.to_string()),
            threshold: crate::DEFAULT_THRESHOLD,
            baseline: built.text,
            noise: built
                .restless
                .into_iter()
                .map(|ignore| Ignored { ignore, fields: ["states"] })
                .collect(),
            patterns: built.patterns,
        })
    }

    pub(super) fn to_yaml(&self) -> Result<String, BuildTemplateError> {
        serde_yaml::to_string(self).map_err(|source| BuildTemplateError::Yaml {
            screen_id: self.screen_id.clone(),
            source: Box::new(source),
        })
    }
}

/// The distinct roles of every sample, in alphabetical order of their names.
fn common_roles(first: &Observation, others: &[&Observation]) -> Vec<String> {
    let mut common = roles(first.kept());
    for other in others {
        let there = roles(other.kept());
        common.retain(|role| there.contains(role));
    }
    common.into_iter().collect()
}

/// A platform's role that no person could type is left out.
fn roles(tree: &Tree) -> BTreeSet<String> {
    let is_typeable = |c: char| c == ' ' || !c.is_whitespace() && !c.is_control();
    tree.nodes()
        .filter(|node| node.role().as_str().chars().all(is_typeable))
        .map(|node| node.role().to_string())
        .collect()
}
