//! Tree to tree difference: what changed between two UI trees.
