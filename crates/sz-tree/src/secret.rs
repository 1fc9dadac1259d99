//! What gives a password field away where the source has no flag for it.

/// Words that mean "password" wherever they stand in a label, lower case.
const PASSWORD_WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "passwort",
    "kennwort",
    "mot de passe",
    "contraseña",
    "contrasena",
    "palavra-passe",
    "senha",
    "wachtwoord",
    "lösenord",
    "adgangskode",
    "passord",
    "salasana",
    "hasło",
    "heslo",
    "jelszó",
    "parolă",
    "şifre",
    "пароль",
    "κωδικός πρόσβασης",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
    "كلمة المرور",
    "סיסמה",
    "mật khẩu",
    "security code",
];

/// Short words that mean it only as a whole word.
const PASSWORD_TOKENS: &[&str] = &["pin", "pwd", "cvv", "cvc", "cvv2", "otp"];

/// What toolkits draw instead of the characters of a password.
const MASK_CHARACTERS: &[char] = &['•', '●', '∙', '⚫', '⬤', '*', '\u{2022}', '\u{25e6}', '◦'];

/// The attributes that a password field keeps: which field it is, never what is in it. Where a source keeps the
/// text of a field is anyone's guess, so all others go.
const HARMLESS_ATTRIBUTES: &[&str] = &[
    "autocomplete",
    "class",
    "id",
    "invalid",
    "keyshortcuts",
    "level",
    "package",
    "placeholder",
    "roledescription",
    "tag",
    "toolkit",
    "type",
];

/// True for an attribute that a password field may keep.
pub(crate) fn is_harmless(attribute: &str) -> bool {
    HARMLESS_ATTRIBUTES.contains(&attribute)
}

/// True for a label that names a secret: `Password`, `Kennwort:`, `new-pwd`.
///
/// Asked for every text field of every tree that is made, so the usual label costs no allocation.
pub(crate) fn names_a_secret(label: &str) -> bool {
    if label.is_ascii() {
        return names_a_secret_in_ascii(label.as_bytes());
    }
    let label = label.to_lowercase();
    PASSWORD_WORDS.iter().any(|word| label.contains(word)) || has_token(label.as_bytes())
}

fn names_a_secret_in_ascii(label: &[u8]) -> bool {
    let starts_a_word = |(start, pair): (usize, &[u8])| {
        let rest = &label[start..];
        // One bit of a letter tells capitals from small letters; of anything else it may be any.
        let may_start = STARTS[usize::from(pair[0] & 0x1f)] & 1 << (pair[1] & 0x1f) != 0;
        may_start
            && PASSWORD_WORDS.iter().any(|word| {
                let start = rest.get(..word.len());
                start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
            })
    };
    label.windows(2).enumerate().any(starts_a_word) || has_token(label)
}

/// By the lowest bits of the first letter of a password word, one bit for those of its second letter.
static STARTS: [u32; 32] = {
    let mut starts = [0; 32];
    let mut place = 0;
    while place < PASSWORD_WORDS.len() {
        let word = PASSWORD_WORDS[place].as_bytes();
        starts[(word[0] & 0x1f) as usize] |= 1 << (word[1] & 0x1f);
        place += 1;
    }
    starts
};

fn has_token(label: &[u8]) -> bool {
    // Bytes of other alphabets count as letters: a token stands between ASCII punctuation.
    let is_between = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    label.split(is_between).any(|token| {
        PASSWORD_TOKENS.iter().any(|known| token.eq_ignore_ascii_case(known.as_bytes()))
    })
}

/// True for a value that only shows how many characters a secret has.
pub(crate) fn is_masked(value: &str) -> bool {
    let may_be = value.as_bytes().first().is_some_and(|&byte| byte == b'*' || !byte.is_ascii());
    may_be && value.chars().all(|c| MASK_CHARACTERS.contains(&c))
}
