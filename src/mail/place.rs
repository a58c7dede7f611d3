//! What a text is by its start, and what a name is for by its labels.

use super::spf::Selection;
use super::tags::Version;
use super::{bimi, dkim, dmarc, mta_sts, spf, tls_rpt};
use crate::wire::{Name, NameRef};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TextKind {
    /// `v=spf1`.
    Spf,
    /// `spf2.0/`.
    SenderId,
    /// `v=DMARC1`.
    Dmarc,
    /// `v=DKIM1`, or a key without it.
    Dkim,
    /// `v=STSv1`.
    MtaSts,
    /// `v=TLSRPTv1`.
    TlsRpt,
    /// `v=BIMI1`.
    Bimi,
    /// `o=~` or `dkim=`: the policies of DomainKeys (RFC 4870) and ADSP (RFC 5617), historic.
    OldPolicy,
    /// Something else.
    Other,
}

/// What a text is, and whether receivers take it for that (`true`) or it only was meant so.
#[must_use]
pub fn kind(text: &[u8]) -> (TextKind, bool) {
    match spf::select(text) {
        Selection::Record => return (TextKind::Spf, true),
        Selection::SenderId => return (TextKind::SenderId, true),
        Selection::NearMiss(_) => return (TextKind::Spf, false),
        Selection::Other => {}
    }
    type Select = fn(&[u8]) -> Version;
    let tagged: [(TextKind, Select); 4] = [
        (TextKind::Dmarc, dmarc::select),
        (TextKind::MtaSts, mta_sts::select),
        (TextKind::TlsRpt, tls_rpt::select),
        (TextKind::Bimi, bimi::select),
    ];
    let found = tagged
        .into_iter()
        .map(|(kind, select)| (kind, select(text)))
        .find(|(_, version)| *version != Version::Other);
    if let Some((kind, version)) = found {
        return (kind, version == Version::Exact);
    }
    let head = text.trim_ascii_start();
    let starts = |word: &[u8]| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if starts(b"dkim=") || starts(b"o=~") || starts(b"o=-") {
        return (TextKind::OldPolicy, true);
    }
    if dkim::looks_like_key(text) { (TextKind::Dkim, true) } else { (TextKind::Other, true) }
}

/// What a name is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// Nothing of mail by its labels.
    Plain,
    /// `_dmarc`.
    Dmarc,
    /// A selector below `_domainkey`.
    Selector(String),
    /// `_domainkey` itself, or `_adsp._domainkey`.
    KeyPolicy,
    /// `_mta-sts`.
    MtaSts,
    /// `_smtp._tls`.
    TlsRpt,
    /// A selector below `_bimi`.
    Bimi(String),
    /// A domain below `_report._dmarc`, which says that its reports are taken.
    Report(String),
}

/// What a name is for, and the domain it is about: the name behind the underscored labels.
#[must_use]
pub fn place(owner: NameRef<'_>) -> (Place, NameRef<'_>) {
    if !owner.labels().any(|label| label.starts_with(b"_")) {
        return (Place::Plain, owner);
    }
    let mut before: Vec<String> = Vec::new();
    let mut at = owner;
    while let Some(parent) = at.parent() {
        let label = String::from_utf8_lossy(at.first_label()).to_ascii_lowercase();
        let joined = || before.join(".");
        let found = match (label.as_str(), before.as_slice()) {
            ("_dmarc", []) => Some(Place::Dmarc),
            ("_dmarc", [.., last]) if last == "_report" && before.len() > 1 => {
                Some(Place::Report(before.get(..before.len() - 1).unwrap_or_default().join(".")))
            }
            ("_domainkey", []) => Some(Place::KeyPolicy),
            ("_domainkey", [only]) if only == "_adsp" => Some(Place::KeyPolicy),
            ("_domainkey", _) => Some(Place::Selector(joined())),
            ("_mta-sts", []) => Some(Place::MtaSts),
            ("_tls", [only]) if only == "_smtp" => Some(Place::TlsRpt),
            ("_bimi", [_, ..]) => Some(Place::Bimi(joined())),
            _ => None,
        };
        if let Some(place) = found {
            return (place, parent);
        }
        before.push(label);
        at = parent;
    }
    (Place::Plain, owner)
}

