//! What the user wants of timing. Decides nothing by itself.

/// Wishes about time that no RFC settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Signatures that expire within so many seconds are worth a word.
    pub expires_within_s: u32,
    /// Signatures that are valid for longer than so many seconds are worth a word.
    pub longest_validity_s: u32,
}

impl Default for Policy {
    fn default() -> Self {
        const DAY: u32 = 86_400;
        Policy { expires_within_s: 3 * DAY, longest_validity_s: 180 * DAY }
    }
}
