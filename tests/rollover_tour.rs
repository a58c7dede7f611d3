//! A key is renewed in a repository of zones: forgotten to be published first, stopped, planned, and done.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[macro_use]
mod support;

use danelaw::wire::Timestamp;
use serde_json::Value;
use support::cli::{Output, danelaw};
use support::repo::Repo;
use support::{NOW, root};

const HEAD: &str = "$ORIGIN example.org.\n$TTL 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ MX 10 \
    mail\nmail A 192.0.2.25\n@ TXT \"v=spf1 mx -all\"\nmail TXT \"v=spf1 a -all\"\n_dmarc TXT \"v=DMARC1; \
    p=quarantine; rua=mailto:d@example.org\"\n_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:t@example.org\"\n";
const OWNER: &str = "_25._tcp.mail.example.org";

struct Tour {
    repo: Repo,
    serial: u32,
}

impl Tour {
    fn begin() -> Option<Tour> {
        let tour = Tour { repo: Repo::new()?, serial: 0 };
        let config = format!(
            "unsigned = \"signed-later\"\n[[service]]\nowners = [\"{OWNER}\"]\nchain = \"fullchain.pem\"\n"
        );
        tour.repo.write("danelaw.toml", &config);
        Some(tour)
    }

    fn path(&self, name: &str) -> String {
        self.repo.root.join(name).display().to_string()
    }

    /// Puts a chain where the server takes it from.
    fn chain(&self, name: &str, from: &str) {
        std::fs::copy(root().join("testzones/_certs").join(from), self.repo.root.join(name)).unwrap();
    }

    /// Writes the zone with these TLSA lines, and another serial.
    fn zone(&mut self, tlsa: &[String]) {
        self.serial += 1;
        let soa =
            format!("@ SOA ns1.example.net. hostmaster.example.org. {} 3600 900 1209600 3600\n", self.serial);
        self.repo.write("example.org.zone", format!("{HEAD}{soa}{}\n", tlsa.join("\n")));
    }

    /// What the hook before a commit says, so many seconds later.
    fn hook(&self, seconds: i64) -> Output {
        let at = Timestamp(NOW.0 + seconds).to_string();
        let (zone, config) = (self.path("example.org.zone"), self.path("danelaw.toml"));
        danelaw(
            &[
                "check",
                &zone,
                "--config",
                &config,
                "--published",
                "git:HEAD",
                "--at",
                &at,
                "--output-format",
                "concise",
            ],
            b"",
        )
    }

    /// The steps of a plan, as they are in JSON.
    fn plan(&self) -> Vec<Value> {
        let (zone, old, new) =
            (self.path("example.org.zone"), self.path("fullchain.pem"), self.path("next.pem"));
        let cert = format!("{OWNER}={old}");
        let args = [
            "rollover",
            "plan",
            &zone,
            "--isolated",
            "--cert",
            &cert,
            "--to",
            &new,
            "--at",
            "2026-12-01T00:00:00Z",
            "--format",
            "json",
        ];
        let output = danelaw(&args, b"");
        assert_eq!(output.status, 0, "{}", output.both);
        serde_json::from_str::<Value>(&output.stdout).unwrap()["steps"].as_array().unwrap().clone()
    }
}

/// The records that a step has, as zone lines.
fn records(step: &Value, list: &str) -> Vec<String> {
    let line = |record: &Value| {
        ["owner", "ttl", "class", "type", "rdata"]
            .map(|field| record[field].to_string().replace('"', ""))
            .join(" ")
    };
    step[list].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_forgotten_publication_is_stopped_and_the_plan_mends_it() {
    let mut tour = match Tour::begin() {
        Some(tour) => tour,
        None => return,
    };
    let pin = |chain: &str| {
        let path = root().join("testzones/_certs").join(chain).display().to_string();
        danelaw(&["tlsa", "generate", &path, "--service", OWNER], b"").stdout.trim().to_owned()
    };
    let (old, new) = (pin("mail.p256.pem"), pin("mail.p384.pem"));
    tour.chain("fullchain.pem", "mail.p256.pem");
    tour.zone(std::slice::from_ref(&old));
    assert_eq!(tour.hook(0).status, 2, "there is no commit yet");
    tour.repo.commit("first");

    // The key is renewed, and the record put in the place of the old one.
    tour.chain("fullchain.pem", "mail.p384.pem");
    tour.zone(std::slice::from_ref(&new));
    let stopped = tour.hook(0);
    assert_eq!(stopped.status, 1);
    assert!(
        stopped.stdout.contains(
            "error[ROL001/deployed-too-early]: senders refuse `fullchain.pem` until 2026-12-01T02:15:00Z"
        ),
        "{}",
        stopped.stdout
    );

    // Without a word about certificates it is stopped as well.
    let bare = danelaw(
        &[
            "check",
            &tour.path("example.org.zone"),
            "--isolated",
            "--published",
            "git:HEAD",
            "--select",
            "ROL",
            "--output-format",
            "concise",
        ],
        b"",
    );
    assert!(bare.stdout.contains("error[ROL005/tlsa-replaced-at-once]"), "{}", bare.stdout);

    // Back to where it was, and by the plan.
    tour.chain("fullchain.pem", "mail.p256.pem");
    tour.chain("next.pem", "mail.p384.pem");
    tour.serial = 0;
    tour.zone(std::slice::from_ref(&old));
    let steps = tour.plan();
    assert_eq!(
        steps.iter().map(|step| step["not_before"].as_str().unwrap()).collect::<Vec<_>>(),
        ["2026-12-01T00:00:00Z", "2026-12-01T02:15:00Z", "2026-12-01T02:15:00Z"]
    );
    tour.zone(&[records(&steps[0], "add"), records(&steps[0], "keep")].concat());
    assert_eq!(tour.hook(0).status, 0, "{}", tour.hook(0).both);
    tour.repo.commit("both");

    // The chain is deployed when the plan says so, and one second earlier it would be told.
    let deploy = |at: &str| {
        let (zone, config, chain) =
            (tour.path("example.org.zone"), tour.path("danelaw.toml"), tour.path("next.pem"));
        let (deploy, published) = (format!("{OWNER}={chain}@{at}"), "2026-12-01T00:00:00Z");
        danelaw(
            &[
                "check",
                &zone,
                "--config",
                &config,
                "--published-at",
                published,
                "--at",
                at,
                "--deploy",
                &deploy,
                "--output-format",
                "concise",
            ],
            b"",
        )
    };
    assert_eq!(deploy("2026-12-01T02:14:59Z").status, 1);
    assert_eq!(deploy("2026-12-01T02:15:00Z").status, 0, "{}", deploy("2026-12-01T02:15:00Z").both);

    // Deployed, and the old record goes.
    tour.chain("fullchain.pem", "mail.p384.pem");
    tour.zone(&records(&steps[2], "keep"));
    let last = tour.hook(3 * 3600);
    assert_eq!(last.status, 0, "{}", last.both);
    assert!(!last.stdout.contains("ROL"), "{}", last.stdout);
}
