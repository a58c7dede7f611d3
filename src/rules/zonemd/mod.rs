//! Written by `cargo xtask codegen`; do not edit.

pub mod zonemd_below_apex;
pub mod zonemd_digest_mismatch;
pub mod zonemd_not_verifiable;
pub mod zonemd_repeated;
pub mod zonemd_serial_mismatch;
pub mod zonemd_spare_unusable;
