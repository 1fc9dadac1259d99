//! How much of what was captured was as approved, and whether that gets better or worse.

use std::{collections::BTreeMap, fmt, ops::AddAssign};

use crate::{DriftKind, Severity, event::words};

words! {
    /// What one capture came to.
    CaptureOutcome {
        /// Recognised, judged, and without drift.
        Clean "clean",
        /// Recognised, with drift of which the worst is an info.
        Info "info",
        /// Recognised, with drift of which the worst is a warning.
        Warning "warning",
        /// Recognised, with drift of which the worst is critical.
        Critical "critical",
        /// No template knows the screen.
        Unknown "unknown",
        /// There is no telling: not captured whole, or not readable.
        NotJudged "not_judged",
    }
}

words! {
    /// Which way compliance goes.
    Trend {
        /// More of the newer captures are clean, by more than chance explains.
        Improving "improving",
        /// Neither more nor fewer, as far as can be told from so many captures.
        Steady "steady",
        /// Fewer of the newer captures are clean, by more than chance explains.
        Worsening "worsening",
        /// Too few captures to tell.
        Unclear "unclear",
    }
}

impl CaptureOutcome {
    /// The outcome of a capture that was judged, from its drift.
    pub fn of(drift: impl IntoIterator<Item = (DriftKind, Severity)>) -> Self {
        drift.into_iter().map(Self::of_one).max().unwrap_or(Self::Clean)
    }

    fn of_one((kind, severity): (DriftKind, Severity)) -> Self {
        match (kind, severity) {
            (DriftKind::UnknownScreen, _) => Self::Unknown,
            (_, Severity::Info) => Self::Info,
            (_, Severity::Warning) => Self::Warning,
            (_, Severity::Critical) => Self::Critical,
        }
    }
}

/// How many captures came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([u64; CaptureOutcome::ALL.len()]);

impl Tally {
    /// The captures of one outcome.
    pub fn count(&self, outcome: CaptureOutcome) -> u64 {
        self.0[outcome as usize]
    }

    /// All captures.
    pub fn captures(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The captures that were judged: all but those of which there is no telling.
    pub fn judged(&self) -> u64 {
        self.captures() - self.count(CaptureOutcome::NotJudged)
    }

    /// The share of clean captures among those that were judged, `0.0..=1.0`; `None` without any. An unknown screen was
    /// judged, and is not clean.
    pub fn share_clean(&self) -> Option<f64> {
        let judged = self.judged();
        (judged > 0).then(|| self.count(CaptureOutcome::Clean) as f64 / judged as f64)
    }
}

impl AddAssign<CaptureOutcome> for Tally {
    fn add_assign(&mut self, outcome: CaptureOutcome) {
        self.0[outcome as usize] += 1;
    }
}

/// A span of time, in any unit that the caller counts in, and in how many equal parts it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first moment of it.
    pub from: i64,
    /// The first moment after it.
    pub until: i64,
    /// How many parts, from 1.
    pub n_parts: usize,
}

/// How much was as approved within a window.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Compliance {
    /// The whole window.
    pub whole: Tally,
    /// Its parts, in the order of time.
    pub parts: Vec<Tally>,
    /// Which way it goes.
    pub trend: Trend,
}

/// Judges one application, screen or whatever the records are of. Records outside of the window are left out; their
/// order does not matter. Cost: linear.
///
/// The trend compares the halves of the window: the shares of clean captures differ by more than chance
/// explains where their difference is more than [`TREND_Z`] times its standard error, `√(p(1-p)(1/n₁+1/n₂))` with `p` the share
/// of both together (the two-proportion z-test; about one in twenty steady windows is called otherwise). With fewer
/// than [`TREND_LEAST_JUDGED`] judged captures in a half it is unclear.
pub fn compliance(
    records: impl IntoIterator<Item = (i64, CaptureOutcome)>,
    window: &Window,
) -> Compliance {
    let mut whole = Tally::default();
    let mut parts = vec![Tally::default(); window.n_parts.max(1)];
    let mut halves = [Tally::default(); 2];
    for (time, outcome) in records {
        let Some(part) = window.part_of(time, parts.len()) else { continue };
        whole += outcome;
        parts[part] += outcome;
        halves[window.part_of(time, 2).unwrap_or_default()] += outcome;
    }
    Compliance { whole, parts, trend: trend(&halves) }
}

/// [`compliance`] of each application, screen or whatever the records name.
pub fn compliance_by<K: Ord>(
    records: impl IntoIterator<Item = (K, i64, CaptureOutcome)>,
    window: &Window,
) -> BTreeMap<K, Compliance> {
    let mut by: BTreeMap<K, Vec<(i64, CaptureOutcome)>> = BTreeMap::new();
    for (key, time, outcome) in records {
        by.entry(key).or_default().push((time, outcome));
    }
    by.into_iter().map(|(key, records)| (key, compliance(records, window))).collect()
}

/// How many standard errors a difference of shares must be to count: 5 % of chance differences are larger.
pub const TREND_Z: f64 = 1.96;

/// The fewest judged captures in each half of a window that a trend can be told from.
pub const TREND_LEAST_JUDGED: u64 = 10;

impl Window {
    /// The part that a moment is in; `None` outside of the window.
    fn part_of(&self, time: i64, n_parts: usize) -> Option<usize> {
        if !(self.from..self.until).contains(&time) {
            return None;
        }
        let since = i128::from(time) - i128::from(self.from);
        let length = i128::from(self.until) - i128::from(self.from);
        usize::try_from(since * i128::try_from(n_parts).ok()? / length).ok()
    }
}

fn trend([older, newer]: &[Tally; 2]) -> Trend {
    let (Some(before), Some(now)) = (older.share_clean(), newer.share_clean()) else {
        return Trend::Unclear;
    };
    if older.judged().min(newer.judged()) < TREND_LEAST_JUDGED {
        return Trend::Unclear;
    }
    let (n_older, n_newer) = (older.judged() as f64, newer.judged() as f64);
    let share = (before * n_older + now * n_newer) / (n_older + n_newer);
    let error = (share * (1.0 - share) * (1.0 / n_older + 1.0 / n_newer)).sqrt();
    match now - before {
        rise if rise > TREND_Z * error => Trend::Improving,
        fall if -fall > TREND_Z * error => Trend::Worsening,
        _ => Trend::Steady,
    }
}
