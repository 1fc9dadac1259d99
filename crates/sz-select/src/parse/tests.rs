use crate::Selector;

#[track_caller]
fn refuses(source: &str, expected: &str) {
    let fault = Selector::parse(source).map(|_| ()).expect_err(source);
    assert_eq!(fault.to_string(), expected, "{source:?}");
}

#[track_caller]
fn accepts(source: &str) {
    assert_eq!(Selector::parse(source).map(|read| read.to_string()), Ok(source.to_owned()));
}

#[test]
fn reads_css() {
    accepts("*");
    accepts("button");
    accepts("  button\t,\nlink ");
    accepts("form > :not(button, link):has(+ text) ~ list listitem:nth-child( 2n + 1 )");
    accepts(r#"[ name ^= "a\"b\a c" i ][value='x'][role=button][level="2" s]"#);
    accepts(r"#save.big.red#\31 23");
    accepts(r"platform\:switcher, platform\:color\ chooser, [role='platform:color chooser']");
    accepts("/* the */ button /* that */ > /* has */ text");
    accepts(":CHECKED:Not(:Disabled)");
    accepts("[содержание=да]");
}

#[test]
fn reads_regular_expressions_to_their_slash() {
    accepts(r":name(/^(loading|please wait|spinner)\b/i)");
    accepts(r":name(/[(/]/)");
    accepts(r":name(/[]/]/)");
    accepts(r":name(/[^]/]/)");
    accepts(r":name(/[[:alpha:]/]/)");
    accepts(r#":name(/"\/\)'/ )"#);
    accepts(r":name( /,/i ), text");
}

#[test]
fn says_what_is_wrong_where_and_what_to_write() {
    refuses("", "column 1: a selector is missing; write one such as `button[name=\"OK\"]`");
    refuses(
        "a,",
        "column 1: no role is called `a`; a platform's own role is written `platform\\:a`",
    );
    refuses("row,", "column 5: a selector is missing; write one such as `button[name=\"OK\"]`");
    refuses("row > ", "column 5: `>` is not followed by a selector");
    refuses("row >, row", "column 5: `>` is not followed by a selector");
    refuses("> row", "column 1: expected a role, `*`, `[`, `:`, `#` or `.`, found `>`");
    refuses("row {", "column 5: expected a role, `*`, `[`, `:`, `#` or `.`, found `{`");
    refuses("row{", "column 4: expected the end, a comma or a combinator, found `{`");
    refuses("row)", "column 4: expected the end, a comma or a combinator, found `)`");
    refuses(
        "[name",
        "column 6: expected `]` or one of `=`, `~=`, `|=`, `^=`, `$=` and `*=`, found the end",
    );
    refuses("[level=2]", "column 8: expected a text in quotes, found `2`");
    refuses("[name='OK", "column 10: expected the closing quote, found the end");
    refuses("[name='OK' x]", "column 13: expected `i`, `s` or `]` before this, found `]`");
    refuses("row::before", "column 5: UI trees have no pseudo-elements; write one colon");
    refuses(
        "svg|row",
        "column 4: UI trees have no namespaces; escape a `|` that is part of a name as `\\|`",
    );
    refuses(
        "[svg|a]",
        "column 5: UI trees have no namespaces; escape a `|` that is part of a name as `\\|`",
    );
}

#[test]
fn suggests_what_was_meant() {
    refuses(
        "form > buton",
        "column 8: no role is called `buton`; did you mean `button`?; a platform's own role is written `platform\\:buton`",
    );
    refuses(
        "é, row",
        "column 1: no role is called `é`; a platform's own role is written `platform\\:é`",
    );
    refuses(
        "[role=buton]",
        "column 7: no role is called `buton`; did you mean `button`?; a platform's own role is written `platform\\:buton`",
    );
    refuses(
        "row:chekced",
        "column 4: no pseudo-class is called `:chekced`; did you mean `:checked`?",
    );
    refuses(
        "row:frist-child",
        "column 4: no pseudo-class is called `:frist-child`; did you mean `:first-child`?",
    );
    // Found by fuzzing: a message is one line whatever it quotes.
    refuses(
        "[role='b\nz\u{1b}']",
        r"column 7: no role is called `b\nz\u{1b}`; a platform's own role is written `platform\:b\nz\u{1b}`",
    );
    refuses("row:hover", "column 4: no pseudo-class is called `:hover`");
    refuses("row:checked()", "column 4: write `:checked`");
    refuses("row:not", "column 4: write `:not(selector, ...)`");
}

#[test]
fn checks_positions() {
    for position in ["odd", "EVEN", "3", "+3", "n", "-n+3", "+2n", "2n-1", " 2n + 1 ", "0", "-1"] {
        accepts(&format!("row:nth-child({position})"));
    }
    for position in ["", "2 n", "2n+", "2n 1", "n2", "+ 3", "3 of row", "99999999999", "2n+-1"] {
        let fault = Selector::parse(&format!("row:nth-last-of-type({position})"));
        assert!(fault.is_err(), "{position:?} {fault:?}");
    }
    refuses(
        "row:nth-child(2m)",
        "column 15: `2m` is no position; write `odd`, `even`, a number, or one such as `2n+1`",
    );
}

#[test]
fn checks_regular_expressions() {
    refuses(":name('x')", "column 7: expected a regular expression between slashes, found `'`");
    refuses(
        ":name(/x)",
        "column 10: expected the closing slash of the regular expression, found the end",
    );
    refuses(":name(/x/g)", "column 10: expected `)`, found `g`");
    refuses(":name(/(/)", "column 7: bad regular expression: unclosed group");
    refuses(
        r":name(/\w{9999}/)",
        "column 7: bad regular expression: Compiled regex exceeds size limit of 1048576 bytes",
    );
}

#[test]
fn limits_what_a_hostile_selector_can_ask_for() {
    let deep = |n: usize| format!("{}row{}", ":not(".repeat(n), ")".repeat(n));
    accepts(&deep(Selector::MAX_NESTING));
    refuses(
        &deep(Selector::MAX_NESTING + 1),
        "column 81: parentheses are nested more than 16 deep",
    );
    accepts(&vec!["row"; Selector::MAX_STEPS].join(" "));
    refuses(
        &vec!["row"; Selector::MAX_STEPS + 1].join(" "),
        "column 260: more than 64 combined steps; split the selector at a comma",
    );
    accepts(&vec!["row > row"; 300].join(","));
    accepts(&":name(/x/)".repeat(Selector::MAX_REGEXES));
    refuses(
        &":name(/x/)".repeat(Selector::MAX_REGEXES + 1),
        "column 330: more than 32 regular expressions; join them with `|`",
    );
    refuses(&"*".repeat(5000), "column 1: the selector has more than 4096 bytes");
    refuses(":has(:is(row:has(cell)))", "column 13: `:has()` cannot stand inside `:has()`");
}
