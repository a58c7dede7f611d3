use crate::finding::{Severity, and_more};
use crate::mail::dmarc_records;
use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::owner;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// Names that send mail, by their SPF records or DKIM keys, take none, and no DMARC record applies to
    /// them.
    ///
    /// Domains that take mail have `dmarc-missing`. Names that only hold SPF terms for others, without an
    /// address, are not judged.
    ///
    /// ## Why it breaks
    /// Hosts send bounces and reports in their own names. Without a DMARC record, of the name or one above
    /// it, receivers have no policy for mail that somebody forges in them. One record at the top covers all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mx1 A 192.0.2.25
    /// mx1 TXT "v=spf1 a -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mx1 A 192.0.2.25
    /// mx1 TXT "v=spf1 a -all"
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@reports.example.net"
    /// ```
    code: "DMARC101",
    name: "dmarc-missing-for-senders",
    summary: "senders without a DMARC record",
    breaks: "receivers have no policy for mail forged in these names (RFC 9989 section 5.1.4)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 5.1.4", "RFC 9989 section 4.10"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let misplaced = owner::misplaced_dmarc(mail);
    let is_open = |domain: &&MailDomain<'_>| {
        let is_told = dmarc_records::is_attempted(domain)
            || misplaced.contains(domain.name.borrow_name().wire())
            || is_below_other(mail, domain);
        sends(domain) && !is_told
    };
    let found: Vec<&MailDomain<'_>> = mail.domains.iter().filter(is_open).collect();
    let mut open =
        found.iter().filter(|domain| dmarc_records::is_covered(mail, domain, cx.limits) == Some(false));
    let Some((first, record)) = open.find_map(|domain| {
        Some((domain, domain.spf().next().map(|spf| spf.record).or_else(|| selector(domain))?))
    }) else {
        return;
    };
    let others = open.count();
    cx.report_on(record, Part::Owner, |finding| {
        let more = and_more(others);
        finding.message(format!("`{}`{more} may send mail and no DMARC record applies", first.name));
        finding.help(format!(
            "add `_dmarc.{} TXT \"v=DMARC1; p=reject; rua=mailto:<address>\"`",
            mail.zone.name()
        ));
    });
}

/// Whether a name sends mail and takes none: it has a key, or an SPF record and an address. Names that only
/// hold SPF terms for others have no address.
fn sends(domain: &MailDomain<'_>) -> bool {
    let has_address = domain.own.as_deref().is_some_and(|slot| slot.node.has(&[types::A, types::AAAA]));
    let has_spf = has_address && domain.spf().next().is_some() && !owner::is_parked(domain);
    matches!(domain.mx(), Mx::Absent)
        && !domain.name.borrow_name().first_label().starts_with(b"_")
        && (has_spf || selector(domain).is_some())
}

fn selector<'z>(domain: &MailDomain<'z>) -> Option<Record<'z>> {
    domain.selectors.iter().find_map(|(_, slot)| slot.texts.first()).map(|text| text.record)
}

/// Whether a domain above is told to have no record, or has one that is none: what covers that covers this.
fn is_below_other(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> bool {
    let mut above = domain.name.borrow_name().parent();
    while let Some(name) = above.filter(|name| name.is_at_or_below(mail.zone.name())) {
        if mail.domain(name).is_some_and(|domain| domain.takes_mail() || dmarc_records::is_attempted(domain))
        {
            return true;
        }
        above = name.parent();
    }
    false
}
