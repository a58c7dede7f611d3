//! Reads an SPF record term by term: RFC 7208 sections 4.6 and 12. A broken term never hides the next.

use super::address::{cidr_start, ip4, ip6, prefix_length};
use super::domain_spec::{self, Flaw, FlawKind, MacroString};
use super::{DualCidr, Mechanism, Qualifier, Spf, SpfFault, Term, TermKind};
use crate::limits::Limits;
use crate::mail::spf_names;
use crate::mail::text::{Extent, Faults, Text, TextFault};
use crate::wire::excerpt;

/// Reads a text that [`super::select`] says is an SPF record.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> Spf {
    let mut reading = Reading {
        text: text.octets(),
        faults: Faults::new(limits.text_faults),
        has_redirect: false,
        has_exp: false,
    };
    let body = text.whole().within("v=spf1".len(), usize::MAX / 2);
    let mut terms = Vec::new();
    for at in body.split(reading.text, b' ').filter(|at| !at.is_empty()) {
        let kind = reading.term(at).unwrap_or_else(|fault| {
            reading.faults.add(fault);
            TermKind::Broken
        });
        terms.push(Term { at, kind });
    }
    Spf { terms, faults: reading.faults }
}

struct Reading<'t> {
    text: &'t [u8],
    faults: Faults<SpfFault>,
    has_redirect: bool,
    has_exp: bool,
}

type Outcome<T> = Result<T, TextFault<SpfFault>>;

fn fault<T>(kind: SpfFault, at: Extent, detail: String) -> Outcome<T> {
    Err(TextFault { kind, at, detail, suggestion: None })
}

fn suggest<T>(kind: SpfFault, at: Extent, detail: String, suggestion: String) -> Outcome<T> {
    Err(TextFault { kind, at, detail, suggestion: Some(suggestion) })
}

