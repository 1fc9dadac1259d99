use sz_noise::Profile;

use crate::{Observation, Score, Template, TemplateSet, sample::exemplar};

/// Two templates of different screens that recognise each other's baselines: what one of them takes, the other takes
/// too, and the score alone decides.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct LookAlike {
    /// The place of the one template among those given.
    pub a: usize,
    /// The place of the other, which comes later.
    pub b: usize,
    /// How well the baseline of the first fits the second.
    pub a_in_b: Score,
    /// How well the baseline of the second fits the first.
    pub b_in_a: Score,
}

/// How many templates are asked about each baseline.
const ASKED: usize = 16;

/// The pairs of templates that are duplicates in effect, though their screens are called otherwise. Of each baseline the
/// sixteen templates that it fits best are asked. Templates without baseline are left out: what they take
/// cannot be made up.
///
/// Cost: one match for each baseline.
pub fn look_alikes<'a>(
    templates: impl IntoIterator<Item = &'a Template>,
    profile: &Profile,
) -> Vec<LookAlike> {
    let set = TemplateSet::new(templates.into_iter().cloned(), profile);
    // Which other templates take the baseline of each template, and how well.
    let takers: Vec<Vec<(usize, Score)>> = set
        .templates()
        .map(|template| {
            let Some(baseline) = template.baseline() else { return Vec::new() };
            let observation = Observation::new(&exemplar(baseline), profile);
            let candidates = set.candidates(&observation, ASKED);
            let others =
                candidates.iter().filter(|it| it.passes() && it.template.key() != template.key());
            others.map(|it| (it.index, it.score)).collect()
        })
        .collect();
    let mut pairs = Vec::new();
    for (a, others) in takers.iter().enumerate() {
        for &(b, a_in_b) in others.iter().filter(|(b, _)| *b > a) {
            let back = takers.get(b).and_then(|it| it.iter().find(|(taker, _)| *taker == a));
            if let Some(&(_, b_in_a)) = back {
                pairs.push(LookAlike { a, b, a_in_b, b_in_a });
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(templates: &[&str], pairs: &[(usize, usize)]) {
        let parse =
            |text: &&str| Template::parse(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let templates: Vec<Template> = templates.iter().map(parse).collect();
        let found = look_alikes(&templates, &Profile::built_in());
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
    fn one_that_is_stricter_on_one_side_is_no_duplicate() {
        let strict = SIGN_IN.replace("[Go]", "[Go, Name, 'form[name=\"Sign in\"]']\nthreshold: 1");
        check(&[LOGIN, &strict], &[]);
    }
}
