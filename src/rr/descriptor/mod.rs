//! The descriptors of RR types, one file each. Written by `cargo xtask codegen`; do not edit.

mod a;
mod a6;
mod aaaa;
mod afsdb;
mod amtrelay;
mod apl;
mod atma;
mod avc;
mod brid;
mod caa;
mod cdnskey;
mod cds;
mod cert;
mod cla;
mod cname;
mod csync;
mod dhcid;
mod dlv;
mod dname;
mod dnskey;
mod doa;
mod ds;
mod dsync;
mod eid;
mod eui48;
mod eui64;
mod gid;
mod gpos;
mod hhit;
mod hinfo;
mod hip;
mod https;
mod ipn;
mod ipseckey;
mod isdn;
mod key;
mod kx;
mod l32;
mod l64;
mod loc;
mod lp;
mod mb;
mod md;
mod mf;
mod mg;
mod minfo;
mod mr;
mod mx;
mod naptr;
mod nid;
mod nimloc;
mod ninfo;
mod ns;
mod nsap;
mod nsap_ptr;
mod nsec;
mod nsec3;
mod nsec3param;
mod null;
mod nxt;
mod openpgpkey;
mod ptr;
mod px;
mod resinfo;
mod rkey;
mod rp;
mod rrsig;
mod rt;
mod sig;
mod sink;
mod smimea;
mod soa;
mod spf;
mod srv;
mod sshfp;
mod svcb;
mod ta;
mod talink;
mod tlsa;
mod txt;
mod uid;
mod uinfo;
mod unspec;
mod uri;
mod wallet;
mod wks;
mod x25;
mod zonemd;

use crate::rr::RrType;

/// Every descriptor, by number.
pub static BY_CODE: &[&RrType] = &[
    &a::A,
    &ns::NS,
    &md::MD,
    &mf::MF,
    &cname::CNAME,
    &soa::SOA,
    &mb::MB,
    &mg::MG,
    &mr::MR,
    &null::NULL,
    &wks::WKS,
    &ptr::PTR,
    &hinfo::HINFO,
    &minfo::MINFO,
    &mx::MX,
    &txt::TXT,
    &rp::RP,
    &afsdb::AFSDB,
    &x25::X25,
    &isdn::ISDN,
    &rt::RT,
    &nsap::NSAP,
    &nsap_ptr::NSAP_PTR,
    &sig::SIG,
    &key::KEY,
    &px::PX,
    &gpos::GPOS,
    &aaaa::AAAA,
    &loc::LOC,
    &nxt::NXT,
    &eid::EID,
    &nimloc::NIMLOC,
    &srv::SRV,
    &atma::ATMA,
    &naptr::NAPTR,
    &kx::KX,
    &cert::CERT,
    &a6::A6,
    &dname::DNAME,
    &sink::SINK,
    &apl::APL,
    &ds::DS,
    &sshfp::SSHFP,
    &ipseckey::IPSECKEY,
    &rrsig::RRSIG,
    &nsec::NSEC,
    &dnskey::DNSKEY,
    &dhcid::DHCID,
    &nsec3::NSEC3,
    &nsec3param::NSEC3PARAM,
    &tlsa::TLSA,
    &smimea::SMIMEA,
    &hip::HIP,
    &ninfo::NINFO,
    &rkey::RKEY,
    &talink::TALINK,
    &cds::CDS,
    &cdnskey::CDNSKEY,
    &openpgpkey::OPENPGPKEY,
    &csync::CSYNC,
    &zonemd::ZONEMD,
    &svcb::SVCB,
    &https::HTTPS,
    &dsync::DSYNC,
    &hhit::HHIT,
    &brid::BRID,
    &spf::SPF,
    &uinfo::UINFO,
    &uid::UID,
    &gid::GID,
    &unspec::UNSPEC,
    &nid::NID,
    &l32::L32,
    &l64::L64,
    &lp::LP,
    &eui48::EUI48,
    &eui64::EUI64,
    &uri::URI,
    &caa::CAA,
    &avc::AVC,
    &doa::DOA,
    &amtrelay::AMTRELAY,
    &resinfo::RESINFO,
    &wallet::WALLET,
    &cla::CLA,
    &ipn::IPN,
    &ta::TA,
    &dlv::DLV,
];

/// Every descriptor, by mnemonic.
pub(super) static BY_MNEMONIC: &[&RrType] = &[
    &a::A,
    &a6::A6,
    &aaaa::AAAA,
    &afsdb::AFSDB,
    &amtrelay::AMTRELAY,
    &apl::APL,
    &atma::ATMA,
    &avc::AVC,
    &brid::BRID,
    &caa::CAA,
    &cdnskey::CDNSKEY,
    &cds::CDS,
    &cert::CERT,
    &cla::CLA,
    &cname::CNAME,
    &csync::CSYNC,
    &dhcid::DHCID,
    &dlv::DLV,
    &dname::DNAME,
    &dnskey::DNSKEY,
    &doa::DOA,
    &ds::DS,
    &dsync::DSYNC,
    &eid::EID,
    &eui48::EUI48,
    &eui64::EUI64,
    &gid::GID,
    &gpos::GPOS,
    &hhit::HHIT,
    &hinfo::HINFO,
    &hip::HIP,
    &https::HTTPS,
    &ipn::IPN,
    &ipseckey::IPSECKEY,
    &isdn::ISDN,
    &key::KEY,
    &kx::KX,
    &l32::L32,
    &l64::L64,
    &loc::LOC,
    &lp::LP,
    &mb::MB,
    &md::MD,
    &mf::MF,
    &mg::MG,
    &minfo::MINFO,
    &mr::MR,
    &mx::MX,
    &naptr::NAPTR,
    &nid::NID,
    &nimloc::NIMLOC,
    &ninfo::NINFO,
    &ns::NS,
    &nsap::NSAP,
    &nsap_ptr::NSAP_PTR,
    &nsec::NSEC,
    &nsec3::NSEC3,
    &nsec3param::NSEC3PARAM,
    &null::NULL,
    &nxt::NXT,
    &openpgpkey::OPENPGPKEY,
    &ptr::PTR,
    &px::PX,
    &resinfo::RESINFO,
    &rkey::RKEY,
    &rp::RP,
    &rrsig::RRSIG,
    &rt::RT,
    &sig::SIG,
    &sink::SINK,
    &smimea::SMIMEA,
    &soa::SOA,
    &spf::SPF,
    &srv::SRV,
    &sshfp::SSHFP,
    &svcb::SVCB,
    &ta::TA,
    &talink::TALINK,
    &tlsa::TLSA,
    &txt::TXT,
    &uid::UID,
    &uinfo::UINFO,
    &unspec::UNSPEC,
    &uri::URI,
    &wallet::WALLET,
    &wks::WKS,
    &x25::X25,
    &zonemd::ZONEMD,
];
