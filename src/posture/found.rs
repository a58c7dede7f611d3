//! The one record of a kind at a name, or what stands there instead.

use super::Subject;
use crate::mail::Text;
use crate::mail::domain::Grammar;
use crate::mail::place::kind;
use crate::resolve::End;
use crate::rr::types;
use crate::wire::excerpt;

/// Characters of a record that are shown.
const SHOWN: usize = 500;

/// What is found at a name.
pub(super) enum MailRecord<T> {
    /// Nothing of the kind.
    None,
    /// Exactly one record.
    One(Text, T),
    /// So many, which receivers discard.
    Several(usize),
    /// A text that was meant for one.
    Near(Text),
    /// Outside the given zones, as a clause.
    Unknown(String),
}

impl<T> MailRecord<T> {
    /// The record as it is shown.
    pub(super) fn shown(&self) -> Option<String> {
        match self {
            MailRecord::One(text, _) | MailRecord::Near(text) => Some(excerpt(text.octets(), SHOWN)),
            _ => None,
        }
    }
}

impl Subject<'_> {
    /// The record at a name below the domain; the domain itself where `labels` is empty. Aliases are
    /// followed.
    pub(super) fn found<T: Grammar>(&self, labels: &str) -> MailRecord<T> {
        let owner = if labels.is_empty() {
            Some(self.domain.clone())
        } else {
            self.domain.borrow_name().prefixed(labels)
        };
        let Some(owner) = owner else { return MailRecord::None };
        let rrset = match self.inquiry.answers.lookup(owner.borrow_name(), types::TXT).end {
            End::Rrset(rrset) => rrset,
            End::NoData { .. } | End::NxDomain(_) => return MailRecord::None,
            End::Unknown(why) => return MailRecord::Unknown(why.to_string()),
        };
        let (mut exact, mut near) = (Vec::new(), None);
        for text in rrset.records().map(Text::of) {
            match kind(text.octets()) {
                (kind, true) if kind == T::KIND && !exact.contains(&text) => exact.push(text),
                (kind, false) if kind == T::KIND => near = Some(text),
                _ => {}
            }
        }
        match (exact.len(), exact.pop(), near) {
            (1, Some(text), _) => {
                let said = T::read(&text, self.inquiry.limits);
                MailRecord::One(text, said)
            }
            (0, _, Some(text)) => MailRecord::Near(text),
            (0, ..) => MailRecord::None,
            (several, ..) => MailRecord::Several(several),
        }
    }
}
