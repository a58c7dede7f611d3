//! What values of records say beyond their fields: CAA, NAPTR, SVCB, ECH, digests, addresses, mailboxes, SOA
//! timers, triggers of response policies, names of reverse trees, and which records are the same. Judges
//! nothing and reports nothing.

pub mod caa;
pub mod digest;
pub mod duplicate;
pub mod ech;
pub mod hostname;
pub mod literal;
pub mod mailbox;
pub mod missing_dot;
pub mod naptr;
pub mod policy;
pub mod private;
pub mod reverse;
pub mod soa;
pub mod svcb;
