use std::fmt::{Debug, Display};
use std::str::FromStr;

use sz_drift::{DriftKind, Fingerprint, Moment, Severity};
use sz_formats::{Format, suggest};
use sz_ledger::{Hash, TilePath, Timestamp};
use sz_noise::Field;
use sz_template::{Requirement, ScreenId, Transition, parse_version};
use sz_tree::{AriaRole, NodePath, Role, Signature, State};

use crate::document::{assert_message, text};

/// One word of any kind: what is read from it is written and read back as the same.
pub(crate) fn words(bytes: &[u8]) {
    let Some(word) = text(bytes) else { return };
    check::<NodePath>(word);
    check::<Signature>(word);
    check::<Timestamp>(word);
    check::<TilePath>(word);
    check::<Format>(word);
    check::<Fingerprint>(word);
    check::<Moment>(word);
    check_exact(word, Hash::from_base64(word).map(|hash| hash.to_base64()));
    check_exact(word, Hash::from_hex(word).map(|hash| hash.to_string()));
    check_exact(word, ScreenId::new(word).ok().map(|screen| screen.to_string()));
    check_exact(word, State::from_name(word).map(|state| state.as_str().to_owned()));
    check_exact(word, Severity::from_name(word).map(|severity| severity.as_str().to_owned()));
    check_exact(word, DriftKind::from_name(word).map(|kind| kind.as_str().to_owned()));
    check_exact(word, Field::from_name(word).map(|field| field.as_str().to_owned()));
    if let Ok(version) = parse_version(word) {
        assert_eq!(parse_version(&version.to_string()), Ok(version));
    }
    check_exact(word, Requirement::parse(word).ok().map(|requirement| requirement.to_string()));
    if let Some(role) = AriaRole::from_name(word) {
        assert!(role.as_str() == word || word == "image", "{word:?} is read as {role:?}");
    }
    let role = Role::from_name(word);
    assert_eq!(Role::from_name(&role.to_string()), role);
    check_transition(word);
    if let Some(found) = suggest(word, ["button", "textbox", "checkbox"]) {
        assert!(["button", "textbox", "checkbox"].contains(&found));
    }
}

fn check<T>(word: &str)
where
    T: FromStr<Err: Display> + Display + Debug + PartialEq,
{
    match word.parse::<T>() {
        Ok(read) => {
            let again = read.to_string().parse::<T>();
            assert!(again.is_ok_and(|again| again == read), "{word:?} is read as {read:?}");
        }
        // The word is quoted as it is.
        Err(error) if !word.contains(['\n', '\r']) => assert_message(&error.to_string()),
        Err(_) => {}
    }
}

/// There is one way to write it.
fn check_exact(word: &str, written: Option<String>) {
    let written = written.unwrap_or_else(|| word.to_owned());
    assert_eq!(written, word);
}

fn check_transition(word: &str) {
    let Ok(transition) = Transition::parse(word) else { return };
    let written = match &transition.from {
        Some(from) => format!("{from} -> {}", transition.to),
        None => transition.to.to_string(),
    };
    assert_eq!(Transition::parse(&written), Ok(transition));
}
