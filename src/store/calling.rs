//! Who calls the hook, and which chain was renewed: environment and arguments of ACME clients. Opens no file.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::error::Problem;
use crate::wire::printable;

/// Words that acme.sh gives a deploy hook: domain, key, certificate, CA, full chain.
const DEPLOY_WORDS: usize = 5;

/// The other words of dehydrated's hooks, all of them: with the first a hook is tested for passing over what
/// it does not know.
const DEHYDRATED_WORDS: &[&str] = &[
    concat!(
        "this_hookscript_is_broken__dehydrated_is_working_fine__",
        "please_ignore_unknown_hooks_in_your_script"
    ),
    "startup_hook",
    "exit_hook",
    "deploy_challenge",
    "clean_challenge",
    "invalid_challenge",
    "sync_cert",
    "deploy_ocsp",
    "unchanged_cert",
    "request_failure",
    "generate_csr",
];

/// Words of Apache's mod_md, which says them with the name of a managed domain, and no file.
const MOD_MD_WORDS: &[&str] =
    &["renewing", "renewed", "installed", "expiring", "errored", "ocsp-renewed", "ocsp-errored"];

/// Who asked for the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Client {
    /// certbot.
    Certbot,
    /// lego.
    Lego,
    /// acme.sh.
    AcmeSh,
    /// dehydrated.
    Dehydrated,
    /// The user, with `--cert`.
    Nobody,
}

/// A renewed certificate.
#[derive(Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Whose.
    pub client: Client,
    /// What named the chain, for messages.
    pub named_by: &'static str,
    /// The chain that servers are to send.
    pub chain: PathBuf,
    /// Its key.
    pub key: Option<PathBuf>,
    /// Variables of other clients, which were not looked at.
    pub passed_over: Vec<&'static str>,
}

/// What a call is about.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Call {
    /// A certificate was renewed.
    Renewed(Renewal),
    /// Something else happened, which clients call hooks for as well.
    Other,
}

/// How a client speaks through the environment: names of variables.
struct Convention {
    client: Client,
    /// What tells the client, and names the certificate.
    sign: &'static str,
    /// What must be there besides.
    beside: &'static str,
    /// What names the chain.
    chain: &'static str,
    /// What names the key, where something does.
    key: &'static str,
}

/// The surest first.
const CONVENTIONS: &[Convention] = &[
    Convention {
        client: Client::Certbot,
        sign: "RENEWED_LINEAGE",
        beside: "RENEWED_LINEAGE",
        chain: "RENEWED_LINEAGE",
        key: "",
    },
    Convention {
        client: Client::Lego,
        sign: "LEGO_HOOK_CERT_PATH",
        beside: "LEGO_HOOK_CERT_PATH",
        chain: "LEGO_HOOK_CERT_PATH",
        key: "LEGO_HOOK_CERT_KEY_PATH",
    },
    Convention {
        client: Client::Lego,
        sign: "LEGO_CERT_PATH",
        beside: "LEGO_CERT_PATH",
        chain: "LEGO_CERT_PATH",
        key: "LEGO_CERT_KEY_PATH",
    },
    Convention {
        client: Client::AcmeSh,
        sign: "CERT_PATH",
        beside: "Le_Domain",
        chain: "CERT_FULLCHAIN_PATH",
        key: "CERT_KEY_PATH",
    },
];

/// Finds out who calls. Words win over the environment, which a service manager may have left over from
/// another client.
///
/// # Errors
/// When nobody known calls.
pub fn detect(
    words: &[OsString],
    variables: &BTreeMap<OsString, OsString>,
    cert: Option<&Path>,
) -> Result<Call, Problem> {
    // Whoever names the chain needs no word that is known.
    let from_words = match (of_words(words), cert) {
        (Err(_), Some(_)) => None,
        (from_words, _) => from_words?,
    };
    if from_words == Some(Call::Other) {
        return Ok(Call::Other);
    }
    if let Some(cert) = cert {
        let renewal = Renewal {
            client: Client::Nobody,
            named_by: "--cert",
            chain: cert.to_path_buf(),
            key: None,
            passed_over: Vec::new(),
        };
        return Ok(Call::Renewed(renewal));
    }
    from_words.or_else(|| of_variables(variables)).ok_or_else(|| {
        let message = "no ACME client that is known calls it: neither RENEWED_LINEAGE (certbot), nor \
            LEGO_HOOK_CERT_PATH or LEGO_CERT_PATH \
                       (lego), nor CERT_PATH with Le_Domain (acme.sh) is set, and no word follows, such as \
                       deploy_cert (dehydrated); \
                       name the renewed chain with --cert FILE";
        Problem::new("tlsa hook", message)
    })
}

