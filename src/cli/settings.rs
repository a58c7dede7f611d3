//! Which `danelaw.toml` a run follows, and how far it is trusted.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::Config;
use crate::error::Problem;
use crate::source::Files;

/// Where the configuration is.
#[derive(Debug, Args, Default)]
pub struct ConfigArgs {
    /// Read no danelaw.toml
    #[arg(long, conflicts_with_all = ["config", "trust_config"])]
    pub isolated: bool,
    /// Read this configuration instead of the nearest danelaw.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Let the nearest danelaw.toml name files outside of its own directory, as one given with --config may
    #[arg(long)]
    pub trust_config: bool,
}

impl ConfigArgs {
    /// The configuration: the one that is named, or the nearest one, or none.
    ///
    /// # Errors
    /// As [`Config::read`] and [`Config::read_found`].
    pub fn read(&self, files: &dyn Files) -> Result<Config, Problem> {
        if let Some(path) = &self.config {
            return Config::read(path, files);
        }
        match Config::find(Path::new("."), files).filter(|_| !self.isolated) {
            None => Ok(Config::default()),
            Some(path) if self.trust_config => Config::read(&path, files),
            Some(path) => Config::read_found(&path, files),
        }
    }
}
