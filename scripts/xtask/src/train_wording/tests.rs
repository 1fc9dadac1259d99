use super::*;

fn text(words: &str, is_dark: bool) -> Text {
    let category = if is_dark { "Scarcity" } else { "Not Dark Pattern" };
    Text { words: words.to_owned(), is_dark, category: category.to_owned(), weight: 1.0 }
}

#[track_caller]
fn check_arguments(words: &[&str], expected: Option<(&str, Option<&str>, bool)>) {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    let expected = expected.map(|(tsv, out, is_check)| Arguments {
        tsv: tsv.into(),
        out: out.map_or_else(|| process::root().join(WEIGHTS), PathBuf::from),
        is_check,
    });
    assert_eq!(arguments(&words).ok(), expected, "{words:?}");
}

#[test]
fn takes_a_file_and_options_in_any_order() {
    check_arguments(&["a.tsv"], Some(("a.tsv", None, false)));
    check_arguments(&["--check", "a.tsv"], Some(("a.tsv", None, true)));
    check_arguments(&["a.tsv", "--out", "b"], Some(("a.tsv", Some("b"), false)));
    for wrong in [&[][..], &["--check"], &["a", "b"], &["a", "--out"], &["a", "--frobnicate"]] {
        check_arguments(wrong, None);
    }
}

#[track_caller]
fn check_group(words: &str, expected: &str) {
    assert_eq!(text(words, true).group(), expected, "{words}");
}

#[test]
fn a_group_is_the_first_two_words_without_digits_and_case() {
    check_group("Only 3 left", "only 0");
    check_group("ONLY 1,204 left", "only 0");
    check_group("  No thanks, I'd rather", "no thanks");
    check_group("I don’t like", "i dont");
    check_group("02DAYS 4 HOURS", "0 days");
    check_group("$3", "0");
    check_group("…", "");
}

#[test]
fn cells_may_be_quoted_and_columns_stand_in_any_order() {
    let document = "page_id\tlabel\ttext\tPattern Category\r\n\
        7\t1\t\"two\nlines, \"\"so\"\"\"\tUrgency\n8\t0\tsix \" wide\tNot Dark Pattern";
    let texts = texts::parse(document, 1.0).unwrap();
    let read: Vec<(&str, bool, &str)> =
        texts.iter().map(|text| (&*text.words, text.is_dark, &*text.category)).collect();
    assert_eq!(
        read,
        [("two\nlines, \"so\"", true, "Urgency"), ("six \" wide", false, "Not Dark Pattern"),]
    );
}

#[track_caller]
fn check_fault(document: &str, expected: &str) {
    assert_eq!(texts::parse(document, 1.0).unwrap_err().to_string(), expected, "{document}");
}

#[test]
fn a_fault_of_a_file_is_told_with_its_line() {
    check_fault("", "no heading");
    check_fault("text\tlabel\n", "line 1: no column `Pattern Category`");
    let heading = "text\tlabel\tPattern Category\n";
    check_fault(
        &format!("{heading}\"a\nb\"\t1\tx\nc\tyes\tx\n"),
        "line 4: the label is `yes`, not 0 or 1",
    );
    check_fault(&format!("{heading}a\t1\n"), "line 2: 2 columns, not 3");
    check_fault(&format!("{heading}a\t1\tx\n\"b\t1\tx\n"), "line 3: a quote is not closed");
}

#[test]
fn the_logistic_function_is_that_of_the_platform_but_for_the_last_bits() {
    for tenth in -8000..8000 {
        let x = f64::from(tenth) / 10.0;
        let expected = 1.0 / (1.0 + (-x).exp());
        let found = learning::logistic(x);
        assert!((found - expected).abs() <= 1e-12, "{x}: {found} {expected}");
        assert!((0.0..=1.0).contains(&found), "{x}: {found}");
    }
}

/// Texts that one word tells apart.
fn easy() -> Vec<Text> {
    let words = ["apple", "pear", "plum", "cherry", "quince", "medlar", "sloe", "grape"];
    words.iter().flat_map(|word| [text(&format!("{word} left"), true), text(word, false)]).collect()
}

#[test]
fn learns_what_tells_texts_apart_and_gives_the_same_bytes_again() {
    let texts = easy();
    let texts: Vec<&Text> = texts.iter().collect();
    let model = learning::train(&texts);
    assert!(model.judge("apple left").is_dark && model.judge("banana left").is_dark);
    assert!(!model.judge("apple").is_dark && !model.judge("banana").is_dark);
    assert_eq!(learning::train(&texts).to_bytes(), model.to_bytes());
}

#[test]
fn folds_count_every_text_once_and_leave_groups_whole() {
    let (shop, own) = (easy(), [text("lemon", false), text("lemon left", true)]);
    let outcome = folds::validate(&shop, &own, 1);
    let counted = |counts: folds::Counts| {
        let dark = counts.dark_as_dark + counts.dark_as_honest;
        (dark, counts.honest_as_dark + counts.honest_as_honest)
    };
    assert_eq!((counted(outcome.shop), counted(outcome.own)), ((8, 8), (1, 1)));
    assert_eq!(outcome.categories.values().sum::<usize>(), 16);
    let groups = |text: &Text| folds::fold(&text.group(), 7);
    assert_eq!(groups(&text("Only 3 left", true)), groups(&text("only 12 in stock", false)));
    let last = (0..100).map(|n| folds::fold(&format!("a{n}"), 7)).max();
    assert_eq!(last, Some(4));
}

#[test]
fn precision_recall_and_f1_are_counted_as_they_are_defined() {
    let mut counts = folds::Counts::default();
    let told =
        [(true, true), (true, true), (true, true), (true, false), (false, true), (false, false)];
    for (is_dark, said) in told {
        counts.add(is_dark, said);
    }
    assert_eq!((counts.precision(), counts.recall(), counts.f1()), (0.75, 0.75, 0.75));
    assert!(folds::Counts::default().f1() <= 0.0);
}

#[test]
fn our_own_texts_are_well_formed_and_none_that_is_held_out_is_trained_on() {
    let folder = process::root().join("fixtures/wording");
    let read = |name: &str| texts::read(&folder.join(name), 1.0).unwrap();
    let (honest, dark, held_out) = (read("honest.tsv"), read("dark.tsv"), read("held-out.tsv"));
    assert!(honest.iter().all(|text| !text.is_dark) && dark.iter().all(|text| text.is_dark));
    let mut seen = std::collections::BTreeSet::new();
    for text in honest.iter().chain(&dark).chain(&held_out) {
        assert!(seen.insert(text.words.to_lowercase()), "twice: {}", text.words);
        assert_eq!(text.is_dark, text.category != "Not Dark Pattern", "{text:?}");
    }
}

#[test]
fn the_weights_that_ship_do_well_on_texts_that_no_training_saw() {
    let path = process::root().join("fixtures/wording/held-out.tsv");
    let model = sz_core::drift::Wording::built_in();
    let mut counts = folds::Counts::default();
    for text in texts::read(&path, 1.0).unwrap() {
        counts.add(text.is_dark, model.judge(&text.words).is_dark);
    }
    let n_honest = counts.honest_as_dark + counts.honest_as_honest;
    assert!(n_honest > 100 && counts.honest_as_dark * 5 <= n_honest, "{counts:?}");
    assert!(counts.recall() >= 0.7, "{counts:?}");
}