impl Reading<'_> {
    fn show(&self, at: Extent) -> String {
        excerpt(at.of(self.text), 60)
    }

    fn term(&mut self, at: Extent) -> Outcome<TermKind> {
        self.octets(at)?;
        let (qualifier, body) = match at.of(self.text).first() {
            Some(b'+') => (Some(Qualifier::Pass), at.within(1, at.len())),
            Some(b'?') => (Some(Qualifier::Neutral), at.within(1, at.len())),
            Some(b'~') => (Some(Qualifier::Softfail), at.within(1, at.len())),
            Some(b'-') => (Some(Qualifier::Fail), at.within(1, at.len())),
            _ => (None, at),
        };
        if body.is_empty() {
            return fault(
                SpfFault::Qualifier,
                at,
                format!("`{}` without a mechanism behind it", self.show(at)),
            );
        }
        let end = body.of(self.text).iter().position(|byte| b":/=".contains(byte)).unwrap_or(body.len());
        let (name, behind) = (body.within(0, end), body.within(end, body.len()));
        if behind.of(self.text).first() == Some(&b'=') {
            return self.modifier(at, qualifier, name, behind.within(1, behind.len()));
        }
        let mechanism = self.mechanism(body, name, behind)?;
        Ok(TermKind::Directive(qualifier.unwrap_or(Qualifier::Pass), mechanism))
    }

    /// No term has a control character or an octet above 127, wherever it stands.
    fn octets(&self, at: Extent) -> Outcome<()> {
        let octets = at.of(self.text);
        let Some(first) = octets.iter().position(|&byte| !(0x21..=0x7e).contains(&byte)) else {
            return Ok(());
        };
        let byte = octets.get(first).copied().unwrap_or(0);
        if byte >= 0x80 {
            let len = octets.iter().skip(first).take_while(|&&byte| byte >= 0x80).count();
            let what = match octets.get(first..).unwrap_or_default() {
                [0xef, 0xbb, 0xbf, ..] => "byte order mark".to_owned(),
                [0xc2, 0xa0, ..] => "no-break space".to_owned(),
                rest => format!("`{}`, which is not ASCII,", excerpt(rest.get(..len).unwrap_or(rest), 20)),
            };
            return fault(
                SpfFault::NonAscii,
                at.within(first, first + len),
                format!("{what} in `{}`", self.show(at)),
            );
        }
        let what = match byte {
            b'\t' => "tab",
            b'\r' | b'\n' => "line end",
            0 => "NUL",
            _ => "control character",
        };
        fault(
            SpfFault::Octet,
            at.within(first, first + 1),
            format!("{what} in `{}`; terms are separated by spaces", self.show(at)),
        )
    }

    fn modifier(
        &mut self,
        at: Extent,
        qualifier: Option<Qualifier>,
        name: Extent,
        value: Extent,
    ) -> Outcome<TermKind> {
        let word = name.of(self.text).to_ascii_lowercase();
        let is_name = word.first().is_some_and(u8::is_ascii_alphabetic)
            && word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
        if !is_name {
            let detail = format!("`{}` is no name of a modifier", self.show(name));
            return fault(SpfFault::ModifierName, if name.is_empty() { at } else { name }, detail);
        }
        if qualifier.is_some() {
            let plain = self.show(at.within(1, at.len()));
            return suggest(
                SpfFault::Qualifier,
                at.within(0, 1),
                "a modifier takes no qualifier".to_owned(),
                plain,
            );
        }
        let is_repeated = match word.as_slice() {
            b"redirect" => std::mem::replace(&mut self.has_redirect, true),
            b"exp" => std::mem::replace(&mut self.has_exp, true),
            _ => false,
        };
        if is_repeated {
            return fault(
                SpfFault::Repeated,
                at,
                format!("`{}=` stands here a second time", self.show(name)),
            );
        }
        match word.as_slice() {
            b"redirect" => self.domain(value).map(TermKind::Redirect),
            b"exp" => self.domain(value).map(TermKind::Explanation),
            // Nobody expands what nobody knows, so that the letters of explanations do no harm: the grammar
            // has them.
            _ => match domain_spec::macro_string(self.text, value, true) {
                Ok(_) => Ok(TermKind::Modifier(String::from_utf8_lossy(&word).into_owned())),
                Err(flaw) => Err(of_flaw(flaw)),
            },
        }
    }

    fn mechanism(&self, body: Extent, name: Extent, behind: Extent) -> Outcome<Mechanism> {
        match name.of(self.text).to_ascii_lowercase().as_slice() {
            b"all" if behind.is_empty() => Ok(Mechanism::All),
            b"all" => suggest(SpfFault::Value, behind, "`all` takes no value".to_owned(), "all".to_owned()),
            b"include" => self.needed_domain(name, behind).map(Mechanism::Include),
            b"exists" => self.needed_domain(name, behind).map(Mechanism::Exists),
            b"a" => self.dual(behind).map(|(domain, cidr)| Mechanism::A(domain, cidr)),
            b"mx" => self.dual(behind).map(|(domain, cidr)| Mechanism::Mx(domain, cidr)),
            b"ptr" => match behind.of(self.text).first() {
                None => Ok(Mechanism::Ptr(None)),
                Some(b':') => {
                    self.domain(behind.within(1, behind.len())).map(|domain| Mechanism::Ptr(Some(domain)))
                }
                Some(_) => fault(SpfFault::Value, behind, "`ptr` takes no prefix length".to_owned()),
            },
            b"ip4" => self.ip4(name, behind),
            b"ip6" => self.ip6(name, behind),
            word => self.unknown(body, name, word),
        }
    }

    /// The value behind a colon.
    fn value(&self, name: Extent, behind: Extent, what: &str) -> Outcome<Extent> {
        if behind.of(self.text).first() == Some(&b':') {
            return Ok(behind.within(1, behind.len()));
        }
        fault(SpfFault::NoValue, name, format!("`{}` without `:` and {what} behind it", self.show(name)))
    }

    fn needed_domain(&self, name: Extent, behind: Extent) -> Outcome<MacroString> {
        self.domain(self.value(name, behind, "a domain")?)
    }

    fn domain(&self, at: Extent) -> Outcome<MacroString> {
        domain_spec::domain_spec(self.text, at).map_err(|flaw| self.of_domain_flaw(at, flaw))
    }

    fn of_domain_flaw(&self, at: Extent, flaw: Flaw) -> TextFault<SpfFault> {
        let mut fault = of_flaw(flaw);
        if fault.kind == SpfFault::EmptyDomain {
            // An empty place cannot be pointed at: the octet before it is the colon, slash or equals sign.
            fault.at = Extent::new(at.from.saturating_sub(1), at.to);
        }
        let octets = at.of(self.text);
        if octets.windows(3).any(|three| three == b"://") {
            fault.at = at;
            fault.detail = format!("`{}` is a URL, not a domain", self.show(at));
            fault.suggestion = spf_names::meant(&String::from_utf8_lossy(octets), "");
        } else if ip4(self.text, at).is_ok() {
            fault.suggestion = Some(format!("ip4:{}", self.show(at)));
        } else if let Some(colon) = octets.iter().rposition(|&byte| byte == b':')
            && octets
                .get(colon + 1..)
                .is_some_and(|port| !port.is_empty() && port.iter().all(u8::is_ascii_digit))
        {
            fault.suggestion = Some(self.show(at.within(0, colon)));
        }
        fault
    }

    /// `[":" domain-spec] [dual-cidr-length]`.
    fn dual(&self, behind: Extent) -> Outcome<(Option<MacroString>, DualCidr)> {
        let start = cidr_start(self.text, behind);
        let (head, tail) = (Extent::new(behind.from, start), Extent::new(start, behind.to));
        let domain = match head.of(self.text).first() {
            None => None,
            Some(b':') => Some(self.domain(head.within(1, head.len()))?),
            // A slash and something that is no prefix length.
            Some(_) => {
                return fault(
                    SpfFault::PrefixLength,
                    head,
                    format!("`{}` is no prefix length", self.show(head)),
                );
            }
        };
        Ok((domain, self.dual_cidr(tail)?))
    }

    fn dual_cidr(&self, tail: Extent) -> Outcome<DualCidr> {
        let octets = tail.of(self.text);
        let double = octets.windows(2).position(|pair| pair == b"//");
        let length = |at: Extent, most: u8| {
            prefix_length(self.text, at, most).map_err(|(at, detail)| self.of_prefix(at, detail))
        };
        let ip4 = match (octets, double) {
            ([], _) | (_, Some(0)) => 32,
            (_, double) => length(tail.within(1, double.unwrap_or(tail.len())), 32)?,
        };
        let ip6 = match double {
            Some(at) => length(tail.within(at + 2, tail.len()), 128)?,
            None => 128,
        };
        Ok(DualCidr { ip4, ip6 })
    }

    fn of_prefix(&self, at: Extent, detail: String) -> TextFault<SpfFault> {
        // The slash belongs to what is wrong, and an empty place could not be pointed at.
        TextFault {
            kind: SpfFault::PrefixLength,
            at: Extent::new(at.from.saturating_sub(1), at.to),
            detail,
            suggestion: None,
        }
    }

    fn ip4(&self, name: Extent, behind: Extent) -> Outcome<Mechanism> {
        let value = self.value(name, behind, "an IPv4 address")?;
        let (address, length) = self.network(value);
        let address = match ip4(self.text, address) {
            Ok(address) => address,
            Err((at, _)) if ip6(self.text, at).is_ok() => {
                return suggest(
                    SpfFault::Ip4,
                    at,
                    "an IPv6 address behind `ip4:`".to_owned(),
                    format!("ip6:{}", self.show(value)),
                );
            }
            Err((at, detail)) => return fault(SpfFault::Ip4, self.pointed(at), detail),
        };
        let length = length.map_or(Ok(32), |at| prefix_length(self.text, at, 32));
        length
            .map(|length| Mechanism::Ip4(address, length))
            .map_err(|(at, detail)| self.of_prefix(at, detail))
    }

    fn ip6(&self, name: Extent, behind: Extent) -> Outcome<Mechanism> {
        let value = self.value(name, behind, "an IPv6 address")?;
        let (address, length) = self.network(value);
        let address = match ip6(self.text, address) {
            Ok(address) => address,
            Err((at, _)) if ip4(self.text, at).is_ok() => {
                return suggest(
                    SpfFault::Ip6,
                    at,
                    "an IPv4 address behind `ip6:`".to_owned(),
                    format!("ip4:{}", self.show(value)),
                );
            }
            Err((at, detail)) => return fault(SpfFault::Ip6, self.pointed(at), detail),
        };
        let length = length.map_or(Ok(128), |at| prefix_length(self.text, at, 128));
        length
            .map(|length| Mechanism::Ip6(address, length))
            .map_err(|(at, detail)| self.of_prefix(at, detail))
    }

    /// Never nothing: an empty place is shown by the octet before it.
    fn pointed(&self, at: Extent) -> Extent {
        if at.is_empty() { Extent::new(at.from.saturating_sub(1), at.to) } else { at }
    }

    /// What stands before the first slash, and what behind it.
    fn network(&self, value: Extent) -> (Extent, Option<Extent>) {
        let slash = value.of(self.text).iter().position(|&byte| byte == b'/');
        let end = slash.unwrap_or(value.len());
        (value.within(0, end), slash.map(|slash| value.within(slash + 1, value.len())))
    }

    fn unknown(&self, body: Extent, name: Extent, word: &[u8]) -> Outcome<Mechanism> {
        let shown = self.show(body);
        if matches!(word, b"redirect" | b"exp") {
            let value = self.show(body.within(name.len() + 1, body.len()));
            let right = format!("{}={value}", self.show(name));
            return suggest(
                SpfFault::Mechanism,
                body,
                format!("`{}` is a modifier, which has `=` behind its name", self.show(name)),
                right,
            );
        }
        let (address, _) = self.network(body);
        for (is_address, prefix) in
            [(ip4(self.text, address).is_ok(), "ip4"), (ip6(self.text, address).is_ok(), "ip6")]
        {
            if is_address {
                return suggest(
                    SpfFault::BareWord,
                    body,
                    format!("address `{shown}` without `{prefix}:` before it"),
                    format!("{prefix}:{shown}"),
                );
            }
        }
        let is_domain = word.contains(&b'.') && domain_spec::domain_spec(self.text, body).is_ok();
        if is_domain {
            return suggest(
                SpfFault::BareWord,
                body,
                format!("`{shown}` is a domain without a mechanism before it"),
                format!("include:{shown}"),
            );
        }
        let detail = format!("`{}` is no mechanism", self.show(name));
        match near(word) {
            Some(meant) => suggest(
                SpfFault::Mechanism,
                name,
                detail,
                format!("{meant}{}", self.show(body.within(name.len(), body.len()))),
            ),
            None => fault(SpfFault::Mechanism, if name.is_empty() { body } else { name }, detail),
        }
    }
}

