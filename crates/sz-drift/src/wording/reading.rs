//! A text as the model sees it: folded tokens, and the n-grams of words and of characters in them.

use std::ops::Range;

use super::Wording;

/// How many bits of a hash say which bucket a feature falls into.
pub(super) const BUCKET_BITS: u32 = 15;

/// How many buckets there are.
pub(super) const BUCKETS: usize = 1 << BUCKET_BITS;

/// What an n-gram of characters counts beside one of words.
const CHARACTERS_FACTOR: f64 = 0.35;

/// The lengths of n-grams of characters.
const CHARACTERS: std::ops::RangeInclusive<usize> = 3..=5;

/// How far two words that make a pair may stand apart, besides those that touch.
const APART: std::ops::RangeInclusive<usize> = 2..=3;

/// Starts of hashes, so that the same text is another feature in another place.
const SALT_WORD: u64 = 1;
const SALT_PAIR: u64 = 2;
const SALT_APART: u64 = 200;
const SALT_CHARACTERS: u64 = 50;

/// What stands before the first token of a text and behind the last.
const START: &str = "^";
const END: &str = "$$";

/// A word, a number or a mark.
#[derive(Debug)]
pub(super) struct Token {
    /// Where it stands in the text.
    place: Range<usize>,
    folded: Folded,
}

#[derive(Debug)]
enum Folded {
    /// A place in the folded line.
    Word(Range<usize>),
    /// One of the marks that mean something.
    Mark(&'static str),
}

impl Token {
    /// True for words and numbers.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.folded, Folded::Word(_))
    }
}

/// One occurrence of a feature.
#[derive(Debug)]
pub(super) struct Gram {
    pub(super) bucket: usize,
    pub(super) factor: f64,
    /// The tokens it touches.
    pub(super) tokens: Range<usize>,
}

/// A text, read.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// The folded words, each with a space before it and behind it.
    line: String,
    is_cut: bool,
}

/// What a run of characters is.
#[derive(Clone, Copy, PartialEq)]
enum Run {
    None,
    Letters,
    Digits,
}

