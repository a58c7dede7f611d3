//! The TLSA records that a certificate or key file makes, and where each came from. Reads no file.

use serde::Serialize;

use super::advice::{self, Advice};
use super::{Material, Parameters, Tlsa, TlsaError};
use crate::cert::{self, PublicPart};
use crate::error::Problem;

/// Which CA certificates of a chain become trust anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Anchor {
    /// The last one that the chain leads to: it changes least often.
    Top,
    /// The one that issued the server's certificate.
    Issuer,
    /// Each of them.
    All,
}

impl Anchor {
    /// Every choice.
    pub const ALL: &'static [Anchor] = &[Anchor::Top, Anchor::Issuer, Anchor::All];

    /// One word, and what it stands for.
    #[must_use]
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Anchor::Top => ("top", "The last one that the chain leads to: it changes least often"),
            Anchor::Issuer => ("issuer", "The one that issued the server's certificate"),
            Anchor::All => ("all", "Each of them"),
        }
    }
}

/// Which records a certificate or key file makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// The three numbers.
    pub parameters: Parameters,
    /// Which CA certificates usage 2 and 0 take from a chain.
    pub anchor: Anchor,
}

/// Where a record's data came from.
#[derive(Debug, Clone, Serialize)]
pub struct Origin {
    /// The input, as messages call it.
    pub filename: String,
    /// Certificate, request or key.
    pub kind: &'static str,
    subject: Option<String>,
    not_after: Option<String>,
    /// Whether it comes next, and is not yet in service.
    #[serde(skip_serializing_if = "is_false")]
    pub next: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Origin {
    /// The origin of records that a zone has already.
    #[must_use]
    pub fn published(filename: &str) -> Origin {
        Origin {
            filename: filename.to_owned(),
            kind: "published record",
            subject: None,
            not_after: None,
            next: false,
        }
    }

    /// The origin of records made from `part`.
    #[must_use]
    pub fn new(filename: &str, part: &PublicPart, next: bool) -> Origin {
        Origin {
            filename: filename.to_owned(),
            kind: part.kind.name(),
            subject: part.subject.clone(),
            not_after: part.certificate.as_ref().map(|certificate| certificate.not_after.to_string()),
            next,
        }
    }
}

/// The records that one input makes; what is worth saying about them is added to `advice`. `next` says that
/// what it holds is not in service yet.
///
/// # Errors
/// Why it makes none.
pub fn records_of(
    input: &Material,
    next: bool,
    recipe: Recipe,
    advice: &mut Advice,
) -> Result<Vec<(Tlsa, Origin)>, Problem> {
    let parts = if recipe.parameters.usage.is_trust_anchor() {
        anchors(input, recipe, advice)?
    } else {
        servers(input, advice)
    };
    let make = |part: &PublicPart| match Tlsa::of(part, recipe.parameters) {
        Ok(tlsa) => Ok((tlsa, Origin::new(&input.name, part, next))),
        Err(TlsaError::NoCertificate) => Err(Problem::new(
            &input.name,
            format!(
                "is a {}; selector 0 (Cert) needs the certificate itself; give it, or use --selector 1",
                part.kind.name()
            ),
        )),
        Err(TlsaError::TooLong { octets }) => Err(Problem::new(
            &input.name,
            format!("{octets} octets do not fit one record (65535 octets); use --matching 1"),
        )),
    };
    parts.into_iter().map(make).collect()
}

/// The parts that usage 3 and 1 are about.
fn servers<'a>(input: &'a Material, advice: &mut Advice) -> Vec<&'a PublicPart> {
    advice::of_server(input, advice);
    cert::leaves(&input.parts)
}

/// The parts that usage 2 and 0 are about.
fn anchors<'a>(
    input: &'a Material,
    recipe: Recipe,
    advice: &mut Advice,
) -> Result<Vec<&'a PublicPart>, Problem> {
    let usage = recipe.parameters.usage;
    let Some(leaf) = cert::leaf(&input.parts) else {
        advice.warn(
            &input.name,
            &format!("nothing in it says that its key is a CA's, as usage {usage} needs; check that it is"),
        );
        return Ok(input.parts.iter().collect());
    };
    let path = cert::issuers(&input.parts);
    let chosen = match recipe.anchor {
        Anchor::Top => path.last().copied().into_iter().collect(),
        Anchor::Issuer => path.first().copied().into_iter().collect(),
        Anchor::All => path,
    };
    if chosen.is_empty() {
        let message = match input.parts.iter().any(PublicPart::is_ca) {
            false => format!(
                "has no CA certificate, as usage {usage} needs; give the chain (fullchain.pem), or use \
                --usage 3"
            ),
            true => format!(
                "none of its CA certificates issued `{}`, its first certificate; give that one's chain, or \
                use --usage 3",
                leaf.label()
            ),
        };
        return Err(Problem::new(&input.name, message));
    }
    advice::of_anchors(input, recipe.parameters, &chosen, advice);
    Ok(chosen)
}

/// Adds the records that are not there yet, and says of the others where they came from first.
pub fn keep_new(tlsas: Vec<(Tlsa, Origin)>, made: &mut Vec<(Tlsa, Origin)>, advice: &mut Advice) {
    for (tlsa, origin) in tlsas {
        match made.iter().find(|(known, _)| *known == tlsa) {
            Some((_, first)) if origin.next && !first.next => {
                let message = format!(
                    "holds the current key, the same as the {} in {}: give the key that comes next to \
                    prepare a change of keys",
                    first.kind, first.filename
                );
                advice.warn(&origin.filename, &message);
            }
            Some((_, first)) => {
                let message = format!(
                    "gives the same record as the {} in {}; it is printed once",
                    first.kind, first.filename
                );
                advice.note(&origin.filename, &message);
            }
            None => made.push((tlsa, origin)),
        }
    }
}
