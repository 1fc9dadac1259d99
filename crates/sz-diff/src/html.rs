//! The difference as a document for browsers.

mod cell;
mod rows;

use std::fmt::Write as _;

use sz_tree::{NodeId, Tree};

use self::{
    cell::{Side, push_text, write_node},
    rows::{Row, RowKind, rows},
};
use crate::{Diff, MoveKind};

/// Deeper rows are not indented further; their level is in a column.
const INDENT_MAX: usize = 32;

/// Everything the document needs: no script, no font, no picture, nothing from elsewhere.
const STYLE: &str = "\
:root{color-scheme:light dark;--line:#c8ccd1;--dim:#57606a;--added:#e6f6e9;--removed:#fdecea;--changed:#fff6dc;--moved:#e8f0fd}\
@media(prefers-color-scheme:dark){:root{--line:#444c56;--dim:#9aa4af;--added:#12321c;--removed:#40191a;--changed:#3a300f;--moved:#16284a}}\
body{font:1rem/1.5 system-ui,sans-serif;margin:1.5rem}\
table{width:100%;border-collapse:collapse;table-layout:fixed}\
th{text-align:start;border-bottom:2px solid var(--line)}\
th,td{padding:.15rem .5rem;vertical-align:top;overflow-wrap:anywhere}\
td{border-bottom:1px solid var(--line)}\
.change{width:11rem}.level{width:3.5rem}\
table~table thead,details thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\
td:nth-child(2){color:var(--dim)}\
td:nth-child(n+3){padding-inline-start:calc(.5rem + var(--d)*.9rem);font-family:ui-monospace,monospace}\
.added{background:var(--added)}.removed,.departed{background:var(--removed)}\
.changed{background:var(--changed)}.moved{background:var(--moved)}\
del{text-decoration:line-through;font-weight:600}ins{text-decoration:underline;font-weight:600}\
summary{padding:.3rem .5rem;color:var(--dim);cursor:pointer}\
";

impl Diff {
    /// The difference as an HTML document that stands alone: both trees side by side, what did not change folded, what
    /// did told in words and signs beside colours. `labels` say what A and B are called, such as file names.
    ///
    /// It holds no script and asks for nothing from elsewhere; it works under `Content-Security-Policy: default-src
    /// 'none'; style-src 'unsafe-inline'`, and says so itself. Text of the trees is never markup in it. `a` and `b` must
    /// be the trees that the difference is of, or else the document has no rows. Its size is linear in theirs.
    pub fn html(&self, a: &Tree, b: &Tree, labels: [&str; 2]) -> String {
        let is_theirs = a.len() == self.pairing.of_a.len() && b.len() == self.pairing.of_b.len();
        let rows = if is_theirs { rows(self, a, b) } else { Vec::new() };
        let mut page = Page { a, b, out: String::new() };
        page.head(self, &labels.map(escaped));
        let mut left = rows.as_slice();
        while let Some(first) = left.first() {
            let alike = left.iter().take_while(|row| row.is_shown == first.is_shown).count();
            let (run, rest) = left.split_at(alike);
            page.run(run, !first.is_shown);
            left = rest;
        }
        page.out.push_str("</main>\n</body>\n</html>\n");
        page.out
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    push_text(&mut out, text);
    out
}

struct Page<'p> {
    a: &'p Tree,
    b: &'p Tree,
    out: String,
}