impl<'t> Reading<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let end = text.char_indices().nth(Wording::CHARS_MAX).map_or(text.len(), |(end, _)| end);
        let is_cut = end < text.len();
        let mut reading = Self { text, tokens: Vec::new(), line: " ".to_owned(), is_cut };
        let mut run = Run::None;
        for (start, char) in text[..end].char_indices() {
            let place = start..start + char.len_utf8();
            if char.is_alphabetic() {
                reading.extend_word(place, run == Run::Letters);
                reading.line.extend(char.to_lowercase());
                run = Run::Letters;
            } else if char.is_numeric() {
                reading.extend_word(place, run == Run::Digits);
                if run != Run::Digits {
                    reading.line.push('0');
                }
                run = Run::Digits;
            } else if !joins(run, char) {
                run = Run::None;
                if let Some(mark) = mark(char) {
                    let folded = Folded::Mark(mark);
                    reading.tokens.push(Token { place, folded });
                }
            }
        }
        reading.close_words();
        reading
    }

    /// Begins a word, or makes the one that was begun longer.
    fn extend_word(&mut self, place: Range<usize>, is_begun: bool) {
        match self.tokens.last_mut() {
            Some(token) if is_begun => token.place.end = place.end,
            _ => {
                if self.line.len() > 1 {
                    self.line.push(' ');
                }
                let start = self.line.len();
                self.tokens.push(Token { place, folded: Folded::Word(start..start) });
            }
        }
    }

    /// Words end where the space before the next one stands.
    fn close_words(&mut self) {
        self.line.push(' ');
        let mut end = self.line.len() - 1;
        for token in self.tokens.iter_mut().rev() {
            if let Folded::Word(place) = &mut token.folded {
                place.end = end;
                end = place.start - 1;
            }
        }
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// A token as it stands in the text.
    pub(super) fn text_of(&self, token: &Token) -> &'t str {
        &self.text[token.place.clone()]
    }

    pub(super) fn has_words(&self) -> bool {
        self.tokens.iter().any(Token::is_word)
    }

    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// What stands at a place: the start of the text at 0, then its tokens, then its end.
    fn folded(&self, place: usize) -> &str {
        let Some(token) = place.checked_sub(1) else { return START };
        match self.tokens.get(token).map(|token| &token.folded) {
            Some(Folded::Word(place)) => &self.line[place.clone()],
            Some(Folded::Mark(mark)) => mark,
            None => END,
        }
    }

    /// Every occurrence of every feature.
    pub(super) fn for_each_gram(&self, mut take: impl FnMut(Gram)) {
        // Places count the start of the text, its tokens and its end.
        let end = self.tokens.len() + 1;
        let tokens = |from: usize, to: usize| from.max(1) - 1..to.min(end - 1);
        for place in 0..=end {
            let here = self.folded(place);
            if 0 < place && place < end {
                let bucket = bucket(SALT_WORD, &[here]);
                take(Gram { bucket, factor: 1.0, tokens: tokens(place, place) });
            }
            for (apart, salt) in
                [(1, SALT_PAIR)].into_iter().chain(APART.map(|apart| (apart, SALT_APART)))
            {
                let other = place + apart;
                if other <= end {
                    let bucket = bucket(salt, &[here, self.folded(other)]);
                    take(Gram { bucket, factor: 1.0, tokens: tokens(place, other) });
                }
            }
        }
        self.for_each_character_gram(&mut take);
    }

    fn for_each_character_gram(&self, take: &mut impl FnMut(Gram)) {
        let words = self.words_of_characters();
        for length in CHARACTERS {
            for gram in words.windows(length + 1) {
                let (Some(&(start, first)), Some(&(end, _))) = (gram.first(), gram.last()) else {
                    continue;
                };
                let last = gram[length - 1].1;
                let salt = SALT_CHARACTERS + length as u64;
                let bucket = bucket(salt, &[&self.line[start..end]]);
                take(Gram { bucket, factor: CHARACTERS_FACTOR, tokens: first..last + 1 });
            }
        }
    }

    /// For each character of the folded line where it starts and the token it belongs to, a space to the one behind it
    /// (the last to the one before); then where the line ends.
    fn words_of_characters(&self) -> Vec<(usize, usize)> {
        let mut words = (self.tokens.iter().enumerate())
            .filter_map(|(token, word)| match &word.folded {
                Folded::Word(place) => Some((token, place.end)),
                Folded::Mark(_) => None,
            })
            .peekable();
        let mut token = 0;
        let mut places = Vec::with_capacity(self.line.len() + 1);
        for (start, _) in self.line.char_indices() {
            while let Some(&(word, end)) = words.peek() {
                token = word;
                if start < end {
                    break;
                }
                words.next();
            }
            places.push((start, token));
        }
        places.push((self.line.len(), token));
        places
    }

    /// Each feature once, in the order of its bucket, divided so that a long text does not speak louder than its words.
    pub(super) fn features(&self) -> Vec<(usize, f64)> {
        let mut features = Vec::new();
        self.for_each_gram(|gram| features.push((gram.bucket, gram.factor)));
        // Of two that fall into one bucket the stronger counts.
        features.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        features.dedup_by_key(|feature| feature.0);
        let length = features.iter().map(|feature| feature.1 * feature.1).sum::<f64>().sqrt();
        let divisor = 2.0 * length.sqrt();
        for feature in &mut features {
            feature.1 /= divisor;
        }
        features
    }
}

/// True for what may stand inside a run without ending it: the apostrophe of "don't", the comma of "1,299.99".
fn joins(run: Run, char: char) -> bool {
    match run {
        Run::Letters => ['\'', '’', '‘', '´', '`'].contains(&char),
        Run::Digits => [',', '.'].contains(&char),
        Run::None => false,
    }
}

/// The marks that mean something.
fn mark(char: char) -> Option<&'static str> {
    match char {
        '!' => Some("!"),
        '?' => Some("?"),
        '%' => Some("%"),
        ':' => Some(":"),
        '$' | '€' | '£' => Some("$"),
        _ => None,
    }
}

/// FNV-1a (Fowler, Noll, Vo) over the parts and a space between them, with its high bits mixed into the low ones.
fn bucket(salt: u64, parts: &[&str]) -> usize {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            take(b' ');
        }
        part.bytes().for_each(&mut take);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^= hash >> 32;
    usize::try_from(hash % (1 << BUCKET_BITS)).unwrap_or_default()
}
