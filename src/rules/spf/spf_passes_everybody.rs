use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Mechanism;
use crate::mail::spf_lookups::{Site, Trouble};
use crate::mail::spf_open::Passing;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record lets everybody send for the domain: `+all`, `all`, a network of length 0, networks that
    /// together are the Internet, or an `exists:` of a name that always has an address, as a wildcard gives
    /// it.
    ///
    /// ## Why it breaks
    /// Every host of the Internet gets "pass" and, since the domain is aligned, DMARC passes too. A record
    /// that passes everybody is worse than none.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx +all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF010",
    name: "spf-passes-everybody",
    summary: "SPF record that every sender passes",
    breaks: "anybody sends mail from the domain that passes SPF and DMARC (RFC 7208 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 5.1", "RFC 7208 section 5.6", "RFC 7208 section 5.7"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Other terms that are pointed at.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    // Of a record that others include they tell it.
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_part_of_another(mail, domain))
    {
        let Some(found) = mail.evaluation(domain) else { continue };
        let own: Vec<Site<'_>> = found.opened.iter().filter(|site| site.depth == 0).copied().collect();
        let alone: Vec<(Site<'_>, &str, &str)> = own
            .iter()
            .filter_map(|site| {
                let term = said.said.terms.iter().find(|term| term.at == site.at)?;
                let (who, instead) = everybody(term.mechanism()?)?;
                Some((*site, who, instead))
            })
            .collect();
        for &(site, who, instead) in &alone {
            cx.report_on(said.record, said.part(site.at), |finding| {
                let text = said.text.show(site.at, 40);
                finding.message(format!("SPF of `{}`: `{text}` lets {who} send", domain.name)).help(instead);
            });
        }
        let is_told = !alone.is_empty()
            || found.troubles.iter().any(|(_, _, trouble)| matches!(trouble, Trouble::Everybody(_)));
        let (Some(who), Some(first)) = (found.passing.who().filter(|_| !is_told), found.opened.first())
        else {
            continue;
        };
        cx.report_on(said.record, said.part(first.top), |finding| {
            finding.message(format!("SPF of `{}`: its terms let {} send", domain.name, who.as_str()));
            finding.here("together with others");
            let others = found.opened.iter().filter(|site| site.top != first.top);
            for site in others.take(SHOWN) {
                finding.label(said.record.span(said.part(site.top)), "another of them");
            }
            finding.help("name the networks that send, or delete these terms");
        });
    }
}

/// Who passes where a mechanism matches everybody, and what to do about it.
fn everybody(mechanism: &Mechanism) -> Option<(&'static str, &'static str)> {
    match mechanism {
        Mechanism::All => Some(("everybody", "write `-all`, or `~all` while DMARC is `p=none`")),
        // What did not always match would not have been found.
        Mechanism::Exists(_) => {
            Some(("every host", "name the senders by `ip4:` and `ip6:`; its name always has an address"))
        }
        _ => {
            let who = Passing::of(mechanism).who()?;
            Some((who.as_str(), "name the networks that send, or delete the term"))
        }
    }
}
