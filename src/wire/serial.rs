//! SOA serial numbers: RFC 1982 arithmetic.

use std::cmp::Ordering;
use std::fmt;

/// A 32-bit serial number, ordered as RFC 1982 section 3.2 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Serial(pub u32);

impl PartialOrd for Serial {
    /// `None` when the two are exactly half the space apart, where RFC 1982 leaves the order undefined.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match other.0.wrapping_sub(self.0) {
            0 => Some(Ordering::Equal),
            0x8000_0000 => None,
            1..0x8000_0000 => Some(Ordering::Less),
            _ => Some(Ordering::Greater),
        }
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_wraps_at_32_bits() {
        assert!(Serial(0xffff_ffff) < Serial(0));
        assert!(Serial(1) > Serial(0));
        assert_eq!(Serial(0).partial_cmp(&Serial(0x8000_0000)), None);
    }
}
