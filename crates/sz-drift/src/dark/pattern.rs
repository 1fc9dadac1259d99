use std::fmt;

use crate::{Severity, event::words};

words! {
    /// A way in which a screen works against the person in front of it.
    ///
    /// The names are those of Gray et al., "The Dark (Patterns) Side of UX Design", CHI 2018, and Mathur et al., "Dark
    /// Patterns at Scale", CSCW 2019.
    DarkPattern {
        /// What costs or consents is chosen before the person chose anything (Gray: preselection).
        Preselection "preselection",
        /// The way to say no is worded to shame (Mathur: confirmshaming; Gray: toying with emotion).
        Confirmshaming "confirmshaming",
        /// Time is said to run out (Mathur: urgency).
        Urgency "urgency",
        /// Things are said to run out (Mathur: scarcity).
        Scarcity "scarcity",
        /// Others are said to do it (Mathur: social proof).
        SocialProof "social_proof",
        /// Other wording that steers (Mathur: misdirection).
        Misdirection "misdirection",
        /// No is made smaller or less of a button than yes (Gray: false hierarchy; Mathur: visual interference).
        FalseHierarchy "false_hierarchy",
        /// A way to say no is gone, hidden, off screen or does not react (Gray: hidden information).
        HiddenInformation "hidden_information",
        /// Something nobody chose is in the basket (Gray, Mathur: sneak into basket).
        SneakIntoBasket "sneak_into_basket",
        /// A fee appears that was not there before (Gray, Mathur: hidden costs).
        HiddenCosts "hidden_costs",
        /// Leaving takes more steps than entering (Mathur: hard to cancel; Gray: roach motel, an obstruction).
        HardToCancel "hard_to_cancel",
        /// The same prompt again after it was declined (Gray: nagging).
        Nagging "nagging",
    }
}

/// Which dark patterns are looked for, and how much each matters.
///
/// Where nothing is said of a pattern it is looked for and as severe as the policy's `manipulative`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DarkPatterns {
    said: Vec<(DarkPattern, Option<Severity>)>,
}

impl DarkPatterns {
    /// Gives a pattern a severity of its own, or with `None` switches it off.
    pub fn set(&mut self, pattern: DarkPattern, severity: Option<Severity>) {
        match self.said.binary_search_by_key(&pattern, |said| said.0) {
            Ok(place) => self.said[place].1 = severity,
            Err(place) => self.said.insert(place, (pattern, severity)),
        }
    }

    /// How much a pattern matters where the policy's `manipulative` is `usual`; `None` where it is not looked for.
    pub fn severity(&self, pattern: DarkPattern, usual: Severity) -> Option<Severity> {
        match self.said.binary_search_by_key(&pattern, |said| said.0) {
            Ok(place) => self.said[place].1,
            Err(_) => Some(usual),
        }
    }

    /// True where a pattern is looked for.
    pub fn is_on(&self, pattern: DarkPattern) -> bool {
        self.severity(pattern, Severity::Critical).is_some()
    }
}
