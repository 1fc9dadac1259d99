//! What the JSON of other programs has in common: values of several types, nulls, decimal coordinates.

use std::borrow::Cow;

use sz_tree::Bounds;

use crate::{
    fault::Fault,
    json::{Json, Kind},
};

/// A string, number or boolean as text; `None`, and stepped over, for anything else.
pub(crate) fn scalar<'a>(json: &mut Json<'a>) -> Result<Option<Cow<'a, str>>, Fault> {
    Ok(match json.kind()? {
        Kind::String => Some(json.string("a value")?),
        Kind::Number => Some(Cow::Borrowed(json.number("a value")?)),
        Kind::True | Kind::False => {
            Some(Cow::Borrowed(if json.boolean("a value")? { "true" } else { "false" }))
        }
        Kind::Null | Kind::Object | Kind::Array => {
            json.skip()?;
            None
        }
    })
}

/// A string, or nothing for `null`.
pub(crate) fn optional_string<'a>(
    json: &mut Json<'a>,
    what: &str,
) -> Result<Option<Cow<'a, str>>, Fault> {
    if json.null()? { Ok(None) } else { json.string(what).map(Some) }
}

/// True for what programs write for "yes".
pub(crate) fn is_true(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "1")
}

/// `[x, y, width, height]`, `{"x", "y", "width", "height"}` or `null`. A rectangle that lacks a number,
/// has a negative size or lies at the smallest number there is, is none.
pub(crate) fn bounds(json: &mut Json<'_>) -> Result<Option<Bounds>, Fault> {
    let mut numbers = [None; 4];
    match json.kind()? {
        Kind::Null => return json.null().map(|_| None),
        Kind::Object => {
            let mut members = json.object("`bounds`")?;
            while let Some(key) = json.key(&mut members)? {
                json.note_key();
                let place = ["x", "y", "width", "height"].iter().position(|known| *known == key);
                match place {
                    Some(place) => numbers[place] = coordinate(json)?,
                    None => json.skip()?,
                }
            }
        }
        _ => {
            let mut items = json.array("`bounds`")?;
            let mut places = numbers.iter_mut();
            while json.item(&mut items)? {
                let number = coordinate(json)?;
                if let Some(place) = places.next() {
                    *place = number;
                }
            }
        }
    }
    Ok(rectangle(numbers))
}

/// A rectangle of x, y, width and height. One that lacks a number, has a negative size or lies at the smallest
/// number there is, is none.
pub(crate) fn rectangle(numbers: [Option<i32>; 4]) -> Option<Bounds> {
    let [Some(x), Some(y), Some(width), Some(height)] = numbers else { return None };
    // Toolkits say so of what is not on the screen.
    let is_nowhere = x == i32::MIN || y == i32::MIN;
    Bounds::new(x, y, width, height).filter(|_| !is_nowhere)
}

/// A number of pixels that stands in text: `-397`, `12.5`. What is no such number, or is infinite, is none.
pub(crate) fn pixels(text: &str) -> Option<i32> {
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    let range = f64::from(i32::MIN)..=f64::from(i32::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "the number is in the range of i32")]
    range.contains(&number.round()).then(|| number.round() as i32)
}

/// A number of pixels, rounded; `None` for `null`.
pub(crate) fn coordinate(json: &mut Json<'_>) -> Result<Option<i32>, Fault> {
    if json.null()? {
        return Ok(None);
    }
    let number = json.number("a coordinate")?;
    if let Ok(number) = number.parse() {
        return Ok(Some(number));
    }
    let number: f64 = number.parse().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "a float turns into the nearest i32")]
    let rounded = number.round() as i32;
    Ok(Some(rounded))
}

/// A number as people write it: `4.0` is `4`.
pub(crate) fn plain_number(number: &str) -> &str {
    match number.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|digit| digit == b'0') => {
            if whole == "-0" {
                "0"
            } else {
                whole
            }
        }
        _ => number,
    }
}
