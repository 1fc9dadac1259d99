use sz_drift::{Policy, PolicyFaults};

use crate::document::{Places, assert_message, text};

/// A severity policy.
pub(crate) fn policy(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    match Policy::parse(source) {
        Ok(policy) => {
            let everywhere = policy.sequence;
            let counts = [everywhere.loop_rounds, everywhere.forced_steps];
            assert!(counts.iter().all(|count| (2..=100).contains(count)), "{policy:?}");
            let shares = [policy.layout_critical_below, policy.layout_warning_below];
            assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{policy:?}");
        }
        Err(PolicyFaults { faults }) => {
            assert!(!faults.is_empty());
            let places = Places::of(source);
            for fault in faults {
                assert_message(&fault.message);
                assert!(!fault.help.contains(['\n', '\r']), "{:?}", fault.help);
                places.assert_has(fault.line, fault.column);
            }
        }
    }
}
