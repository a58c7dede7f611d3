//! What the user says of services: `--cert`, `--next-key`, `--cert-dir`, `--next-hop`, and `[[service]]` in
//! `danelaw.toml`. Reads the files that are named; judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Env;
use super::certificates::{as_chain, read_material, read_roots};
use crate::config::ServiceSettings;
use crate::dane::{Inventory, Material, Served, Service};
use crate::error::Problem;
use crate::source::{Disk, name_of};
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

impl ServiceArgs {
    /// The services that `--cert` and `--next-key` name, each with its option.
    pub fn named(&self) -> impl Iterator<Item = (String, Service)> {
        let with = |option: &'static str| {
            move |text: &String| {
                Some((format!("{option} `{text}`"), Service::parse(text.split_once('=')?.0).ok()?))
            }
        };
        self.cert.iter().filter_map(with("--cert")).chain(self.next_key.iter().filter_map(with("--next-key")))
    }
}

/// All that options and configuration say; what cannot be understood or read is added to `problems`, and the
/// rest is used still.
pub fn inventory(
    args: &ServiceArgs,
    configured: &[ServiceSettings],
    env: &mut Env<'_>,
    problems: &mut Vec<Problem>,
) -> Inventory {
    let mut gathering = Gathering {
        env,
        problems,
        read: BTreeMap::new(),
        by_owner: BTreeMap::new(),
        stdin_used: false,
        inventory: Inventory::default(),
    };
    for settings in configured {
        gathering.configured(settings);
    }
    let mut named = BTreeSet::new();
    for text in &args.cert {
        if let Some((service, path)) = gathering.pair("--cert", text, "FILE", "fullchain.pem") {
            // The command line has the last word on a service's chains.
            if named.insert(service.key()) {
                gathering.with_served(&service, |served| served.chains.clear());
            }
            gathering.chain(&service, Path::new(path));
        }
    }
    for text in &args.next_key {
        if let Some((service, path)) = gathering.pair("--next-key", text, "FILE", "next.pem") {
            gathering.next(&service, Path::new(path));
        }
    }
    for text in &args.next_hop {
        if let Some((service, domain)) = gathering.pair("--next-hop", text, "DOMAIN", "example.org") {
            gathering.next_hop(&service, domain, &format!("--next-hop `{text}`"));
        }
    }
    for directory in &args.cert_dir {
        gathering.store(directory);
    }
    if let Some(path) = &args.roots {
        match read_roots(path, &mut gathering.stdin_used, gathering.env) {
            Ok(roots) => gathering.inventory.roots = Some(Arc::new(roots)),
            Err(problem) => gathering.problems.push(problem),
        }
    }
    gathering.inventory
}

struct Gathering<'a, 'e> {
    env: &'a mut Env<'e>,
    problems: &'a mut Vec<Problem>,
    /// Files that were read, each once; `None` for those that could not be.
    read: BTreeMap<PathBuf, Option<Material>>,
    /// Where each service is in the inventory.
    by_owner: BTreeMap<Box<[u8]>, usize>,
    stdin_used: bool,
    inventory: Inventory,
}

impl Gathering<'_, '_> {
    /// `OWNER=VALUE`.
    fn pair<'t>(
        &mut self,
        option: &str,
        text: &'t str,
        what: &str,
        example: &str,
    ) -> Option<(Service, &'t str)> {
        let Some((owner, value)) = text.split_once('=').filter(|(_, value)| !value.is_empty()) else {
            let message = format!("is not OWNER={what}, as in _25._tcp.mail.example.org={example}");
            self.problems.push(Problem::new(format!("{option} `{text}`"), message));
            return None;
        };
        match Service::parse(owner) {
            Ok(service) => Some((service, value)),
            Err(error) => {
                self.problems.push(Problem::new(format!("{option} `{text}`"), error.to_string()));
                None
            }
        }
    }

    fn configured(&mut self, settings: &ServiceSettings) {
        for owner in &settings.owners {
            let service = match Service::parse(owner) {
                Ok(service) => service,
                Err(error) => {
                    self.problems.push(Problem::new(
                        format!("service `{owner}` in {}", crate::config::FILE_NAME),
                        error.to_string(),
                    ));
                    continue;
                }
            };
            self.with_served(&service, |served| served.starttls = settings.starttls);
            settings.chain.iter().for_each(|path| self.chain(&service, path));
            settings.next_key.iter().for_each(|path| self.next(&service, path));
            for domain in &settings.next_hops {
                self.next_hop(
                    &service,
                    domain,
                    &format!("next-hops `{domain}` in {}", crate::config::FILE_NAME),
                );
            }
        }
    }

    /// What is said of a service is changed here, and begun where nothing is.
    fn with_served(&mut self, service: &Service, change: impl FnOnce(&mut Served)) {
        let served = &mut self.inventory.served;
        let at = *self.by_owner.entry(service.key()).or_insert_with(|| {
            served.push(Served::new(service.clone()));
            served.len() - 1
        });
        if let Some(served) = served.get_mut(at) {
            change(served);
        }
    }

    fn chain(&mut self, service: &Service, path: &Path) {
        let material = self.material(path, true);
        self.with_served(service, |served| match material {
            Some(material) if served.chains.iter().any(|known| known.name == material.name) => {}
            Some(material) => served.chains.push(material),
            None => served.unread.push(name_of(path)),
        });
    }

    fn next(&mut self, service: &Service, path: &Path) {
        let material = self.material(path, false);
        self.with_served(service, |served| served.next.extend(material));
    }

    fn next_hop(&mut self, service: &Service, domain: &str, option: &str) {
        match Name::absolute(domain) {
            Ok(domain) => self.with_served(service, |served| served.next_hops.push(domain)),
            Err(_) => self.problems.push(Problem::new(option, "is not a domain name")),
        }
    }

    fn store(&mut self, directory: &Path) {
        let found = match lineages(directory, &Disk) {
            Ok(found) => found,
            Err(problem) => {
                self.problems.push(problem);
                return;
            }
        };
        for lineage in found {
            let next = lineage.next_keys.iter().filter_map(|path| self.material(path, false)).collect();
            if let Some(chain) = self.material(&lineage.chain, true) {
                self.inventory.stored.push((chain, next));
            }
        }
    }

    /// A file, read once however often it is named; `None` where it cannot be what it should.
    fn material(&mut self, path: &Path, is_chain: bool) -> Option<Material> {
        if let Some(known) = self.read.get(path) {
            return known.clone();
        }
        let read = read_material(path, &mut self.stdin_used, self.env)
            .and_then(|material| if is_chain { as_chain(material) } else { Ok(material) });
        let material = match read {
            Ok(material) => Some(material),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        };
        self.read.insert(path.to_path_buf(), material.clone());
        material
    }
}
