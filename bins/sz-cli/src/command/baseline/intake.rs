//! What becomes of one library when it takes in another: the plan, and how it is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use serde::Serialize;
use sz_core::{
    Library, Profile, ScreenId, Template,
    template::{
        Lineage, LookAlike, MergeConflict, MergeOutcome, MergedScreen, history_file, look_alikes,
        merge_screen,
    },
};

use crate::{
    cli::Prefer,
    exit::Outcome,
    history, library,
    output::{self, OutputFormat},
    wire,
};

use super::diff;

/// A template that comes in.
pub(super) struct Incoming {
    pub(super) lineage: Lineage,
    /// The name its file should have in the library that takes it in, from that library's folder.
    pub(super) name: PathBuf,
}

/// One screen, what becomes of it, and the file of its current version.
pub(super) struct Planned {
    pub(super) merged: MergedScreen,
    pub(super) file: PathBuf,
}

/// What becomes of every screen that comes in.
pub(super) struct Plan {
    pub(super) screens: Vec<Planned>,
    look_alikes: Vec<Alike>,
}

/// Two templates of different screens that take each other's baselines.
#[derive(Serialize)]
struct Alike {
    a: String,
    b: String,
    a_in_b: f64,
    b_in_a: f64,
}

/// The templates of a library by what they are known by.
type Places = BTreeMap<(Option<String>, ScreenId), usize>;

fn key(template: &Template) -> (Option<String>, ScreenId) {
    let (app, screen_id) = template.key();
    (app.map(str::to_owned), screen_id.clone())
}

impl Plan {
    /// Plans the intake into the library that is in `folder`.
    pub(super) fn new(
        ours: &Library,
        folder: &Path,
        incoming: &[Incoming],
        prefer: Option<Prefer>,
        profile: &Profile,
    ) -> anyhow::Result<Self> {
        let prefer = prefer.map(|prefer| match prefer {
            Prefer::Ours => sz_core::template::Prefer::Ours,
            Prefer::Theirs => sz_core::template::Prefer::Theirs,
        });
        let places: Places =
            ours.templates.iter().enumerate().map(|(place, it)| (key(it), place)).collect();
        let mut taken: BTreeSet<PathBuf> = (0..ours.templates.len())
            .filter_map(|place| ours.name_of(place))
            .map(PathBuf::from)
            .collect();
        let mut screens = Vec::new();
        for Incoming { lineage, name } in incoming {
            let template = &lineage.current().template;
            let known = match places.get(&key(template)) {
                None => None,
                Some(&place) => Some(history::read_telling(ours, place)?),
            };
            let merged = merge_screen(known.as_ref(), lineage, prefer, profile)
                .with_context(|| format!("{}: the version", lineage.current().source))?;
            let file = match &known {
                Some(known) => PathBuf::from(&known.current().source),
                None => free_name(&folder.join(name), &mut taken),
            };
            screens.push(Planned { merged, file });
        }
        let look_alikes = alike(ours, incoming, &screens, profile);
        Ok(Self { screens, look_alikes })
    }

    /// The files to write, earlier versions first.
    pub(super) fn files(&self) -> Vec<(PathBuf, String)> {
        let folder = |file: &Path| file.parent().unwrap_or(Path::new("")).to_owned();
        let history = self.screens.iter().flat_map(|Planned { merged, file }| {
            merged.history.iter().map(|(version, text)| {
                let kept = history_file(merged.app.as_deref(), &merged.screen_id, version);
                (folder(file).join(kept), text.clone())
            })
        });
        let current = self
            .screens
            .iter()
            .filter_map(|Planned { merged, file }| Some((file.clone(), merged.current.clone()?)));
        history.chain(current).collect()
    }

    /// The plan with the files of another folder that has the same names in it.
    pub(super) fn moved(mut self, from: &Path, to: &Path) -> Self {
        for planned in &mut self.screens {
            planned.file = to.join(planned.file.strip_prefix(from).unwrap_or(&planned.file));
        }
        self
    }

