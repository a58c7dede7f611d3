use crate::facts::service;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// The owner of an `OPENPGPKEY` or `SMIMEA` record does not begin with 56 hexadecimal digits and `_openpgpkey` or
    /// `_smimecert`.
    ///
    /// ## Why it breaks
    /// The first label is made of the local part of the mail address: its SHA-256 digest, cut to 28 octets. A name in
    /// plain words is never asked for.
    ///
    /// ## Bad
    /// ```zone,bad
    /// hugh._openpgpkey  OPENPGPKEY  mDMEZw==
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._openpgpkey  OPENPGPKEY  mDMEZw==
    /// ```
    code: "SRV008",
    name: "mailbox-owner-malformed",
    summary: "OPENPGPKEY or SMIMEA at a name that stands for no mailbox",
    breaks: "programs that look for the key of a mailbox ask for another name (RFC 7929 section 3, RFC 8162 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7929 section 3", "RFC 8162 section 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::OPENPGPKEY, types::SMIMEA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = rrset.owner();
    let word = if rrset.rtype() == types::OPENPGPKEY { "_openpgpkey" } else { "_smimecert" };
    let mut labels = owner.labels();
    let digest = labels.next().unwrap_or_default();
    let is_digest = digest == b"*" || (digest.len() == DIGITS && digest.iter().all(u8::is_ascii_hexdigit));
    let is_sound = is_digest && labels.next().is_some_and(|label| label.eq_ignore_ascii_case(word.as_bytes()));
    if is_sound || service::is_hidden(rrset.node()) || cx.zone.completeness() != Completeness::Whole {
        return;
    }
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        let found = if is_digest { format!("`{word}` does not follow") } else { format!("{} octets, expected {DIGITS} digits", digest.len()) };
        finding
            .message(format!("first label of {} `{}`: {found}", rrset.rtype(), excerpt(digest, 20)))
            .help(format!("write the first 28 octets of the SHA-256 of the local part as digits, and `{word}` behind it"));
    });
}

/// 28 octets in hexadecimal.
const DIGITS: usize = 56;
