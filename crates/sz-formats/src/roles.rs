//! What the roles of each platform are called in WAI-ARIA: one table a platform, sorted by name.
//! A role that is in no table is kept as `platform:<its name>`.

use sz_tree::{AriaRole, Role};

pub(crate) mod atspi;
pub(crate) mod cdp;
pub(crate) mod legacy;
pub(crate) mod macos;
pub(crate) mod uia;
pub(crate) mod uiautomator;
pub(crate) mod windows;
pub(crate) mod xcuitest;

/// One row: the platform's name, and ours.
pub(crate) type Row = (&'static str, AriaRole);

fn look_up(table: &[Row], name: &str) -> Option<AriaRole> {
    let row = table.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(table[row].1)
}

/// The role of this name in `table`, or the platform's own.
fn map<'a>(table: &[Row], name: &'a str) -> Role<'a> {
    look_up(table, name).map_or(Role::Platform(name), Role::Aria)
}

#[cfg(test)]
mod tests;
