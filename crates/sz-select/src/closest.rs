/// The word that a writer most likely meant: the one with the fewest insertions, deletions, replacements
/// and swaps of neighbours (optimal string alignment) between them, if these are few enough to be a slip.
///
/// Case is not counted. The first of several equally near words wins.
pub(crate) fn closest<'w>(
    written: &str,
    words: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    const LONGEST: usize = 64;
    if written.len() > LONGEST {
        return None;
    }
    let written: Vec<char> = written.chars().map(|c| c.to_ascii_lowercase()).collect();
    let most = (written.len() / 3).max(1);
    words
        .into_iter()
        .filter(|word| word.len() <= LONGEST)
        .map(|word| (distance(&written, &word.to_ascii_lowercase()), word))
        .filter(|&(distance, word)| distance <= most && distance < word.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row.push(cost);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let words = ["button", "checked", "checkbox", "row"];
        assert_eq!(closest(written, words), expected, "{written:?}");
    }

    #[test]
    fn finds_what_was_meant() {
        check("buton", Some("button"));
        check("Button", Some("button"));
        check("chekced", Some("checked"));
        check("rwo", Some("row"));
        check("sidebar", None);
        check("x", None);
        check("", None);
        check(&"button".repeat(100), None);
    }
}
