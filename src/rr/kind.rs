//! The kinds of field, and which codec each has.

use super::value::{
    Codec, Input, address, apl, base64, bitmap, gateway, hex, hip, key, legacy, loc, name, number, opaque,
    string, svcb, time, wks,
};

/// How a field is written. "Rest" kinds take all tokens that are left and stand last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// 8-bit number.
    U8,
    /// 16-bit number.
    U16,
    /// 32-bit number.
    U32,
    /// 32-bit number of seconds that may be written with TTL units (`1h30m`).
    Period,
    /// 32-bit time: `YYYYMMDDHHmmSS` or seconds: RFC 4034 section 3.2.
    Time,
    /// Domain name that canonical form writes in lower case: RFC 4034 section 6.2, RFC 6840 section 5.1.
    Name,
    /// Domain name that canonical form leaves as it is.
    NameAsIs,
    /// Domain names to the end, left as they are (HIP rendezvous servers).
    NamesRest,
    /// IPv4 address.
    Ipv4,
    /// IPv6 address.
    Ipv6,
    /// One character-string: RFC 1035 section 3.3.
    String,
    /// One character-string of digits (X25 and ISDN addresses).
    DigitString,
    /// One character-string that may be left out (ISDN subaddress).
    StringOptional,
    /// One or more character-strings.
    StringsRest,
    /// A length-prefixed word without quotes: a CAA property tag.
    Tag,
    /// One string that fills the rest of the rdata without a length octet (CAA value).
    TextRest,
    /// The same, and only in quotes (URI target: RFC 7553 section 4.4).
    QuotedRest,
    /// Hexadecimal words to the end.
    HexRest,
    /// One hexadecimal word behind an 8-bit length, `-` for none (NSEC3 salt).
    HexLen8,
    /// One base32hex word behind an 8-bit length (NSEC3 next hashed owner).
    Base32Len8,
    /// Base64 words to the end.
    Base64Rest,
    /// Base64 words to the end that may be left out (a KEY without a key).
    Base64RestOptional,
    /// Base64 words to the end, `-` for none (DOA data).
    Base64OrDash,
    /// An RR type mnemonic, 16 bits (RRSIG type covered).
    Type,
    /// RR type mnemonics to the end as RFC 4034 section 4.1.2 windows; may be none.
    TypeBitmap,
    /// RR type mnemonics to the end as the NXT bit string of RFC 2535.
    NxtBitmap,
    /// DNSSEC algorithm, 8 bits: number or RFC 4034 appendix A.1 mnemonic.
    Algorithm,
    /// CERT type, 16 bits: number or RFC 4398 mnemonic.
    CertType,
    /// KEY flags, 16 bits: number or RFC 2535 mnemonics joined by `|`.
    KeyFlags,
    /// KEY protocol, 8 bits: number or RFC 2535 mnemonic.
    KeyProtocol,
    /// DSYNC scheme, 8 bits: number or RFC 9859 mnemonic.
    DsyncScheme,
    /// 64-bit number in decimal, or two 32-bit ones with a dot between (IPN).
    NodeNumber,
    /// WKS: protocol and services behind an address.
    Wks,
    /// NSAP address, `0x` and hexadecimal with dots.
    Nsap,
    /// ATMA address: E.164 (`+123`) or hexadecimal with dots.
    Atma,
    /// 48 or 64-bit extended unique identifier, hexadecimal with hyphens; the number of octets.
    Eui(u8),
    /// 64-bit locator or node identifier, four groups of hexadecimal (NID, L64).
    Locator64,
    /// The whole of LOC: RFC 1876.
    Loc,
    /// The whole of GPOS: three numbers as character-strings.
    Gpos,
    /// The whole of APL.
    Apl,
    /// IPSECKEY gateway type, algorithm and gateway: RFC 4025.
    IpsecGateway,
    /// AMTRELAY discovery-optional bit, type and relay: RFC 8777.
    AmtRelay,
    /// HIP public key algorithm, HIT and public key with their two lengths: RFC 8005.
    HipIdentity,
    /// The whole of A6: RFC 2874.
    A6,
    /// Service parameters to the end: RFC 9460 section 2.1.
    SvcParams,
    /// Opaque octets: only the RFC 3597 form writes them (NULL, UNSPEC).
    Opaque,
}

