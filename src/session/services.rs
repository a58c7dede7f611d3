//! What is known of services and mail beside zones: certificates, keys that come next, policy files. Reads
//! the files that are named; judges nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use super::material::{as_chain, read_material, read_policy, read_roots};
use crate::dane::{Deployment, Judged, Material, Served, Service, ServiceJudge, Unsigned, Zones};
use crate::error::Problem;
use crate::mail::domain::sort_policies;
use crate::resolve::Given;
use crate::source::name_of;
use crate::wire::{Name, Timestamp};

impl Session<'_> {
    /// What names a service, as messages call it: that nothing was held against the service is a problem.
    pub fn expect(&mut self, what: impl Into<String>, service: Service) {
        self.expected.push((what.into(), service));
    }

    /// Says all that is known of a service, which is expected to have TLSA records.
    pub fn add_served(&mut self, served: Served) {
        let service = served.service.clone();
        self.with_served(&service, |known| *known = served);
        self.expect(service.owner().to_string(), service);
    }

    /// Changes what is known of a service, and begins it where nothing is.
    pub fn with_served(&mut self, service: &Service, change: impl FnOnce(&mut Served)) {
        let served = &mut self.inventory.served;
        let at = *self.by_owner.entry(service.key()).or_insert_with(|| {
            served.push(Served::new(service.clone()));
            served.len() - 1
        });
        if let Some(served) = served.get_mut(at) {
            change(served);
        }
    }

    /// Adds a chain that the server of a service sends. A file that cannot be read is a problem.
    pub fn add_chain(&mut self, service: &Service, path: &Path) {
        let material = self.material(path, true);
        self.with_served(service, |served| match material {
            Some(material) if served.chains.iter().any(|known| known.name == material.name) => {}
            Some(material) => served.chains.push(material),
            None => served.unread.push(name_of(path)),
        });
    }

    /// Adds the certificate, request or key of a service that comes next. A file that cannot be read is a
    /// problem.
    pub fn add_next_key(&mut self, service: &Service, path: &Path) {
        let material = self.material(path, false);
        self.with_served(service, |served| served.next.extend(material));
    }

    /// Adds a chain that the server of a service sends from a time on, and expects the service. A file that
    /// cannot be read is a problem.
    pub fn add_deployment(&mut self, what: String, service: Service, at: Timestamp, path: &Path) {
        match self.read_material(path).and_then(as_chain) {
            Ok(chain) => {
                self.with_served(&service, |served| served.deployments.push(Deployment { at, chain }));
                self.expect(what, service);
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Adds a chain of a certificate store with the keys that come next: it is that of the services whose
    /// host it names. Files that cannot be read are problems.
    pub fn add_stored(&mut self, chain: &Path, next_keys: &[PathBuf]) {
        let next = next_keys.iter().filter_map(|path| self.material(path, false)).collect();
        if let Some(chain) = self.material(chain, true) {
            self.inventory.stored.push((chain, next));
        }
    }

    /// Sets the roots that clients of usage 0 and 1 trust: a bundle, or that of the system where the path is
    /// the word `system`. A file that cannot be read is a problem.
    pub fn add_roots(&mut self, path: &Path) {
        match read_roots(path, self.files, &mut self.stdin, &self.options.limits) {
            Ok(roots) => self.inventory.roots = Some(Arc::new(roots)),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Adds the MTA-STS policy file of a domain, unless one is known. What names it, as messages call it, is
    /// `None` for a file that nobody named: no text of such a file is shown unless it reads as a policy, and
    /// it may be another zone's. A file that cannot be read is a problem.
    pub fn add_policy_file(&mut self, what: Option<String>, domain: &Name, path: &Path) {
        let is_named = what.is_some();
        self.expected_policies.extend(what.map(|what| (what, domain.borrow_name().to_lowercase())));
        if self.mta_sts.iter().any(|known| known.domain.borrow_name() == domain.borrow_name()) {
            return;
        }
        match read_policy(domain, path, self.files, &mut self.stdin, &self.options.limits) {
            Ok(file) if !is_named && file.policy.is_empty() => self
                .problems
                .push(Problem::new(file.name, "has no line of an MTA-STS policy: none of its text is shown")),
            Ok(file) => {
                self.mta_sts.push(file);
                sort_policies(&mut self.mta_sts);
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// What clients do with the TLSA records of all services that the zones have or the user names. What
    /// unsigned zones are taken for is as in [`Zones::new`]; `given` is [`Session::given`].
    #[must_use]
    pub fn verdicts<'g>(&'g self, given: &'g Given<'g>, unsigned: Option<Unsigned>) -> Vec<Judged<'g>> {
        let now = self.options.now;
        let zones = Zones::new(given, now, &self.options.limits, unsigned);
        ServiceJudge { zones: &zones, inventory: &self.inventory, at: now }.judge_all()
    }

    /// Reads a file of certificates or keys, and adds nothing.
    ///
    /// # Errors
    /// Why nothing in it can be used.
    pub fn read_material(&mut self, path: &Path) -> Result<Material, Problem> {
        read_material(path, self.files, &mut self.stdin, &self.options.limits)
    }

    /// A file, read once however often it is named; `None` where it cannot be what it should.
    fn material(&mut self, path: &Path, is_chain: bool) -> Option<Material> {
        if let Some(known) = self.materials.get(path) {
            return known.clone();
        }
        let read = self
            .read_material(path)
            .and_then(|material| if is_chain { as_chain(material) } else { Ok(material) });
        let material = read.map_err(|problem| self.problems.push(problem)).ok();
        self.materials.insert(path.to_path_buf(), material.clone());
        material
    }
}
