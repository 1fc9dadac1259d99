//! CSS selectors over UI trees.
