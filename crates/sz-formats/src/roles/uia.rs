use sz_tree::{AriaRole, Role};

use super::{Row, map};

/// The role behind a control type of Windows UI Automation.
pub(crate) fn role(control_type: &str) -> Role<'_> {
    map(TABLE, control_type)
}

/// The 41 control types (`UIA_*ControlTypeId`), and one in `WinAppDriver`'s spelling (`HyperLink`).
pub(super) const TABLE: &[Row] = &[
    ("AppBar", AriaRole::Toolbar),
    ("Button", AriaRole::Button),
    ("Calendar", AriaRole::Grid),
    ("CheckBox", AriaRole::Checkbox),
    ("ComboBox", AriaRole::Combobox),
    ("Custom", AriaRole::Group),
    ("DataGrid", AriaRole::Grid),
    ("DataItem", AriaRole::Row),
    ("Document", AriaRole::Document),
    ("Edit", AriaRole::Textbox),
    ("Group", AriaRole::Group),
    ("Header", AriaRole::Rowgroup),
    ("HeaderItem", AriaRole::Columnheader),
    ("HyperLink", AriaRole::Link),
    ("Hyperlink", AriaRole::Link),
    ("Image", AriaRole::Img),
    ("List", AriaRole::List),
    ("ListItem", AriaRole::Listitem),
    ("Menu", AriaRole::Menu),
    ("MenuBar", AriaRole::Menubar),
    ("MenuItem", AriaRole::Menuitem),
    ("Pane", AriaRole::Generic),
    ("ProgressBar", AriaRole::Progressbar),
    ("RadioButton", AriaRole::Radio),
    ("ScrollBar", AriaRole::Scrollbar),
    ("SemanticZoom", AriaRole::Group),
    ("Separator", AriaRole::Separator),
    ("Slider", AriaRole::Slider),
    ("Spinner", AriaRole::Spinbutton),
    ("SplitButton", AriaRole::Button),
    ("StatusBar", AriaRole::Status),
    ("Tab", AriaRole::Tablist),
    ("TabItem", AriaRole::Tab),
    ("Table", AriaRole::Table),
    ("Text", AriaRole::Text),
    ("Thumb", AriaRole::Generic),
    ("TitleBar", AriaRole::Group),
    ("ToolBar", AriaRole::Toolbar),
    ("ToolTip", AriaRole::Tooltip),
    ("Tree", AriaRole::Tree),
    ("TreeItem", AriaRole::Treeitem),
    ("Window", AriaRole::Window),
];
