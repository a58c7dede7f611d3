//! The rule `m365-dkim-selectors-wrong`.

use crate::finding::Severity;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::microsoft::{self, Selector};
use crate::mail::place::TextKind;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Record};

declare_rule! {
    /// The `CNAME` records of the DKIM selectors of Microsoft 365 are not those it gives out.
    ///
    /// ## Why it breaks
    /// Microsoft signs with one of the two keys and changes to the other by itself. Where a selector is
    /// missing, holds a copy of a key, or leads to a name that is none of Microsoft's, DKIM fails, at the
    /// latest with the next change.
    ///
    /// Both names have one shape: `selector1-DOMAIN._domainkey.TENANT.n-v1.dkim.mail.microsoft`, or
    /// `selector1-DOMAIN._domainkey.TENANT.onmicrosoft.com` for domains of before May 2025.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// selector1._domainkey CNAME selector1-example._domainkey.tenant.onmicrosoft.com.
    /// selector2._domainkey CNAME selector1-example._domainkey.tenant.onmicrosoft.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// selector1._domainkey CNAME selector1-example._domainkey.tenant.onmicrosoft.com.
    /// selector2._domainkey CNAME selector2-example._domainkey.tenant.onmicrosoft.com.
    /// ```
    code: "M365-07",
    name: "m365-dkim-selectors-wrong",
    summary: "DKIM selectors that Microsoft 365 cannot use",
    breaks: "signatures fail once Microsoft signs with the other key, or at once (RFC 6376 section 3.6.2)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.2", "Microsoft Learn: Set up DKIM to sign mail from your Microsoft 365 \
        domain"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// What to write.
const COPY: &str = "copy `Selector1CNAME` and `Selector2CNAME` from `Get-DkimSigningConfig`";

/// What stands at `selector1` or `selector2`.
enum SelectorTarget<'z> {
    /// An alias.
    Alias(Record<'z>, Selector),
    /// A key.
    Key(Record<'z>),
    /// Nothing.
    Missing,
    /// Something that nothing is said of here.
    Other,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail).filter(|domain| !domain.selectors.is_empty()) {
        let found = [(1, "selector1"), (2, "selector2")]
            .map(|(number, selector)| (number, selector, at(mail, domain, selector)));
        let is_microsoft = |found: &SelectorTarget<'_>| {
            matches!(found, SelectorTarget::Alias(_, Selector::Key { .. } | Selector::Misshapen))
        };
        let Some(first) =
            found.iter().find(|(.., found)| is_microsoft(found)).and_then(|(.., found)| found.record())
        else {
            continue;
        };
        let mut is_sound = true;
        for (number, selector, found) in &found {
            is_sound &= !report(*number, selector, found, first, domain, cx);
        }
        let [
            (.., SelectorTarget::Alias(one, Selector::Key { home: a, .. })),
            (.., SelectorTarget::Alias(other, Selector::Key { home: b, .. })),
        ] = &found
        else {
            continue;
        };
        if is_sound && a != b {
            cx.report_on(*other, Part::Field(types::cname::CANONICAL_NAME), |finding| {
                finding
                    .message(format!("`selector2` is a key in `{b}`, `selector1` one elsewhere"))
                    .label(one.whole(), format!("a key in `{a}`"))
                    .help(COPY);
            });
        }
    }
}

impl<'z> SelectorTarget<'z> {
    fn record(&self) -> Option<Record<'z>> {
        match self {
            SelectorTarget::Alias(record, _) | SelectorTarget::Key(record) => Some(*record),
            SelectorTarget::Missing | SelectorTarget::Other => None,
        }
    }
}

fn at<'z>(mail: &ZoneMail<'z>, domain: &MailDomain<'z>, selector: &str) -> SelectorTarget<'z> {
    if let Some((_, slot)) = domain.selectors.iter().find(|(name, _)| name == selector) {
        if let Some((alias, target)) =
            slot.alias.and_then(|alias| Some((alias, alias.name(types::cname::CANONICAL_NAME)?)))
        {
            return SelectorTarget::Alias(alias, microsoft::selector(target));
        }
        let keys =
            slot.texts.iter().find(|said| crate::mail::place::kind(said.text.octets()).0 == TextKind::Dkim);
        if let Some(said) = keys {
            return SelectorTarget::Key(said.record);
        }
        if !slot.texts.is_empty() {
            return SelectorTarget::Other;
        }
    }
    let Some(owner) = domain.name.borrow_name().prefixed(&format!("{selector}._domainkey")) else {
        return SelectorTarget::Other;
    };
    match mail.zone.lookup(owner.borrow_name()) {
        Lookup::NxDomain | Lookup::EmptyNonTerminal => SelectorTarget::Missing,
        Lookup::Exists(node)
            if !node.has(&[types::TXT, types::CNAME]) && !mail.zone.may_exist(node.name()) =>
        {
            SelectorTarget::Missing
        }
        _ => SelectorTarget::Other,
    }
}

/// Whether something is wrong with one of the two; tells it.
fn report(
    number: u8,
    selector: &str,
    found: &SelectorTarget<'_>,
    first: Record<'_>,
    domain: &MailDomain<'_>,
    cx: &mut Cx<'_>,
) -> bool {
    let owner = format!("{selector}._domainkey.{}", domain.name);
    let what = match found {
        SelectorTarget::Alias(_, Selector::Key { number: of, .. }) if *of == number => return false,
        SelectorTarget::Alias(_, Selector::Glued) | SelectorTarget::Other => return false,
        SelectorTarget::Alias(_, Selector::Key { number: of, .. }) => {
            format!("`{owner}` leads to the key of `selector{of}`")
        }
        SelectorTarget::Alias(_, Selector::Misshapen) => {
            format!("`{owner}` leads to a name that no key of Microsoft 365 has")
        }
        SelectorTarget::Alias(_, Selector::Foreign) => {
            format!("`{owner}` leads to no key of Microsoft 365, and the other does")
        }
        SelectorTarget::Key(_) => format!("`{owner}` is a key of its own, and the other selector a CNAME"),
        SelectorTarget::Missing => format!("`{owner}` is missing, and the other is of Microsoft 365"),
    };
    let part = if matches!(found, SelectorTarget::Alias(..)) {
        Part::Field(types::cname::CANONICAL_NAME)
    } else {
        Part::Owner
    };
    cx.report_on(found.record().unwrap_or(first), part, |finding| {
        finding.message(what).help(COPY);
    });
    true
}
