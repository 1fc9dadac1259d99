use sz_testkit::tree;

use super::*;
use crate::Match;

fn observe(outline: &str) -> Observation {
    Observation::new(&tree(outline), &Profile::built_in())
}

fn screen<'a>(name: &str, samples: &[&'a Observation]) -> ScreenSamples<'a> {
    ScreenSamples {
        options: BuildOptions {
            screen_id: ScreenId::new(name).expect("a name"),
            app: Some("shop".to_owned()),
            description: None,
            source: None,
        },
        samples: samples.to_vec(),
    }
}

fn parse(texts: &[String]) -> Vec<Template> {
    texts.iter().map(|text| Template::parse(text).expect("a built template")).collect()
}

/// Two screens of one shape whose frame is the same.
fn page(heading: &str) -> String {
    format!(
        "main\n  navigation\n    link \"Home\"\n    link \"Cart\"\n  heading \"{heading}\"\n  textbox \"Search\"\n  button \"Go\""
    )
}

#[test]
fn screens_of_one_shape_are_told_apart_by_what_is_theirs() {
    let (a, b) = (observe(&page("Orders")), observe(&page("Customers")));
    let screens = [screen("orders", &[&a]), screen("customers", &[&b])];
    let templates = parse(&build_templates(&screens, &Profile::built_in()).expect("templates"));
    let required: Vec<&str> =
        templates[0].required_nodes().iter().map(crate::Requirement::as_str).collect();
    assert_eq!(required, ["heading[name=\"Orders\"]"]);
    let set = TemplateSet::new(templates, &Profile::built_in());
    for (observation, name) in [(&a, "orders"), (&b, "customers")] {
        let Match::Known(found) = set.best_match(observation, None) else { panic!("{name}") };
        assert_eq!(found.template.screen_id().as_str(), name);
    }
    let stranger = observe(&page("Suppliers"));
    assert!(matches!(set.best_match(&stranger, None), Match::Unknown(_)));
}

#[test]
fn a_new_template_does_not_take_the_screens_of_the_library() {
    let (known, new) = (observe(&page("Orders")), observe(&page("Customers")));
    let profile = Profile::built_in();
    let library =
        parse(&build_templates(&[screen("orders", &[&known])], &profile).expect("templates"));
    let screens = [screen("customers", &[&new])];
    let told = parse(&build_templates_beside(&screens, &library, &profile).expect("a template"));
    let alone = parse(&build_templates(&screens, &profile).expect("a template"));
    let required = |templates: &[Template]| -> Vec<String> {
        templates[0].required_nodes().iter().map(|it| it.as_str().to_owned()).collect()
    };
    // What the library's screen has, too, tells nothing.
    assert_eq!(required(&told), ["heading[name=\"Customers\"]"]);
    assert!(required(&alone).len() > 1);
    let set = TemplateSet::new(told, &profile);
    assert!(matches!(set.best_match(&known, None), Match::Unknown(_)));
    assert!(matches!(set.best_match(&new, None), Match::Known(_)));
}

#[test]
fn a_threshold_is_what_every_sample_reaches() {
    let sample = |count: usize| {
        let items = "\n    listitem\n      text \"x\"\n      button \"y\"".repeat(count);
        observe(&format!("main\n  heading \"Things\"\n  list{items}\n  button \"Add\""))
    };
    let (none, many) = (sample(0), sample(7));
    let screens = [screen("things", &[&none, &many])];
    let templates = parse(&build_templates(&screens, &Profile::built_in()).expect("templates"));
    let check = TemplateCheck::new(&templates[0], &Profile::built_in());
    for sample in [&none, &many] {
        assert!(check.score(sample) >= templates[0].threshold().get());
    }
}

#[test]
fn releases_of_one_screen_are_not_told_apart() {
    let (old, new) = (observe(&page("Orders")), observe(&page("Orders").replace("Go", "Find")));
    let screens = [screen("orders", &[&old]), screen("orders", &[&new])];
    let templates = parse(&build_templates(&screens, &Profile::built_in()).expect("templates"));
    for template in &templates {
        let required: Vec<&str> =
            template.required_nodes().iter().map(crate::Requirement::as_str).collect();
        assert!(required.contains(&"heading[name=\"Orders\"]"), "{required:?}");
    }
}

#[test]
fn thresholds_are_written_with_three_places_and_never_above() {
    for (given, written) in [(0.9, 0.9), (0.912_39, 0.912), (1.0, 1.0), (0.0, 0.0)] {
        assert!((rounded_down(given) - written).abs() < 1e-9, "{given}");
        assert!(rounded_down(given) <= given);
    }
}
