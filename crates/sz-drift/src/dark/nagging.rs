//! Nagging: the same prompt again after it was declined.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    DarkPattern, Label,
    step::{Prompt, Step, Told},
};
use crate::explain::quoted;

/// How often a prompt may be shown where nobody knows how it was answered.
const TIMES_UNANSWERED: usize = 2;

/// The prompts of a session so far.
#[derive(Default)]
pub(super) struct Nagging {
    asked: BTreeMap<String, Asked>,
    /// Those of the last screen.
    last: BTreeSet<String>,
}

#[derive(Default)]
struct Asked {
    times: usize,
    is_declined: bool,
}

impl Nagging {
    pub(super) fn step(&mut self, step: &Step) -> Vec<Told> {
        let mut told = Vec::new();
        for prompt in &step.prompts {
            let asked = self.asked.entry(prompt.key.clone()).or_default();
            // A prompt that stays is one; one that is there again though it was declined is another.
            if !self.last.contains(&prompt.key) {
                asked.times += 1;
                told.extend(again(prompt, asked));
            }
        }
        self.last = step.prompts.iter().map(|prompt| prompt.key.clone()).collect();
        for prompt in &step.prompts {
            let Some(pressed) = &step.pressed else { continue };
            let Some(asked) = self.asked.get_mut(&prompt.key) else { continue };
            if Label::of(&prompt.no).as_str() == pressed {
                asked.is_declined = true;
                self.last.remove(&prompt.key);
            } else {
                // Answered in another way: whatever comes next is another question.
                *asked = Asked::default();
            }
        }
        told
    }
}

fn again(prompt: &Prompt, asked: &Asked) -> Option<Told> {
    let (title, no) = (quoted(&prompt.title), quoted(&prompt.no));
    let explanation = if asked.is_declined {
        format!(
            "The prompt {title} is shown again after {no} was pressed; no baseline approves that the same is asked again."
        )
    } else if asked.times > TIMES_UNANSWERED {
        format!(
            "The prompt {title} with {no} is shown for the {} time in one session; no baseline approves that the same is \
             asked again.",
            ordinal(asked.times)
        )
    } else {
        return None;
    };
    Some(Told {
        pattern: DarkPattern::Nagging,
        old: None,
        new: Some(prompt.title.clone()),
        explanation,
    })
}

fn ordinal(n: usize) -> String {
    let suffix = match (n % 10, n % 100) {
        (1, tail) if tail != 11 => "st",
        (2, tail) if tail != 12 => "nd",
        (3, tail) if tail != 13 => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}
