//! Which zone a file holds: what was said on the command line, in a comment, by `$ORIGIN`, by the SOA, by the
//! file's name. The first that speaks wins; the others are kept so that a disagreement can be told.

use std::path::Path;

use crate::parse::{Head, Lexer, read_head};
use crate::rr::{Tokens, types};
use crate::wire::{Name, NameRef, u32_of};

/// How far the search for an SOA reads.
const HEAD_OCTETS: usize = 1 << 20;

/// Who named the zone, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Evidence {
    /// The configuration of a name server.
    Configuration,
    /// `--origin`.
    Given,
    /// A `; danelaw: zone NAME` comment.
    Comment,
    /// An absolute `$ORIGIN` before the SOA.
    Origin,
    /// The absolute owner of the SOA.
    Soa,
    /// `db.NAME`, `NAME.zone`, `NAME.signed`, `NAME.db` and the like, or the name itself.
    FileName,
    /// A comment of a program or person: `;; Domain: NAME`, `; Zone file for NAME`.
    Remark,
}

impl Evidence {
    /// Where the name is from, as a noun.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Evidence::Configuration => "configuration",
            Evidence::Given => "--origin",
            Evidence::Comment => "danelaw comment",
            Evidence::Origin => "$ORIGIN",
            Evidence::Soa => "SOA",
            Evidence::FileName => "file name",
            Evidence::Remark => "comment",
        }
    }

    /// Whether the name is a guess: no server reads it.
    #[must_use]
    pub fn is_guess(self) -> bool {
        matches!(self, Evidence::FileName | Evidence::Remark)
    }
}

/// Whether a text begins as a zone does: with directives and records, one of which is an SOA.
#[must_use]
pub fn begins_as_zone(head: &[u8]) -> bool {
    /// Directives that stand before an SOA.
    const DIRECTIVES: [&[u8]; 4] = [b"$TTL", b"$ORIGIN", b"$INCLUDE", b"$DATE"];
    let start = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut lexer = Lexer::new(head, start);
    while lexer.start_entry() {
        let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
        if let Some(word) = owner.filter(|word| word.text.first() == Some(&b'$')) {
            if !DIRECTIVES.iter().any(|directive| word.text.eq_ignore_ascii_case(directive)) {
                return false;
            }
        } else {
            match read_head(&mut lexer, Head::new(owner), &mut |_| {}).rtype {
                None => return false,
                Some((types::SOA, _)) => {
                    // Two names, and a number or what is put in place of it.
                    let serial = lexer.next().and_then(|_| lexer.next()).and_then(|_| lexer.next());
                    return serial.is_some_and(|serial| {
                        serial.text.first().is_some_and(|first| !first.is_ascii_alphabetic())
                    });
                }
                Some(_) => {}
            }
        }
        lexer.finish_entry();
    }
    false
}

/// One name for the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who says so.
    pub evidence: Evidence,
    /// The name.
    pub name: Name,
    /// Where in the file, as first offset and the offset behind the last.
    pub span: (u32, u32),
}

/// All names for the zone, strongest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// The head of the file has an SOA whose owner is relative, so that a name is needed to read it.
    pub relative_soa: bool,
    /// The view that a `; danelaw: zone NAME view=VIEW` comment puts the zone in.
    pub view: Option<String>,
}

impl Naming {
    /// Looks for names in the head of a file.
    #[must_use]
    pub fn of(bytes: &[u8], path: Option<&Path>, given: Option<&Name>) -> Naming {
        let mut naming = Naming::default();
        let head = bytes.get(..HEAD_OCTETS).unwrap_or(bytes);
        if let Some(name) = given {
            naming.push(Evidence::Given, name.clone(), (0, 0));
        }
        naming.comment(head);
        naming.remark(head);
        naming.records(head);
        let has_remark = naming.candidates.iter().any(|candidate| candidate.evidence == Evidence::Remark);
        // `external.db` says less than a comment does, and a whole name more: comments are copied with files.
        let says_more = |name: &Name| !has_remark || name.borrow_name().label_count() > 1;
        if let Some(name) = path.and_then(name_of_file).filter(says_more) {
            naming.push(Evidence::FileName, name, (0, 0));
        }
        naming.candidates.sort_by_key(|candidate| candidate.evidence);
        naming
    }

    /// Makes the name that was given that of a configuration, which says it of this file.
    pub fn name_from_configuration(&mut self) {
        for candidate in &mut self.candidates {
            if candidate.evidence == Evidence::Given {
                candidate.evidence = Evidence::Configuration;
            }
        }
        // What a file is called says nothing where its server says what it is.
        self.candidates.retain(|candidate| candidate.evidence != Evidence::FileName);
    }

