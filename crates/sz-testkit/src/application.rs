use sz_tree::{AriaRole as R, BuildError, Limits, State, Tree, TreeBuilder};

use crate::made::Dice;

/// A screen of a made-up application. The same numbers make the same screen, on every machine.
///
/// Screens are as alike as those of real programs: what stands around the content (menus, navigation, status
/// line) is the same on every screen of an application, so are the layouts of its rows and forms, and there are only
/// so many ways to build any of these, so that applications have shapes in common. Labels are of one to three words that
/// follow a Zipf law over 20,000 words: every application has its `Save` and `Search`, most words are
/// rare. Half of all screens have fewer than about 90 nodes, one in ten more than 300.
///
/// # Panics
/// Never: a made-up screen stays within the limits of a tree.
pub fn made_application_screen(application: u64, screen: u64) -> Tree {
    let style = Style::of(application);
    let seed = (application << 20 | screen) ^ 0x5eed;
    let mut page = Page { dice: Dice::new(seed), style: &style, nodes: Vec::new() };
    page.whole();
    build(&page.nodes).expect("a made-up screen stays within its limits")
}

/// How many words labels are made of.
const VOCABULARY: usize = 20_000;

/// The most frequent words; all others are made of syllables.
const COMMON: &[&str] = &[
    "Search", "Save", "Cancel", "Close", "Settings", "Home", "Menu", "OK", "Help", "Next", "Back",
    "Edit", "Delete", "Add", "New", "Open", "Name", "More", "View", "File", "Account", "Profile",
    "Send", "Share", "Details", "Sign in", "Date", "Options", "Filter", "Download", "Title",
    "Address", "Print", "Order", "Total", "Status", "User", "List", "Message", "Export",
];

const SYLLABLES: &[&str] = &[
    "an", "ber", "co", "den", "el", "fa", "gor", "hi", "in", "jo", "ka", "lo", "mi", "nor", "or",
    "pa", "qua", "ri", "sta", "ter",
];

/// A word of this rank in the vocabulary.
fn word(rank: usize) -> String {
    if let Some(word) = COMMON.get(rank) {
        return (*word).to_owned();
    }
    // The number in base 20, least significant first, after a first syllable that keeps words apart.
    let mut rest = rank;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// A rank that follows Zipf's law: the n-th word comes up in proportion to 1/n.
fn zipf(dice: &mut Dice) -> usize {
    // The inverse of the logarithm that sums of 1/n approach.
    let uniform = dice.roll(1 << 20) as f64 / f64::from(1 << 20);
    let rank = ((VOCABULARY as f64).ln() * uniform).exp() - 1.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the size of the vocabulary"
    )]
    let rank = rank as usize;
    rank.min(VOCABULARY - 1)
}

fn label(dice: &mut Dice) -> String {
    let mut label = word(zipf(dice));
    for _ in 0..[0, 0, 0, 1, 1, 2][dice.roll(6)] {
        label.push(' ');
        label.push_str(&word(zipf(dice)));
    }
    label
}

/// What all screens of an application have in common.
struct Style {
    chrome: Chrome,
    /// What the menus or the navigation lead to.
    places: Vec<String>,
    tools: Vec<String>,
    /// Whether content stands in a group or region of its own.
    wrapper: Option<R>,
    /// The cells of a row in each of its lists and tables.
    rows: Vec<Vec<R>>,
    field: Field,
}

#[derive(Clone, Copy)]
enum Chrome {
    Desktop,
    Web,
    Mobile,
    Bare,
}

#[derive(Clone, Copy)]
enum Field {
    /// The field alone, named.
    Plain,
    /// Its label before it.
    Labelled,
    /// Both in a group.
    Grouped,
}

/// What rows are made of.
const CELLS: &[R] = &[
    R::Text,
    R::Text,
    R::Text,
    R::Link,
    R::Link,
    R::Button,
    R::Img,
    R::Checkbox,
    R::Heading,
    R::Group,
    R::Time,
    R::Paragraph,
];

