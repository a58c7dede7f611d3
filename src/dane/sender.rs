//! What the mail servers of others make of a verdict, in their own words: Exchange Online as documented,
//! Postfix as observed. Decides nothing.

use super::{Cause, Verdict, VerdictKind};
use crate::cert::PathFault;

/// What Exchange Online does with mail for a host with this verdict; `None` where that cannot be said.
#[must_use]
pub fn exchange_online(verdict: &Verdict) -> Option<String> {
    let text = match &verdict.cause {
        Cause::Unsigned | Cause::NoRecord => "delivers, with TLS where it is offered; DANE is not \
            used"
            .to_owned(),
        Cause::AllUnusable => format!(
            "delivers over TLS, nobody authenticated; without STARTTLS \
            {}",
            refused("321 starttls-not-supported")
        ),
        Cause::NoStarttls => refused("321 starttls-not-supported"),
        Cause::Bogus => format!(
            "{}; often the general 5.4.312 DNS query \
            failed",
            refused("324 dnssec-invalid")
        ),
        Cause::BogusMx | Cause::BogusAddress => {
            "5.4.312 DNS query failed, after the same tries as 4/5.7.324 dnssec-invalid: 15 min, 15 min, \
            then hourly up to 24 h"
                .to_owned()
        }
        Cause::Match => "delivers, authenticated".to_owned(),
        Cause::MatchExpired => "documents 4/5.7.322 certificate-expired for it, though RFC 7671 section 5.1 \
            has clients ignore the date"
            .to_owned(),
        Cause::MatchNotYetValid => {
            "documents 4/5.7.323 tlsa-invalid for a certificate not yet valid, though RFC 7671 section 5.1 \
            has clients ignore the date"
                .to_owned()
        }
        Cause::Path(PathFault::Expired(_)) => refused("322 certificate-expired"),
        Cause::Name => refused("325 certificate-host-mismatch"),
        Cause::NoMatch
        | Cause::CaNotSent { .. }
        | Cause::Shadowed { .. }
        | Cause::Path(
            PathFault::NotYetValid(_) | PathFault::Signature | PathFault::Broken | PathFault::Use(_),
        ) => refused("323 tlsa-invalid"),
        Cause::Missing | Cause::Pkix | Cause::Path(PathFault::Unsupported(_)) => return None,
    };
    Some(text)
}

/// The enhanced status codes of Exchange Online's deferrals and non-delivery reports for a verdict, the
/// temporary one first; none where it delivers.
#[must_use]
pub fn exchange_online_codes(verdict: &Verdict) -> Vec<String> {
    let both = |code: &str| vec![format!("4.7.{code}"), format!("5.7.{code}")];
    let failed_query = || ["4.4.312 DNS query failed", "5.4.312 DNS query failed"].map(str::to_owned);
    match &verdict.cause {
        Cause::NoStarttls => both("321 starttls-not-supported"),
        Cause::Bogus | Cause::BogusMx | Cause::BogusAddress => {
            both("324 dnssec-invalid").into_iter().chain(failed_query()).collect()
        }
        Cause::Path(PathFault::Expired(_)) | Cause::MatchExpired => both("322 certificate-expired"),
        Cause::Name => both("325 certificate-host-mismatch"),
        Cause::MatchNotYetValid
        | Cause::NoMatch
        | Cause::CaNotSent { .. }
        | Cause::Shadowed { .. }
        | Cause::Path(
            PathFault::NotYetValid(_) | PathFault::Signature | PathFault::Broken | PathFault::Use(_),
        ) => both("323 tlsa-invalid"),
        Cause::Unsigned
        | Cause::NoRecord
        | Cause::AllUnusable
        | Cause::Match
        | Cause::Missing
        | Cause::Pkix
        | Cause::Path(PathFault::Unsupported(_)) => Vec::new(),
    }
}

/// It retries on a schedule of its own before it gives up.
fn refused(code: &str) -> String {
    format!("4.7.{code}, tried again after 15 min, 15 min, then hourly; 5.7.{code} to the sender after 24 h")
}

/// What Postfix does with mail for a host with this verdict, and what its log has; `None` where that cannot
/// be said.
#[must_use]
pub fn postfix(verdict: &Verdict) -> Option<&'static str> {
    match (&verdict.cause, verdict.kind) {
        (_, VerdictKind::Authenticated) => {
            Some("delivers, authenticated: `Verified TLS connection established to`")
        }
        (_, VerdictKind::Opportunistic) => Some("delivers, with TLS where it is offered; DANE is not used"),
        (_, VerdictKind::TlsRequired) => Some(
            "delivers over TLS, nobody authenticated; without STARTTLS deferred: `4.7.4 TLS is required, but \
            was not offered by host`",
        ),
        (Cause::NoStarttls, VerdictKind::Refused) => {
            Some("deferred: `4.7.4 TLS is required, but was not offered by host`")
        }
        (Cause::Bogus, VerdictKind::Refused) => {
            Some("deferred unless another MX host will do: `4.7.5 TLSA lookup error`")
        }
        (Cause::BogusMx, VerdictKind::Refused) => {
            Some("deferred: `4.4.3 Host or domain name not found. Name service error`, `type=MX`")
        }
        (Cause::BogusAddress, VerdictKind::Refused) => Some(
            "deferred unless another MX host will do: `4.4.3 Host or domain name not found. Name service \
            error`",
        ),
        (_, VerdictKind::Refused) => Some(
            "deferred unless another MX host will do, to the sender when the queue lifetime ends: `4.7.5 \
            Server certificate not verified`",
        ),
        (_, VerdictKind::NotChecked) => None,
    }
}
