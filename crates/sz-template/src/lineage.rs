use semver::Version;
use sz_noise::Profile;

use crate::{
    Bump, Fault, ScreenId, SetVersionError, Template, TemplateDiff, TemplateSource, set_version,
};

mod place;

pub use place::{HISTORY_FOLDER, history_file, history_folder};

/// Every version that is kept of one screen's template: the current one and the earlier ones.
#[derive(Clone, Debug)]
pub struct Lineage {
    /// In ascending order, each version once, never empty.
    versions: Vec<KeptVersion>,
    /// The place of the current one.
    current: usize,
}

/// One version of a template and the text it was read from.
#[derive(Clone, Debug)]
pub struct KeptVersion {
    /// The template.
    pub template: Template,
    /// Its text.
    pub text: String,
    /// The name of its file, as its reader gave it.
    pub source: String,
}

/// What [`Lineage::admit`] says of a template that is to become the current one.
#[derive(Clone, Debug)]
pub enum Admission {
    /// It means the same as the current one and has its version: there is nothing to do.
    Same,
    /// It is a new version, which differs like this from the current one.
    New(Box<TemplateDiff>),
}

/// Why a template may not become the current version of its screen. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AdmitError {
    /// It has the version of another one.
    #[error(
        "version {version} of `{screen_id}` exists already with other content ({summary} changed); \
         give the new content version {next}"
    )]
    SameVersion {
        /// The screen.
        screen_id: ScreenId,
        /// The version that both have.
        version: Version,
        /// What differs, in short.
        summary: String,
        /// The version it should have.
        next: Version,
    },
    /// Its version is lower than one that there was.
    #[error(
        "version {version} of `{screen_id}` is lower than {highest}, which there is already; \
         give the new content version {next}"
    )]
    Lower {
        /// The screen.
        screen_id: ScreenId,
        /// The version it has.
        version: Version,
        /// The highest there is.
        highest: Version,
        /// The version it should have.
        next: Version,
    },
    /// It describes another screen, or the same of another application.
    #[error("the template is of `{found}`, not of `{screen_id}`")]
    OtherScreen {
        /// The screen.
        screen_id: ScreenId,
        /// The screen it is of.
        found: ScreenId,
    },
}

/// An earlier version as a new one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rollback {
    /// The text to write.
    pub text: String,
    /// Its version.
    pub version: Version,
    /// How it differs from the current version.
    pub diff: TemplateDiff,
}

/// Why an earlier version cannot be brought back. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RollbackError {
    /// There is no such version.
    #[error("there is no version {version} of `{screen_id}`; there are: {known}")]
    Unknown {
        /// The screen.
        screen_id: ScreenId,
        /// The version that was asked for.
        version: Version,
        /// Those there are.
        known: String,
    },
    /// The current version means the same.
    #[error("version {version} of `{screen_id}` means the same as the current one, {current}")]
    Same {
        /// The screen.
        screen_id: ScreenId,
        /// The version that was asked for.
        version: Version,
        /// The current version.
        current: Version,
    },
    /// The new version number cannot be written into the old text.
    #[error("version {version} of `{screen_id}` cannot be written again")]
    SetVersion {
        /// The screen.
        screen_id: ScreenId,
        /// The version that was asked for.
        version: Version,
        /// Why.
        source: SetVersionError,
    },
}

