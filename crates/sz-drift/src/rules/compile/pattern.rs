use regex::{Regex, RegexBuilder};

/// A regular expression and how much it costs to try it.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Pattern {
    pub(in crate::rules) regex: Regex,
    /// 1, 4 or 16: grows with the compiled pattern.
    pub(in crate::rules) weight: usize,
}

/// The largest size of a compiled pattern for each weight, in bytes.
const PATTERN_SIZES: [(usize, usize); 3] = [(1, 1 << 15), (4, 1 << 17), (16, 1 << 19)];

/// The longest pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 512;

impl Pattern {
    pub(super) fn compile(source: &str) -> Result<Self, String> {
        if source.len() > MAX_PATTERN_BYTES {
            return Err(format!("a pattern of more than {MAX_PATTERN_BYTES} bytes"));
        }
        let mut last = String::new();
        for (weight, size) in PATTERN_SIZES {
            let built = RegexBuilder::new(source).size_limit(size).nest_limit(32).build();
            match built {
                Ok(regex) => return Ok(Self { regex, weight }),
                Err(regex::Error::CompiledTooBig(_)) => {
                    "a pattern that is too large when it is compiled".clone_into(&mut last);
                }
                Err(error) => {
                    // The last line of the message says what is wrong; the others draw an arrow.
                    let text = error.to_string();
                    let line = text.lines().last().unwrap_or_default();
                    return Err(format!(
                        "no regular expression: {}",
                        line.trim_start_matches("error: ")
                    ));
                }
            }
        }
        Err(last)
    }
}
