//! What is worth saying about records that can be made all the same. Decides nothing.

use std::collections::BTreeSet;

use super::output::Origin;
use crate::cert::{self, Identity, PublicPart};

use crate::dane::{Matching, Material, Parameters, Selector, Service, Tlsa, Usage};
use crate::error::Problem;

/// Warnings and notes of one run, in the order they came up.
#[derive(Clone, Default)]
pub(super) struct Advice {
    /// What may break.
    pub warnings: Vec<Problem>,
    /// What was chosen.
    pub notes: Vec<Problem>,
    /// Warnings that are there already.
    warned: BTreeSet<(String, String)>,
}

impl Advice {
    /// Adds a warning.
    pub fn warn(&mut self, subject: &str, message: &str) {
        if self.warned.insert((subject.to_owned(), message.to_owned())) {
            self.warnings.push(Problem::new(subject, message));
        }
    }

    /// Adds a note.
    pub fn note(&mut self, subject: &str, message: &str) {
        self.notes.push(Problem::new(subject, message));
    }
}

/// What the three numbers mean at these services.
pub(super) fn of_parameters(
    parameters: Parameters,
    services: &[Service],
    made: &[(Tlsa, Origin)],
    advice: &mut Advice,
) {
    for service in services.iter().filter(|service| service.host.borrow_name().label_count() == 1) {
        advice.warn(
            &service.owner().to_string(),
            "the host is a top-level name; give the whole host name, as in mail.example.org",
        );
    }
    if made.is_empty() {
        return;
    }
    pkix_mail(parameters, services, advice);
    let Parameters { usage, selector, matching } = parameters;
    if !usage.is_trust_anchor() && selector == Selector::Cert {
        let message = format!(
            "changes at every renewal of the certificate, even with the same key, and connections fail until \
            DNS follows; \
             use --selector 1 ({} 1 {})",
            usage.number(),
            matching.number()
        );
        advice.warn(&format!("TLSA {parameters}"), &message);
    }
    if matching == Matching::Full {
        let octets = made.iter().map(|(tlsa, _)| tlsa.data.len()).max().unwrap_or(0);
        let message = match usage.is_trust_anchor() {
            true => format!(
                "makes large answers ({octets} octets each); use --matching 1, unless the server does not \
                send this CA certificate (RFC 7671 section 10.1.2)"
            ),
            false => format!(
                "makes large answers ({octets} octets each); use --matching 1 (RFC 7671 section 10.1.2)"
            ),
        };
        advice.warn(&format!("TLSA {parameters}"), &message);
    }
}

/// Usage 0 and 1 where mail clients do not know them.
fn pkix_mail(parameters: Parameters, services: &[Service], advice: &mut Advice) {
    if !parameters.usage.is_pkix() {
        return;
    }
    let usage = parameters.usage;
    let instead = match usage {
        Usage::PkixTa | Usage::DaneTa => "publish usage 2 and send the CA certificate",
        Usage::PkixEe | Usage::DaneEe => "publish usage 3",
    };
    if let Some(owners) = owners(services, Service::is_mail_exchange) {
        let message = format!(
            "mail servers may treat usage {usage} as unusable (RFC 7672 section 3.1.3), and Postfix and \
            Exchange Online do: \
             with no usable record they insist on TLS but authenticate nobody; {instead}"
        );
        advice.warn(&owners, &message);
    }
    if let Some(owners) = owners(services, Service::is_submission) {
        let message = format!(
            "usage {usage} serves only submission clients that validate certificates as well; mail servers \
            that relay \
             through this port treat it as unusable, as on port 25 (RFC 7672 section 3.1.3); {instead}"
        );
        advice.warn(&owners, &message);
    }
}

/// The first owner that is meant, and how many more.
fn owners(services: &[Service], is_meant: fn(&Service) -> bool) -> Option<String> {
    let mut meant = services.iter().filter(|service| is_meant(service));
    let first = meant.next()?.owner().to_string();
    match meant.count() {
        0 => Some(first),
        more => Some(format!("{first} and {more} more")),
    }
}