impl Style {
    fn of(application: u64) -> Self {
        let mut dice = Dice::new(application.wrapping_mul(0x1000_0001) ^ 0xa99);
        let n_places = dice.roll(9) + 2;
        let n_tools = dice.roll(8);
        let row = |dice: &mut Dice| -> Vec<R> {
            (0..=dice.roll(5)).map(|_| CELLS[dice.roll(CELLS.len())]).collect()
        };
        Self {
            chrome: [Chrome::Desktop, Chrome::Web, Chrome::Web, Chrome::Mobile, Chrome::Bare]
                [dice.roll(5)],
            places: (0..n_places).map(|_| label(&mut dice)).collect(),
            tools: (0..n_tools).map(|_| label(&mut dice)).collect(),
            wrapper: [None, None, Some(R::Region), Some(R::Group), Some(R::Article)][dice.roll(5)],
            rows: (0..3).map(|_| row(&mut dice)).collect(),
            field: [Field::Plain, Field::Labelled, Field::Grouped][dice.roll(3)],
        }
    }
}

/// A node to be: its level below the root, role, name and states.
type Draft = (usize, R, String, Option<State>);

/// A screen in the making, its nodes in pre-order.
struct Page<'a> {
    dice: Dice,
    style: &'a Style,
    nodes: Vec<Draft>,
}

