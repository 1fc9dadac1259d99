use sz_tree::{AriaRole, Role};

use super::{Row, map};

/// The role behind a `role.value` of an `AXNode`: ARIA's own names, else a row of [`TABLE`].
pub(crate) fn role(name: &str) -> Role<'_> {
    AriaRole::from_name(name).map_or_else(|| map(TABLE, name), Role::Aria)
}

/// Chromium's internal roles, and roles of ARIA 1.3 and graphics that have an older name.
///
/// From `ui/accessibility/ax_enums.mojom` and what Chromium 156 answered; where HTML-AAM has no role for an
/// element, the role Playwright gives it.
pub(super) const TABLE: &[Row] = &[
    ("Abbr", AriaRole::Generic),
    ("ColorWell", AriaRole::Textbox),
    ("ComboBoxGrouping", AriaRole::Combobox),
    ("ComboBoxMenuButton", AriaRole::Combobox),
    ("ComboBoxSelect", AriaRole::Combobox),
    ("Date", AriaRole::Textbox),
    ("DateTime", AriaRole::Textbox),
    ("DescriptionList", AriaRole::List),
    ("DescriptionListDetail", AriaRole::Definition),
    ("DescriptionListTerm", AriaRole::Term),
    ("Details", AriaRole::Group),
    ("DisclosureTriangle", AriaRole::Button),
    ("DisclosureTriangleGrouped", AriaRole::Button),
    ("Figcaption", AriaRole::Caption),
    ("FooterAsNonLandmark", AriaRole::Generic),
    ("GenericContainer", AriaRole::Generic),
    ("HeaderAsNonLandmark", AriaRole::Generic),
    ("Iframe", AriaRole::Iframe),
    ("IframePresentational", AriaRole::Iframe),
    ("InputTime", AriaRole::Textbox),
    ("LabelText", AriaRole::Generic),
    ("LayoutTable", AriaRole::Generic),
    ("LayoutTableCell", AriaRole::Generic),
    ("LayoutTableRow", AriaRole::Generic),
    ("Legend", AriaRole::Caption),
    ("ListMarker", AriaRole::Text),
    ("MenuListOption", AriaRole::Option),
    ("MenuListPopup", AriaRole::Listbox),
    ("PdfRoot", AriaRole::Document),
    ("PopUpButton", AriaRole::Button),
    ("Pre", AriaRole::Generic),
    ("ProgressIndicator", AriaRole::Progressbar),
    ("RootWebArea", AriaRole::Document),
    ("Section", AriaRole::Generic),
    ("SectionFooter", AriaRole::Generic),
    ("SectionHeader", AriaRole::Generic),
    ("Splitter", AriaRole::Separator),
    ("StaticText", AriaRole::Text),
    ("SvgRoot", AriaRole::Img),
    ("TextField", AriaRole::Textbox),
    ("TextFieldWithComboBox", AriaRole::Combobox),
    ("ToggleButton", AriaRole::Button),
    ("Unknown", AriaRole::Generic),
    ("WebArea", AriaRole::Document),
    ("graphics-document", AriaRole::Img),
    ("graphics-object", AriaRole::Img),
    ("graphics-symbol", AriaRole::Img),
    ("sectionfooter", AriaRole::Generic),
    ("sectionheader", AriaRole::Generic),
];
