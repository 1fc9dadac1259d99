//! What people are told of captures that are not whole.

use std::path::Path;

use anyhow::bail;
use sz_core::{Quality, Verdict};

use crate::output::{self, WARN};

/// A capture without a screen is refused; one that is not whole is warned of.
pub(crate) fn require_screen(file: &Path, quality: &Quality) -> anyhow::Result<()> {
    let verdict = quality.verdict();
    if !verdict.shows_a_screen() {
        bail!("{}: {}", file.display(), judgement(quality));
    }
    warn(file, quality);
    Ok(())
}

/// Says that a capture is not whole, where it is not.
pub(crate) fn warn(file: &Path, quality: &Quality) {
    if !quality.verdict().is_whole() {
        let warning = output::styled(WARN, "warning");
        output::remark(&format!("{warning}: {}: {}", file.display(), judgement(quality)));
    }
}

/// `no screen, empty: there is nothing in the document but its root; bring the application to the front and capture again`.
pub(crate) fn judgement(quality: &Quality) -> String {
    let verdict = quality.verdict();
    let head = if verdict.shows_a_screen() { "not whole" } else { "no screen" };
    let reason = match quality.reason() {
        "" => String::new(),
        reason => format!(": {}", sz_core::formats::one_line(reason)),
    };
    let remedy = remedy(verdict);
    format!("{head}, {}{reason}; {remedy}", verdict.as_str().replace('_', " "))
}

fn remedy(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Truncated => "capture it again with a higher limit",
        Verdict::NotSettled => "capture it again when nothing on the screen moves any more",
        Verdict::AccessibilityOff => {
            "switch accessibility on for the application and capture it again"
        }
        _ => "bring the application to the front and capture it again",
    }
}
