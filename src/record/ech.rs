//! The `ech` parameter of SVCB and HTTPS records: the ECHConfigList of RFC 9849 section 4. Decrypts nothing.

/// The version of RFC 9849.
const VERSION: u16 = 0xfe0d;

/// What keeps clients from using an ECHConfigList.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EchFault {
    /// A single ECHConfig, without the length of the list in front.
    NoLength,
    /// The list says that it is so long, and is so long.
    Length {
        /// Octets by its first two.
        said: usize,
        /// Octets that follow.
        found: usize,
    },
    /// The list has no configuration.
    Empty,
    /// A configuration ends too early or has octets left over.
    Config,
    /// No configuration has the version that clients know; this is that of the first.
    Version(u16),
}

/// Checks a list.
///
/// # Errors
/// The first fault.
pub fn check(list: &[u8]) -> Result<(), EchFault> {
    let Some((said, configs)) = u16_of(list) else { return Err(EchFault::Length { said: 0, found: 0 }) };
    if usize::from(said) != configs.len() {
        let is_single =
            said == VERSION && u16_of(configs).is_some_and(|(len, rest)| usize::from(len) == rest.len());
        return Err(if is_single {
            EchFault::NoLength
        } else {
            EchFault::Length { said: usize::from(said), found: configs.len() }
        });
    }
    let (mut rest, mut first, mut is_known) = (configs, None, false);
    while !rest.is_empty() {
        let (version, behind) = u16_of(rest).ok_or(EchFault::Config)?;
        let (contents, behind) = vector(behind).ok_or(EchFault::Config)?;
        if version == VERSION {
            check_contents(contents).ok_or(EchFault::Config)?;
            is_known = true;
        }
        first = first.or(Some(version));
        rest = behind;
    }
    match first {
        None => Err(EchFault::Empty),
        Some(version) if !is_known => Err(EchFault::Version(version)),
        Some(_) => Ok(()),
    }
}

/// ECHConfigContents: the key, the longest name, the public name, and extensions.
fn check_contents(contents: &[u8]) -> Option<()> {
    let (_config, rest) = contents.split_first()?;
    let (_kem, rest) = u16_of(rest)?;
    let (_key, rest) = vector(rest).filter(|(key, _)| !key.is_empty())?;
    let (_suites, rest) =
        vector(rest).filter(|(suites, _)| !suites.is_empty() && suites.len().is_multiple_of(4))?;
    let (_longest, rest) = rest.split_first()?;
    let (&len, rest) = rest.split_first().filter(|(len, _)| **len > 0)?;
    let (_name, rest) = rest.split_at_checked(usize::from(len))?;
    let (_extensions, rest) = vector(rest)?;
    rest.is_empty().then_some(())
}

fn u16_of(octets: &[u8]) -> Option<(u16, &[u8])> {
    let (head, rest) = octets.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*head), rest))
}

/// What two octets of length stand before, and what follows.
fn vector(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = u16_of(octets)?;
    rest.split_at_checked(usize::from(len))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of one configuration with this version, whose key has 4 octets.
    fn list(version: u16) -> Vec<u8> {
        let contents = b"\x01\x00\x20\x00\x04keys\x00\x04\x00\x01\x00\x01\x00\x07example\x00\x00";
        let len = |len: usize| u16::try_from(len).expect("a short list").to_be_bytes();
        let config = [&version.to_be_bytes()[..], &len(contents.len()), contents].concat();
        [&len(config.len())[..], &config].concat()
    }

    #[test]
    fn a_list_is_read_to_its_end() {
        let sound = list(VERSION);
        assert_eq!(check(&sound), Ok(()));
        assert_eq!(check(&sound[2..]), Err(EchFault::NoLength));
        assert_eq!(check(&sound[..sound.len() - 1]), Err(EchFault::Length { said: 30, found: 29 }));
        assert_eq!(check(&list(0xfe0a)), Err(EchFault::Version(0xfe0a)));
        assert_eq!(check(&[0, 0]), Err(EchFault::Empty));
        assert_eq!(check(&[]), Err(EchFault::Length { said: 0, found: 0 }));
        assert_eq!(check(&[0, 5, 0xfe, 0x0d, 0, 1, 1]), Err(EchFault::Config));
    }

    #[test]
    fn no_prefix_is_sound() {
        let sound = list(VERSION);
        for end in 0..sound.len() {
            assert!(check(&sound[..end]).is_err(), "{end} octets");
        }
    }
}
