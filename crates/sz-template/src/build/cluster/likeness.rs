//! Whether two captures show one screen.

use super::{
    address::{Address, Placement},
    look::{KnownFact, Look},
};

/// How much two looks have in common, in `0.0..=1.0`.
#[derive(Clone, Copy, Debug)]
struct Common {
    /// Of their shapes.
    shape: f64,
    /// Of what is likely to stay.
    lasting: f64,
    /// Of what is likely to stay, and tells screens apart.
    telling: f64,
}

/// How alike two looks are that are of one screen; `None` where they are not, or nothing says so.
pub(super) fn of_one_screen(a: &Look<'_>, b: &Look<'_>) -> Option<f64> {
    let placement = placement(a, b)?;
    let Common { shape, lasting, telling } = Common::of(a, b);
    let is_one = match placement {
        Placement::Same => shape >= 0.5 && lasting >= 0.2,
        Placement::Near => shape >= 0.75 && lasting >= 0.7,
        _ => shape >= 0.995 && lasting >= 0.7 && (telling >= 0.2 || lasting >= 0.9),
    };
    is_one.then_some((shape + lasting + telling) / 3.0)
}

/// True where two looks may be of one screen if something between them is of both.
pub(super) fn may_be_one_screen(a: &Look<'_>, b: &Look<'_>) -> bool {
    let Some(placement) = placement(a, b) else { return false };
    let Common { shape, lasting, .. } = Common::of(a, b);
    match placement {
        Placement::Same => shape >= 0.4 && lasting >= 0.1,
        _ => shape >= 0.7 && lasting >= 0.3,
    }
}

/// How two looks are placed to each other; `None` where that alone, or another dialog or tab, makes them two screens.
fn placement(a: &Look<'_>, b: &Look<'_>) -> Option<Placement> {
    let placement = Address::placement(a.address.as_ref(), b.address.as_ref());
    let is_told = placement == Placement::Apart || a.title != b.title || a.standing != b.standing;
    (!is_told).then_some(placement)
}

impl Common {
    fn of(a: &Look<'_>, b: &Look<'_>) -> Self {
        let (mut lasting, mut telling) = (Share::default(), Share::default());
        let mut add = |fact: KnownFact, is_shared: bool| {
            lasting.add(fact.permanence, is_shared);
            telling.add(fact.permanence * fact.rarity, is_shared);
        };
        let (mut x, mut y) = (0, 0);
        let number = |fact: Option<&KnownFact>| fact.map_or(usize::MAX, |fact| fact.number);
        loop {
            let (one, other) = (a.facts.get(x), b.facts.get(y));
            let (is_one, is_other) = (number(one) <= number(other), number(other) <= number(one));
            let Some(fact) = one.filter(|_| is_one).or(other) else { break };
            let permanences = [one.filter(|_| is_one), other.filter(|_| is_other)];
            let permanences = permanences.into_iter().flatten().map(|fact| fact.permanence);
            add(
                KnownFact { permanence: permanences.fold(0.0, f64::max), ..*fact },
                is_one && is_other,
            );
            (x, y) = (x + usize::from(is_one), y + usize::from(is_other));
        }
        Self {
            shape: a.shape.similarity(&b.shape).get(),
            lasting: lasting.get(),
            telling: telling.get(),
        }
    }
}

/// What is shared of a whole; all of nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    shared: f64,
    whole: f64,
}

impl Share {
    fn add(&mut self, weight: f64, is_shared: bool) {
        self.whole += weight;
        if is_shared {
            self.shared += weight;
        }
    }

    fn get(self) -> f64 {
        if self.whole > 0.0 { self.shared / self.whole } else { 1.0 }
    }
}
