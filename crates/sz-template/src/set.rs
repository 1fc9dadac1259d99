use sz_noise::Profile;
use sz_tree::Role;

use crate::{
    Candidate, Comparison, Observation, ScreenId, Template,
    baseline::PreparedBaseline,
    role_set::RoleSet,
    vocabulary::{TermId, Vocabulary},
};

/// Templates made ready to recognise captures with.
#[derive(Clone, Debug)]
pub struct TemplateSet {
    prepared: Vec<Prepared>,
    vocabulary: Vocabulary,
}

#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) template: Template,
    pub(crate) required: Vec<TermId>,
    pub(crate) forbidden: Vec<TermId>,
    pub(crate) expected_roles: RoleSet,
    pub(crate) baseline: Option<PreparedBaseline>,
}

impl TemplateSet {
    /// Prepares templates. `profile` is the noise profile that captures are observed through: what it removes
    /// from a capture it must remove from a baseline. Cost: linear in the nodes of all baselines.
    pub fn new(templates: impl IntoIterator<Item = Template>, profile: &Profile) -> Self {
        let mut vocabulary = Vocabulary::default();
        let prepare = |template: Template| {
            let mut terms = |requirements: &[crate::Requirement]| {
                requirements.iter().map(|r| vocabulary.intern(r)).collect()
            };
            let mut expected_roles = RoleSet::default();
            for role in template.expected_roles() {
                expected_roles.insert(Role::from_name(role));
            }
            Prepared {
                required: terms(template.required_nodes()),
                forbidden: terms(template.forbidden_nodes()),
                expected_roles,
                baseline: template
                    .baseline()
                    .map(|snapshot| PreparedBaseline::new(snapshot, template.noise(), profile)),
                template,
            }
        };
        let prepared = templates.into_iter().map(prepare).collect();
        Self { prepared, vocabulary }
    }

    /// The number of templates.
    pub fn len(&self) -> usize {
        self.prepared.len()
    }

    /// True without any template: every screen is unknown.
    pub fn is_empty(&self) -> bool {
        self.prepared.is_empty()
    }

    /// The templates, in the order they were given.
    pub fn templates(&self) -> impl ExactSizeIterator<Item = &Template> {
        self.prepared.iter().map(|prepared| &prepared.template)
    }

    /// The first template of this screen.
    pub fn get(&self, screen_id: &ScreenId) -> Option<&Template> {
        self.templates().find(|template| template.screen_id() == screen_id)
    }

    /// How a capture differs from the baseline of a template of this set; `None` where it has none.
    /// Cost: near-linear in the nodes.
    pub fn compare(
        &self,
        candidate: &Candidate<'_>,
        observation: &Observation,
    ) -> Option<Comparison<'_>> {
        let prepared = self.prepared.get(candidate.index)?;
        Some(prepared.baseline.as_ref()?.compare(&prepared.template, observation))
    }

    pub(crate) fn prepared(&self) -> &[Prepared] {
        &self.prepared
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}
