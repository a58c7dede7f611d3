//! The services of a renewed chain by `[[service]]` in `danelaw.toml`. Reads no certificate.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::HookArgs;
use crate::cli::Env;
use crate::config::FILE_NAME;
use crate::dane::Service;
use crate::error::Problem;

/// What the configuration says of a chain.
#[derive(Default)]
pub(super) struct Configured {
    /// The services whose server sends it.
    pub services: Vec<Service>,
    /// Certificates, requests or keys that come next.
    pub next_keys: Vec<PathBuf>,
}

impl Configured {
    /// Reads the configuration and finds what it says of `chain`.
    ///
    /// # Errors
    /// When it cannot be read, or an owner in it names no service.
    pub fn of(chain: &Path, args: &HookArgs, env: &Env<'_>) -> Result<Configured, Vec<Problem>> {
        let config = args.config.read(env.files).map_err(|problem| vec![problem])?;
        let canonical = |path: &Path| env.files.canonical(path).ok();
        let renewed = canonical(chain);
        let mut configured = Configured::default();
        let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
        let is_meant = |path: &PathBuf| path == chain || renewed.is_some() && canonical(path) == renewed;
        for settings in config.services.iter().filter(|settings| settings.chain.iter().any(is_meant)) {
            for owner in &settings.owners {
                match Service::parse(owner) {
                    Ok(service) => {
                        configured.services.extend(Some(service).filter(|service| seen.insert(service.key())))
                    }
                    Err(error) => problems
                        .push(Problem::new(format!("service `{owner}` in {FILE_NAME}"), error.to_string())),
                }
            }
            configured.next_keys.extend(settings.next_key.iter().cloned());
        }
        if problems.is_empty() { Ok(configured) } else { Err(problems) }
    }
}
