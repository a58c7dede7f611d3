//! The same records as OpenSSL computes them, over every fixture it can read. Skipped where there is no
//! `openssl`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use danelaw::cert::{self, ObjectKind, PublicPart};
use danelaw::dane::{Matching, Parameters, Selector, Tlsa, Usage};

fn openssl(args: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new("openssl")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input).ok()?;
    let output = child.wait_with_output().ok()?;
    if output.status.success() { Some(output.stdout) } else { None }
}

/// `-inform` for a file.
fn form(path: &Path) -> &'static str {
    if path.extension().is_some_and(|extension| extension == "der") { "DER" } else { "PEM" }
}

/// The public key in DER as OpenSSL writes it.
fn openssl_spki(part: &PublicPart, path: &Path, input: &[u8]) -> Vec<u8> {
    let inform = ["-inform", form(path)];
    let der = ["-pubout", "-outform", "DER"];
    let pkcs1 = path.to_string_lossy().contains(".pkcs1.pub.");
    let pem = match part.kind {
        ObjectKind::Certificate => openssl(&[&["x509", "-noout", "-pubkey"], &inform[..]].concat(), input),
        ObjectKind::Request => openssl(&[&["req", "-noout", "-pubkey"], &inform[..]].concat(), input),
        ObjectKind::PublicKey if pkcs1 => {
            return openssl(&[&["rsa", "-RSAPublicKey_in"], &inform[..], &der[..]].concat(), input)
                .expect("a public key");
        }
        ObjectKind::PublicKey => {
            return openssl(&[&["pkey", "-pubin"], &inform[..], &der[..]].concat(), input)
                .expect("a public key");
        }
        _ => {
            return openssl(&[&["pkey"], &inform[..], &der[..]].concat(), input).expect("a private key");
        }
    };
    openssl(&[&["pkey", "-pubin"], &der[..]].concat(), &pem.expect("a public key in PEM"))
        .expect("a public key")
}

fn openssl_digest(name: &str, octets: &[u8]) -> String {
    let text = openssl(&["dgst", name, "-r"], octets).expect("a digest");
    String::from_utf8_lossy(&text).split(' ').next().unwrap_or_default().to_owned()
}

fn fixtures() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testzones/_certs");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory)
        .expect("fixtures")
        .map(|entry| entry.expect("a fixture").path())
        .collect();
    paths.sort();
    paths
}

/// Compares the first part of one file; the number of digests compared.
fn compare(path: &Path) -> usize {
    let input = std::fs::read(path).expect("a fixture");
    let Ok(parts) = cert::read(&input) else { return 0 };
    let part = parts.first().expect("at least one part");
    let mut objects = vec![(Selector::Spki, openssl_spki(part, path, &input))];
    if part.kind == ObjectKind::Certificate {
        objects.push((
            Selector::Cert,
            openssl(&["x509", "-inform", form(path), "-outform", "DER"], &input).expect("a certificate"),
        ));
    }
    let mut compared = 0;
    for (selector, object) in objects {
        for (matching, name) in [(Matching::Sha256, "-sha256"), (Matching::Sha512, "-sha512")] {
            let ours =
                Tlsa::of(part, Parameters { usage: Usage::DaneEe, selector, matching }).expect("a record");
            assert_eq!(ours.hex(), openssl_digest(name, &object), "{} {selector} {matching}", path.display());
            compared += 1;
        }
        let full = Tlsa::of(part, Parameters { usage: Usage::DaneEe, selector, matching: Matching::Full })
            .expect("a record");
        assert_eq!(full.data, object, "{} {selector}", path.display());
    }
    compared
}

#[test]
fn records_equal_openssls() {
    if openssl(&["version"], b"").is_none() {
        eprintln!("skipped: there is no openssl here");
        return;
    }
    let compared: usize = fixtures().iter().map(|path| compare(path)).sum();
    eprintln!("{compared} digests equal openssl's");
    assert!(compared > 100, "only {compared} digests were compared");
}
