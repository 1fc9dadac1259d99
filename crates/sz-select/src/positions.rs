/// The positions `a * n + b` for all `n` from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Positions {
    pub(crate) a: i32,
    pub(crate) b: i32,
}

impl Positions {
    pub(crate) const FIRST: Self = Self { a: 0, b: 1 };

    pub(crate) fn contains(self, position: u32) -> bool {
        let (a, distance) = (i64::from(self.a), i64::from(position) - i64::from(self.b));
        if a == 0 { distance == 0 } else { distance % a == 0 && distance / a >= 0 }
    }

    /// Reads `an+b` as CSS writes it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        match text.as_str() {
            "odd" => return Some(Self { a: 2, b: 1 }),
            "even" => return Some(Self { a: 2, b: 0 }),
            _ => {}
        }
        let Some((a, b)) = text.split_once('n') else {
            return Some(Self { a: 0, b: text.parse().ok()? });
        };
        let a = match a {
            "" | "+" => 1,
            "-" => -1,
            a => a.parse().ok()?,
        };
        let b = b.trim();
        let b = match (b.strip_prefix('+'), b.strip_prefix('-')) {
            _ if b.is_empty() => 0,
            (Some(digits), _) => unsigned(digits)?,
            (None, Some(digits)) => -unsigned(digits)?,
            (None, None) => return None,
        };
        Some(Self { a, b })
    }
}

fn unsigned(digits: &str) -> Option<i32> {
    let digits = digits.trim_start();
    digits.bytes().all(|c| c.is_ascii_digit()).then(|| digits.parse().ok())?
}
