//! What is known of the CAs whose digests stand in many TLSA records: those of Let's Encrypt, as its chain
//! certificates and its page about them were on [`AS_OF`]. Looks nothing up and judges nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::{Matching, Selector};
use crate::wire::{Timestamp, base16};

/// The day that the table is of. What has changed since is not in it.
pub const AS_OF: &str = "2026-08-21";

/// What a CA does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// It signs other CAs, not servers.
    Root,
    /// It issues certificates for servers, or stands by to do so.
    Issuing,
    /// It issues no certificates any more.
    Retired,
}

/// The kind of keys that a CA certifies: one of RSA never issues for servers with ECDSA keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keys {
    /// RSA.
    Rsa,
    /// ECDSA.
    Ecdsa,
}

/// One CA: a name and a key. It may have several certificates.
#[derive(Debug, PartialEq, Eq)]
pub struct Authority {
    /// What it is called.
    pub name: &'static str,
    /// What it does.
    pub standing: Standing,
    /// What it certifies.
    pub keys: Keys,
    /// The day on which the last of its certificates ends, and with it everything that it issued; for retired
    /// CAs alone.
    pub ends: Option<&'static str>,
    /// SHA-256 of its `SubjectPublicKeyInfo`, in hexadecimal.
    pub key: &'static str,
    /// SHA-256 of each certificate, in hexadecimal.
    pub certificates: &'static [&'static str],
}

/// The CA that association data is about, as far as the table says: of SHA2-256 alone.
#[must_use]
pub fn authority_of(selector: Selector, matching: Matching, data: &[u8]) -> Option<&'static Authority> {
    if matching != Matching::Sha256 {
        return None;
    }
    let digests = match selector {
        Selector::Spki => &BY_KEY,
        Selector::Cert => &BY_CERTIFICATE,
    };
    digests.get(data).copied()
}

type ByDigest = HashMap<Vec<u8>, &'static Authority, RandomState>;

static BY_KEY: LazyLock<ByDigest> = LazyLock::new(|| {
    AUTHORITIES.iter().map(|authority| (base16::decode(authority.key), authority)).collect()
});

static BY_CERTIFICATE: LazyLock<ByDigest> = LazyLock::new(|| {
    let each =
        AUTHORITIES.iter().flat_map(|authority| authority.certificates.iter().map(move |of| (of, authority)));
    each.map(|(certificate, authority)| (base16::decode(certificate), authority)).collect()
});

impl Authority {
    /// Whether servers that send the usual chain leave it out: there the chain ends below this root.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        self.name == "ISRG Root X1"
    }

    /// Whether no certificate that it issued is valid any more.
    #[must_use]
    pub fn has_ended(&self, now: Timestamp) -> bool {
        // Of the form 2021-10-06T00:00:00Z, so that days compare as text does.
        self.ends.is_some_and(|ends| now.to_string().get(..ends.len()).is_some_and(|today| today > ends))
    }

    /// The CAs that issue, or stand by to, for servers with such keys.
    pub fn issuing(keys: Keys) -> impl Iterator<Item = &'static Authority> {
        AUTHORITIES
            .iter()
            .filter(move |authority| authority.standing == Standing::Issuing && authority.keys == keys)
    }
}

