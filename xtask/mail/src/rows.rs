//! The corpus of mail records: what parsers of others make of SPF, DKIM, DMARC, MTA-STS, TLS-RPT and BIMI
//! texts.
//!
//! Compared are expectations that a test suite states, never what some program happened to answer.

use std::error::Error;
use std::fs;
use std::path::Path;

use danelaw::limits::Limits;
use danelaw::mail::dmarc::{Effect, Receiver};
use danelaw::mail::spf::Selection;
use danelaw::mail::tags::Version;
use danelaw::mail::{bimi, dkim, dmarc, mta_sts, spf, tls_rpt};
use serde_json::Value;

use crate::compared::{Compared, octets, text_of};

/// Compares the files of `folder`, one for each kind of record.
pub(crate) fn compare(folder: &Path, compared: &mut Compared) -> Result<(), Box<dyn Error>> {
    for kind in ["spf", "dmarc", "dkim", "mtasts", "mtasts-policy", "tlsrpt", "bimi"] {
        let path = folder.join(format!("{kind}.jsonl"));
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        compared.part(kind, |compared| {
            text.lines().try_for_each(|line| {
                row(kind, &serde_json::from_str(line)?, compared);
                Ok::<_, Box<dyn Error>>(())
            })
        })?;
    }
    Ok(())
}

/// How a record is named in the table: without tabs and line ends, and not without end.
fn place(kind: &str, record: &str) -> String {
    let shown: String = record.escape_debug().to_string().chars().take(120).collect();
    format!("{kind} {shown}")
}

fn row(kind: &str, row: &Value, compared: &mut Compared) {
    let record = row["record"].as_str().unwrap_or_default();
    let octets = octets(record);
    let place = place(kind, record);
    for source in row["sources"].as_array().into_iter().flatten() {
        let name = source["source"].as_str().unwrap_or_default();
        let (expect, note) =
            (source["expect"].as_str().unwrap_or_default(), source["note"].as_str().unwrap_or_default());
        if let Some(expected) = expectation(kind, expect, note) {
            let who = name.split_whitespace().next().unwrap_or_default();
            compared.note(&place, who, expected, verdict(kind, who, &octets));
        }
    }
    if kind == "spf" {
        let expected = if row.pointer("/abnf/ok") == Some(&Value::Bool(true)) { "valid" } else { "invalid" };
        compared.note(&place, "grammar", expected, verdict(kind, "grammar", &octets));
    }
}

/// `valid`, `invalid` or `revoked`, where a suite states it.
fn expectation(kind: &str, expect: &str, note: &str) -> Option<&'static str> {
    match expect {
        "valid" | "abnf-valid" => Some("valid"),
        "invalid" | "abnf-invalid" => Some("invalid"),
        "revoked" => Some("revoked"),
        // The records of names that do not answer are not records.
        _ if kind == "dkim" && ["NXDOMAIN", "dns error"].iter().any(|word| expect.contains(word)) => None,
        _ if kind == "dkim" && expect.starts_with("goodkey") => Some("valid"),
        _ if kind == "dkim" && expect.starts_with("badkey") => Some("invalid"),
        _ if kind == "bimi" && note == "BIMISyntaxError" => Some("invalid"),
        _ => None,
    }
}

fn verdict(kind: &str, who: &str, octets: &[u8]) -> &'static str {
    let (text, limits) = (text_of(octets), Limits::default());
    let is_good = match kind {
        "spf" => spf::select(octets) == Selection::Record && spf::parse(&text, &limits).is_usable(),
        "dmarc" => {
            // Parsers of before 2026 read RFC 7489.
            let receiver = if who.starts_with("mjl-/mox") || who.starts_with("OpenDMARC") {
                Receiver::Rfc7489
            } else {
                Receiver::Rfc9989
            };
            let found = dmarc::parse(&text, &limits);
            found.is_well_formed() && matches!(found.effect(receiver), Effect::Applied(_))
        }
        "dkim" => {
            let found = dkim::parse(&text, &limits);
            if found.key == dkim::PublicKey::Revoked && found.is_readable() {
                return if who.starts_with("mail-auth") {
                    "revoked"
                } else if who.starts_with("fastmail") {
                    "invalid"
                } else {
                    "valid"
                };
            }
            if who.starts_with("fastmail") { found.is_usable() } else { found.is_readable() }
        }
        "mtasts" => {
            mta_sts::select(octets) == Version::Exact && mta_sts::parse(&text, &limits).faults.is_empty()
        }
        "mtasts-policy" => mta_sts::parse_policy(octets, &limits).is_usable(),
        "tlsrpt" => {
            tls_rpt::select(octets) == Version::Exact && tls_rpt::parse(&text, &limits).faults.is_empty()
        }
        _ => bimi::select(octets) == Version::Exact && bimi::parse(&text, &limits).faults.is_empty(),
    };
    if is_good { "valid" } else { "invalid" }
}
