use std::collections::{BTreeMap, BTreeSet};

use sz_formats::Mark;

use crate::{
    Fault, ScreenId, Template, Transition,
    load::{Parsed, parse_template},
};

/// A template file that was read by somebody: this crate opens none.
#[derive(Clone, Copy, Debug)]
pub struct TemplateSource<'a> {
    /// The name of the file, for messages.
    pub name: &'a str,
    /// What is in it.
    pub text: &'a str,
}

impl<'a> TemplateSource<'a> {
    /// Reads the file on its own: what it can be done with in parallel.
    pub fn parse(self) -> ParsedSource<'a> {
        ParsedSource { source: self, parsed: parse_template(self.text) }
    }
}

/// A template file that was read on its own, on its way into a [`Library`].
#[derive(Debug)]
pub struct ParsedSource<'a> {
    source: TemplateSource<'a>,
    parsed: Parsed,
}

/// What a folder of template files holds. A file with a fault gives no template; all others are there.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Library {
    /// The templates without fault, in the order of their files.
    pub templates: Vec<Template>,
    /// Every fault of every file.
    pub faults: Vec<Fault>,
    /// What is allowed and probably not meant.
    pub warnings: Vec<Fault>,
    /// Per template, the name of its file and its text.
    sources: Vec<(String, String)>,
}

impl Library {
    /// The library of these files, as [`load_library`] makes it.
    pub fn of<'a>(files: impl IntoIterator<Item = ParsedSource<'a>>) -> Self {
        let mut library = Self::default();
        let mut owners: BTreeMap<(Option<String>, ScreenId), String> = BTreeMap::new();
        let mut targets = Vec::new();
        for ParsedSource { source, parsed } in files {
            let name_it = |fault: Fault| fault.in_source(source.name);
            library.faults.extend(parsed.faults.into_iter().map(name_it));
            library.warnings.extend(parsed.warnings.into_iter().map(name_it));
            let Some((template, marks)) = parsed.template else { continue };
            let key = (template.metadata().app().map(str::to_owned), template.screen_id().clone());
            if let Some(owner) = owners.get(&key) {
                let fault =
                    Fault::new(marks.screen_id, format!("a second template for `{}`", key.1)).help(
                        format!("the first one is {owner}: give one of them another screen_id"),
                    );
                library.faults.push(fault.in_source(source.name));
                continue;
            }
            owners.insert(key, source.name.to_owned());
            for (transition, mark) in template.transitions().iter().zip(marks.transitions) {
                targets.push((source.name, mark, transition.clone()));
            }
            library.templates.push(template);
            library.sources.push((source.name.to_owned(), source.text.to_owned()));
        }
        library.warn_of_unknown_screens(&targets);
        library
    }

    fn warn_of_unknown_screens(&mut self, targets: &[(&str, Mark, Transition)]) {
        let known: BTreeSet<&ScreenId> = self.templates.iter().map(Template::screen_id).collect();
        for (source, mark, transition) in targets {
            for screen in transition.from.iter().chain([&transition.to]) {
                if !known.contains(screen) {
                    let warning = Fault::new(*mark, format!("no template for screen `{screen}`"))
                        .help("add the template or remove the transition");
                    self.warnings.push(warning.in_source(source));
                }
            }
        }
    }

    /// The text that a template was read from, by its place in [`Self::templates`].
    pub fn source_of(&self, template: usize) -> Option<&str> {
        self.sources.get(template).map(|(_, text)| text.as_str())
    }

    /// The name of the file that a template was read from, by its place in [`Self::templates`].
    pub fn name_of(&self, template: usize) -> Option<&str> {
        self.sources.get(template).map(|(name, _)| name.as_str())
    }
}

/// Reads template files: all faults of all files, not the first.
///
/// Beyond what one file can get wrong, two templates of one screen of one application are a fault, and a
/// transition to a screen that no template knows is a warning.
pub fn load_library<'a>(sources: impl IntoIterator<Item = TemplateSource<'a>>) -> Library {
    Library::of(sources.into_iter().map(TemplateSource::parse))
}
