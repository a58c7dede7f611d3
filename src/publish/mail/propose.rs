//! The whole set of records for the mail of a domain. Each record is proposed in the file of its name.

use super::policy::PolicyFile;
use super::set::{Item, Set};
use super::situation::Situation;
use super::wishes::Wishes;
use super::{dkim, dmarc, mx, policy, spf, tls, tlsa};
use crate::error::Problem;
use crate::rr::types;

/// The whole set, in the order it is printed.
///
/// # Errors
/// What is wished and cannot be.
pub fn propose(
    situation: &Situation<'_>,
    wishes: &Wishes,
    file: Option<&PolicyFile>,
) -> Result<Set, Problem> {
    let dmarc = dmarc::propose(situation, wishes)?;
    if let Some(file) = file.filter(|_| situation.is_parked) {
        return Err(Problem::new(
            format!("--policy {}", file.name),
            "a domain without mail has no MTA-STS policy",
        ));
    }
    if let Some(host) = wishes
        .mta_sts_host
        .as_ref()
        .filter(|host| situation.has_any(host.borrow_name(), &[types::A, types::AAAA]) == Some(false))
    {
        return Err(Problem::new(format!("--mta-sts-host {host}"), "has no address in the zones given"));
    }
    let mut items: Vec<Item> = Vec::new();
    items.extend(mx::propose(situation));
    items.push(spf::of_domain(situation, wishes)?);
    items.extend(spf::of_hosts(situation, wishes));
    items.push(dkim::propose(situation));
    items.push(dmarc);
    let policy = (!situation.is_parked).then(|| policy::propose(situation, wishes, file));
    if situation.is_parked {
        items.extend(tls::contradictions(situation));
    } else {
        items.push(tls::mta_sts(situation, wishes, policy.as_ref()));
        items.push(tls::tls_rpt(situation, wishes)?);
        items.push(tlsa::propose(situation, wishes));
    }
    Ok(Set {
        domain: situation.domain.to_string(),
        zone: situation.zone.name().to_string(),
        stage: wishes.stage.text().0,
        takes_mail: !situation.is_parked,
        items,
        policy,
    })
}
