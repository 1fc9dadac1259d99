use std::collections::BTreeSet;

use super::token::{Kind, Token, tokens};

/// What stands at one place of several texts.
#[derive(Clone, Debug)]
pub(super) struct Column<'t> {
    pub(super) kind: Kind,
    /// Each distinct piece, in order.
    pub(super) pieces: BTreeSet<&'t str>,
    /// In how many texts there is one.
    count: usize,
    /// False where a text has nothing here.
    pub(super) is_always: bool,
}

impl<'t> Column<'t> {
    fn new(token: Token<'t>) -> Self {
        Self { kind: token.kind, pieces: BTreeSet::from([token.text]), count: 1, is_always: true }
    }

    /// The piece that is here in every text.
    pub(super) fn fixed(&self) -> Option<&'t str> {
        self.pieces.first().filter(|_| self.is_always && self.pieces.len() == 1).copied()
    }

    /// How well a piece fits in here; nothing where it does not.
    fn fit(&self, token: Token<'t>) -> Option<u32> {
        if token.kind != self.kind {
            return None;
        }
        match (token.kind, self.pieces.contains(token.text)) {
            (Kind::Word | Kind::Number | Kind::Rest | Kind::Placeholder, true) => Some(8),
            (Kind::Sign, true) => Some(4),
            (Kind::Number | Kind::Rest | Kind::Placeholder, false) => Some(3),
            (Kind::Space, _) => Some(2),
            (Kind::Word, false) => Some(1),
            (Kind::Sign, false) => None,
        }
    }

    fn add(&mut self, token: Token<'t>) {
        self.pieces.insert(token.text);
        self.count += 1;
    }
}

/// Lays texts above each other, so that what corresponds stands in one column.
pub(super) fn columns<'t>(texts: &[&'t str]) -> Vec<Column<'t>> {
    let mut columns: Vec<Column<'t>> = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let tokens = tokens(text);
        columns = match n {
            0 => tokens.into_iter().map(Column::new).collect(),
            _ => merged(columns, &tokens),
        };
    }
    for column in &mut columns {
        column.is_always = column.count == texts.len();
    }
    columns
}

/// A common subsequence of the greatest fit. Cost: columns times pieces, both of which are bounded.
fn merged<'t>(columns: Vec<Column<'t>>, tokens: &[Token<'t>]) -> Vec<Column<'t>> {
    let (height, width) = (columns.len(), tokens.len());
    let mut best = vec![vec![0_u32; width + 1]; height + 1];
    for row in (0..height).rev() {
        for place in (0..width).rev() {
            let apart = best[row + 1][place].max(best[row][place + 1]);
            let fit = columns[row].fit(tokens[place]);
            let together = fit.map_or(0, |fit| fit + best[row + 1][place + 1]);
            best[row][place] = together.max(apart);
        }
    }
    let mut merged = Vec::with_capacity(height.max(width));
    let mut place = 0;
    for (row, mut column) in columns.into_iter().enumerate() {
        while place < width {
            let fit = column.fit(tokens[place]);
            if fit.is_some_and(|fit| best[row][place] == fit + best[row + 1][place + 1]) {
                column.add(tokens[place]);
                place += 1;
                break;
            }
            if best[row][place] != best[row][place + 1] {
                break;
            }
            merged.push(Column::new(tokens[place]));
            place += 1;
        }
        merged.push(column);
    }
    merged.extend(tokens[place..].iter().map(|&token| Column::new(token)));
    merged
}
