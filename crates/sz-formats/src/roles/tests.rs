use super::*;

#[test]
fn tables_are_sorted_and_hold_each_name_once() {
    for (platform, table) in [
        ("atspi", atspi::TABLE),
        ("cdp", cdp::TABLE),
        ("legacy", legacy::TABLE),
        ("uiautomator", uiautomator::TABLE),
    ] {
        for pair in table.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{platform}: {} before {}", pair[0].0, pair[1].0);
        }
    }
}

#[test]
fn every_row_is_found() {
    for &(name, expected) in atspi::TABLE {
        assert_eq!(atspi::role(name), expected, "{name}");
    }
    for &(name, expected) in cdp::TABLE {
        assert_eq!(cdp::role(name), expected, "{name}");
    }
    for &(name, expected) in legacy::TABLE {
        assert_eq!(legacy::role(name), expected, "{name}");
    }
    for &(name, expected) in uiautomator::TABLE {
        assert_eq!(uiautomator::role(name), expected, "{name}");
    }
}

#[test]
fn a_role_without_a_row_keeps_its_own_name() {
    assert_eq!(atspi::role("color chooser"), Role::Platform("color chooser"));
    assert_eq!(atspi::role("Push Button"), Role::Platform("Push Button"));
    assert_eq!(cdp::role("Video"), Role::Platform("Video"));
    assert_eq!(legacy::role("Chat Bubble"), Role::Platform("Chat Bubble"));
}

#[test]
fn chromium_also_answers_in_the_names_of_aria() {
    for &role in AriaRole::ALL {
        assert_eq!(cdp::role(role.as_str()), role);
        assert_eq!(legacy::role(role.as_str()), role);
    }
    assert_eq!(cdp::role("image"), AriaRole::Img);
}

#[test]
fn the_prototype_spelled_roles_freely() {
    for name in ["progress_bar", "Progress Bar", "progress-bar", "ProgressBar", "progressbar"] {
        assert_eq!(legacy::role(name), AriaRole::Progressbar, "{name}");
    }
}
