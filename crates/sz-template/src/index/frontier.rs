/// A group that is still to be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ahead {
    pub(super) segment: u32,
    pub(super) tree: u32,
    /// 0 for leaves.
    pub(super) level: usize,
    /// Its place on its level.
    pub(super) group: usize,
}

/// How finely bounds are told apart.
const STEPS: usize = 64;

/// The groups that are still to be looked into, the most promising first, give or take one step.
#[derive(Debug)]
pub(super) struct Frontier {
    steps: [Vec<(f32, Ahead)>; STEPS],
    /// No step above has anything in it.
    top: usize,
}

impl Default for Frontier {
    fn default() -> Self {
        Self { steps: [const { Vec::new() }; STEPS], top: 0 }
    }
}

impl Frontier {
    pub(super) fn push(&mut self, at_most: f32, ahead: Ahead) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast stops at both ends"
        )]
        let step = ((at_most * STEPS as f32) as usize).min(STEPS - 1);
        self.steps[step].push((at_most, ahead));
        self.top = self.top.max(step);
    }

    pub(super) fn pop(&mut self) -> Option<(f32, Ahead)> {
        loop {
            if let Some(ahead) = self.steps.get_mut(self.top)?.pop() {
                return Some(ahead);
            }
            self.top = self.top.checked_sub(1)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_most_promising_first_and_every_one_once() {
        let mut frontier = Frontier::default();
        let bounds = [0.1, 0.95, -0.5, 1.0, 0.5, 2.0, 0.0];
        for (group, bound) in (0..).zip(bounds) {
            frontier.push(bound, Ahead { segment: 0, tree: 0, level: 0, group });
        }
        let popped: Vec<f32> =
            std::iter::from_fn(|| frontier.pop()).map(|(bound, _)| bound).collect();
        assert_eq!(popped, [2.0, 1.0, 0.95, 0.5, 0.1, 0.0, -0.5]);
    }
}
