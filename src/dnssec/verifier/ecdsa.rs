//! Owns the fast engine for ECDSA (RFC 6605): tables for the generator and the key, many signatures side by
//! side. Says only which signatures are good; what it does not call good is for the generic engine.

use super::Claim;
use super::comb::{Comb, Sum, add_pairs};
use super::curve::Curve;
use super::field::{Field, invert_all};
use super::window::Window;

/// Signatures that share an inversion. More gain little and leave the cache.
const CHUNK: usize = 512;

/// The tables of one key.
pub(super) struct Engine<C: Curve> {
    generator: &'static Comb<C::Field>,
    key: Comb<C::Field>,
}

/// A signature as numbers in big-endian octets, and what was signed: RFC 6605 section 4.
pub(super) struct Numbers<C: Curve> {
    pub digest: C::Octets,
    pub r: C::Octets,
    pub s: C::Octets,
}

/// A signature whose numbers are in range.
struct Ready<C: Curve> {
    index: usize,
    digest: C::Scalar,
    r: C::Scalar,
    r_octets: C::Octets,
}

impl<C: Curve> Engine<C> {
    /// The tables for a key, or none if these octets are no key.
    pub fn new(key: &[u8], window: Window) -> Option<Self> {
        let point = C::point(key)?;
        Some(Self { generator: C::comb(window)?, key: Comb::new(point, window, C::BITS) })
    }

    /// Whether each claim is known to be good.
    pub fn good(&self, claims: &[Claim<'_>]) -> Vec<bool> {
        let numbers: Vec<_> = claims.iter().map(numbers).collect();
        numbers.chunks(CHUNK).flat_map(|chunk| self.good_numbers(chunk)).collect()
    }

    /// Whether each signature is known to be good: SEC 1 section 4.1.4, for all of them in step.
    pub fn good_numbers(&self, chunk: &[Option<Numbers<C>>]) -> Vec<bool> {
        let mut good = vec![false; chunk.len()];
        let ready = chunk.iter().enumerate().filter_map(|(index, numbers)| ready(index, numbers.as_ref()?));
        let (ready, mut inverses): (Vec<Ready<C>>, Vec<_>) = ready.unzip();
        if ready.is_empty() {
            return good;
        }
        invert_all(&mut inverses, &mut Vec::new());
        let scalars: Vec<_> = ready
            .iter()
            .zip(&inverses)
            .map(|(ready, inverse)| C::octets(ready.digest * *inverse))
            .chain(ready.iter().zip(&inverses).map(|(ready, inverse)| C::octets(ready.r * *inverse)))
            .collect();
        let digits = self.key.window().cut_all(C::BITS, scalars.iter());
        let sums = add_pairs(self.generator, &self.key, &digits, ready.len());
        for (ready, sum) in ready.iter().zip(&sums) {
            if let (Some(good), Sum::Point(point)) = (good.get_mut(ready.index), sum) {
                *good = ready.has_x(point.x);
            }
        }
        good
    }
}

impl<C: Curve> Ready<C> {
    /// Whether x modulo n is r. x is below p, and p is below 2n, so x is r or r + n.
    fn has_x(&self, x: C::Field) -> bool {
        let Some(r) = C::read(self.r_octets) else { return false };
        // n is p - (p - n), and the field takes p for zero.
        let and_order = || Some(r - C::read(C::GAP)?);
        (x - r).is_zero()
            || (self.r_octets < C::GAP && and_order().is_some_and(|other| (x - other).is_zero()))
    }
}

/// Digest, r and s of a claim; none when the signature has not the length of two numbers.
fn numbers<C: Curve>(claim: &Claim<'_>) -> Option<Numbers<C>> {
    let (r, s) = claim.signature.split_at_checked(claim.signature.len() / 2)?;
    Some(Numbers { digest: C::digest(claim.message), r: r.try_into().ok()?, s: s.try_into().ok()? })
}

/// The numbers as scalars and s to be inverted; none when r or s is not from 1 to n - 1.
fn ready<C: Curve>(index: usize, numbers: &Numbers<C>) -> Option<(Ready<C>, C::Scalar)> {
    let little = |mut octets: C::Octets| {
        octets.as_mut().reverse();
        octets
    };
    let (r, s) = (C::scalar(&little(numbers.r))?, C::scalar(&little(numbers.s))?);
    let ready = Ready { index, digest: C::reduced(&little(numbers.digest)), r, r_octets: numbers.r };
    (!r.is_zero() && !s.is_zero()).then_some((ready, s))
}