/// The mechanism that a word is one letter away from, or that it is commonly written for.
fn near(word: &[u8]) -> Option<&'static str> {
    let common = match word {
        b"ip" | b"ipv4" | b"ip4v" | b"ipv" => Some("ip4"),
        b"ipv6" => Some("ip6"),
        b"inc" | b"includes" | b"included" | b"spf" => Some("include"),
        b"all." | b"al" | b"alll" => Some("all"),
        _ => None,
    };
    common.or_else(|| {
        ["include", "exists", "all", "ptr"].into_iter().find(|name| is_one_off(word, name.as_bytes()))
    })
}

/// Whether one letter added, left out, replaced, or two swapped make one of the other.
fn is_one_off(word: &[u8], name: &[u8]) -> bool {
    let same_head = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (rest, of_name) =
        (word.get(same_head..).unwrap_or_default(), name.get(same_head..).unwrap_or_default());
    match (rest, of_name) {
        ([a, b, rest @ ..], [c, d, of_name @ ..]) if a == d && b == c && rest == of_name => true,
        ([_, rest @ ..], [_, of_name @ ..]) if rest == of_name => true,
        ([_, rest @ ..], _) if rest == of_name => true,
        (_, [_, of_name @ ..]) => rest == of_name,
        _ => false,
    }
}

fn of_flaw(flaw: Flaw) -> TextFault<SpfFault> {
    let kind = match flaw.kind {
        FlawKind::Empty => SpfFault::EmptyDomain,
        FlawKind::Macro => SpfFault::Macro,
        FlawKind::Octet => SpfFault::Octet,
        FlawKind::NonAscii => SpfFault::NonAscii,
        FlawKind::TopLabel => SpfFault::TopLabel,
    };
    TextFault { kind, at: flaw.at, detail: flaw.detail, suggestion: None }
}
