//! Templates as redacted captures show their screens.

use sz_noise::Redactor;

use crate::{Requirement, Template};

impl Template {
    /// This template for captures that went through `redactor`: what it finds in the baseline, in required and
    /// forbidden nodes and in the metadata is replaced by the same placeholders as in a capture.
    ///
    /// Patterns stay as they are, in the baseline, in selectors and in noise rules: one that is to match an address
    /// has to match its placeholder as well, as in `/.+@.+|<email:[0-9a-f]{10}>/`.
    #[must_use]
    pub fn redacted(mut self, redactor: &Redactor) -> Self {
        if let Some(baseline) = &mut self.baseline
            && let std::borrow::Cow::Owned(tree) = redactor.tree(&baseline.tree)
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
        let redacted = with_strings_redacted(self.as_str(), redactor);
        // A string that was one stays one, so the selector is as good as before.
        (redacted != self.as_str()).then(|| Self::parse(&redacted).ok()).flatten()
    }
}

/// A selector with every finding in its strings replaced. Strings with escapes stay as they are.
fn with_strings_redacted(selector: &str, redactor: &Redactor) -> String {
    let mut redacted = String::with_capacity(selector.len());
    let mut rest = selector;
    while let Some(start) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(start);
        let (quote, inner) = quoted.split_at(1);
        redacted.push_str(before);
        redacted.push_str(quote);
        let Some((text, after)) = inner.split_once(quote).filter(|(text, _)| !text.contains('\\'))
        else {
            redacted.push_str(inner);
            return redacted;
        };
        redacted.push_str(&redactor.text(text));
        redacted.push_str(quote);
        rest = after;
    }
    redacted + rest
}

#[cfg(test)]
mod tests;
