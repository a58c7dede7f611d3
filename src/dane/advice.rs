//! What is worth saying about records that can be made all the same: of the file they are made from. Decides
//! nothing.

use std::collections::BTreeSet;

use super::{Matching, Material, Parameters, Usage};
use crate::cert::{self, PublicPart};
use crate::error::Problem;

/// Warnings and notes of one run, in the order they came up.
#[derive(Debug, Clone, Default)]
pub struct Advice {
    /// What may break.
    pub warnings: Vec<Problem>,
    /// What was chosen.
    pub notes: Vec<Problem>,
    /// Warnings that are there already.
    warned: BTreeSet<(String, String)>,
}

impl Advice {
    /// Adds a warning.
    pub fn warn(&mut self, subject: &str, message: &str) {
        if self.warned.insert((subject.to_owned(), message.to_owned())) {
            self.warnings.push(Problem::new(subject, message));
        }
    }

    /// Adds a note.
    pub fn note(&mut self, subject: &str, message: &str) {
        self.notes.push(Problem::new(subject, message));
    }
}

/// Whether the first certificate is likely to be the server's.
pub(super) fn of_server(input: &Material, advice: &mut Advice) {
    key_beside(input, advice);
    let Some(leaf) = cert::leaf(&input.parts) else { return };
    let certificates = || input.parts.iter().filter(|part| part.certificate.is_some());
    let other = certificates().find(|part| !part.is_ca() && part.spki != leaf.spki);
    let self_issued = leaf.certificate.as_ref().is_some_and(cert::Certificate::is_self_issued);
    let message = match other {
        Some(other) if leaf.is_ca() => {
            format!(
                "the first certificate, `{}`, is a CA's and was taken; `{}` looks like the server's: put it \
                first",
                leaf.label(),
                other.label()
            )
        }
        Some(other) => format!(
            "only the first certificate, `{}`, was taken; `{}` is another server certificate: give it as a \
            file of its own",
            leaf.label(),
            other.label()
        ),
        None if leaf.is_ca() && !self_issued => {
            format!(
                "`{}` is an intermediate CA's certificate; usage 3 and 1 need the server's own",
                leaf.label()
            )
        }
        None => return,
    };
    advice.warn(&input.name, &message);
}

/// A key that does not belong to the certificate it lies beside.
fn key_beside(input: &Material, advice: &mut Advice) {
    if cert::partner_mismatch(&input.parts).is_some() {
        let label = cert::leaf(&input.parts).map_or("", PublicPart::label);
        let message = format!(
            "the private key beside `{label}` belongs to none of the certificates; the record is for the \
            certificate"
        );
        advice.warn(&input.name, &message);
    }
}

/// Which CA certificates were chosen, and what the server must do for it.
pub(super) fn of_anchors(
    input: &Material,
    parameters: Parameters,
    chosen: &[&PublicPart],
    advice: &mut Advice,
) {
    key_beside(input, advice);
    let usage = parameters.usage;
    for part in chosen {
        let place =
            input.parts.iter().filter(|other| other.certificate.is_some()).position(|other| other == *part);
        let message =
            format!("usage {usage} takes certificate {}, `{}`", place.unwrap_or(0) + 1, part.label());
        advice.note(&input.name, &message);
        let is_root = part.certificate.as_ref().is_some_and(cert::Certificate::is_self_issued);
        // A client that gets the whole certificate or key from DNS does not need it from the server.
        if is_root && usage == Usage::DaneTa && parameters.matching != Matching::Full {
            let below = if input.parts.iter().filter(|part| part.is_ca()).count() > 1 {
                "; --anchor issuer takes the CA below"
            } else {
                ""
            };
            let message = format!(
                "`{}` is a root; the server must send it with its chain, which most leave out (RFC 7671 \
                section 5.2.2){below}",
                part.label()
            );
            advice.warn(&input.name, &message);
        }
    }
}
