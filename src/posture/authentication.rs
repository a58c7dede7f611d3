//! Who may send in a domain's name: SPF, DKIM, DMARC, and BIMI, which asks for the others.

use serde::Serialize;

use super::found::MailRecord;
use super::transport::{destinations, near};
use super::{Health, Subject};
use crate::mail::bimi::Bimi as BimiRecord;
use crate::mail::dkim::{Dkim as DkimRecord, PublicKey, RsaForm};
use crate::mail::dmarc::{self, Because, Discovery, Effect, Receiver};
use crate::mail::domain::Slot;
use crate::mail::spf::{Qualifier, Spf as SpfRecord, TermKind};
use crate::mail::spf_lookups::{Evaluation, LOOKUPS, Trouble, VOIDS};
use crate::resolve::End;
use crate::rr::types;
use crate::wire::excerpt;

/// Characters of a record that are shown.
const SHOWN: usize = 500;

/// SPF.
#[derive(Debug, Serialize)]
pub struct Spf {
    /// How it stands.
    pub state: Health,
    /// The record.
    pub record: Option<String>,
    /// What senders get that no mechanism matches: `fail`, `softfail`, `neutral`, `pass`, `permerror` or
    /// `none`; `None` where another record decides that is outside the given zones.
    pub result: Option<&'static str>,
    /// What evaluating it costs.
    pub lookups: Option<Lookups>,
    /// What receivers do.
    pub effect: String,
    /// Whether mail of anybody may pass.
    #[serde(skip)]
    pub(super) may_pass: bool,
}

/// DNS lookups that evaluating an SPF record costs: RFC 7208 section 4.6.4.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Lookups {
    /// Those that are certain.
    pub known: usize,
    /// The most there can be; `None` where includes are outside the given zones.
    pub most: Option<usize>,
    /// Includes outside the given zones.
    pub outside: usize,
}

/// DKIM.
#[derive(Debug, Serialize)]
pub struct Dkim {
    /// How it stands.
    pub state: Health,
    /// The selectors in the zone.
    pub keys: Vec<DkimSelector>,
    /// What receivers do.
    pub effect: String,
}

/// One selector.
#[derive(Debug, Serialize)]
pub struct DkimSelector {
    /// Its name.
    pub selector: String,
    /// How it stands.
    pub state: Health,
    /// The key in a few words.
    pub key: String,
}

/// DMARC.
#[derive(Debug, Serialize)]
pub struct Dmarc {
    /// How it stands.
    pub state: Health,
    /// The record.
    pub record: Option<String>,
    /// The domain whose record it is.
    pub domain: Option<String>,
    /// What RFC 9989 receivers apply; `None` where they find no DMARC.
    pub rfc9989: Option<Policies>,
    /// What RFC 7489 receivers apply.
    pub rfc7489: Option<Policies>,
    /// `relaxed` or `strict`: for DKIM.
    pub dkim_alignment: Option<&'static str>,
    /// For SPF.
    pub spf_alignment: Option<&'static str>,
    /// What receivers do.
    pub effect: String,
    /// Policy and percentage that RFC 7489 receivers apply to mail from the domain.
    #[serde(skip)]
    pub(super) applied_7489: Option<(&'static str, u8)>,
    /// Whether a record is there that receivers cannot use.
    #[serde(skip)]
    pub(super) is_malformed: bool,
    /// The weakest policy that any receiver applies to mail from the domain.
    #[serde(skip)]
    pub(super) weakest: Option<&'static str>,
}

/// Policies that receivers apply to mail that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Policies {
    /// To mail from the domain of the record.
    pub domain: &'static str,
    /// To mail from existing names below it.
    pub subdomains: &'static str,
    /// To mail from names below it that do not exist.
    pub missing: &'static str,
    /// Percent of the mail.
    pub percent: u8,
}

/// BIMI.
#[derive(Debug, Serialize)]
pub struct Bimi {
    /// How it stands.
    pub state: Health,
    /// The record of the selector `default`.
    pub record: Option<String>,
    /// What mailbox providers do.
    pub effect: String,
}

/// A result with what it means for senders that no mechanism matches.
fn result_of(qualifier: Qualifier) -> (&'static str, Health, &'static str) {
    match qualifier {
        Qualifier::Fail => ("fail", Health::Ok, "mail from other hosts fails"),
        Qualifier::Softfail => ("softfail", Health::Ok, "mail from other hosts is suspect and mostly taken"),
        Qualifier::Neutral => {
            ("neutral", Health::Weak, "mail from other hosts is as good as mail without SPF")
        }
        Qualifier::Pass => ("pass", Health::Broken, "mail from every host passes"),
    }
}

