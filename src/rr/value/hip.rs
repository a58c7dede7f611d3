//! HIP host identity: RFC 8005 section 5. On the wire the two lengths stand in front of the two values.

use super::{Codec, Flaw, Input, base64, hex, number};
use crate::fault::FaultKind;
use crate::wire::base16;

/// HIP public key algorithm, HIT and public key with their two lengths.
pub struct HipIdentity;

impl Codec for HipIdentity {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }
}

/// Public key algorithm, host identity tag and public key.
fn encode<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let algorithm = input.word()?;
    let algorithm_value = number::u8(algorithm.text).unwrap_or_else(|flaw| {
        input.flaw(&algorithm, flaw);
        0
    });
    let tag = input.word()?;
    let mut tag_octets = Vec::new();
    if let Err(flaw) = hex::encode_word(tag.text, "host identity tag", &mut tag_octets) {
        input.flaw(&tag, flaw);
    }
    let key = input.word()?;
    let mut key_octets = Vec::new();
    if let Err(flaw) = base64::encode_text(key.text, "public key", &mut key_octets) {
        input.flaw(&key, flaw);
    }
    let tag_len = u8::try_from(tag_octets.len()).unwrap_or_else(|_| {
        input.flaw(
            &tag,
            Flaw::new(
                FaultKind::FieldSyntax,
                format!("host identity tag has {} octets, 255 fit", tag_octets.len()),
            ),
        );
        0
    });
    let key_len = u16::try_from(key_octets.len()).unwrap_or_else(|_| {
        input.flaw(
            &key,
            Flaw::new(
                FaultKind::FieldSyntax,
                format!("public key has {} octets, 65535 fit", key_octets.len()),
            ),
        );
        0
    });
    let out = input.out();
    out.extend_from_slice(&[tag_len, algorithm_value]);
    out.extend_from_slice(&key_len.to_be_bytes());
    out.append(&mut tag_octets);
    out.append(&mut key_octets);
    Some(())
}

/// The octets in front of the rendezvous servers.
fn length(octets: &[u8]) -> Result<usize, String> {
    let [tag_len, _, high, low, rest @ ..] = octets else {
        return Err(format!("has {} of 4 octets in front of the tag", octets.len()));
    };
    let (tag_len, key_len) = (usize::from(*tag_len), usize::from(u16::from_be_bytes([*high, *low])));
    if tag_len == 0 || key_len == 0 {
        return Err("host identity tag or public key is empty".to_owned());
    }
    if rest.len() < tag_len + key_len {
        return Err(format!("tag and key of {} octets have {}", tag_len + key_len, rest.len()));
    }
    Ok(4 + tag_len + key_len)
}

/// Writes algorithm, tag and key.
fn show(octets: &[u8], out: &mut String) -> Option<()> {
    let [tag_len, algorithm, _, _, rest @ ..] = octets else { return None };
    let (tag, key) = rest.split_at_checked(usize::from(*tag_len))?;
    out.push_str(&format!("{algorithm} {} ", base16::encode(tag)));
    base64::show(key, out);
    Some(())
}
