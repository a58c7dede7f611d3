//! TLSA: service names, the services of a zone, parameters, association data, and what clients do with all of
//! it. Does no I/O and asks no server.

pub mod across;
mod advice;
mod authority;
mod derive;
mod find;
mod hint;
mod inventory;
mod judge;
mod judged;
pub mod lookup;
mod mail_domain;
pub mod mailbox;
mod make;
pub mod owner;
mod parameter;
pub mod pin;
mod published;
mod sender;
mod served;
mod service;
mod tlsa;
mod verdict;

pub use advice::Advice;
pub use authority::{AS_OF, AUTHORITIES, Authority, Keys, Standing, authority_of};
pub use derive::{Derived, Fact, OtherZone, Remark, place_of, services_of};
pub use find::{Answer, TlsaPlace, Unsigned, Zones};
pub use hint::Known;
pub use inventory::{Deployment, Inventory, Material, Served};
pub use judge::ServiceJudge;
pub use judged::{HeadFault, Judged};
pub use mail_domain::{MailDomain, MailHost, mail_domains};
pub use make::{Anchor, Origin, Recipe, keep_new, records_of};
pub use parameter::{Matching, ParameterError, Selector, Usage};
pub use published::{Pkix, Published, Unusable};
pub use sender::{exchange_online, exchange_online_codes, postfix};
pub use served::{misplaced, remarks};
pub use service::{HostError, Proto, Service, ServiceError, is_mail_exchange_port};
pub use tlsa::{Parameters, RECOMMENDED, Tlsa, TlsaError};
pub use verdict::{
    Case, Cause, Chain, Match, Names, Unmatched, Verdict, VerdictKind, judge, judge_each, pins,
};
