//! What an owner name is to denial of existence: whether a chain must, may or must not have it.

use crate::rr::{Rtype, types};
use crate::zone::{Node, Rrset};

/// What an owner name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The zone has authoritative data there.
    Data,
    /// A zone cut.
    Cut {
        /// Whether it has DS records.
        secure: bool,
    },
    /// Below a zone cut: glue, or hidden.
    BelowCut,
    /// There are only NSEC and RRSIG records.
    OnlyNsec,
    /// There are only NSEC3 and RRSIG records: the name is a hash.
    OnlyNsec3,
    /// There are only RRSIG records, which sign nothing.
    OnlyRrsig,
}

/// An owner name and what denial needs to know of it.
#[derive(Clone, Copy)]
pub struct Standing<'z> {
    /// The name.
    pub node: Node<'z>,
    /// What it is.
    pub role: Role,
    /// Its NSEC records.
    pub nsec: Option<Rrset<'z>>,
    /// Its NSEC3 records.
    pub nsec3: Option<Rrset<'z>>,
    /// Whether it has RRSIG records.
    pub is_signed: bool,
}

impl<'z> Standing<'z> {
    /// Looks at a name.
    pub fn of(node: Node<'z>) -> Standing<'z> {
        let (mut data, mut secure, mut is_signed) = (false, false, false);
        let (mut nsec, mut nsec3) = (None, None);
        for rrset in node.rrsets() {
            match rrset.rtype() {
                types::NSEC => nsec = Some(rrset),
                types::NSEC3 => nsec3 = Some(rrset),
                types::RRSIG => is_signed = true,
                rtype => {
                    data = true;
                    secure |= rtype == types::DS;
                }
            }
        }
        let role = match (node.is_below_cut(), data) {
            (true, _) => Role::BelowCut,
            (false, true) if node.is_cut() => Role::Cut { secure },
            (false, true) => Role::Data,
            (false, false) if nsec3.is_some() => Role::OnlyNsec3,
            (false, false) if nsec.is_some() => Role::OnlyNsec,
            (false, false) => Role::OnlyRrsig,
        };
        Standing { node, role, nsec, nsec3, is_signed }
    }

    /// Whether a complete chain has this name. Names below a DNAME may be in it or not: RFC 6672 section 5.3
    /// has none, and signers differ on what to do with those a zone has all the same.
    pub fn is_needed(&self) -> bool {
        matches!(self.role, Role::Data | Role::Cut { .. }) && !self.node.is_below_dname()
    }

    /// Whether its NSEC records are a part of the chain that others must lead to.
    pub fn is_linked(&self) -> bool {
        self.nsec.is_some() && matches!(self.role, Role::Data | Role::Cut { .. })
    }

    /// Whether nobody signed the name: it came after the signer, and that is another finding. Cuts without DS
    /// are never signed by themselves.
    pub fn is_unsigned(&self) -> bool {
        !self.is_signed && matches!(self.role, Role::Data | Role::Cut { secure: true })
    }

    /// Whether signatures belong there besides those of denial records.
    pub fn has_signed_data(&self) -> bool {
        matches!(self.role, Role::Data | Role::Cut { secure: true })
    }
}

/// The types at a cut that are the parent's to answer: RFC 4035 section 2.3.
pub fn is_of_parent(rtype: Rtype) -> bool {
    matches!(rtype, types::NS | types::DS)
}
