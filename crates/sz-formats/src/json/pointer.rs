//! Where in a JSON document a byte offset is, found only once something is wrong there.

use std::fmt::Write as _;

use super::{Fault, Json, Kind, Raw, Steps};

/// A container that is open, and how far in it the walk is.
struct Level {
    kind: Kind,
    steps: Steps,
    /// The key of the member, as a piece of the text.
    key: (u32, u32),
    /// Items or members begun.
    begun: usize,
}

/// The JSON pointer (RFC 6901) of the innermost value that `at` is in; empty for the document itself.
///
/// Walks the document from its start; what is before a fault has been walked before.
pub(crate) fn pointer(text: &str, at: usize) -> String {
    let mut levels = Vec::new();
    // An error is no news: the fault that is looked for, at the latest.
    drop(walk(&mut Json::new(text, usize::MAX), at, &mut levels));
    let mut pointer = String::new();
    for level in levels.iter().filter(|level| level.begun > 0) {
        push_step(text, level, &mut pointer);
    }
    pointer
}

fn push_step(text: &str, level: &Level, pointer: &mut String) {
    pointer.push('/');
    if level.kind == Kind::Array {
        // Writing to a string cannot fail.
        let _ = write!(pointer, "{}", level.begun - 1);
        return;
    }
    let key = text.get(level.key.0 as usize..level.key.1 as usize).unwrap_or_default();
    for c in Raw::new(key).decode().chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// Walks up to `at`, leaving in `levels` what is open there.
fn walk(json: &mut Json<'_>, at: usize, levels: &mut Vec<Level>) -> Result<(), Fault> {
    loop {
        let kind = json.kind()?;
        if json.at() >= at {
            return Ok(());
        }
        if let Kind::Object | Kind::Array = kind {
            let steps = json.enter();
            levels.push(Level { kind, steps, key: (0, 0), begun: 0 });
        } else {
            json.skip()?;
        }
        loop {
            let Some(level) = levels.last_mut() else { return Ok(()) };
            if json.at() > at {
                return Ok(());
            }
            let has_more = match level.kind {
                Kind::Object => json.key(&mut level.steps)?.is_some(),
                _ => json.item(&mut level.steps)?,
            };
            if has_more {
                level.begun += 1;
                level.key = json.last_key;
                if level.kind == Kind::Object && json.last_key.1 as usize >= at {
                    return Ok(());
                }
                break;
            }
            if json.at() > at {
                return Ok(());
            }
            levels.pop();
        }
    }
}
