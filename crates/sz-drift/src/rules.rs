use std::{fmt, sync::Arc};

use sz_tree::Node;

use crate::{DriftEvent, RuleError, Severity};

mod compile;
mod evaluate;
mod fault;
mod read;
mod scope;
mod token;
mod value;

pub use fault::{RuleFault, RuleFaults};
pub(crate) use read::read_rules;
pub use value::RuleScreen;

use compile::Program;
use evaluate::evaluate;
use fault::{ExpressionFault, mark_in, quoted_part};
use value::{Seen, WrittenOut};

/// How many rules a set can have.
const MAX_RULES: usize = 128;

/// How many words `tag` and `notify` can have.
const MAX_WORDS: usize = 16;

/// The longest name of a rule, tag or route, in bytes.
const MAX_WORD_BYTES: usize = 64;

/// A custom rule to be: which events it is for, and what it does with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    name: String,
    when: String,
    severity: Option<Severity>,
    tags: Vec<String>,
    notify: Vec<String>,
    suppresses: bool,
}

impl Rule {
    /// A rule for the events of which `when`, an expression in CEL, is true. It does nothing yet.
    pub fn new(name: impl Into<String>, when: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            when: when.into(),
            severity: None,
            tags: Vec::new(),
            notify: Vec::new(),
            suppresses: false,
        }
    }

    /// Gives the events this severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Puts this word on the events.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Names a route by which the events should be told.
    #[must_use]
    pub fn notify(mut self, route: impl Into<String>) -> Self {
        self.notify.push(route.into());
        self
    }

    /// Takes the events out of the drift; no further rule sees them.
    #[must_use]
    pub fn suppress(mut self) -> Self {
        self.suppresses = true;
        self
    }
}

/// Custom rules, compiled once; applied to each event in their order.
///
/// `when` is an expression in CEL, the Common Expression Language, over `event`, `node` and `screen`; the README of the
/// crate lists their fields. An expression that has no answer for an event, because it asks for the text of something
/// that is null, leaves the event as it is, and says so in [`DriftEvent::rule_errors`].
///
/// Nothing in a rule can hold the program up: expressions have at most 4096 bytes, 48 levels, two loops in each other and
/// patterns that match in linear time, and an evaluation ends after 50,000 steps.
///
/// ```
/// use sz_drift::{Rule, RuleSet, Severity};
///
/// let quiet = Rule::new("quiet-promo", r#"event.kind == "content" && node.role == "text""#);
/// let rules = RuleSet::compile([quiet.severity(Severity::Info).tag("promo")])?;
/// assert_eq!(rules.len(), 1);
///
/// let faults = RuleSet::compile([Rule::new("typo", r#"event.knid == "content""#).suppress()]).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "line 1, column 7: rule `typo`: the event has no field `knid`, in `knid`; did you mean `kind`?"
/// );
/// # Ok::<(), sz_drift::RuleFaults>(())
/// ```
#[derive(Clone, Default)]
pub struct RuleSet {
    rules: Arc<[Compiled]>,
}

struct Compiled {
    rule: Rule,
    program: Program,
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rules.iter().map(|compiled| &compiled.rule)).finish()
    }
}

impl PartialEq for RuleSet {
    fn eq(&self, other: &Self) -> bool {
        let rules = |set: &Self| set.rules.iter().map(|it| it.rule.clone()).collect::<Vec<_>>();
        rules(self) == rules(other)
    }
}

/// What the rules made of an event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ruling {
    /// The event with what the rules did to it.
    pub event: DriftEvent,
    /// A rule took it out of the drift; [`DriftEvent::rule`] says which.
    pub is_suppressed: bool,
    /// How many steps all rules took together.
    pub steps: usize,
}

impl RuleSet {
    /// Compiles rules, to be applied in this order.
    ///
    /// # Errors
    /// Every fault of every rule. Their places are in the expressions.
    pub fn compile(rules: impl IntoIterator<Item = Rule>) -> Result<Self, RuleFaults> {
        let rules: Vec<Rule> = rules.into_iter().collect();
        let mut faults = Vec::new();
        if rules.len() > MAX_RULES {
            faults.push(too_many(rules.len()));
        }
        let mut compiled: Vec<Compiled> = Vec::new();
        for rule in rules.into_iter().take(MAX_RULES) {
            let mut own = faults_beside_when(&rule);
            own.extend(idle_fault(&rule));
            if compiled.iter().any(|known| known.rule.name == rule.name) {
                own.push(plain(&rule.name, "a rule before has the same name", "give it another"));
            }
            match Program::compile(&rule.when) {
                Ok(program) => compiled.push(Compiled { rule, program }),
                Err(wrong) => own.extend(wrong.into_iter().map(|fault| in_when(&rule, fault))),
            }
            faults.extend(own);
        }
        if faults.is_empty() {
            Ok(Self { rules: compiled.into() })
        } else {
            Err(RuleFaults { faults })
        }
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// True without any rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The names of the rules, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|compiled| compiled.rule.name.as_str())
    }

