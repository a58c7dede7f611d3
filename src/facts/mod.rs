//! What several rules need to know of records and zones, each fact in one place. Judges nothing and reports
//! nothing.

pub mod across;
pub mod alias;
pub mod caa;
pub mod chain;
pub mod delegation;
pub mod denial;
pub mod digest;
pub mod duplicate;
pub mod ech;
pub mod fault_text;
pub mod host;
pub mod hostname;
pub mod key;
pub mod literal;
pub mod mail_caa;
pub mod mail_dkim;
pub mod mail_dmarc;
pub mod mail_owner;
pub mod mail_spf;
pub mod mail_tls;
pub mod mailbox;
pub mod microsoft;
pub mod microsoft_spf;
pub mod missing_dot;
pub mod naptr;
pub mod parentage;
pub mod pins;
pub mod private;
pub mod reverse;
pub mod rollover;
pub mod service;
pub mod svcb;
pub mod sync;
pub mod tlsa;
