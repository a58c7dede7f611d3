//! TLSA: service names, the services of a zone, parameters, association data. Does no I/O and looks nothing up.

mod derive;
mod parameter;
mod service;
mod tlsa;

pub use derive::{Derived, Fact, OtherZone, Remark, place_of, services_of};
pub use parameter::{Matching, ParameterError, Selector, Usage};
pub use service::{HostError, Proto, Service, ServiceError};
pub use tlsa::{Parameters, Tlsa, TlsaError};
