//! `danelaw tlsa generate`, run in this process over fixtures and made-up files.

mod emit;
mod from_zone;
mod records;
mod refusals;
mod secrets;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use danelaw::cli::tlsa::{self, TlsaArgs};
use danelaw::cli::{Env, Exit, Terminal};
use danelaw::source::{Files, Memory};
use danelaw::wire::Timestamp;

/// File; then SHA-256 and SHA-512 of the certificate, SHA-256 and SHA-512 of its public key, as OpenSSL 3.0
/// says.
#[rustfmt::skip]
const DIGESTS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "rsa.cert.pem",
        "66a127953eb505fbfb4041c1262c2a6c9356546869bf6a8e731c16cdd9ca436d",
        "4e978b9e3d4dba6be5310b698175bd7757e4a785ed76ea5e6be3c626b73f3db82b7dcadc2edaba74d510afe9096744b35caa\
        5a6fd6df7fd3be3f5afa741ae7ee",
        "e1aeb284bb5457cff07028a637dbf937ff10c56662aec187d2913f8459653bc5",
        "6d79097e356f083cab55ed561ad26fd37dfd6a962de1e1776509ac45e49632a61b356c555a60a4fc7dc29300381faf4c6057\
        d296d58af3f95401f41cddff841b",
    ),
    (
        "p256.cert.pem",
        "45caf2049e769c566141c5c1ea20c6b6fef68df9f047d90c35def411ef0b2cc6",
        "b85d0d6dd4ce831d3e73d7d60a6b65fc80bfb7766f21204a20d7adc841956670f753e2decbb3c6f7139aa2df56f4a4c7f766\
        0a281acea5a8ffe2fef63d2c161a",
        "016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f",
        "dc025678ffe267802e7fa3828be6af783ec6467a62b3dd2648db3426da9d52f3bde95ae0bca2c71ce0172a90e23446f8e718\
        ae14ac2cc6f754e620c8b874eec7",
    ),
    (
        "p384.cert.pem",
        "9b80da8e06c2bf37d03ba6a031ab6943bbb4065f84d6cdb6c4f5d7da2baac178",
        "121d7731b63dba6db2444fae4bbed255a26e687e935e49919239ac028d2b9614a389176cd97327707fe7609ba5ec0443f60f\
        786c55087965c486dce1fb20abbc",
        "6cfc656284436d39515207789325eab54e4c39fad8de058b7ae806033a55fe70",
        "43cc83a6afbaba3ca76ba14e5d3e825dce2b95c4ab571cf2ae2f43b509518d67b274719aa1acf90b74b9bc24e091b88eaeac\
        716f36146633eac91859318e343d",
    ),
    (
        "p521.cert.pem",
        "b8c46e4003a9e0ec0dcfdb812ce5877f0c258fc34ecf67b61ac4569ae98f169f",
        "d2d1ebca9147ea754ba2657029a675d7d1c9034b109f0828288b83dddd58396b30c5770c670e9954a2841bbefb969b29be4a\
        bd5e2ef09a989b69d74b6eefff8c",
        "83871d741cae47bd54e3a03d159fdd3b4681ff36a09f19be2d24ca1a637a3589",
        "14dd66eac5e58c0be12eeb14502e6dda1e4131854d7a95971103a7ce865e224794e885a4bef4ed3ad7df778a7c3832a97f06\
        30c6ec71d9ff1a9127c8a92504c0",
    ),
    (
        "ed25519.cert.pem",
        "d10a54ff982466f90f22efa975dee662e43321b39a5c3ebfdaba1eba6b4ae927",
        "f81c202f9c001e0a71b1d9d3589ab2c99fe315b94c17cc34fe07821f1aa60664455888bc29aaeac0de70f3aa1fef4e13cfcc\
        febff6d257088d22f91be3f511df",
        "44c4e1b12065b9e8e6ae76609683fb8a86c1d1779318cfc3f41567097fc80606",
        "3487d29c40a469407f96748de2b19070e45df5e5d25d7a0db733da5581576331d58d166cbfd7593559ef808dd8fa5040d5d7\
        6e6cb67d35b686a9bb14b7d67d3f",
    ),
    (
        "ed448.cert.pem",
        "c64eb55a30e45dda1d57aa26226739122223755454633c5d1577323cc21c2762",
        "f862e3730bcb7b069254aa53ca0a7cdfef6a6fb34313f21a7a08422bb40e61c9c9d75fcb9787d4e28b6fcc21ead40a273912\
        7cf3406521532bb24c4ef5d3b76c",
        "51be1935437ea3a7b8587b0c3dff7ef66255c921fb32c822a8f7fbe2e8c75f49",
        "b37a600d53e4a7072a50bc983ec01ab96759a4176d86b20267e6104de7d69f8d9625644bd5ed181efb33df514e59603711a2\
        491e63c581dbbab05e02adf4f5eb",
    ),
    (
        "chain.leaf.pem",
        "dae6995a79146abd3e4ead2a8dc2cfcb4a07af702ee4cb255cc4fdd216e42889",
        "c6e1dc3656b4271130b4a94f52a10507e6f0647140ba50a9f3a775945123010ca8f38884aef10c15e5e503cec7899a1b7477\
        7687808e6da24ea129793d9bd56c",
        "016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f",
        "dc025678ffe267802e7fa3828be6af783ec6467a62b3dd2648db3426da9d52f3bde95ae0bca2c71ce0172a90e23446f8e718\
        ae14ac2cc6f754e620c8b874eec7",
    ),
    (
        "chain.intermediate.pem",
        "84e21dc89640a85cbf56c2f1d7796d27b848bcf1936be68ed2247e28ff2faeef",
        "7bebb4223bd1079820240fe46993de7694e641faa8ae801217f8a95ebc456404a9800c7f819ef14b5437ab20f04ad61cff7c\
        3f85b937013bbc02f58105e3499c",
        "d2470c8c8d705309ede4acfaad926fcd36aea14ccfc0c2d05ab7120da5163474",
        "1e7ea01fa20c17c09462e701ad8e3e9caa22383d48cd4a5783d2074c1a5d40cc5b11bf745e98ebaaee82ca4d74cd0adf22a3\
        2295b3ada992ad8b3a50ec7198a4",
    ),
    (
        "chain.root.pem",
        "938050af32bdfe74c0cad6f5c446f03360a370b5f3cc56b9f4d293997a202bf9",
        "1ec931def627e48cdc40d0549547a4604ad249019a4de5bccbab5cf8d34077fb94c069d1614f7e284e2a8284e6affd05a485\
        c76d6dc116d444319f2153bd9c5b",
        "8b3405b5d4b1a4778b0853c12b6a8d34f73db91c8942d388c651940c36e85a60",
        "8dd45b2c50bd0752cf357df74cef68ebed98f81318ca4b0c13008a72e14af813670ce0c1d45bb386095e84ce86ccbff234ae\
        eb13e2275427a372ca84da6611a6",
    ),
];

