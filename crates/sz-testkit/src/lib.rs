//! Fixtures, generated trees and fault injection for the tests of System//Zero.
