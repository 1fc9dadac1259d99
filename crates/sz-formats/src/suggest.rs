/// The candidate that `word` was most likely meant to be: the one fewest edits away, if that is at most
/// a third of the word's length. The first of equals.
///
/// An edit is a character inserted, deleted, replaced, or swapped with its neighbour (optimal string
/// alignment). Words over 64 characters get no suggestion.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(CHARS_MAX + 1).collect();
    if word.len() > CHARS_MAX {
        return None;
    }
    let most = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|&(edits, candidate)| edits <= most && edits < candidate.chars().count())
        .min_by_key(|&(edits, _)| edits)
        .map(|(_, candidate)| candidate)
}

const CHARS_MAX: usize = 64;

fn distance(word: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().take(CHARS_MAX + 1).collect();
    let width = candidate.len() + 1;
    // Three rows of the usual table: two ago, the last and the one being filled.
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (i, &a) in word.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, &b) in candidate.iter().enumerate() {
            let replaced = last[j] + usize::from(!a.eq_ignore_ascii_case(&b));
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            let is_swap = i > 0 && j > 0 && a == candidate[j - 1] && word[i - 1] == b;
            if is_swap {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[width - 1]
}

#[cfg(test)]
mod tests;
