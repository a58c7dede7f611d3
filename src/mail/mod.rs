//! What the texts of mail records say: SPF, DKIM, DMARC, MTA-STS, TLS-RPT and BIMI.
//!
//! Every grammar is our own: it never fails, keeps where each part stands in the character-strings, and names
//! what does not fit. It asks no server and judges no intent; that is what rules are for.

pub mod bimi;
pub mod caa;
pub mod dkim;
pub mod dkim_records;
pub mod dmarc;
pub mod dmarc_records;
pub mod domain;
pub mod held;
pub mod microsoft;
pub mod microsoft_spf;
pub mod mta_sts;
pub mod owner;
pub mod place;
pub mod provider;
pub mod published_sts;
pub mod report_uri;
pub mod spf;
pub mod spf_lookups;
pub mod spf_names;
pub mod spf_open;
pub mod spf_records;
pub mod stray;
pub mod tags;
pub mod text;
pub mod tls_records;
pub mod tls_rpt;

pub use text::{Extent, Faults, Text, TextFault};
