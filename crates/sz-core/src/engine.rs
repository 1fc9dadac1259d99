use std::borrow::Cow;

#[cfg(feature = "rules")]
use sz_drift::{DriftEvent, RuleScreen, RuleSet, Ruling};
use sz_drift::{Policy, Scene, UnknownScene, judge_screen, judge_unknown};
use sz_formats::{Capture, Quality};
use sz_noise::{Profile, Redactor};
use sz_template::{Match, Observation, Template, TemplateSet};
use sz_tree::Tree;

use crate::{MatchReport, NodeCounts, Report};

/// The pipeline, built once and used for any number of captures, from any number of threads.
#[derive(Clone, Debug)]
pub struct Engine {
    templates: TemplateSet,
    noise: Profile,
    policy: Policy,
    redactor: Option<Redactor>,
}

/// What an [`Engine`] is made of. Everything has a default: no templates, the built-in noise
/// profile, the default policy, no redaction beyond that of password fields, which readers see to.
#[derive(Debug, Default)]
pub struct EngineBuilder {
    templates: Vec<Template>,
    noise: Option<Profile>,
    policy: Policy,
    #[cfg(feature = "rules")]
    rules: Option<RuleSet>,
    redactor: Option<Redactor>,
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

    /// Custom rules, in place of those of the policy. They see every event after everything else was decided.
    ///
    /// ```
    /// use sz_core::{Engine, Rule, RuleSet};
    ///
    /// let clocks = Rule::new("clocks", r#"has(event.new) && event.new.matches("^[0-9]+:[0-9]+$")"#);
    /// let rules = RuleSet::compile([clocks.suppress()])?;
    /// let engine = Engine::builder().rules(rules).build();
    /// assert_eq!(engine.policy().rules.names().collect::<Vec<_>>(), ["clocks"]);
    /// # Ok::<(), sz_core::drift::RuleFaults>(())
    /// ```
    #[cfg(feature = "rules")]
    #[must_use]
    pub fn rules(mut self, rules: RuleSet) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Redacts every capture before anything else is done with it, so that nothing the redactor finds reaches a
    /// report. The templates are redacted with the same key: a screen that holds an address still fits its
    /// template. See [`Template::redacted`] for what that leaves as it is.
    #[must_use]
    pub fn redaction(mut self, redactor: Redactor) -> Self {
        self.redactor = Some(redactor);
        self
    }

    /// The engine. Cost: linear in the nodes of all baselines.
    pub fn build(self) -> Engine {
        let noise = self.noise.unwrap_or_else(Profile::built_in);
        let templates = match &self.redactor {
            None => TemplateSet::new(self.templates, &noise),
            Some(redactor) => {
                let redacted = self.templates.into_iter().map(|it| it.redacted(redactor));
                TemplateSet::new(redacted, &noise)
            }
        };
        #[cfg_attr(not(feature = "rules"), expect(unused_mut, reason = "there are no rules"))]
        let mut policy = self.policy;
        #[cfg(feature = "rules")]
        if let Some(rules) = self.rules {
            policy.rules = rules;
        }
        Engine { templates, noise, policy, redactor: self.redactor }
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

    /// What captures are redacted with, if they are.
    pub fn redactor(&self) -> Option<&Redactor> {
        self.redactor.as_ref()
    }

    /// Makes a capture ready for templates: redacted, noise gone, signatures taken.
    pub fn observe(&self, tree: &Tree) -> Observation {
        Observation::new(&self.redacted(tree), &self.noise)
    }

    fn redacted_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redactor.as_ref().map_or(Cow::Borrowed(text), |redactor| redactor.text(text))
    }

    fn redacted<'t>(&self, tree: &'t Tree) -> Cow<'t, Tree> {
        self.redactor.as_ref().map_or(Cow::Borrowed(tree), |redactor| redactor.tree(tree))
    }

    /// Which screen a tree is and how it drifted from its baseline. Never fails: an unknown screen is an
    /// answer. Readers have dropped password values already; with [`EngineBuilder::redaction`] nothing else that the
    /// redactor finds reaches the report, either.
    pub fn inspect(&self, tree: &Tree) -> Report {
        self.inspect_from(tree, None, &Quality::COMPLETE)
    }

    /// [`Self::inspect`] for a capture that may say which application it shows and how far it can be believed.
    ///
    /// A capture that shows no screen (empty, or of an application whose accessibility is off) is none of the known
    /// ones and none that drifted. One that is not whole (truncated, not settled) is named, but its drift is not
    /// judged: what is missing may only not have been captured. [`Report::quality`] says which it is.
    pub fn inspect_capture(&self, capture: &Capture) -> Report {
        self.inspect_from(&capture.tree, capture.app.as_deref(), &capture.quality)
    }

    fn inspect_from(&self, tree: &Tree, app: Option<&str>, quality: &Quality) -> Report {
        let tree = &*self.redacted(tree);
        let app = app.map(|app| self.redacted_text(app));
        let app = app.as_deref();
        let observation = Observation::new(tree, &self.noise);
        let verdict = quality.verdict();
        let report = |app: Option<&str>, matched| Report {
            app: app.map(str::to_owned),
            quality: Quality::new(verdict, self.redacted_text(quality.reason()).into_owned()),
            nodes: NodeCounts { read: tree.len(), kept: observation.kept().len() },
            signatures: *observation.signatures(),
            matched,
            drift: Vec::new(),
            suppressed: Vec::new(),
            similarity: None,
        };
        if !verdict.shows_a_screen() {
            return report(app, MatchReport::unknown(None));
        }
        match self.templates.best_match(&observation, app) {
            Match::Known(candidate) => {
                let app = app.or_else(|| candidate.template.metadata().app());
                let matched = MatchReport::known(&candidate);
                if !verdict.is_whole() {
                    return report(app, matched);
                }
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
                    suppressed: judged.suppressed,
                    similarity: judged.similarity,
                    ..report(app, matched)
                }
            }
            Match::Unknown(nearest) => {
                let matched = MatchReport::unknown(nearest.as_ref());
                if !verdict.is_whole() {
                    return report(app, matched);
                }
                let scene = UnknownScene {
                    nearest: nearest.as_ref(),
                    observation: &observation,
                    captured: tree,
                    app,
                };
                let judged = judge_unknown(&scene, &self.policy);
                Report {
                    drift: judged.events,
                    suppressed: judged.suppressed,
                    ..report(app, matched)
                }
            }
        }
    }

    /// What the custom rules make of an event that is not about a capture, such as one that [`sz_drift::judge_session`]
    /// found.
    #[cfg(feature = "rules")]
    pub fn rule_on(&self, event: DriftEvent) -> Ruling {
        let (id, app) = (event.screen_id.clone(), event.app.clone());
        let screen = RuleScreen { id: id.as_deref(), app: app.as_deref(), ..RuleScreen::default() };
        self.policy.rules.apply(event, None, screen)
    }
}
