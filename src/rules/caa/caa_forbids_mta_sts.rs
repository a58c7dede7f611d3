//! The rule `caa-forbids-mta-sts`.

use crate::wire::NameKey;
use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::mail::caa::{self, Relevant};
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};
use crate::zone::{Part, Record};

declare_rule! {
    /// `CAA` records let no CA issue for a host that MTA-STS needs a certificate of.
    ///
    /// ## Why it breaks
    /// MTA-STS takes no certificates but those of public CAs, for `mta-sts` and for each MX host. What there
    /// is works until it ends; then no CA renews it.
    ///
    /// Wildcards of `issuewild` are taken for a way out: a certificate for `*.example` is good for
    /// `mta-sts.example`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ CAA 0 issue ";"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ CAA 0 issue "ca.example.net"
    /// ```
    code: "CAA002",
    name: "caa-forbids-mta-sts",
    summary: "CAA that forbids certificates for MTA-STS",
    breaks: "the next renewal of the certificate fails, and MTA-STS with it (RFC 8659 section 4.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 8659 section 3", "RFC 8659 section 4.2", "RFC 8461 section 4.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// CAA records that name no CA.
struct Forbidden<'z> {
    /// The hosts that they apply to.
    hosts: Vec<Name>,
    /// The record that names the first of them.
    place: (Record<'z>, Part),
    /// The first of the CAA records.
    caa: Record<'z>,
}

/// How many hosts are named.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    // By the owner of the CAA records.
    let mut found: BTreeMap<NameKey, Forbidden<'_>> = BTreeMap::new();
    for domain in tls_records::domains(mail).filter(|domain| domain.takes_mail()) {
        let Some(announcement) = tls_records::announcement(domain) else { continue };
        let own = domain.name.borrow_name().prefixed("mta-sts").map(|host| (host, announcement));
        let hosts = domain
            .hosts()
            .into_iter()
            .map(|(record, host)| (host.to_lowercase(), (record, Part::Field(types::mx::MAIL_EXCHANGE))));
        for (host, place) in own.into_iter().chain(hosts) {
            let Some(caa) = forbidding(mail.answers, host.borrow_name()) else { continue };
            let entry =
                found.entry(caa.owner().key()).or_insert_with(|| Forbidden { hosts: Vec::new(), place, caa });
            if !entry.hosts.contains(&host) && entry.hosts.len() < SHOWN {
                entry.hosts.push(host);
            }
        }
    }
    for Forbidden { hosts, place: (record, part), caa } in found.values() {
        let Some(host) = hosts.first() else { continue };
        let is_here = std::ptr::eq(caa.zone(), mail.zone);
        let (place, part) = if is_here { (*caa, Part::Field(types::caa::VALUE)) } else { (*record, *part) };
        cx.report_on(place, part, |finding| {
            finding.message(format!("CAA of `{}` lets no CA issue for `{host}`", caa.owner()));
            if is_here {
                finding.label(record.whole(), "MTA-STS needs a certificate of a public CA");
            }
            let names: Vec<String> = hosts.iter().map(|host| format!("`{host}`")).collect();
            finding.help(format!(
                "name the CA that issues for {}: `CAA 0 issue \"ca.example\"`",
                names.join(", ")
            ));
        });
    }
}

/// The CAA record by which no CA may issue for a host.
fn forbidding<'z>(answers: Perspective<'z>, host: NameRef<'_>) -> Option<Record<'z>> {
    let Relevant::Records(caa) = caa::relevant(answers, host) else { return None };
    let issue = caa::forbidding(caa, "issue")?;
    (!caa::has_tag(caa, "issuewild") || caa::forbidding(caa, "issuewild").is_some()).then_some(issue)
}
