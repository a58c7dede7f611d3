//! What must not happen, whatever the input: private octets printed, a panic.

use std::io::Read;

use danelaw::wire::base16;

use super::*;

/// The DER of the one block of a PEM file (of an encrypted one, its body), or the file.
fn der_of(bytes: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let text = String::from_utf8_lossy(bytes);
    let Some((_, block)) = text.split_once("-----BEGIN") else { return bytes.to_vec() };
    let body: String =
        block.lines().skip(1).filter(|line| !line.contains(':') && !line.starts_with("-----")).collect();
    base64::engine::general_purpose::STANDARD.decode(body).expect("base64")
}

#[test]
fn private_octets_are_never_printed() {
    use base64::Engine as _;
    const WINDOW: usize = 8;
    let private = fixtures(".key.pem").into_iter().chain(
        ["p256.pkcs8.der", "p256.sec1.der", "rsa.pkcs1.der"].map(|name| (name.to_owned(), fixture(name))),
    );
    // From files that OpenSSL wrote, not from the code under test.
    let public: Vec<u8> = fixtures(".pub.pem").iter().flat_map(|(_, bytes)| der_of(bytes)).collect();
    let mut printed = 0;
    for (name, bytes) in private {
        let der = der_of(&bytes);
        let hidden: Vec<&[u8]> = der
            .windows(WINDOW)
            .filter(|window| !public.windows(WINDOW).any(|known| known == *window))
            .collect();
        // Labels, header and base64 of the file, each damaged in turn, are what an error message might
        // repeat.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let half = bytes.get(..bytes.len() / 2).expect("shorter").to_vec();
        let variants = [
            bytes.clone(),
            half,
            der.clone(),
            der.get(..der.len() - 1).expect("shorter").to_vec(),
            [der.as_slice(), b"x"].concat(),
            text.replace("BEGIN", "begin").into_bytes(),
            text.replace("PRIVATE KEY", "CERTIFICATE").into_bytes(),
            text.replace("PRIVATE KEY", "PUBLIC KEY").into_bytes(),
            text.replace("EC PRIVATE", "PRIVATE").into_bytes(),
            text.replace("-----END", "-----END X").into_bytes(),
            text.replacen("\nM", "\n:M", 1).into_bytes(),
            text.replacen("\nM", "\n!M", 1).into_bytes(),
            base64::engine::general_purpose::STANDARD.encode(&der).into_bytes(),
            [bytes.clone(), fixture("rsa.cert.pem")].concat(),
        ];
        for variant in variants {
            for args in [
                &["--format=zone", "--matching=0"],
                &["--format=json", "--usage=2"],
                &["--format=generic", "--selector=0"],
            ] {
                let ran = run_on(&variant, args);
                let output = (ran.out + &ran.err).to_ascii_lowercase();
                printed += output.len();
                for window in &hidden {
                    assert!(!output.contains(&base16::encode(window)), "{name}: {output}");
                }
                let base64 = base64::engine::general_purpose::STANDARD.encode(&der).to_ascii_lowercase();
                for piece in base64.as_bytes().windows(12) {
                    assert!(
                        !output.contains(&String::from_utf8_lossy(piece).into_owned()),
                        "{name}: {output}"
                    );
                }
            }
        }
    }
    assert!(printed > 10_000, "the test looked at next to nothing");
}

#[test]
fn made_up_octets_never_panic() {
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits")
    };
    for name in [
        "p256.cert.der",
        "p256.csr.der",
        "p256.pkcs8.der",
        "p256.sec1.der",
        "rsa.pkcs1.der",
        "p256.p12",
        "p256.cert.pem",
        "ed448.key.pem",
    ] {
        let original = fixture(name);
        for _ in 0..400 {
            let mut bytes = original.clone();
            for _ in 0..=next() % 3 {
                let at = next() % bytes.len();
                *bytes.get_mut(at).expect("inside") = u8::try_from(next() % 256).expect("an octet");
            }
            let _ = danelaw::cert::read(&bytes);
        }
    }
    let mut endless = io::repeat(b'0').take(1 << 20);
    let mut zeros = Vec::new();
    endless.read_to_end(&mut zeros).expect("memory");
    assert!(danelaw::cert::read(&zeros).is_err());
}
