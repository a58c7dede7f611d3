//! What Microsoft 365 probably writes into `Authentication-Results` of mail from a domain: the table that it
//! documents, and no verdict.

use serde::Serialize;

use super::Health;
use super::authentication::{Dkim, Dmarc, Spf};

/// The predicted results, by Microsoft's documentation of anti-spam message headers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prediction {
    /// Of legitimate mail that is aligned.
    pub aligned: String,
    /// Of mail that somebody else sends in the domain's name.
    pub spoofed: String,
    /// How far it is to be trusted.
    pub note: &'static str,
}

const NOTE: &str =
    "a prediction from Microsoft's documentation and no verdict: reputation and history count as well";

impl Prediction {
    /// Reads the table for what a domain publishes.
    #[must_use]
    pub fn of(spf: &Spf, dkim: &Dkim, dmarc: &Dmarc) -> Prediction {
        let can_pass = |state: Health| matches!(state, Health::Ok | Health::Weak | Health::Unknown);
        let authenticates = spf.may_pass || can_pass(dkim.state);
        let of = |aligned: &str, spoofed: &str| Prediction {
            aligned: aligned.to_owned(),
            spoofed: spoofed.to_owned(),
            note: NOTE,
        };
        if dmarc.state == Health::Unknown {
            return of(
                "unknown: the DMARC record is outside the given zones",
                "unknown: the DMARC record is outside the given zones",
            );
        }
        if dmarc.is_malformed {
            return of("dmarc=permerror action=permerror", "dmarc=permerror action=permerror");
        }
        // Exchange Online documents RFC 7489.
        let Some((policy, percent)) = dmarc.applied_7489 else {
            return match authenticates {
                true => of(
                    "dmarc=bestguesspass action=none, compauth=pass reason=109",
                    "dmarc=none action=none, compauth=fail reason=001",
                ),
                false => of(
                    "dmarc=none action=none; compauth=fail reason=001 is possible",
                    "dmarc=none action=none, compauth=fail reason=001",
                ),
            };
        };
        let refused = match (policy, percent) {
            ("none", _) => "dmarc=fail action=none, compauth=fail reason=001".to_owned(),
            (policy, 100) => {
                let action = if policy == "reject" { "oreject" } else { policy };
                format!(
                    "dmarc=fail action={action}, compauth=fail reason=000 (010 where the recipient's \
                    organization has the domain)"
                )
            }
            (policy, percent) => {
                let action = if policy == "reject" { "oreject" } else { policy };
                format!(
                    "dmarc=fail action={action} for {percent}% of it and pct.{policy} for the rest, \
                    compauth=fail reason=000"
                )
            }
        };
        // Who sends from the domain passes SPF by whatever host, aligned.
        let spoofed = if spf.result == Some("pass") {
            "dmarc=pass: SPF passes mail from every host".to_owned()
        } else {
            refused.clone()
        };
        let passes = if authenticates {
            "dmarc=pass action=none, compauth=pass reason=100".to_owned()
        } else {
            refused.clone()
        };
        Prediction { aligned: passes, spoofed, note: NOTE }
    }
}
