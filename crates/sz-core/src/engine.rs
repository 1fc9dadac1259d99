use sz_drift::{Policy, Scene, judge_screen, unknown_screen};
use sz_formats::Capture;
use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};
use sz_tree::Tree;

use crate::{MatchReport, NodeCounts, Report};

/// The pipeline, built once and used for any number of captures, from any number of threads.
#[derive(Clone, Debug)]
pub struct Engine {
    templates: TemplateSet,
    noise: Profile,
    policy: Policy,
}

/// What an [`Engine`] is made of. Everything has a default: no templates, the built-in noise
/// profile, the default policy.
#[derive(Debug, Default)]
pub struct EngineBuilder {
    templates: Vec<Template>,
    noise: Option<Profile>,
    policy: Policy,
}

impl EngineBuilder {
    /// Adds templates to recognise screens with.
    #[must_use]
    pub fn templates(mut self, templates: impl IntoIterator<Item = Template>) -> Self {
        self.templates.extend(templates);
        self
    }

    /// The noise profile, in place of the built-in one.
    #[must_use]
    pub fn noise(mut self, noise: Profile) -> Self {
        self.noise = Some(noise);
        self
    }

    /// The severity policy.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The engine. Cost: linear in the nodes of all baselines.
    pub fn build(self) -> Engine {
        let noise = self.noise.unwrap_or_else(Profile::built_in);
        let templates = TemplateSet::new(self.templates, &noise);
        Engine { templates, noise, policy: self.policy }
    }
}

impl Engine {
    /// An engine to be.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The templates.
    pub fn templates(&self) -> &TemplateSet {
        &self.templates
    }

    /// The noise profile.
    pub fn noise(&self) -> &Profile {
        &self.noise
    }

    /// The severity policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Makes a capture ready for templates: noise gone, signatures taken.
    pub fn observe(&self, tree: &Tree) -> Observation {
        Observation::new(tree, &self.noise)
    }

    /// Which screen a tree is and how it drifted from its baseline. Never fails: an unknown screen is an
    /// answer. Readers have dropped password values already, so no secret reaches the report.
    pub fn inspect(&self, tree: &Tree) -> Report {
        self.inspect_from(tree, None)
    }

    /// [`Self::inspect`] for a capture that may say which application it shows.
    pub fn inspect_capture(&self, capture: &Capture) -> Report {
        self.inspect_from(&capture.tree, capture.app.as_deref())
    }

    fn inspect_from(&self, tree: &Tree, app: Option<&str>) -> Report {
        let observation = self.observe(tree);
        let report = |app: Option<&str>, matched| Report {
            app: app.map(str::to_owned),
            nodes: NodeCounts { read: tree.len(), kept: observation.kept().len() },
            signatures: *observation.signatures(),
            matched,
            drift: Vec::new(),
            similarity: None,
        };
        match self.templates.best_match(&observation, app) {
            Match::Known(candidate) => {
                let app = app.or_else(|| candidate.template.metadata().app());
                let scene = Scene {
                    templates: &self.templates,
                    candidate: &candidate,
                    observation: &observation,
                    captured: tree,
                    app,
                };
                let judged = judge_screen(&scene, &self.policy);
                Report {
                    drift: judged.events,
                    similarity: judged.similarity,
                    ..report(app, MatchReport::known(&candidate))
                }
            }
            Match::Unknown(nearest) => {
                let event = unknown_screen(app, nearest.as_ref(), &self.policy);
                Report { drift: vec![event], ..report(app, MatchReport::unknown(nearest.as_ref())) }
            }
        }
    }
}
