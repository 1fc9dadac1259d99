//! Each write fails, each write is the last, and the power goes: nothing acknowledged is lost.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use sz_ledger::{Draft, Entry, Ledger, VerifyOptions, verify_in};

use crate::faulty::{Disk, Fault, Loss, store, stores};
use crate::support::{ORIGIN, SEED, drafts};

const FAULTS: [Fault; 4] =
    [Fault::FailedAbsent, Fault::FailedPresent, Fault::CrashAfter, Fault::CrashWithin];
const LOSSES: [Loss; 4] = [Loss::Nothing, Loss::All, Loss::Some(1), Loss::Some(2)];

/// What the ledger has promised.
#[derive(Clone, Default)]
struct Promised {
    size: u64,
    /// Every checkpoint that a caller has seen.
    heads: Vec<String>,
}

impl Promised {
    fn append(&mut self, ledger: &mut Ledger, upto: u64) -> Option<()> {
        let batch: Vec<Draft> = drafts(ledger.head().size..upto);
        let indices: Range<u64> = ledger.append(&batch).ok()?;
        assert_eq!(indices.end, upto);
        self.size = upto;
        Some(())
    }

    fn seal(&mut self, ledger: &mut Ledger) -> Option<()> {
        self.heads.push(ledger.seal().ok()?.text().to_owned());
        Some(())
    }
}

/// A life from the first moment on, up to where the disk fails.
fn from_nothing(disk: &Arc<Mutex<Disk>>, promised: &mut Promised) -> Option<()> {
    Ledger::init_in(stores(disk), ORIGIN, &SEED).ok()?;
    let mut ledger = Ledger::open_in(stores(disk)).ok()?;
    promised.append(&mut ledger, 2)?;
    promised.seal(&mut ledger)?;
    promised.append(&mut ledger, 3)?;
    promised.append(&mut ledger, 5)?;
    drop(ledger);
    let mut ledger = Ledger::open_in(stores(disk)).ok()?;
    promised.append(&mut ledger, 6)?;
    promised.seal(&mut ledger)?;
    promised.append(&mut ledger, 7)
}

/// A life that fills tiles, up to where the disk fails.
fn across_a_tile(disk: &Arc<Mutex<Disk>>, promised: &mut Promised) -> Option<()> {
    let mut ledger = Ledger::open_in(stores(disk)).ok()?;
    promised.append(&mut ledger, 258)?;
    promised.seal(&mut ledger)?;
    promised.append(&mut ledger, 259)?;
    promised.seal(&mut ledger)
}

/// Opens the ledger and checks that everything promised is there, and everything there is right.
fn check(disk: &Arc<Mutex<Disk>>, promised: &mut Promised, what: &str) {
    let mut ledger = match Ledger::open_in(stores(disk)) {
        Ok(ledger) => ledger,
        Err(error) => {
            assert!(promised.size == 0 && promised.heads.is_empty(), "{what}: {error:?}");
            Ledger::init_in(stores(disk), ORIGIN, &SEED).expect(what);
            Ledger::open_in(stores(disk)).expect(what)
        }
    };
    let size = ledger.head().size;
    assert!(size >= promised.size, "{what}: {size} of {} entries are left", promised.size);
    promised.size = size;
    let more = size + 2;
    promised.append(&mut ledger, more).expect(what);
    promised.seal(&mut ledger).expect(what);
    // The signed root covers the rest; these are the ones a fault could have touched.
    let first = more.saturating_sub(12);
    for (index, read) in (first..).zip(ledger.reader().entries(first..more)) {
        let entry = Entry::parse(&read.expect(what).1).expect(what);
        assert_eq!((entry.index, vec![entry.draft]), (index, drafts(index..index + 1)), "{what}");
    }
    for since in promised.heads.iter().rev().take(2) {
        let options = VerifyOptions { since: Some(since.clone()), ..VerifyOptions::default() };
        let (log, pin) = (store(disk, "log"), store(disk, "pin"));
        let report = verify_in(&log, Some(&pin), &options).expect(what);
        assert!(report.ok && report.size == more, "{what}: {report:#?}");
    }
}

/// Runs a life once per operation, fault and loss.
fn every_fault(
    start: &Disk,
    before: &Promised,
    life: fn(&Arc<Mutex<Disk>>, &mut Promised) -> Option<()>,
) {
    let whole = Arc::new(Mutex::new(start.clone()));
    whole.lock().unwrap().arm(u64::MAX, Fault::CrashAfter);
    life(&whole, &mut before.clone()).expect("no fault, no failure");
    let operations = whole.lock().unwrap().operations;
    assert!(operations > 20, "{operations}");
    for operation in 0..operations {
        for fault in FAULTS {
            let disk = Arc::new(Mutex::new(start.clone()));
            let mut promised = before.clone();
            disk.lock().unwrap().arm(operation, fault);
            // The last operation may crash after everything was promised.
            let _ = life(&disk, &mut promised);
            for loss in LOSSES {
                let what = format!("operation {operation} of {operations}, {fault:?}, {loss:?}");
                let after = Arc::new(Mutex::new(disk.lock().unwrap().clone()));
                let (mut promised, mut before_check) = (promised.clone(), promised.clone());
                after.lock().unwrap().restart(loss);
                check(&after, &mut promised, &what);
                // What was repaired must itself survive.
                after.lock().unwrap().restart(Loss::All);
                check(&after, &mut promised, &format!("{what}, then all unsynced lost"));
                // And so must what was only looked at, before anything else was sealed.
                let looked_at = Arc::new(Mutex::new(disk.lock().unwrap().clone()));
                looked_at.lock().unwrap().restart(loss);
                drop(Ledger::open_in(stores(&looked_at)));
                looked_at.lock().unwrap().restart(Loss::All);
                let what = format!("{what}, opened, then all unsynced lost");
                check(&looked_at, &mut before_check, &what);
            }
        }
    }
}

#[test]
fn nothing_is_lost_from_the_first_moment_on() {
    every_fault(&Disk::new(), &Promised::default(), from_nothing);
}

#[test]
fn nothing_is_lost_where_tiles_fill() {
    let disk = Arc::new(Mutex::new(Disk::new()));
    let mut promised = Promised::default();
    Ledger::init_in(stores(&disk), ORIGIN, &SEED).unwrap();
    let mut ledger = Ledger::open_in(stores(&disk)).unwrap();
    promised.append(&mut ledger, 250).unwrap();
    promised.seal(&mut ledger).unwrap();
    promised.append(&mut ledger, 254).unwrap();
    drop(ledger);
    disk.lock().unwrap().restart(Loss::All);
    let start = disk.lock().unwrap().clone();
    every_fault(&start, &promised, across_a_tile);
}
