//! Offline checks of DNS zone files, and the TLSA records that should be in them.
//!
//! The records of a zone, and what of its text could not be read (`examples/parse.rs`):
//!
//! ```
//! use danelaw::zone::Zone;
//!
//! let text = "@ 3600 SOA ns1 hostmaster 1 14400 3600 1209600 3600\nwww 60 A 192.0.2.1\n";
//! let zone = Zone::parse(text, "example.")?;
//! let records: Vec<String> = zone
//!     .records()
//!     .map(|record| format!("{} {} {}", record.owner(), record.rtype(), record.present()))
//!     .collect();
//! assert_eq!(records.last().map(String::as_str), Some("www.example. A 192.0.2.1"));
//! assert!(zone.faults().is_empty());
//! # Ok::<(), danelaw::error::Problem>(())
//! ```
//!
//! What is wrong with a zone (`examples/lint.rs`):
//!
//! ```
//! use danelaw::{Linter, Options, Source, finding::Severity, wire::Timestamp};
//!
//! let text = b"$ORIGIN example.\n@ 3600 SOA ns1 hostmaster 1 14400 3600 1209600 3600\n";
//! let linter = Linter::new(Options::at(Timestamp(1_796_083_200)))?;
//! let report = linter.check([Source::new("example.zone", None, text.to_vec())]);
//! let finding = report.findings().find(|finding| finding.name == "apex-ns-missing").expect("a finding");
//! assert_eq!(finding.position().to_string(), "example.zone:2:1");
//! assert_eq!(report.exit_status(Severity::Error), 1);
//! # Ok::<(), danelaw::engine::UnknownRule>(())
//! ```
//!
//! The TLSA record of a certificate (`examples/tlsa.rs`):
//!
//! ```
//! use danelaw::cert;
//! use danelaw::dane::{Matching, Parameters, Selector, Tlsa, Usage};
//!
//! let chain = cert::read(include_bytes!("../testzones/_certs/mail.p256.pem"))?;
//! let parameters =
//!     Parameters { usage: Usage::DaneEe, selector: Selector::Spki, matching: Matching::Sha256 };
//! let record = Tlsa::of(&chain[0], parameters)?;
//! assert!(record.to_string().starts_with("3 1 1 "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What clients of a mail server do (`examples/verdict.rs`): [`Session::verdicts`] has a zone's TLSA records
//! and the chain that the server sends.
//!
//! ```
//! use danelaw::dane::{Material, Served, Service, Unsigned, VerdictKind};
//! use danelaw::{Options, Session, Source, cert, source::Memory, wire::Timestamp};
//!
//! let text = b"$ORIGIN example.org.\n@ 60 SOA ns1 mail 1 14400 3600 1209600 3600\nmail 60 A 192.0.2.25\n";
//! let files = Memory::default();
//! let mut session = Session::new(Options::at(Timestamp(1_796_083_200)), &files);
//! session.read_sources([Source::new("example.org.zone", None, text.to_vec())]);
//! let parts = cert::read(include_bytes!("../testzones/_certs/mail.p256.pem"))?;
//! let mut served = Served::new(Service::parse("_25._tcp.mail.example.org")?);
//! served.chains.push(Material { name: "fullchain.pem".to_owned(), parts });
//! session.add_served(served);
//! let given = session.given();
//! let judged = session.verdicts(&given, Some(Unsigned::SignedLater));
//! assert_eq!(judged[0].on_records().kind, VerdictKind::Opportunistic, "there is no TLSA record");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The feature `cli`, which is on by default, adds the command line, `danelaw.toml` and the drawing of
//! findings over zone text; without it none of their dependencies is built.
//!
//! # Data flow
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
//! | [`resolve`] | all zones of a run: which zone holds a name, what is at it, or why nobody can say |
//! | [`rr`] | one descriptor for each RR type; text, wire, generic and canonical form follow from it |
//! | [`parse`] | tokens, entries, directives, record columns; large files on several threads |
//! | [`zone`] | the zone's name, canonical order, RRsets, cuts, wildcards, lookups |
//! | [`nameserver`] | configurations of name servers: which files are which zones, in which views |
//! | [`reader`] | octets to a zone and its faults: is it text, which zone is it, are there bounds |
//! | [`rule`], [`rules`] | what a rule is, and every rule, one file each |
//! | [`engine`] | which rules run, over what, on how many threads |
//! | [`record`] | what values of records say: CAA, SVCB, NAPTR, addresses, which records are the same |
//! | [`dnssec`] | keys, signatures, denial, digests: judged once, before any rule asks |
//! | [`cert`], [`dane`] | public parts of certificates and keys; TLSA records, what clients do with them |
//! | [`mail`] | SPF, DKIM, DMARC, MTA-STS, TLS-RPT, BIMI: what the text of a record says, and where |
//! | [`posture`] | what a domain publishes for its mail, and what receivers and senders will make of it |
//! | [`publish`] | TLSA records to be published: sets, changes, deploy safety, the forms that programs take |
//! | [`difference`] | two versions of a zone, and what a reviewer has to know |
//! | [`revision`] | zone files as they were in a git revision |
//! | [`store`] | certificate stores of ACME clients, and how their hooks are called |
//! | [`rollover`] | what may be seen while records, keys and certificates change, and when it fails |
//! | [`horizon`] | when signatures, certificates and zones on secondaries end |
//! | [`finding`], [`report`], [`render`] | what was found, as data and as text |
//! | [`session`] | what one run looks at, and what it could not look at |
//! | [`linter`] | the paved path: options in, a report out |
//! | `config`, `cli` | `danelaw.toml`, the command line (feature `cli`) |
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

