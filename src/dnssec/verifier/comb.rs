//! Owns sums of fixed multiples of points on a curve y^2 = x^3 - 3x + b of prime order: tables for a point,
//! and the sums of many signatures side by side, in affine coordinates with one inversion for all of them.
//!
//! Never decides a verdict. A sum that meets a point it cannot be added to (its equal or its opposite) is
//! [`Sum::Undecided`], and the generic engine decides.

use super::field::{Field, invert_all};
use super::window::Window;

/// A point that is not the neutral one.
#[derive(Clone, Copy)]
pub(super) struct Point<F> {
    pub x: F,
    pub y: F,
}

/// What the digits so far add up to.
#[derive(Clone, Copy)]
pub(super) enum Sum<F> {
    /// No digit but zeros.
    Neutral,
    Point(Point<F>),
    Undecided,
}

/// Multiples of one point: for each digit position, 1 to half the digits' range, times the position's power
/// of two.
pub(super) struct Comb<F> {
    window: Window,
    points: Vec<Point<F>>,
}

impl<F: Field> Comb<F> {
    /// The table of a point, for scalars of that many bits. The order is prime and has as many bits, so no
    /// two entries of a row are equal or opposite.
    pub fn new(point: Point<F>, window: Window, bits: u32) -> Self {
        let multiples = window.multiples();
        let rows = doublings(point, window, bits);
        let mut points: Vec<_> =
            rows.iter().flat_map(|first| std::iter::repeat_n(*first, multiples)).collect();
        let (mut slopes, mut scratch) = (Vec::new(), Vec::new());
        let mut done = 1;
        while done < multiples {
            // Each row has 1 to `done` times its point; adding `done` times the point to each gives as many
            // again.
            slopes.clear();
            for row in points.chunks_exact(multiples) {
                let (known, _) = row.split_at(done);
                let Some((last, others)) = known.split_last() else { continue };
                slopes.extend(others.iter().map(|other| other.x - last.x));
                slopes.push(last.y.doubled());
            }
            invert_all(&mut slopes, &mut scratch);
            for (row, inverses) in points.chunks_exact_mut(multiples).zip(slopes.chunks_exact(done)) {
                let (known, new) = row.split_at_mut(done);
                let Some(last) = known.last().copied() else { continue };
                for ((new, other), inverse) in new.iter_mut().zip(known.iter()).zip(inverses) {
                    *new = chord(last, *other, (other.y - last.y) * *inverse);
                }
                if let (Some(new), Some(inverse)) = (new.get_mut(done - 1), inverses.last()) {
                    *new = chord(last, last, (last.x.squared() - F::ONE).tripled() * *inverse);
                }
            }
            done *= 2;
        }
        Self { window, points }
    }

    /// The window the table is for.
    pub fn window(&self) -> Window {
        self.window
    }

    fn rows(&self) -> impl Iterator<Item = &[Point<F>]> {
        self.points.chunks_exact(self.window.multiples())
    }
}

/// For each pair of scalars the sum of that multiple of one point and that of another, with tables of the
/// same window.
///
/// `digits` has the first digits of all scalars of the one point, then of all of the other, then all second
/// digits.
pub(super) fn add_pairs<F: Field>(
    one: &Comb<F>,
    other: &Comb<F>,
    digits: &[i16],
    pairs: usize,
) -> Vec<Sum<F>> {
    let mut sums = vec![Sum::Neutral; 2 * pairs];
    let mut room = Room { wanted: Vec::with_capacity(2 * pairs), inverses: Vec::new(), scratch: Vec::new() };
    for ((row, row_of_other), digits) in one.rows().zip(other.rows()).zip(digits.chunks_exact(2 * pairs)) {
        // Copying first lets the reads from the tables, which miss the cache, overlap.
        room.wanted.clear();
        let rows = std::iter::repeat_n(row, pairs).chain(std::iter::repeat_n(row_of_other, pairs));
        let entries = digits.iter().zip(rows).enumerate().filter_map(|(index, (digit, row))| {
            let entry = row.get(usize::from(digit.unsigned_abs()).checked_sub(1)?)?;
            Some((index, *entry, *digit < 0))
        });
        room.wanted.extend(entries);
        room.add(&mut sums);
    }
    let others = sums.split_off(pairs);
    room.wanted.clear();
    for (index, (sum, other)) in sums.iter_mut().zip(others).enumerate() {
        match other {
            Sum::Neutral => {}
            Sum::Point(point) => room.wanted.push((index, point, false)),
            Sum::Undecided => *sum = Sum::Undecided,
        }
    }
    room.add(&mut sums);
    sums
}

/// What is to be added, and room for the inversion, so that a loop allocates once.
struct Room<F> {
    /// Index of a sum, a point and whether its opposite is meant.
    wanted: Vec<(usize, Point<F>, bool)>,
    inverses: Vec<F>,
    scratch: Vec<F>,
}

impl<F: Field> Room<F> {
    /// Adds what is wanted.
    fn add(&mut self, sums: &mut [Sum<F>]) {
        self.inverses.clear();
        for (index, entry, negative) in &mut self.wanted {
            if *negative {
                entry.y = entry.y.negated();
            }
            let mut run = F::ONE;
            if let Some(sum) = sums.get_mut(*index)
                && let Sum::Point(point) = sum
            {
                run = entry.x - point.x;
                if run.is_zero() {
                    (*sum, run) = (Sum::Undecided, F::ONE);
                }
            }
            self.inverses.push(run);
        }
        invert_all(&mut self.inverses, &mut self.scratch);
        for ((index, entry, _), inverse) in self.wanted.iter().zip(&self.inverses) {
            let Some(sum) = sums.get_mut(*index) else { continue };
            match sum {
                Sum::Point(point) => *point = chord(*point, *entry, (entry.y - point.y) * *inverse),
                Sum::Neutral => *sum = Sum::Point(*entry),
                Sum::Undecided => {}
            }
        }
    }
}

/// The third point of a line of that slope through two points, mirrored: their sum.
fn chord<F: Field>(one: Point<F>, other: Point<F>, slope: F) -> Point<F> {
    let x = slope.squared() - one.x - other.x;
    Point { x, y: slope * (one.x - x) - one.y }
}

/// The point times 1, 2^bits, 2^(2 bits) and so on: doublings in Jacobian coordinates, then one inversion for
/// all.
fn doublings<F: Field>(point: Point<F>, window: Window, bits: u32) -> Vec<Point<F>> {
    let (mut x, mut y, mut z) = (point.x, point.y, F::ONE);
    let (mut points, mut inverses) = (Vec::new(), Vec::new());
    for _ in 0..window.digits(bits) {
        points.push(Point { x, y });
        inverses.push(z);
        for _ in 0..window.bits() {
            let (delta, gamma) = (z.squared(), y.squared());
            let beta = x * gamma;
            let alpha = ((x - delta) * (x + delta)).tripled();
            let beta4 = beta.doubled().doubled();
            z = (y + z).squared() - gamma - delta;
            x = alpha.squared() - beta4.doubled();
            y = alpha * (beta4 - x) - gamma.squared().doubled().doubled().doubled();
        }
    }
    invert_all(&mut inverses, &mut Vec::new());
    for (point, inverse) in points.iter_mut().zip(inverses) {
        let square = inverse.squared();
        *point = Point { x: point.x * square, y: point.y * square * inverse };
    }
    points
}
