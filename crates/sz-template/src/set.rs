use std::{
    collections::BTreeSet,
    hash::{Hash, Hasher},
    sync::OnceLock,
};

use rustc_hash::FxHasher;
use sz_noise::Profile;
use sz_tree::Role;

use crate::{
    Candidate, Comparison, Observation, ScreenId, Template,
    baseline::PreparedBaseline,
    index::{Entry, Index},
    pqgram::PqProfile,
    role_set::RoleSet,
    vocabulary::{TermId, Vocabulary},
};

/// Templates made ready to recognise captures with.
///
/// A set can be changed: what it answers is always what a new set of the same templates would.
#[derive(Clone, Debug)]
pub struct TemplateSet {
    slots: Slots,
    vocabulary: Vocabulary,
    index: Index,
    profile: Profile,
}

/// The templates of a set in their order, and gaps where some were removed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    all: Vec<Slot>,
    n_filled: usize,
    /// By the hash of the screen and the number of the slot.
    by_screen: BTreeSet<(u64, u32)>,
    /// The numbers of those templates that give no evidence.
    fallbacks: BTreeSet<u32>,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    /// How many templates have been here before.
    generation: u32,
    prepared: Option<Prepared>,
}

/// A template and what matching needs of it.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) template: Template,
    pub(crate) required: Box<[TermId]>,
    pub(crate) forbidden: Box<[TermId]>,
    pub(crate) expected_roles: RoleSet,
    /// The shape of the baseline without noise.
    pub(crate) shape: Option<PqProfile>,
    /// Made when a capture is compared with it for the first time: most templates wait long for that.
    baseline: OnceLock<PreparedBaseline>,
}

impl TemplateSet {
    /// Prepares templates. `profile` is the noise profile that captures are observed through: what it removes
    /// from a capture it must remove from a baseline. Cost: linear in the nodes of all baselines.
    pub fn new(templates: impl IntoIterator<Item = Template>, profile: &Profile) -> Self {
        let mut set = Self {
            slots: Slots::default(),
            vocabulary: Vocabulary::default(),
            index: Index::default(),
            profile: profile.clone(),
        };
        for template in templates {
            let prepared = Prepared::new(template, profile, &mut set.vocabulary);
            set.slots.push(prepared);
        }
        set.index = Index::build(&set.slots);
        set
    }

    /// Adds a template as the last one of the set. Cost: linear in the nodes of its baseline; over many additions,
    /// also its share of the index times the logarithm of the number of templates.
    pub fn add(&mut self, template: Template) {
        let prepared = Prepared::new(template, &self.profile, &mut self.vocabulary);
        let entry = self.slots.push(prepared);
        self.index.add(entry, &self.slots);
        self.tidy();
    }

    /// Puts a template in the place of the first one of the same application and screen, which is returned; adds it where
    /// there is none. Cost: as of [`Self::add`].
    pub fn replace(&mut self, template: Template) -> Option<Template> {
        let (app, screen_id) = template.key();
        let Some(number) = self.slots.find(app, screen_id) else {
            self.add(template);
            return None;
        };
        let prepared = Prepared::new(template, &self.profile, &mut self.vocabulary);
        let old = self.slots.empty(number);
        let entry = self.slots.fill(number, prepared);
        self.index.add(entry, &self.slots);
        self.tidy();
        old
    }

    /// Removes the first template of this screen of this application, if there is one. Cost: small; now and then, once
    /// half of the templates are gone, that of a new set.
    pub fn remove(&mut self, app: Option<&str>, screen_id: &ScreenId) -> Option<Template> {
        let number = self.slots.find(app, screen_id)?;
        let old = self.slots.empty(number);
        self.tidy();
        old
    }

    /// Forgets what the index, the slots and the vocabulary keep of templates that are gone, once that is more than
    /// what they keep of others.
    fn tidy(&mut self) {
        const FEW: usize = 64;
        let n_kept = self.slots.all.len().max(self.index.len());
        if n_kept <= 2 * self.len() + FEW {
            return;
        }
        let slots = std::mem::take(&mut self.slots);
        self.vocabulary = Vocabulary::default();
        for mut prepared in slots.all.into_iter().filter_map(|slot| slot.prepared) {
            prepared.learn(&mut self.vocabulary);
            self.slots.push(prepared);
        }
        self.index = Index::build(&self.slots);
    }

    /// The number of templates.
    pub fn len(&self) -> usize {
        self.slots.n_filled
    }