//!
//! # From byte to finding
//!
//! 1. `source/open.rs` opens a file or standard input and unpacks it, `source/files.rs` with a bound.
//! 2. `session/inputs.rs` reads all inputs side by side; `reader.rs` asks of each whether it is text, and
//!    which zone: `zone/naming.rs`.
//! 3. `parse/include.rs` follows `$INCLUDE`; `parse/reader.rs` makes entries of the tokens of
//!    `parse/lexer.rs`, and `rr/encode.rs` octets of their fields, which `parse/columns.rs` keeps.
//! 4. `zone/mod.rs` has the records as one zone, in the order of `zone/index.rs` and with the names of
//!    `zone/names.rs`; `resolve/given.rs` has all zones of the run.
//! 5. `linter.rs` gives the zones to `engine/judge.rs`, which holds them against each other; `engine/run.rs`
//!    asks the rules of `engine/plan.rs` about each.
//! 6. A rule is one file, such as `rules/alias/cname_loop.rs`; what it says is a finding: `finding.rs`.
//! 7. `report.rs` has the findings with what was not looked at, and the exit status; `render/mod.rs` writes
//!    them.
//!
//! # From certificate to verdict
//!
//! 1. `session/services.rs` takes what is said of a service, `session/material.rs` reads the files.
//! 2. `cert/mod.rs` keeps their public parts, which `cert/pem.rs` finds in the text.
//! 3. `dane/inventory.rs` has all that is known of services; `dane/judge.rs` brings each before the verdict
//!    with its TLSA records, which `dane/find.rs` looks up as a client does.
//! 4. `dane/verdict.rs` says what clients do; paths to a trust anchor are verified by `cert/path.rs`.

#[macro_use]
pub mod rule;

pub mod cert;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
pub mod dane;
pub mod difference;
pub mod dnssec;
pub mod engine;
pub mod error;
pub mod fault;
pub mod finding;
pub mod horizon;
pub mod json_text;
pub mod limits;
pub mod linter;
pub mod mail;
pub mod nameserver;
pub mod parse;
pub mod policy;
pub mod posture;
pub mod publish;
pub mod reader;
pub mod record;
pub mod render;
pub mod report;
pub mod resolve;
pub mod revision;
pub mod rollover;
pub mod rr;
pub mod rules;
pub mod session;
pub mod source;
pub mod store;
pub mod wire;
#[doc(hidden)]
pub mod work;
pub mod workers;
pub mod zone;

pub use linter::Linter;
pub use report::Report;
pub use session::{Options, Session};
pub use source::Source;
