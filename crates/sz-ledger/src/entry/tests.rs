use proptest::prelude::*;
use serde_json::json;

use super::*;

fn draft(data: &Value) -> Draft {
    let time = "2026-11-21T13:00:28.5Z".parse().unwrap();
    Draft::new(time, "drift.detected", data.as_object().unwrap().clone())
}

#[track_caller]
fn check(data: &Value, expected: Result<&str, &str>) {
    let bytes = Entry::to_bytes(7, &draft(data), 4096);
    let text = bytes.map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|e| e.to_string());
    assert_eq!(text.as_deref().map_err(String::as_str), expected);
}

#[test]
fn the_canonical_form_is_sorted_and_exact() {
    check(
        &json!({"b": 1, "a": [true, null, "\u{20ac}\n"]}),
        Ok(concat!(
            r#"{"actor":"","data":{"a":[true,null,"€\n"],"b":1},"index":"7","kind":"drift.detected","#,
            r#""schema":"sz-entry/1","subject":"","tenant":"default","#,
            r#""time":"2026-11-21T13:00:28.500000000Z"}"#
        )),
    );
    let mut with_payload = draft(&json!({}));
    with_payload.payload =
        Some(Payload { commitment: Hash::from_bytes([0xab; 32]), bytes: 1 << 60 });
    let bytes = Entry::to_bytes(0, &with_payload, 4096).unwrap();
    assert_eq!(Entry::parse(&bytes), Ok(Entry { index: 0, draft: with_payload }));
    assert_eq!(place(&bytes).unwrap().0, 0);
}

#[test]
fn numbers_that_readers_would_change_are_refused_with_their_place() {
    check(
        &json!({"n": 9_007_199_254_740_991_i64, "m": -9_007_199_254_740_991_i64}).clone(),
        Ok(concat!(
            r#"{"actor":"","data":{"m":-9007199254740991,"n":9007199254740991},"index":"7","#,
            r#""kind":"drift.detected","schema":"sz-entry/1","subject":"","tenant":"default","#,
            r#""time":"2026-11-21T13:00:28.500000000Z"}"#
        )),
    );
    let refused = |pointer: &str, number: &str| {
        format!(
            "data{pointer} is {number}, which not every reader keeps exact: write it as a string"
        )
    };
    check(&json!({"a": {"b/c~": [1, 0.5]}}), Err(&refused("/a/b~1c~0/1", "0.5")));
    check(&json!({"n": 1_u64 << 53}), Err(&refused("/n", "9007199254740992")));
    check(&json!({"n": -(1_i64 << 53)}), Err(&refused("/n", "-9007199254740992")));
    check(&json!({"n": u64::MAX}), Err(&refused("/n", "18446744073709551615")));
    check(&json!({"n": i64::MIN}), Err(&refused("/n", "-9223372036854775808")));
    check(&json!({"n": 1.0}), Err(&refused("/n", "1.0")));
}

#[test]
fn size_depth_and_words_are_limited() {
    let long = draft(&json!({"text": "x".repeat(70_000)}));
    for (limit, applied) in [(4096, 4096), (1 << 20, 65_535)] {
        let refused = Entry::to_bytes(0, &long, limit);
        assert!(matches!(refused, Err(EntryError::TooLong { limit, .. }) if limit == applied));
    }
    let deep = (0..DEPTH_MAX).fold(json!(1), |value, _| json!([value]));
    let too_deep = json!({"d": [deep.clone()]});
    assert!(Entry::to_bytes(0, &draft(&json!({"d": deep})), 4096).is_ok());
    let refused = Entry::to_bytes(0, &draft(&too_deep), 4096);
    assert!(matches!(refused, Err(EntryError::TooDeep { .. })));
    for kind in
        ["", "drift", "Drift.x", "a..b", ".a", "a.", "a b.c", &format!("a.{}", "b".repeat(64))]
    {
        let bad = Draft { kind: kind.to_owned(), ..draft(&json!({})) };
        let refused = Entry::to_bytes(0, &bad, 4096);
        assert!(matches!(refused, Err(EntryError::Member { member: "kind", .. })), "{kind}");
    }
    let bad = Draft { tenant: String::new(), ..draft(&json!({})) };
    assert!(Entry::to_bytes(0, &bad, 4096).is_err());
}

#[test]
fn what_is_no_entry_is_refused() {
    let good = String::from_utf8(Entry::to_bytes(7, &draft(&json!({})), 4096).unwrap()).unwrap();
    for (from, to) in [
        ("sz-entry/1", "sz-entry/2"),
        (r#""7""#, r#""07""#),
        (r#""7""#, "7"),
        ("28.500000000Z", "28.5Z"),
        (r#""actor":"","#, ""),
        (r#""actor":"""#, r#""actor":"","extra":1"#),
        ("}}", "}"),
        ("", " {}"),
    ] {
        let bad = if from.is_empty() { format!("{good}{to}") } else { good.replace(from, to) };
        assert!(place(bad.as_bytes()).is_err() || bad == good, "{bad}");
        assert!(Entry::parse(bad.as_bytes()).is_err() || bad == good, "{bad}");
    }
}

#[test]
fn what_an_entry_holds_cannot_act_on_the_terminal_of_who_reads_the_error() {
    // Found by fuzzing: an unknown member was quoted as it was.
    let error = Entry::parse(b"{\"\\n\\u001b[2J\":1}").expect_err("an unknown member");
    assert!(error.to_string().contains(r"unknown field `\n\u{1b}[2J`"), "{error}");
}

proptest! {
    #[test]
    fn every_draft_reads_back(
        index in any::<u64>(), nanos in any::<u64>(), actor in "\\PC{0,20}", subject in any::<String>(),
        key in any::<String>(), number in -(1_i64 << 53) + 1..1_i64 << 53, bytes in any::<Option<u64>>(),
    ) {
        let draft = Draft {
            actor, subject,
            payload: bytes.map(|bytes| Payload { commitment: Hash::of(b"x"), bytes }),
            ..Draft::new(Timestamp::from_unix_nanos(nanos), "a.b", json!({key: number}).as_object().unwrap().clone())
        };
        let bytes = Entry::to_bytes(index, &draft, ENTRY_BYTES_HARD).unwrap();
        prop_assert_eq!(place(&bytes), Ok((index, draft.time)));
        prop_assert_eq!(Entry::parse(&bytes), Ok(Entry { index, draft }));
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(Entry::parse(&bytes));
        drop(place(&bytes));
    }
}
