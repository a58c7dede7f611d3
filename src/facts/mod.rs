//! Facts that several rules need. Reports nothing.

pub mod fault_text;
