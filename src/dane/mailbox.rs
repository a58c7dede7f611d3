//! Owner names that stand for a mailbox: RFC 7929 section 3, RFC 8162 section 3. Judges nothing.

use super::lookup;
use crate::wire::excerpt;
use crate::zone::Rrset;

/// Digits of the first label: 28 octets in hexadecimal.
pub const DIGITS: usize = 56;

/// What keeps the owner of these records from being a mailbox under `word`, `_openpgpkey` or `_smimecert`, as
/// a clause. Records that nobody is answered with are left out, and so are wildcards.
#[must_use]
pub fn owner_fault(rrset: Rrset<'_>, word: &str) -> Option<String> {
    if lookup::is_occluded(rrset.node()) {
        return None;
    }
    let mut labels = rrset.owner().labels();
    let digest = labels.next().unwrap_or_default();
    let is_below = labels.next().is_some_and(|label| label.eq_ignore_ascii_case(word.as_bytes()));
    let text = excerpt(digest, 20);
    if digest != b"*" && !digest.iter().all(u8::is_ascii_hexdigit) {
        Some(format!("first label `{text}` is no digest"))
    } else if digest != b"*" && digest.len() != DIGITS {
        Some(format!("first label `{text}` has {} digits, expected {DIGITS}", digest.len()))
    } else {
        (!is_below).then(|| format!("`{word}` does not follow the first label"))
    }
}

/// What to write in place of such an owner.
#[must_use]
pub fn owner_help(word: &str) -> String {
    format!(
        "write the first 28 octets of the SHA-256 of what stands before the `@` as {DIGITS} digits, and \
        `{word}` behind it"
    )
}
