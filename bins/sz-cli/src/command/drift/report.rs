//! `sz-cli drift report`: compliance of applications or screens, from what `inspect` wrote.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use anyhow::Context;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use sz_core::{
    DriftKind, Severity, Verdict,
    drift::{CaptureOutcome, Compliance, Tally, Trend, Window, compliance},
    formats::one_line,
};

use crate::{
    cli::{DriftReport, ReportBy},
    exit::Outcome,
    output::{self, OutputFormat},
    wire,
};

/// In how many parts a window is told.
const PARTS: usize = 8;

/// One line that `inspect --format jsonl` wrote, as far as it matters here.
#[derive(Deserialize)]
struct Line {
    app: Option<String>,
    quality: Option<LineQuality>,
    #[serde(rename = "match")]
    matched: Option<LineMatch>,
    drift: Vec<LineDrift>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct LineQuality {
    verdict: String,
}

#[derive(Deserialize)]
struct LineMatch {
    screen_id: Option<String>,
}

#[derive(Deserialize)]
struct LineDrift {
    kind: String,
    severity: String,
    /// What a register of known drift says of it, where one was asked.
    known: Option<LineKnown>,
}

#[derive(Deserialize)]
struct LineKnown {
    status: String,
}

impl Line {
    fn parse(text: &str) -> Result<(Self, CaptureOutcome), String> {
        let line: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let drift = line
            .drift
            .iter()
            .filter(|it| it.counts())
            .map(LineDrift::parse)
            .collect::<Result<Vec<_>, _>>()?;
        let verdict = line.quality.as_ref().map(|quality| &*quality.verdict);
        let is_whole = verdict == Some(Verdict::Complete.as_str());
        let outcome = if line.error.is_some() || !is_whole {
            CaptureOutcome::NotJudged
        } else {
            CaptureOutcome::of(drift)
        };
        Ok((line, outcome))
    }

    /// What row it counts in: of no screen where a row is an application.
    fn key(self, by: ReportBy) -> Key {
        let screen = self.matched.and_then(|matched| matched.screen_id);
        Key { app: self.app, screen: screen.filter(|_| by == ReportBy::Screen) }
    }
}

impl LineDrift {
    /// Drift that people ignore or approved is none.
    fn counts(&self) -> bool {
        self.known.as_ref().is_none_or(|it| !matches!(&*it.status, "ignored" | "approved"))
    }

    fn parse(&self) -> Result<(DriftKind, Severity), String> {
        let kind = DriftKind::from_name(&self.kind)
            .ok_or_else(|| format!("unknown kind of drift `{}`", self.kind))?;
        let severity = Severity::from_name(&self.severity)
            .ok_or_else(|| format!("unknown severity `{}`", self.severity))?;
        Ok((kind, severity))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    app: Option<String>,
    screen: Option<String>,
}

/// One row of a report.
#[derive(Serialize)]
struct Row {
    app: Option<String>,
    /// `None` of an unknown screen, and where a row is an application.
    screen_id: Option<String>,
    #[serde(flatten)]
    whole: Counts,
    trend: &'static str,
    /// The window in parts of equally many captures, the oldest first.
    parts: Vec<Counts>,
}

#[derive(Serialize)]
struct Counts {
    captures: u64,
    judged: u64,
    clean: u64,
    info: u64,
    warning: u64,
    critical: u64,
    unknown: u64,
    not_judged: u64,
    share_clean: Option<f64>,
}

impl From<&Tally> for Counts {
    fn from(tally: &Tally) -> Self {
        Self {
            captures: tally.captures(),
            judged: tally.judged(),
            clean: tally.count(CaptureOutcome::Clean),
            info: tally.count(CaptureOutcome::Info),
            warning: tally.count(CaptureOutcome::Warning),
            critical: tally.count(CaptureOutcome::Critical),
            unknown: tally.count(CaptureOutcome::Unknown),
            not_judged: tally.count(CaptureOutcome::NotJudged),
            share_clean: tally.share_clean().map(wire::round),
        }
    }
}

impl Row {
    fn new(key: Key, found: &Compliance) -> Self {
        Self {
            app: key.app,
            screen_id: key.screen,
            whole: (&found.whole).into(),
            trend: found.trend.as_str(),
            parts: found.parts.iter().map(Counts::from).collect(),
        }
    }

