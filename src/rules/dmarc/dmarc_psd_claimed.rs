use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};
use crate::zone::Zone;

declare_rule! {
    /// A DMARC record has `psd=y`, and its domain does not look like a public suffix.
    ///
    /// There is no list of public suffixes here. Reported is a domain of two labels or more that takes mail
    /// and has no delegation, no wildcard and no DNAME below it; a top-level domain, `co.uk` and its like are
    /// not.
    ///
    /// ## Why it breaks
    /// `psd=y` says that others register names below the domain. Receivers then take every name right below
    /// it for an organization of its own, so that mail of `news.example.org` is not aligned with a signature
    /// of `example.org`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; psd=y; rua=mailto:dmarc@shop.example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; psd=n; rua=mailto:dmarc@shop.example"
    /// ```
    code: "DMARC018",
    name: "dmarc-psd-claimed",
    summary: "psd=y at a domain that is no public suffix",
    breaks: "each name below counts as an organization of its own: relaxed alignment fails, and reports stay \
        away (RFC 9989 section 4.7)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.7", "RFC 9989 section 4.10.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail).filter(|found| found.dmarc().psd() == Some(true)) {
        let domain = found.domain.name.borrow_name();
        if domain.label_count() < 2 || !found.domain.takes_mail() || is_like_suffix(mail.zone, domain) {
            continue;
        }
        cx.report_on(found.said.record, found.said.part(found.tag("psd")), |finding| {
            finding.message(format!("`{domain}` says `psd=y`, and nobody else has names below it"));
            finding.help("remove `psd=y`, or write `psd=n`");
        });
    }
}

/// Whether others may have names below a domain: a delegation or a wildcard is there, or the domain is a
/// country's `co`.
fn is_like_suffix(zone: &Zone, domain: NameRef<'_>) -> bool {
    let wildcard = Name::parse(b"*", domain).ok();
    let below = (zone.position_of(domain)..)
        .map_while(|at| zone.node_at(at))
        .take_while(|node| node.name().is_at_or_below(domain));
    owner::is_known_suffix(domain)
        || wildcard.is_some_and(|name| zone.node(name.borrow_name()).is_some())
        || zone.has_type(types::DNAME)
        || below.into_iter().any(|node| node.is_cut())
}
