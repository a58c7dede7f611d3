//! The substitution expression of NAPTR records: RFC 3402 section 3.2. Matches nothing.

/// What keeps clients from using an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NaptrFault {
    /// This octet separates its parts, and may not.
    Delimiter(u8),
    /// It has so many delimiters, the first included, in place of three.
    Delimiters {
        /// The octet.
        delimiter: u8,
        /// How many.
        count: usize,
    },
    /// Behind the last delimiter stands something other than `i`.
    Flags,
    /// A parenthesis or bracket of the pattern has no counterpart.
    Parenthesis,
    /// The replacement asks for this group, and there are fewer.
    Group(u8),
}

/// Checks an expression that is not empty: `!pattern!replacement!i`.
///
/// # Errors
/// The first fault.
pub fn check(expression: &[u8]) -> Result<(), NaptrFault> {
    let Some((&delimiter, rest)) = expression.split_first() else { return Ok(()) };
    if matches!(delimiter, b'1'..=b'9' | b'i' | b'\\') {
        return Err(NaptrFault::Delimiter(delimiter));
    }
    let parts = split(rest, delimiter);
    let [pattern, replacement, flags] = parts.as_slice() else {
        return Err(NaptrFault::Delimiters { delimiter, count: parts.len() });
    };
    if !matches!(*flags, b"" | b"i") {
        return Err(NaptrFault::Flags);
    }
    let groups = groups(pattern).ok_or(NaptrFault::Parenthesis)?;
    match references(replacement).find(|group| *group > groups) {
        Some(group) => Err(NaptrFault::Group(group)),
        None => Ok(()),
    }
}

/// The parts between delimiters that no backslash stands before.
fn split(text: &[u8], delimiter: u8) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, &octet) in text.iter().enumerate() {
        if octet == delimiter && !is_escaped {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        is_escaped = octet == b'\\' && !is_escaped;
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// How many groups a pattern has; `None` where its parentheses and brackets do not match.
fn groups(pattern: &[u8]) -> Option<u8> {
    let (mut open, mut groups) = (0_u32, 0_u8);
    let mut octets = pattern.iter().copied().peekable();
    while let Some(octet) = octets.next() {
        match octet {
            b'\\' => {
                octets.next()?;
            }
            b'[' => {
                // `]` right behind the opening bracket, or behind its `^`, stands for itself.
                octets.next_if_eq(&b'^');
                octets.next_if_eq(&b']');
                octets.find(|octet| *octet == b']')?;
            }
            b'(' => {
                open += 1;
                groups = groups.saturating_add(1);
            }
            b')' => open = open.checked_sub(1)?,
            _ => {}
        }
    }
    (open == 0).then_some(groups)
}

/// The groups that a replacement asks for.
fn references(replacement: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = replacement.iter();
    std::iter::from_fn(move || {
        while let Some(octet) = rest.next() {
            if *octet != b'\\' {
                continue;
            }
            if let Some(digit @ b'1'..=b'9') = rest.next() {
                return Some(digit - b'0');
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_of_the_rfcs_are_sound() {
        for text in [
            "!^.*$!sip:info@example.com!",
            "!^.*$!mailto:info@example.com!i",
            "!^(\\+441632960083)$!sip:\\1@example.com!",
            "/urn:cid:.+@([^\\.]+\\.)(.*)$/\\2/i",
            "!http://([^/:]+)!\\1!i",
            "!^[^]!]*$!x!",
            "!a\\!b!c!",
        ] {
            let is_bracket = text.contains("[^]");
            assert_eq!(
                check(text.as_bytes()).is_ok(),
                !is_bracket,
                "{text}: a delimiter within brackets needs a backslash"
            );
        }
    }

    #[test]
    fn other_expressions_are_not() {
        for (text, fault) in [
            ("^.*$!sip:info@example.com!", NaptrFault::Delimiters { delimiter: b'^', count: 1 }),
            ("!^.*$!sip:info@example.com", NaptrFault::Delimiters { delimiter: b'!', count: 2 }),
            ("!^.*$!sip:info@example.com!g", NaptrFault::Flags),
            ("!^(.*$!sip:\\1@example.com!", NaptrFault::Parenthesis),
            ("!^.*)$!x!", NaptrFault::Parenthesis),
            ("!^.*$!sip:\\1@example.com!", NaptrFault::Group(1)),
            ("1a1b1", NaptrFault::Delimiter(b'1')),
        ] {
            assert_eq!(check(text.as_bytes()), Err(fault), "{text}");
        }
    }
}