impl Subject<'_> {
    pub(super) fn spf(&self) -> Spf {
        let found = self.found::<SpfRecord>("");
        let record = found.shown();
        let of = |state, result, effect: String| Spf {
            state,
            record: record.clone(),
            result,
            lookups: None,
            effect,
            may_pass: state == Health::Unknown,
        };
        let said = match &found {
            MailRecord::None => {
                return of(
                    Health::Absent,
                    Some("none"),
                    "receivers find no SPF record: who sent the mail is not checked by it".to_owned(),
                );
            }
            MailRecord::Unknown(why) => return of(Health::Unknown, None, why.clone()),
            MailRecord::Several(many) => {
                return of(
                    Health::Broken,
                    Some("permerror"),
                    format!("{many} records: permerror, for all mail"),
                );
            }
            MailRecord::Near(text) => return of(Health::Broken, Some("none"), near("SPF", text)),
            MailRecord::One(_, said) => said,
        };
        if let Some(fault) = said.faults.iter().next() {
            return of(
                Health::Broken,
                Some("permerror"),
                format!("permerror, for all mail: {}", fault.detail),
            );
        }
        let evaluation =
            self.inquiry.mail.zip(self.records).and_then(|(mail, records)| mail.evaluation(records));
        let lookups = evaluation.map(|found| Lookups {
            known: found.known(),
            most: found.most(),
            outside: found.open.len(),
        });
        let (result, state, effect) = match said.default_result() {
            Some(qualifier) => {
                let (result, state, effect) = result_of(qualifier);
                (Some(result), state, effect.to_owned())
            }
            None => (
                None,
                Health::Ok,
                "mail from other hosts is judged by the record that `redirect=` names".to_owned(),
            ),
        };
        let (result, state, effect) = match evaluation.and_then(trouble) {
            Some((result, why)) => (Some(result), Health::Broken, why),
            None => (result, state, effect),
        };
        let passes =
            |kind: &TermKind| matches!(kind, TermKind::Directive(Qualifier::Pass, _) | TermKind::Redirect(_));
        let may_pass = result != Some("permerror") && said.reachable().any(|term| passes(&term.kind));
        Spf { lookups, may_pass, ..of(state, result, effect) }
    }

    pub(super) fn dkim(&self) -> Dkim {
        let selectors = self.records.map(|records| records.selectors.as_slice()).unwrap_or_default();
        let keys: Vec<DkimSelector> =
            selectors.iter().map(|(selector, slot)| self.key(selector, slot)).collect();
        let has = |state: Health| keys.iter().any(|key| key.state == state);
        let above = self
            .domain
            .borrow_name()
            .prefixed("_domainkey")
            .map(|name| self.inquiry.answers.lookup(name.borrow_name(), types::TXT).end);
        if let (true, Some(End::Unknown(why))) = (keys.is_empty(), above) {
            return Dkim { state: Health::Unknown, keys, effect: why.to_string() };
        }
        let (state, effect) = if keys.is_empty() {
            (Health::Absent, "no selector in the zone: nobody can verify signatures of this domain")
        } else if has(Health::Ok) {
            (Health::Ok, "receivers can verify what is signed with these selectors")
        } else if has(Health::Weak) {
            (Health::Weak, "receivers can verify signatures, with keys that are weaker than they should be")
        } else if has(Health::Unknown) {
            (Health::Unknown, "the keys are outside the given zones")
        } else if has(Health::Broken) {
            (Health::Broken, "no selector has a key that receivers can use: every signature fails")
        } else {
            (Health::Absent, "all keys are revoked: signatures with them fail")
        };
        Dkim { state, keys, effect: effect.to_owned() }
    }

    fn key(&self, selector: &str, slot: &Slot<'_, DkimRecord>) -> DkimSelector {
        let of = |state, key: String| DkimSelector { selector: selector.to_owned(), state, key };
        if let (Some(alias), None) = (slot.alias, slot.exact().next()) {
            let target =
                alias.name(types::cname::CANONICAL_NAME).map(|name| name.to_string()).unwrap_or_default();
            let found = self.found::<DkimRecord>(&format!("{selector}._domainkey"));
            return match found {
                MailRecord::One(_, said) => {
                    let (state, key) = described(&said);
                    of(state, format!("{key}, at `{target}`"))
                }
                MailRecord::Unknown(_) => {
                    of(Health::Unknown, format!("at `{target}`, outside the given zones"))
                }
                _ => of(Health::Broken, format!("an alias of `{target}`, which has no key")),
            };
        }
        match (slot.texts.len(), slot.texts.first()) {
            (0, _) | (_, None) => of(Health::Broken, "no key record".to_owned()),
            (1, Some(text)) => {
                let (state, key) = described(&text.said);
                of(state, key)
            }
            (several, _) => of(Health::Broken, format!("{several} records: which one counts is not defined")),
        }
    }

    pub(super) fn dmarc(&self) -> Dmarc {
        let empty = |state, effect: String| Dmarc {
            state,
            record: None,
            domain: None,
            rfc9989: None,
            rfc7489: None,
            dkim_alignment: None,
            spf_alignment: None,
            effect,
            applied_7489: None,
            is_malformed: false,
            weakest: None,
        };
        let own = self.found::<dmarc::Dmarc>("_dmarc");
        let discarded = match &own {
            MailRecord::Several(many) => {
                Some(format!("{many} records at `_dmarc.{}`: all are discarded", self.domain))
            }
            MailRecord::Near(text) => Some(near("DMARC", text)),
            _ => None,
        };
        match dmarc::discover(self.inquiry.answers, self.domain.borrow_name(), self.inquiry.limits) {
            Err(why) => empty(Health::Unknown, why.to_string()),
            Ok(None) => match discarded {
                Some(why) => Dmarc { is_malformed: true, record: own.shown(), ..empty(Health::Broken, why) },
                None => empty(
                    Health::Absent,
                    "receivers find no DMARC record: anybody can write mail in the domain's name".to_owned(),
                ),
            },
            Ok(Some(found)) => self.discovered(&found, discarded),
        }
    }

    fn discovered(&self, found: &Discovery<'_>, discarded: Option<String>) -> Dmarc {
        let (new, old) = (found.dmarc.effect(Receiver::Rfc9989), found.dmarc.effect(Receiver::Rfc7489));
        let exists = self.inquiry.answers.exists(self.domain.borrow_name()) != Some(false);
        let own = |policies: &dmarc::Policies| match (found.is_own, exists) {
            (true, _) => policies.domain,
            (false, true) => policies.subdomains,
            (false, false) => policies.missing,
        };
        let applied = |effect: &Effect| {
            if let Effect::Applied(policies) = effect {
                Some((own(policies), policies.percent))
            } else {
                None
            }
        };
        let (new_policy, old_policy) = (applied(&new), applied(&old));
        let of = |effect: &Effect| match effect {
            Effect::Applied(policies) => Some(Policies {
                domain: policies.domain.word(),
                subdomains: policies.subdomains.word(),
                missing: policies.missing.word(),
                percent: policies.percent,
            }),
            Effect::Ignored(_) => None,
        };
        let weakest = match (new_policy, old_policy) {
            (Some(new), Some(old)) => Some(new.0.min(old.0)),
            _ => None,
        };
        let state = match (weakest, &new) {
            (None, _) => Health::Broken,
            (Some(_), Effect::Applied(policies)) if policies.fallback.is_some() => Health::Broken,
            (Some(dmarc::Policy::None), _) => Health::Weak,
            _ if discarded.is_some() => Health::Broken,
            _ => Health::Ok,
        };
        let (dkim, spf) = found.dmarc.is_strict();
        let alignment = |is_strict: bool| Some(if is_strict { "strict" } else { "relaxed" });
        let text = crate::mail::Text::of(found.record);
        let inherited =
            if found.is_own { String::new() } else { format!("; the record is that of `{}`", found.domain) };
        let reports = match destinations(&text, &found.dmarc.rua) {
            to if to.is_empty() => "; nobody gets reports".to_owned(),
            to => format!("; reports go to {to}"),
        };
        let discarded = discarded.map(|why| format!("; {why}")).unwrap_or_default();
        Dmarc {
            state,
            record: Some(excerpt(text.octets(), SHOWN)),
            domain: Some(found.domain.to_string()),
            rfc9989: of(&new),
            rfc7489: of(&old),
            dkim_alignment: alignment(dkim),
            spf_alignment: alignment(spf),
            effect: format!(
                "{}{inherited}{reports}{discarded}",
                told((&new, new_policy), (&old, old_policy))
            ),
            applied_7489: old_policy.map(|(policy, percent)| (policy.word(), percent)),
            is_malformed: matches!(old, Effect::Ignored(_)),
            weakest: weakest.map(dmarc::Policy::word),
        }
    }

    pub(super) fn bimi(&self, dmarc: &Dmarc) -> Bimi {
        let found = self.found::<BimiRecord>("default._bimi");
        let (state, effect) = match &found {
            MailRecord::None => (Health::Absent, "no logo is shown".to_owned()),
            MailRecord::Unknown(why) => (Health::Unknown, why.clone()),
            MailRecord::Several(many) => (Health::Broken, format!("{many} records: no logo is shown")),
            MailRecord::Near(text) => (Health::Broken, near("BIMI", text)),
            MailRecord::One(_, said) if said.is_declined() => {
                (Health::Ok, "declined: no logo is shown".to_owned())
            }
            MailRecord::One(_, said) => match (said.faults.iter().next(), dmarc.weakest, &said.evidence) {
                (Some(fault), ..) => (Health::Broken, format!("the record cannot be used: {}", fault.detail)),
                (None, None | Some("none"), _) => {
                    (Health::Broken, "no logo is shown: DMARC is not at enforcement".to_owned())
                }
                (None, _, Some(Some(_))) => (Health::Ok, "mailbox providers may show the logo".to_owned()),
                (None, ..) => (
                    Health::Weak,
                    "few mailbox providers show a logo without a mark certificate (`a=`)".to_owned(),
                ),
            },
        };
        Bimi { state, record: found.shown(), effect }
    }
}

