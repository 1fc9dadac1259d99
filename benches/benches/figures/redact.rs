//! Redacting a screen: one without anything to find, which is what it costs everybody, and one with an address in
//! every tenth node.

use std::hint::black_box;

use criterion::Criterion;
use sz_core::{RedactionKey, Redactor, Tree, tree::TreeBuilder};

use crate::workload;

pub(crate) fn bench(criterion: &mut Criterion) {
    let redactor = Redactor::new(RedactionKey::new(&[7; 32]).expect("32 bytes"));
    let screen = workload::screen(1_000);
    let telling = with_addresses(&screen);
    let mut group = criterion.benchmark_group("redact_1000");
    group.bench_function("nothing_to_find", |bencher| {
        bencher.iter(|| redactor.tree(black_box(&screen)).len());
    });
    group.bench_function("hundred_addresses", |bencher| {
        bencher.iter(|| redactor.tree(black_box(&telling)).len());
    });
    group.finish();
}

fn with_addresses(screen: &Tree) -> Tree {
    let mut builder = TreeBuilder::deriving(screen);
    let copied = builder.copy_subtree(screen.root(), |builder, node| {
        builder.open_copy(node)?;
        match node.id().index() {
            index if index % 10 == 0 => builder.name(&format!("Mail ada{index}@example.org")),
            _ => Ok(()),
        }
    });
    copied.and_then(|()| builder.finish()).expect("a copy of a valid tree is valid")
}
