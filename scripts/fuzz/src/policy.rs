use sz_drift::Policy;

use crate::document::{Places, assert_message, text};

/// A severity policy.
pub(crate) fn policy(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    match Policy::parse(source) {
        Ok(policy) => {
            let shares = [policy.layout_critical_below, policy.layout_warning_below];
            assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{policy:?}");
        }
        Err(fault) => {
            assert_message(&fault.message);
            Places::of(source).assert_has(fault.line, fault.column);
        }
    }
}