impl Page<'_> {
    fn head(&mut self, diff: &Diff, [before, after]: &[String; 2]) {
        let orders = diff.moved.iter().filter(|moved| moved.kind == MoveKind::Order).count();
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>What changed from {before} to {after}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>What changed</h1>\n<p>Before: <bdi>{before}</bdi><br>After: <bdi>{after}</bdi></p>\n\
             <p>{} edits: {} added, {} removed, {} changed, {} moved, {orders} reordered; \
             of these, {} added around others and {} removed from around others. \
             {} unchanged, similarity {:.3}.</p>\n",
            diff.edits,
            diff.added.len(),
            diff.removed.len(),
            diff.modified.len(),
            diff.moved.len() - orders,
            diff.wrapped.len(),
            diff.unwrapped.len(),
            diff.unchanged,
            diff.similarity,
        );
    }

    fn run(&mut self, rows: &[Row<'_>], is_folded: bool) {
        if is_folded {
            let _ =
                write!(self.out, "<details>\n<summary>{} unchanged nodes</summary>\n", rows.len());
        }
        self.out.push_str(
            "<table>\n<colgroup><col class=\"change\"><col class=\"level\"><col><col></colgroup>\n\
             <thead><tr><th scope=\"col\">Change</th><th scope=\"col\">Level</th>\
             <th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead>\n<tbody>\n",
        );
        for row in rows {
            self.row(row);
        }
        self.out.push_str("</tbody>\n</table>\n");
        if is_folded {
            self.out.push_str("</details>\n");
        }
    }

    fn row(&mut self, row: &Row<'_>) {
        let (class, what) = told(&row.kind);
        let _ = write!(
            self.out,
            "<tr class=\"{class}\"{} style=\"--d:{}\"><td>{what}</td><td>{}</td><td>",
            row_id(row),
            row.depth.min(INDENT_MAX),
            row.depth,
        );
        let modified = match row.kind {
            RowKind::Both { modified, .. } => modified,
            _ => None,
        };
        if let Some(node) = row.a.and_then(|a| self.a.node(a)) {
            write_node(&mut self.out, node, modified, Side::Before);
            if matches!(row.kind, RowKind::Both { moved: Some(_), .. }) {
                let path = node.path();
                let _ = write!(self.out, " <a href=\"#a{}\">was at {path}</a>", node.id().index());
            }
        }
        self.out.push_str("</td><td>");
        if let Some(node) = row.b.and_then(|b| self.b.node(b)) {
            if matches!(row.kind, RowKind::Departed) {
                let path = node.path();
                let _ = write!(self.out, "<a href=\"#b{}\">now at {path}</a>", node.id().index());
            } else {
                write_node(&mut self.out, node, modified, Side::After);
            }
        }
        self.out.push_str("</td></tr>\n");
    }
}

/// What a link from the other place of a moved node leads to.
fn row_id(row: &Row<'_>) -> String {
    let id = |side: char, id: Option<NodeId>| {
        id.map_or_else(String::new, |id| format!(" id=\"{side}{}\"", id.index()))
    };
    match row.kind {
        RowKind::Departed => id('a', row.a),
        RowKind::Both { moved: Some(_), .. } => id('b', row.b),
        _ => String::new(),
    }
}

/// The class of a row and what happened to its node, as a sign and in words.
const fn told(kind: &RowKind<'_>) -> (&'static str, &'static str) {
    match kind {
        RowKind::Added { is_around: false } => ("added", "+ added"),
        RowKind::Added { is_around: true } => ("added", "+ added around others"),
        RowKind::Removed { is_around: false } => ("removed", "− removed"),
        RowKind::Removed { is_around: true } => ("removed", "− removed from around others"),
        RowKind::Accepted => ("same", "more, as allowed"),
        RowKind::Omitted => ("same", "absent, as allowed"),
        RowKind::Departed => ("departed", "← moved away"),
        RowKind::Both { moved: None, modified: None } => ("same", "="),
        RowKind::Both { moved: None, modified: Some(_) } => ("changed", "~ changed"),
        RowKind::Both { moved: Some(kind), modified } => match (kind, modified) {
            (MoveKind::Parent, None) => ("moved", "→ moved here"),
            (MoveKind::Parent, Some(_)) => ("moved", "→ moved here and changed"),
            (MoveKind::Order, None) => ("moved", "↕ reordered"),
            (MoveKind::Order, Some(_)) => ("moved", "↕ reordered and changed"),
        },
    }
}

#[cfg(test)]
mod tests;
