//! Certificate stores of ACME clients, and how their hooks are called. Reads no certificate.

mod calling;
mod lineage;

pub use calling::{Call, Client, Renewal, detect};
pub use lineage::{Lineage, lineages, next_keys_beside};
