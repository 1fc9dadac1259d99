use sz_tree::{State, States};

/// What counts as a difference between two nodes that correspond. The role always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compared {
    /// The accessible name.
    pub name: bool,
    /// The value.
    pub value: bool,
    /// The accessible description.
    pub description: bool,
    /// These states; any other may differ.
    pub states: States,
    /// The attributes.
    pub attributes: AttributesCompared,
}

/// Which attributes count as a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributesCompared {
    /// All of them.
    All,
    /// Those that the node of the first tree, or of the baseline, has.
    Given,
    /// None of them.
    None,
}

impl Compared {
    /// Every field. Bounds are asked for separately, in [`DiffOptions`].
    pub fn everything() -> Self {
        Self {
            name: true,
            value: true,
            description: true,
            states: State::ALL.iter().copied().collect(),
            attributes: AttributesCompared::All,
        }
    }

    /// Nothing but the role.
    pub const fn role_only() -> Self {
        Self {
            name: false,
            value: false,
            description: false,
            states: States::EMPTY,
            attributes: AttributesCompared::None,
        }
    }

    /// The same with or without names.
    #[must_use]
    pub const fn with_name(mut self, name: bool) -> Self {
        self.name = name;
        self
    }

    /// The same with or without values.
    #[must_use]
    pub const fn with_value(mut self, value: bool) -> Self {
        self.value = value;
        self
    }

    /// The same with or without descriptions.
    #[must_use]
    pub const fn with_description(mut self, description: bool) -> Self {
        self.description = description;
        self
    }

    /// The same with these states compared.
    #[must_use]
    pub const fn with_states(mut self, states: States) -> Self {
        self.states = states;
        self
    }

    /// The same with these attributes compared.
    #[must_use]
    pub const fn with_attributes(mut self, attributes: AttributesCompared) -> Self {
        self.attributes = attributes;
        self
    }
}

/// How two trees are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiffOptions {
    /// How far an edge may be off, in px, before bounds count as changed. `None`: bounds are not compared.
    pub bounds_tolerance_px: Option<u32>,
    /// Which fields are compared. A [`Baseline`](crate::Baseline) brings its own.
    pub compared: Compared,
}

impl Default for DiffOptions {
    /// Everything but bounds.
    fn default() -> Self {
        Self { bounds_tolerance_px: None, compared: Compared::everything() }
    }
}

impl DiffOptions {
    /// The same with bounds compared, up to this tolerance in px.
    #[must_use]
    pub const fn with_bounds(mut self, tolerance_px: u32) -> Self {
        self.bounds_tolerance_px = Some(tolerance_px);
        self
    }

    /// The same with these fields compared.
    #[must_use]
    pub const fn with_compared(mut self, compared: Compared) -> Self {
        self.compared = compared;
        self
    }
}
