<<<<<<< HEAD
<<<<<<< HEAD
//! What several rules need to know of a zone, worked out in one place. Judges nothing and reports nothing.

pub mod alias;
pub mod duplicate;
=======
//! What several rules need to know about records, each fact in one place. Reports nothing.

pub mod caa;
pub mod digest;
pub mod svcb;
pub mod tlsa;
>>>>>>> rec
=======
//! Facts that several rules need. Reports nothing.

pub mod fault_text;
>>>>>>> syn
