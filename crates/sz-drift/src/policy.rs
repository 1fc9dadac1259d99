use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sz_template::ScreenId;

#[cfg(feature = "rules")]
use crate::RuleSet;
use crate::{DarkPatterns, DriftKind, Severity};

mod fault;
mod read;

pub use fault::{PolicyFault, PolicyFaults};

/// How much each kind of drift matters. The default is the prototype's.
///
/// A policy says what holds everywhere. It may say something else for an application and for a screen of it:
/// [`Self::on`] is what holds there.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// Layout drift is critical where screen and baseline are less alike than this, `0.0..=1.0`.
    pub layout_critical_below: f64,
    /// Layout drift is a warning where they are less alike than this, else an info.
    pub layout_warning_below: f64,
    /// Other text, values and states.
    pub content: Severity,
    /// What is looked for in the order of screens.
    pub sequence: SequenceRules,
    /// Changes that work against the person.
    pub manipulative: Severity,
    /// A screen no template knows.
    pub unknown_screen: Severity,
    /// A node the template requires is gone or changed beyond recognition.
    pub missing_required: Severity,
    /// Which dark patterns are looked for, and which have a severity of their own.
    pub dark_patterns: DarkPatterns,
    /// Transitions that a session should contain once it was on the first of the two screens: where to, by where from.
    pub expected_transitions: BTreeMap<ScreenId, BTreeSet<ScreenId>>,
    /// Applications that have a policy of their own; in such a one, its screens that have.
    inner: BTreeMap<String, Self>,
    /// Which rules were decided on not everywhere, but for an application or a screen, and which that is.
    origins: BTreeMap<&'static str, Arc<str>>,
    /// Custom rules, for every event on every screen, after everything else was decided.
    #[cfg(feature = "rules")]
    pub rules: RuleSet,
}

/// What is looked for in the order of screens, and how much it matters. `None` is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SequenceRules {
    /// A screen that may not follow the one before it.
    pub transition: Option<Severity>,
    /// The same few screens again and again.
    pub looping: Option<Severity>,
    /// How often in a row makes a loop, at least 2.
    pub loop_rounds: usize,
    /// Screens in a row from which one way leads on and none back.
    pub forced_flow: Option<Severity>,
    /// How many such screens in a row make a forced flow, at least 2.
    pub forced_steps: usize,
    /// A transition that a session should contain and does not.
    pub missing_expected: Option<Severity>,
}

/// A part of a policy: what it says of everything, of an application or of a screen.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PolicyPlace<'a> {
    /// The application; `None` for what is said of everything.
    pub app: Option<&'a str>,
    /// The screen; `None` for what is said of everything or of the whole application.
    pub screen: Option<&'a str>,
    /// The transitions that are expected here, beside those expected of everything.
    pub expected_transitions: &'a BTreeMap<ScreenId, BTreeSet<ScreenId>>,
}

impl SequenceRules {
    /// Three rounds, three steps, and one severity for everything that is looked for.
    pub const fn all(severity: Option<Severity>) -> Self {
        Self {
            transition: severity,
            looping: severity,
            loop_rounds: 3,
            forced_flow: severity,
            forced_steps: 3,
            missing_expected: severity,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            layout_critical_below: 0.7,
            layout_warning_below: 0.9,
            content: Severity::Info,
            sequence: SequenceRules::all(Some(Severity::Warning)),
            manipulative: Severity::Critical,
            unknown_screen: Severity::Warning,
            missing_required: Severity::Critical,
            dark_patterns: DarkPatterns::default(),
            expected_transitions: BTreeMap::new(),
            inner: BTreeMap::new(),
            origins: BTreeMap::new(),
            #[cfg(feature = "rules")]
            rules: RuleSet::default(),
        }
    }
}

/// A severity and the name of the rule that gave it.
pub(crate) type Decision = (Severity, Cow<'static, str>);

impl Policy {
    /// What holds on a screen of an application: what is said for the screen, else for the application, else everywhere.
    pub fn on(&self, app: Option<&str>, screen: Option<&str>) -> &Self {
        let Some(of_app) = app.and_then(|app| self.inner.get(app)) else { return self };
        screen.and_then(|screen| of_app.inner.get(screen)).unwrap_or(of_app)
    }

    /// The parts of the policy: first what it says of everything, then each application and its screens, by name.
    pub fn places(&self) -> impl Iterator<Item = PolicyPlace<'_>> {
        let apps = self.inner.iter().flat_map(|(app, of_app)| {
            let app = Some(&**app);
            let screens = of_app.inner.iter();
            let screens = screens.map(move |(screen, it)| it.place(app, Some(screen)));
            [of_app.place(app, None)].into_iter().chain(screens)
        });
        [self.place(None, None)].into_iter().chain(apps)
    }

    fn place<'a>(&'a self, app: Option<&'a str>, screen: Option<&'a str>) -> PolicyPlace<'a> {
        PolicyPlace { app, screen, expected_transitions: &self.expected_transitions }
    }

    /// Where a session of this application is expected to go once it was on a screen.
    pub(crate) fn expected_from<'a>(
        &'a self,
        app: Option<&str>,
        from: &ScreenId,
    ) -> impl Iterator<Item = &'a BTreeSet<ScreenId>> {
        let of_app = app.and_then(|app| self.inner.get(app));
        let policies = [Some(self), of_app].into_iter().flatten();
        policies.filter_map(move |policy| policy.expected_transitions.get(from))
    }

    /// The severity of a kind of drift on a screen this much like its baseline.
    pub(crate) fn decide(&self, kind: DriftKind, similarity: f64) -> Decision {
        let (severity, rule) = match kind {
            DriftKind::Layout if similarity < self.layout_critical_below => {
                (Severity::Critical, "layout.critical_below")
            }
            DriftKind::Layout if similarity < self.layout_warning_below => {
                (Severity::Warning, "layout.warning_below")
            }
            DriftKind::Layout => (Severity::Info, "layout"),
            DriftKind::Content => (self.content, "content"),
            DriftKind::Sequence => {
                (self.sequence.transition.unwrap_or(Severity::Info), "sequence.transition")
            }
            DriftKind::Manipulative => (self.manipulative, "manipulative"),
            DriftKind::UnknownScreen => (self.unknown_screen, "unknown_screen"),
        };
        (severity, self.rule(rule))
    }

    /// The name of a rule, and where it was said if not for everything: `content`, `content@acme-shop`,
    /// `content@acme-shop/checkout`.
    pub(crate) fn rule(&self, name: &'static str) -> Cow<'static, str> {
        match self.origins.get(name) {
            None => Cow::Borrowed(name),
            Some(place) => Cow::Owned(format!("{name}@{place}")),
        }
    }

    /// A policy for part of what this one is for: the same, until something else is said.
    fn narrowed(&self) -> Self {
        Self {
            origins: self.origins.clone(),
            layout_critical_below: self.layout_critical_below,
            layout_warning_below: self.layout_warning_below,
            content: self.content,
            sequence: self.sequence,
            manipulative: self.manipulative,
            unknown_screen: self.unknown_screen,
            missing_required: self.missing_required,
            dark_patterns: self.dark_patterns.clone(),
            ..Self::default()
        }
    }
}
