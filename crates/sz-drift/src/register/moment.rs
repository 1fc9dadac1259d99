use std::{fmt, str::FromStr};

/// A second of UTC between the years 1970 and 9999, written as `2026-11-21T19:00:00Z`. A day, `2026-11-21`, is read as
/// its first second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(u64);

/// 9999-12-31T23:59:59Z
const LAST: u64 = 253_402_300_799;

const DAY: u64 = 86_400;

impl Moment {
    /// The moment so many seconds after the start of 1970; at most the end of the year 9999.
    pub fn from_unix_seconds(seconds: u64) -> Self {
        Self(seconds.min(LAST))
    }

    /// Seconds since the start of 1970.
    pub const fn unix_seconds(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.0 / DAY, self.0 % DAY);
        let (year, month, day) = date(days);
        let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
    }
}

/// Year, month and day of a number of days after 1970-01-01.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013, `civil_from_days`, for days that are not negative.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// The days from 1970-01-01 to a date of 1970 or later; the other way round of [`date`].
fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year / 400, year % 400);
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * march_month + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

/// A text is not a moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time: write a day such as `2026-11-21`, or `2026-11-21T19:00:00Z`")]
pub struct ParseMomentError;

impl FromStr for Moment {
    type Err = ParseMomentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or(ParseMomentError)
    }
}

fn parse(text: &str) -> Option<Moment> {
    let (day, time) = match text.split_once('T') {
        None => (text, [0; 3]),
        Some((day, time)) => (day, numbers(time.strip_suffix('Z')?, ':', [2, 2, 2])?),
    };
    let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
    let [hours, minutes, seconds] = time;
    if year < 1970 || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let days = days(year, month, day);
    // A day that the month does not have is one of the next.
    let is_real = date(days) == (year, month, day) && hours < 24 && minutes < 60 && seconds < 60;
    is_real.then_some(Moment(days * DAY + hours * 3600 + minutes * 60 + seconds))
}

/// Three numbers of so many digits with a sign between them.
fn numbers(text: &str, sign: char, lengths: [usize; 3]) -> Option<[u64; 3]> {
    let mut parts = text.split(sign);
    let mut numbers = [0; 3];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let part = parts.next().filter(|part| part.len() == length)?;
        let is_digits = part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| is_digits)?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests;
