use std::collections::BTreeMap;

use sz_noise::Profile;

use crate::{Observation, Score, Template, TemplateSet, sample::exemplar};

/// Two templates of different screens that recognise each other's baselines: what one of them takes, the other takes
/// too, and the score alone decides.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct LookAlike {
    /// The place of the one template among those given.
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// How well the baseline of the first fits the second.
    pub a_in_b: Score,
    /// How well the baseline of the second fits the first.
    pub b_in_a: Score,
}

/// How many templates are asked about each baseline.
const ASKED: usize = 16;

/// The pairs of templates that are duplicates in effect, though their screens are called otherwise, with at least one of
/// the first `first` templates in each. Of each baseline the sixteen templates that it fits best are asked. Templates
/// without baseline are left out: what they take cannot be made up.
///
/// Cost: making a set of all templates, and one match for each of the first and for each that takes one of them.
pub fn look_alikes<'a>(
    templates: impl IntoIterator<Item = &'a Template>,
    first: usize,
    profile: &Profile,
) -> Vec<LookAlike> {
    let set = TemplateSet::new(templates.into_iter().cloned(), profile);
    let all: Vec<&Template> = set.templates().collect();
    // Which other templates take the baseline of each template that was asked for, and how well.
    let mut takers: BTreeMap<usize, Vec<(usize, Score)>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for a in 0..first.min(all.len()) {
        for (b, a_in_b) in takers_of(a, &set, &all, &mut takers, profile) {
            let back = takers_of(b, &set, &all, &mut takers, profile);
            let is_told = b < a && b < first;
            if let Some(&(_, b_in_a)) = back.iter().find(|(taker, _)| *taker == a && !is_told) {
                pairs.push(LookAlike { a, b, a_in_b, b_in_a });
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

fn takers_of(
    place: usize,
    set: &TemplateSet,
    all: &[&Template],
    known: &mut BTreeMap<usize, Vec<(usize, Score)>>,
    profile: &Profile,
) -> Vec<(usize, Score)> {
    let takers = || {
        let template = all.get(place)?;
        let observation = Observation::new(&exemplar(template.baseline()?), profile);
        let candidates = set.candidates(&observation, ASKED);
        let others =
            candidates.iter().filter(|it| it.passes() && it.template.key() != template.key());
        Some(others.map(|it| (it.slot as usize, it.score)).collect())
    };
    known.entry(place).or_insert_with(|| takers().unwrap_or_default()).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(templates: &[&str], pairs: &[(usize, usize)]) {
        let parse =
            |text: &&str| Template::parse(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let templates: Vec<Template> = templates.iter().map(parse).collect();
        let found = look_alikes(&templates, templates.len(), &Profile::built_in());
        assert_eq!(found.iter().map(|it| (it.a, it.b)).collect::<Vec<_>>(), pairs, "{found:#?}");
    }

    const SIGN_IN: &str = "screen_id: sign_in\nrequired_nodes: [Go]\nbaseline: |\n  - form \"Sign in\":\n    - textbox \"Name\"\n    - button \"Go\"\n";
    const LOGIN: &str = "screen_id: login\nbaseline: |\n  - form \"Log in\":\n    - textbox \"User\"\n    - button /^(Go|Enter)$/\n";
    const PAY: &str = "screen_id: pay\nbaseline: |\n  - dialog \"Pay\":\n    - list:\n      - listitem\n    - link \"Help\"\n";

    #[test]
    fn templates_that_take_each_others_baselines_are_found() {
        check(&[PAY, LOGIN, SIGN_IN], &[(1, 2)]);
        check(&[PAY, SIGN_IN], &[]);
    }

    #[test]
    fn only_pairs_with_one_of_the_first_are_asked_for() {
        let templates =
            [LOGIN, PAY, SIGN_IN].map(|text| Template::parse(text).expect("a template"));
        let pairs = |first| look_alikes(&templates, first, &Profile::built_in()).len();
        assert_eq!([0, 1, 3, 9].map(pairs), [0, 1, 1, 1]);
        let [login, pay, sign_in] = &templates;
        assert_eq!(look_alikes([pay, login, sign_in], 1, &Profile::built_in()), []);
    }

    #[test]
    fn one_that_is_stricter_on_one_side_is_no_duplicate() {
        let strict = SIGN_IN.replace("[Go]", "[Go, Name, 'form[name=\"Sign in\"]']\nthreshold: 1");
        check(&[LOGIN, &strict], &[]);
    }
}
