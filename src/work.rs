//! Counts steps of work, all alike, so that tests can say how cost grows. A release build counts nothing.

#[cfg(debug_assertions)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// One step: a name compared, copied, read or written, a node or a record looked at.
#[inline]
pub(crate) fn step() {
    #[cfg(debug_assertions)]
    STEPS.with(|steps| steps.set(steps.get().wrapping_add(1)));
}

/// The steps of this thread so far.
#[cfg(debug_assertions)]
#[must_use]
pub fn steps() -> u64 {
    STEPS.with(std::cell::Cell::get)
}