impl Page<'_> {
    fn node(&mut self, level: usize, role: R, name: &str) {
        self.nodes.push((level, role, name.to_owned(), None));
    }

    fn label(&mut self) -> String {
        label(&mut self.dice)
    }

    fn named(&mut self, level: usize, role: R) {
        let name = self.label();
        let state = match (role, self.dice.roll(6)) {
            (R::Checkbox | R::Switch, 0..3) => Some(State::Checked),
            (R::Button | R::Textbox, 0) => Some(State::Disabled),
            (R::Tab | R::Option, 0) => Some(State::Selected),
            _ => None,
        };
        self.nodes.push((level, role, name, state));
    }

    fn whole(&mut self) {
        let title = self.label();
        match self.style.chrome {
            Chrome::Desktop => self.desktop(&title),
            Chrome::Web => self.web(&title),
            Chrome::Mobile => self.mobile(&title),
            Chrome::Bare => {
                self.node(0, R::Window, &title);
                self.content(1);
            }
        }
    }

    fn desktop(&mut self, title: &str) {
        let style = self.style;
        self.node(0, R::Window, title);
        self.node(1, R::Menubar, "");
        style.places.iter().for_each(|place| self.node(2, R::Menuitem, place));
        self.node(1, R::Toolbar, "");
        style.tools.iter().for_each(|tool| self.node(2, R::Button, tool));
        self.node(1, R::Main, "");
        self.content(2);
        self.node(1, R::Status, "");
        self.named(2, R::Text);
    }

    fn web(&mut self, title: &str) {
        let style = self.style;
        self.node(0, R::Document, title);
        self.node(1, R::Banner, "");
        self.node(2, R::Navigation, "");
        self.node(3, R::List, "");
        for place in &style.places {
            self.node(4, R::Listitem, "");
            self.node(5, R::Link, place);
        }
        style.tools.iter().for_each(|tool| self.node(2, R::Button, tool));
        self.node(1, R::Main, "");
        self.node(2, R::Heading, title);
        self.content(2);
        self.node(1, R::Contentinfo, "");
        style.tools.iter().for_each(|tool| self.node(2, R::Link, tool));
    }

    fn mobile(&mut self, title: &str) {
        let style = self.style;
        self.node(0, R::Window, "");
        self.node(1, R::Toolbar, "");
        self.node(2, R::Button, "Back");
        self.node(2, R::Heading, title);
        self.content(1);
        self.node(1, R::Tablist, "");
        style.places.iter().take(5).for_each(|place| self.node(2, R::Tab, place));
    }

    fn content(&mut self, level: usize) {
        // Most screens have little on them, a few have much.
        for _ in 0..[1, 1, 1, 2, 2, 3, 4, 6][self.dice.roll(8)] {
            let level = match self.style.wrapper {
                Some(wrapper) => {
                    self.named(level, wrapper);
                    level + 1
                }
                None => level,
            };
            if self.dice.roll(3) > 0 {
                self.named(level, R::Heading);
            }
            self.section(level);
        }
    }

    fn section(&mut self, level: usize) {
        match self.dice.roll(12) {
            0..3 => self.rows(level, R::List, R::Listitem),
            3..5 => self.rows(level, R::Table, R::Row),
            5..7 => self.form(level),
            7 => self.dialog(level),
            8 => self.tabs(level),
            9 => self.prose(level),
            10 => self.tree(level),
            _ => self.cards(level),
        }
    }

    fn rows(&mut self, level: usize, list: R, row: R) {
        let style = self.style;
        let cells = &style.rows[self.dice.roll(style.rows.len())];
        let n_rows = [2, 3, 4, 5, 7, 10, 15, 25][self.dice.roll(8)];
        self.node(level, list, "");
        if list == R::Table {
            self.node(level + 1, row, "");
            for _ in cells {
                self.named(level + 2, R::Columnheader);
            }
        }
        for _ in 0..n_rows {
            self.node(level + 1, row, "");
            // Now and then a row lacks something or has something more.
            let odd = self.dice.roll(10 * cells.len());
            for (place, &cell) in cells.iter().enumerate() {
                if place == odd {
                    continue;
                }
                if list == R::Table {
                    self.node(level + 2, R::Cell, "");
                    self.named(level + 3, cell);
                } else {
                    self.named(level + 2, cell);
                }
            }
        }
    }

    fn form(&mut self, level: usize) {
        self.named(level, R::Form);
        for _ in 0..=self.dice.roll(9) {
            let control = [
                R::Textbox,
                R::Textbox,
                R::Textbox,
                R::Checkbox,
                R::Combobox,
                R::Radio,
                R::Switch,
                R::Slider,
                R::Spinbutton,
            ][self.dice.roll(9)];
            match self.style.field {
                Field::Plain => self.named(level + 1, control),
                Field::Labelled => {
                    self.named(level + 1, R::Text);
                    self.named(level + 1, control);
                }
                Field::Grouped => {
                    self.node(level + 1, R::Group, "");
                    self.named(level + 2, R::Text);
                    self.named(level + 2, control);
                }
            }
        }
        let done = ["Save", "OK", "Send", "Next"][self.dice.roll(4)];
        self.node(level + 1, R::Button, done);
        if self.dice.roll(2) == 0 {
            self.node(level + 1, R::Button, "Cancel");
        }
    }

    fn dialog(&mut self, level: usize) {
        self.named(level, R::Dialog);
        self.named(level + 1, R::Heading);
        for _ in 0..=self.dice.roll(3) {
            self.named(level + 1, R::Text);
        }
        for _ in 0..=self.dice.roll(3) {
            self.named(level + 1, R::Button);
        }
    }

    fn tabs(&mut self, level: usize) {
        self.node(level, R::Tablist, "");
        for _ in 0..self.dice.roll(5) + 2 {
            self.named(level + 1, R::Tab);
        }
        self.named(level, R::Tabpanel);
        match self.dice.roll(2) {
            0 => self.form(level + 1),
            _ => self.prose(level + 1),
        }
    }

    fn prose(&mut self, level: usize) {
        for _ in 0..=self.dice.roll(6) {
            self.node(level, R::Paragraph, "");
            for _ in 0..=self.dice.roll(4) {
                let role = [R::Text, R::Text, R::Link, R::Strong, R::Code][self.dice.roll(5)];
                self.named(level + 1, role);
            }
        }
    }

    fn tree(&mut self, level: usize) {
        self.node(level, R::Tree, "");
        let mut depth = 1;
        for _ in 0..self.dice.roll(20) + 2 {
            self.named(level + depth, R::Treeitem);
            depth = self.dice.roll(depth + 2).max(1);
        }
    }

    fn cards(&mut self, level: usize) {
        let style = self.style;
        let cells = &style.rows[self.dice.roll(style.rows.len())];
        for _ in 0..self.dice.roll(8) + 2 {
            self.named(level, R::Article);
            self.named(level + 1, R::Heading);
            for &cell in cells {
                self.named(level + 1, cell);
            }
        }
    }
}

fn build(nodes: &[Draft]) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::new(Limits::default());
    let mut open = 0;
    for (level, role, name, state) in nodes {
        while open > *level {
            builder.close()?;
            open -= 1;
        }
        builder.open((*role).into())?;
        builder.name(name)?;
        if let Some(state) = state {
            builder.add_state(*state);
        }
        open += 1;
    }
    for _ in 0..open {
        builder.close()?;
    }
    builder.finish()
}
