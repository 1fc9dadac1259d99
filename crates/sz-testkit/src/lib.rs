//! Generated trees, a tiny tree notation and fixtures, for the tests of System//Zero.
//!
//! - [`tree`] builds a tree from an indented outline, so that a test shows the screen it is about;
//! - [`arb_tree`] generates any tree that a builder can build, [`arb_screen`] trees that look like
//!   screens of an application; both shrink towards one node without text;
//! - [`made_screen`] makes screens of any size and [`edited`] edits a tree at a known cost, without chance;
//! - [`fixture`] reads a file of the repository's `fixtures/` folder.
//!
//! A dev-dependency only: everything here panics, with a message that says what to do, where a library
//! would return an error. It knows no crate above `sz-tree`.
//!
//! ```
//! let login = sz_testkit::tree(
//!     r#"
//!     form "Sign in"
//!       textbox "E-mail" = "ada@example.org" {required}
//!       button "Continue" {disabled} [id=next] @10,20 80x24
//!     "#,
//! );
//! assert_eq!(login.len(), 3);
//! assert_eq!(login.root().children().last().map(|node| node.name()), Some("Continue"));
//! ```

mod any;
mod application;
mod edits;
mod fixture;
mod made;
mod outline;
mod screen;
mod text;

pub use any::arb_tree;
pub use application::made_application_screen;
pub use edits::{EditKind, Edited, edited, edited_by};
pub use fixture::{fixture, fixture_files, fixture_text, fixtures_dir};
pub use made::{Variety, made_screen};
pub use outline::tree;
pub use screen::arb_screen;
pub use text::{arb_label, arb_text};
