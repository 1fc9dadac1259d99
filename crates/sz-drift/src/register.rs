use std::collections::{BTreeMap, BTreeSet};

use crate::{Change, DriftEvent, DriftKind, Fingerprint, Severity, event::DriftId};

mod moment;
mod read;
mod write;

pub use moment::{Moment, ParseMomentError};
pub use read::{RegisterFault, RegisterFaults};

/// The most drifts a register keeps. A new one beyond is told as new each time, and not kept.
const MAX_DRIFTS: usize = 100_000;

/// The longest explanation, name or reason that is kept, in characters.
const MAX_TEXT_CHARS: usize = 500;

/// What is known of drift that was seen before: how often each came, and what people decided about it.
///
/// Pure: it is told the time, and whoever holds it reads and writes the file, [`Self::parse`] and [`Self::to_yaml`].
///
/// ```
/// use sz_drift::{KnownDrift, Moment};
///
/// let known = KnownDrift::parse("schema: sz-known-drift/1\ndrift: []\n")?;
/// assert!(known.is_empty());
/// # Ok::<(), sz_drift::RegisterFaults>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownDrift {
    drifts: BTreeMap<Fingerprint, Known>,
}

/// One drift that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Known {
    /// The application, if it was known.
    pub app: Option<String>,
    /// The screen, if it was known.
    pub screen: Option<String>,
    /// What kind of drift.
    pub kind: DriftKind,
    /// What happens.
    pub change: Change,
    /// How much it mattered the last time.
    pub severity: Severity,
    /// When it was first seen.
    pub first: Moment,
    /// When it was last seen.
    pub last: Moment,
    /// In how many captures it was seen.
    pub times: u64,
    /// The sentence about it, of the last time.
    pub explanation: String,
    /// What people decided.
    pub decision: Decision,
    /// What exactly it was and is, of the last time.
    said: Said,
}

/// What people decided about a drift.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Nothing: it counts.
    Open,
    /// It does not count until then, unless it gets worse.
    Ignored {
        /// From when on it counts again.
        until: Moment,
        /// Who decided.
        by: String,
        /// Why.
        why: String,
        /// How much it mattered then.
        severity: Severity,
    },
    /// As it is it does not count; when it says something else, or gets worse, it does.
    Approved {
        /// When.
        at: Moment,
        /// Who decided.
        by: String,
        /// Why; may be empty.
        why: String,
        /// How much it mattered then.
        severity: Severity,
        /// What exactly was approved.
        said: Said,
    },
}

/// What drift was and is, to the letter: 64 bits of a SHA-256 over old and new, as [`DriftId`] has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said(DriftId);

/// Whether drift is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Never seen before.
    New,
    /// Seen before, and nobody decided about it.
    Recurring {
        /// How often, this time included.
        times: u64,
    },
    /// It does not count.
    Ignored {
        /// From when on it does.
        until: Moment,
        /// How often, this time included.
        times: u64,
    },
    /// It does not count.
    Approved {
        /// How often, this time included.
        times: u64,
    },
    /// It was ignored or approved, and counts again.
    Returned {
        /// Why.
        because: Reopened,
        /// How often, this time included.
        times: u64,
    },
}

/// Why drift counts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reopened {
    /// The time that it was ignored for is over.
    Expired,
    /// It is more severe than when it was decided about.
    Worse,
    /// It was approved, and says something else now.
    Changed,
}

impl Reopened {
    /// The word for it in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Worse => "worse",
            Self::Changed => "changed",
        }
    }
}

impl Status {
    /// The word for it in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Recurring { .. } => "recurring",
            Self::Ignored { .. } => "ignored",
            Self::Approved { .. } => "approved",
            Self::Returned { .. } => "returned",
        }
    }

    /// How often it was seen, this time included.
    pub const fn times(self) -> u64 {
        match self {
            Self::New => 1,
            Self::Recurring { times }
            | Self::Ignored { times, .. }
            | Self::Approved { times }
            | Self::Returned { times, .. } => times,
        }
    }

    /// False for what is ignored or approved.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Ignored { .. } | Self::Approved { .. })
    }
}

/// There is no such drift in the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the register knows no drift {0}")]
pub struct UnknownFingerprint(pub Fingerprint);

impl KnownDrift {
    /// Takes note of one event at this time.
    pub fn note(&mut self, event: &DriftEvent, time: Moment) -> Status {
        let status = self.note_capture([event], time).pop();
        status.unwrap_or(Status::New)
    }

