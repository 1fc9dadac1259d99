//! CSS selectors over UI trees.
//!
//! A [`Selector`] names nodes of a [`Tree`](sz_tree::Tree) by role, text, state and place; [`selector_for`]
//! finds a short selector for a node, and a [`Describer`] finds them for many. Noise profiles, templates, drift rules and queries all speak this
//! language and leave what a match means to themselves.
//!
//! Nodes stand for elements: the element name is the role, children keep their order, and the root is
//! `:root`. Names, values and attributes are compared as they are, with case, unless a selector says `i`.
//!
//! ```
//! # let mut builder = sz_tree::TreeBuilder::new(sz_tree::Limits::default());
//! # builder.open(sz_tree::AriaRole::Dialog.into())?;
//! # builder.open(sz_tree::AriaRole::Button.into())?;
//! # builder.name("Accept offer")?;
//! # builder.close()?;
//! # builder.close()?;
//! # let tree = builder.finish()?;
//! use sz_select::{Selector, selector_for};
//!
//! let accept: Selector = "dialog > button:name(/^accept/i):enabled".parse()?;
//! let button = accept.first(&tree).ok_or("there is no such button")?;
//! assert_eq!(button.name(), "Accept offer");
//! assert_eq!(selector_for(button), r#"button[name="Accept offer"]"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The language
//!
//! | written | selects |
//! |---|---|
//! | `*`, `button` | any node; nodes of this role |
//! | `platform\:switcher`, `[role="platform:color chooser"]` | nodes of a role that only its platform knows |
//! | `[name="OK"]` | by name; so do `[value]`, `[description]`, `[role]` and any attribute, such as `[level="2"]` |
//! | `=` `~=` `\|=` `^=` `$=` `*=` | equal; one of the words; equal or followed by `-`; starts; ends; contains |
//! | `[name="ok" i]` | the same without ASCII case |
//! | `#save`, `.primary` | by the attribute `id`; by a word of the attribute `class` |
//! | `:name(/^item \d+$/i)` | nodes whose name a regular expression finds something in; `i` ignores case |
//! | `:checked`, `:disabled`, `:has-popup`, ... | by state; every [`State`](sz_tree::State) has its name here |
//! | `:enabled` | what is not `:disabled` |
//! | `:root`, `:empty` | the root; nodes without children |
//! | `:first-child`, `:last-child`, `:only-child`, `:nth-child(2n+1)`, `:nth-last-child(2)` | by place |
//! | `:first-of-type`, `:last-of-type`, `:only-of-type`, `:nth-of-type(odd)`, `:nth-last-of-type(2)` | by place among siblings of the same role |
//! | `:not(a, b)`, `:is(a, b)`, `:where(a, b)` | none of these; any of these |
//! | `:has(a)`, `:has(> a)`, `:has(+ a)`, `:has(~ a)` | what has such a descendant, child, next or later sibling |
//! | `a b`, `a > b`, `a + b`, `a ~ b` | a descendant, a child, the next sibling, a later sibling |
//! | `a, b` | either |
//!
//! A name and a description are always there, if only as empty text: `[name=""]` selects nodes without a
//! name, and `[name]` those with one. A value can be absent: `[value=""]` selects fields that are empty.
//! An `i` flag, `:name` included, is all there is to flags. `:nth-child(... of ...)`, pseudo-elements,
//! namespaces and `:scope` do not exist here.
//!
//! # Cost
//!
//! Selecting costs at most the number of nodes times the length of the selector, whatever the selector and
//! the tree are: a selector becomes a list of steps, and one or two walks over the tree decide for each
//! node which of them hold. Nothing recurses over the tree, and what a hostile selector could
//! ask for is limited by [`Selector::MAX_BYTES`], [`Selector::MAX_STEPS`] and [`Selector::MAX_NESTING`].

mod closest;
mod cursor;
mod describe;
mod describer;
mod evaluate;
mod fault;
mod parse;
mod places;
mod positions;
mod program;
mod pseudo_class;
mod selector;

pub use describe::selector_for;
pub use describer::Describer;
pub use fault::{SelectorError, SelectorFault};
pub use selector::{Matches, Selector};
