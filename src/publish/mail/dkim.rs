//! DKIM: what there is of it, and who makes the keys. RFC 6376.

use super::set::Item;
use super::situation::Situation;
use crate::mail::provider::Family;

/// What there is of DKIM, whose keys the mail system makes.
pub(super) fn propose(situation: &Situation<'_>) -> Item {
    let live: Vec<String> = situation
        .selectors
        .iter()
        .filter(|(_, is_live)| *is_live)
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if situation.is_parked {
        let mut item = Item::new("DKIM", "no key, as the domain sends nothing");
        if !live.is_empty() {
            item.remarks.push(format!("take away {}: keys of a domain that sends nothing", selectors(&live)));
        }
        return item;
    }
    if !live.is_empty() {
        return Item::new("DKIM", format!("the zone has {}", selectors(&live)));
    }
    let mut item = Item::new("DKIM", "no selector in the zone");
    if situation
        .hosts
        .iter()
        .any(|host| host.provider.is_some_and(|provider| provider.family == Family::Microsoft365))
    {
        item.remarks
            .push("Get-DkimSigningConfig says Selector1CNAME and Selector2CNAME, to be added as".to_owned());
        item.remarks.extend(
            ["selector1", "selector2"]
                .map(|selector| format!("{selector}._domainkey.{} CNAME ...", situation.domain)),
        );
    } else {
        item.remarks.push("the system that sends makes the key and says which record to add".to_owned());
    }
    item
}

/// A few selectors by name.
fn selectors(names: &[String]) -> String {
    let more = names.len().saturating_sub(4);
    let shown = names.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let word = if names.len() == 1 { "selector" } else { "selectors" };
    if more > 0 { format!("the {word} {shown} and {more} more") } else { format!("the {word} {shown}") }
}
