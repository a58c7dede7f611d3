//! What clients do with TLSA records and certificates: the verdict by itself, then `danelaw tlsa check`.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod command;
mod not_checked;
mod paths;
mod records;
mod services;
mod signed;
#[path = "../support/mod.rs"]
mod support;

use base64::Engine as _;
use danelaw::cert::{PublicPart, certificate_of};
use danelaw::dane::{Case, Chain, Names, Pkix, Published, Verdict, judge};
use danelaw::wire::{Name, Timestamp};
use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use sha2::{Digest, Sha256, Sha512};

/// 2026-12-01T00:00:00Z.
const NOW: Timestamp = Timestamp(1_796_083_200);

/// A certification authority, and what it issues.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Certificate,
}

/// Years that are before, around and after [`NOW`].
const PAST: (i32, i32) = (2020, 2021);
const PRESENT: (i32, i32) = (2026, 2030);
const FUTURE: (i32, i32) = (2030, 2031);

fn params(name: &str, hosts: &[&str], years: (i32, i32)) -> CertificateParams {
    let mut params =
        CertificateParams::new(hosts.iter().map(|&host| host.to_owned()).collect::<Vec<_>>()).expect("names");
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 1, 1);
    params
}

fn authority_params(name: &str, years: (i32, i32)) -> CertificateParams {
    let mut params = params(name, &[], years);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

impl Authority {
    fn root(name: &str) -> Authority {
        let (params, key) = (authority_params(name, PRESENT), KeyPair::generate().expect("a key"));
        let certificate = params.self_signed(&key).expect("a root");
        Authority { issuer: Issuer::new(params, key), certificate }
    }

    fn below(&self, name: &str, years: (i32, i32)) -> Authority {
        let (params, key) = (authority_params(name, years), KeyPair::generate().expect("a key"));
        let certificate = params.signed_by(&key, &self.issuer).expect("an intermediate");
        Authority { issuer: Issuer::new(params, key), certificate }
    }

    fn issue(&self, params: &CertificateParams) -> PublicPart {
        part(&params.signed_by(&KeyPair::generate().expect("a key"), &self.issuer).expect("a certificate"))
    }

    fn part(&self) -> PublicPart {
        part(&self.certificate)
    }
}

fn part(certificate: &Certificate) -> PublicPart {
    certificate_of(certificate.der()).expect("a certificate")
}

/// A root, a CA below it, and a server's certificate for mail.example.org.
struct Pki {
    root: Authority,
    ca: Authority,
    leaf: PublicPart,
}

impl Pki {
    fn new() -> Pki {
        let root = Authority::root("root");
        let ca = root.below("ca", PRESENT);
        let leaf = ca.issue(&params("leaf", &["mail.example.org"], PRESENT));
        Pki { root, ca, leaf }
    }

    /// `leaf ca root`, by name.
    fn chain(&self, names: &str) -> Vec<PublicPart> {
        names.split_whitespace().map(|name| self.part(name)).collect()
    }

    fn part(&self, name: &str) -> PublicPart {
        match name {
            "leaf" => self.leaf.clone(),
            "ca" => self.ca.part(),
            "root" => self.root.part(),
            other => panic!("no certificate is called {other}"),
        }
    }

    /// `3 1 1 leaf`; also `zero`, `empty` (its digest) and `leaf/cut`, `leaf/cert`, `leaf/key` (another
    /// selector's data), `leaf/half` (of a SHA2-512 digest) and `leaf/pem` (the digest of text).
    fn record(&self, text: &str) -> Published {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let number = |at: usize| fields[at].parse().expect("a number");
        let (usage, selector, matching) = (number(0), number(1), number(2));
        let (name, how) = fields[3].split_once('/').unwrap_or((fields[3], ""));
        let selected = match name {
            "empty" => Vec::new(),
            "zero" => vec![0; 32],
            _ => {
                let part = self.part(name);
                let is_certificate =
                    if how == "cert" || how == "key" { how == "cert" } else { selector == 0 };
                if is_certificate { part.certificate.expect("a certificate").der } else { part.spki }
            }
        };
        let mut data = match matching {
            1 => Sha256::digest(&selected).to_vec(),
            2 => Sha512::digest(&selected).to_vec(),
            _ => selected,
        };
        match how {
            "cut" => data.truncate(20),
            "half" => data = Sha512::digest(self.part(name).spki)[..32].to_vec(),
            "pem" => {
                data = Sha256::digest(pem(&self.part(name).certificate.expect("a certificate").der)).to_vec()
            }
            _ => {}
        }
        Published { usage, selector, matching, data }
    }

    fn records(&self, texts: &[&str]) -> Vec<Published> {
        texts.iter().map(|text| self.record(text)).collect()
    }
}

/// A certificate as text.
fn pem(der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// `3 1 1` of a certificate.
fn published(parameters: &str, part: &PublicPart) -> Published {
    let pki = Pki { leaf: part.clone(), ..Pki::new() };
    pki.record(&format!("{parameters} leaf"))
}

fn names(base: &str, next_hops: &[&str]) -> Names {
    let name = |text: &str| Name::absolute(text).expect("a name");
    Names { base: vec![name(base)], next_hops: next_hops.iter().copied().map(name).collect() }
}

/// The verdict on one chain of the mail server mail.example.org.
fn verdict(records: &[Published], chain: &[PublicPart]) -> Verdict {
    verdict_for(records, chain, &names("mail.example.org", &[]))
}

fn verdict_for(records: &[Published], chain: &[PublicPart], names: &Names) -> Verdict {
    let chains = [Chain { name: "chain.pem", parts: chain }];
    judge(&Case { records, chains: &chains, names, at: NOW, pkix: Pkix::Unusable, known: &[] })
}
