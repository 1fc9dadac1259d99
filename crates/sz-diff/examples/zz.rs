use sz_diff::*;
use sz_testkit::*;
fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let e: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let show: usize = std::env::args().nth(3).unwrap().parse().unwrap();
    let mut shown = 0;
    let (mut tm, mut tf) = (0, 0);
    for seed in 0..show.max(40) as u64 {
        for v in [Variety::Repetitive, Variety::Varied] {
            let a = made_screen(n, v, seed);
            let b = edited(&a, e, seed + 1000);
            let d = diff(&a, &b.tree, &DiffOptions::default());
            tm += b.cost;
            tf += d.edits;
            if d.edits > b.cost && shown < 6 {
                shown += 1;
                println!(
                    "seed {seed} {v:?} made {} found {} +{} -{} ~{} >{}",
                    b.cost,
                    d.edits,
                    d.added.len(),
                    d.removed.len(),
                    d.modified.len(),
                    d.moved.len()
                );
                if n <= 40000 {
                    for l in d.outline(&a, &b.tree) {
                        println!("{} {}{}", l.mark.as_char(), "  ".repeat(l.depth), l.text);
                    }
                }
            }
        }
    }
    println!("{tf}/{tm} {}", tf as f64 / tm as f64);
}