/// Whether a text of this kind belongs at such a name.
#[must_use]
pub fn belongs(kind: TextKind, place: &Place) -> bool {
    match kind {
        TextKind::Spf | TextKind::SenderId => *place == Place::Plain,
        TextKind::Dmarc => matches!(place, Place::Dmarc | Place::Report(_)),
        TextKind::Dkim => matches!(place, Place::Selector(_)),
        TextKind::MtaSts => *place == Place::MtaSts,
        TextKind::TlsRpt => *place == Place::TlsRpt,
        TextKind::Bimi => matches!(place, Place::Bimi(_)),
        TextKind::OldPolicy => *place == Place::KeyPolicy,
        TextKind::Other => true,
    }
}

/// Where a text of this kind, found at `owner` in `zone`, was probably meant to stand. `None` where nobody can
/// tell, as for a key without a selector. The labels of the zone's own name are as they should be, whatever
/// they are.
#[must_use]
pub fn expected_owner(kind: TextKind, owner: NameRef<'_>, zone: NameRef<'_>) -> Option<Name> {
    let (place, domain) = place(owner);
    // Labels that only a mail record has, written in another way.
    const MISSPELT: &[&str] = &[
        "dmarc",
        "_dmarc",
        "dkim",
        "_dkim",
        "domainkey",
        "_domainkeys",
        "mta-sts",
        "mta_sts",
        "mtasts",
        "sts",
        "_mta_sts",
        "_mtasts",
        "_sts",
        "tlsrpt",
        "tls-rpt",
        "_tlsrpt",
        "_tls-rpt",
        "_smtp-tlsrpt",
        "_smtp",
        "_tls",
        "bimi",
        "_bimi",
    ];
    let is_misspelt = |name: NameRef<'_>| {
        name.is_below(zone)
            && MISSPELT.iter().any(|label| label.as_bytes().eq_ignore_ascii_case(name.first_label()))
    };
    let mut domain = domain;
    let mut selector = None;
    if place == Place::Plain {
        if let Some(parent) = domain.parent().filter(|parent| !is_misspelt(domain) && is_misspelt(*parent)) {
            selector = Some(String::from_utf8_lossy(domain.first_label()).into_owned());
            domain = parent;
        }
        while let Some(parent) = domain.parent().filter(|_| is_misspelt(domain)) {
            domain = parent;
        }
    }
    match kind {
        TextKind::Spf => Some(domain.to_name()),
        TextKind::Dmarc => domain.prefixed("_dmarc"),
        TextKind::MtaSts => domain.prefixed("_mta-sts"),
        TextKind::TlsRpt => domain.prefixed("_smtp._tls"),
        TextKind::Bimi => domain.prefixed("default._bimi"),
        TextKind::Dkim => {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            let selector = selector.filter(|text| text.bytes().all(is_plain))?;
            domain.prefixed(&format!("{selector}._domainkey"))
        }
        TextKind::SenderId | TextKind::OldPolicy | TextKind::Other => None,
    }
}

