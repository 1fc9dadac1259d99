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

/// True for a label that names a secret: `Password`, `Kennwort:`, `new-pwd`.
pub(crate) fn names_a_secret(label: &str) -> bool {
    let label = label.to_lowercase();
    PASSWORD_WORDS.iter().any(|word| label.contains(word))
        || label.split(|c: char| !c.is_alphanumeric()).any(|token| PASSWORD_TOKENS.contains(&token))
}

/// True for a value that only shows how many characters a secret has.
pub(crate) fn is_masked(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| MASK_CHARACTERS.contains(&c))
}