impl Lineage {
    /// The versions of a screen: the current template, and the files of its history, in any order.
    ///
    /// Beside it comes what is wrong with the history: a file that is no template or one of another screen, a version
    /// that stands there twice with different content, one that is higher than the current one. Such files are
    /// left out, but for the last.
    pub fn new<'a>(
        current: KeptVersion,
        history: impl IntoIterator<Item = TemplateSource<'a>>,
    ) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut lineage = Self { versions: vec![current], current: 0 };
        for source in history {
            match KeptVersion::parse(source) {
                Ok(kept) => faults.extend(lineage.keep(kept)),
                Err(found) => faults.extend(found),
            }
        }
        (lineage, faults)
    }

    fn keep(&mut self, kept: KeptVersion) -> Option<Fault> {
        let fault = |message: String, help: &str| {
            Some(Fault::whole(message).help(help).in_source(&kept.source))
        };
        if kept.key() != self.current().key() {
            let message = format!("this is a version of `{}`", kept.template.screen_id());
            return fault(message, "move it to the history of its screen");
        }
        match self.place_of(kept.template.version()) {
            Ok(place) => {
                let known = &self.versions[place];
                if TemplateDiff::between(&known.template, &kept.template, &Profile::empty())
                    .is_empty()
                {
                    return None;
                }
                let message = format!(
                    "version {} stands in {} too, with other content",
                    kept.template.version(),
                    known.source
                );
                fault(message, "remove one of them, or give it another version")
            }
            Err(place) => {
                let is_higher = place == self.versions.len() && place == self.current + 1;
                let fault = is_higher.then(|| {
                    let current = self.current().template.version();
                    let message = format!(
                        "version {} is higher than the current one, {current}",
                        kept.template.version()
                    );
                    fault(message, "roll back to it, or remove it")
                });
                self.versions.insert(place, kept);
                self.current += usize::from(place <= self.current);
                fault.flatten()
            }
        }
    }

    /// The versions, in ascending order.
    pub fn versions(&self) -> &[KeptVersion] {
        &self.versions
    }

    /// The current version.
    pub fn current(&self) -> &KeptVersion {
        &self.versions[self.current]
    }

    /// The versions that are not the current one, in ascending order.
    pub fn earlier(&self) -> impl DoubleEndedIterator<Item = &KeptVersion> {
        let current = self.current;
        self.versions
            .iter()
            .enumerate()
            .filter(move |(place, _)| *place != current)
            .map(|(_, it)| it)
    }

    /// This version, if it is kept.
    pub fn get(&self, version: &Version) -> Option<&KeptVersion> {
        self.place_of(version).ok().map(|place| &self.versions[place])
    }

    fn place_of(&self, version: &Version) -> Result<usize, usize> {
        self.versions.binary_search_by(|kept| kept.template.version().cmp(version))
    }

    fn highest(&self) -> &Version {
        self.versions
            .last()
            .map_or_else(|| self.current().template.version(), |kept| kept.template.version())
    }

    /// The version for content that differs from the current one by so much: higher than every one there was.
    pub fn next(&self, bump: Bump) -> Version {
        let next = bump.after(self.current().template.version());
        if next > *self.highest() { next } else { bump.after(self.highest()) }
    }

    /// Whether `new` may become the current version: it must be of this screen, and higher than every version there
    /// was.
    ///
    /// # Errors
    /// It may not; each variant says what to do.
    pub fn admit(&self, new: &Template, profile: &Profile) -> Result<Admission, Box<AdmitError>> {
        let current = &self.current().template;
        let screen_id = current.screen_id().clone();
        if new.key() != current.key() {
            let found = new.screen_id().clone();
            return Err(AdmitError::OtherScreen { screen_id, found }.into());
        }
        let diff = TemplateDiff::between(current, new, profile);
        let version = new.version().clone();
        if diff.is_empty() && version == *current.version() {
            return Ok(Admission::Same);
        }
        let next = self.next(diff.bump.unwrap_or(Bump::Patch));
        if let Some(known) = self.get(&version) {
            let summary = TemplateDiff::between(&known.template, new, profile).summary();
            return Err(AdmitError::SameVersion { screen_id, version, summary, next }.into());
        }
        if version < *self.highest() {
            let highest = self.highest().clone();
            return Err(AdmitError::Lower { screen_id, version, highest, next }.into());
        }
        Ok(Admission::New(Box::new(diff)))
    }

    /// An earlier version as a new one, which is higher than every version there was.
    ///
    /// # Errors
    /// There is no such version, it means the same as the current one, or its text cannot be changed.
    pub fn rollback(
        &self,
        version: &Version,
        profile: &Profile,
    ) -> Result<Rollback, RollbackError> {
        let current = &self.current().template;
        let (screen_id, version) = (current.screen_id().clone(), version.clone());
        let Some(old) = self.get(&version) else {
            let known: Vec<String> =
                self.versions.iter().map(|kept| kept.template.version().to_string()).collect();
            return Err(RollbackError::Unknown { screen_id, version, known: known.join(", ") });
        };
        let diff = TemplateDiff::between(current, &old.template, profile);
        let Some(bump) = diff.bump else {
            let current = current.version().clone();
            return Err(RollbackError::Same { screen_id, version, current });
        };
        let next = self.next(bump);
        match set_version(&old.text, &next) {
            Ok(text) => Ok(Rollback { text, version: next, diff }),
            Err(source) => Err(RollbackError::SetVersion { screen_id, version, source }),
        }
    }
}

impl KeptVersion {
    /// A template and its text.
    ///
    /// # Errors
    /// Every fault of the text.
    pub fn parse(source: TemplateSource<'_>) -> Result<Self, Vec<Fault>> {
        match Template::parse(source.text) {
            Ok(template) => {
                Ok(Self { template, text: source.text.to_owned(), source: source.name.to_owned() })
            }
            Err(faults) => {
                Err(faults.into_iter().map(|fault| fault.in_source(source.name)).collect())
            }
        }
    }

    fn key(&self) -> (Option<&str>, &ScreenId) {
        self.template.key()
    }
}

#[cfg(test)]
mod tests;
