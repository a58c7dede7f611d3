//! The DANE corpus: digests that others computed of public CAs, verdicts of GnuTLS, the examples of the RFCs,
//! key tags.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::run::{Compared, Danelaw};
use super::timing;

/// Compares everything in `folder`.
pub(super) fn compare(danelaw: &Path, folder: &Path) -> Result<Compared, Box<dyn Error>> {
    // It runs in a directory of its own.
    let folder = &folder.canonicalize()?;
    let danelaw = Danelaw::in_scratch(danelaw)?;
    let mut compared = Compared::default();
    let all = danelaw
        .digests(&folder.join("letsencrypt-website"), &mut compared)
        .and_then(|()| danelaw.gnutls(&folder.join("gnutls"), &mut compared))
        .and_then(|()| danelaw.rfc_examples(&folder.join("rfc-examples"), &mut compared))
        .and_then(|()| danelaw.keys(&folder.join("generated"), &mut compared))
        .and_then(|()| {
            timing::compare(&danelaw, &folder.join("rollover-timing/tlsa-timing-vectors.json"), &mut compared)
        });
    danelaw.remove_scratch();
    all.map(|()| compared)
}

type Outcome = Result<(), Box<dyn Error>>;

impl Danelaw<'_> {
    fn check(&self, zones: &[String], cert: Option<(&str, &str)>) -> Result<Value, Box<dyn Error>> {
        let cert = cert.map(|(owner, path)| format!("{owner}={path}"));
        let mut args = vec![
            "tlsa",
            "check",
            "--isolated",
            "--format",
            "json",
            "--assume-signed",
            "--at",
            "2026-01-01T00:00:00Z",
        ];
        args.extend(zones.iter().map(String::as_str));
        args.extend(cert.iter().flat_map(|cert| ["--cert", cert]));
        Ok(serde_json::from_str(&self.run(&args)?)?)
    }

    /// `2 1 1` and `2 0 1` of each CA.
    fn digests(&self, folder: &Path, compared: &mut Compared) -> Outcome {
        for line in fs::read_to_string(folder.join("digests.tsv"))?.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (Some(file), Some(key), Some(certificate)) = (fields.first(), fields.get(5), fields.get(6))
            else {
                continue;
            };
            for (selector, expected) in [("1", key), ("0", certificate)] {
                // Usage 3 takes the first certificate of a file, be it a CA's.
                let found = self.data(&folder.join(file), ["3", selector, "1"])?;
                compared.note(found == **expected, || {
                    format!("{file}: selector {selector}: {found}, expected {expected}")
                });
            }
        }
        Ok(())
    }

    /// Verdicts of GnuTLS. Usage 0 and 1 need public CAs as well, of which danelaw knows none: it has to say
    /// so.
    fn gnutls(&self, folder: &Path, compared: &mut Compared) -> Outcome {
        let entries: Vec<Value> =
            serde_json::from_str(&fs::read_to_string(folder.join("dane-entries.json"))?)?;
        for entry in entries.iter().filter(|entry| entry["cert"].is_string()) {
            let records: Vec<&str> =
                entry["tlsa"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let chain =
                [&entry["cert"], &entry["ca"]].into_iter().filter_map(Value::as_str).collect::<String>();
            let chain = self.scratch("chain.pem", chain.as_bytes())?;
            let lines: String =
                records.iter().map(|record| format!("_443._tcp.www TLSA {record}\n")).collect();
            let head = "$ORIGIN example.org.\n$TTL 60\n@ SOA ns h 1 60 60 60 60\n@ NS ns\nns A \
                192.0.2.1\nwww A 192.0.2.2\n";
            let zone = self.scratch("example.org.zone", format!("{head}{lines}").as_bytes())?;
            let document = self.check(&[zone], Some(("_443._tcp.www.example.org", &chain)))?;
            let found = document
                .pointer("/services/0/verdict")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            let is_good = entry["expected_verify_ret"] == "0" && entry["expected_status"] == "0";
            let expected = if is_good { "authenticated" } else { "refused" };
            let is_pkix = found == "not-checked"
                && records.iter().any(|record| record.starts_with('0') || record.starts_with('1'));
            compared.note(found == expected || is_pkix, || {
                format!("gnutls `{}`: {found}, expected {expected}", entry["name"])
            });
        }
        for (file, expected) in [
            ("cert-ecc256.pem", "5978dd1d2d23e992075dc359d5dd14f7ef79748af97f2b7809c9ebfd6016c433"),
            ("cert-rsa-2432.pem", "671b40d05b28c85e9b2a52912abcdce38c0384cc5a7c693ed3148ca1e97632c9"),
        ] {
            let found = self.data(&folder.join(file), ["3", "1", "1"])?;
            compared.note(found == expected, || format!("{file}: {found}, danetool has {expected}"));
        }
        Ok(())
    }

    /// The examples of RFC 7671 section 9 and RFC 7672 section 3.2.2.
    fn rfc_examples(&self, folder: &Path, compared: &mut Compared) -> Outcome {
        let agility = fs::read_to_string(folder.join("rfc7671-9-agility.zone"))?;
        let data = |parameters: &str| -> String {
            let line = agility
                .lines()
                .find(|line| line.contains(&format!("TLSA {parameters} ")))
                .unwrap_or_default();
            let data = line.split_once('(').map_or("", |(_, data)| data);
            data.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_lowercase()
        };
        let full = data("3 1 0");
        let digits: Vec<u8> = full
            .bytes()
            .filter_map(|digit| char::from(digit).to_digit(16))
            .filter_map(|digit| u8::try_from(digit).ok())
            .collect();
        let octets: Vec<u8> = digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect();
        let key = PathBuf::from(self.scratch("key.der", &octets)?);
        for (matching, expected) in [("1", data("3 1 1")), ("2", data("3 1 2"))] {
            let found = self.data(&key, ["3", "1", matching])?;
            compared.note(found == expected, || {
                format!("rfc7671-9: matching {matching}: {found}, expected {expected}")
            });
        }
        let text = fs::read_to_string(folder.join("rfc7672-3.2.2.zone"))?;
        let mut zones = Vec::new();
        for zone in ["example.org.", "example.com.", "example.net."] {
            let own = |line: &&str| {
                line.split_whitespace()
                    .next()
                    .is_some_and(|owner| owner == zone || owner.ends_with(&format!(".{zone}")))
            };
            let lines: String = text.lines().filter(own).map(|line| format!("{line}\n")).collect();
            let head = format!(
                "$TTL 60\n{zone} SOA ns.{zone} h.{zone} 1 60 60 60 60\n{zone} NS ns.{zone}\nns.{zone} A \
                192.0.2.1\n"
            );
            zones.push(self.scratch(&format!("{zone}zone"), format!("{head}{lines}").as_bytes())?);
        }
        let document = self.check(&zones, None)?;
        let hosts =
            document.pointer("/domains/0/hosts").and_then(Value::as_array).cloned().unwrap_or_default();
        for (host, base) in [
            ("mx10.example.com.", "mx10.example.com."),
            ("mx15.example.com.", "mx15.example.com."),
            ("mx20.example.com.", "mxbackup.example.net."),
        ] {
            let found = hosts
                .iter()
                .find(|one| one["host"] == host)
                .map(|one| one["base"].clone())
                .unwrap_or_default();
            compared.note(found == base, || {
                format!("rfc7672-3.2.2: {host}: base domain {found}, expected {base}")
            });
        }
        Ok(())
    }

    /// The DS records of the example key of RFC 4034, and two keys that share a tag.
    fn keys(&self, folder: &Path, compared: &mut Compared) -> Outcome {
        let key = folder.join("rfc4034-dskey.key").display().to_string();
        let text = self.run(&["ds", &key, "--digest", "sha1,sha256"])?.to_ascii_lowercase().replace(' ', "");
        for digest in [
            "2bb183af5f22588179a53b0a98631fad1a292118",
            "d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a",
        ] {
            compared.note(text.contains(digest), || format!("rfc4034-dskey.key: no {digest} in {text}"));
        }
        let keys: Result<Vec<String>, _> = ["0", "1"]
            .iter()
            .map(|at| fs::read_to_string(folder.join(format!("Kcollide.example.+013+22919-{at}.key"))))
            .collect();
        let head = "$TTL 60\ncollide.example. SOA ns.collide.example. h.collide.example. 1 60 60 60 \
            60\ncollide.example. NS ns.collide.example.\nns.collide.example. A 192.0.2.1\n";
        let zone = self.scratch("collide.example.zone", format!("{head}{}", keys?.concat()).as_bytes())?;
        let report = self.run(&[
            "check",
            "--isolated",
            "--output-format",
            "json",
            "--at",
            "2026-01-01T00:00:00Z",
            &zone,
        ])?;
        compared.note(report.contains("\"key-tag-shared"), || {
            "Kcollide.example: nobody says that two keys share a tag".to_owned()
        });
        Ok(())
    }
}
