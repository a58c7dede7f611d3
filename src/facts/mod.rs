//! What several rules need to know of a zone, worked out in one place. Judges nothing and reports nothing.

pub mod alias;
pub mod duplicate;
