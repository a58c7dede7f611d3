//! Offline checks of DNS zone files, and the TLSA records that should be in them.
//!
//! ```
//! use danelaw::{Linter, Options, Source, finding::Severity, source::Disk, wire::Timestamp};
//!
//! let text = b"$ORIGIN example.\n@ 3600 SOA ns1 hostmaster 1 14400 3600 1209600 3600\n";
//! let linter = Linter::new(Options::new(Timestamp(1_796_083_200)))?;
//! let report = linter.check_all(vec![Source::new("example.zone", None, text.to_vec())], &Disk);
//! assert!(report.findings().any(|finding| finding.name == "apex-ns-missing"));
//! assert_eq!(report.exit_status(Severity::Error), 1);
//! # Ok::<(), danelaw::engine::UnknownRule>(())
//! ```
//!
//! # The way of the data
//!
//! ```text
//! bytes ── source ── lexer ── entries ── rr codec ── record columns ── zone index
//!                                                                         │
//!   render ◄── sort, cap ◄── rules ◄── facts ◄── all zones of the run ◄───┘
//! ```
//!
//! | module | what it owns |
//! |---|---|
//! | [`source`] | octets, spans, positions, compressed files, what `$INCLUDE` reads |
//! | [`wire`] | names, canonical order, serials, TTLs, times, base16 and base32hex |
//! | [`rr`] | one descriptor for each RR type; text, wire, generic and canonical form follow from it |
//! | [`parse`] | tokens, entries, directives, record columns; large files on several threads |
//! | [`zone`] | the zone's name, canonical order, RRsets, cuts, wildcards, lookups |
//! | [`rule`], [`rules`] | what a rule is, and every rule, one file each |
//! | [`engine`] | which rules run, over what, on how many threads |
//! | [`dnssec`], [`facts`] | keys, signatures, denial, digests: judged once, before any rule asks |
//! | [`cert`], [`dane`] | public parts of certificates and keys; TLSA records, and what clients do with them |
//! | [`mail`] | SPF, DKIM, DMARC, MTA-STS, TLS-RPT and BIMI: what the text of a record says, and where in it |
//! | [`posture`] | what a domain publishes for its mail, and what receivers and senders will make of it |
//! | [`publish`] | TLSA records to be published: sets, changes, deploy safety, the forms that programs take |
//! | [`difference`] | two versions of a zone, and what a reviewer has to know |
//! | [`revision`] | zone files as they were in a git revision |
//! | [`store`] | certificate stores of ACME clients, and how their hooks are called |
//! | [`rollover`] | what may be seen while records, keys and certificates change, and when it fails |
//! | [`horizon`] | when signatures, certificates and zones on secondaries end |
//! | [`finding`], [`report`], [`render`] | what was found, as data and as text |
//! | [`linter`] | the paved path: options in, a report out |
//! | [`config`], [`cli`] | `danelaw.toml`, the command line |
//!
//! # What always holds
//!
//! 1. Parsing never fails: faults are data, and one entry's fault hides no other entry.
//! 2. Nothing below `cli` and `source` does I/O or reads a clock; time is an argument.
//! 3. Rules are pure functions of the zone. Output never depends on the number of threads.
//! 4. What could not be looked at is said, and is never "clean".
//! 5. Every loop over input has a limit ([`limits::Limits`]); hitting one is a finding or a problem.
//! 6. A rule, its documentation and its fixture folder share one name.
//! 7. Private keys: the public half only; their octets are never printed, logged or kept.

#[macro_use]
pub mod rule;

pub mod cert;
pub mod cli;
pub mod config;
pub mod dane;
pub mod difference;
pub mod dnssec;
pub mod engine;
pub mod error;
pub mod facts;
pub mod fault;
pub mod finding;
pub mod horizon;
pub mod json_text;
pub mod limits;
pub mod linter;
pub mod mail;
pub mod parse;
pub mod policy;
pub mod posture;
pub mod publish;
pub mod render;
pub mod report;
pub mod resolve;
pub mod revision;
pub mod rollover;
pub mod rr;
pub mod rules;
pub mod source;
pub mod store;
pub mod wire;
#[doc(hidden)]
pub mod work;
pub mod workers;
pub mod zone;

pub use linter::{Linter, Options, Report};
pub use source::Source;