    pub(super) fn has_conflict(&self) -> bool {
        self.screens.iter().any(|it| it.merged.outcome == MergeOutcome::Conflict)
    }

    /// 1 where somebody has to decide.
    pub(super) fn outcome(&self) -> Outcome {
        if self.has_conflict() { Outcome::Differs } else { Outcome::Same }
    }
}

/// A name that no template and no other file has.
pub(super) fn free_name(wanted: &Path, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    let stem = wanted.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let numbered = (2..).map(|n| wanted.with_file_name(format!("{stem}-{n}.yaml")));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    let free = names.find(|name| !taken.contains(name) && !name.exists());
    let free = free.unwrap_or_else(|| wanted.to_owned());
    taken.insert(free.clone());
    free
}

/// Duplicates in effect that the intake makes: pairs with at least one template that comes in.
fn alike(
    ours: &Library,
    incoming: &[Incoming],
    screens: &[Planned],
    profile: &Profile,
) -> Vec<Alike> {
    let wins = |planned: &Planned| planned.merged.current.is_some();
    let new: Vec<&Template> = incoming
        .iter()
        .zip(screens)
        .filter(|(_, planned)| wins(planned))
        .map(|(it, _)| &it.lineage.current().template)
        .collect();
    let replaced: BTreeSet<_> = new.iter().map(|it| it.key()).collect();
    let old: Vec<&Template> =
        ours.templates.iter().filter(|it| !replaced.contains(&it.key())).collect();
    let all: Vec<&Template> = new.iter().chain(&old).copied().collect();
    let name = |place: usize| match all[place].key() {
        (None, screen_id) => screen_id.to_string(),
        (Some(app), screen_id) => format!("{screen_id} of {app}"),
    };
    if new.is_empty() {
        return Vec::new();
    }
    let pairs = look_alikes(all.iter().copied(), new.len(), profile);
    let told = pairs.iter().map(|pair: &LookAlike| Alike {
        a: name(pair.a),
        b: name(pair.b),
        a_in_b: wire::rounded(pair.a_in_b),
        b_in_a: wire::rounded(pair.b_in_a),
    });
    told.collect()
}

/// What the verbs say.
#[derive(Serialize)]
struct Told<'a> {
    /// False where nothing was written: a conflict, or a dry run.
    written: bool,
    screens: Vec<ToldScreen<'a>>,
    /// Templates of different screens that take each other's baselines.
    look_alikes: &'a [Alike],
}

#[derive(Serialize)]
struct ToldScreen<'a> {
    screen_id: &'a str,
    app: Option<&'a str>,
    outcome: &'static str,
    version: String,
    file: String,
    /// The versions that went to the history.
    history: Vec<String>,
    conflicts: Vec<ToldConflict<'a>>,
}

#[derive(Serialize)]
struct ToldConflict<'a> {
    version: String,
    ours: &'a str,
    theirs: &'a str,
    /// The version that theirs should have to follow ours.
    next: String,
    changes: Vec<diff::Changed<'a>>,
}

impl<'a> From<&'a Planned> for ToldScreen<'a> {
    fn from(Planned { merged, file }: &'a Planned) -> Self {
        let conflict = |conflict: &'a MergeConflict| ToldConflict {
            version: conflict.version.to_string(),
            ours: &conflict.ours,
            theirs: &conflict.theirs,
            next: conflict.next.to_string(),
            changes: diff::changed(&conflict.diff),
        };
        Self {
            screen_id: merged.screen_id.as_str(),
            app: merged.app.as_deref(),
            outcome: merged.outcome.as_str(),
            version: merged.version.to_string(),
            file: file.display().to_string(),
            history: merged.history.iter().map(|(version, _)| version.to_string()).collect(),
            conflicts: merged.conflicts.iter().map(conflict).collect(),
        }
    }
}

