//! The clock and the source of chance: only binaries ask them.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use ring::rand::{SecureRandom, SystemRandom};
use sz_core::drift::Moment;
use sz_ledger::{Ledger, Timestamp};

/// Now, but never before the last entry of a ledger: its times do not go back, even where the clock
/// of the machine does.
pub(crate) fn time_for(ledger: &Ledger) -> anyhow::Result<Timestamp> {
    Ok(now()?.max(ledger.last_time()))
}

#[expect(clippy::disallowed_methods, reason = "the binaries read the clock")]
fn now() -> anyhow::Result<Timestamp> {
    let since_epoch =
        SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
    let nanos = u64::try_from(since_epoch.as_nanos()).context("the clock is after 2554")?;
    Ok(Timestamp::from_unix_nanos(nanos))
}

/// Now, to the second.
pub(crate) fn moment() -> anyhow::Result<Moment> {
    Ok(Moment::from_unix_seconds(now()?.unix_nanos() / 1_000_000_000))
}

/// 32 bytes nobody can guess.
pub(crate) fn random_bytes() -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).ok().context("the system gives no random bytes")?;
    Ok(bytes)
}
