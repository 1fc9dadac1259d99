use super::{baseline, check};

#[test]
fn an_optional_node_may_be_absent_and_only_that() {
    let bar = "toolbar\n  button \"A\"\n  button \"B\"\n    img \"i\"\n  button \"C\"";
    let optional = baseline(bar, &["/1 optional"]);
    check(&optional, "toolbar\n  button \"A\"\n  button \"C\"", "");
    check(&optional, bar, "");
    check(&optional, "toolbar\n  button \"A\"\n  button \"B\"\n  button \"C\"", "-/1/0 img \"i\"");
    check(&optional, "toolbar\n  button \"A\"", "-/2 button \"C\"");
    check(&optional, "toolbar\n  button \"A\"\n  button \"X\"", "~/1 button \"X\"");
    check(&optional, "toolbar\n  button \"A\"\n  img \"i\"\n  button \"C\"", "-/1 button \"B\"");
    let both = baseline(bar, &["/0 optional", "/1 optional"]);
    check(&both, "toolbar\n  button \"C\"", "");
    check(&both, "toolbar\n  button \"D\"", "~/0 button \"D\"");
    let many: String = (0..300).map(|i| format!("\n  button \"b{i}\"")).collect();
    let rules: Vec<String> = (0..300).map(|i| format!("/{i} optional")).collect();
    let rules: Vec<&str> = rules.iter().map(|rule| &**rule).collect();
    let every_third: String = (0..300).step_by(3).map(|i| format!("\n  button \"b{i}\"")).collect();
    check(&baseline(&format!("toolbar{many}"), &rules), &format!("toolbar{every_third}"), "");
}

#[test]
fn company_stays_accepted_where_it_is_allowed() {
    let card = "group\n  text \"price\"\n  button \"Buy\"";
    let open = baseline(card, &["/ contain", "/0 name=^\\$"]);
    check(
        &open,
        "group\n  img \"\"\n  text \"$1\"\n  text \"x\"\n  button \"Buy\"\n  link \"more\"",
        "",
    );
    check(&open, "group\n  text \"$1\"", "-/1 button \"Buy\"");
    check(&open, "group\n  button \"Buy\"\n  text \"$1\"", ">/0 button \"Buy\"");
    check(&open, "group\n  text \"1\"\n  button \"Buy\"", "~/0 text \"1\"");
    let both = baseline(card, &["/ contain free", "/0 name=^\\$"]);
    check(&both, "group\n  link \"x\"\n  button \"Buy\"\n  text \"$1\"", "");
}
