//! Every RR type that may stand in a zone, one file each. Written by `cargo xtask codegen`; do not edit.

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

use crate::rr::{RrType, Rtype};

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
pub static BY_MNEMONIC: &[&RrType] = &[
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

/// A, RFC 1035 section 3.4.1.
pub const A: Rtype = Rtype(1);

/// NS, RFC 1035 section 3.3.11.
pub const NS: Rtype = Rtype(2);

/// MD, RFC 1035 section 3.3.4, obsolete.
pub const MD: Rtype = Rtype(3);

/// MF, RFC 1035 section 3.3.5, obsolete; laid out like MD.
pub const MF: Rtype = Rtype(4);

/// CNAME, RFC 1035 section 3.3.1.
pub const CNAME: Rtype = Rtype(5);

/// SOA, RFC 1035 section 3.3.13.
pub const SOA: Rtype = Rtype(6);

/// MB, RFC 1035 section 3.3.3, experimental.
pub const MB: Rtype = Rtype(7);

/// MG, RFC 1035 section 3.3.6, experimental.
pub const MG: Rtype = Rtype(8);

/// MR, RFC 1035 section 3.3.8, experimental.
pub const MR: Rtype = Rtype(9);

/// NULL, RFC 1035 section 3.3.10, experimental.
pub const NULL: Rtype = Rtype(10);

/// WKS, RFC 1035 section 3.4.2, obsolete.
pub const WKS: Rtype = Rtype(11);

/// PTR, RFC 1035 section 3.3.12.
pub const PTR: Rtype = Rtype(12);

/// HINFO, RFC 1035 section 3.3.2.
pub const HINFO: Rtype = Rtype(13);

/// MINFO, RFC 1035 section 3.3.7, experimental.
pub const MINFO: Rtype = Rtype(14);

/// MX, RFC 1035 section 3.3.9.
pub const MX: Rtype = Rtype(15);

/// TXT, RFC 1035 section 3.3.14.
pub const TXT: Rtype = Rtype(16);

/// RP, RFC 1183 section 2.2.
pub const RP: Rtype = Rtype(17);

/// AFSDB, RFC 1183 section 1, RFC 5864.
pub const AFSDB: Rtype = Rtype(18);

/// X25, RFC 1183 section 3.1.
pub const X25: Rtype = Rtype(19);

/// ISDN, RFC 1183 section 3.2.
pub const ISDN: Rtype = Rtype(20);

/// RT, RFC 1183 section 3.3.
pub const RT: Rtype = Rtype(21);

/// NSAP, RFC 1706 section 5.
pub const NSAP: Rtype = Rtype(22);

/// NSAP-PTR, RFC 1348 section 4, historic.
pub const NSAP_PTR: Rtype = Rtype(23);

/// SIG, RFC 2535 section 4.1, RFC 2931; laid out like RRSIG.
pub const SIG: Rtype = Rtype(24);

/// KEY, RFC 2535 section 3.1.
pub const KEY: Rtype = Rtype(25);

/// PX, RFC 2163 section 4.
pub const PX: Rtype = Rtype(26);

/// GPOS, RFC 1712 section 3.
pub const GPOS: Rtype = Rtype(27);

/// AAAA, RFC 3596 section 2.2.
pub const AAAA: Rtype = Rtype(28);

/// LOC, RFC 1876 section 2.
pub const LOC: Rtype = Rtype(29);

/// NXT, RFC 2535 section 5.2, obsolete.
pub const NXT: Rtype = Rtype(30);

/// EID, the Nimrod DNS draft.
pub const EID: Rtype = Rtype(31);

/// NIMLOC, the Nimrod DNS draft.
pub const NIMLOC: Rtype = Rtype(32);

/// SRV, RFC 2782.
pub const SRV: Rtype = Rtype(33);

/// ATMA, ATM Name System, AF-DANS-0152.000.
pub const ATMA: Rtype = Rtype(34);

/// NAPTR, RFC 3403 section 4.1.
pub const NAPTR: Rtype = Rtype(35);

/// KX, RFC 2230 section 3.1.
pub const KX: Rtype = Rtype(36);

/// CERT, RFC 4398 section 2.
pub const CERT: Rtype = Rtype(37);

/// A6, RFC 2874 section 3.1, historic.
pub const A6: Rtype = Rtype(38);

/// DNAME, RFC 6672 section 2.1.
pub const DNAME: Rtype = Rtype(39);

/// SINK, the kitchen sink draft.
pub const SINK: Rtype = Rtype(40);

/// APL, RFC 3123 section 4.
pub const APL: Rtype = Rtype(42);

/// DS, RFC 4034 section 5.1.
pub const DS: Rtype = Rtype(43);

/// SSHFP, RFC 4255 section 3.1.
pub const SSHFP: Rtype = Rtype(44);

/// IPSECKEY, RFC 4025 section 2.
pub const IPSECKEY: Rtype = Rtype(45);

/// RRSIG, RFC 4034 section 3.1.
pub const RRSIG: Rtype = Rtype(46);

/// NSEC, RFC 4034 section 4.1.
pub const NSEC: Rtype = Rtype(47);

/// DNSKEY, RFC 4034 section 2.1.
pub const DNSKEY: Rtype = Rtype(48);

/// DHCID, RFC 4701 section 3.1.
pub const DHCID: Rtype = Rtype(49);

/// NSEC3, RFC 5155 section 3.1.
pub const NSEC3: Rtype = Rtype(50);

/// NSEC3PARAM, RFC 5155 section 4.1.
pub const NSEC3PARAM: Rtype = Rtype(51);

/// TLSA, RFC 6698 section 2.
pub const TLSA: Rtype = Rtype(52);

/// SMIMEA, RFC 8162 section 2; laid out like TLSA.
pub const SMIMEA: Rtype = Rtype(53);

/// HIP, RFC 8005 section 5.
pub const HIP: Rtype = Rtype(55);

/// NINFO, the zone status draft; laid out like TXT.
pub const NINFO: Rtype = Rtype(56);

/// RKEY, the resource key draft.
pub const RKEY: Rtype = Rtype(57);

/// TALINK, the trust anchor history draft.
pub const TALINK: Rtype = Rtype(58);

/// CDS, RFC 7344 section 3.1; laid out like DS.
pub const CDS: Rtype = Rtype(59);

/// CDNSKEY, RFC 7344 section 3.2; laid out like DNSKEY.
pub const CDNSKEY: Rtype = Rtype(60);

/// OPENPGPKEY, RFC 7929 section 2.
pub const OPENPGPKEY: Rtype = Rtype(61);

/// CSYNC, RFC 7477 section 2.1.
pub const CSYNC: Rtype = Rtype(62);

/// ZONEMD, RFC 8976 section 2.2.
pub const ZONEMD: Rtype = Rtype(63);

/// SVCB, RFC 9460 section 2.
pub const SVCB: Rtype = Rtype(64);

/// HTTPS, RFC 9460 section 9; laid out like SVCB.
pub const HTTPS: Rtype = Rtype(65);

/// DSYNC, RFC 9859 section 2.
pub const DSYNC: Rtype = Rtype(66);

/// HHIT, RFC 9886 section 5.1.
pub const HHIT: Rtype = Rtype(67);

/// BRID, RFC 9886 section 5.2; laid out like HHIT.
pub const BRID: Rtype = Rtype(68);

/// SPF, RFC 7208 section 3.1, obsolete; laid out like TXT.
pub const SPF: Rtype = Rtype(99);

/// UINFO, reserved by IANA without a format.
pub const UINFO: Rtype = Rtype(100);

/// UID, reserved by IANA without a format; laid out like UINFO.
pub const UID: Rtype = Rtype(101);

/// GID, reserved by IANA without a format; laid out like UINFO.
pub const GID: Rtype = Rtype(102);

/// UNSPEC, reserved by IANA without a format; laid out like UINFO.
pub const UNSPEC: Rtype = Rtype(103);

/// NID, RFC 6742 section 2.1.
pub const NID: Rtype = Rtype(104);

/// L32, RFC 6742 section 2.2.
pub const L32: Rtype = Rtype(105);

/// L64, RFC 6742 section 2.3.
pub const L64: Rtype = Rtype(106);

/// LP, RFC 6742 section 2.4.
pub const LP: Rtype = Rtype(107);

/// EUI48, RFC 7043 section 3.
pub const EUI48: Rtype = Rtype(108);

/// EUI64, RFC 7043 section 4.
pub const EUI64: Rtype = Rtype(109);

/// URI, RFC 7553 section 4.
pub const URI: Rtype = Rtype(256);

/// CAA, RFC 8659 section 4.1.
pub const CAA: Rtype = Rtype(257);

/// AVC, the vendor's template at IANA; laid out like TXT.
pub const AVC: Rtype = Rtype(258);

/// DOA, the DOA over DNS draft.
pub const DOA: Rtype = Rtype(259);

/// AMTRELAY, RFC 8777 section 4.
pub const AMTRELAY: Rtype = Rtype(260);

/// RESINFO, RFC 9606 section 4; laid out like TXT.
pub const RESINFO: Rtype = Rtype(261);

/// WALLET, the template at IANA; laid out like TXT.
pub const WALLET: Rtype = Rtype(262);

/// CLA, the DNS resource records for DTN draft.
pub const CLA: Rtype = Rtype(263);

/// IPN, the DNS resource records for DTN draft.
pub const IPN: Rtype = Rtype(264);

/// TA, the DNSSEC trust authorities report; laid out like DS.
pub const TA: Rtype = Rtype(32768);

/// DLV, RFC 4431 section 2, obsolete; laid out like DS.
pub const DLV: Rtype = Rtype(32769);
