//! The records that a domain needs for its mail: what the zones have of them, and what is proposed. Does no
//! I/O and prints nothing.

mod dkim;
mod dmarc;
mod mx;
mod policy;
mod propose;
mod set;
mod situation;
mod spf;
mod tls;
mod tlsa;
mod wishes;

pub use policy::PolicyFile;
pub use propose::propose;
pub use set::{Item, ItemState, Planned, Proposal, Rdata, Set, destinations};
pub use situation::{Host, Situation};
pub use spf::includes;
pub use wishes::{Stage, Wishes};
