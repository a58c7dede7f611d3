//! DNSSEC as facts about a zone. Nothing here makes a finding, reads a clock or asks a server.

pub mod verifier;