/// What of an evaluation makes it come to the same for all mail: the result, and why.
fn trouble(found: &Evaluation<'_>) -> Option<(&'static str, String)> {
    let permerror = |why: String| Some(("permerror", why));
    if found.known() > LOOKUPS {
        return permerror(format!(
            "permerror, for all mail: {} DNS lookups or more, and {LOOKUPS} are allowed",
            found.known()
        ));
    }
    if let Some((_, name, trouble)) = found.troubles.first() {
        return match trouble {
            Trouble::NoRecord => permerror(format!("permerror: `{name}` has no SPF record")),
            Trouble::Several(many) => permerror(format!("permerror: `{name}` has {many} SPF records")),
            Trouble::Broken => permerror(format!("permerror: the SPF record of `{name}` has a broken term")),
            Trouble::Circle(_) => {
                permerror(format!("permerror: the record includes itself through `{name}`"))
            }
            Trouble::MxHosts(many) => permerror(format!("permerror: `mx` of `{name}` leads to {many} hosts")),
            Trouble::Everybody(who) => {
                Some(("pass", format!("mail from {} passes, by the record of `{name}`", who.as_str())))
            }
        };
    }
    let (v4, v6) = found.void_counts();
    let voids = v4.max(v6);
    if voids > VOIDS {
        return permerror(format!("permerror: {voids} lookups find nothing, and {VOIDS} are allowed"));
    }
    found.passing.who().map(|who| ("pass", format!("mail from {} passes", who.as_str())))
}

