//! MX: what a domain without mail should say. RFC 7505.

use super::set::{Item, ItemState, Planned, Rdata};
use super::situation::Situation;
use crate::rr::types;
use crate::wire::Ttl;

/// The MX record of a domain without mail.
pub(super) fn propose(situation: &Situation<'_>) -> Option<Item> {
    if !situation.is_parked {
        return None;
    }
    let mut item = Item::new("MX", "takes no mail (RFC 7505)");
    let state = if situation.has_mx { ItemState::Kept } else { ItemState::New };
    let ttl = situation.ttl(situation.domain.borrow_name(), types::MX, Ttl(3600));
    item.records.push(Planned { owner: situation.domain.clone(), ttl, rdata: Rdata::NullMx, state });
    Some(item)
}
