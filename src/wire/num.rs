//! Width changes that say what happens at the edge.

/// `n` as 32 bits; lengths and offsets are bounded by the limits, so the ceiling is never reached.
#[must_use]
pub fn u32_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// `n` as 16 bits, with the ceiling for anything larger.
#[must_use]
pub fn u16_of(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
