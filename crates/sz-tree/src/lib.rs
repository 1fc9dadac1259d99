//! The UI tree of System//Zero: arena, roles, states, bounds, limits and signatures.
