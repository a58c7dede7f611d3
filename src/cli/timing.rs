//! Options about the times of a change, which several subcommands have.

use clap::Args;

use super::inputs::time_of;
use crate::error::Problem;
use crate::rollover::Timing;
use crate::wire::{Timestamp, Ttl};

/// What is known of the times of a change.
#[derive(Debug, Args)]
pub struct TimingArgs {
    /// Since when the published zone is as it is: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or before now as in
    /// -2h
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    published_at: Option<String>,
    /// How long until every server of a zone has a new version [default: SOA refresh + retry]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    propagation: Option<Ttl>,
    /// How long between the first server that sends a new certificate and the last [default: 0]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    skew: Option<Ttl>,
    /// How long to wait on top of every wait [default: 0]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    safety: Option<Ttl>,
}

impl TimingArgs {
    /// What they say, for a change that is published at `publish_at`. Times from now on are counted from
    /// `now`.
    ///
    /// # Errors
    /// Text that is no time.
    pub fn timing(&self, publish_at: Timestamp, now: Timestamp) -> Result<Timing, Problem> {
        let published_at =
            self.published_at.as_deref().map(|text| time_of("--published-at", text, now)).transpose()?;
        let seconds = |duration: Option<Ttl>| duration.map_or(0, |duration| duration.0);
        let propagation_s = self.propagation.map(|duration| duration.0);
        Ok(Timing {
            asked_at: now,
            publish_at,
            published_at,
            ds_since: None,
            propagation_s,
            skew_s: seconds(self.skew),
            safety_s: seconds(self.safety),
        })
    }
}

/// A length of time.
pub fn duration(text: &str) -> Result<Ttl, String> {
    match Ttl::parse(text.as_bytes()) {
        Ok(ttl) if ttl <= Ttl::MAX => Ok(ttl),
        Ok(ttl) => Err(format!("{ttl} is above {}, the most RFC 2181 section 8 allows", Ttl::MAX.0)),
        Err(_) => Err("expected seconds, or units as in 1h30m (s, m, h, d, w)".to_owned()),
    }
}
