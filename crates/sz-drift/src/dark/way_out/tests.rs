use super::*;

#[test]
fn knows_labels_that_decline() {
    for label in [
        "Decline",
        "cancel",
        "Close dialog",
        "No thanks",
        "Not now",
        "×",
        "Reject all",
        "decline_button",
    ] {
        assert!(declines(label), "{label}");
    }
}

#[test]
fn leaves_other_labels_alone() {
    for label in ["Accept", "Closest shops", "Cancellation policy", "Backpack", "Noise", "", "Next"]
    {
        assert!(!declines(label), "{label}");
    }
}
