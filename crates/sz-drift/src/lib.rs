//! Drift events: what changed on a screen, how much it matters, and why.
