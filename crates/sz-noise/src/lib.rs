//! Noise profiles: which differences between UI trees never matter.
