//! ARIA snapshots that become templates.

use std::{borrow::Cow, path::Path};

use sz_core::{
    BuildOptions, Library, Limits, Redactor, ScreenId, Template,
    formats::{read_aria_snapshot, write_aria_snapshot},
    template::{Fault, import_snapshot},
};

use crate::library;

/// What the names of ARIA snapshots end with.
const ENDINGS: &[&str] = &[".aria.yml", ".aria.yaml"];

/// The name of an ARIA snapshot without its ending; `None` for other files.
pub(super) fn snapshot_stem(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).map(str::to_owned)
}

/// Makes templates of snapshots.
pub(super) struct Adopter<'a> {
    pub(super) app: Option<&'a str>,
    /// The library that they go to.
    pub(super) ours: &'a Library,
    pub(super) redactor: Option<&'a Redactor>,
}

impl Adopter<'_> {
    /// The template of a snapshot. One whose baseline we have already stays as we have it: required nodes, noise and
    /// whatever else was added to it since.
    pub(super) fn adopt(&self, file: &Path, text: &str, stem: &str) -> Result<String, Vec<Fault>> {
        let source = file.display().to_string();
        let named = |faults: Vec<Fault>| self.told(&source, faults);
        let screen_id = ScreenId::new(stem).map_err(|error| {
            named(vec![fault(&format!("the file's name gives no screen: {error}"), "rename it")])
        })?;
        let options = BuildOptions {
            screen_id,
            app: self.app.map(|app| self.redacted(app).into_owned()),
            description: None,
            source: Some(self.redacted(&source).into_owned()),
        };
        let text = self.safe(text).map_err(named)?;
        let text = import_snapshot(&text, &options).map_err(named)?;
        let ours = self.ours;
        let known = library::find(ours, options.screen_id.as_str(), options.app.as_deref()).ok();
        let is_known = |place: &usize| {
            let ours = ours.templates.get(*place).and_then(|it| it.baseline());
            let new = Template::parse(&text).ok();
            ours.is_some() && new.as_ref().is_some_and(|new| new.baseline() == ours)
        };
        let kept = known.filter(is_known).and_then(|place| ours.source_of(place));
        Ok(kept.map_or(text, str::to_owned))
    }

    fn redacted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redactor.map_or(Cow::Borrowed(text), |redactor| redactor.text(text))
    }

    /// The snapshot without what is to be redacted; as it is written, comments too, where there is nothing of it.
    fn safe<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, Vec<Fault>> {
        let Some(redactor) = self.redactor else { return Ok(Cow::Borrowed(text)) };
        // A snapshot with faults is told as one.
        let Ok(mut snapshot) = read_aria_snapshot(text, &Limits::default()) else {
            return Ok(Cow::Borrowed(text));
        };
        let found = snapshot.patterns.iter().filter(|it| !redactor.findings(&it.source).is_empty());
        let faults: Vec<Fault> = found
            .map(|pattern| Fault {
                line: pattern.mark.line,
                column: pattern.mark.column,
                ..fault(
                    "a pattern holds what is to be redacted",
                    &format!("write it for its placeholder: {}", Redactor::PLACEHOLDER),
                )
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let redacted = match redactor.tree(&snapshot.tree) {
            Cow::Owned(tree) => Some(tree),
            Cow::Borrowed(_) => None,
        };
        match redacted {
            Some(tree) => snapshot.tree = tree,
            None if matches!(redactor.text(text), Cow::Borrowed(_)) => {
                return Ok(Cow::Borrowed(text));
            }
            // It is in a comment.
            None => {}
        }
        Ok(Cow::Owned(write_aria_snapshot(&snapshot)))
    }

    /// Faults with the name of their file, and without what is to be redacted.
    fn told(&self, source: &str, faults: Vec<Fault>) -> Vec<Fault> {
        let told = |fault: Fault| Fault {
            source: source.to_owned(),
            message: self.redacted(&fault.message).into_owned(),
            help: self.redacted(&fault.help).into_owned(),
            ..fault
        };
        faults.into_iter().map(told).collect()
    }
}

fn fault(message: &str, help: &str) -> Fault {
    Fault {
        source: String::new(),
        line: 1,
        column: 1,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}
