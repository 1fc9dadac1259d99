//! Running the detectors over a text.

use std::ops::Range;

use super::{Detector, Redactor, fold::Folded, phone::Label, url};

/// How often detectors look again at what is left between findings. What one of them takes away may be what kept
/// another from seeing a number; in texts that people write, that happens once if at all.
const MAX_ROUNDS: usize = 8;

const DIGIT: u8 = 1;
const AT: u8 = 2;
const PARAMETER: u8 = 4;
const EQUALS: u8 = 8;
const SLASH: u8 = 16;
const DOT: u8 = 32;

/// What each byte may be the start of. Digits of other scripts start with one of six bytes.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0_u8;
    loop {
        signs[byte as usize] = match byte {
            b'0'..=b'9' | 0xd9 | 0xdb | 0xdf | 0xe0 | 0xe1 => DIGIT,
            // `%40`
            b'@' | b'%' => AT,
            0xef => DIGIT | AT,
            b'?' | b'&' | b'#' | b';' => PARAMETER,
            b'=' => EQUALS,
            b'/' => SLASH,
            b'.' => DOT,
            _ => 0,
        };
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    signs
};

/// The fewest digits that are looked at.
const MIN_DIGITS: usize = 7;

/// What a look at each byte of a text says about it, so that the usual label costs next to nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    seen: u8,
    digits: usize,
    has_web_token: bool,
    len: usize,
}

impl Signs {
    pub(super) fn of(text: &[u8]) -> Self {
        let (mut seen, mut digits) = (0, 0);
        for &byte in text {
            let sign = SIGNS[usize::from(byte)];
            seen |= sign;
            digits += usize::from(sign & DIGIT);
        }
        let has_web_token = seen & DOT != 0 && text.len() > url::MIN_WEB_TOKEN_BYTES && {
            let start = url::WEB_TOKEN_START.as_bytes();
            text.windows(start.len()).any(|window| window == start)
        };
        Self { seen, digits, has_web_token, len: text.len() }
    }

    /// True where any detector may find something.
    pub(super) fn allow_any(self) -> bool {
        Detector::ALL.iter().any(|&detector| self.allow(detector))
    }

    /// True where this detector may find something.
    fn allow(self, detector: Detector) -> bool {
        let has = |sign: u8| self.seen & sign != 0;
        match detector {
            Detector::Secret => {
                has(PARAMETER) && has(EQUALS)
                    || has(SLASH) && (has(AT) || self.len > url::MIN_TOKEN_BYTES)
                    || self.has_web_token
            }
            Detector::Email => has(AT),
            Detector::Iban | Detector::Card | Detector::Phone => self.digits >= MIN_DIGITS,
        }
    }
}

/// What the detectors find in a text, in its order and without overlap.
pub(super) fn scan(
    text: &Folded<'_>,
    detectors: &[Detector],
    label: Label,
) -> Vec<(Range<usize>, Detector)> {
    let signs = Signs::of(text.bytes());
    let placeholders = placeholders(text.bytes());
    let mut found = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let before = found.len();
        for &detector in detectors.iter().filter(|&&detector| signs.allow(detector)) {
            let mut more = Vec::new();
            for gap in gaps(text.bytes().len(), &placeholders, &found) {
                detector.find(text, gap, label, &mut more);
            }
            if !more.is_empty() {
                found.append(&mut more);
                found.sort_unstable_by_key(|(range, _)| range.start);
            }
        }
        if found.len() == before {
            break;
        }
    }
    found
}

/// The parts of a text that are in no finding and no placeholder.
fn gaps(
    len: usize,
    placeholders: &[Range<usize>],
    found: &[(Range<usize>, Detector)],
) -> Vec<Range<usize>> {
    let mut taken: Vec<&Range<usize>> =
        placeholders.iter().chain(found.iter().map(|(range, _)| range)).collect();
    taken.sort_unstable_by_key(|range| range.start);
    let mut gaps = Vec::with_capacity(taken.len() + 1);
    let mut start = 0;
    for range in taken {
        gaps.push(start..range.start);
        start = range.end;
    }
    gaps.push(start..len);
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

/// What earlier redaction left: nothing in it is looked at again.
fn placeholders(bytes: &[u8]) -> Vec<Range<usize>> {
    let starts = (0..bytes.len()).filter(|&at| bytes[at] == b'<');
    starts.filter_map(|at| Some(at..at + placeholder_len(&bytes[at..])?)).collect()
}

/// The length of the placeholder at the start of a text.
fn placeholder_len(bytes: &[u8]) -> Option<usize> {
    Detector::ALL.iter().find_map(|detector| {
        let name = detector.as_str().as_bytes();
        let rest = bytes.strip_prefix(b"<")?.strip_prefix(name)?.strip_prefix(b":")?;
        let (digest, end) = rest.split_at_checked(Redactor::DIGEST_DIGITS)?;
        let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_one = digest.iter().all(is_hex) && end.first() == Some(&b'>');
        is_one.then_some(name.len() + Redactor::DIGEST_DIGITS + 3)
    })
}
