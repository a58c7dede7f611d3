//! Which zone a file holds: what was said on the command line, in a comment, by `$ORIGIN`, by the SOA, by the
//! file's name. The first that speaks wins; the others are kept so that a disagreement can be told.

use std::path::Path;

use crate::parse::{Lexer, read_head};
use crate::rr::{Tokens, types};
use crate::wire::{Name, NameRef, u32_of};

/// How far the search for an SOA reads.
const HEAD_OCTETS: usize = 1 << 20;

/// Who named the zone, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Evidence {
    /// `--origin`.
    Given,
    /// A `; danelaw: zone NAME` comment.
    Comment,
    /// An absolute `$ORIGIN` before the SOA.
    Origin,
    /// The absolute owner of the SOA.
    Soa,
    /// `db.NAME`, `NAME.zone`, `NAME.signed`, `NAME.db`.
    FileName,
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
        naming.records(head);
        if let Some(name) = path.and_then(name_of_file) {
            naming.push(Evidence::FileName, name, (0, 0));
        }
        naming.candidates.sort_by_key(|candidate| candidate.evidence);
        naming
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

    /// `$ORIGIN` before the SOA, and the SOA's owner.
    fn records(&mut self, head: &[u8]) {
        let start = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut lexer = Lexer::new(head, start);
        let mut first = None;
        while lexer.start_entry() {
            let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
            match owner {
                Some(word) if word.text.eq_ignore_ascii_case(b"$ORIGIN") => {
                    if let Some(token) = lexer.next().filter(|token| token.text.ends_with(b"."))
                        && let Ok(name) = Name::parse(token.text, NameRef::ROOT)
                    {
                        first.get_or_insert_with(|| Candidate {
                            evidence: Evidence::Origin,
                            name: name.clone(),
                            span: token.span(),
                        });
                        // The last one before the SOA is the one the SOA stands under.
                        self.candidates.retain(|candidate| candidate.evidence != Evidence::Origin);
                        self.push(Evidence::Origin, name, token.span());
                    }
                }
                Some(word) if word.text.first() == Some(&b'$') => {}
                _ => {
                    let is_soa = read_head(&mut lexer, owner, &mut |_| {})
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

/// The zone that a file's name tells by custom.
fn name_of_file(path: &Path) -> Option<Name> {
    let mut file = path.file_name()?.to_str()?;
    for packed in [".gz", ".zst", ".xz"] {
        file = file.strip_suffix(packed).unwrap_or(file);
    }
    let stem = file
        .strip_prefix("db.")
        .or_else(|| [".zone", ".signed", ".db"].iter().find_map(|suffix| file.strip_suffix(suffix)))?;
    let stem = stem.strip_suffix(".zone").unwrap_or(stem);
    let stem = stem.strip_suffix(".db").unwrap_or(stem);
    let plain = !stem.is_empty()
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    plain.then(|| Name::absolute(stem).ok()).flatten()
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
