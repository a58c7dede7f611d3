//! What the user says of services: the certificates that servers send, the keys that come next, who comes.
//! Reads nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Service;
use crate::cert::{Identity, PublicPart, Roots};
use crate::wire::{Name, Timestamp};

/// A certificate or key file, read.
#[derive(Debug, Clone)]
pub struct Material {
    /// As messages call it.
    pub name: String,
    /// What it holds.
    pub parts: Vec<PublicPart>,
}

/// What is said of one service.
#[derive(Debug, Clone)]
pub struct Served {
    /// Which.
    pub service: Service,
    /// The chains its server sends; several where it has certificates of several algorithms.
    pub chains: Vec<Material>,
    /// Certificates or keys that come next.
    pub next: Vec<Material>,
    /// Files that could not be read.
    pub unread: Vec<String>,
    /// Domains whose clients come here, besides those that the zones name.
    pub next_hops: Vec<Name>,
    /// Whether the server offers STARTTLS, where that is said.
    pub starttls: Option<bool>,
    /// Nobody named its chains: they are stored ones that have the host's name.
    pub is_stored: bool,
    /// Chains that the server is to send from some time on.
    pub deployments: Vec<Deployment>,
}

/// A chain that goes into service.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// When the first server sends it.
    pub at: Timestamp,
    /// The chain.
    pub chain: Material,
}

impl Served {
    /// Nothing yet.
    #[must_use]
    pub fn new(service: Service) -> Served {
        Served {
            service,
            chains: Vec::new(),
            next: Vec::new(),
            unread: Vec::new(),
            next_hops: Vec::new(),
            starttls: None,
            is_stored: false,
            deployments: Vec::new(),
        }
    }
}

impl Served {
    /// Puts the chain into service that went last until `at`.
    pub fn deploy(&mut self, at: Timestamp) {
        let Some(last) =
            self.deployments.iter().map(|deployment| deployment.at).filter(|start| *start <= at).max()
        else {
            return;
        };
        self.chains = self
            .deployments
            .iter()
            .filter(|deployment| deployment.at == last)
            .map(|deployment| deployment.chain.clone())
            .collect();
        self.is_stored = false;
    }
}

/// All that the user says.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The services that were named.
    pub served: Vec<Served>,
    /// Chains of services that nobody named: of those whose host is in the certificate; each with the keys
    /// that come next.
    pub stored: Vec<(Material, Vec<Material>)>,
    /// The roots that clients of usage 0 and 1 trust; `None` where they are not known.
    pub roots: Option<Arc<Roots>>,
    /// Where each service is in [`Inventory::served`]; made when one is looked for.
    by_owner: OnceLock<Index>,
}

/// Services by their owners.
#[derive(Debug, Clone)]
struct Index {
    /// How many there were.
    services: usize,
    index: BTreeMap<Box<[u8]>, usize>,
}

impl Inventory {
    /// Whether nothing is said of any service.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.served.is_empty() && self.stored.is_empty()
    }

    /// What is said of a service: by its name, or by the names in stored certificates.
    #[must_use]
    pub fn of(&self, service: &Service) -> Option<Served> {
        if let Some(served) = self.named(service) {
            let mut served = served.clone();
            // Named for what else is known of it, its chain is where the others are.
            if served.chains.is_empty() && served.unread.is_empty() {
                self.add_stored(&mut served);
            }
            return Some(served);
        }
        let mut served = Served::new(service.clone());
        self.add_stored(&mut served);
        (!served.chains.is_empty()).then_some(served)
    }

    /// What is said of a service by its name.
    #[must_use]
    pub fn named(&self, service: &Service) -> Option<&Served> {
        let index = self.by_owner.get_or_init(|| {
            let mut index = BTreeMap::new();
            for (at, served) in self.served.iter().enumerate() {
                index.entry(served.service.key()).or_insert(at);
            }
            Index { services: self.served.len(), index }
        });
        match index.services == self.served.len() {
            true => index.index.get(&service.key()).and_then(|&at| self.served.get(at)),
            // Some were added since.
            false => self.served.iter().find(|served| served.service.owner() == service.owner()),
        }
    }

    /// The chains in service that are known of a service: those that were named, or the one stored chain of
    /// its host. Which of several stored ones a server sends, nobody says.
    #[must_use]
    pub fn chains(&self, service: &Service) -> Vec<&Material> {
        if let Some(served) =
            self.named(service).filter(|served| !served.chains.is_empty() || !served.unread.is_empty())
        {
            return if served.unread.is_empty() { served.chains.iter().collect() } else { Vec::new() };
        }
        let stored: Vec<&Material> =
            self.stored.iter().map(|(chain, _)| chain).filter(|chain| covers(chain, service)).collect();
        if stored.len() == 1 { stored } else { Vec::new() }
    }

    /// The chains that the server of a service sends at a time; none where nobody says which of several
    /// stored ones.
    #[must_use]
    pub fn sent(&self, service: &Service, at: Timestamp) -> Vec<Material> {
        let Some(mut served) = self.of(service) else { return Vec::new() };
        served.deploy(at);
        if served.is_stored && served.chains.len() != 1 { Vec::new() } else { served.chains }
    }

    fn add_stored(&self, served: &mut Served) {
        served.is_stored = true;
        for (chain, next) in self.stored.iter().filter(|(chain, _)| covers(chain, &served.service)) {
            served.chains.push(chain.clone());
            served.next.extend(next.iter().cloned());
        }
    }
}

/// Whether a chain begins with a certificate of the service's host.
fn covers(material: &Material, service: &Service) -> bool {
    let leaf = material.parts.iter().find_map(|part| part.certificate.as_ref());
    leaf.is_some_and(|leaf| Identity::of(leaf).covers(service.host.borrow_name()))
}
