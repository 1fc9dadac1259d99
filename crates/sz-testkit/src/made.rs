use sz_tree::{AriaRole as R, Bounds, BuildError, Limits, State, Tree, TreeBuilder};

/// How alike the parts of a made-up screen are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variety {
    /// Most texts are unlike all others, as in a table of orders.
    Varied,
    /// Texts come from a few words, so that most rows have copies elsewhere.
    Repetitive,
}

/// The same numbers for the same seed, on every machine: xorshift64*.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`; 0 where there are none.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0) % sides.max(1)
    }
}

const WORDS: &[&str] = &[
    "Open", "Save", "Delete", "Order", "Customer", "Total", "Shipping", "Address", "Invoice",
    "Edit", "Details", "Cancel", "Search", "Report", "Account", "Status", "Paid", "Due", "Week",
    "Settings",
];

/// A made-up screen of exactly `nodes` nodes: sections of lists, tables, forms and toolbars, with values,
/// states and bounds. The same seed makes the same screen, on every machine.
///
/// # Panics
/// Where `nodes` is 0, or more than a tree can have.
pub fn made_screen(nodes: usize, variety: Variety, seed: u64) -> Tree {
    assert!(nodes > 0, "a tree has at least one node");
    let mut plan = Plan { dice: Dice::new(seed), variety, nodes: Vec::with_capacity(nodes + 64) };
    plan.node(0, R::Window, "Orders".to_owned());
    plan.node(1, R::Main, String::new());
    while plan.nodes.len() < nodes {
        plan.section();
    }
    plan.nodes.truncate(nodes);
    build(&plan.nodes).expect("a made-up screen stays within its limits")
}

/// Nodes in pre-order, with their level below the root.
struct Plan {
    dice: Dice,
    variety: Variety,
    nodes: Vec<(usize, R, String, usize)>,
}

impl Plan {
    fn node(&mut self, level: usize, role: R, name: String) {
        let mood = self.dice.roll(16);
        self.nodes.push((level, role, name, mood));
    }

    fn section(&mut self) {
        let name = self.text();
        self.node(2, R::Region, name);
        let title = self.text();
        self.node(3, R::Heading, title);
        for _ in 0..=self.dice.roll(4) {
            match self.dice.roll(4) {
                0 => self.rows(R::List, R::Listitem, &[R::Text, R::Link, R::Button]),
                1 => self.rows(R::Table, R::Row, &[R::Cell, R::Cell, R::Cell, R::Checkbox]),
                2 => self.rows(R::Form, R::Group, &[R::Text, R::Textbox]),
                _ => self.rows(R::Toolbar, R::Group, &[R::Button, R::Button, R::Button]),
            }
        }
    }

    fn rows(&mut self, list: R, row: R, cells: &[R]) {
        self.node(3, list, String::new());
        for _ in 0..self.dice.roll(12) + 2 {
            self.node(4, row, String::new());
            for &cell in cells {
                let text = self.text();
                self.node(5, cell, text);
            }
        }
    }

    fn text(&mut self) -> String {
        let word = WORDS[self.dice.roll(WORDS.len())];
        match self.variety {
            Variety::Varied => format!("{word} {}", self.dice.roll(1_000_000)),
            Variety::Repetitive => word.to_owned(),
        }
    }
}

fn build(nodes: &[(usize, R, String, usize)]) -> Result<Tree, BuildError> {
    let limits = Limits { nodes: nodes.len(), ..Limits::default() };
    let mut builder = TreeBuilder::new(limits);
    let mut open = 0;
    for (row, (level, role, name, mood)) in (0..).zip(nodes) {
        while open > *level {
            builder.close()?;
            open -= 1;
        }
        builder.open((*role).into())?;
        builder.name(name)?;
        let left = i32::try_from(open).unwrap_or(0) * 16;
        builder.bounds(Bounds::new(left, row * 24, 800 - left, 24))?;
        match (role, mood) {
            (R::Textbox, _) => builder.value(WORDS[mood % WORDS.len()])?,
            (R::Heading, _) => builder.attribute("level", "2")?,
            (R::Checkbox, 0..8) => builder.add_state(State::Checked),
            (R::Button, 0) => builder.add_state(State::Disabled),
            _ => {}
        }
        open += 1;
    }
    for _ in 0..open {
        builder.close()?;
    }
    builder.finish()
}
