use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::entry::{Draft, Entry, general_place};

fn any_data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        (-3_i64..3).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z\"\\\\\u{0}-\u{20}]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("\\PC{0,9}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn entry(data: &Value, actor: &str) -> Vec<u8> {
    let data = json!({ "a": data, "b": 1 }).as_object().unwrap().clone();
    let time = Timestamp::from_unix_nanos(1_700_000_000_123_456_789);
    let draft = Draft { actor: actor.to_owned(), ..Draft::new(time, "a.b", data) };
    Entry::to_bytes(7, &draft, 65_535).unwrap()
}

#[test]
fn plain_text_ends_at_the_first_special_byte() {
    let mut bytes = [b'x'; 40];
    for at in 0..40 {
        for special in [b'"', b'\\', 0, 0x1f] {
            bytes[at] = special;
            assert_eq!(plain_length(&bytes), at);
        }
        bytes[at] = if at % 2 == 0 { 0xff } else { 0x20 };
    }
    assert_eq!(plain_length(&bytes), 40);
}

proptest! {
    #[test]
    fn reads_all_that_is_written(data in any_data(), actor in any::<String>()) {
        let bytes = entry(&data, &actor);
        prop_assert_eq!(place(&bytes), general_place(&bytes).ok());
        prop_assert!(place(&bytes).is_some());
    }

    #[test]
    fn accepts_nothing_that_the_general_reader_refuses(
        data in any_data(), at in any::<usize>(), to in prop_oneof![any::<u8>(), Just(b'"'), Just(b'}'), Just(b'0')],
        cut in any::<bool>(),
    ) {
        let mut bytes = entry(&data, "x");
        let at = at % bytes.len();
        if cut {
            bytes.remove(at);
        } else {
            bytes[at] = to;
        }
        if let Some(read) = place(&bytes) {
            prop_assert_eq!(Ok(read), general_place(&bytes));
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = place(&bytes);
        let _ = place(&[br#"{"actor":"","data":{"a":"#, &bytes[..]].concat());
    }
}
