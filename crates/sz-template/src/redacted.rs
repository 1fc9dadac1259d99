//! Templates as redacted captures show their screens.

use std::borrow::Cow;

use sz_noise::Redactor;

use crate::{Requirement, Template};

impl Template {
    /// This template for captures that went through `redactor`: what it finds in the baseline, in required and
    /// forbidden nodes and in the metadata is replaced by the same placeholders as in a capture.
    ///
    /// Patterns stay as they are, in the baseline, in selectors and in noise rules: one that is to match an address
    /// has to match its placeholder as well, see [`Redactor::PLACEHOLDER`].
    #[must_use]
    pub fn redacted(mut self, redactor: &Redactor) -> Self {
        if let Some(baseline) = &mut self.baseline
            && let Cow::Owned(tree) = redactor.tree(&baseline.tree)
        {
            baseline.tree = tree;
        }
        for requirement in self.required_nodes.iter_mut().chain(&mut self.forbidden_nodes) {
            if let Some(redacted) = requirement.redacted(redactor) {
                *requirement = redacted;
            }
        }
        for (_, value) in &mut self.metadata.entries {
            *value = redactor.text(value).into_owned();
        }
        self
    }
}

impl Requirement {
    /// The requirement with every finding in its texts replaced; `None` where there is none.
    fn redacted(&self, redactor: &Redactor) -> Option<Self> {
        if let Self::Name(name) = self {
            let redacted = redactor.text(name);
            return (*redacted != **name).then(|| Self::Name(redacted.into()));
        }
        match redactor.selector(self.as_str()) {
            Cow::Borrowed(_) => None,
            // A string that was one stays one, so the selector is as good as before.
            Cow::Owned(redacted) => Self::parse(&redacted).ok(),
        }
    }
}

#[cfg(test)]
mod tests;
