//! From columns to an expression: what is fixed stands word for word, and what is between becomes what it can be.

use std::{collections::BTreeSet, ops::Range};

use sz_noise::Redactor;

use super::{
    column::Column,
    escape,
    token::{Kind, placeholder_of},
};

/// An expression for all texts that the columns were made of; `.+` where they have nothing in common.
pub(super) fn pattern(columns: &[Column<'_>]) -> String {
    if !columns.iter().any(is_telling) {
        return ".+".to_owned();
    }
    let mut pattern = String::new();
    let mut place = 0;
    while place < columns.len() {
        let rest = &columns[place..];
        let is_wall = |column: &Column<'_>| column.kind != Kind::Space && column.fixed().is_some();
        let length = rest.iter().position(is_wall).unwrap_or(rest.len());
        push_gap(columns, place..place + length, &mut pattern);
        place += length;
        if let Some(wall) = columns.get(place).and_then(Column::fixed) {
            pattern.push_str(&escape(wall));
            place += 1;
        }
    }
    pattern
}

/// True where a column says anything of the texts.
fn is_telling(column: &Column<'_>) -> bool {
    match column.kind {
        Kind::Number | Kind::Placeholder => column.is_always,
        Kind::Space => false,
        _ => column.fixed().is_some(),
    }
}

/// What stands between two fixed pieces.
fn push_gap(columns: &[Column<'_>], range: Range<usize>, pattern: &mut String) {
    let is_fixed = |column: &&Column<'_>| column.fixed().is_some();
    let start = range.start + columns[range.clone()].iter().take_while(is_fixed).count();
    let end = range.end - columns[start..range.end].iter().rev().take_while(is_fixed).count();
    let gap = &columns[start..end];
    push_fixed(&columns[range.start..start], pattern);
    let words = gap.iter().filter(|column| matches!(column.kind, Kind::Word | Kind::Rest)).count();
    if gap.iter().all(|column| column.is_always) && words <= 1 {
        for place in start..end {
            push_column(&columns[place], is_part(columns, place), pattern);
        }
    } else if let [only] = gap {
        pattern.push_str("(?:");
        match only.pieces.first().filter(|_| only.pieces.len() == 1) {
            Some(piece) => pattern.push_str(&escape(piece)),
            None => push_column(only, false, pattern),
        }
        pattern.push_str(")?");
    } else if !gap.is_empty() {
        let may_be_empty = !gap.iter().any(|column| column.is_always);
        pattern.push_str(if may_be_empty { ".*" } else { ".+" });
    }
    push_fixed(&columns[end..range.end], pattern);
}

fn push_fixed(columns: &[Column<'_>], pattern: &mut String) {
    for piece in columns.iter().filter_map(Column::fixed) {
        pattern.push_str(&escape(piece));
    }
}

/// True for a number next to another one, with a sign between them, as in dates, times and versions.
fn is_part(columns: &[Column<'_>], place: usize) -> bool {
    let joins = |sign: Option<usize>, number: Option<usize>| {
        let at = |place: Option<usize>| place.and_then(|place| columns.get(place));
        let sign = at(sign).and_then(Column::fixed).unwrap_or_default();
        [":", "/", "-", "."].contains(&sign)
            && at(number).is_some_and(|column| column.kind == Kind::Number)
    };
    joins(place.checked_sub(1), place.checked_sub(2)) || joins(Some(place + 1), Some(place + 2))
}

/// An expression for what stands in a column.
fn push_column(column: &Column<'_>, is_part: bool, pattern: &mut String) {
    if let Some(piece) = column.fixed() {
        pattern.push_str(&escape(piece));
        return;
    }
    match column.kind {
        Kind::Number => pattern.push_str(&number(column, is_part)),
        Kind::Placeholder => pattern.push_str(&placeholder(column)),
        Kind::Word => pattern.push_str(r"[^\s\d]+"),
        Kind::Space => pattern.push_str(r"\s+"),
        Kind::Sign | Kind::Rest => pattern.push_str(".+"),
    }
}

/// Whatever digest, and of whatever it is where the texts do not agree.
fn placeholder(column: &Column<'_>) -> String {
    let of: BTreeSet<&str> = column.pieces.iter().map(|piece| placeholder_of(piece)).collect();
    match of.first().filter(|_| of.len() == 1) {
        Some(of) => format!("<{of}:[0-9a-f]{{{}}}>", Redactor::DIGEST_DIGITS),
        None => Redactor::PLACEHOLDER.to_owned(),
    }
}

/// Digits of as many places as are needed where they are part of a date, a time or a version; else of any number of places,
/// with groups and decimals only where some have them.
fn number(column: &Column<'_>, is_part: bool) -> String {
    let decimals = |piece: &str| piece.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let whole = |piece: &str| piece.split('.').next().unwrap_or_default().len();
    let (mut widths, mut places) = (Counts::default(), Counts::default());
    for piece in &column.pieces {
        widths.add(whole(piece));
        places.add(decimals(piece));
    }
    let is_grouped = column.pieces.iter().any(|piece| piece.contains(','));
    let is_filled = column.pieces.iter().any(|piece| piece.len() > 1 && piece.starts_with('0'));
    let digits = match (is_grouped, is_part || is_filled && widths.is_one()) {
        (true, _) => r"\d{1,3}(?:,?\d{3})*".to_owned(),
        (false, true) => format!(r"\d{widths}"),
        (false, false) => r"\d+".to_owned(),
    };
    match (places.least, places.most) {
        (_, 0) => digits,
        (0, _) => format!(r"{digits}(?:\.\d+)?"),
        (least, most) if least == most => format!(r"{digits}\.\d{places}"),
        _ => format!(r"{digits}\.\d+"),
    }
}

/// From the least to the most of some counts.
#[derive(Default)]
struct Counts {
    least: usize,
    most: usize,
    has_any: bool,
}

impl Counts {
    fn add(&mut self, count: usize) {
        self.least = if self.has_any { self.least.min(count) } else { count };
        self.most = self.most.max(count);
        self.has_any = true;
    }

    fn is_one(&self) -> bool {
        self.least == self.most
    }
}

impl std::fmt::Display for Counts {
    /// As a regular expression counts: `{2}`, `{1,2}`, nothing for once.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.least, self.most) {
            (1, 1) => Ok(()),
            (least, most) if least == most => write!(f, "{{{least}}}"),
            (least, most) => write!(f, "{{{least},{most}}}"),
        }
    }
}
