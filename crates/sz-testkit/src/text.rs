use proptest::{collection::vec, prelude::*, sample::select};

/// Words that screens are made of; few, so that names repeat.
pub(crate) const WORDS: &[&str] = &[
    "OK",
    "Cancel",
    "Save",
    "Name",
    "Search",
    "Total",
    "Next",
    "Close",
    "Price",
    "Home",
    "Delete",
    "Settings",
    "Order",
    "Help",
    "Inbox",
    "Décliner",
];

/// What breaks writers and readers that are careless about quoting, line ends or encodings.
const ODD_PIECES: &[&str] = &[
    "a",
    " ",
    "\"",
    "'",
    ":",
    ": ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "- ",
    "# ",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\\",
    "/",
    "&",
    "&amp;",
    "<",
    ">",
    "]]>",
    "<!--",
    "\u{202e}",
    "\u{feff}",
    "\u{200b}",
    "👩\u{200d}👩\u{200d}👧",
    "é",
    "e\u{301}",
    "ß",
    "İ",
    "日本",
    "true",
    "null",
    "~",
    "-1",
    "1e5",
    "$",
    "^",
    ",",
    "|",
    "`",
    "%",
    "@",
    "!",
    "*",
    "=",
    "\u{10ffff}",
];

/// A short label such as an application shows: one to three words of a small pool.
pub fn arb_label() -> impl Strategy<Value = String> {
    vec(select(WORDS), 1..=3).prop_map(|words| words.join(" "))
}

/// Any text: empty, a label, pieces that are special in some format, or arbitrary characters.
pub fn arb_text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        4 => arb_label(),
        3 => vec(select(ODD_PIECES), 1..6).prop_map(|pieces| pieces.concat()),
        1 => vec(any::<char>(), 1..8).prop_map(String::from_iter),
    ]
}
