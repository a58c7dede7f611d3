//! MTA-STS policy files that the user gave, held against the MX hosts of their domains. Reports nothing.

use super::domain::{MailDomain, ZoneMail};
use super::microsoft::{Exchange, exchange};
use super::mta_sts::{Pattern, PolicyFile};
use crate::source::SourceId;
use crate::wire::NameRef;
use crate::zone::Record;

/// A policy file that senders use, and the domain it is for.
pub struct Held<'m, 'z> {
    /// The number of the file's source.
    pub source: SourceId,
    /// The file.
    pub file: &'z PolicyFile,
    /// The domain.
    pub domain: &'m MailDomain<'z>,
    /// Its MX hosts; none where it has no MX, or takes no mail.
    pub mx: Vec<(Record<'z>, NameRef<'z>)>,
}

/// The policy files that senders can use, with the domains of the zone that they are for.
pub fn held<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = Held<'m, 'z>> {
    let usable = mail.policies.iter().filter(|(_, file)| file.policy.is_usable());
    usable.filter_map(|&(source, file)| {
        let domain = mail.domain(file.domain.borrow_name())?;
        Some(Held { source, file, domain, mx: domain.hosts().collect() })
    })
}

/// An MX host of Microsoft's below one of its two names that a policy does not allow, where all its patterns
/// for Microsoft are below the other.
#[must_use]
pub fn other_name<'h, 'z>(held: &'h Held<'_, 'z>) -> Option<(Record<'z>, NameRef<'z>, &'h Pattern)> {
    let patterns: Vec<(&Pattern, Exchange)> = held
        .file
        .policy
        .mx
        .iter()
        .filter_map(|pattern| Some((pattern, exchange(pattern.name()?.0.borrow_name())?)))
        .collect();
    let left_out = held.mx.iter().filter(|(_, host)| !held.file.policy.allows(*host));
    left_out.filter_map(|&(record, host)| Some((record, host, exchange(host)?))).find_map(
        |(record, host, own)| {
            let other = match own {
                Exchange::Secure => Exchange::Plain,
                Exchange::Plain => Exchange::Secure,
                Exchange::National | Exchange::Retired => return None,
            };
            let (pattern, _) = patterns.iter().find(|(_, kind)| *kind == other)?;
            patterns.iter().all(|(_, kind)| *kind != own).then_some((record, host, *pattern))
        },
    )
}
