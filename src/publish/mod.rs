//! TLSA and mail records to be published: which services they are for, what changes, what is worth saying,
//! whether a renewed chain may be deployed, and the forms that programs take. Does no I/O and reads no clock.

mod advice;
mod change;
mod form;
pub mod mail;
mod renewal;
mod safety;
mod services;
mod set;
mod steps;

pub use advice::{advise_on_hosts, advise_on_parameters};
pub use change::{Action, Change, REMOVAL, advise_on_changes, changes};
pub use form::{Form, obstacles, remark, write};
pub use renewal::{RenewalReport, Renewed, RenewedChain, is_key_of};
pub use safety::{DeploymentCheck, Outcome, Safety};
pub use services::{Wanted, named_services, sets, zone_services};
pub use set::{Emission, PublishedSet, Set};
pub use steps::emitted_steps;
