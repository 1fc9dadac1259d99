use sz_tree::Limits;

use crate::{Format, ReadErrorKind, Verdict, read, write_outline};

fn document(views: &str) -> String {
    format!(r#"{{"tag":"x","foreground_activity":"com.a/.Main","views":[{views}]}}"#)
}

#[track_caller]
fn check(views: &str, expected: &str) {
    let text = document(views);
    let capture = read(text.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{views}: {error}"));
    assert_eq!((capture.format, capture.app.as_deref()), (Format::Droidbot, Some("com.a")));
    let outline = write_outline(&capture.tree).replace(" [class=android.widget.Button]", "");
    assert_eq!(outline.trim_end(), format!("application\n{expected}").trim_end(), "{views}");
}

fn button(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { "," };
    format!(
        r#"{{"temp_id":0,"parent":-1,"children":[],"class":"android.widget.Button"{comma}{fields}}}"#
    )
}

#[test]
fn every_field_of_either_version_is_read() {
    for (fields, expected) in [
        ("", "button"),
        (r#""text":" OK  now ""#, "button \"OK now\""),
        (r#""text":null,"content_description":"Go""#, "button \"Go\""),
        (r#""text":"","content-desc":"Go""#, "button \"Go\""),
        (r#""resource_id":"a:id/b""#, "button [id=a:id/b]"),
        (r#""resource-id":"a:id/b""#, "button [id=a:id/b]"),
        (r#""visible":false"#, "button {offscreen}"),
        (r#""enabled":"false""#, "button {disabled}"),
        (r#""checkable":true,"checked":true"#, "button {checkable, checked}"),
        (r#""checkable":"true","checked":"false""#, "button {checkable}"),
        (r#""selected":true"#, "button {selectable, selected}"),
        (r#""focusable":true,"focused":"true""#, "button {focusable, focused}"),
        (
            r#""clickable":1,"long_clickable":true,"scrollable":"True""#,
            "button {clickable, scrollable}",
        ),
        (r#""bounds":[[1,2],[31,42]]"#, "button @1,2 30x40"),
        (r#""bounds":[[-1,-2],[0.4,0]]"#, "button @-1,-2 1x2"),
        (r#""bounds":[[5,5],[0,0]]"#, "button"),
        (r#""bounds":[[5,5],[null,0]]"#, "button"),
        (r#""bounds":"[1,2][31,42]""#, "button @1,2 30x40"),
        (r#""size":"1*2","signature":"[text]x","view_str":"y","index":"3""#, "button"),
    ] {
        check(&button(fields), &format!("  {expected}"));
    }
}

#[test]
fn the_tree_is_built_from_children_and_not_from_the_order_of_the_list() {
    let view = |id: i32, parent: &str, children: &str| {
        format!(
            r#"{{"class":"c","text":"t{id}","temp_id":{id},"parent":{parent},"children":{children}}}"#
        )
    };
    let views = [
        view(7, "2", "[]"),
        view(2, "null", "[9,7]"),
        view(9, "2", "[4]"),
        view(4, "9", "null"),
        view(1, "-1", "[]"),
    ];
    let expected = "  platform:c \"t2\" [class=c]
    platform:c \"t9\" [class=c]
      platform:c \"t4\" [class=c]
    platform:c \"t7\" [class=c]
  platform:c \"t1\" [class=c]";
    check(&views.join(","), expected);
}

#[test]
fn a_password_is_dropped_from_every_field() {
    for flag in [r#""is_password":true"#, r#""password":"true""#] {
        for class in ["android.widget.EditText", "android.widget.TextView"] {
            let text = document(&format!(
                r#"{{"text":"s3cret-Zq9","signature":"[text]s3cret-Zq9","view_str":"text:s3cret-Zq9",{flag},"class":"{class}"}}"#
            ));
            let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
            assert!(!format!("{capture:?}").contains("s3cret"), "{capture:?}");
        }
    }
}

#[test]
fn a_part_of_a_list_is_truncated() {
    for views in [
        r#"{"class":"c","text":"a","temp_id":0,"parent":-1,"children":[1,2]},{"class":"c","temp_id":1,"parent":0}"#,
        r#"{"class":"c","text":"a","temp_id":0,"parent":-1},{"class":"c","temp_id":1,"parent":0}"#,
        r#"{"class":"c","text":"a","temp_id":0,"parent":-1,"children":[],"child_count":2}"#,
        r#"{"class":"c","text":"a","temp_id":0,"parent":-1},{"class":"c","temp_id":1,"children":[2]},{"class":"c","temp_id":2,"children":[1]}"#,
    ] {
        let text = document(views);
        let capture = read(text.as_bytes(), None, &Limits::default()).expect(views);
        assert_eq!(capture.quality.verdict(), Verdict::Truncated, "{views}");
    }
    let text = document(&button(r#""text":"OK""#));
    let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
    assert_eq!(capture.quality.verdict(), Verdict::Complete);
}

#[test]
fn a_state_without_views_is_a_failed_capture() {
    for text in [r#"{"views":[]}"#, r#"{"views":null,"tag":"x"}"#] {
        let error = read(text.as_bytes(), None, &Limits::default()).expect_err(text);
        assert_eq!(error.kind(), ReadErrorKind::CaptureFailed, "{error}");
        assert_eq!(error.verdict(), Some(Verdict::Empty), "{error}");
    }
}

#[test]
fn says_what_is_wrong_and_where() {
    use ReadErrorKind::{BadValue, DuplicateKey, MissingKey, MissingRole, Structure, WrongType};
    for (text, kind, path) in [
        (r#"{"tag":"x"}"#, MissingKey, ""),
        (r#"{"views":{}}"#, WrongType, "/views"),
        (r#"{"views":[{"text":"a"}]}"#, MissingRole, "/views/0"),
        (r#"{"views":[{"class":"a"},{"class":"a","temp_id":"x"}]}"#, WrongType, "/views/1/temp_id"),
        (r#"{"views":[{"class":"a","temp_id":1.5}]}"#, BadValue, "/views/0/temp_id"),
        (
            r#"{"views":[{"class":"a","temp_id":1},{"class":"a","temp_id":1}]}"#,
            Structure,
            "/views/1",
        ),
        (r#"{"views":[{"class":"a","children":[1,1]},{"class":"a"}]}"#, Structure, "/views/1"),
        (r#"{"views":[{"class":"a","children":[0]}]}"#, Structure, "/views/0"),
        (r#"{"views":[{"class":"a","bounds":[[1,2],[3,4],[5,6]]}]}"#, BadValue, "/views/0/bounds"),
        (r#"{"views":[{"class":"a","bounds":"x"}]}"#, BadValue, "/views/0/bounds"),
        (r#"{"views":[{"class":"a","x":1,"x":2}]}"#, DuplicateKey, "/views/0/x"),
        (r#"{"views":[{"class":"a"}],"views":[]}"#, DuplicateKey, "/views"),
    ] {
        let fault =
            read(text.as_bytes(), Some(Format::Droidbot), &Limits::default()).expect_err(text);
        assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{text}: {fault}");
    }
}
