//! Verifies any C2SP tlog-tiles log in a folder: `cargo run --release --example verify_log -- DIR VKEY`.
//!
//! Checks the structure only: the entries may be any bytes. Then checks each `.tlog-proof` file given after the
//! key, with the entry in the file of the same name that ends in `.entry`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::Path;
use std::{env, fs, process::ExitCode};

use sz_ledger::{EntryRule, FileStorage, InclusionProof, VerifierKey, VerifyOptions, verify_in};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [dir, key, proofs @ ..] = arguments.as_slice() else {
        println!("usage: verify_log DIR VKEY [PROOF...]");
        return ExitCode::from(2);
    };
    match run(Path::new(dir), key, proofs) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(dir: &Path, key: &str, proofs: &[String]) -> Result<bool, Box<dyn std::error::Error>> {
    let key: VerifierKey = key.parse()?;
    let options = VerifyOptions { vkey: Some(key.clone()), since: None, entries: EntryRule::Bytes };
    let report = verify_in(&FileStorage::open(dir)?, None, &options)?;
    println!("{}: ok {}, size {}, root {}", report.origin, report.ok, report.size, report.root);
    for fault in &report.faults {
        println!("  {} {:?}: {}", fault.kind.as_str(), fault.index, fault.message);
    }
    let mut all = report.ok;
    for file in proofs {
        let proof: InclusionProof = fs::read_to_string(file)?.parse()?;
        let entry = fs::read(Path::new(file).with_extension("entry"))?;
        let checked = proof.check_entry(&entry, &key);
        println!("  proof {file}: {}", if checked.is_ok() { "ok" } else { "REFUSED" });
        all &= checked.is_ok();
    }
    Ok(all)
}