/// Every CA of the table.
pub static AUTHORITIES: &[Authority] = &[
    Authority {
        name: "Let's Encrypt YE1",
        standing: Standing::Issuing,
        keys: Keys::Ecdsa,
        ends: None,
        key: "6ebcefb4210b088654a38b03fea3d7d1c711b4fb1ddc363a45f9b1a4e53da01e",
        certificates: &["a2372d06431e9716365eeed47ec020351497d182fcc038e457e58168a03cac07"],
    },
    Authority {
        name: "Let's Encrypt YE2",
        standing: Standing::Issuing,
        keys: Keys::Ecdsa,
        ends: None,
        key: "b3fb5d00e994cddf2cc9a4eea9f806bc5727e83cc0e4299bf956f2d524fe5376",
        certificates: &["97658de8c68dfa98ace1e5028a63d54a1aae911b3e21471076c6850cd08cbab4"],
    },
    Authority {
        name: "Let's Encrypt YE3",
        standing: Standing::Issuing,
        keys: Keys::Ecdsa,
        ends: None,
        key: "a698a20824be04e47a1a33c4fa488731be92011f23a31e900e2ca26c9c2acfce",
        certificates: &["82bcfc482cc19f71e6f98f4a027616ebda6d47096d408b336160d1c0ef8b995a"],
    },
    Authority {
        name: "Let's Encrypt YR1",
        standing: Standing::Issuing,
        keys: Keys::Rsa,
        ends: None,
        key: "2e8307068b6db620e4a39d068b5dee5d6ef5788cbb2c0b6d23ead84fcc17178c",
        certificates: &["13949634d99cd6fd6aa80bc034fefacceb1969feef986586713ecdbb05758d3f"],
    },
    Authority {
        name: "Let's Encrypt YR2",
        standing: Standing::Issuing,
        keys: Keys::Rsa,
        ends: None,
        key: "9d637b3d27a9e570d07607b9ccadb80a70915c7af72afce12841b1b1da825fd1",
        certificates: &["238b85a0099c65b970477d5724f1a1d475ce5058cffe4efa8733899bdb863c47"],
    },
    Authority {
        name: "Let's Encrypt YR3",
        standing: Standing::Issuing,
        keys: Keys::Rsa,
        ends: None,
        key: "51aaa87d984b559ac69e929f888a022d832e089ff4dba0a412b5101bca4bc799",
        certificates: &["35500cb63b8d9769528d65d87220f51c069807a595acbf2fb6eca38fbe0a4bd2"],
    },
    Authority {
        name: "ISRG Root X1",
        standing: Standing::Root,
        keys: Keys::Rsa,
        ends: None,
        key: "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3",
        certificates: &[
            "6d99fb265eb1c5b3744765fcbc648f3cd8e1bffafdc4c2f99b9d47cf7ff1c24f",
            "96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6",
        ],
    },
    Authority {
        name: "ISRG Root X2",
        standing: Standing::Root,
        keys: Keys::Ecdsa,
        ends: None,
        key: "762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332",
        certificates: &[
            "69729b8e15a86efc177a57afb7171dfc64add28c2fca8cf1507e34453ccb1470",
            "8b05b68cc659e5ed0fcb38f2c942fbfd200e6f2ff9f85d63c6994ef5e0b02701",
            "ee5f7abd6981bb0255632cd8f49283451b4b18844d12040b44ee00f07b8fe2c6",
        ],
    },
    Authority {
        name: "ISRG Root YE",
        standing: Standing::Root,
        keys: Keys::Ecdsa,
        ends: None,
        key: "b0292ae545978e0fbb98abbd94c861605e5b18bb32ed523f50d5b7b5c71d47bc",
        certificates: &[
            "0fc0901cca2bae9e9fdbb02d50d02f1094f7b36672086991b9e897626dc485f0",
            "e14ffcad5b0025731006caa43a121a22d8e9700f4fb9cf852f02a708aa5d5666",
        ],
    },
    Authority {
        name: "ISRG Root YR",
        standing: Standing::Root,
        keys: Keys::Rsa,
        ends: None,
        key: "7e4e8838a8add6295de7ae3b047d3aba3488ab95db0a0aa56d897a00d8618bcf",
        certificates: &[
            "072639d0b140d5bffae16ad9c3f6cc6086040621f51ee61a6d46a8915c07cf76",
            "e57b7e6f150c419102e8d5c055729ff967b9d1a829bf00cec89ca604ebf4a86f",
        ],
    },
    Authority {
        name: "Let's Encrypt E1",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2025-09-15"),
        key: "276fe8a8c4ec7611565bf9fce6dcace9be320c1b5bea27596b2204071ed04f10",
        certificates: &["46494e30379059df18be52124305e606fc59070e5b21076ce113954b60517cda"],
    },
    Authority {
        name: "Let's Encrypt E2",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2025-09-15"),
        key: "bd936e72b212ef6f773102c6b77d38f94297322efc25396bc3279422e0c89270",
        certificates: &["bacde0463053ce1d62f8be74370bbae79d4fcaf19fc07643aef195e6a59bd578"],
    },
    Authority {
        name: "Let's Encrypt E5",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2027-03-12"),
        key: "3586d4ecf070578cbd27aedce20b964e48bc149faeb9dad72f46b857869172b8",
        certificates: &[
            "5dfdb3cf31b26f23d87c09f3a0cef642f64069a9fb7cfe29270bb5dc0f1e16bb",
            "e788d14b0436b5120bbee3f15c15badf08c1407fe72568a4f16f9151c380e1e3",
        ],
    },
    Authority {
        name: "Let's Encrypt E6",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2027-03-12"),
        key: "d016e1fe311948aca64f2de44ce86c9a51ca041df6103bb52a88eb3f761f57d7",
        certificates: &[
            "065ab7d2a050f947587121765d8d070c0e1330d5798faa42c2072749ed293762",
            "76e9e288aafc0e37f4390cbf946aad997d5c1c901b3ce513d3d8fadbabe2ab85",
        ],
    },
    Authority {
        name: "Let's Encrypt E7",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2027-03-12"),
        key: "cbbc559b44d524d6a132bdac672744da3407f12aae5d5f722c5f6c7913871c75",
        certificates: &[
            "54715420224c5b65beed018dc3940d7338c577e322d5488f633d8c6a8fed61b2",
            "aeb1fd7410e83bc96f5da3c6a7c2c1bb836d1fa5cb86e708515890e428a8770b",
        ],
    },
    Authority {
        name: "Let's Encrypt E8",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2027-03-12"),
        key: "885bf0572252c6741dc9a52f5044487fef2a93b811cdedfad7624cc283b7cdd5",
        certificates: &[
            "83624fd338c8d9b023c18a67cb7a9c0519da43d11775b4c6cbdad45c3d997c52",
            "ac1274542267f17b525535b5563bf731febb182533b46a82dc869cb64eb528c0",
        ],
    },
    Authority {
        name: "Let's Encrypt E9",
        standing: Standing::Retired,
        keys: Keys::Ecdsa,
        ends: Some("2027-03-12"),
        key: "f1440a9b76e1e41e53a4cb461329bf6337b419726be513e42e19f1c691c5d4b2",
        certificates: &[
            "4185df97806c2ba76f1d79823f112ffa639a49ccdc990908102067ab6412b886",
            "fde88f2d4f8913d3dc1664d5f8de51e07fe2abfed93b45acad5a29bfebaa23fb",
        ],
    },
    Authority {
        name: "Let's Encrypt R10",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2027-03-12"),
        key: "2bbad93ab5c79279ec121507f272cbe0c6647a3aae52e22f388afab426b4adba",
        certificates: &["9d7c3f1aa6ad2b2ec0d5cf1e246f8d9ae6cbc9fd0755ad37bb974b1f2fb603f3"],
    },
    Authority {
        name: "Let's Encrypt R11",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2027-03-12"),
        key: "6ddac18698f7f1f7e1c69b9bce420d974ac6f94ca8b2c761701623f99c767dc7",
        certificates: &["591e9ce6c863d3a079e9fabe1478c7339a26b21269dde795211361024ae31a44"],
    },
    Authority {
        name: "Let's Encrypt R12",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2027-03-12"),
        key: "919c0df7a787b597ed056ace654b1de9c0387acf349f73734a4fd7b58cf612a4",
        certificates: &["131fce7784016899a5a00203a9efc80f18ebbd75580717edc1553580930836ec"],
    },
    Authority {
        name: "Let's Encrypt R13",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2027-03-12"),
        key: "025490860b498ab73c6a12f27a49ad5fe230fafe3ac8f6112c9b7d0aad46941d",
        certificates: &["d3b128216a843f8ef1321501f5df52a5df52939ee2c19297712cd3de4d419354"],
    },
    Authority {
        name: "Let's Encrypt R14",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2027-03-12"),
        key: "f1647a5ee3efac54c892e930584fe47979b7acd1c76c1271bca1c5076d869888",
        certificates: &["24d45aa9b8d6053d281f3842c8cc0c6c1af7ccdfd42dd5c12f6a74fa9323f7a2"],
    },
    Authority {
        name: "Let's Encrypt R3",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2025-09-15"),
        key: "8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d",
        certificates: &[
            "67add1166b020ae61b8f5fc96813c04c2aa589960796865572a3c7e737613dfd",
            "730c1bdcd85f57ce5dc0bba733e5f1ba5a925b2a771d640a26f7a454224dad3b",
        ],
    },
    Authority {
        name: "Let's Encrypt R4",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2025-09-15"),
        key: "e5545e211347241891c554a03934cde9b749664a59d26d615fe58f77990f2d03",
        certificates: &[
            "1a07529a8b3f01d231dfad2abdf71899200bb65cd7e03c59fa82272533355b74",
            "5a8f16fda448d783481cca57a2428d174dad8c60943ceb28f661ae31fd39a5fa",
        ],
    },
    Authority {
        name: "Let's Encrypt X1 and X3",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2021-10-06"),
        key: "60b87575447dcba2a36b7d11ac09fb24a9db406fee12d2cc90180517616e8a18",
        certificates: &[
            "25847d668eb4f04fdd40b12b6b0740c567da7d024308eb6c2c96fe41d9de218d",
            "731d3d9cfaa061487a1d71445a42f67df0afca2a6c2d2f98ff7b3ce112b1f568",
            "7fdce3bf4103c2684b3adbb5792884bd45c75094c217788863950346f79c90a3",
            "bdee0d7c8f9c278f14ea9b6a4f90ed665a9f56db0a56b1cdda6765912f398a5e",
        ],
    },
    Authority {
        name: "Let's Encrypt X2 and X4",
        standing: Standing::Retired,
        keys: Keys::Rsa,
        ends: Some("2021-10-06"),
        key: "b111dd8a1c2091a89bd4fd60c57f0716cce50feeff8137cdbee0326e02cf362b",
        certificates: &[
            "5de9152bed31fa0515dd1fc746133f1327562ef72a84cf2d2403e748a604d0d4",
            "a74b0c32b65b95fe2c4f8f098947a68b695033bed0b51dd8b984ecae89571bb6",
            "e4eb54a7ffa552ef64d8e1ae338b69be909c29e6af57170a2f6f44df225e5a14",
            "ec0c6ca496a67a13342fec5221f68d4b3e53b1bc22f6e4bccc9c68f0415cdea4",
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::wire::base16::decode as octets;

    #[test]
    fn digests_are_whole_and_none_is_there_twice() {
        let mut seen = BTreeSet::new();
        for authority in AUTHORITIES {
            for digest in authority.certificates.iter().chain([&authority.key]) {
                assert_eq!(octets(digest).len(), 32, "{}", authority.name);
                assert!(seen.insert(*digest), "{} has a digest that another has", authority.name);
            }
        }
        assert_eq!(Authority::issuing(Keys::Rsa).count(), 3);
        assert_eq!(Authority::issuing(Keys::Ecdsa).count(), 3);
    }

    #[test]
    fn a_retired_ca_ends_with_its_last_certificate() {
        for authority in AUTHORITIES {
            assert_eq!(
                authority.ends.is_some(),
                authority.standing == Standing::Retired,
                "{}",
                authority.name
            );
        }
        let ended = |name: &str, day: &str| {
            let authority = AUTHORITIES
                .iter()
                .find(|one| one.name.strip_prefix("Let's Encrypt ") == Some(name))
                .expect(name);
            authority.has_ended(Timestamp::parse(day, Timestamp(0)).expect(day))
        };
        assert!(ended("X1 and X3", "2026-12-01T00:00:00Z") && ended("R3", "2026-12-01T00:00:00Z"));
        assert!(!ended("R13", "2026-12-01T00:00:00Z") && ended("R13", "2027-03-13T00:00:00Z"));
        assert!(!ended("R3", "2025-09-15T12:00:00Z"), "it ends during that day");
    }

    #[test]
    fn data_is_known_by_selector_and_digest() {
        let key = octets("8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d");
        let known = |selector, matching| {
            authority_of(selector, matching, &key).map(|authority| (authority.name, authority.standing))
        };
        assert_eq!(known(Selector::Spki, Matching::Sha256), Some(("Let's Encrypt R3", Standing::Retired)));
        assert_eq!(known(Selector::Cert, Matching::Sha256), None);
        assert_eq!(known(Selector::Spki, Matching::Sha512), None);
    }
}
