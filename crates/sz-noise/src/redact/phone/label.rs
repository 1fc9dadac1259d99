//! Words that say whether a number is a phone number.

/// What a label, or the text before a number, says about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Label {
    /// A phone number.
    Phone,
    /// Some other number.
    Other,
    /// Nothing.
    #[default]
    Silent,
}

/// Words for phones and what one does with them, lower case.
const PHONE_WORDS: &[&str] = &[
    "phone",
    "phones",
    "telephone",
    "cellphone",
    "phonenumber",
    "tel",
    "telefon",
    "telefono",
    "teléfono",
    "téléphone",
    "telefone",
    "telefonnummer",
    "telefoon",
    "telefonszám",
    "puhelin",
    "mobile",
    "mobil",
    "móvil",
    "movil",
    "portable",
    "mobiltelefon",
    "mobilnummer",
    "mobiel",
    "cell",
    "celular",
    "cellulare",
    "handy",
    "handynummer",
    "rufnummer",
    "fax",
    "sms",
    "whatsapp",
    "callto",
    "msisdn",
    "телефон",
    "тел",
    "моб",
    "мобильный",
    "τηλέφωνο",
    "هاتف",
    "جوال",
    "טלפון",
    "फ़ोन",
    "फोन",
    "मोबाइल",
    "전화",
    "전화번호",
    "휴대폰",
    "연락처",
];

/// The same in scripts that write words without spaces between them.
const PHONE_SIGNS: &[&str] = &["电话", "電話", "手机", "手機", "携帯", "โทร"];

/// Words for numbers that are no phone numbers, lower case.
const OTHER_WORDS: &[&str] = &[
    "isbn",
    "issn",
    "order",
    "invoice",
    "ref",
    "reference",
    "id",
    "uuid",
    "serial",
    "sn",
    "version",
    "build",
    "ticket",
    "case",
    "sku",
    "ean",
    "gtin",
    "upc",
    "barcode",
    "account",
    "konto",
    "kontonummer",
    "blz",
    "customer",
    "tracking",
    "imei",
    "iccid",
    "article",
    "artikel",
    "artikelnummer",
    "bestellnummer",
    "bestellung",
    "rechnung",
    "rechnungsnummer",
    "kundennummer",
    "auftrag",
    "timestamp",
    "zip",
    "plz",
    "lot",
    "batch",
    "vat",
    "ust",
    "steuernummer",
    "commande",
    "facture",
    "pedido",
    "factura",
    "ordine",
    "fattura",
    "hash",
    "commit",
    "revision",
    "size",
    "bytes",
    "amount",
    "total",
    "score",
    "population",
    "part",
    "model",
    "date",
    "isin",
    "wkn",
    "licence",
    "license",
];

/// How many words may stand between one that says something and the number.
const MAX_WORDS_BETWEEN: usize = 4;

impl Label {
    /// What the words before a number say about it: the last one that says anything, if it is near enough.
    pub(in super::super) fn before(text: &str) -> Self {
        let (said, n_words_since) = Self::last_in(text);
        if n_words_since > MAX_WORDS_BETWEEN { Self::Silent } else { said }
    }

    /// What a label says: the last word that says anything does.
    pub(in super::super) fn of(text: &str) -> Self {
        Self::last_in(text).0
    }

    /// What the last word that says anything says, and how many words stand after it.
    fn last_in(text: &str) -> (Self, usize) {
        let mut said = (Self::Silent, 0);
        for word in words(text) {
            let word = word.to_lowercase();
            said = if PHONE_WORDS.contains(&&*word)
                || PHONE_SIGNS.iter().any(|sign| word.contains(sign))
            {
                (Self::Phone, 0)
            } else if OTHER_WORDS.contains(&&*word) {
                (Self::Other, 0)
            } else {
                (said.0, said.1 + 1)
            };
        }
        said
    }
}

/// The words of a text, those of `phoneNumber` and `phone_number` included; `iPhone` is one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut before = ['\0'; 2];
    text.split(move |c: char| {
        let is_new = !c.is_alphabetic();
        before = [before[1], c];
        is_new
    })
    .flat_map(|word| {
        let hump = word.char_indices().zip(word.chars().skip(1)).find_map(|((at, a), b)| {
            (at > 0 && a.is_lowercase() && b.is_uppercase()).then_some(at + a.len_utf8())
        });
        let (first, rest) = word.split_at(hump.unwrap_or(word.len()));
        [first, rest]
    })
    .filter(|word| !word.is_empty())
}