    /// The name that wins.
    #[must_use]
    pub fn winner(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// What the user or a comment calls the zone, and what its SOA does, where the two differ.
    #[must_use]
    pub fn disagreement(&self) -> Option<(&Candidate, &Candidate)> {
        let named = |evidence| self.candidates.iter().find(|candidate| candidate.evidence == evidence);
        let said = self.candidates.iter().find(|candidate| candidate.evidence <= Evidence::Comment)?;
        // An absolute SOA owner stands for itself; any other continues with `$ORIGIN`.
        let found = named(Evidence::Soa).or_else(|| named(Evidence::Origin))?;
        (said.name.borrow_name() != found.name.borrow_name()).then_some((said, found))
    }

    fn push(&mut self, evidence: Evidence, name: Name, span: (u32, u32)) {
        self.candidates.push(Candidate { evidence, name, span });
    }

    /// `; danelaw: zone NAME`, perhaps with `view=VIEW`, on a line of its own before the first record.
    fn comment(&mut self, head: &[u8]) {
        let mut at = 0;
        for line in head.split_inclusive(|&byte| byte == b'\n') {
            let text = line.trim_ascii();
            if let Some(comment) = text.strip_prefix(b";") {
                let said = comment
                    .trim_ascii()
                    .strip_prefix(b"danelaw:")
                    .map(<[u8]>::trim_ascii)
                    .and_then(|rest| rest.strip_prefix(b"zone "));
                let mut words = said.unwrap_or_default().split(u8::is_ascii_whitespace);
                let word = words.find(|word| !word.is_empty());
                if let Some(name) = word.and_then(|word| Name::parse(word, NameRef::ROOT).ok()) {
                    let view = words.find_map(|word| word.strip_prefix(b"view="));
                    let view = view.and_then(|view| std::str::from_utf8(view).ok());
                    self.view = view.filter(|view| !view.is_empty()).map(str::to_owned);
                    self.push(
                        Evidence::Comment,
                        name,
                        (u32_of(at), u32_of(at + line.trim_ascii_end().len())),
                    );
                    return;
                }
            } else if !text.is_empty() && !text.starts_with(b"$") && !text.starts_with(b"\xef\xbb\xbf") {
                return;
            }
            at += line.len();
        }
    }

    /// What programs and people write at the head of a file: `;; Domain: NAME`, `; Zone file for NAME`,
    /// `;  Database file NAME.dns for NAME zone.`
    fn remark(&mut self, head: &[u8]) {
        let mut at = 0;
        for line in head.split_inclusive(|&byte| byte == b'\n').take(REMARK_LINES) {
            let text = line.trim_ascii();
            let is_comment = text.starts_with(b";");
            if !is_comment && !text.is_empty() && !text.starts_with(b"$") {
                return;
            }
            let comment = text.trim_ascii_start();
            let name = std::str::from_utf8(comment).ok().filter(|_| is_comment).and_then(named_in);
            if let Some(name) = name {
                self.push(Evidence::Remark, name, (u32_of(at), u32_of(at + line.trim_ascii_end().len())));
                return;
            }
            at += line.len();
        }
    }

    /// `$ORIGIN` before the SOA, and the SOA's owner.
    fn records(&mut self, head: &[u8]) {
        let start = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut lexer = Lexer::new(head, start);
        let (mut first, mut includes) = (None, false);
        while lexer.start_entry() {
            let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
            match owner {
                Some(word) if word.text.eq_ignore_ascii_case(b"$ORIGIN") => {
                    if let Some(token) = lexer.next().filter(|token| token.text.ends_with(b"."))
                        && let Ok(name) = Name::parse(token.text, NameRef::ROOT)
                    {
                        // What stands behind an include may be another origin than that of its SOA.
                        if !includes {
                            first.get_or_insert_with(|| Candidate {
                                evidence: Evidence::Origin,
                                name: name.clone(),
                                span: token.span(),
                            });
                        }
                        // The last one before the SOA is the one the SOA stands under.
                        self.candidates.retain(|candidate| candidate.evidence != Evidence::Origin);
                        self.push(Evidence::Origin, name, token.span());
                    }
                }
                Some(word) if word.text.first() == Some(&b'$') => {
                    includes |= word.text.eq_ignore_ascii_case(b"$INCLUDE");
                }
                _ => {
                    let is_soa = read_head(&mut lexer, Head::new(owner), &mut |_| {})
                        .rtype
                        .is_some_and(|(rtype, _)| rtype == types::SOA);
                    if is_soa {
                        self.soa_owner(owner);
                        return;
                    }
                }
            }
            lexer.finish_entry();
        }
        // Without an SOA the first origin is the best there is.
        self.candidates.retain(|candidate| candidate.evidence != Evidence::Origin);
        self.candidates.extend(first);
    }

    fn soa_owner(&mut self, owner: Option<crate::rr::Token<'_>>) {
        let Some(token) = owner else { return };
        let origin = self
            .candidates
            .iter()
            .find(|candidate| candidate.evidence == Evidence::Origin)
            .map(|candidate| candidate.name.clone());
        if token.text.ends_with(b".") {
            if let Ok(name) = Name::parse(token.text, NameRef::ROOT) {
                self.push(Evidence::Soa, name, token.span());
            }
        } else if origin.is_none() {
            self.relative_soa = true;
        } else if token.text != b"@"
            && let Some(origin) = origin
            && let Ok(name) = Name::parse(token.text, origin.borrow_name())
        {
            // `$ORIGIN org.` and `example SOA`: the zone is what the two make together.
            self.candidates.retain(|candidate| candidate.evidence != Evidence::Origin);
            self.push(Evidence::Origin, name, token.span());
        }
    }
}

/// The zone that a comment names.
fn named_in(comment: &str) -> Option<Name> {
    let lower = comment.to_ascii_lowercase();
    let word = |text: &str| {
        let word = text.trim_start_matches([' ', '\t', ':', '"', '\'', '`']).split_whitespace().next()?;
        let word = word.trim_matches(['"', '\'', '`', ',', ';', ':']).trim_end_matches('.');
        let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        (plain && word.contains('.')).then(|| Name::absolute(word).ok()).flatten()
    };
    let behind = |start: &str| lower.split_once(start).and_then(|(_, rest)| word(rest));
    let database = || behind("database file ").and_then(|_| behind(" for "));
    ["domain:", "zone:", "zone file for zone ", "zone file for ", "zone data for "]
        .into_iter()
        .find_map(behind)
        .or_else(database)
}

/// The zone that a file's name tells by custom.
fn name_of_file(path: &Path) -> Option<Name> {
    let mut file = path.file_name()?.to_str()?;
    for packed in [".gz", ".zst", ".xz"] {
        file = file.strip_suffix(packed).unwrap_or(file);
    }
    let name = |text: &str| Name::absolute(text).ok();
    // What Debian ships.
    match file {
        "db.local" => return name("localhost."),
        "db.root" | "db.cache" | "named.root" | "named.ca" | "root.hints" | "root.zone" => return name("."),
        "db.empty" => return None,
        _ => {}
    }
    let stem = ZONE_PREFIXES
        .iter()
        .find_map(|prefix| file.strip_prefix(prefix))
        .or_else(|| ZONE_SUFFIXES.iter().find_map(|suffix| file.strip_suffix(suffix)))
        .or_else(|| file.strip_suffix(".txt").filter(|stem| stem.contains('.')))
        .or_else(|| is_domain(file).then_some(file))?;
    let stem = ZONE_SUFFIXES.iter().find_map(|suffix| stem.strip_suffix(suffix)).unwrap_or(stem);
    let plain = !stem.is_empty()
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    plain.then(|| reverse_zone(stem).or_else(|| name(stem))).flatten()
}

/// What the names of zone files begin with.
const ZONE_PREFIXES: [&str; 5] = ["db.", "master_db.", "master.", "pri.", "zone."];
/// What the names of zone files end with.
const ZONE_SUFFIXES: [&str; 6] = [".zone", ".signed", ".db", ".dns", ".rev", ".hosts"];
/// How many lines are searched for a comment that names the zone.
const REMARK_LINES: usize = 40;

/// `10.1`, `192.0.2`: the reverse zone of the network whose first octets these are.
fn reverse_zone(stem: &str) -> Option<Name> {
    let octets: Vec<&str> = stem.split('.').collect();
    let is_octet = |text: &&str| text.len() <= 3 && text.parse::<u8>().is_ok();
    if octets.len() > 4 || !octets.iter().all(is_octet) {
        return None;
    }
    let reversed: Vec<&str> = octets.into_iter().rev().collect();
    Name::absolute(&format!("{}.in-addr.arpa", reversed.join("."))).ok()
}

/// Whether a file's name is a domain name by itself, not the name of a document or program: it ends with a
/// public suffix, or with a label that private networks use in place of one.
fn is_domain(file: &str) -> bool {
    /// RFC 2606, RFC 6761, RFC 6762 appendix G, RFC 9476, and ICANN's reservation of 2024.
    const PRIVATE: [&str; 13] = [
        "alt",
        "corp",
        "example",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "private",
        "test",
    ];
    // `README.md` and `LICENSE.md` are documents, `example.md` is a zone of Moldova.
    let is_document =
        file.split('.').next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_uppercase()));
    let name = file.trim_end_matches('.').to_ascii_lowercase();
    if is_document {
        return false;
    }
    let Some((stem, last)) = name.rsplit_once('.') else { return false };
    let is_known = psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known());
    // These are top-level domains, too, and what parts and archives are called.
    !stem.is_empty() && !["inc", "zip"].contains(&last) && (is_known || PRIVATE.contains(&last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn winner(text: &str, file: &str, given: Option<&str>) -> Option<(Evidence, String)> {
        let given = given.map(|text| Name::absolute(text).expect("a test name"));
        let naming = Naming::of(text.as_bytes(), Some(Path::new(file)), given.as_ref());
        naming.winner().map(|candidate| (candidate.evidence, candidate.name.to_string()))
    }

    #[test]
    fn the_strongest_evidence_wins() {
        let text =
            "; danelaw: zone comment.example.\n$ORIGIN origin.example.\nsoa.example. SOA a b 1 2 3 4 5\n";
        let won = |evidence, name: &str| Some((evidence, name.to_owned()));
        assert_eq!(
            winner(text, "db.file.example", Some("given.example")),
            won(Evidence::Given, "given.example.")
        );
        assert_eq!(winner(text, "x", None), won(Evidence::Comment, "comment.example."));
        assert_eq!(
            winner("$ORIGIN origin.example.\n@ SOA\n", "x", None),
            won(Evidence::Origin, "origin.example.")
        );
        assert_eq!(
            winner("soa.example. 1h IN SOA\n$ORIGIN late.example.\n", "x", None),
            won(Evidence::Soa, "soa.example.")
        );
        assert_eq!(
            winner("@ SOA\n", "/etc/bind/db.file.example", None),
            won(Evidence::FileName, "file.example.")
        );
        assert_eq!(winner("@ SOA\n", "file.example.zone.gz", None), won(Evidence::FileName, "file.example."));
        assert_eq!(winner("@ SOA\n", "notes.txt", None), None);
    }

    #[test]
    fn file_names_say_which_zone_by_custom() {
        let name = |file: &str| name_of_file(Path::new(file)).map(|name| name.to_string());
        let known = [
            ("db.192.0.2", "2.0.192.in-addr.arpa."),
            ("db.10.1", "1.10.in-addr.arpa."),
            ("db.127", "127.in-addr.arpa."),
            ("db.0", "0.in-addr.arpa."),
            ("db.local", "localhost."),
            ("db.root", "."),
            ("192.0.2.rev", "2.0.192.in-addr.arpa."),
            ("example.co.uk", "example.co.uk."),
            ("example.pl", "example.pl."),
            ("xn--bcher-kva.example.org", "xn--bcher-kva.example.org."),
            ("office.lan", "office.lan."),
            ("example.org.dns", "example.org."),
            ("example.org.txt", "example.org."),
            ("master_db.example.org", "example.org."),
            ("pri.example.org", "example.org."),
            ("example.org", "example.org."),
            ("2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa."),
            ("example.org.zone.signed", "example.org."),
        ];
        for (file, zone) in known {
            assert_eq!(name(file).as_deref(), Some(zone), "{file}");
        }
        for file in [
            "db.empty",
            "notes.txt",
            "README.md",
            "named.conf",
            "data.json",
            "zones.yaml",
            "a.sql",
            "zone",
            "hosts.inc",
            "a.1",
        ] {
            assert_eq!(name(file), None, "{file}");
        }
    }

    #[test]
    fn comments_at_the_head_name_the_zone() {
        let name = |comment: &str| named_in(comment).map(|name| name.to_string());
        assert_eq!(name(";; Domain:     example.org.").as_deref(), Some("example.org."));
        assert_eq!(name("; Zone file for example.org").as_deref(), Some("example.org."));
        assert_eq!(
            name(";  Database file example.org.dns for example.org zone.").as_deref(),
            Some("example.org.")
        );
        assert_eq!(name("; zone file for the office"), None);
        assert_eq!(name("; see www.example.org"), None);
    }

    #[test]
    fn an_origin_behind_an_include_names_no_zone() {
        let text = "$TTL 1h\n$INCLUDE soa.inc\n$ORIGIN www.example.org.\n@ A 192.0.2.1\n";
        assert_eq!(
            winner(text, "example.org.zone", None),
            Some((Evidence::FileName, "example.org.".to_owned()))
        );
    }

    #[test]
    fn a_comment_may_say_the_view() {
        let view = |text: &str| Naming::of(text.as_bytes(), None, None).view;
        assert_eq!(view("; danelaw: zone example.  view=inside ; ours\n").as_deref(), Some("inside"));
        assert_eq!(view("; danelaw: zone example. other=x view=\n"), None);
        assert_eq!(view("; danelaw: zone view=inside\n"), None);
    }

    #[test]
    fn a_relative_soa_stands_under_its_origin() {
        assert_eq!(
            winner("$ORIGIN example.\nsub SOA\n", "x", None).map(|won| won.1).as_deref(),
            Some("sub.example.")
        );
        assert!(Naming::of(b"@ SOA\n", None, None).relative_soa);
    }
}