/// Files that hold the key of a certificate in another form, with that certificate.
const SAME_KEY: &[(&str, &[&str])] = &[
    (
        "rsa.cert.pem",
        &[
            "rsa.key.pem",
            "rsa.pkcs1.key.pem",
            "rsa.pkcs1.der",
            "rsa.pub.pem",
            "rsa.pkcs1.pub.pem",
            "rsa.pkcs1.pub.der",
        ],
    ),
    (
        "p256.cert.pem",
        &[
            "p256.cert.der",
            "p256.trusted.pem",
            "p256.key.pem",
            "p256.pkcs8.der",
            "p256.nopub.key.pem",
            "p256.sec1.key.pem",
            "p256.sec1.der",
            "p256.sec1-nopub.key.pem",
            "p256.pub.pem",
            "p256.pub.der",
            "p256.csr.pem",
            "p256.csr.der",
            "chain.leaf.pem",
            "chain.pem",
            "fullchain.pem",
        ],
    ),
    (
        "p384.cert.pem",
        &[
            "p384.key.pem",
            "p384.nopub.key.pem",
            "p384.sec1.key.pem",
            "p384.sec1-nopub.key.pem",
            "p384.pub.pem",
        ],
    ),
    (
        "p521.cert.pem",
        &[
            "p521.key.pem",
            "p521.nopub.key.pem",
            "p521.sec1.key.pem",
            "p521.sec1-nopub.key.pem",
            "p521.pub.pem",
        ],
    ),
    ("ed25519.cert.pem", &["ed25519.key.pem", "ed25519.pub.pem"]),
    ("ed448.cert.pem", &["ed448.key.pem", "ed448.pub.pem", "ed448.csr.pem"]),
];

