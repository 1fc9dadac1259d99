use std::{borrow::Cow, fmt};

use ring::digest::{Context, SHA256};
use sz_tree::NodePath;

use crate::{DarkPattern, Fingerprint, fingerprint::Subjects};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in files and output.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value this word stands for.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of drift it is.
    DriftKind {
        /// Nodes came, went or moved, or are of another role.
        Layout "layout",
        /// Text, values or states are others.
        Content "content",
        /// A screen followed another that may not lead there.
        Sequence "sequence",
        /// The change works against the person in front of it.
        Manipulative "manipulative",
        /// No template knows the screen.
        UnknownScreen "unknown_screen",
    }
}

words! {
    /// How much it matters; ordered.
    Severity {
        /// Worth recording.
        Info "info",
        /// Worth a look.
        Warning "warning",
        /// Somebody must act.
        Critical "critical",
    }
}

words! {
    /// What happened.
    Change {
        /// A node and what is under it is new.
        Added "added",
        /// A node and what was under it is gone.
        Removed "removed",
        /// Fields of a node are others.
        Modified "modified",
        /// A node stands elsewhere.
        Moved "moved",
        /// A node that the template requires is not there.
        Missing "missing",
        /// It is there, and no baseline says how it was.
        Present "present",
        /// The shape is another, and there is no baseline to say how.
        Reshaped "reshaped",
        /// The screen is not known.
        Unrecognised "unrecognised",
        /// The screen may not follow the one before it.
        Transition "transition",
        /// The same few screens again and again.
        Loop "loop",
        /// Screens in a row from which one way leads on and none back.
        ForcedFlow "forced_flow",
        /// A transition that the session should contain is not in it.
        MissingTransition "missing_transition",
    }
}

/// One difference that may matter.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DriftEvent {
    /// The same drift has the same id, wherever and whenever it is seen.
    pub id: DriftId,
    /// The same even where the numbers in it or its place are others.
    pub fingerprint: Fingerprint,
    /// What kind of drift.
    pub kind: DriftKind,
    /// What a manipulative change is called; `None` for all other drift.
    pub pattern: Option<DarkPattern>,
    /// How much it matters, as the policy decided.
    pub severity: Severity,
    /// What happened.
    pub change: Change,
    /// The screen it happened on; `None` for an unknown one.
    pub screen_id: Option<String>,
    /// The application, if known.
    pub app: Option<String>,
    /// Where: in the capture, or in the baseline for what is gone.
    pub path: Option<NodePath>,
    /// A selector for the node.
    pub selector: Option<String>,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
    /// How alike screen and baseline are, in `0.0..=1.0`, where they were compared.
    pub similarity: Option<f64>,
    /// The name of the rule that decided the severity.
    pub rule: Cow<'static, str>,
    /// Words that rules of the policy put on it, sorted.
    pub tags: Vec<String>,
    /// By which routes it should be told, as rules of the policy say; sorted.
    pub notify: Vec<String>,
    /// Rules that could not say whether they are for this event.
    pub rule_errors: Vec<RuleError>,
    /// One sentence for a person.
    pub explanation: String,
}

impl DriftEvent {
    /// With the fingerprint that follows from the rest of the event and from what it is about.
    pub(crate) fn fingerprinted(mut self, subjects: Subjects<'_>) -> Self {
        self.fingerprint = Fingerprint::of(&self, subjects);
        self
    }
}

/// A custom rule that had no answer for an event, which therefore is as if the rule was not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The name of the rule.
    pub rule: String,
    /// The part of its expression that has no value.
    pub part: String,
    /// Why it has none.
    pub message: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule `{}`: {}, in `{}`", self.rule, self.message, self.part)
    }
}

/// What makes two drift events the same: application, screen, kind, change, place, old and new. 64 bits of a
/// SHA-256, printed as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DriftId(u64);

impl DriftId {
    pub(crate) fn of<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut hash = Context::new(&SHA256);
        for part in parts {
            match part {
                None => hash.update(&[0]),
                Some(text) => {
                    hash.update(&[1]);
                    hash.update(&(text.len() as u64).to_be_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hash.finish().as_ref()[..8]);
        Self(u64::from_be_bytes(first))
    }

    /// Reads what is printed.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let is_hex = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        let is_id = text.len() == 16 && text.bytes().all(is_hex);
        u64::from_str_radix(text, 16).ok().filter(|_| is_id).map(Self)
    }
}

impl fmt::Display for DriftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
