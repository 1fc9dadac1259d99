use crate::{ScreenId, ScreenIdError};

/// One entry of `valid_transitions`: where a user may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Where from; `None` is the screen of the template that says it.
    pub from: Option<ScreenId>,
    /// Where to.
    pub to: ScreenId,
}

impl Transition {
    /// Reads `b` or `a -> b`.
    ///
    /// # Errors
    /// A part is no [`ScreenId`].
    pub fn parse(text: &str) -> Result<Self, ScreenIdError> {
        match text.split_once("->") {
            None => Ok(Self { from: None, to: ScreenId::new(text.trim())? }),
            Some((from, to)) => {
                Ok(Self { from: Some(ScreenId::new(from.trim())?), to: ScreenId::new(to.trim())? })
            }
        }
    }
}
