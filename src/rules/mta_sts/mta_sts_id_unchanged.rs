//! The rule `mta-sts-id-unchanged`.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::mail::Text;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::mta_sts;
use crate::mail::mta_sts::{PolicyFile, Sts};
use crate::mail::tags::Version;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Record, Zone};

declare_rule! {
    /// MX hosts are new, and the `id` of the MTA-STS record is the published one.
    ///
    /// Asked of zones that are held against what is published: with `--published` or `--since`. Nothing is
    /// said where the policy at hand allows a new host by a pattern that allows one of the published hosts
    /// too.
    ///
    /// ## Why it breaks
    /// Senders fetch a policy again when the `id` has changed. A policy that was changed together with the MX
    /// records stays unknown to those who have the older one, until that is too old. Where the policy and the
    /// `id` were changed in an earlier step, as they should be, nothing fails.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 30 mx3
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 30 mx3
    /// _mta-sts TXT "v=STSv1; id=20261202000000"
    /// ```
    code: "STS014",
    name: "mta-sts-id-unchanged",
    summary: "new MX host under the old id of MTA-STS",
    breaks: "senders with the older policy do not fetch the one that allows the new host (RFC 8461 section \
        3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let given = cx.given;
    let Some(published) = given.published(mail.zone) else { return };
    for domain in tls_records::domains(mail) {
        let Some(said) = domain.mta_sts.as_deref().and_then(tls_records::judged) else { continue };
        let Some((id, at)) = said.said.id.as_ref().filter(|_| said.is_exact) else { continue };
        if published_id(published, domain, cx).as_ref() != Some(id) {
            continue;
        }
        let old = published.node(domain.name.borrow_name()).and_then(|node| node.rrset(types::MX));
        let old: Vec<NameRef<'_>> = old
            .into_iter()
            .flat_map(|mx| mx.records())
            .filter_map(|mx| mx.name(types::mx::MAIL_EXCHANGE))
            .collect();
        let known: BTreeSet<Box<[u8]>> = old.iter().map(|host| (*host.to_lowercase()).into()).collect();
        let policy = mail
            .policy(domain.name.borrow_name())
            .map(|(_, file)| file)
            .filter(|file| file.policy.is_usable());
        let is_new = |host: &NameRef<'_>| {
            !known.contains(&*host.to_lowercase())
                && policy.is_none_or(|file| needs_change(file, *host, &old))
        };
        let new: Vec<(Record<'_>, NameRef<'_>)> =
            domain.hosts().into_iter().filter(|(_, host)| is_new(host)).collect();
        let Some((record, host)) = new.first().filter(|_| !old.is_empty()) else { continue };
        let mut fresh = cx.now.digits();
        if fresh == *id {
            fresh.push('1');
        }
        cx.report_on(said.record, said.part(*at), |finding| {
            finding
                .message(format!("MX host `{host}` is new, and `id={id}` is the published one"))
                .label(record.whole(), "not among the published MX hosts")
                .help(format!("write `id={fresh}` if the policy changes with the MX records"));
        });
    }
}

fn published_id(published: &Zone, domain: &MailDomain<'_>, cx: &Cx<'_>) -> Option<String> {
    let owner = tls_records::owner::<Sts>(domain)?;
    let texts = published.node(owner.borrow_name())?.rrset(types::TXT)?.records().map(Text::of);
    let mut records = texts.filter(|text| mta_sts::select(text.octets()) == Version::Exact);
    let only = records.next().filter(|_| records.next().is_none())?;
    mta_sts::parse(&only, cx.limits).id.map(|(id, _)| id)
}

/// Whether a policy cannot have allowed a host before it was added: no pattern of it is for the host and a
/// published one.
fn needs_change(file: &PolicyFile, host: NameRef<'_>, old: &[NameRef<'_>]) -> bool {
    let mut patterns = file.policy.mx.iter().filter(|pattern| pattern.matches(host));
    file.policy.allows(host) && !patterns.any(|pattern| old.iter().any(|old| pattern.matches(*old)))
}