    /// Takes note of the events of one capture, and says of each whether it is known. Events with one fingerprint are
    /// one drift, as severe as the worst of them, and seen once.
    pub fn note_capture<'e>(
        &mut self,
        events: impl IntoIterator<Item = &'e DriftEvent>,
        time: Moment,
    ) -> Vec<Status> {
        let mut fingerprints = Vec::new();
        let mut groups: BTreeMap<Fingerprint, Vec<&DriftEvent>> = BTreeMap::new();
        for event in events {
            fingerprints.push(event.fingerprint);
            groups.entry(event.fingerprint).or_default().push(event);
        }
        let statuses: BTreeMap<Fingerprint, Status> = groups
            .into_iter()
            .map(|(fingerprint, events)| (fingerprint, self.see(fingerprint, &events, time)))
            .collect();
        let status = |it| statuses.get(it).copied().unwrap_or(Status::New);
        fingerprints.iter().map(status).collect()
    }

    fn see(&mut self, fingerprint: Fingerprint, events: &[&DriftEvent], time: Moment) -> Status {
        let Some(worst) = events.iter().max_by_key(|event| event.severity) else {
            return Status::New;
        };
        let said = Said::by(events);
        let explanation = shortened(&worst.explanation);
        if let Some(known) = self.drifts.get_mut(&fingerprint) {
            known.times = known.times.saturating_add(1);
            known.first = known.first.min(time);
            known.last = known.last.max(time);
            (known.severity, known.said, known.explanation) = (worst.severity, said, explanation);
            return known.status(time);
        }
        if self.drifts.len() < MAX_DRIFTS {
            let known = Known {
                app: worst.app.clone(),
                screen: worst.screen_id.clone(),
                kind: worst.kind,
                change: worst.change,
                severity: worst.severity,
                first: time,
                last: time,
                times: 1,
                explanation,
                decision: Decision::Open,
                said,
            };
            self.drifts.insert(fingerprint, known);
        }
        Status::New
    }

    /// Every drift, in the order of their fingerprints.
    pub fn iter(&self) -> impl Iterator<Item = (Fingerprint, &Known)> {
        self.drifts.iter().map(|(fingerprint, known)| (*fingerprint, known))
    }

    /// How many drifts are known.
    pub fn len(&self) -> usize {
        self.drifts.len()
    }

    /// True before anything was seen.
    pub fn is_empty(&self) -> bool {
        self.drifts.is_empty()
    }

    /// What is known of one drift.
    pub fn get(&self, fingerprint: Fingerprint) -> Option<&Known> {
        self.drifts.get(&fingerprint)
    }

    fn decide(
        &mut self,
        fingerprint: Fingerprint,
        decision: impl FnOnce(&Known) -> Decision,
    ) -> Result<(), UnknownFingerprint> {
        let known = self.drifts.get_mut(&fingerprint).ok_or(UnknownFingerprint(fingerprint))?;
        known.decision = decision(known);
        Ok(())
    }

    /// Leaves a drift out of account until a time, unless it gets worse.
    ///
    /// # Errors
    /// The register has no such drift.
    pub fn ignore(
        &mut self,
        fingerprint: Fingerprint,
        until: Moment,
        by: &str,
        why: &str,
    ) -> Result<(), UnknownFingerprint> {
        self.decide(fingerprint, |known| Decision::Ignored {
            until,
            by: shortened(by),
            why: shortened(why),
            severity: known.severity,
        })
    }

    /// Approves a drift as it was when it was last seen.
    ///
    /// # Errors
    /// The register has no such drift.
    pub fn approve(
        &mut self,
        fingerprint: Fingerprint,
        at: Moment,
        by: &str,
        why: &str,
    ) -> Result<(), UnknownFingerprint> {
        self.decide(fingerprint, |known| Decision::Approved {
            at,
            by: shortened(by),
            why: shortened(why),
            severity: known.severity,
            said: known.said,
        })
    }

    /// Takes back what was decided.
    ///
    /// # Errors
    /// The register has no such drift.
    pub fn reopen(&mut self, fingerprint: Fingerprint) -> Result<(), UnknownFingerprint> {
        self.decide(fingerprint, |_| Decision::Open)
    }
}

impl Known {
    /// The status of what was just seen; a decision that no longer holds is taken back.
    fn status(&mut self, time: Moment) -> Status {
        let times = self.times;
        let because = match &self.decision {
            Decision::Open => return Status::Recurring { times },
            Decision::Ignored { severity, .. } | Decision::Approved { severity, .. }
                if self.severity > *severity =>
            {
                Reopened::Worse
            }
            Decision::Ignored { until, .. } if time < *until => {
                return Status::Ignored { until: *until, times };
            }
            Decision::Ignored { .. } => Reopened::Expired,
            Decision::Approved { said, .. } if *said == self.said => {
                return Status::Approved { times };
            }
            Decision::Approved { .. } => Reopened::Changed,
        };
        self.decision = Decision::Open;
        Status::Returned { because, times }
    }
}

impl Said {
    fn by(events: &[&DriftEvent]) -> Self {
        let texts: BTreeSet<(Option<&str>, Option<&str>)> =
            events.iter().map(|event| (event.old.as_deref(), event.new.as_deref())).collect();
        Self(DriftId::of(texts.into_iter().flat_map(|(old, new)| [old, new])))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}

#[cfg(test)]
mod tests;
