use proptest::prelude::*;

use super::*;
use crate::hash::empty_root;

fn sample(counts: &[usize]) -> Vec<u8> {
    let base = TreeHead { size: 0, root: empty_root() };
    let (mut bytes, mut size) = (header(base), 0);
    for count in counts {
        let entries: Vec<&[u8]> = vec![b"entry"; *count];
        let first = size;
        size += *count as u64;
        let head = TreeHead { size, root: Hash::of(&size.to_be_bytes()) };
        push_batch(&mut bytes, &Batch { first, entries, head }).unwrap();
    }
    bytes
}

#[test]
fn batches_read_back() {
    let bytes = sample(&[1, 3, 0, 2]);
    let wal = parse(&bytes).unwrap();
    assert_eq!(
        wal.batches.iter().map(|b| (b.first, b.entries.len())).collect::<Vec<_>>(),
        [(0, 1), (1, 3), (4, 0), (4, 2)]
    );
    assert_eq!((wal.torn, wal.base.size), (0, 0));
}

#[test]
fn every_cut_in_the_last_batch_is_a_torn_tail() {
    let (before, whole) = (sample(&[1, 3]), sample(&[1, 3, 2]));
    for length in before.len()..whole.len() {
        let wal = parse(&whole[..length]).unwrap();
        assert_eq!((wal.batches.len(), wal.torn), (2, length - before.len()));
    }
    // What a crash may also leave: the right length, but zeros instead of the last bytes.
    let mut zeroed = whole.clone();
    zeroed[before.len() + 10..].fill(0);
    assert_eq!(parse(&zeroed).unwrap().batches.len(), 2);
}

#[test]
fn every_changed_byte_is_seen() {
    let (before, whole) = (sample(&[1, 3]), sample(&[1, 3, 2]));
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        match parse(&bytes) {
            Err(WalError::Header) => assert!(at < HEADER_BYTES),
            Err(WalError::Damaged { offset }) => {
                assert!((HEADER_BYTES..before.len()).contains(&at) && offset <= at, "byte {at}");
            }
            // In the last batch, damage cannot be told from a torn write.
            Ok(wal) => assert!(at >= before.len() && wal.batches.len() == 2, "byte {at}"),
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(noise in proptest::collection::vec(any::<u8>(), 0..200), at in 0_usize..300) {
        drop(parse(&noise));
        let mut bytes = sample(&[2, 1]);
        let at = at % bytes.len();
        bytes.splice(at.., noise.clone());
        drop(parse(&bytes));
        drop(parse_batches(&[BATCH_MAGIC.as_slice(), &noise].concat()));
    }
}
