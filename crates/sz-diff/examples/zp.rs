use sz_diff::*;
use sz_testkit::*;
fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let k: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let a = made_screen(n, Variety::Varied, 0);
    let b = edited(&a, n * 12 / 1000, 100).tree;
    let mut best = f64::MAX;
    for _ in 0..k {
        let t = std::time::Instant::now();
        let d = diff(&a, &b, &DiffOptions::default());
        best = best.min(t.elapsed().as_secs_f64() * 1e3);
        std::hint::black_box(&d);
    }
    println!("{best:.3} ms");
}