/// The owner without the zone's name, where that stands in it twice: a final dot was left out.
#[must_use]
pub fn undoubled(owner: NameRef<'_>, zone: NameRef<'_>) -> Option<Name> {
    if zone.is_root() || !owner.is_below(zone) {
        return None;
    }
    let head = owner.wire().get(..owner.wire().len() - zone.wire().len())?;
    let inner = [head, &[0]].concat();
    let inner = NameRef::from_wire(&inner)?;
    inner.is_at_or_below(zone).then(|| inner.to_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::absolute(text).expect("a name")
    }

    #[test]
    fn names_say_what_they_are_for() {
        let of = |text: &str| {
            let owner = name(text);
            let (place, domain) = place(owner.borrow_name());
            (place, domain.to_string())
        };
        let domain = "example.org.".to_owned();
        assert_eq!(of("_DMARC.example.org"), (Place::Dmarc, domain.clone()));
        assert_eq!(
            of("s1.mail._domainkey.example.org"),
            (Place::Selector("s1.mail".to_owned()), domain.clone())
        );
        assert_eq!(of("_adsp._domainkey.example.org"), (Place::KeyPolicy, domain.clone()));
        assert_eq!(of("_mta-sts.example.org"), (Place::MtaSts, domain.clone()));
        assert_eq!(of("_smtp._tls.example.org"), (Place::TlsRpt, domain.clone()));
        assert_eq!(of("default._bimi.example.org"), (Place::Bimi("default".to_owned()), domain.clone()));
        assert_eq!(
            of("a.example._report._dmarc.example.org"),
            (Place::Report("a.example".to_owned()), domain.clone())
        );
        assert_eq!(of("example.org"), (Place::Plain, domain));
    }

    #[test]
    fn texts_say_what_they_are() {
        for (text, kind_of, is_exact) in [
            ("v=spf1 -all", TextKind::Spf, true),
            (" v=spf1 -all", TextKind::Spf, false),
            ("spf2.0/pra -all", TextKind::SenderId, true),
            ("v=DMARC1; p=none", TextKind::Dmarc, true),
            ("v=DMARC1 p=none", TextKind::Dmarc, false),
            ("v=DKIM1; p=", TextKind::Dkim, true),
            ("k=rsa; p=MIGf", TextKind::Dkim, true),
            ("v=STSv1; id=1", TextKind::MtaSts, true),
            ("v=TLSRPTv1; rua=mailto:a@b.example", TextKind::TlsRpt, true),
            ("v=BIMI1; l=", TextKind::Bimi, true),
            ("o=~; r=x", TextKind::OldPolicy, true),
            ("dkim=all", TextKind::OldPolicy, true),
            ("google-site-verification=abc", TextKind::Other, true),
            ("p=1; q=2", TextKind::Other, true),
            ("", TextKind::Other, true),
        ] {
            assert_eq!(kind(text.as_bytes()), (kind_of, is_exact), "{text}");
        }
    }

    #[test]
    fn misplaced_texts_are_sent_home() {
        let home = |kind, owner: &str| {
            expected_owner(kind, name(owner).borrow_name(), name("example.org").borrow_name())
                .map(|name| name.to_string())
        };
        assert_eq!(home(TextKind::Dmarc, "example.org").as_deref(), Some("_dmarc.example.org."));
        assert_eq!(home(TextKind::Spf, "_dmarc.example.org").as_deref(), Some("example.org."));
        assert_eq!(home(TextKind::TlsRpt, "_tlsrpt.example.org").as_deref(), Some("_smtp._tls.example.org."));
        assert_eq!(
            home(TextKind::Dkim, "s1._domainkeys.example.org").as_deref(),
            Some("s1._domainkey.example.org.")
        );
        assert_eq!(home(TextKind::Dkim, "example.org"), None);
        assert_eq!(home(TextKind::Bimi, "_bimi.example.org").as_deref(), Some("default._bimi.example.org."));
        assert_eq!(home(TextKind::MtaSts, "mta-sts.example.org").as_deref(), Some("_mta-sts.example.org."));
    }

    #[test]
    fn a_zone_may_be_called_like_a_label_of_mail() {
        let zone = name("dmarc.example");
        let home = expected_owner(TextKind::Dmarc, zone.borrow_name(), zone.borrow_name());
        assert_eq!(home.map(|name| name.to_string()).as_deref(), Some("_dmarc.dmarc.example."));
    }

    #[test]
    fn a_doubled_origin_is_seen() {
        let (zone, owner) = (name("example.org"), name("_dmarc.example.org.example.org"));
        assert_eq!(
            undoubled(owner.borrow_name(), zone.borrow_name()).map(|name| name.to_string()).as_deref(),
            Some("_dmarc.example.org.")
        );
        assert_eq!(undoubled(name("_dmarc.example.org").borrow_name(), zone.borrow_name()), None);
    }
}
