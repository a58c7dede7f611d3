//! Owns how a scalar is cut into signed digits, and which digit size pays for how many signatures. Knows no curve.

/// Bits of one digit. A table holds half as many multiples as a digit has values, because the sign costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window(u32);

impl Window {
    /// Digits of 8 bits: small tables, for some hundreds of signatures.
    pub const NARROW: Self = Self(8);
    /// Digits of 13 bits: tables of some megabytes, for many thousands.
    pub const WIDE: Self = Self(13);

    /// Digits that hold any scalar below 2^256.
    pub fn digits(self) -> usize {
        // One bit more than the scalar has: a negative digit borrows from the next one.
        usize::try_from(257_u32.div_ceil(self.0)).expect("at most 257 digits")
    }

    /// Multiples a table has for each digit: 1 to 2^(bits - 1).
    pub fn multiples(self) -> usize {
        1 << (self.0 - 1)
    }

    /// Bits of one digit.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The digits of all scalars (little-endian octets): the least significant of each, then the next of each, and so on.
    ///
    /// A digit is from -2^(bits - 1) + 1 to 2^(bits - 1); the sum of digit x 2^(bits x position) is the scalar.
    pub fn cut_all(self, scalars: impl ExactSizeIterator<Item = [u8; 32]>) -> Vec<i16> {
        let count = scalars.len();
        let mut digits = vec![0; count * self.digits()];
        for (index, scalar) in scalars.enumerate() {
            let (limbs, mut carry) = (limbs(scalar), 0);
            for (place, position) in digits.iter_mut().skip(index).step_by(count).zip(0_u32..) {
                let digit = slice(&limbs, position * self.0, self.0) + carry;
                carry = i32::from(digit > 1 << (self.0 - 1));
                *place = i16::try_from(digit - (carry << self.0)).expect("windows have at most 15 bits");
            }
        }
        digits
    }
}

/// A number of 256 bits as four of 64, least significant first.
fn limbs(octets: [u8; 32]) -> [u64; 4] {
    let mut limbs = [0; 4];
    for (limb, octets) in limbs.iter_mut().zip(octets.as_chunks().0) {
        *limb = u64::from_le_bytes(*octets);
    }
    limbs
}

/// `bits` bits from bit `from` on; zeros follow the last limb.
fn slice(limbs: &[u64; 4], from: u32, bits: u32) -> i32 {
    let limb = |index: u32| usize::try_from(index).ok().and_then(|index| limbs.get(index)).copied().unwrap_or(0);
    let (index, shift) = (from / 64, from % 64);
    let low = limb(index) >> shift;
    let high = if shift == 0 { 0 } else { limb(index + 1) << (64 - shift) };
    i32::try_from((low | high) & ((1 << bits) - 1)).expect("windows have at most 15 bits")
}