    fn outcome(&self) -> Outcome {
        if self.whole.not_judged > 0 {
            Outcome::Trouble
        } else if self.whole.clean < self.whole.captures {
            Outcome::Differs
        } else {
            Outcome::Same
        }
    }
}

pub(crate) fn run(arguments: &DriftReport, format: OutputFormat) -> anyhow::Result<Outcome> {
    let mut records: BTreeMap<Key, Vec<CaptureOutcome>> = BTreeMap::new();
    let mut outcome = Outcome::Same;
    for file in &arguments.files {
        outcome = outcome.max(read(file, arguments.by, &mut records)?);
    }
    let rows: Vec<Row> = records
        .into_iter()
        .map(|(key, outcomes)| Row::new(key, &last(&outcomes, arguments.window)))
        .collect();
    if format == OutputFormat::Table {
        print(arguments, &rows)?;
    } else {
        output::list(format, &rows)?;
    }
    Ok(rows.iter().map(Row::outcome).fold(outcome, Outcome::max))
}

/// Reads one file; a line that cannot be read is told and does not stop the rest.
fn read(
    file: &Path,
    by: ReportBy,
    records: &mut BTreeMap<Key, Vec<CaptureOutcome>>,
) -> anyhow::Result<Outcome> {
    let name = file.display();
    let reader: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let opened = File::open(file).with_context(|| format!("{name}: cannot be read"))?;
        Box::new(BufReader::new(opened))
    };
    let mut outcome = Outcome::Same;
    for (number, text) in (1..).zip(reader.lines()) {
        let text = text.with_context(|| format!("{name}: cannot be read"))?;
        if text.trim().is_empty() {
            continue;
        }
        match Line::parse(&text) {
            Ok((line, came_to)) => records.entry(line.key(by)).or_default().push(came_to),
            Err(why) => {
                let message =
                    format!("{name}:{number}: no line of `inspect --format jsonl`: {why}");
                output::complain(&message);
                outcome = Outcome::Trouble;
            }
        }
    }
    Ok(outcome)
}

/// The compliance of the last captures of a row: the time of a capture is how many came after it, backwards.
fn last(outcomes: &[CaptureOutcome], window: Option<u32>) -> Compliance {
    let length = i64::try_from(outcomes.len()).unwrap_or(i64::MAX);
    let length = window.map_or(length, |window| length.min(window.into()));
    let window = Window { from: -length, until: 0, n_parts: PARTS };
    compliance((1..).zip(outcomes.iter().rev()).map(|(age, outcome)| (-age, *outcome)), &window)
}

fn print(arguments: &DriftReport, rows: &[Row]) -> anyhow::Result<()> {
    let mut headings = vec!["app"];
    headings.extend((arguments.by == ReportBy::Screen).then_some("screen"));
    headings.extend(["captures", "clean", "info", "warning", "critical", "unknown", "not judged"]);
    headings.extend(["share clean", "course", "trend"]);
    let mut table = output::table(&headings);
    for row in rows {
        let whole = &row.whole;
        // Whatever an application calls itself, a terminal only gets text.
        let shown = |name: &Option<String>, none: &str| {
            name.as_deref().map_or_else(|| none.to_owned(), |name| one_line(name).into_owned())
        };
        let mut cells = vec![shown(&row.app, "(none)")];
        if arguments.by == ReportBy::Screen {
            cells.push(shown(&row.screen_id, "(unknown)"));
        }
        let counts = [whole.captures, whole.clean, whole.info, whole.warning, whole.critical];
        cells.extend(counts.map(|count| count.to_string()));
        cells.extend([whole.unknown, whole.not_judged].map(|count| count.to_string()));
        cells.push(whole.share_clean.map(percent).unwrap_or_default());
        cells.push(row.parts.iter().map(bar).collect());
        cells.push(trend_cell(row.trend));
        table.add_row(cells);
    }
    output::print(&format!("{table}\n"))?;
    output::remark("the order of the lines is taken for the order of time");
    Ok(())
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// The share of clean captures in one part of the window, as a bar of eighths; `·` where nothing was judged.
fn bar(part: &Counts) -> char {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if part.judged == 0 {
        return '·';
    }
    // Only a part that is all clean has the whole bar.
    let place = usize::try_from(part.clean * 7 / part.judged).unwrap_or_default();
    BARS.get(place).copied().unwrap_or('·')
}

fn trend_cell(trend: &'static str) -> String {
    let style = match Trend::from_name(trend) {
        Some(Trend::Improving) => output::GOOD,
        Some(Trend::Worsening) => output::BAD,
        Some(Trend::Unclear) => output::DIM,
        _ => return trend.to_owned(),
    };
    output::styled(style, trend)
}
