//! Owns arithmetic modulo a prime of `N` limbs with its top bit set, in Montgomery form. Not constant-time:
//! never for secrets.

use std::marker::PhantomData;
use std::ops::{Add, Mul, Sub};

use super::field::Field;

/// A prime above 2^(64 N - 1), limbs least significant first.
pub(super) trait Modulus<const N: usize>: Copy {
    const LIMBS: [u64; N];
    /// R = 2^(64 N) modulo the prime.
    const ONE: [u64; N];
    /// R squared modulo the prime.
    const SQUARE: [u64; N];
    /// -1 divided by the prime, modulo 2^64.
    const NEGATIVE_INVERSE: u64;
}

/// A number below the modulus, times R.
#[derive(Clone, Copy)]
pub(super) struct Residue<M, const N: usize> {
    limbs: [u64; N],
    modulus: PhantomData<M>,
}

impl<M: Modulus<N>, const N: usize> Residue<M, N> {
    const fn new(limbs: [u64; N]) -> Self {
        Self { limbs, modulus: PhantomData }
    }

    /// A number that may be above the modulus.
    pub fn reduced(limbs: [u64; N]) -> Self {
        Self::new(limbs) * Self::new(M::SQUARE)
    }

    /// A number below the modulus, or nothing.
    pub fn exact(limbs: [u64; N]) -> Option<Self> {
        let (_, below) = minus(limbs, M::LIMBS);
        below.then(|| Self::reduced(limbs))
    }

    /// The number.
    pub fn number(self) -> [u64; N] {
        let mut one = [0; N];
        if let Some(limb) = one.first_mut() {
            *limb = 1;
        }
        (self * Self::new(one)).limbs
    }
}

impl<M: Modulus<N>, const N: usize> Add for Residue<M, N> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let (sum, carry) = plus(self.limbs, other.limbs);
        Self::new(below_modulus::<M, N>(sum, carry))
    }
}

impl<M: Modulus<N>, const N: usize> Sub for Residue<M, N> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        let (difference, borrow) = minus(self.limbs, other.limbs);
        Self::new(if borrow { plus(difference, M::LIMBS).0 } else { difference })
    }
}

impl<M: Modulus<N>, const N: usize> Mul for Residue<M, N> {
    type Output = Self;

    #[inline]
    #[allow(
        clippy::indexing_slicing,
        reason = "every index is below the length of the arrays, and the loops unroll"
    )]
    fn mul(self, other: Self) -> Self {
        let (mut sum, mut over) = ([0_u64; N], false);
        for limb in self.limbs {
            let mut carry = 0;
            for (sum, other) in sum.iter_mut().zip(other.limbs) {
                (*sum, carry) = multiply_add(limb, other, *sum, carry);
            }
            let (top, first) = carry.overflowing_add(u64::from(over));
            let factor = sum[0].wrapping_mul(M::NEGATIVE_INVERSE);
            (_, carry) = multiply_add(factor, M::LIMBS[0], sum[0], 0);
            for index in 1..N {
                (sum[index - 1], carry) = multiply_add(factor, M::LIMBS[index], sum[index], carry);
            }
            let (top, second) = top.overflowing_add(carry);
            sum[N - 1] = top;
            over = first | second;
        }
        Self::new(below_modulus::<M, N>(sum, over))
    }
}

impl<M: Modulus<N>, const N: usize> Field for Residue<M, N> {
    const ONE: Self = Self::new(M::ONE);

    #[inline]
    fn squared(self) -> Self {
        self * self
    }

    fn negated(self) -> Self {
        Self::new([0; N]) - self
    }

    /// To the power of the modulus less two, four bits at a time.
    fn inverted(self) -> Self {
        let mut powers = [Self::ONE; 16];
        let mut power = Self::ONE;
        for place in &mut powers {
            *place = power;
            power = power * self;
        }
        let mut two = [0; N];
        if let Some(limb) = two.first_mut() {
            *limb = 2;
        }
        let (exponent, _) = minus(M::LIMBS, two);
        let digits = exponent
            .into_iter()
            .rev()
            .flat_map(|limb| (0..16).rev().map(move |place| limb >> (4 * place) & 15));
        digits.fold(Self::ONE, |result, digit| {
            let raised = result.squared().squared().squared().squared();
            usize::try_from(digit)
                .ok()
                .and_then(|digit| powers.get(digit))
                .map_or(raised, |power| raised * *power)
        })
    }

    fn is_zero(self) -> bool {
        self.limbs == [0; N]
    }
}

/// a x b + c + d, low and high.
#[inline]
fn multiply_add(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    split(u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d))
}

/// The low and the high half; both fit, so nothing is ever replaced.
#[inline]
fn split(number: u128) -> (u64, u64) {
    (u64::try_from(number & u128::from(u64::MAX)).unwrap_or(0), u64::try_from(number >> 64).unwrap_or(0))
}

/// A number below twice the modulus, with its carry, brought below the modulus.
#[inline]
fn below_modulus<M: Modulus<N>, const N: usize>(number: [u64; N], carry: bool) -> [u64; N] {
    let (less, borrow) = minus(number, M::LIMBS);
    if borrow && !carry { number } else { less }
}

#[inline]
fn plus<const N: usize>(mut one: [u64; N], other: [u64; N]) -> ([u64; N], bool) {
    let mut carry = false;
    for (limb, other) in one.iter_mut().zip(other) {
        let (sum, first) = limb.overflowing_add(other);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        (*limb, carry) = (sum, first | second);
    }
    (one, carry)
}

#[inline]
fn minus<const N: usize>(mut one: [u64; N], other: [u64; N]) -> ([u64; N], bool) {
    let mut borrow = false;
    for (limb, other) in one.iter_mut().zip(other) {
        let (difference, first) = limb.overflowing_sub(other);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        (*limb, borrow) = (difference, first | second);
    }
    (one, borrow)
}