/// What dehydrated and acme.sh say in words; `None` where there are none.
fn of_words(words: &[OsString]) -> Result<Option<Call>, Problem> {
    let Some(first) = words.first() else { return Ok(None) };
    let word = |at: usize| words.get(at).map(PathBuf::from);
    let renewed = |client, named_by, chain: Option<PathBuf>, key| {
        chain.map(|chain| Call::Renewed(Renewal { client, named_by, chain, key, passed_over: Vec::new() }))
    };
    let text = first.to_string_lossy();
    if text == "deploy_cert" {
        let call =
            renewed(Client::Dehydrated, "deploy_cert (dehydrated)", word(4), word(2)).ok_or_else(|| {
                let message = format!(
                    "has {} words behind it; dehydrated gives DOMAIN KEYFILE CERTFILE FULLCHAINFILE \
                    CHAINFILE TIMESTAMP",
                    words.len() - 1
                );
                Problem::new("deploy_cert", message)
            });
        return call.map(Some);
    }
    if DEHYDRATED_WORDS.contains(&text.as_ref()) {
        return Ok(Some(Call::Other));
    }
    if MOD_MD_WORDS.contains(&text.as_ref()) || text.starts_with("challenge-setup:") {
        let message = "is a word of Apache's mod_md, which names no file: name the chain that the server \
            will send with --cert FILE (until the next reload a renewed one is staging/NAME/pubcert.pem \
            below MDStoreDir)";
        return Err(Problem::new(printable(&text), message));
    }
    let is_deploy = words.len() >= DEPLOY_WORDS
        && text.contains('.')
        && words.iter().take(DEPLOY_WORDS).skip(1).all(|word| is_path(word));
    if is_deploy
        && let Some(call) = renewed(Client::AcmeSh, "the deploy hook's arguments (acme.sh)", word(4), word(1))
    {
        return Ok(Some(call));
    }
    let message = "is no word of an ACME client that is known, such as deploy_cert of dehydrated; name the \
        renewed chain with --cert FILE";
    Err(Problem::new(printable(&text), message))
}

fn is_path(word: &OsStr) -> bool {
    Path::new(word).components().count() > 1
}

/// What the environment says.
fn of_variables(variables: &BTreeMap<OsString, OsString>) -> Option<Call> {
    let value =
        |name: &str| variables.get(OsStr::new(name)).filter(|value| !value.is_empty()).map(PathBuf::from);
    let mut set = CONVENTIONS
        .iter()
        .filter(|convention| value(convention.sign).is_some() && value(convention.beside).is_some());
    let Convention { client, sign, chain, key, .. } = set.next()?;
    let passed_over = set.map(|convention| convention.sign).collect();
    let named_by = if value(chain).is_some() { chain } else { sign };
    let (client, chain, key) = (*client, value(named_by)?, value(key));
    let renewal = match client {
        Client::Certbot => Renewal {
            client,
            named_by,
            key: Some(chain.join("privkey.pem")),
            chain: chain.join("fullchain.pem"),
            passed_over,
        },
        Client::Lego | Client::AcmeSh | Client::Dehydrated | Client::Nobody => {
            Renewal { client, named_by, chain, key, passed_over }
        }
    };
    Some(Call::Renewed(renewal))
}

