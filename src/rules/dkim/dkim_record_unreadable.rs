use crate::finding::Severity;
use crate::mail::dkim::DkimFault;
use crate::mail::dkim_records::{self, Trouble};
use crate::mail::domain::ZoneMail;
use crate::mail::place::TextKind;
use crate::mail::tags::TagFault;
use crate::mail::{Extent, Text};
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::Part;

declare_rule! {
    /// A DKIM key record has no `p`, or is no list of tags: a tag without `=`, twice, or with a backslash or
    /// quote of another syntax.
    ///
    /// ## Why it breaks
    /// The record is a list of `name=value` with semicolons between. A list with a tag that is none, or that
    /// stands twice, is void as a whole. Backslashes and quotes come from a shell or another zone file: in a
    /// quoted string of a zone file a semicolon is written as it is, and `\\;` puts a backslash into the
    /// text.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; n=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; n=of 2026; p=MIIB…"
    /// ```
    code: "DKIM003",
    name: "dkim-record-unreadable",
    summary: "DKIM key record without a key that can be read",
    breaks: "verifiers cannot read the key: every signature with it fails (RFC 6376 section 6.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.2", "RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::keys(mail) {
        let Some(Trouble::List(fault)) = dkim_records::trouble(key.dkim()) else { continue };
        let at = dkim_records::start_of(fault.at);
        cx.report_on(key.said.record, key.said.part(at), |finding| {
            finding.message(format!("DKIM key at `{}`: {}", key.said.record.owner(), fault.detail));
            finding.help(help(fault.kind, &key.said.text));
        });
    }
    for (_, _, slot) in dkim_records::selectors(mail) {
        let ([], [(record, _, TextKind::Spf)]) = (slot.texts.as_slice(), slot.others.as_slice()) else {
            continue;
        };
        cx.report_on(*record, Part::Rdata, |finding| {
            finding.message(format!("`{}` has an SPF record and no key", slot.node.name()));
            finding.help(
                "add `v=DKIM1; k=rsa; p=...` with the public key, and move the SPF record to the \
                domain itself",
            );
        });
    }
}

fn help(kind: DkimFault, text: &Text) -> String {
    match kind {
        DkimFault::NoKey => "add `p=` with the public key in base64".to_owned(),
        DkimFault::Escape => {
            let plain: Vec<u8> =
                text.octets().iter().copied().filter(|byte| !b"\\\"".contains(byte)).collect();
            let written = if plain.first() == Some(&b';') {
                Extent::new(1, plain.len())
            } else {
                Extent::new(0, plain.len())
            };
            format!("write the text without it: `{}`", excerpt(written.of(&plain), 60))
        }
        DkimFault::Tags(TagFault::Repeated) => "keep one tag of this name".to_owned(),
        DkimFault::Tags(TagFault::NoSemicolon) => "write `;` between the two tags".to_owned(),
        DkimFault::Tags(TagFault::Empty) => "leave out one of the two semicolons".to_owned(),
        _ => "write every tag as `name=value`, with `;` between: `v=DKIM1; k=rsa; p=...`".to_owned(),
    }
}
