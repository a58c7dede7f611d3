//! Owns sums of fixed multiples of points on a curve y^2 = x^3 - 3x + b of prime order: tables for a point, and the
//! sums of many signatures side by side, in affine coordinates with one inversion for all of them.
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

/// Multiples of one point: for each digit position, 1 to half the digits' range, times the position's power of two.
pub(super) struct Comb<F> {
    window: Window,
    points: Vec<Point<F>>,
}

impl<F: Field> Comb<F> {
    /// The table of a point of prime order above 2^255, where no two entries of a row are equal or opposite.
    pub fn new(point: Point<F>, window: Window) -> Self {
        let multiples = window.multiples();
        let rows = doublings(point, window);
        let mut points: Vec<_> = rows.iter().flat_map(|first| std::iter::repeat_n(*first, multiples)).collect();
        let (mut slopes, mut scratch) = (Vec::new(), Vec::new());
        let mut done = 1;
        while done < multiples {
            // Each row has 1 to `done` times its point; adding `done` times the point to each gives as many again.
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

    /// Adds to each sum the multiple of the point that the digits at its index say. `digits` has all sums' first digits,
    /// then all sums' second digits, and so on.
    pub fn add(&self, digits: &[i16], sums: &mut [Sum<F>], room: &mut Room<F>) {
        for (row, digits) in self.points.chunks_exact(self.window.multiples()).zip(digits.chunks_exact(sums.len())) {
            add_row(row, digits, sums, room);
        }
    }
}

/// Room for what [`Comb::add`] works on, so that a loop allocates once.
pub(super) struct Room<F> {
    inverses: Vec<F>,
    added: Vec<(usize, Point<F>)>,
    scratch: Vec<F>,
}

impl<F> Room<F> {
    pub fn new() -> Self {
        Self { inverses: Vec::new(), added: Vec::new(), scratch: Vec::new() }
    }
}

/// Adds one entry of the row to each sum with a digit that is not zero.
fn add_row<F: Field>(row: &[Point<F>], digits: &[i16], sums: &mut [Sum<F>], room: &mut Room<F>) {
    room.inverses.clear();
    room.added.clear();
    for (index, (digit, sum)) in digits.iter().zip(sums.iter_mut()).enumerate() {
        let Some(&entry) = usize::from(digit.unsigned_abs()).checked_sub(1).and_then(|entry| row.get(entry)) else { continue };
        let entry = if *digit < 0 { Point { x: entry.x, y: entry.y.negated() } } else { entry };
        match sum {
            Sum::Neutral => *sum = Sum::Point(entry),
            Sum::Undecided => {}
            Sum::Point(point) => {
                let run = entry.x - point.x;
                if run.is_zero() {
                    *sum = Sum::Undecided;
                } else {
                    room.inverses.push(run);
                    room.added.push((index, entry));
                }
            }
        }
    }
    invert_all(&mut room.inverses, &mut room.scratch);
    for ((index, entry), inverse) in room.added.iter().zip(&room.inverses) {
        if let Some(Sum::Point(point)) = sums.get_mut(*index) {
            *point = chord(*point, *entry, (entry.y - point.y) * *inverse);
        }
    }
}

/// The third point of a line of that slope through two points, mirrored: their sum.
fn chord<F: Field>(one: Point<F>, other: Point<F>, slope: F) -> Point<F> {
    let x = slope.squared() - one.x - other.x;
    Point { x, y: slope * (one.x - x) - one.y }
}

/// The point times 1, 2^bits, 2^(2 bits) and so on: doublings in Jacobian coordinates, then one inversion for all.
fn doublings<F: Field>(point: Point<F>, window: Window) -> Vec<Point<F>> {
    let (mut x, mut y, mut z) = (point.x, point.y, F::ONE);
    let (mut points, mut inverses) = (Vec::new(), Vec::new());
    for _ in 0..window.digits() {
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
