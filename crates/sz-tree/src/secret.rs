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
    let starts_a_word = |start: usize| {
        let rest = &label[start..];
        let first = rest[0].to_ascii_lowercase();
        PASSWORD_WORDS.iter().map(|word| word.as_bytes()).any(|word| {
            word[0] == first
                && rest.len() >= word.len()
                && rest[..word.len()].eq_ignore_ascii_case(word)
        })
    };
    (0..label.len()).any(starts_a_word) || has_token(label)
}

fn has_token(label: &[u8]) -> bool {
    // Bytes of other alphabets count as letters: a token stands between ASCII punctuation.
    let is_between = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    label.split(is_between).any(|token| {
        PASSWORD_TOKENS.iter().any(|known| token.eq_ignore_ascii_case(known.as_bytes()))
    })
}

/// True for a value that only shows how many characters a secret has.
pub(crate) fn is_masked(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| MASK_CHARACTERS.contains(&c))
}