/// Whether the first certificate is likely to be the server's.
pub(super) fn of_server(input: &Material, advice: &mut Advice) {
    key_beside(input, advice);
    let Some(leaf) = cert::leaf(&input.parts) else { return };
    let certificates = || input.parts.iter().filter(|part| part.certificate.is_some());
    let other = certificates().find(|part| !part.is_ca() && part.spki != leaf.spki);
    let self_issued = leaf.certificate.as_ref().is_some_and(cert::Certificate::is_self_issued);
    let message = match other {
        Some(other) if leaf.is_ca() => {
            format!(
                "the first certificate, `{}`, is a CA's and was taken; `{}` looks like the server's: put it \
                first",
                leaf.label(),
                other.label()
            )
        }
        Some(other) => format!(
            "only the first certificate, `{}`, was taken; `{}` is another server certificate: give it as a \
            file of its own",
            leaf.label(),
            other.label()
        ),
        None if leaf.is_ca() && !self_issued => {
            format!(
                "`{}` is an intermediate CA's certificate; usage 3 and 1 need the server's own",
                leaf.label()
            )
        }
        None => return,
    };
    advice.warn(&input.name, &message);
}

/// Services of a zone whose host the certificate does not name: their servers may well have another.
pub(super) fn of_hosts(input: &Material, services: &[Service], advice: &mut Advice) {
    let Some(certificate) = cert::leaf(&input.parts).and_then(|leaf| leaf.certificate.as_ref()) else {
        return;
    };
    let identity = Identity::of(certificate);
    let mut hosts: Vec<String> = services
        .iter()
        .filter(|service| !identity.covers(service.host.borrow_name()))
        .map(|service| format!("`{}`", service.host))
        .collect();
    hosts.dedup();
    // One that names none of them is made for DANE alone.
    if hosts.is_empty() || services.iter().all(|service| !identity.covers(service.host.borrow_name())) {
        return;
    }
    let message = format!(
        "does not name {}; if they have another certificate, leave them out: --only {}",
        hosts.join(", "),
        identity.names.first().map_or("HOST", String::as_str)
    );
    advice.warn(&input.name, &message);
}

/// A key that does not belong to the certificate it lies beside.
fn key_beside(input: &Material, advice: &mut Advice) {
    if cert::partner_mismatch(&input.parts).is_some() {
        let label = cert::leaf(&input.parts).map_or("", PublicPart::label);
        let message = format!(
            "the private key beside `{label}` belongs to none of the certificates; the record is for the \
            certificate"
        );
        advice.warn(&input.name, &message);
    }
}

/// Which CA certificates were chosen, and what the server must do for it.
pub(super) fn of_anchors(
    input: &Material,
    parameters: Parameters,
    chosen: &[&PublicPart],
    advice: &mut Advice,
) {
    key_beside(input, advice);
    let usage = parameters.usage;
    for part in chosen {
        let place =
            input.parts.iter().filter(|other| other.certificate.is_some()).position(|other| other == *part);
        let message =
            format!("usage {usage} takes certificate {}, `{}`", place.unwrap_or(0) + 1, part.label());
        advice.note(&input.name, &message);
        let is_root = part.certificate.as_ref().is_some_and(cert::Certificate::is_self_issued);
        // A client that gets the whole certificate or key from DNS does not need it from the server.
        if is_root && usage == Usage::DaneTa && parameters.matching != Matching::Full {
            let below = if input.parts.iter().filter(|part| part.is_ca()).count() > 1 {
                "; --anchor issuer takes the CA below"
            } else {
                ""
            };
            let message = format!(
                "`{}` is a root; the server must send it with its chain, which most leave out (RFC 7671 \
                section 5.2.2){below}",
                part.label()
            );
            advice.warn(&input.name, &message);
        }
    }
}
