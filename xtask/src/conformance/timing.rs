//! The timing vectors of the DANE corpus, through the command line: zones and certificates are made for their
//! pins, and the gaps that `danelaw check` tells have to be theirs to the second.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde::Deserialize;
use serde_json::Value;

use super::run::{Compared, Danelaw};

/// 2026-12-01T00:00:00Z, which the vectors call 0.
const EPOCH: i64 = 1_796_083_200;
/// From when to when, in seconds of the vectors; `None` for ever.
type Seconds = (i64, Option<i64>);

const OWNER: &str = "_25._tcp.mail.example.org";

#[derive(Deserialize)]
struct Vector {
    id: String,
    prop_delay: u32,
    deploy_skew: u32,
    zone_versions: Vec<ZoneVersion>,
    cert_switches: Vec<Switch>,
    gaps: Vec<Gap>,
}

#[derive(Deserialize)]
struct ZoneVersion {
    publish: Option<i64>,
    ttl: u32,
    pins: Vec<String>,
}

#[derive(Deserialize)]
struct Switch {
    at: Option<i64>,
    pins: Vec<String>,
}

#[derive(Deserialize)]
struct Gap {
    start: i64,
    end: Option<i64>,
}

/// Compares every vector of the file.
pub(super) fn compare(
    danelaw: &Danelaw<'_>,
    vectors: &Path,
    compared: &mut Compared,
) -> Result<(), Box<dyn Error>> {
    let vectors: Vec<Vector> = serde_json::from_str(&fs::read_to_string(vectors)?)?;
    let mut certificates = Certificates { danelaw, made: BTreeMap::new() };
    for vector in &vectors {
        let told = vector.told(danelaw, &mut certificates)?;
        // What was refused all along and will be is no rollover, and has another rule.
        let of_change = vector.gaps.iter().filter(|gap| gap.start >= 0);
        let expected: Vec<Seconds> = of_change.map(|gap| (gap.start, gap.end)).collect();
        compared.note(told == expected, || format!("{}: gaps {told:?}, expected {expected:?}", vector.id));
    }
    Ok(())
}

/// Certificates by the pins that they fit.
struct Certificates<'a> {
    danelaw: &'a Danelaw<'a>,
    made: BTreeMap<String, (CertificateParams, KeyPair)>,
}

impl Certificates<'_> {
    /// A file with the certificate of the one pin that is no CA's, below the CA among the pins where there is
    /// one.
    fn chain(&mut self, pins: &[String]) -> Result<String, Box<dyn Error>> {
        let leaf = pins.iter().find(|pin| !pin.starts_with("CA")).ok_or("a chain without a leaf")?;
        let ca = pins.iter().find(|pin| pin.starts_with("CA"));
        self.make(leaf)?;
        ca.map_or(Ok(()), |ca| self.make(ca))?;
        let (Some((params, key)), issuer) = (self.made.get(leaf), ca.and_then(|ca| self.made.get(ca))) else {
            return Err("no key".into());
        };
        let pem = match issuer {
            None => params.self_signed(key)?.pem(),
            Some((issuer, issuer_key)) => {
                let own = issuer.self_signed(issuer_key)?;
                params.signed_by(key, &Issuer::from_params(issuer, issuer_key))?.pem() + &own.pem()
            }
        };
        self.danelaw.scratch(&format!("{}.pem", pins.join("-")), pem.as_bytes())
    }

    fn make(&mut self, pin: &str) -> Result<(), Box<dyn Error>> {
        if !self.made.contains_key(pin) {
            let mut params = CertificateParams::new(vec!["mail.example.org".to_owned()])?;
            params.distinguished_name.push(rcgen::DnType::CommonName, pin);
            if pin.starts_with("CA") {
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            }
            self.made.insert(pin.to_owned(), (params, KeyPair::generate()?));
        }
        Ok(())
    }

    /// `3 1 1` of a leaf, `2 1 1` of a CA.
    fn record(&mut self, pin: &str) -> Result<String, Box<dyn Error>> {
        self.make(pin)?;
        let key = self.made.get(pin).map(|(_, key)| key.public_key_pem()).ok_or("no key")?;
        let usage = if pin.starts_with("CA") { "2" } else { "3" };
        let path = self.danelaw.scratch(&format!("{pin}.pub.pem"), key.as_bytes())?;
        Ok(format!("{usage} 1 1 {}", self.danelaw.data(Path::new(&path), [usage, "1", "1"])?))
    }
}

