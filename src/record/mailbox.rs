//! Mailboxes as domain names: RFC 1035 section 8. Judges nothing.

/// What to write for a mailbox whose text has an `@`: the dots before it belong to the first label.
///
/// `None` where there are several, or nothing is before it.
#[must_use]
pub fn from_address(text: &str) -> Option<String> {
    let text = text.replace("\\@", "@");
    let (local, domain) = text.split_once('@')?;
    if domain.contains('@') || local.is_empty() {
        return None;
    }
    let local = local.replace("\\.", ".").replace('.', "\\.");
    Some(format!("{local}.{}.", domain.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_before_the_at_sign_are_escaped() {
        assert_eq!(from_address("jane.doe@example.net.").as_deref(), Some("jane\\.doe.example.net."));
        assert_eq!(from_address("root\\@example").as_deref(), Some("root.example."));
        assert_eq!(from_address("@example.net."), None);
        assert_eq!(from_address("a@b@example.net."), None);
    }
}
