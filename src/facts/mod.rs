//! What several rules need to know of records and zones, each fact in one place. Judges nothing and reports
//! nothing.

pub mod across;
pub mod alias;
pub mod delegation;
pub mod host;
pub mod hostname;
pub mod mail_dkim;
pub mod mail_dmarc;
pub mod mail_owner;
pub mod mail_tls;
pub mod missing_dot;
