/// `Loading`, `Loading...`, `Loading 45 %`, `Loading your orders…`, `Loading, please wait`, `Please wait!`.
///
/// After the first words comes nothing, `please wait`, a percentage, or up to two words of letters that end in
/// an ellipsis: not `Loading dock`, no other digit, no currency, no colon. Whoever draws the screen must not be
/// able to hide content behind a word.
pub(crate) fn is_loading_text(text: &str) -> bool {
    const LONGEST: usize = 64;
    const BETWEEN: [char; 5] = [' ', ',', '.', '…', '!'];
    if text.len() > LONGEST || !text.starts_with(['L', 'l', 'P', 'p', 'S', 's']) {
        return false;
    }
    let text = text.to_ascii_lowercase();
    let starts = ["loading", "please wait", "spinner"];
    let Some(rest) = starts.iter().find_map(|start| text.strip_prefix(start)) else { return false };
    let more = rest.trim_matches(BETWEEN);
    let is_of_its_own = rest.is_empty() || rest.starts_with(BETWEEN);
    let goes_on = rest.ends_with("...") || rest.ends_with('…');
    is_of_its_own
        && (more.is_empty()
            || more == "please wait"
            || more.ends_with('%') && is_number(more)
            || goes_on && is_few_plain_words(more))
}

fn is_few_plain_words(text: &str) -> bool {
    const MOST: usize = 2;
    const LONGEST: usize = 20;
    let is_plain = |word: &str| word.len() <= LONGEST && word.chars().all(char::is_alphabetic);
    text.split(' ').count() <= MOST && text.split(' ').all(is_plain)
}

/// One number such as `45`, `-0.5` or `45 %`: where something stands, without a word or a currency.
pub(crate) fn is_number(text: &str) -> bool {
    const LONGEST: usize = 24;
    let number = text.strip_suffix('%').unwrap_or(text).trim_end_matches(' ');
    let number = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    text.len() <= LONGEST && is_digits(whole) && is_digits(part)
}

#[cfg(test)]
mod tests {
    use super::{is_loading_text, is_number};

    #[test]
    fn tells_loading_from_content() {
        for text in [
            "Loading",
            "loading...",
            "Loading…",
            "Loading 45 %",
            "Loading... 45.5%",
            "LOADING YOUR ORDERS…",
            "Loading messages...",
            "Loading, please wait.",
            "Please wait!",
            "Spinner",
        ] {
            assert!(is_loading_text(text), "{text}");
        }
        for text in [
            "",
            "Loading dock",
            "Loadings",
            "loading_bar",
            "Loading $99",
            "Loading 99",
            "Loading fee $99 applies…",
            "Loading fee €…",
            "Loading 99 euros…",
            "Loading: fees apply…",
            "Loading costs you money…",
            "Loading thispagewillcostyouninedollars…",
            "Loading: signing in costs $99 a month ...",
            "Please wait for the doctor to call you",
            "Spinner bait, 12 g",
            "Load more",
            "No longer loading",
        ] {
            assert!(!is_loading_text(text), "{text}");
        }
    }

    #[test]
    fn tells_numbers_from_amounts() {
        for text in ["0", "45", "45%", "45 %", "-0.5", "33,3 %"] {
            assert!(is_number(text), "{text}");
        }
        for text in
            ["", "%", "-", "$99", "99 €", "1.2.3", "12 of 20", "5.", "9999999999999999999999999"]
        {
            assert!(!is_number(text), "{text}");
        }
    }
}