impl Vector {
    /// The gaps that the command line tells, those that touch made one.
    fn told(
        &self,
        danelaw: &Danelaw<'_>,
        certificates: &mut Certificates<'_>,
    ) -> Result<Vec<Seconds>, Box<dyn Error>> {
        let mut args: Vec<String> =
            ["check", "--isolated", "--output-format", "json", "--select", "ROL001,ROL002"]
                .map(str::to_owned)
                .into();
        args.extend([
            "--at".to_owned(),
            EPOCH.to_string(),
            "--propagation".to_owned(),
            self.prop_delay.to_string(),
        ]);
        args.extend(["--skew".to_owned(), self.deploy_skew.to_string()]);
        for (at, version) in self.zone_versions.iter().enumerate() {
            let path = danelaw
                .scratch(&format!("{}-{at}.zone", self.id), version.zone(at, certificates)?.as_bytes())?;
            match (at + 1 == self.zone_versions.len(), version.publish) {
                (true, publish) => {
                    args.push(path);
                    args.extend(
                        publish.iter().flat_map(|at| ["--publish-at".to_owned(), (EPOCH + at).to_string()]),
                    );
                }
                (false, None) => args.extend(["--published".to_owned(), path]),
                (false, Some(at)) => {
                    args.extend(["--published".to_owned(), format!("{path}@{}", EPOCH + at)])
                }
            }
        }
        for switch in &self.cert_switches {
            let chain = certificates.chain(&switch.pins)?;
            args.extend(match switch.at {
                None => ["--cert".to_owned(), format!("{OWNER}={chain}")],
                Some(at) => ["--deploy".to_owned(), format!("{OWNER}={chain}@{}", EPOCH + at)],
            });
        }
        let report: Value =
            serde_json::from_str(&danelaw.run(&args.iter().map(String::as_str).collect::<Vec<_>>())?)?;
        let findings = report.get("diagnostics").and_then(Value::as_array).ok_or("no diagnostics")?;
        let mut gaps: Vec<Seconds> = findings.iter().map(holds).collect::<Result<_, _>>()?;
        gaps.sort_unstable();
        let mut merged: Vec<Seconds> = Vec::new();
        for (start, end) in gaps {
            match merged.last_mut() {
                Some((_, last)) if last.is_none_or(|last| start <= last) => {
                    *last = last.zip(end).map(|(last, end)| last.max(end))
                }
                _ => merged.push((start, end)),
            }
        }
        Ok(merged)
    }
}

impl ZoneVersion {
    fn zone(&self, at: usize, certificates: &mut Certificates<'_>) -> Result<String, Box<dyn Error>> {
        // The negative TTL is that of the version.
        let mut text = format!(
            "$ORIGIN example.org.\n$TTL {0}\n@ SOA ns1.example.net. h.example.org. {1} 600 60 86400 {0}\n",
            self.ttl,
            at + 1
        );
        text.push_str("@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ MX 10 mail\nmail A 192.0.2.25\n");
        for pin in &self.pins {
            text.push_str(&format!("_25._tcp.mail TLSA {}\n", certificates.record(pin)?));
        }
        Ok(text)
    }
}

/// From when to when a finding holds, in seconds of the vectors.
fn holds(finding: &Value) -> Result<Seconds, Box<dyn Error>> {
    let seconds = |field: &str| -> Result<Option<i64>, Box<dyn Error>> {
        let Some(text) = finding.get("holds").and_then(|holds| holds.get(field)).and_then(Value::as_str)
        else {
            return Ok(None);
        };
        let time: jiff::Timestamp = text.parse()?;
        Ok(Some(time.as_second() - EPOCH))
    };
    Ok((seconds("from")?.unwrap_or(i64::MIN), seconds("until")?))
}
