use sz_formats::ReadError;
use sz_tree::Tree;

use crate::{Fault, Observation, ScreenId};

mod baseline;
mod bulk;
mod cluster;
mod fact;
mod file;
mod identity;
mod text;
mod weave;

pub use bulk::{ScreenSamples, build_templates, build_templates_beside};
pub use cluster::{LooseCapture, ScreenCluster, cluster_captures};
use file::TemplateFile;

/// What a person says of a new template; everything else is read off the captures.
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

/// A template could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildTemplateError {
    /// There is nothing to build it from.
    #[error("there is no capture to build the template for `{screen_id}` from")]
    NoSample {
        /// The screen.
        screen_id: String,
    },
    /// The captures have nothing in common.
    #[error(
        "the captures for `{screen_id}` are of different screens: the first is a {first}, number {number} a {other}"
    )]
    DifferentScreens {
        /// The screen.
        screen_id: String,
        /// The role of the first capture's root.
        first: String,
        /// The place of the other capture, counted from 1.
        number: usize,
        /// The role of its root.
        other: String,
    },
    /// The baseline cannot be written as an ARIA snapshot.
    #[error("the baseline for `{screen_id}` cannot be written")]
    Baseline {
        /// The screen.
        screen_id: String,
        /// What is wrong with it.
        #[source]
        source: Box<ReadError>,
    },
    /// The template cannot be read back.
    #[error("the template for `{screen_id}` cannot be read back: {fault}")]
    Unreadable {
        /// The screen.
        screen_id: String,
        /// What is wrong with it.
        fault: Box<Fault>,
    },
    /// The template cannot be written as YAML.
    #[error("failed to write the template for `{screen_id}` as YAML")]
    Yaml {
        /// The screen.
        screen_id: String,
        /// What is wrong with it.
        #[source]
        source: Box<serde_yaml::Error>,
    },
}

/// Writes a template from captures of one screen, as YAML ready to be read back. Each of them matches its template and is
/// without drift.
///
/// What all captures have in common stands in the baseline as it is. A text that varies becomes the tightest expression that
/// all of its texts meet; what is not in every capture becomes optional; items of a list whose length varies become one that
/// repeats. The nodes that identify the screen and are in all captures become required.
///
/// One capture cannot tell what varies: its template says the screen word for word. Texts with numbers in them
/// (prices, times, counts) are not required then, but they stand in the baseline: replace them there by expressions, or build
/// from several captures.
///
/// Cost: near-linear in the nodes of all captures.
///
/// # Errors
/// No capture, captures whose roots have different roles, and what a baseline or YAML cannot say.
pub fn build_template(
    samples: &[&Observation],
    options: &BuildOptions,
) -> Result<String, BuildTemplateError> {
    let mut file = TemplateFile::draft(samples, options)?;
    file.required_nodes = identity::required(samples, &file.patterns, &[]);
    file.threshold = bulk::lone_threshold(&file, samples)?;
    file.to_yaml()
}

/// What a template of this screen requires where nothing is known of other screens.
pub(crate) fn required_nodes(tree: &Tree) -> Vec<String> {
    identity::required_of(tree)
}
