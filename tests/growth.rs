//! How cost grows with the input: four times as much takes about four times as many steps, whatever there is
//! much of.
//!
//! Steps are counted where names, nodes and records are looked at (`danelaw::work`), so nothing here depends
//! on the machine. A release build counts none, and has none of these tests.

#![cfg(debug_assertions)]
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use support::cli::danelaw;
use support::root;

/// Something that there may be much of.
struct Family {
    name: &'static str,
    /// The smaller number of them; the larger one is four times that.
    n: usize,
    /// Writes the files of a run into a directory, which is called by the name given, and says how `danelaw`
    /// is called.
    run: fn(&Files<'_>, usize) -> String,
}

/// How many times as many steps four times as much may take: `n log n` is below, `n * n` is 16.
const MOST: f64 = 5.0;

/// A directory, and what is written there.
struct Files<'a>(&'a Path);

impl Files<'_> {
    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    /// A zone with name servers elsewhere and these records.
    fn zone(&self, name: &str, records: &str) {
        self.file(&format!("{name}zone"), name, records);
    }

    fn file(&self, file: &str, name: &str, records: &str) {
        let head = "@ SOA ns1.provider.example. hostmaster.provider.example. 1 14400 3600 1209600 3600\n@ NS \
            ns1.provider.example.\n@ NS ns2.provider.example.\n";
        self.write(file, &format!("$ORIGIN {name}\n$TTL 3600\n{head}{records}"));
    }
}

/// One line for each number up to `n`.
fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "{}", line(at));
        text
    })
}

/// A number spread over two octets of an address.
fn address(at: usize) -> String {
    format!("10.0.{}.{}", at / 256 % 256, at % 256)
}

const PIN: &str = "TLSA 3 1 1 016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f";

/// Zones of a hoster, each with mail and TLSA records, those of misplaced owners too.
fn hosting(files: &Files<'_>, n: usize) {
    for at in 0..n {
        let address = address(at);
        let mail = "@ MX 10 mail\n@ MX 20 mail2\n@ TXT \"v=spf1 mx -all\"\n_dmarc TXT \"v=DMARC1; \
            p=reject\"\n_dmarc.www TXT \"v=DKIM1; p=\"\nstray TXT \"v=DKIM1; p=\"\n";
        let hosts = format!(
            "mail A {address}\nmail2 A {address}\nwww CNAME mail\n_25._tcp {PIN}\n_25._tcp.mail \
            {PIN}\n_443.mail {PIN}\n_443._tcp.none {PIN}\n"
        );
        files.zone(&format!("z{at}.example."), &(mail.to_owned() + &hosts));
    }
}

/// A DNSKEY record of a number, whose public key is that number.
fn key(at: usize) -> String {
    format!("@ DNSKEY 257 3 13 {}{:04}{}==", "A".repeat(40), at, "A".repeat(42))
}

