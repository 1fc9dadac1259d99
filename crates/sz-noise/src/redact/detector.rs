use std::{fmt, ops::Range};

use super::{card, email, fold::Folded, iban, phone, url};

/// What can be found and replaced. Ordered: of two that could have the same text, the first takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Detector {
    /// What opens doors, in addresses: user and password before the host, query and fragment parameters that
    /// hold a token by their key or their look, tokens in paths; and JSON web tokens anywhere.
    Secret,
    /// E-mail addresses.
    Email,
    /// International bank account numbers: country, length and check digits are right.
    Iban,
    /// Payment card numbers of 13 to 19 digits: a known issuer, and the Luhn check digit is right.
    Card,
    /// Phone numbers: international ones, and national ones whose form leaves little doubt.
    Phone,
}

impl Detector {
    /// Every detector, in the order in which they look.
    pub const ALL: &[Self] = &[Self::Secret, Self::Email, Self::Iban, Self::Card, Self::Phone];

    /// The name, as placeholders have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Email => "email",
            Self::Iban => "iban",
            Self::Card => "card",
            Self::Phone => "phone",
        }
    }

    /// Looks through a part of a text and adds what it finds, in order and without overlap.
    pub(super) fn find(
        self,
        text: &Folded<'_>,
        part: Range<usize>,
        label: phone::Label,
        found: &mut Vec<(Range<usize>, Self)>,
    ) {
        let mut add = |range: Range<usize>| found.push((range, self));
        match self {
            Self::Secret => url::find(text, part, &mut add),
            Self::Email => email::find(text, part, &mut add),
            Self::Iban => iban::find(text, part, &mut add),
            Self::Card => card::find(text, part, &mut add),
            Self::Phone => phone::find(text, part, label, &mut add),
        }
    }

    /// What two writings of the same thing have in common.
    pub(super) fn normalise(self, text: &Folded<'_>, range: Range<usize>) -> String {
        match self {
            Self::Secret => text.chars(range).collect(),
            Self::Email => text.chars(range).flat_map(char::to_lowercase).collect(),
            Self::Iban => iban::normalise(&text.bytes()[range]),
            Self::Card => card::normalise(&text.bytes()[range]),
            Self::Phone => phone::normalise(&text.bytes()[range]),
        }
    }
}

impl fmt::Display for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place in a text that is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Who found it.
    pub detector: Detector,
    /// Where it is, in bytes.
    pub range: Range<usize>,
}
