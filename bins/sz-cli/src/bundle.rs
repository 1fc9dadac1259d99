//! The fixtures that are part of the program, for `simulate`.

/// A file that was there when the program was built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! file {
    ($name:literal) => {
        File { name: $name, text: include_str!(concat!("../../../fixtures/", $name)) }
    };
}

/// One capture and what it is there for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    pub(crate) title: &'static str,
    pub(crate) capture: File,
    pub(crate) shows_tree: bool,
}

const fn scene(title: &'static str, capture: File) -> Scene {
    Scene { title, capture, shows_tree: false }
}

const OFFER: File = file!("captures/legacy/doordash_offer/base.json");
const CHAT: File = file!("captures/legacy/discord_chat/base.json");
const INBOX: File = file!("captures/legacy/gmail_inbox/base.json");

pub(crate) const SCENES: &[Scene] = &[
    Scene { title: "An offer, as approved", capture: OFFER, shows_tree: true },
    scene(
        "Another offer: other texts, same screen",
        file!("captures/legacy/doordash_offer/other-1.json"),
    ),
    scene("A chat", CHAT),
    scene("An inbox", INBOX),
    scene("Settings", file!("captures/legacy/settings_panel/base.json")),
    scene("A sign-in form", file!("captures/legacy/login_form/base.json")),
    scene("Settings, rebuilt", file!("captures/legacy/settings_panel/drift-layout.json")),
    scene("The sign-in form, reworded", file!("captures/legacy/login_form/drift-content.json")),
    scene(
        "The offer, without a way to decline",
        file!("captures/legacy/doordash_offer/drift-manipulative.json"),
    ),
    scene("A screen nobody described", file!("captures/legacy/music_player/base.json")),
];

/// A session in the order of time.
pub(crate) const SEQUENCE: &[File] = &[CHAT, INBOX, OFFER];

pub(crate) const TEMPLATES: &[File] = &[
    file!("templates/legacy/discord_chat.yaml"),
    file!("templates/legacy/doordash_offer.yaml"),
    file!("templates/legacy/gmail_inbox.yaml"),
    file!("templates/legacy/login_form.yaml"),
    file!("templates/legacy/settings_panel.yaml"),
];
