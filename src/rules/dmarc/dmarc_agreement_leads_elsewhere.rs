use crate::finding::Severity;
use crate::mail::Text;
use crate::mail::dmarc;
use crate::mail::domain::ZoneMail;
use crate::mail::place::{Place, place};
use crate::mail::report_uri::Scheme;
use crate::mail::tags::Version;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Rrset};

declare_rule! {
    /// The record by which a host takes DMARC reports of another domain has a `rua` at another host.
    ///
    /// ## Why it breaks
    /// The `rua` of such a record replaces that of the domain, and has to be at the host that agrees. Receivers that
    /// find another host send no reports, so that nobody makes them flood a third.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// shop.test._report._dmarc TXT "v=DMARC1; rua=mailto:dmarc@reports.test"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// shop.test._report._dmarc TXT "v=DMARC1; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC107",
    name: "dmarc-agreement-leads-elsewhere",
    summary: "agreement to reports that names another host",
    breaks: "receivers ignore the address, or send no reports of the domain at all (RFC 7489 section 7.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7489 section 7.1", "RFC 9990 section 4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let is_visible = |node: &Node<'_>| !node.is_cut() && !node.is_below_cut() && !node.is_below_dname();
    for node in mail.zone.nodes().filter(|node| node.has(&[types::TXT]) && is_visible(node)) {
        let (Place::Report(domain), host) = place(node.name()) else { continue };
        for record in node.rrset(types::TXT).into_iter().flat_map(Rrset::records) {
            let text = Text::of(record);
            if dmarc::select(text.octets()) != Version::Exact {
                continue;
            }
            let said = dmarc::parse(&text, cx.limits);
            let mails = said.rua.iter().filter(|uri| matches!(uri.scheme, Some(Scheme::Mailto { .. })));
            let mut others = mails.filter_map(|uri| Some((uri.at, uri.domain()?)));
            let Some((at, other)) = others.find(|(_, other)| other.borrow_name() != host) else { continue };
            cx.report_on(record, text.part(at), |finding| {
                finding
                    .message(format!("reports of `{domain}.` go to `{other}`, and `{host}` agrees to them"));
                finding.help("write `v=DMARC1;` without `rua`");
            });
        }
    }
}
