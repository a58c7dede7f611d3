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

use super::change::Change;
use super::set::{Emission, without_dot};
use crate::dane::Advice;
use crate::error::Problem;
use crate::wire::NameRef;

/// In which form records are printed: what a program or a service takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// TLSA 3 1 1 ..., as zone files have it.
    Zone,
    /// TYPE52 \# 35 ..., for servers that do not know TLSA (RFC 3597).
    Generic,
    /// Input of nsupdate: each set as a whole, if it still is as --from-zone has it (RFC 2136).
    Nsupdate,
    /// Commands of Knot DNS, one transaction.
    Knotc,
    /// Commands of PowerDNS.
    Pdnsutil,
    /// Lines for dnsconfig.js.
    Dnscontrol,
    /// Part of a zone of octoDNS in YAML.
    Octodns,
    /// Change batch of aws route53 change-resource-record-sets.
    Route53,
    /// Body of PATCH /api/v1/servers/localhost/zones/ZONE of PowerDNS.
    PowerdnsApi,
    /// Bodies of POST /zones/ID/dns_records, one a line, without what --from-zone has.
    Cloudflare,
    /// Resources of the provider cloudflare, version 5.
    TerraformCloudflare,
    /// Commands for the resource group $RG, without what --from-zone has.
    AzureCli,
    /// One object with the records, their sources, the changes and the warnings.
    Json,
}

/// What each form needs, and what it can carry.
impl Form {
    /// Every form.
    pub const ALL: &'static [Form] = &[
        Form::Zone,
        Form::Generic,
        Form::Nsupdate,
        Form::Knotc,
        Form::Pdnsutil,
        Form::Dnscontrol,
        Form::Octodns,
        Form::Route53,
        Form::PowerdnsApi,
        Form::Cloudflare,
        Form::TerraformCloudflare,
        Form::AzureCli,
        Form::Json,
    ];

    /// The form as the option has it, and what it is in a few words.
    #[must_use]
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Form::Zone => ("zone", "TLSA 3 1 1 ..., as zone files have it"),
            Form::Generic => ("generic", "TYPE52 \\# 35 ..., for servers that do not know TLSA (RFC 3597)"),
            Form::Nsupdate => (
                "nsupdate",
                "Input of nsupdate: each set as a whole, if it still is as --from-zone has it (RFC 2136)",
            ),
            Form::Knotc => ("knotc", "Commands of Knot DNS, one transaction"),
            Form::Pdnsutil => ("pdnsutil", "Commands of PowerDNS"),
            Form::Dnscontrol => ("dnscontrol", "Lines for dnsconfig.js"),
            Form::Octodns => ("octodns", "Part of a zone of octoDNS in YAML"),
            Form::Route53 => ("route53", "Change batch of aws route53 change-resource-record-sets"),
            Form::PowerdnsApi => {
                ("powerdns-api", "Body of PATCH /api/v1/servers/localhost/zones/ZONE of PowerDNS")
            }
            Form::Cloudflare => (
                "cloudflare",
                "Bodies of POST /zones/ID/dns_records, one a line, without what --from-zone has",
            ),
            Form::TerraformCloudflare => {
                ("terraform-cloudflare", "Resources of the provider cloudflare, version 5")
            }
            Form::AzureCli => {
                ("azure-cli", "Commands for the resource group $RG, without what --from-zone has")
            }
            Form::Json => {
                ("json", "One object with the records, their sources, the changes and the warnings")
            }
        }
    }

    /// The form as the option has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.text().0
    }

    /// Whether it only lists records, so that one that is missing takes nothing away.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Form::Zone | Form::Generic | Form::Json)
    }

    /// Whether it says how to change what is there, not what there is to be.
    #[must_use]
    pub fn is_change(self) -> bool {
        use Form::{AzureCli, Cloudflare, Knotc, Nsupdate, Pdnsutil, PowerdnsApi, Route53};
        matches!(self, Nsupdate | Knotc | Pdnsutil | Route53 | PowerdnsApi | Cloudflare | AzureCli)
    }

    fn needs_zone(self) -> bool {
        use Form::{AzureCli, Dnscontrol, Knotc, Nsupdate, Octodns, Pdnsutil, TerraformCloudflare};
        matches!(self, Nsupdate | Knotc | Pdnsutil | Dnscontrol | Octodns | TerraformCloudflare | AzureCli)
    }

    fn is_cloudflare(self) -> bool {
        matches!(self, Form::Cloudflare | Form::TerraformCloudflare)
    }
}

/// What stands in the way of printing in this form.
#[must_use]
pub fn obstacles(form: Form, emission: &Emission<'_>) -> Vec<Problem> {
    let option = format!("--emit {}", form.name());
    let mut problems = Vec::new();
    let Some(zone) = emission.zone.or_else(|| (!form.needs_zone()).then_some(NameRef::ROOT)) else {
        return vec![Problem::new(
            option,
            "needs the name of the zone: give --from-zone ZONE, or --zone NAME",
        )];
    };
    if !form.is_list() && !is_plain(zone) {
        problems.push(Problem::new(
            &option,
            format!("cannot carry the zone name `{zone}`: it has more than letters, digits, `-` and `_`"),
        ));
    }
    for set in emission.sets {
        let owner = set.owner.borrow_name();
        let problem = if form.needs_zone() && !owner.is_below(zone) {
            format!("is not in the zone `{zone}`")
        } else if !form.is_list() && !is_plain(owner) {
            format!("has more than letters, digits, `-` and `_`, which {} cannot carry", form.name())
        } else if form.is_cloudflare() && set.ttl.0 != 1 && !(60..=86_400).contains(&set.ttl.0) {
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
pub fn remark(form: Form, emission: &Emission<'_>, advice: &mut Advice) {
    let only_adds = matches!(form, Form::Cloudflare | Form::AzureCli);
    if only_adds && emission.additions().next().is_none() {
        advice.note(&format!("--emit {}", form.name()), "there is nothing to add");
    }
    if form == Form::AzureCli && emission.sets.iter().any(|set| set.ttl.0 != 3600) {
        advice.warn("--emit azure-cli", "add-record takes no TTL: new record sets start with 3600 s");
    }
}

/// Writes everything in one form.
///
/// # Errors
/// What `out` says.
pub fn write(
    form: Form,
    emission: &Emission<'_>,
    changes: &[Change<'_>],
    advice: &Advice,
    out: &mut dyn Write,
) -> io::Result<()> {
    match form {
        Form::Zone => zone_file::write(emission, out),
        Form::Generic => zone_file::write_generic(emission, out),
        Form::Nsupdate => nsupdate::write(emission, out),
        Form::Knotc => knotc::write(emission, out),
        Form::Pdnsutil => pdnsutil::write(emission, out),
        Form::Dnscontrol => dnscontrol::write(emission, out),
        Form::Octodns => octodns::write(emission, out),
        Form::Route53 => route53::write(emission, out),
        Form::PowerdnsApi => powerdns_api::write(emission, out),
        Form::Cloudflare => cloudflare::write(emission, out),
        Form::TerraformCloudflare => terraform_cloudflare::write(emission, out),
        Form::AzureCli => azure_cli::write(emission, out),
        Form::Json => json::write(emission, changes, advice, out),
    }?;
    out.flush()
}

/// Whether a name stands for itself in a shell, YAML, JavaScript and HCL.
fn is_plain(name: NameRef<'_>) -> bool {
    name.labels().flatten().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
}

/// Writes a JSON document over several lines.
fn pretty(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(crate::json_text::pretty(document)?.as_bytes())?;
    writeln!(out)
}
