//! Records in the form that a program or a service takes: one form, one file below. Decides nothing about
//! records.

mod azure_cli;
mod cloudflare;
mod dnscontrol;
mod json;
mod knotc;
mod nsupdate;
mod octodns;
mod pdnsutil;
mod powerdns_api;
mod route53;
mod terraform_cloudflare;
mod zone_file;

use std::io::{self, Write};

use serde::Serialize;

use super::Emit;
use super::advice::Advice;
use super::changes::{self, Change};
use super::output::Origin;
use crate::dane::Tlsa;
use crate::error::Problem;
use crate::wire::{Name, NameRef, Ttl};

/// The TLSA records of one owner.
pub(super) struct Set {
    /// Owner name.
    pub owner: Name,
    /// Time to live.
    pub ttl: Ttl,
    /// Whether somebody chose that TTL: the user, or the zone.
    pub ttl_said: bool,
    /// What the zone has there; `None` where there is no zone to say it.
    pub published: Option<Published>,
    /// Records of this owner alone, beside those of every owner.
    pub kept: Vec<(Tlsa, Origin)>,
}

/// The TLSA records that the zone has.
#[derive(Default)]
pub(super) struct Published {
    /// Time to live in seconds.
    pub ttl: u32,
    /// Their rdata; none where there is no such set.
    pub rdata: Vec<Vec<u8>>,
}

/// All that is to be printed: every record at every owner.
#[derive(Clone, Copy)]
pub(super) struct Emission<'a> {
    /// The zone, where it is known.
    pub zone: Option<NameRef<'a>>,
    /// The owners.
    pub sets: &'a [Set],
    /// The records of every owner, and where each came from.
    pub made: &'a [(Tlsa, Origin)],
}

/// What each form needs, and what it can carry.
impl Emit {
    /// The form as the option has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Emit::Zone => "zone",
            Emit::Generic => "generic",
            Emit::Nsupdate => "nsupdate",
            Emit::Knotc => "knotc",
            Emit::Pdnsutil => "pdnsutil",
            Emit::Dnscontrol => "dnscontrol",
            Emit::Octodns => "octodns",
            Emit::Route53 => "route53",
            Emit::PowerdnsApi => "powerdns-api",
            Emit::Cloudflare => "cloudflare",
            Emit::TerraformCloudflare => "terraform-cloudflare",
            Emit::AzureCli => "azure-cli",
            Emit::Json => "json",
        }
    }

    /// Whether it only lists records, so that one that is missing takes nothing away.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Emit::Zone | Emit::Generic | Emit::Json)
    }

    /// Whether it says how to change what is there, not what there is to be.
    pub(super) fn is_change(self) -> bool {
        use Emit::{AzureCli, Cloudflare, Knotc, Nsupdate, Pdnsutil, PowerdnsApi, Route53};
        matches!(self, Nsupdate | Knotc | Pdnsutil | Route53 | PowerdnsApi | Cloudflare | AzureCli)
    }

    fn needs_zone(self) -> bool {
        use Emit::{AzureCli, Dnscontrol, Knotc, Nsupdate, Octodns, Pdnsutil, TerraformCloudflare};
        matches!(self, Nsupdate | Knotc | Pdnsutil | Dnscontrol | Octodns | TerraformCloudflare | AzureCli)
    }

    fn is_cloudflare(self) -> bool {
        matches!(self, Emit::Cloudflare | Emit::TerraformCloudflare)
    }
}

/// What stands in the way of printing in this form.
pub(super) fn obstacles(emit: Emit, emission: &Emission<'_>) -> Vec<Problem> {
    let option = format!("--emit {}", emit.name());
    let mut problems = Vec::new();
    let Some(zone) = emission.zone.or_else(|| (!emit.needs_zone()).then_some(NameRef::ROOT)) else {
        return vec![Problem::new(
            option,
            "needs the name of the zone: give --from-zone ZONE, or --zone NAME",
        )];
    };
    if !emit.is_list() && !is_plain(zone) {
        problems.push(Problem::new(
            &option,
            format!("cannot carry the zone name `{zone}`: it has more than letters, digits, `-` and `_`"),
        ));
    }
    for set in emission.sets {
        let owner = set.owner.borrow_name();
        let problem = if emit.needs_zone() && !owner.is_below(zone) {
            format!("is not in the zone `{zone}`")
        } else if !emit.is_list() && !is_plain(owner) {
            format!("has more than letters, digits, `-` and `_`, which {} cannot carry", emit.name())
        } else if emit.is_cloudflare() && set.ttl.0 != 1 && !(60..=86_400).contains(&set.ttl.0) {
            format!(
                "TTL {} s is not one that Cloudflare takes: 60 s to 86400 s, or 1 for automatic",
                set.ttl.0
            )
        } else {
            continue;
        };
        problems.push(Problem::new(set.owner.to_string(), problem));
    }
    problems
}

