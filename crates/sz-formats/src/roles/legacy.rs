use std::borrow::Cow;

use sz_tree::{AriaRole, Role};

use super::{Row, look_up};

/// The role the prototype meant: case, spaces, `_` and `-` do not count.
pub(crate) fn role(name: &str) -> Role<'_> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
    let word: Cow<'_, str> = if is_plain {
        Cow::Borrowed(name)
    } else {
        let letters = name.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
        Cow::Owned(letters.flat_map(char::to_lowercase).collect())
    };
    match AriaRole::from_name(&word).or_else(|| look_up(TABLE, &word)) {
        Some(role) => Role::Aria(role),
        None => Role::Platform(name),
    }
}

/// Names the prototype's captures use beside ARIA's.
pub(super) const TABLE: &[Row] = &[
    ("bar", AriaRole::Generic),
    ("checkmenuitem", AriaRole::Menuitemcheckbox),
    ("container", AriaRole::Generic),
    ("dropdown", AriaRole::Combobox),
    ("edit", AriaRole::Textbox),
    ("entry", AriaRole::Textbox),
    ("field", AriaRole::Textbox),
    ("footer", AriaRole::Contentinfo),
    ("frame", AriaRole::Generic),
    ("header", AriaRole::Banner),
    ("icon", AriaRole::Img),
    ("input", AriaRole::Textbox),
    ("label", AriaRole::Text),
    ("modal", AriaRole::Dialog),
    ("nav", AriaRole::Navigation),
    ("pagetab", AriaRole::Tab),
    ("pane", AriaRole::Generic),
    ("panel", AriaRole::Group),
    ("passwordfield", AriaRole::Textbox),
    ("passwordtext", AriaRole::Textbox),
    ("picture", AriaRole::Img),
    ("popup", AriaRole::Dialog),
    ("pushbutton", AriaRole::Button),
    ("radiobutton", AriaRole::Radio),
    ("root", AriaRole::Generic),
    ("section", AriaRole::Region),
    ("select", AriaRole::Combobox),
    ("sidebar", AriaRole::Complementary),
    ("statictext", AriaRole::Text),
    ("statusbar", AriaRole::Status),
    ("textarea", AriaRole::Textbox),
    ("textfield", AriaRole::Textbox),
    ("textinput", AriaRole::Textbox),
    ("title", AriaRole::Heading),
    ("toggle", AriaRole::Switch),
    ("togglebutton", AriaRole::Button),
    ("view", AriaRole::Generic),
];
