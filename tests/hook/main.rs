//! `danelaw tlsa hook`, called by a shell as ACME clients call it, on made-up stores.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![cfg(unix)]

mod clients;
mod outcomes;
mod refusals;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use sha2::{Digest, Sha256};

/// The time of every run that has one.
const AT: &str = "2026-12-01T12:00:00Z";

/// A directory that stands for the root of a file system.
struct Place {
    dir: tempfile::TempDir,
}

/// What one run did.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    status: i32,
    out: String,
    err: String,
}

/// A key with the data of its `3 1 1` record.
struct Key(KeyPair);

impl Key {
    fn new() -> Key {
        Key(KeyPair::generate().expect("a key"))
    }

    /// `3 1 1 ...`
    fn tlsa(&self) -> String {
        let digest = Sha256::digest(self.0.subject_public_key_info());
        let hex: String = digest.iter().map(|octet| format!("{octet:02x}")).collect();
        format!("3 1 1 {hex}")
    }

    /// A certificate for these hosts, PEM.
    fn certificate(&self, hosts: &[&str]) -> String {
        let params = CertificateParams::new(hosts.iter().map(|&host| host.to_owned()).collect::<Vec<_>>())
            .expect("names");
        params.self_signed(&self.0).expect("a certificate").pem()
    }

    fn pem(&self) -> String {
        self.0.serialize_pem()
    }
}

impl Place {
    /// With the programs that scripts call, and no zone.
    fn new() -> Place {
        let place =
            Place { dir: tempfile::Builder::new().prefix("with space ").tempdir().expect("a directory") };
        place.write("bin/systemctl", "#!/bin/sh\necho \"$@\" >> \"$PLACE/reloads\"\n");
        place.executable("bin/systemctl");
        std::fs::create_dir_all(place.path("etc/postfix/tls")).expect("a directory");
        let program = Path::new(env!("CARGO_BIN_EXE_danelaw"));
        std::os::unix::fs::symlink(program, place.path("bin/danelaw")).expect("a link");
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// A path as text, for arguments.
    fn text(&self, path: &str) -> String {
        self.path(path).to_str().expect("text").to_owned()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, text).expect("a file");
    }

    fn executable(&self, path: &str) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(self.path(path), std::fs::Permissions::from_mode(0o755))
            .expect("permissions");
    }

    fn link(&self, to: &str, at: &str) {
        std::os::unix::fs::symlink(to, self.path(at)).expect("a link");
    }

    /// The zone, with these TLSA records for port 25 of mx1.
    fn zone(&self, records: &[String]) {
        let mut text =
            "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ NS \
            ns1\nns1 A 192.0.2.1\n\
                        @ MX 10 mx1\n@ MX 20 mx2\nmx1 A 192.0.2.25\nmx2 A 192.0.2.26\n"
                .to_owned();
        records.iter().for_each(|record| text.push_str(&format!("_25._tcp.mx1 TLSA {record}\n")));
        self.write("etc/zones/example.org.zone", &text);
    }

    /// A line of shell, with nothing in the environment but what is given.
    fn shell(&self, line: &str, variables: &[(&str, &str)], words: &[&str]) -> Ran {
        let path = format!("{}:/usr/bin:/bin", self.text("bin"));
        let mut command = Command::new("/bin/sh");
        command
            .arg("-c")
            .arg(line)
            .arg("sh")
            .args(words)
            .env_clear()
            .env("PATH", path)
            .env("PLACE", self.dir.path());
        command.envs(variables.iter().copied()).current_dir(self.dir.path()).stdin(Stdio::null());
        let output = command.output().expect("a shell");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Ran {
            status: output.status.code().expect("a status"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The hook as certbot calls it, with these options.
    fn certbot(&self, options: &str) -> Ran {
        self.shell(
            &format!("danelaw tlsa hook {options}"),
            &[("RENEWED_LINEAGE", &self.text("live/mx1"))],
            &[],
        )
    }

    /// The files of certbot's for this key.
    fn lineage(&self, key: &Key) {
        self.write("live/mx1/fullchain.pem", &key.certificate(&["mx1.example.org"]));
        self.write("live/mx1/privkey.pem", &key.pem());
    }
}

/// Lines of the zone form.
fn lines(records: &[&str]) -> String {
    records.iter().map(|record| format!("_25._tcp.mx1.example.org. 3600 IN TLSA {record}\n")).collect()
}
