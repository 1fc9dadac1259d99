//! The file of known drift: read, written, and held against what was inspected.

use std::path::Path;

use anyhow::anyhow;
use sz_core::drift::{KnownDrift, RegisterFaults};

use crate::{clock, command::InspectedFile, library, output, save};

/// Reads a register that must be without fault.
pub(crate) fn read(file: &Path) -> anyhow::Result<KnownDrift> {
    KnownDrift::parse(&library::read_text(file)?).map_err(|RegisterFaults { faults, .. }| {
        for fault in &faults {
            output::complain(&format!("{}: {fault}", file.display()));
        }
        let faults = library::faults(faults.len());
        anyhow!("{}: {faults} in the known drift; nothing was done", file.display())
    })
}

pub(crate) fn write(file: &Path, known: &KnownDrift) -> anyhow::Result<()> {
    save::write(file, known.to_yaml().as_bytes())
}

/// Takes note of all drift, and says in each event whether it is known. A register that is not there is made.
pub(crate) fn mark(file: &Path, inspected: &mut [InspectedFile]) -> anyhow::Result<()> {
    let mut known = if file.exists() { read(file)? } else { KnownDrift::default() };
    let now = clock::moment()?;
    for one in inspected {
        let statuses = known.note_capture(&one.events, now);
        for (drift, status) in one.wire.drift.iter_mut().zip(statuses) {
            drift.known = Some(status.into());
        }
    }
    write(file, &known)
}