    /// True without any template: every screen is unknown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The templates, in the order they were given.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        self.slots.filled().map(|(_, prepared)| &prepared.template)
    }

    /// The first template of this screen.
    pub fn get(&self, screen_id: &ScreenId) -> Option<&Template> {
        self.slots.of_screen(screen_id).next().map(|(_, template)| template)
    }

    /// How a capture differs from the baseline of a template of this set; `None` where it has none.
    /// Cost: near-linear in the nodes.
    pub fn compare<'a>(
        &'a self,
        candidate: &Candidate<'_>,
        observation: &'a Observation,
    ) -> Option<Comparison<'a>> {
        let prepared = self.slots.all.get(candidate.slot as usize)?.prepared.as_ref()?;
        let template = &prepared.template;
        let snapshot = template.baseline()?;
        let prepare = || PreparedBaseline::new(snapshot, template.noise(), &self.profile);
        Some(prepared.baseline.get_or_init(prepare).compare(template, observation))
    }

    /// The noise profile that captures are observed through.
    #[cfg(test)]
    pub(crate) fn profile(&self) -> &Profile {
        &self.profile
    }

    pub(crate) fn slots(&self) -> &Slots {
        &self.slots
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }
}

impl Prepared {
    fn new(template: Template, profile: &Profile, vocabulary: &mut Vocabulary) -> Self {
        let mut expected_roles = RoleSet::default();
        for role in template.expected_roles() {
            expected_roles.insert(Role::from_name(role));
        }
        let baseline = template.baseline();
        let shape = baseline.map(|it| PqProfile::of(&profile.apply(&it.tree).tree));
        let mut prepared = Self {
            required: Box::default(),
            forbidden: Box::default(),
            expected_roles,
            shape,
            baseline: OnceLock::new(),
            template,
        };
        prepared.learn(vocabulary);
        prepared
    }

    /// Speaks in the terms of this vocabulary from now on.
    fn learn(&mut self, vocabulary: &mut Vocabulary) {
        self.required = vocabulary.required(self.template.required_nodes());
        self.forbidden = vocabulary.forbidden(self.template.forbidden_nodes());
    }
}

impl Slots {
    fn push(&mut self, prepared: Prepared) -> Entry {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(Slot::default());
        self.fill(number, prepared)
    }

    /// Puts a template into an empty slot.
    fn fill(&mut self, number: u32, prepared: Prepared) -> Entry {
        self.by_screen.insert((hash_of(prepared.template.screen_id()), number));
        if prepared.template.evidence_count() == 0 {
            self.fallbacks.insert(number);
        }
        let generation = self.all.get_mut(number as usize).map_or(0, |slot| {
            slot.prepared = Some(prepared);
            slot.generation
        });
        self.n_filled += 1;
        Entry { slot: number, generation }
    }

    fn empty(&mut self, number: u32) -> Option<Template> {
        let slot = self.all.get_mut(number as usize)?;
        let prepared = slot.prepared.take()?;
        slot.generation = slot.generation.wrapping_add(1);
        self.n_filled -= 1;
        self.fallbacks.remove(&number);
        self.by_screen.remove(&(hash_of(prepared.template.screen_id()), number));
        Some(prepared.template)
    }

    fn find(&self, app: Option<&str>, screen_id: &ScreenId) -> Option<u32> {
        let is_of_app = |(_, template): &(u32, &Template)| template.metadata().app() == app;
        self.of_screen(screen_id).find(is_of_app).map(|(number, _)| number)
    }

    /// The templates of a screen and their slots, in order.
    fn of_screen(&self, screen_id: &ScreenId) -> impl Iterator<Item = (u32, &Template)> {
        let hash = hash_of(screen_id);
        let numbers = self.by_screen.range((hash, 0)..=(hash, u32::MAX)).map(|(_, number)| *number);
        numbers
            .filter_map(|number| {
                Some((number, &self.all.get(number as usize)?.prepared.as_ref()?.template))
            })
            .filter(move |(_, template)| template.screen_id() == screen_id)
    }

    /// The template that is meant, if it is still there.
    pub(crate) fn get(&self, entry: Entry) -> Option<&Prepared> {
        let slot = self.all.get(entry.slot as usize)?;
        slot.prepared.as_ref().filter(|_| slot.generation == entry.generation)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> {
        let numbered = (0..).zip(&self.all);
        let filled = numbered.filter(|(_, slot)| slot.prepared.is_some());
        filled.map(|(number, slot)| Entry { slot: number, generation: slot.generation })
    }

    /// The templates with the numbers of their slots, in order.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (u32, &Prepared)> {
        (0..).zip(&self.all).filter_map(|(number, slot)| Some((number, slot.prepared.as_ref()?)))
    }

    /// The templates that give no evidence.
    pub(crate) fn fallbacks(&self) -> impl Iterator<Item = (u32, &Prepared)> {
        self.fallbacks
            .iter()
            .filter_map(|&number| Some((number, self.all.get(number as usize)?.prepared.as_ref()?)))
    }
}

fn hash_of(screen_id: &ScreenId) -> u64 {
    let mut hasher = FxHasher::default();
    screen_id.hash(&mut hasher);
    hasher.finish()
}
