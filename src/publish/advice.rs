//! What is worth saying about parameters and services of records that can be made all the same. Decides
//! nothing.

use crate::cert::{self, Identity};
use crate::dane::{Advice, Matching, Material, Origin, Parameters, Selector, Service, Tlsa, Usage};

/// What the three numbers mean at these services.
pub fn advise_on_parameters(
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

/// Services of a zone whose host the certificate does not name: their servers may well have another.
pub fn advise_on_hosts(input: &Material, services: &[Service], advice: &mut Advice) {
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
