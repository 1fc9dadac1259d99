//! Where earlier versions are kept: `.history/<app>/<screen>/<version>.yaml` beside the current file.

use std::fmt::Write as _;

use semver::Version;

use crate::ScreenId;

/// The folder with the earlier versions of the templates beside it. What is under it is never loaded as a template.
pub const HISTORY_FOLDER: &str = ".history";

/// The folder of the earlier versions of one screen, from the folder that its template is in:
/// `.history/shop/checkout_offer`. The folder `_` stands for no application.
///
/// Whatever an application or a screen is called, the path stays inside [`HISTORY_FOLDER`], and different ones have
/// different paths even where upper and lower case are one.
pub fn history_folder(app: Option<&str>, screen_id: &ScreenId) -> String {
    let app = app.map_or_else(|| "_".to_owned(), as_file_name);
    format!("{HISTORY_FOLDER}/{app}/{}", as_file_name(screen_id.as_str()))
}

/// The file of one earlier version: `.history/shop/checkout_offer/1.2.0.yaml`.
pub fn history_file(app: Option<&str>, screen_id: &ScreenId, version: &Version) -> String {
    format!("{}/{}.yaml", history_folder(app, screen_id), as_file_name(&version.to_string()))
}

/// The longest name in characters; most file systems take 255 bytes.
const MAX_CHARS: usize = 200;

/// The text as the name of a file: letters and digits of ASCII, `_`, `-` and dots inside stay, every other byte is
/// `%` and two digits. Capitals are written as `^` and the small letter, so that they stay apart everywhere.
fn as_file_name(text: &str) -> String {
    let mut name = String::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => name.push(char::from(byte)),
            b'_' if text != "_" => name.push('_'),
            b'.' if at > 0 && at + 1 < text.len() => name.push('.'),
            b'A'..=b'Z' => name.extend(['^', char::from(byte.to_ascii_lowercase())]),
            _ => {
                // Writing to a string does not fail.
                let _ = write!(name, "%{byte:02x}");
            }
        }
    }
    if name.is_empty() {
        return "%".to_owned();
    }
    if name.len() > MAX_CHARS {
        let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        name.truncate(MAX_CHARS - 18);
        let _ = write!(name, "%-{digest:016x}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(app: Option<&str>, screen_id: &str, expected: &str) {
        let screen_id = ScreenId::new(screen_id).expect("a screen id");
        assert_eq!(history_file(app, &screen_id, &Version::new(1, 2, 0)), expected);
    }

    #[test]
    fn names_of_screens_and_apps_are_safe_names_of_files() {
        check(Some("acme-shop"), "checkout_offer", ".history/acme-shop/checkout_offer/1.2.0.yaml");
        check(None, "login", ".history/_/login/1.2.0.yaml");
        check(Some("_"), "login", ".history/%5f/login/1.2.0.yaml");
        check(Some(""), "login", ".history/%/login/1.2.0.yaml");
        check(Some("../.."), "..", ".history/%2e.%2f.%2e/%2e%2e/1.2.0.yaml");
        check(Some("My App"), "a/b", ".history/^my%20^app/a%2fb/1.2.0.yaml");
        check(Some("v1.2"), "büro", ".history/v1.2/b%c3%bcro/1.2.0.yaml");
    }

    #[test]
    fn long_names_stay_short_and_apart() {
        let (a, b) = ("ü".repeat(300), format!("{}a", "ü".repeat(299)));
        assert!(as_file_name(&a).len() <= MAX_CHARS + 1);
        assert_ne!(as_file_name(&a), as_file_name(&b));
    }

    proptest::proptest! {
        #[test]
        fn different_names_have_different_files(a in "\\PC{0,12}", b in "\\PC{0,12}") {
            let (x, y) = (as_file_name(&a), as_file_name(&b));
            proptest::prop_assert_eq!(a == b, x.to_lowercase() == y.to_lowercase());
            proptest::prop_assert!(!x.is_empty() && !x.starts_with('.') && !x.contains(['/', '\\']));
        }
    }
}