/// A key in a few words.
fn described(said: &DkimRecord) -> (Health, String) {
    let fault = said.faults.iter().next();
    match (&said.key, fault) {
        (PublicKey::Revoked, _) => (Health::Absent, "revoked".to_owned()),
        (_, Some(fault)) if !said.is_usable() => (Health::Broken, fault.detail.clone()),
        (PublicKey::Rsa { bits, .. }, _) if *bits < 1024 => {
            (Health::Broken, format!("RSA of {bits} bits, which receivers must not accept"))
        }
        (PublicKey::Rsa { bits, .. }, _) if *bits < 2048 => (Health::Weak, format!("RSA of {bits} bits")),
        (PublicKey::Rsa { bits, form: RsaForm::Pkcs1, .. }, _) => {
            (Health::Weak, format!("RSA of {bits} bits without a wrapper, which OpenDKIM cannot read"))
        }
        (PublicKey::Rsa { bits, .. }, _) => (Health::Ok, format!("RSA of {bits} bits")),
        (PublicKey::Ed25519(_), _) => (Health::Ok, "Ed25519".to_owned()),
        _ => (Health::Broken, "no key that receivers can use".to_owned()),
    }
}

/// What receivers of both kinds do.
fn told(new: (&Effect, Option<(dmarc::Policy, u8)>), old: (&Effect, Option<(dmarc::Policy, u8)>)) -> String {
    let of = |(effect, policy): (&Effect, Option<(dmarc::Policy, u8)>)| match (effect, policy) {
        (Effect::Ignored(because), _) => format!("find no DMARC ({})", why(*because)),
        (Effect::Applied(policies), Some((policy, percent))) => {
            let whole = percent == 100 || policy == dmarc::Policy::None;
            let share = if whole { "mail".to_owned() } else { format!("{percent}% of mail") };
            let fallback =
                policies.fallback.map(|because| format!(" ({})", why(because))).unwrap_or_default();
            format!("apply `{}` to {share} that fails{fallback}", policy.word())
        }
        (Effect::Applied(_), None) => String::new(),
    };
    let (new, old) = (of(new), of(old));
    if new == old {
        format!("receivers {new}")
    } else {
        format!("RFC 9989 receivers {new}; RFC 7489 receivers {old}")
    }
}

fn why(because: Because) -> &'static str {
    match because {
        Because::Version => "the text does not begin with `v=DMARC1`",
        Because::Repeated => "a tag stands twice",
        Because::NoPolicy => "there is no `p`",
        Because::Policy => "a policy is none of `none`, `quarantine`, `reject`",
    }
}
