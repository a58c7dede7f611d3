//! What the user says of services: `--cert`, `--next-key`, `--cert-dir`, `--next-hop`, and `[[service]]` in
//! `danelaw.toml`. Reads no file itself; judges nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::{FILE_NAME, ServiceSettings};
use crate::dane::Service;
use crate::error::Problem;
use crate::session::Session;
use crate::source::Disk;
use crate::store::lineages;
use crate::wire::Name;

/// Options about the certificates in service.
#[derive(Debug, Args, Default)]
pub struct ServiceArgs {
    /// A service and the chain its server sends, PEM or DER; repeatable, several files for a server of
    /// several chains
    #[arg(long, value_name = "OWNER=FILE")]
    cert: Vec<String>,
    /// A service and the certificate, request or key that comes next; repeatable
    #[arg(long, value_name = "OWNER=FILE")]
    next_key: Vec<String>,
    /// Certificates of certbot, lego, acme.sh or dehydrated: each is that of the services whose host it
    /// names; repeatable
    #[arg(long, value_name = "DIR")]
    cert_dir: Vec<PathBuf>,
    /// A service and a domain whose clients come to it, besides those whose MX or SRV records the zones have;
    /// repeatable
    #[arg(long, value_name = "OWNER=DOMAIN")]
    next_hop: Vec<String>,
    /// Root certificates that clients of usage 0 and 1 trust, as a PEM bundle; `system` takes those of this
    /// system. Without it usages 0 and 1 are not checked, except for mail servers, which do not use them
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
}

/// Adds to a session what options and configuration say of services; what cannot be understood or read is a
/// problem, and the rest is used still.
pub(super) fn add_services(session: &mut Session<'_>, args: &ServiceArgs, configured: &[ServiceSettings]) {
    configured.iter().for_each(|settings| add_configured(session, settings));
    let mut named = BTreeSet::new();
    for text in &args.cert {
        if let Some((service, path)) = pair(session, "--cert", text, "FILE", "fullchain.pem") {
            // The command line has the last word on a service's chains.
            if named.insert(service.key()) {
                session.with_served(&service, |served| served.chains.clear());
            }
            session.add_chain(&service, Path::new(path));
            session.expect(format!("--cert `{text}`"), service);
        }
    }
    for text in &args.next_key {
        if let Some((service, path)) = pair(session, "--next-key", text, "FILE", "next.pem") {
            session.add_next_key(&service, Path::new(path));
            session.expect(format!("--next-key `{text}`"), service);
        }
    }
    for text in &args.next_hop {
        if let Some((service, domain)) = pair(session, "--next-hop", text, "DOMAIN", "example.org") {
            add_next_hop(session, &service, domain, &format!("--next-hop `{text}`"));
        }
    }
    for directory in &args.cert_dir {
        match lineages(directory, &Disk) {
            Ok(found) => {
                found.iter().for_each(|lineage| session.add_stored(&lineage.chain, &lineage.next_keys));
            }
            Err(problem) => session.add_problem(problem),
        }
    }
    if let Some(path) = &args.roots {
        session.add_roots(path);
    }
}

/// `OWNER=VALUE`.
fn pair<'t>(
    session: &mut Session<'_>,
    option: &str,
    text: &'t str,
    what: &str,
    example: &str,
) -> Option<(Service, &'t str)> {
    let Some((owner, value)) = text.split_once('=').filter(|(_, value)| !value.is_empty()) else {
        let message = format!("is not OWNER={what}, as in _25._tcp.mail.example.org={example}");
        session.add_problem(Problem::new(format!("{option} `{text}`"), message));
        return None;
    };
    match Service::parse(owner) {
        Ok(service) => Some((service, value)),
        Err(error) => {
            session.add_problem(Problem::new(format!("{option} `{text}`"), error.to_string()));
            None
        }
    }
}

fn add_configured(session: &mut Session<'_>, settings: &ServiceSettings) {
    for owner in &settings.owners {
        let service = match Service::parse(owner) {
            Ok(service) => service,
            Err(error) => {
                session.add_problem(Problem::new(
                    format!("service `{owner}` in {FILE_NAME}"),
                    error.to_string(),
                ));
                continue;
            }
        };
        session.with_served(&service, |served| served.starttls = settings.starttls);
        settings.chain.iter().for_each(|path| session.add_chain(&service, path));
        settings.next_key.iter().for_each(|path| session.add_next_key(&service, path));
        for domain in &settings.next_hops {
            add_next_hop(session, &service, domain, &format!("next-hops `{domain}` in {FILE_NAME}"));
        }
    }
}

fn add_next_hop(session: &mut Session<'_>, service: &Service, domain: &str, option: &str) {
    match Name::absolute(domain) {
        Ok(domain) => session.with_served(service, |served| served.next_hops.push(domain)),
        Err(_) => session.add_problem(Problem::new(option, "is not a domain name")),
    }
}
