//! The earlier versions of templates: `.history` beside the templates, one file each.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sz_core::{
    Library, Profile, Template, TemplateSource,
    template::{
        Admission, Fault, KeptVersion, Lineage, TemplateDiff, history_file, history_folder,
        set_version,
    },
};

use crate::{
    cli::ScreenPlace,
    input, library,
    output::{self, WARN},
    save,
};

/// A template of a library with its history.
pub(crate) struct Found {
    /// The file of the current version.
    pub(crate) file: PathBuf,
    pub(crate) lineage: Lineage,
}

/// The template of a screen and its history; what is wrong with the history is told to people.
pub(crate) fn find(screen: &ScreenPlace) -> anyhow::Result<Found> {
    let library = library::read_valid_library(&screen.templates)?;
    let place = library::find(&library, &screen.screen_id, screen.app.as_deref())?;
    let lineage = read_telling(&library, place)?;
    let file = PathBuf::from(&lineage.current().source);
    Ok(Found { file, lineage })
}

/// The history of one template of a library, and what is wrong with it.
pub(crate) fn read(library: &Library, place: usize) -> anyhow::Result<(Lineage, Vec<Fault>)> {
    let template = library.templates.get(place).context("the template is in the library")?;
    let file = library.name_of(place).unwrap_or_default();
    let text = library.source_of(place).unwrap_or_default();
    lineage_of(KeptVersion {
        template: template.clone(),
        text: text.to_owned(),
        source: file.to_owned(),
    })
}

/// [`read`], with what is wrong told to people.
pub(crate) fn read_telling(library: &Library, place: usize) -> anyhow::Result<Lineage> {
    let (lineage, faults) = read(library, place)?;
    faults.iter().for_each(warn);
    Ok(lineage)
}

fn lineage_of(current: KeptVersion) -> anyhow::Result<(Lineage, Vec<Fault>)> {
    let (app, screen_id) = current.template.key();
    let folder = beside(Path::new(&current.source)).join(history_folder(app, screen_id));
    let mut files = Vec::new();
    if folder.is_dir() {
        input::collect(&folder, library::TEMPLATE_ENDINGS, &mut files)?;
    }
    let texts = files
        .iter()
        .map(|file| Ok((file.display().to_string(), library::read_text(file)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let sources = texts.iter().map(|(name, text)| TemplateSource { name, text });
    Ok(Lineage::new(current, sources))
}

fn warn(fault: &Fault) {
    output::remark(&format!("{}: {fault}", output::styled(WARN, "warning")));
}

fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Where a version of a template is kept whose current file is this one.
pub(crate) fn place_of(file: &Path, template: &Template) -> PathBuf {
    let (app, screen_id) = template.key();
    beside(file).join(history_file(app, screen_id, template.version()))
}

/// What became of a template that was to be written.
pub(crate) enum Replaced {
    /// There was no file.
    New,
    /// The file said the same already.
    Same,
    /// The file's version went to the history.
    Kept {
        /// Where the version that was replaced is kept.
        kept: PathBuf,
    },
}

/// Writes a template to a file. What is in the file goes to the history first, and must be an earlier version of the same
/// screen.
pub(crate) fn replace(file: &Path, text: &str, profile: &Profile) -> anyhow::Result<Replaced> {
    let name = file.display().to_string();
    let new = parse(&name, text)?;
    if !file.exists() {
        save::write_all(&[(file.to_owned(), text.to_owned())])?;
        return Ok(Replaced::New);
    }
    let current = read_file(file)?;
    let kept = place_of(file, &current.template);
    let old_text = current.text.clone();
    let (lineage, faults) = lineage_of(current)?;
    faults.iter().for_each(warn);
    let admission = lineage.admit(&new.template, profile);
    match admission.with_context(|| format!("{name}: nothing was written"))? {
        Admission::Same => Ok(Replaced::Same),
        Admission::New(_) => {
            let mut files = vec![(file.to_owned(), text.to_owned())];
            if !kept.exists() {
                files.insert(0, (kept.clone(), old_text));
            }
            save::write_all(&files)?;
            Ok(Replaced::Kept { kept })
        }
    }
}

/// Writes a template whose version is not decided yet: the first of its screen as it is, another with the version that
/// its changes ask for. What is in the file goes to the history.
pub(crate) fn put(file: &Path, text: &str, profile: &Profile) -> anyhow::Result<Replaced> {
    let name = file.display().to_string();
    if !file.exists() {
        return replace(file, text, profile);
    }
    let (lineage, _) = lineage_of(read_file(file)?)?;
    let (current, new) = (&lineage.current().template, parse(&name, text)?.template);
    let Some(bump) = TemplateDiff::between(current, &new, profile).bump else {
        return Ok(Replaced::Same);
    };
    let version = lineage.next(bump);
    let text = set_version(text, &version).with_context(|| format!("{name}: version {version}"))?;
    replace(file, &text, profile)
}

/// What became of a file, for people.
pub(crate) fn told(file: &Path, replaced: &Replaced) -> String {
    let file = file.display();
    match replaced {
        Replaced::New => format!("wrote {file}"),
        Replaced::Same => format!("{file} says the same already"),
        Replaced::Kept { kept } => {
            format!("wrote {file}; what it was is kept in {}", kept.display())
        }
    }
}

/// One template file.
pub(crate) fn read_file(file: &Path) -> anyhow::Result<KeptVersion> {
    parse(&file.display().to_string(), &library::read_text(file)?)
}

fn parse(name: &str, text: &str) -> anyhow::Result<KeptVersion> {
    let read = KeptVersion::parse(TemplateSource { name, text });
    match read {
        Ok(kept) => Ok(kept),
        Err(faults) => {
            library::refuse_faults(name, &faults)?;
            bail!("{name}: not a template");
        }
    }
}
