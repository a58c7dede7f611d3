//! The RR types and their fields by name. Written by `cargo xtask codegen`; do not edit.

use crate::rr::Rtype;

/// A number for each type, and a module with a number for each of its fields.
macro_rules! named {
    ($($(#[$about:meta])* $rtype:ident = $code:literal, $module:ident $fields:tt;)*) => {
        $(
            $(#[$about])*
            pub const $rtype: Rtype = Rtype($code);
        )*
        $(named!(@ $module $fields);)*
    };
    (@ $module:ident { like $other:ident }) => {
        #[doc = concat!("Numbers of the fields, those of [`", stringify!($other), "`].")]
        pub mod $module {
            pub use super::$other::*;
        }
    };
    (@ $module:ident { $first:ident $($rest:ident)* }) => {
        #[doc = concat!("Numbers of the fields of ", stringify!($module), ", from 0.")]
        #[allow(missing_docs, reason = "the name says which field of the descriptor it is")]
        pub mod $module {
            pub const $first: usize = 0;
            named!(after $first: $($rest)*);
        }
    };
    (after $previous:ident: $field:ident $($rest:ident)*) => {
        pub const $field: usize = $previous + 1;
        named!(after $field: $($rest)*);
    };
    (after $previous:ident:) => {};
}

named! {
    /// A, RFC 1035 section 3.4.1.
    A = 1, a { ADDRESS };
    /// NS, RFC 1035 section 3.3.11.
    NS = 2, ns { NAME_SERVER };
    /// MD, RFC 1035 section 3.3.4, obsolete.
    MD = 3, md { MAIL_AGENT };
    /// MF, RFC 1035 section 3.3.5, obsolete; laid out like MD.
    MF = 4, mf { like md };
    /// CNAME, RFC 1035 section 3.3.1.
    CNAME = 5, cname { CANONICAL_NAME };
    /// SOA, RFC 1035 section 3.3.13.
    SOA = 6, soa { PRIMARY_NAME_SERVER RESPONSIBLE_MAILBOX SERIAL REFRESH RETRY EXPIRE MINIMUM };
    /// MB, RFC 1035 section 3.3.3, experimental.
    MB = 7, mb { MAILBOX_HOST };
    /// MG, RFC 1035 section 3.3.6, experimental.
    MG = 8, mg { MAIL_GROUP_MEMBER };
    /// MR, RFC 1035 section 3.3.8, experimental.
    MR = 9, mr { NEW_MAILBOX };
    /// NULL, RFC 1035 section 3.3.10, experimental.
    NULL = 10, null { DATA };
    /// WKS, RFC 1035 section 3.4.2, obsolete.
    WKS = 11, wks { ADDRESS PROTOCOL_AND_SERVICES };
    /// PTR, RFC 1035 section 3.3.12.
    PTR = 12, ptr { TARGET };
    /// HINFO, RFC 1035 section 3.3.2.
    HINFO = 13, hinfo { CPU OS };
    /// MINFO, RFC 1035 section 3.3.7, experimental.
    MINFO = 14, minfo { RESPONSIBLE_MAILBOX ERROR_MAILBOX };
    /// MX, RFC 1035 section 3.3.9.
    MX = 15, mx { PREFERENCE MAIL_EXCHANGE };
    /// TXT, RFC 1035 section 3.3.14.
    TXT = 16, txt { TEXT };
    /// RP, RFC 1183 section 2.2.
    RP = 17, rp { RESPONSIBLE_MAILBOX TEXT_NAME };
    /// AFSDB, RFC 1183 section 1, RFC 5864.
    AFSDB = 18, afsdb { SUBTYPE HOST_NAME };
    /// X25, RFC 1183 section 3.1.
    X25 = 19, x25 { PSDN_ADDRESS };
    /// ISDN, RFC 1183 section 3.2.
    ISDN = 20, isdn { ISDN_ADDRESS SUBADDRESS };
    /// RT, RFC 1183 section 3.3.
    RT = 21, rt { PREFERENCE INTERMEDIATE_HOST };
    /// NSAP, RFC 1706 section 5.
    NSAP = 22, nsap { NSAP_ADDRESS };
    /// NSAP-PTR, RFC 1348 section 4, historic.
    NSAP_PTR = 23, nsap_ptr { TARGET };
    /// SIG, RFC 2535 section 4.1, RFC 2931; laid out like RRSIG.
    SIG = 24, sig { like rrsig };
    /// KEY, RFC 2535 section 3.1.
    KEY = 25, key { FLAGS PROTOCOL ALGORITHM PUBLIC_KEY };
    /// PX, RFC 2163 section 4.
    PX = 26, px { PREFERENCE RFC_822_DOMAIN X400_DOMAIN };
    /// GPOS, RFC 1712 section 3.
    GPOS = 27, gpos { POSITION };
    /// AAAA, RFC 3596 section 2.2.
    AAAA = 28, aaaa { ADDRESS };
    /// LOC, RFC 1876 section 2.
    LOC = 29, loc { LOCATION };
    /// NXT, RFC 2535 section 5.2, obsolete.
    NXT = 30, nxt { NEXT_DOMAIN_NAME TYPES };
    /// EID, the Nimrod DNS draft.
    EID = 31, eid { ENDPOINT_IDENTIFIER };
    /// NIMLOC, the Nimrod DNS draft.
    NIMLOC = 32, nimloc { LOCATOR };
    /// SRV, RFC 2782.
    SRV = 33, srv { PRIORITY WEIGHT PORT TARGET };
    /// ATMA, ATM Name System, AF-DANS-0152.000.
    ATMA = 34, atma { ATM_ADDRESS };
    /// NAPTR, RFC 3403 section 4.1.
    NAPTR = 35, naptr { ORDER PREFERENCE FLAGS SERVICES REGEXP REPLACEMENT };
    /// KX, RFC 2230 section 3.1.
    KX = 36, kx { PREFERENCE KEY_EXCHANGER };
    /// CERT, RFC 4398 section 2.
    CERT = 37, cert { TYPE KEY_TAG ALGORITHM CERTIFICATE };
    /// A6, RFC 2874 section 3.1, historic.
    A6 = 38, a6 { ADDRESS_PREFIX };
    /// DNAME, RFC 6672 section 2.1.
    DNAME = 39, dname { TARGET };
    /// SINK, the kitchen sink draft.
    SINK = 40, sink { MEANING CODING SUBCODING DATA };
    /// APL, RFC 3123 section 4.
    APL = 42, apl { ADDRESS_PREFIXES };
    /// DS, RFC 4034 section 5.1.
    DS = 43, ds { KEY_TAG ALGORITHM DIGEST_TYPE DIGEST };
    /// SSHFP, RFC 4255 section 3.1.
    SSHFP = 44, sshfp { ALGORITHM FINGERPRINT_TYPE FINGERPRINT };
    /// IPSECKEY, RFC 4025 section 2.
    IPSECKEY = 45, ipseckey { PRECEDENCE GATEWAY PUBLIC_KEY };
    /// RRSIG, RFC 4034 section 3.1.
    RRSIG = 46, rrsig { TYPE_COVERED ALGORITHM LABELS ORIGINAL_TTL EXPIRATION INCEPTION KEY_TAG SIGNER_NAME
        SIGNATURE };
    /// NSEC, RFC 4034 section 4.1.
    NSEC = 47, nsec { NEXT_DOMAIN_NAME TYPES };
    /// DNSKEY, RFC 4034 section 2.1.
    DNSKEY = 48, dnskey { FLAGS PROTOCOL ALGORITHM PUBLIC_KEY };
    /// DHCID, RFC 4701 section 3.1.
    DHCID = 49, dhcid { DIGEST };
    /// NSEC3, RFC 5155 section 3.1.
    NSEC3 = 50, nsec3 { HASH_ALGORITHM FLAGS ITERATIONS SALT NEXT_HASHED_OWNER_NAME TYPES };
    /// NSEC3PARAM, RFC 5155 section 4.1.
    NSEC3PARAM = 51, nsec3param { HASH_ALGORITHM FLAGS ITERATIONS SALT };
    /// TLSA, RFC 6698 section 2.
    TLSA = 52, tlsa { CERTIFICATE_USAGE SELECTOR MATCHING_TYPE CERTIFICATE_ASSOCIATION_DATA };
    /// SMIMEA, RFC 8162 section 2; laid out like TLSA.
    SMIMEA = 53, smimea { like tlsa };
    /// HIP, RFC 8005 section 5.
    HIP = 55, hip { HOST_IDENTITY RENDEZVOUS_SERVERS };
    /// NINFO, the zone status draft; laid out like TXT.
    NINFO = 56, ninfo { like txt };
    /// RKEY, the resource key draft.
    RKEY = 57, rkey { FLAGS PROTOCOL ALGORITHM PUBLIC_KEY };
    /// TALINK, the trust anchor history draft.
    TALINK = 58, talink { PREVIOUS_NAME NEXT_NAME };
    /// CDS, RFC 7344 section 3.1; laid out like DS.
    CDS = 59, cds { like ds };
    /// CDNSKEY, RFC 7344 section 3.2; laid out like DNSKEY.
    CDNSKEY = 60, cdnskey { like dnskey };
    /// OPENPGPKEY, RFC 7929 section 2.
    OPENPGPKEY = 61, openpgpkey { OPENPGP_PUBLIC_KEY };
    /// CSYNC, RFC 7477 section 2.1.
    CSYNC = 62, csync { SOA_SERIAL FLAGS TYPES };
    /// ZONEMD, RFC 8976 section 2.2.
    ZONEMD = 63, zonemd { SERIAL SCHEME HASH_ALGORITHM DIGEST };
    /// SVCB, RFC 9460 section 2.
    SVCB = 64, svcb { PRIORITY TARGET SERVICE_PARAMETERS };
    /// HTTPS, RFC 9460 section 9; laid out like SVCB.
    HTTPS = 65, https { like svcb };
    /// DSYNC, RFC 9859 section 2.
    DSYNC = 66, dsync { TYPE SCHEME PORT TARGET };
    /// HHIT, RFC 9886 section 5.1.
    HHIT = 67, hhit { DATA };
    /// BRID, RFC 9886 section 5.2; laid out like HHIT.
    BRID = 68, brid { like hhit };
    /// SPF, RFC 7208 section 3.1, obsolete; laid out like TXT.
    SPF = 99, spf { like txt };
    /// UINFO, reserved by IANA without a format.
    UINFO = 100, uinfo { DATA };
    /// UID, reserved by IANA without a format; laid out like UINFO.
    UID = 101, uid { like uinfo };
    /// GID, reserved by IANA without a format; laid out like UINFO.
    GID = 102, gid { like uinfo };
    /// UNSPEC, reserved by IANA without a format; laid out like UINFO.
    UNSPEC = 103, unspec { like uinfo };
    /// NID, RFC 6742 section 2.1.
    NID = 104, nid { PREFERENCE NODE_IDENTIFIER };
    /// L32, RFC 6742 section 2.2.
    L32 = 105, l32 { PREFERENCE LOCATOR };
    /// L64, RFC 6742 section 2.3.
    L64 = 106, l64 { PREFERENCE LOCATOR };
    /// LP, RFC 6742 section 2.4.
    LP = 107, lp { PREFERENCE NAME };
    /// EUI48, RFC 7043 section 3.
    EUI48 = 108, eui48 { ADDRESS };
    /// EUI64, RFC 7043 section 4.
    EUI64 = 109, eui64 { ADDRESS };
    /// URI, RFC 7553 section 4.
    URI = 256, uri { PRIORITY WEIGHT TARGET };
    /// CAA, RFC 8659 section 4.1.
    CAA = 257, caa { FLAGS TAG VALUE };
    /// AVC, the vendor's template at IANA; laid out like TXT.
    AVC = 258, avc { like txt };
    /// DOA, the DOA over DNS draft.
    DOA = 259, doa { ENTERPRISE TYPE LOCATION MEDIA_TYPE DATA };
    /// AMTRELAY, RFC 8777 section 4.
    AMTRELAY = 260, amtrelay { PRECEDENCE RELAY };
    /// RESINFO, RFC 9606 section 4; laid out like TXT.
    RESINFO = 261, resinfo { like txt };
    /// WALLET, the template at IANA; laid out like TXT.
    WALLET = 262, wallet { like txt };
    /// CLA, the DNS resource records for DTN draft.
    CLA = 263, cla { CONVERGENCE_LAYER_ADAPTERS };
    /// IPN, the DNS resource records for DTN draft.
    IPN = 264, ipn { NODE_NUMBER };
    /// TA, the DNSSEC trust authorities report; laid out like DS.
    TA = 32768, ta { like ds };
    /// DLV, RFC 4431 section 2, obsolete; laid out like DS.
    DLV = 32769, dlv { like ds };
}
