//! TLSA: service names, parameters, association data. Does no I/O and looks nothing up.

mod parameter;
mod service;
mod tlsa;

pub use parameter::{Matching, ParameterError, Selector, Usage};
pub use service::{HostError, Proto, Service, ServiceError};
pub use tlsa::{Parameters, Tlsa, TlsaError};
