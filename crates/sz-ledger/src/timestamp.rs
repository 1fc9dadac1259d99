//! Moments as entries write them: RFC 3339, UTC, nanoseconds.

use std::fmt;
use std::str::FromStr;

const NANOS_PER_SECOND: u64 = 1_000_000_000;
const SECONDS_PER_DAY: u64 = 86_400;
/// Days from 0000-03-01 to 1970-01-01, proleptic Gregorian.
const DAYS_TO_EPOCH: u64 = 719_468;
const DAYS_PER_ERA: u64 = 146_097;

/// A moment, in nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
///
/// Reaches to July 2554. Printed as `2026-11-21T13:00:28.000000000Z`: one spelling per moment, whose order as
/// text is the order in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(u64);

/// Text that is no moment this crate can write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an RFC 3339 time between 1970 and 2554")]
pub struct TimestampError(String);

impl Timestamp {
    /// Takes nanoseconds since the epoch, UTC.
    pub const fn from_unix_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Reads the one form that `Display` writes.
    pub(crate) fn from_canonical(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        // All fields have a fixed width, so these bytes leave no other spelling.
        let canonical =
            bytes.len() == 30 && bytes[10] == b'T' && bytes[19] == b'.' && bytes[29] == b'Z';
        if canonical { parse(bytes).map(Self) } else { None }
    }

    /// Nanoseconds since the epoch, UTC.
    pub const fn unix_nanos(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanos) = (self.0 / NANOS_PER_SECOND, self.0 % NANOS_PER_SECOND);
        let (year, month, day) = date(seconds / SECONDS_PER_DAY);
        let of_day = seconds % SECONDS_PER_DAY;
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{nanos:09}Z")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Reads any RFC 3339 time with a four-digit year: any offset, up to nine digits of a second.
    ///
    /// A leap second (`:60`) is refused, because it has no number of its own.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        parse(text.as_bytes()).map(Self).ok_or_else(|| TimestampError(text.to_owned()))
    }
}

/// Year, month and day of a day since the epoch.
///
/// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`, for days from 1970 on.
const fn date(days: u64) -> (u64, u64, u64) {
    let days = days + DAYS_TO_EPOCH;
    let (era, of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Days since the epoch; the same source, `days_from_civil`, for years from 1969 on.
const fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year / 400, year % 400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    (era * DAYS_PER_ERA + of_era).checked_sub(DAYS_TO_EPOCH)
}

const fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

fn parse(text: &[u8]) -> Option<u64> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let field = |from: usize, to: usize| number(&date_time[from..to]);
    let separators = [4, 7, 10, 13, 16].map(|at| date_time[at]);
    if !matches!(separators, [b'-', b'-', b'T' | b't', b':', b':']) {
        return None;
    }
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let in_range = (1969..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !in_range {
        return None;
    }
    let (nanos, rest) = fraction(rest)?;
    // One day is added and taken away again, so that 1969-12-31T23:00:00-01:00 is the epoch.
    let day_number = if year == 1969 {
        if (month, day) != (12, 31) {
            return None;
        }
        0
    } else {
        days(year, month, day)? + 1
    };
    let local = day_number * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
    let seconds = apply_offset(local, rest)?.checked_sub(SECONDS_PER_DAY)?;
    seconds.checked_mul(NANOS_PER_SECOND)?.checked_add(nanos)
}

fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0'))
    })
}

/// Nanoseconds of `.123`, and what follows; no fraction is zero.
fn fraction(text: &[u8]) -> Option<(u64, &[u8])> {
    let Some(digits) = text.strip_prefix(b".") else { return Some((0, text)) };
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at(length);
    let missing = 9_u32.checked_sub(u32::try_from(length).ok()?)?;
    if length == 0 {
        return None;
    }
    Some((number(digits)? * 10_u64.pow(missing), rest))
}

fn apply_offset(local: u64, offset: &[u8]) -> Option<u64> {
    match offset {
        b"Z" | b"z" => Some(local),
        [sign @ (b'+' | b'-'), hours @ .., b':', m1, m2] if hours.len() == 2 => {
            let (hours, minutes) = (number(hours)?, number(&[*m1, *m2])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            if *sign == b'+' { local.checked_sub(seconds) } else { Some(local + seconds) }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