impl Client {
    /// How the client comes to keep its key, or to have the next one ready.
    #[must_use]
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Client::Certbot => Some(
                "certbot makes a new key at each renewal unless the lineage has `reuse_key = True` below \
                [renewalparams] in its \
                 renewal/NAME.conf, which --reuse-key writes",
            ),
            Client::Lego => Some("lego makes a new key at each renewal unless --reuse-key is given"),
            Client::AcmeSh => Some(
                "acme.sh keeps its key unless a new one is forced; --always-force-new-domain-key makes the \
                next one beforehand, and its \
                 record is among those that this hook prints",
            ),
            Client::Dehydrated => Some(
                "dehydrated makes a new key at each renewal unless PRIVATE_KEY_RENEW=\"no\" is in its \
                config; PRIVATE_KEY_ROLLOVER=\"yes\" \
                 makes the next one beforehand, and its record is among those that this hook prints",
            ),
            Client::Nobody => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(words: &[&str], variables: &[(&str, &str)]) -> Result<Call, Problem> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let variables =
            variables.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
        detect(&words, &variables, None)
    }

    /// Chain, key and variables passed over.
    fn renewal(words: &[&str], variables: &[(&str, &str)]) -> (Client, String, String, String) {
        match detected(words, variables).expect("a call") {
            Call::Renewed(Renewal { client, chain, key, passed_over, .. }) => {
                let key = key.map(|key| key.display().to_string()).unwrap_or_default();
                (client, chain.display().to_string(), key, passed_over.join(" "))
            }
            Call::Other => (Client::Nobody, String::new(), String::new(), String::new()),
        }
    }

    fn is(client: Client, chain: &str, key: &str, passed_over: &str) -> (Client, String, String, String) {
        (client, chain.to_owned(), key.to_owned(), passed_over.to_owned())
    }

    const CERTBOT: (&str, &str) = ("RENEWED_LINEAGE", "/live/a");
    const LEGO: [(&str, &str); 2] =
        [("LEGO_HOOK_CERT_PATH", "/l/a.crt"), ("LEGO_HOOK_CERT_KEY_PATH", "/l/a.key")];
    const DEHYDRATED: [&str; 7] = [
        "deploy_cert",
        "a.example",
        "/d/privkey.pem",
        "/d/cert.pem",
        "/d/fullchain.pem",
        "/d/chain.pem",
        "1",
    ];

    #[test]
    fn each_client_has_its_own_variables() {
        assert_eq!(
            renewal(&[], &[CERTBOT]),
            is(Client::Certbot, "/live/a/fullchain.pem", "/live/a/privkey.pem", "")
        );
        assert_eq!(renewal(&[], &LEGO), is(Client::Lego, "/l/a.crt", "/l/a.key", ""));
        assert_eq!(renewal(&[], &[("LEGO_CERT_PATH", "/l/a.crt")]), is(Client::Lego, "/l/a.crt", "", ""));
        let acme = [
            ("CERT_PATH", "/a/a.cer"),
            ("Le_Domain", "a"),
            ("CERT_FULLCHAIN_PATH", "/a/fullchain.cer"),
            ("CERT_KEY_PATH", "/a/a.key"),
        ];
        assert_eq!(renewal(&[], &acme), is(Client::AcmeSh, "/a/fullchain.cer", "/a/a.key", ""));
        assert!(detected(&[], &[("CERT_PATH", "/a/a.cer")]).is_err(), "many programs have such a variable");
        assert!(detected(&[], &[("RENEWED_LINEAGE", "")]).is_err());
    }

    #[test]
    fn words_win_over_what_another_client_left() {
        assert_eq!(
            renewal(&DEHYDRATED, &[CERTBOT]),
            is(Client::Dehydrated, "/d/fullchain.pem", "/d/privkey.pem", "")
        );
        let deploy = ["a.example", "/a/a.key", "/a/a.cer", "/a/ca.cer", "/a/fullchain.cer"];
        assert_eq!(renewal(&deploy, &[CERTBOT]), is(Client::AcmeSh, "/a/fullchain.cer", "/a/a.key", ""));
        assert_eq!(renewal(&[], &[&[CERTBOT], LEGO.as_slice()].concat()).3, "LEGO_HOOK_CERT_PATH");
    }

    #[test]
    fn other_moments_are_passed_over_and_mistakes_are_not() {
        for word in [
            "startup_hook",
            "sync_cert",
            "exit_hook",
            "this_hookscript_is_broken__dehydrated_is_working_fine__please_ignore_unknown_hooks_in_your_script",
        ] {
            assert_eq!(detected(&[word, "x"], &[CERTBOT]), Ok(Call::Other), "{word}");
        }
        for words in [
            &["fullchain.pem"][..],
            &["renewed", "a.example"],
            &["installed", "a.example"],
            &["challenge-setup:http-01:a.example", "a.example"],
            &["begin", "http-01", "a.example"],
            &["startup"],
            &["a.example", "/k", "/c"],
            &[""],
            &["deploy_cert", "a.example"],
            &["deploy-cert"],
        ] {
            let problem = detected(words, &[CERTBOT]).expect_err("no client that is known");
            assert_eq!(problem.subject, words[0]);
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            let named = detect(&words, &BTreeMap::new(), Some(Path::new("/c.pem")));
            let is_meant = |renewal: &Renewal| renewal.chain == Path::new("/c.pem");
            assert!(matches!(named, Ok(Call::Renewed(renewal)) if is_meant(&renewal)), "{words:?}");
        }
    }
}