const FAMILIES: &[Family] = &[
    Family {
        name: "zones",
        n: 24,
        run: |files, n| {
            hosting(files, n);
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "zones beside their reverse zone",
        n: 24,
        run: |files, n| {
            hosting(files, n);
            files.zone(
                "10.in-addr.arpa.",
                &lines(n, |at| format!("{}.{}.0 PTR mail.z{at}.example.", at % 256, at / 256)),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "files of one zone",
        n: 24,
        run: |files, n| {
            for at in 0..n {
                let records = format!(
                    "@ MX 10 mail\nmail A {}\n_25._tcp.mail {PIN}\n_443.mail {PIN}\nwww CNAME mail\n",
                    address(at)
                );
                files.file(&format!("{at}.zone"), "example.", &records);
            }
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "a parent zone and its children",
        n: 24,
        run: |files, n| {
            files.zone(
                "example.",
                &lines(n, |at| {
                    format!(
                        "z{at} NS ns1.z{at}\nns1.z{at} A 192.0.2.1\nz{at} NS ns2.z{at}\nns2.z{at} A 192.0.2.2"
                    )
                }),
            );
            (0..n)
                .for_each(|at| files.zone(&format!("z{at}.example."), "ns1 A 192.0.2.1\nns2 A 192.0.2.2\n"));
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "zones below each other",
        n: 24,
        run: |files, n| {
            let names = |at: usize| format!("c{at}.z{}.example.", at / 8);
            (0..n).for_each(|at| files.zone(&names(at), "www A 192.0.2.1\n"));
            (0..n / 8).for_each(|at| {
                files.zone(
                    &format!("z{at}.example."),
                    &lines(8, |child| format!("c{} NS ns1.provider.example.", at * 8 + child)),
                )
            });
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "mail across zones",
        n: 24,
        run: |files, n| {
            for at in 0..n {
                let next = format!("z{}.example.", (at + 1) % n);
                let records = format!(
                    "@ MX 10 mail.{next}\nmail A {}\n@ TXT \"v=spf1 include:{next} -all\"\n_dmarc \
                    TXT \"v=DMARC1; p=reject; rua=mailto:d@{next}\"\n",
                    address(at)
                );
                files.zone(&format!("z{at}.example."), &records);
            }
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "published zones",
        n: 24,
        run: |files, n| {
            let published = lines(n, |at| {
                files.zone(
                    &format!("z{at}.example."),
                    &format!("_25._tcp.mail {PIN}\nmail A 192.0.2.1\n@ MX 10 mail\n"),
                );
                std::fs::create_dir_all(files.0.join("old")).unwrap();
                files.file(
                    &format!("old/{at}"),
                    &format!("z{at}.example."),
                    &format!("_25._tcp.mail {PIN}\nmail A 192.0.2.2\n@ MX 10 mail\n"),
                );
                format!("--published DIR/old/{at}")
            });
            format!(
                "check --isolated --jobs 1 DIR --exclude old/** --publish-at 2026-12-02T00:00:00Z {published}"
            )
        },
    },
    Family {
        name: "DS sets beside the zones they are of",
        n: 24,
        run: |files, n| {
            let ds = lines(n, |at| {
                let name = format!("z{at}.example.");
                files.zone(&name, "www A 192.0.2.1\n");
                files.write(
                    &format!("dsset-{name}"),
                    &format!("{name} 3600 IN DS 1 13 2 {}\n", "ab".repeat(32)),
                );
                format!("--ds DIR/dsset-{name}")
            });
            format!("check --isolated --jobs 1 DIR --exclude dsset-* {ds}")
        },
    },
    Family {
        name: "zones of one DS set",
        n: 24,
        run: |files, n| {
            (0..n).for_each(|at| files.zone(&format!("z{at}.example."), "www A 192.0.2.1\n"));
            files.write(
                "dsset-elsewhere.",
                &lines(n, |at| format!("z{at}.example. 3600 IN DS 1 13 2 {}", "ab".repeat(32))),
            );
            "check --isolated --jobs 1 DIR --exclude dsset-* --ds DIR/dsset-elsewhere.".to_owned()
        },
    },
    Family {
        name: "zones, rollover status",
        n: 24,
        run: |files, n| {
            hosting(files, n);
            "rollover status --isolated DIR".to_owned()
        },
    },
    Family {
        name: "zones, horizon",
        n: 64,
        run: |files, n| {
            hosting(files, n);
            "horizon --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "zones, tlsa check",
        n: 24,
        run: |files, n| {
            hosting(files, n);
            "tlsa check --isolated DIR".to_owned()
        },
    },
    Family {
        name: "zones, mail",
        n: 24,
        run: |files, n| {
            hosting(files, n);
            format!("mail --isolated --zone DIR {}", lines(n, |at| format!("z{at}.example")))
        },
    },
    Family {
        name: "names, diff",
        n: 256,
        run: |files, n| {
            files.file("old", "example.", &lines(n, |at| format!("a{at} A 192.0.2.1")));
            files.file("new", "example.", &lines(n, |at| format!("b{at} A 192.0.2.1\na{at} A 192.0.2.2")));
            "diff --isolated --jobs 1 --all DIR/old DIR/new".to_owned()
        },
    },
    Family {
        name: "aliases of SVCB records in a row",
        n: 128,
        run: |files, n| {
            files.zone("example.", &lines(n, |at| format!("s{at} SVCB 0 s{}", at + 1)));
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "aliases of TLSA records",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &format!(
                    "dane {PIN}\n{}",
                    lines(n, |at| format!("_25._tcp.h{at} CNAME dane\nh{at} A 192.0.2.1"))
                ),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "owners of TLSA records",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &lines(n, |at| {
                    format!("_25._tcp.h{at} {PIN}\nh{at} A 192.0.2.1\n@ MX 10 h{at}\n_443.h{at} {PIN}")
                }),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "owners of TLSA records, tlsa check",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &lines(n, |at| {
                    format!("_25._tcp.h{at} {PIN}\nh{at} A 192.0.2.1\n@ MX 10 h{at}\n_443.h{at} {PIN}")
                }),
            );
            "tlsa check --isolated DIR".to_owned()
        },
    },
    Family {
        name: "MX of many names to one host",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &format!(
                    "mail A 192.0.2.1\n_25._tcp.mail {PIN}\n{}",
                    lines(n, |at| format!("d{at} MX 10 mail"))
                ),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "DMARC records",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &lines(n, |at| format!("_dmarc.d{at} TXT \"v=DMARC1; p=reject; rua=mailto:d@example\"")),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "DKIM selectors",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &lines(n, |at| format!("s{at}._domainkey TXT \"v=DKIM1; k=ed25519; p={}=\"", "A".repeat(43))),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "SPF records that include one",
        n: 128,
        run: |files, n| {
            files.zone(
                "example.",
                &format!(
                    "hub TXT \"v=spf1 a -all\"\nhub A 192.0.2.1\n{}",
                    lines(n, |at| format!("d{at} TXT \"v=spf1 include:hub.example -all\""))
                ),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "a chain of CNAME records",
        n: 256,
        run: |files, n| {
            files.zone("example.", &lines(n, |at| format!("c{at} CNAME c{}", at + 1)));
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "a loop of CNAME records",
        n: 256,
        run: |files, n| {
            files.zone("example.", &lines(n, |at| format!("c{at} CNAME c{}", (at + 1) % n)));
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "a loop of CNAME records that TLSA records and mail lead into",
        n: 66,
        run: |files, n| {
            files.zone(
                "example.",
                &format!(
                    "dane {PIN}\n{}",
                    lines(n, |at| format!(
                        "_25._tcp.c{at} CNAME _25._tcp.c{}\nd{at} MX 10 c{at}\nc{at} CNAME c{}",
                        (at + 1) % n,
                        (at + 1) % n
                    ))
                ),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "DNSKEY records",
        n: 64,
        run: |files, n| {
            files.zone("example.", &lines(n, key));
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "CDS records beside DNSKEY records",
        n: 64,
        run: |files, n| {
            files.zone(
                "example.",
                &lines(n, |at| format!("{}\n@ CDS {at} 13 2 {}", key(at), "ab".repeat(32))),
            );
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "keys, rollover status",
        n: 64,
        run: |files, n| {
            files.zone("example.", &lines(n, key));
            "rollover status --isolated DIR".to_owned()
        },
    },
    Family {
        name: "keys, ds",
        n: 64,
        run: |files, n| {
            files.zone("example.", &lines(n, key));
            "ds DIR/example.zone".to_owned()
        },
    },
    Family {
        name: "hosts, tlsa generate",
        n: 64,
        run: |_, n| {
            let chain = root().join("testzones/_certs/mail.root.pem").display().to_string();
            format!("tlsa generate {chain} --port 25 {}", lines(n, |at| format!("--host h{at}.example.")))
        },
    },
    Family {
        name: "zones with MTA-STS policies",
        n: 32,
        run: |files, n| {
            files.write(
                "policy.txt",
                "version: STSv1\r\nmode: enforce\r\nmx: mail.example\r\nmax_age: 604800\r\n",
            );
            for at in 0..n {
                files.zone(
                    &format!("z{at}.example."),
                    "@ MX 10 mail.example.\n_mta-sts TXT \"v=STSv1; id=1\"\n",
                );
            }
            files.write(
                "danelaw.toml",
                &format!("[mta-sts]\n{}", lines(n, |at| format!("'z{at}.example' = 'policy.txt'"))),
            );
            "check --jobs 1 --config DIR/danelaw.toml DIR".to_owned()
        },
    },
    Family {
        name: "parameters of NSEC3 records",
        n: 64,
        run: |files, n| {
            let nsec3 =
                |at: usize| format!("{at:032} NSEC3 1 0 0 {at:08X} {at:032} A\n@ NSEC3PARAM 1 0 0 {at:08X}");
            files.zone("example.", &format!("{}\n{}", key(1), lines(n, nsec3)));
            "check --isolated --jobs 1 DIR".to_owned()
        },
    },
    Family {
        name: "services of the configuration",
        n: 32,
        run: |files, n| {
            let chain = root().join("testzones/_certs/mail.root.pem").display().to_string();
            files.zone(
                "example.",
                &lines(n, |at| format!("_25._tcp.h{at} {PIN}\nh{at} A 192.0.2.1\n@ MX 10 h{at}")),
            );
            files.write(
                "danelaw.toml",
                &lines(n, |at| {
                    format!("[[service]]\nowners = [\"_25._tcp.h{at}.example\"]\nchain = \"{chain}\"")
                }),
            );
            "check --jobs 1 --config DIR/danelaw.toml DIR".to_owned()
        },
    },
];

/// The steps that a run takes.
fn steps(family: &Family, n: usize) -> u64 {
    let directory = tempfile::tempdir().unwrap();
    let command = (family.run)(&Files(directory.path()), n);
    let path = directory.path().display().to_string();
    let words: Vec<String> = command.split_whitespace().map(|word| word.replace("DIR", &path)).collect();
    let before = danelaw::work::steps();
    let output = danelaw(&words, b"");
    let steps = danelaw::work::steps() - before;
    // A run that stops at its arguments takes no steps.
    assert!(steps > u64::try_from(5 * n).unwrap(), "{}: {}", family.name, output.stderr);
    steps
}

/// Says what is wrong with how a family grows.
fn outcome(family: &Family) -> Option<String> {
    let (few, many) = (steps(family, family.n), steps(family, family.n * 4));
    let times = f64::from(u32::try_from(many).unwrap()) / f64::from(u32::try_from(few).unwrap());
    println!("{times:>6.2} times, {few:>8} and {many:>8} steps: {}", family.name);
    (times > MOST).then(|| {
        format!(
            "{}: {few} steps for {}, {many} for {}, {times:.2} times as many",
            family.name,
            family.n,
            family.n * 4
        )
    })
}

#[test]
fn four_times_as_much_takes_about_four_times_the_steps() {
    // Each thread counts its own steps.
    let worse: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = FAMILIES.iter().map(|family| scope.spawn(|| outcome(family))).collect();
        runs.into_iter().filter_map(|run| run.join().unwrap()).collect()
    });
    assert!(worse.is_empty(), "grow faster than what there is of them:\n{}", worse.join("\n"));
}