    /// Applies the rules to an event about a node of a screen. Each rule sees what those before it did; one that
    /// suppresses is the last.
    pub fn apply(
        &self,
        event: DriftEvent,
        node: Option<Node<'_>>,
        screen: RuleScreen<'_>,
    ) -> Ruling {
        let mut ruling = Ruling { event, is_suppressed: false, steps: 0 };
        if self.is_empty() {
            return ruling;
        }
        let texts = WrittenOut::of(&ruling.event, node);
        for Compiled { rule, program } in self.rules.iter() {
            let seen = Seen { event: &ruling.event, node, texts: &texts, screen };
            let (answer, steps) = evaluate(program, seen);
            ruling.steps += steps;
            match answer {
                Ok(false) => {}
                Ok(true) => {
                    rule.act_on(&mut ruling.event);
                    if rule.suppresses {
                        ruling.is_suppressed = true;
                        break;
                    }
                }
                Err(failure) => ruling.event.rule_errors.push(RuleError {
                    rule: rule.name.clone(),
                    part: quoted_part(&program.source, &failure.span),
                    message: failure.message,
                }),
            }
        }
        ruling
    }
}

impl Rule {
    fn act_on(&self, event: &mut DriftEvent) {
        if let Some(severity) = self.severity {
            event.severity = severity;
        }
        if self.severity.is_some() || self.suppresses {
            event.rule = format!("rule:{}", self.name).into();
        }
        add_words(&mut event.tags, &self.tags);
        add_words(&mut event.notify, &self.notify);
    }
}

/// Sorted, and each once.
fn add_words(words: &mut Vec<String>, more: &[String]) {
    words.extend_from_slice(more);
    words.sort_unstable();
    words.dedup();
}

fn plain(rule: &str, message: impl Into<String>, help: &str) -> RuleFault {
    RuleFault {
        rule: rule.to_owned(),
        mark: None,
        part: String::new(),
        message: message.into(),
        help: help.to_owned(),
    }
}

fn too_many(n: usize) -> RuleFault {
    let message = format!("{n} rules, and {MAX_RULES} are the most");
    plain(&format!("{}", MAX_RULES + 1), message, "put several into one with `||`")
}

fn in_when(rule: &Rule, fault: ExpressionFault) -> RuleFault {
    RuleFault {
        rule: rule.name.clone(),
        mark: Some(mark_in(&rule.when, fault.span.start)),
        part: quoted_part(&rule.when, &fault.span),
        message: fault.message,
        help: fault.help,
    }
}

/// True for names of rules, tags and routes: they stand in output that is cut at blanks and commas.
fn is_word(text: &str) -> bool {
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '@');
    !text.is_empty() && text.len() <= MAX_WORD_BYTES && text.chars().all(is_fine)
}

const WORD_HELP: &str = "take letters, digits and `_-.:/@`, at most 64 bytes";

fn faults_beside_when(rule: &Rule) -> Vec<RuleFault> {
    let mut faults = Vec::new();
    if !is_word(&rule.name) {
        faults.push(plain(&rule.name, "this cannot be the name of a rule", WORD_HELP));
    }
    for (what, words) in [("tag", &rule.tags), ("route", &rule.notify)] {
        if words.len() > MAX_WORDS {
            let message = format!("more than {MAX_WORDS} words after `{what}`");
            faults.push(plain(&rule.name, message, "leave some out"));
        }
        for word in words.iter().filter(|word| !is_word(word)) {
            let message = format!("`{word}` cannot be a {what}");
            faults.push(plain(&rule.name, message, WORD_HELP));
        }
    }
    faults
}

fn idle_fault(rule: &Rule) -> Option<RuleFault> {
    let does = rule.severity.is_some() || rule.suppresses;
    let is_idle = !does && rule.tags.is_empty() && rule.notify.is_empty();
    let help = "add `severity`, `tag`, `notify` or `suppress: true`";
    is_idle.then(|| plain(&rule.name, "the rule does nothing", help))
}

#[cfg(test)]
mod tests;
