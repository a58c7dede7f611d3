//! Owns what the fast engines need of a prime field, and the inversion of many elements for the price of one.
//!
//! Everything in a signature check is public, so nothing here is constant-time. Never used on secrets.

use std::ops::{Add, Mul, Sub};

use crrl::field::{GF25519, GFp256};
use crrl::{ed25519, p256};

/// An element of a prime field.
pub(super) trait Field: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    const ONE: Self;
    fn squared(self) -> Self;
    fn negated(self) -> Self;
    /// One divided by it; zero for zero.
    fn inverted(self) -> Self;
    fn is_zero(self) -> bool;

    fn doubled(self) -> Self {
        self + self
    }

    fn tripled(self) -> Self {
        self + self + self
    }
}

macro_rules! field {
    ($($kind:ty),*) => {$(
        impl Field for $kind {
            const ONE: Self = Self::ONE;

            fn squared(self) -> Self {
                self.square()
            }

            fn negated(self) -> Self {
                -self
            }

            fn inverted(self) -> Self {
                Self::ONE / self
            }

            fn is_zero(self) -> bool {
                self.iszero() != 0
            }
        }
    )*};
}

field!(GFp256, p256::Scalar, GF25519, ed25519::Scalar);

/// Replaces each element by its inverse: Montgomery's trick, one inversion and three multiplications for each
/// element.
///
/// No element may be zero. `scratch` is overwritten; it is an argument so that callers in a loop allocate
/// once.
pub(super) fn invert_all<F: Field>(elements: &mut [F], scratch: &mut Vec<F>) {
    scratch.clear();
    let mut product = F::ONE;
    for element in elements.iter() {
        scratch.push(product);
        product = product * *element;
    }
    let mut inverse = product.inverted();
    for (element, before) in elements.iter_mut().zip(scratch.iter()).rev() {
        let own = inverse * *before;
        inverse = inverse * *element;
        *element = own;
    }
}