/// Binds `$codec` to the codec of a kind: the only place that says which kind has which.
macro_rules! with_codec {
    ($kind:expr, $codec:ident => $result:expr) => {
        with_codec!(@ $kind, $codec => $result,
            Name: name::Name,
            U8: number::U8,
            U16: number::U16,
            U32: number::U32,
            Period: number::Period,
            Time: time::Time,
            NameAsIs: name::NameAsIs,
            NamesRest: name::NamesRest,
            Ipv4: address::Ipv4,
            Ipv6: address::Ipv6,
            String: string::String,
            DigitString: string::DigitString,
            StringOptional: string::StringOptional,
            StringsRest: string::StringsRest,
            Tag: string::Tag,
            TextRest: string::TextRest,
            QuotedRest: string::QuotedRest,
            HexRest: hex::HexRest,
            HexLen8: hex::HexLen8,
            Base32Len8: hex::Base32Len8,
            Base64Rest: base64::Base64Rest,
            Base64RestOptional: base64::Base64RestOptional,
            Base64OrDash: base64::Base64OrDash,
            Type: bitmap::Type,
            TypeBitmap: bitmap::TypeBitmap,
            NxtBitmap: bitmap::NxtBitmap,
            Algorithm: key::Algorithm,
            CertType: key::CertType,
            KeyFlags: key::KeyFlags,
            KeyProtocol: key::KeyProtocol,
            DsyncScheme: key::DsyncScheme,
            NodeNumber: number::NodeNumber,
            Wks: wks::Wks,
            Nsap: legacy::Nsap,
            Atma: legacy::Atma,
            Locator64: address::Locator64,
            Loc: loc::Loc,
            Gpos: legacy::Gpos,
            Apl: apl::Apl,
            IpsecGateway: gateway::IpsecGateway,
            AmtRelay: gateway::AmtRelay,
            HipIdentity: hip::HipIdentity,
            A6: legacy::A6,
            SvcParams: svcb::ParamsRest,
            Opaque: opaque::Opaque,
        )
    };
    (@ $kind:expr, $codec:ident => $result:expr, $($variant:ident: $module:ident::$unit:ident,)*) => {
        match $kind {
            $(Kind::$variant => { let $codec = $module::$unit; $result })*
            Kind::Eui(octets) => { let $codec = address::Eui(octets); $result }
        }
    };
}

impl Kind {
    /// Reads a field and appends its octets; `None` where the record ends instead. `what` names the field.
    pub(super) fn read<'t>(self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        with_codec!(self, codec => codec.read(input, what))
    }

    /// How many octets at the front of `rest` a field takes, or why it does not fit.
    pub(super) fn length(self, rest: &[u8]) -> Result<usize, String> {
        with_codec!(self, codec => codec.length(rest))
    }

    /// Writes a field's octets as text; `None` where only the RFC 3597 form can write them.
    pub(super) fn show(self, octets: &[u8], out: &mut String) -> Option<()> {
        with_codec!(self, codec => codec.show(octets, out))
    }

    /// Where the names of a field start, for the kinds that hold any.
    pub(super) fn name_offset(self, octets: &[u8]) -> Option<usize> {
        with_codec!(self, codec => codec.name_offset(octets))
    }

    /// Whether canonical form writes the names of a field in lower case.
    pub(super) fn is_folded(self) -> bool {
        with_codec!(self, codec => codec.is_folded())
    }

    /// Whether the words of a field may be in quotes.
    pub(crate) fn has_quotes(self) -> bool {
        with_codec!(self, codec => codec.has_quotes())
    }
}