/// Keys without a certificate, with the SHA-256 of what `openssl pkey -pubout -outform DER` prints.
const OTHER_KEYS: &[(&str, &str)] = &[
    ("rsapss.key.pem", "1462f9bf2aa2c5096d8cdff42e3a37bb86b04e8c0e7f5d8c3434c5552ffef278"),
    ("secp256k1.key.pem", "e843c2aa8de8ab5e1d9952462f556384a7de68c02bd585941c3b3795661f5806"),
    ("p256.compressed.sec1.key.pem", "6a15d2c51d046b8db1c2c47ce23e79bdac98b9e3dd685d05ac05c7434c9e37d5"),
];

const P256: &str = "016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f";
const P384: &str = "6cfc656284436d39515207789325eab54e4c39fad8de058b7ae806033a55fe70";
const RSA: &str = "e1aeb284bb5457cff07028a637dbf937ff10c56662aec187d2913f8459653bc5";
const SERVICE: &str = "--service=_25._tcp.mail.example.org";

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    tlsa: TlsaArgs,
}

/// What one run did.
struct Ran {
    exit: Exit,
    out: String,
    err: String,
}

/// Standard output that may be closed at the other end.
struct Output(Vec<u8>, Option<io::ErrorKind>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.1 {
            Some(kind) => Err(kind.into()),
            None => self.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file system that refuses.
struct Refusing(io::ErrorKind);

impl Files for Refusing {
    fn read(&self, _: &Path, _: u64) -> io::Result<Vec<u8>> {
        Err(self.0.into())
    }

    fn canonical(&self, _: &Path) -> io::Result<PathBuf> {
        Err(self.0.into())
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testzones/_certs")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(directory().join(name)).expect(name)
}

/// The fixtures whose names end so, with their contents.
fn fixtures(end: &str) -> Vec<(String, Vec<u8>)> {
    let entries =
        std::fs::read_dir(directory()).expect("fixtures").map(|entry| entry.expect("fixture").file_name());
    let mut names: Vec<String> =
        entries.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.ends_with(end)).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), fixture(&name))).collect()
}

fn all_fixtures() -> Memory {
    let mut files = Memory::default();
    for (name, bytes) in fixtures("") {
        files.insert(name, bytes);
    }
    files
}

fn run_in(files: &dyn Files, stdin: &[u8], broken: Option<io::ErrorKind>, args: &[&str]) -> Ran {
    let cli = Cli::try_parse_from(["tlsa", "generate"].iter().chain(args)).expect("arguments");
    let (mut stdin, mut stdout, mut stderr) = (stdin, Output(Vec::new(), broken), Vec::new());
    let terminal = Terminal { stdout: false, stderr: false, width: 80, plain: true };
    let mut env = Env {
        args: Vec::new(),
        variables: BTreeMap::new(),
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        now: Timestamp(0),
        files,
        terminal,
    };
    let exit = tlsa::run(&cli.tlsa, &mut env);
    Ran {
        exit,
        out: String::from_utf8(stdout.0).expect("UTF-8"),
        err: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// A run over the fixtures.
fn run(args: &[&str]) -> Ran {
    run_in(&all_fixtures(), b"", None, args)
}

/// A run over the fixtures and the zone file `zone`.
fn run_with_zone(zone: &str, args: &[&str]) -> Ran {
    let mut files = all_fixtures();
    files.insert("zone", zone);
    run_in(&files, b"", None, &[&["--from-zone=zone"], args].concat())
}

/// A run over one made-up file.
fn run_on(bytes: &[u8], args: &[&str]) -> Ran {
    let mut files = Memory::default();
    files.insert("file.pem", bytes);
    run_in(&files, b"", None, &[&["file.pem", SERVICE], args].concat())
}

fn record(parameters: &str, data: &str) -> String {
    format!("_25._tcp.mail.example.org. 3600 IN TLSA {parameters} {data}\n")
}
