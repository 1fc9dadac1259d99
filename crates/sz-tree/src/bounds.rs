/// A rectangle in pixels of the source, origin top left, y down. Sizes may be zero, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

impl Bounds {
    /// A rectangle, or `None` where a size is negative: sources use that for "not on screen".
    pub const fn new(x: i32, y: i32, width: i32, height: i32) -> Option<Self> {
        if width < 0 || height < 0 { None } else { Some(Self { x, y, width, height }) }
    }

    /// Left edge in px.
    pub const fn x(self) -> i32 {
        self.x
    }

    /// Top edge in px.
    pub const fn y(self) -> i32 {
        self.y
    }

    /// Width in px, 0 or more.
    pub const fn width(self) -> i32 {
        self.width
    }

    /// Height in px, 0 or more.
    pub const fn height(self) -> i32 {
        self.height
    }

    /// True where the rectangle covers no pixel.
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// The covered area in square px.
    pub fn area_px2(self) -> u64 {
        u64::from(self.width.unsigned_abs()) * u64::from(self.height.unsigned_abs())
    }

    /// True where no edge differs by more than `tolerance_px`.
    pub fn is_near(self, other: Self, tolerance_px: u32) -> bool {
        self.x.abs_diff(other.x) <= tolerance_px
            && self.y.abs_diff(other.y) <= tolerance_px
            && self.width.abs_diff(other.width) <= tolerance_px
            && self.height.abs_diff(other.height) <= tolerance_px
    }
}
