use super::*;

/// Each table, the role it gives a name, and the same written down once more by hand.
struct Platform {
    name: &'static str,
    table: &'static [Row],
    role: fn(&str) -> Option<AriaRole>,
    expected: &'static str,
}

const PLATFORMS: &[Platform] = &[
    Platform {
        name: "atspi",
        table: atspi::TABLE,
        role: |name| atspi::role(name).aria(),
        expected: include_str!("expected/atspi.txt"),
    },
    Platform {
        name: "cdp",
        table: cdp::TABLE,
        role: |name| cdp::role(name).aria(),
        expected: include_str!("expected/cdp.txt"),
    },
    Platform {
        name: "legacy",
        table: legacy::TABLE,
        role: |name| legacy::role(name).aria(),
        expected: include_str!("expected/legacy.txt"),
    },
    Platform {
        name: "macos",
        table: macos::TABLE,
        role: macos::role,
        expected: include_str!("expected/macos.txt"),
    },
    Platform {
        name: "uia",
        table: uia::TABLE,
        role: |name| uia::role(name).aria(),
        expected: include_str!("expected/uia.txt"),
    },
    Platform {
        name: "uiautomator",
        table: uiautomator::TABLE,
        role: |name| uiautomator::role(name).aria(),
        expected: include_str!("expected/uiautomator.txt"),
    },
    Platform {
        name: "windows",
        table: windows::TABLE,
        role: windows::role,
        expected: include_str!("expected/windows.txt"),
    },
    Platform {
        name: "xcuitest",
        table: xcuitest::TABLE,
        role: xcuitest::role,
        expected: include_str!("expected/xcuitest.txt"),
    },
];

#[test]
fn tables_are_sorted_and_hold_each_name_once() {
    for Platform { name, table, .. } in PLATFORMS {
        for pair in table.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{name}: {} before {}", pair[0].0, pair[1].0);
        }
    }
}

#[test]
fn every_row_says_what_it_is_meant_to_say() {
    for Platform { name, table, role, expected } in PLATFORMS {
        let lines: Vec<(&str, &str)> =
            expected.lines().filter_map(|line| line.split_once(" = ")).collect();
        assert_eq!(
            lines.len(),
            table.len(),
            "{name}: a row without an expectation, or the reverse"
        );
        for (row, (platform_name, expected)) in table.iter().zip(lines) {
            assert_eq!((row.0, row.1.as_str()), (platform_name, expected), "{name}");
            assert_eq!(
                role(row.0).map(AriaRole::as_str),
                Some(expected),
                "{name}: {platform_name}"
            );
        }
    }
}

#[test]
fn every_name_a_platform_has_is_mapped() {
    for (name, names) in NAMES {
        let platform = PLATFORMS.iter().find(|platform| platform.name == *name);
        let platform = platform.expect("the platform has a table");
        let unmapped: Vec<&str> =
            names.split('|').filter(|name| (platform.role)(name).is_none()).collect();
        assert_eq!(unmapped, [""; 0], "{name}");
    }
    for (name, count) in [("atspi", 132), ("xcuitest", 83), ("uia", 41)] {
        let names = NAMES.iter().find(|(platform, _)| *platform == name).map(|(_, names)| names);
        assert_eq!(names.map(|names| names.split('|').count()), Some(count), "{name}");
    }
}

#[test]
fn a_role_without_a_row_keeps_its_own_name() {
    assert_eq!(atspi::role("gear wheel"), Role::Platform("gear wheel"));
    assert_eq!(atspi::role("Push Button"), Role::Platform("Push Button"));
    assert_eq!(cdp::role("GearWheel"), Role::Platform("GearWheel"));
    assert_eq!(uiautomator::role("com.example.GearWheel"), Role::Platform("com.example.GearWheel"));
    assert_eq!(uia::role("button"), Role::Platform("button"));
    assert_eq!(xcuitest::role("button"), None);
    assert_eq!(windows::role("Button"), None);
    assert_eq!(macos::role("AXGearWheel"), None);
    assert_eq!(legacy::role("Chat Bubble"), Role::Platform("Chat Bubble"));
}

#[test]
fn chromium_also_answers_in_the_names_of_aria() {
    for &role in AriaRole::ALL {
        assert_eq!(cdp::role(role.as_str()), role);
        assert_eq!(legacy::role(role.as_str()), role);
    }
    assert_eq!(cdp::role("image"), AriaRole::Img);
}

#[test]
fn the_prototype_spelled_roles_freely() {
    for name in ["progress_bar", "Progress Bar", "progress-bar", "ProgressBar", "progressbar"] {
        assert_eq!(legacy::role(name), AriaRole::Progressbar, "{name}");
    }
}

