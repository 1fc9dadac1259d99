use sz_diff::*;
use sz_testkit::*;
use sz_tree::*;
// other screens: deep nested random trees with few words, some unnamed
struct D(u64);
impl D {
    fn r(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545f4914f6cdd1d) >> 33) as usize) % n
    }
}
fn mk(n: usize, kind: usize, seed: u64) -> Tree {
    let mut d = D(seed * 7919 + 13);
    let mut b = TreeBuilder::new(Limits { nodes: n + 5, ..Limits::default() });
    let roles =
        [AriaRole::Group, AriaRole::Generic, AriaRole::Button, AriaRole::Text, AriaRole::Listitem];
    b.open(AriaRole::Window.into()).unwrap();
    let mut depth = 1;
    for i in 1..n {
        let maxd = match kind {
            0 => 6,
            1 => 12,
            _ => 40,
        };
        while depth > 1 && (depth >= maxd || d.r(3) == 0) {
            b.close().unwrap();
            depth -= 1;
        }
        b.open(roles[d.r(5)].into()).unwrap();
        depth += 1;
        match kind {
            0 => {
                b.name(["a", "b", "c", "d", "e", "f", "g", "h"][d.r(8)]).unwrap();
            }
            1 => {
                if d.r(2) == 0 {
                    b.name(&format!("n{}", d.r(50))).unwrap();
                }
            }
            2 => {
                if d.r(4) == 0 {
                    b.name(&format!("n{i}")).unwrap();
                }
            }
            _ => {
                b.name(&format!("n{}", d.r(3))).unwrap();
            }
        }
        if d.r(5) == 0 {
            b.value(&format!("{}", d.r(100))).unwrap();
        }
    }
    for _ in 0..depth {
        b.close().unwrap();
    }
    b.finish().unwrap()
}
fn main() {
    for kind in 0..4 {
        for (n, e, k) in [(1000, 12, 40), (10000, 140, 5), (10000, 1000, 3), (100000, 1200, 1)] {
            let (mut m, mut f, mut r) = (0, 0, 0);
            let t = std::time::Instant::now();
            let mut dt = 0.0;
            for s in 0..k {
                let a = mk(n, kind, s);
                let b = edited(&a, e, s + 77);
                let t = std::time::Instant::now();
                f += diff(&a, &b.tree, &DiffOptions::default()).edits;
                dt += t.elapsed().as_secs_f64() * 1e3;
                m += b.cost;
                r += diff(&b.tree, &a, &DiffOptions::default()).edits;
            }
            println!(
                "kind {kind} {n} {e}: x{:.3} reverse x{:.3} {:.2} ms",
                f as f64 / m as f64,
                r as f64 / m as f64,
                dt / k as f64
            );
            let _ = t;
        }
    }
    for v in [Variety::Varied, Variety::Repetitive] {
        for (n, e, k) in [(1000, 100, 40), (10000, 140, 5), (10000, 1000, 3), (100000, 1200, 1)] {
            let (mut m, mut f, mut r) = (0, 0, 0);
            for s in 0..k {
                let a = made_screen(n, v, s);
                let b = edited(&a, e, s + 77);
                f += diff(&a, &b.tree, &DiffOptions::default()).edits;
                m += b.cost;
                r += diff(&b.tree, &a, &DiffOptions::default()).edits;
            }
            println!(
                "{v:?} {n} {e}: x{:.3} reverse x{:.3}",
                f as f64 / m as f64,
                r as f64 / m as f64
            );
        }
    }
}
