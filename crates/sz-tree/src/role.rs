use std::fmt;

/// What every role that WAI-ARIA does not know starts with: `platform:color chooser`.
pub const PLATFORM_PREFIX: &str = "platform:";

macro_rules! aria_roles {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The roles of WAI-ARIA 1.2, and three that accessibility trees need beside them: `text` (a run of
        /// static text, as in ARIA snapshots), `iframe` and `window`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum AriaRole {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
        }

        impl AriaRole {
            /// Every role, in alphabetical order of its name.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The role's name as ARIA writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The role of this name; names are case-sensitive. `image` is read as `img`.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    "image" => Some(Self::Img),
                    _ => None,
                }
            }
        }
    };
}

aria_roles! {
    Alert "alert", Alertdialog "alertdialog", Application "application", Article "article",
    Banner "banner", Blockquote "blockquote", Button "button", Caption "caption", Cell "cell",
    Checkbox "checkbox", Code "code", Columnheader "columnheader", Combobox "combobox",
    Complementary "complementary", Contentinfo "contentinfo", Definition "definition",
    Deletion "deletion", Dialog "dialog", Directory "directory", Document "document",
    Emphasis "emphasis", Feed "feed", Figure "figure", Form "form", Generic "generic", Grid "grid",
    Gridcell "gridcell", Group "group", Heading "heading", Iframe "iframe", Img "img",
    Insertion "insertion", Link "link", List "list", Listbox "listbox", Listitem "listitem",
    Log "log", Main "main", Mark "mark", Marquee "marquee", Math "math", Menu "menu",
    Menubar "menubar", Menuitem "menuitem", Menuitemcheckbox "menuitemcheckbox",
    Menuitemradio "menuitemradio", Meter "meter", Navigation "navigation", None "none", Note "note",
    Option "option", Paragraph "paragraph", Presentation "presentation", Progressbar "progressbar",
    Radio "radio", Radiogroup "radiogroup", Region "region", Row "row", Rowgroup "rowgroup",
    Rowheader "rowheader", Scrollbar "scrollbar", Search "search", Searchbox "searchbox",
    Separator "separator", Slider "slider", Spinbutton "spinbutton", Status "status",
    Strong "strong", Subscript "subscript", Suggestion "suggestion", Superscript "superscript",
    Switch "switch", Tab "tab", Table "table", Tablist "tablist", Tabpanel "tabpanel", Term "term",
    Text "text", Textbox "textbox", Time "time", Timer "timer", Toolbar "toolbar",
    Tooltip "tooltip", Tree "tree", Treegrid "treegrid", Treeitem "treeitem", Window "window",
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role<'a> {
    /// A role that ARIA, or this crate beside it, has a name for.
    Aria(AriaRole),
    /// A role only its platform knows, without [`PLATFORM_PREFIX`]: `color chooser`.
    Platform(&'a str),
}

impl<'a> Role<'a> {
    /// Reads a role name as [`Role`]'s `Display` writes it. A name that is neither known nor
    /// prefixed becomes a platform role, so nothing is lost.
    pub fn from_name(name: &'a str) -> Self {
        match AriaRole::from_name(name) {
            Some(role) => Self::Aria(role),
            None => Self::Platform(name.strip_prefix(PLATFORM_PREFIX).unwrap_or(name)),
        }
    }

    /// The role's own name, without a prefix: `button`, `color chooser`.
    pub const fn as_str(self) -> &'a str {
        match self {
            Self::Aria(role) => role.as_str(),
            Self::Platform(name) => name,
        }
    }

    /// The ARIA role, if it is one.
    pub const fn aria(self) -> Option<AriaRole> {
        match self {
            Self::Aria(role) => Some(role),
            Self::Platform(_) => None,
        }
    }
}

impl From<AriaRole> for Role<'_> {
    fn from(role: AriaRole) -> Self {
        Self::Aria(role)
    }
}

impl PartialEq<AriaRole> for Role<'_> {
    fn eq(&self, other: &AriaRole) -> bool {
        self.aria() == Some(*other)
    }
}

impl fmt::Display for Role<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Platform(_) = self {
            f.write_str(PLATFORM_PREFIX)?;
        }
        f.write_str(self.as_str())
    }
}

impl fmt::Display for AriaRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