/// What this form does not say and somebody may expect.
pub(super) fn remark(emit: Emit, emission: &Emission<'_>, advice: &mut Advice) {
    let only_adds = matches!(emit, Emit::Cloudflare | Emit::AzureCli);
    if only_adds && emission.additions().next().is_none() {
        advice.note(&format!("--emit {}", emit.name()), "there is nothing to add");
    }
    if emit == Emit::AzureCli && emission.sets.iter().any(|set| set.ttl.0 != 3600) {
        advice.warn("--emit azure-cli", "add-record takes no TTL: new record sets start with 3600 s");
    }
}

/// Writes everything in one form.
pub(super) fn write(
    emit: Emit,
    emission: &Emission<'_>,
    changes: &[Change<'_>],
    advice: &Advice,
    out: &mut dyn Write,
) -> io::Result<()> {
    match emit {
        Emit::Zone => zone_file::write(emission, out),
        Emit::Generic => zone_file::write_generic(emission, out),
        Emit::Nsupdate => nsupdate::write(emission, out),
        Emit::Knotc => knotc::write(emission, out),
        Emit::Pdnsutil => pdnsutil::write(emission, out),
        Emit::Dnscontrol => dnscontrol::write(emission, out),
        Emit::Octodns => octodns::write(emission, out),
        Emit::Route53 => route53::write(emission, out),
        Emit::PowerdnsApi => powerdns_api::write(emission, out),
        Emit::Cloudflare => cloudflare::write(emission, out),
        Emit::TerraformCloudflare => terraform_cloudflare::write(emission, out),
        Emit::AzureCli => azure_cli::write(emission, out),
        Emit::Json => json::write(emission, changes, advice, out),
    }?;
    out.flush()
}

/// Whether a name stands for itself in a shell, YAML, JavaScript and HCL.
fn is_plain(name: NameRef<'_>) -> bool {
    name.labels().flatten().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
}

impl Emission<'_> {
    /// The zone's name; forms that need it are not written without.
    fn zone_name(&self) -> NameRef<'_> {
        self.zone.unwrap_or(NameRef::ROOT)
    }

    /// The zone's name without the final dot.
    fn zone_text(&self) -> String {
        without_dot(self.zone_name())
    }

    /// An owner below the zone, without it.
    fn relative(&self, set: &Set) -> String {
        set.owner.borrow_name().relative_to(self.zone_name())
    }

    /// The records of one owner.
    pub fn records_of<'s>(&'s self, set: &'s Set) -> impl Iterator<Item = &'s (Tlsa, Origin)> {
        self.made.iter().chain(&set.kept)
    }

    /// Each owner with each of its records.
    fn records(&self) -> impl Iterator<Item = (&Set, &Tlsa, &Origin)> {
        self.sets.iter().flat_map(|set| self.records_of(set).map(move |(tlsa, origin)| (set, tlsa, origin)))
    }

    /// The records that the zone is not known to have.
    fn additions(&self) -> impl Iterator<Item = (&Set, &Tlsa)> {
        self.records().filter(|(set, tlsa, _)| !changes::has(set, tlsa)).map(|(set, tlsa, _)| (set, tlsa))
    }
}

/// A name without the final dot, the root as it is.
fn without_dot(name: NameRef<'_>) -> String {
    let text = name.to_string();
    text.strip_suffix('.').filter(|rest| !rest.is_empty()).map_or(text.clone(), str::to_owned)
}

/// Writes a JSON document over several lines.
fn pretty(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(crate::render::json_text::pretty(document)?.as_bytes())?;
    writeln!(out)
}
