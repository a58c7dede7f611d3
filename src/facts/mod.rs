//! Facts that more than one rule needs: plain functions of the zone. They report nothing.

pub mod hostname;
pub mod missing_dot;