/// Prints the plan; `written` says whether it was carried out.
pub(super) fn print(plan: &Plan, written: bool, format: OutputFormat) -> anyhow::Result<()> {
    if format != OutputFormat::Table {
        let told = Told {
            written,
            screens: plan.screens.iter().map(ToldScreen::from).collect(),
            look_alikes: &plan.look_alikes,
        };
        return output::document(format, &told);
    }
    let mut text = String::new();
    let changed = plan.screens.iter().filter(|it| it.merged.outcome != MergeOutcome::Same);
    let changed: Vec<&Planned> = changed.collect();
    if !changed.is_empty() {
        text += &table(&changed);
    }
    text += &format!(
        "{}, {} of them there already\n",
        diff::plural(plan.screens.len(), "template"),
        plan.screens.len() - changed.len()
    );
    for Planned { merged, .. } in &plan.screens {
        let is_decided = merged.outcome != MergeOutcome::Conflict;
        for conflict in &merged.conflicts {
            text += &conflict_text(conflict, is_decided);
        }
    }
    for alike in &plan.look_alikes {
        text += &format!(
            "{}: `{}` and `{}` take each other's baselines ({:.3} and {:.3}): require or forbid what tells them apart\n",
            output::styled(output::WARN, "duplicate"),
            alike.a,
            alike.b,
            alike.a_in_b,
            alike.b_in_a,
        );
    }
    text += match (plan.has_conflict(), written) {
        (true, _) => {
            "nothing was written: --prefer ours or --prefer theirs decides, or give theirs another version\n"
        }
        (false, false) => "nothing was written: this was a dry run\n",
        (false, true) => "",
    };
    output::print(&text)
}

fn table(screens: &[&Planned]) -> String {
    let mut table = output::table(&["screen", "app", "what", "version", "to the history", "file"]);
    for Planned { merged, file } in screens {
        let kept: Vec<String> =
            merged.history.iter().map(|(version, _)| version.to_string()).collect();
        table.add_row([
            merged.screen_id.as_str(),
            merged.app.as_deref().unwrap_or_default(),
            &outcome_cell(merged.outcome),
            &merged.version.to_string(),
            &kept.join(", "),
            &file.display().to_string(),
        ]);
    }
    format!("{table}\n")
}

fn outcome_cell(outcome: MergeOutcome) -> String {
    let (style, text) = match outcome {
        MergeOutcome::Added => (output::GOOD, "added"),
        MergeOutcome::Same => (output::DIM, "same"),
        MergeOutcome::Replaced => (output::GOOD, "replaced by the newer"),
        MergeOutcome::Kept => (output::DIM, "ours is newer"),
        MergeOutcome::Conflict => (output::BAD, "conflict"),
        MergeOutcome::PreferredOurs => (output::WARN, "ours preferred"),
        MergeOutcome::PreferredTheirs => (output::WARN, "theirs preferred"),
        other => (output::DIM, other.as_str()),
    };
    output::styled(style, text)
}

fn conflict_text(conflict: &MergeConflict, is_decided: bool) -> String {
    let head = if is_decided {
        output::styled(output::WARN, "decided")
    } else {
        output::styled(output::BAD, "conflict")
    };
    let mut text = format!(
        "{head}: version {} is one thing in {} and another in {}, which differs so:\n",
        conflict.version, conflict.ours, conflict.theirs,
    );
    for change in &conflict.diff.changes {
        let at = change.path.as_deref().map(|path| format!(" ({path})")).unwrap_or_default();
        text += &format!("  {}: {}{at}\n", change.part, change.sentence);
    }
    if !is_decided && conflict.is_current {
        text += &format!("  as the one that follows ours, theirs is version {}\n", conflict.next);
    }
    if !conflict.is_current {
        text += "  it is an earlier version: ours stays in the history, whatever is preferred\n";
    }
    text
}

/// A library that is there, or one without templates where there is none yet.
pub(super) fn read_ours(folder: &Path) -> anyhow::Result<Library> {
    if !folder.exists() {
        return Ok(Library::default());
    }
    if !folder.is_dir() {
        bail!("{}: not a folder of templates", folder.display());
    }
    let library = library::read_library(folder)?;
    library::refuse_faults(&folder.display().to_string(), &library.faults)?;
    Ok(library)
}
