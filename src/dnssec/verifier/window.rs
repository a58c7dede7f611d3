//! Owns how a scalar is cut into signed digits, and which digit size pays for how many signatures. Knows no
//! curve.

/// Bits of one digit. A table holds half as many multiples as a digit has values, because the sign costs
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window(u32);

impl Window {
    /// Small to large: tables of kilobytes for tens of signatures, of some megabytes for many thousands.
    pub const ALL: [Self; 4] = [Self(6), Self(8), Self(10), Self(13)];

    /// The window that costs least for `signatures` by one key, tables included; none when the generic engine
    /// does.
    ///
    /// The limits are measured: a table takes 0.2, 0.4, 1.2 and 7 ms (P-256), then a signature 8.4, 6.3, 5.1
    /// and 4.2 us; 41 us without.
    pub fn for_signatures(signatures: usize) -> Option<Self> {
        let [tiny, narrow, medium, wide] = Self::ALL;
        match signatures {
            0..12 => None,
            12..100 => Some(tiny),
            100..2_000 => Some(narrow),
            2_000..15_000 => Some(medium),
            15_000.. => Some(wide),
        }
    }

    /// Which of [`Self::ALL`] it is.
    pub fn rank(self) -> usize {
        Self::ALL.iter().take_while(|window| window.0 < self.0).count()
    }

    /// Digits that hold any scalar of that many bits.
    pub fn digits(self, bits: u32) -> usize {
        // One bit more than the scalar has: a negative digit borrows from the next one.
        usize::try_from((bits + 1).div_ceil(self.0)).unwrap_or(0)
    }

    /// Multiples a table has for each digit: 1 to 2^(bits - 1).
    pub fn multiples(self) -> usize {
        1 << (self.0 - 1)
    }

    /// Bits of one digit.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The digits of all scalars (little-endian octets, a multiple of eight): the least significant of each,
    /// then the next of each, and so on.
    ///
    /// A digit is from -2^(bits - 1) + 1 to 2^(bits - 1); the sum of digit x 2^(bits x position) is the
    /// scalar.
    pub fn cut_all<O: AsRef<[u8]>>(self, bits: u32, scalars: impl ExactSizeIterator<Item = O>) -> Vec<i16> {
        let count = scalars.len();
        let mut digits = vec![0; count * self.digits(bits)];
        for (index, scalar) in scalars.enumerate() {
            let (limbs, mut carry) = (scalar.as_ref().as_chunks().0, 0);
            for (place, position) in digits.iter_mut().skip(index).step_by(count).zip(0_u32..) {
                let digit = slice(limbs, position * self.0, self.0) + carry;
                carry = i32::from(digit > 1 << (self.0 - 1));
                *place = i16::try_from(digit - (carry << self.0)).expect("windows have at most 15 bits");
            }
        }
        digits
    }
}

/// `bits` bits from bit `from` on, of a number in little-endian limbs; zeros follow the last limb.
fn slice(limbs: &[[u8; 8]], from: u32, bits: u32) -> i32 {
    let limb = |index: u32| {
        usize::try_from(index)
            .ok()
            .and_then(|index| limbs.get(index))
            .map_or(0, |limb| u64::from_le_bytes(*limb))
    };
    let (index, shift) = (from / 64, from % 64);
    let low = limb(index) >> shift;
    let high = if shift == 0 { 0 } else { limb(index + 1) << (64 - shift) };
    i32::try_from((low | high) & ((1 << bits) - 1)).expect("windows have at most 15 bits")
}
