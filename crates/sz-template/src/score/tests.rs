use super::*;

fn score(value: f64) -> Option<Score> {
    Score::new(value)
}

#[track_caller]
fn check(required: Option<Score>, structure: Option<Score>, roles: Option<Score>, expected: f64) {
    let got = Evidence { required, structure, roles }.score().get();
    assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
}

#[test]
fn weighs_required_nodes_structure_and_roles_as_40_40_20() {
    check(score(1.0), score(1.0), score(1.0), 1.0);
    check(score(0.5), score(1.0), score(1.0), 0.8);
    check(score(1.0), score(0.5), score(1.0), 0.8);
    check(score(1.0), score(1.0), score(0.5), 0.9);
}

#[test]
fn leaves_out_absent_evidence_instead_of_taking_it_for_a_match() {
    check(score(0.5), None, None, 0.5);
    check(score(1.0), score(0.5), None, 0.75);
    check(None, score(0.3), score(0.6), 0.4);
    check(None, None, None, 0.0);
}

#[test]
fn refuses_what_is_no_score() {
    for value in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert_eq!(Score::new(value), None, "{value}");
    }
}