/// What a platform can say, as its own headers list it.
const NAMES: &[(&str, &str)] = &[
    (
        "atspi",
        "invalid|accelerator label|alert|animation|arrow|calendar|canvas|check box|check menu item|\
         color chooser|column header|combo box|date editor|desktop icon|desktop frame|dial|dialog|\
         directory pane|drawing area|file chooser|filler|focus traversable|font chooser|frame|\
         glass pane|html container|icon|image|internal frame|label|layered pane|list|list item|menu|\
         menu bar|menu item|option pane|page tab|page tab list|panel|password text|popup menu|\
         progress bar|push button|button|radio button|radio menu item|root pane|row header|\
         scroll bar|scroll pane|separator|slider|spin button|split pane|status bar|table|table cell|\
         table column header|table row header|tearoff menu item|terminal|text|toggle button|tool bar|\
         tool tip|tree|tree table|unknown|viewport|window|extended|header|footer|paragraph|ruler|\
         application|autocomplete|editbar|embedded|entry|chart|caption|document frame|heading|page|\
         section|redundant object|form|link|input method window|table row|tree item|\
         document spreadsheet|document presentation|document text|document web|document email|\
         comment|list box|grouping|image map|notification|info bar|level bar|title bar|block quote|\
         audio|video|definition|article|landmark|log|marquee|math|rating|timer|static|math fraction|\
         math root|subscript|superscript|description list|description term|description value|\
         footnote|content deletion|content insertion|mark|suggestion|push button menu|switch",
    ),
    (
        "cdp",
        "Abbr|Audio|Canvas|Caret|Client|ColorWell|Column|Date|DateTime|DescriptionList|\
         DescriptionListDetailDeprecated|DescriptionListTermDeprecated|Desktop|DirectoryDeprecated|\
         DisclosureTriangle|DisclosureTriangleGrouped|EmbeddedObject|Figcaption|Iframe|\
         IframePresentational|ImeCandidate|InlineTextBox|InputTime|Keyboard|LabelText|LayoutTable|\
         LayoutTableCell|LayoutTableRow|Legend|LineBreak|ListGrid|ListMarker|MathMLFraction|\
         MathMLIdentifier|MathMLMath|MathMLMultiscripts|MathMLNoneScript|MathMLNumber|MathMLOperator|\
         MathMLOver|MathMLPrescriptDelimiter|MathMLRoot|MathMLRow|MathMLSquareRoot|\
         MathMLStringLiteral|MathMLSub|MathMLSubSup|MathMLSup|MathMLTable|MathMLTableCell|\
         MathMLTableRow|MathMLText|MathMLUnder|MathMLUnderOver|MenuListPopup|Pane|\
         PdfActionableHighlight|PdfRoot|PluginObject|PortalDeprecated|PreDeprecated|RootWebArea|Ruby|\
         RubyAnnotation|ScrollView|Section|SectionWithoutName|StaticText|SvgRoot|\
         TableHeaderContainer|TitleBar|Unknown|Video|WebView|Window|comment|sectionfooter|\
         sectionheader|graphics-document|graphics-object|graphics-symbol|doc-abstract|\
         doc-acknowledgments|doc-afterword|doc-appendix|doc-backlink|doc-biblioentry|\
         doc-bibliography|doc-biblioref|doc-chapter|doc-colophon|doc-conclusion|doc-cover|doc-credit|\
         doc-credits|doc-dedication|doc-endnote|doc-endnotes|doc-epigraph|doc-epilogue|doc-errata|\
         doc-example|doc-footnote|doc-foreword|doc-glossary|doc-glossref|doc-index|doc-introduction|\
         doc-noteref|doc-notice|doc-pagebreak|doc-pagefooter|doc-pageheader|doc-pagelist|doc-part|\
         doc-preface|doc-prologue|doc-pullquote|doc-qna|doc-subtitle|doc-tip|doc-toc",
    ),
    (
        "xcuitest",
        "Any|Other|Application|Group|Window|Sheet|Drawer|Alert|Dialog|Button|RadioButton|RadioGroup|\
         CheckBox|DisclosureTriangle|PopUpButton|ComboBox|MenuButton|ToolbarButton|Popover|Keyboard|\
         Key|NavigationBar|TabBar|TabGroup|Toolbar|StatusBar|Table|TableRow|TableColumn|Outline|\
         OutlineRow|Browser|CollectionView|Slider|PageIndicator|ProgressIndicator|ActivityIndicator|\
         SegmentedControl|Picker|PickerWheel|Switch|Toggle|Link|Image|Icon|SearchField|ScrollView|\
         ScrollBar|StaticText|TextField|SecureTextField|DatePicker|TextView|Menu|MenuItem|MenuBar|\
         MenuBarItem|Map|WebView|IncrementArrow|DecrementArrow|Timeline|RatingIndicator|\
         ValueIndicator|SplitGroup|Splitter|RelevanceIndicator|ColorWell|HelpTag|Matte|DockItem|\
         Ruler|RulerMarker|Grid|LevelIndicator|Cell|LayoutArea|LayoutItem|Handle|Stepper|Tab|\
         TouchBar|StatusItem",
    ),
    (
        "uia",
        "Button|Calendar|CheckBox|ComboBox|Edit|Hyperlink|Image|ListItem|List|Menu|MenuBar|MenuItem|\
         ProgressBar|RadioButton|ScrollBar|Slider|Spinner|StatusBar|Tab|TabItem|Text|ToolBar|ToolTip|\
         Tree|TreeItem|Custom|Group|Thumb|DataGrid|DataItem|Document|SplitButton|Window|Pane|Header|\
         HeaderItem|Table|TitleBar|Separator|SemanticZoom|AppBar",
    ),
    (
        "uiautomator",
        "android.widget.AbsListView|android.widget.AbsSeekBar|android.widget.AbsoluteLayout|\
         android.widget.ActionMenuView|android.widget.AnalogClock|\
         android.widget.AutoCompleteTextView|android.widget.Button|android.widget.CalendarView|\
         android.widget.CheckBox|android.widget.CheckedTextView|android.widget.Chronometer|\
         android.widget.CompoundButton|android.widget.DatePicker|android.widget.DialerFilter|\
         android.widget.DigitalClock|android.widget.EditText|android.widget.ExpandableListView|\
         android.widget.FrameLayout|android.widget.Gallery|android.widget.GridLayout|\
         android.widget.GridView|android.widget.HorizontalScrollView|android.widget.ImageButton|\
         android.widget.ImageSwitcher|android.widget.ImageView|android.widget.LinearLayout|\
         android.widget.ListView|android.widget.MediaController|\
         android.widget.MultiAutoCompleteTextView|android.widget.NumberPicker|\
         android.widget.PopupWindow|android.widget.ProgressBar|android.widget.QuickContactBadge|\
         android.widget.RadioButton|android.widget.RadioGroup|android.widget.RatingBar|\
         android.widget.RelativeLayout|android.widget.ScrollView|android.widget.SearchView|\
         android.widget.SeekBar|android.widget.SlidingDrawer|android.widget.Space|\
         android.widget.Spinner|android.widget.StackView|android.widget.Switch|\
         android.widget.TabHost|android.widget.TabWidget|android.widget.TableLayout|\
         android.widget.TableRow|android.widget.TextClock|android.widget.TextSwitcher|\
         android.widget.TextView|android.widget.TimePicker|android.widget.ToggleButton|\
         android.widget.Toolbar|android.widget.TwoLineListItem|android.widget.VideoView|\
         android.widget.ViewAnimator|android.widget.ViewFlipper|android.widget.ViewSwitcher|\
         android.widget.ZoomButton|android.widget.ZoomControls|android.widget.AdapterViewFlipper|\
         android.widget.Toast|android.widget.PopupMenu|android.widget.ListPopupWindow",
    ),
    (
        "macos",
        "AXApplication|AXSystemWide|AXWindow|AXSheet|AXDrawer|AXGrowArea|AXImage|AXUnknown|AXButton|\
         AXRadioButton|AXCheckBox|AXPopUpButton|AXMenuButton|AXTabGroup|AXTable|AXColumn|AXRow|\
         AXOutline|AXBrowser|AXScrollArea|AXScrollBar|AXRadioGroup|AXList|AXGroup|AXValueIndicator|\
         AXComboBox|AXSlider|AXIncrementor|AXBusyIndicator|AXProgressIndicator|AXRelevanceIndicator|\
         AXToolbar|AXDisclosureTriangle|AXTextField|AXTextArea|AXStaticText|AXHeading|AXMenuBar|\
         AXMenuBarItem|AXMenu|AXMenuItem|AXSplitGroup|AXSplitter|AXColorWell|AXTimeField|AXDateField|\
         AXHelpTag|AXMatte|AXDockItem|AXRuler|AXRulerMarker|AXGrid|AXLevelIndicator|AXCell|\
         AXLayoutArea|AXLayoutItem|AXHandle|AXPopover|AXWebArea|AXLink",
    ),
];
