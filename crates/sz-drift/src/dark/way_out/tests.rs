use super::*;

#[test]
fn knows_labels_that_lead_out() {
    for label in [
        "Decline",
        "cancel",
        "Close dialog",
        "No thanks",
        "Not now",
        "×",
        "Reject all",
        "decline_button",
        "De\u{200b}cline",
        "Ｃａｎｃｅｌ",
        "Dеclinе",
    ] {
        assert!(leads_out(label), "{label}");
    }
}

#[test]
fn leaves_other_labels_alone() {
    for label in [
        "Accept",
        "Closest shops",
        "Cancellation policy",
        "Backpack",
        "Noise",
        "",
        "Next",
        "Skip to main content",
    ] {
        assert!(!leads_out(label), "{label}");
    }
}

#[test]
fn a_refusal_says_no_to_something() {
    for label in
        ["No, thanks", "Maybe later", "Reject all", "Don’t allow", "I don't want to save", "No"]
    {
        assert!(refuses(label) && may_refuse(label), "{label}");
    }
    for label in ["Close", "Cancel", "Back", "Notes", "Nothing new", "Skip to content", "Donate"] {
        assert!(!refuses(label), "{label}");
    }
}

#[test]
fn the_cheap_question_rules_out_no_refusal() {
    for refusal in REFUSALS {
        let label = refusal.trim();
        assert!(may_refuse(label) && may_refuse(&label.to_uppercase()), "{label}");
    }
}

#[test]
fn an_acceptance_says_yes() {
    for label in ["Accept all", "Yes, sign me up", "OK", "Continue"] {
        assert!(accepts(label), "{label}");
    }
    for label in ["Continue without accepting", "Acceptance criteria", "Oklahoma", "Decline"] {
        assert!(!accepts(label), "{label}");
    }
}
