//! Files that are not what their names promise, directories that hold them, and outputs that replace files:
//! as scripts see it.
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const CLEAN: &str = "$ORIGIN example.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.net. 1 14400 \
    3600 1209600 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n";

/// A directory to work in.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a directory"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("a file");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// A FIFO; `false` where none can be made.
    fn fifo(&self, name: &str) -> bool {
        Command::new("mkfifo").arg(self.path(name)).status().is_ok_and(|status| status.success())
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_danelaw"));
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("danelaw runs"))
    }

    /// The names in a directory, in order.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .expect("a directory")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        names
    }
}

#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON")
    }
}

#[test]
fn a_walk_passes_over_nothing_with_the_name_of_a_zone() {
    let place = Place::new();
    place.write("good.zone", CLEAN);
    place.write("README", "no zone\n");
    symlink("nowhere", place.path("dangling.zone")).expect("a link");
    symlink("circle.zone", place.path("circle.zone")).expect("a link");
    symlink("nowhere", place.path("dangling")).expect("a link");
    let _socket = std::os::unix::net::UnixListener::bind(place.path("socket.zone")).expect("a socket");
    let _other = std::os::unix::net::UnixListener::bind(place.path("socket")).expect("a socket");
    let has_fifo = place.fifo("pipe.zone");
    let ran = place.run(&["check", ".", "--output-format", "json"]);
    assert_eq!(ran.status, 2, "{ran:?}");
    let json = ran.json();
    let mut subjects: Vec<&str> = json["summary"]["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["subject"].as_str().expect("text"))
        .collect();
    subjects.sort_unstable();
    let mut expected = vec!["circle.zone", "dangling.zone", "socket.zone"];
    if has_fifo {
        expected.insert(2, "pipe.zone");
        assert!(ran.err.contains("pipe.zone: it is a FIFO"), "{}", ran.err);
    }
    assert_eq!(subjects, expected);
    assert!(
        ran.err.contains("socket.zone: it is a socket")
            && ran.err.contains("dangling.zone: it is a symbolic link that cannot be followed: no such file"),
        "{}",
        ran.err
    );
    for command in [
        &["horizon", "."][..],
        &["rollover", "status", "."],
        &["tlsa", "check", "."],
        &["mail", "example.", "--zone", "."],
    ] {
        let ran = place.run(command);
        assert!(
            ran.status == 2
                && ran.err.contains("socket.zone: it is a socket")
                && ran.err.contains("dangling.zone"),
            "{command:?}: {ran:?}"
        );
    }
}

#[test]
fn what_may_not_be_read_is_said_also_in_a_directory_that_only_lists() {
    let place = Place::new();
    place.write("zones/good.zone", CLEAN);
    place.write("zones/secret.zone", CLEAN);
    place.write("zones/listed/inner.zone", CLEAN);
    place.write("zones/closed/inner.zone", CLEAN);
    let mode = |name: &str, mode| {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).expect("permissions")
    };
    mode("", 0o755);
    mode("zones/secret.zone", 0);
    mode("zones/listed", 0o744);
    mode("zones/closed", 0);
    let binary = place.path("danelaw");
    fs::copy(env!("CARGO_BIN_EXE_danelaw"), &binary).expect("a copy");
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let ran = Command::new("setpriv")
        .args(nobody)
        .arg(&binary)
        .args(["check", "zones", "--isolated"])
        .current_dir(place.path(""))
        .output();
    mode("zones/closed", 0o755);
    let Some(ran) = ran.ok().map(Ran::of).filter(|ran| !ran.err.contains("setpriv:")) else {
        eprintln!("passed over: nobody else can be");
        return;
    };
    assert_eq!(ran.status, 2, "{ran:?}");
    for path in ["zones/secret.zone", "zones/listed/inner.zone", "zones/closed"] {
        assert!(ran.err.contains(&format!("{path}: permission denied")), "{path}: {}", ran.err);
    }
}

#[test]
fn links_in_directories_are_counted_and_followed_only_inside() {
    let place = Place::new();
    place.write("tree/a.zone", CLEAN);
    place.write("tree/data/raw.orig", CLEAN.replace("example.\n", "b.example.\n"));
    place.write("other/c.zone", CLEAN.replace("example.\n", "c.example.\n"));
    for (to, from) in [
        ("a.zone", "tree/same.zone"),
        ("data/raw.orig", "tree/b.zone"),
        ("../other/c.zone", "tree/c.zone"),
        ("../other", "tree/out"),
    ] {
        symlink(to, place.path(from)).expect("a link");
    }
    symlink("..", place.path("tree/data/loop")).expect("a link");
    symlink("raw.orig", place.path("tree/data/notes")).expect("a link");
    let ran = place.run(&["check", "tree", "--output-format", "json"]);
    assert_eq!(
        (ran.status, &ran.json()["summary"]["links_not_followed"], &ran.json()["summary"]["zones"]),
        (0, &5.into(), &1.into()),
        "{ran:?}"
    );
    let ran = place.run(&["check", "tree"]);
    assert!(ran.out.ends_with("5 symbolic links were not followed (use --follow)\n"), "{ran:?}");
    for command in [
        &["horizon", "tree"][..],
        &["rollover", "status", "tree"],
        &["tlsa", "check", "tree"],
        &["mail", "example.", "--zone", "tree"],
    ] {
        assert_eq!(
            place.run(&[command, &["--format", "json"]].concat()).json()["links_not_followed"],
            5,
            "{command:?}"
        );
    }
    assert!(
        place.run(&["horizon", "tree"]).err.contains("5 symbolic links were not followed (use --follow)")
    );
    let listed = |args: &[&str]| {
        let out = place.run(&[&["check", "--show-files"], args].concat()).out;
        let read = out.lines().filter_map(|line| line.split_once(": zone ")).map(|(path, _)| path);
        read.fold(String::new(), |all, path| all + path + "\n")
    };
    assert_eq!(listed(&["tree"]), "tree/a.zone\n");
    assert_eq!(listed(&["tree", "--follow"]), "tree/a.zone\ntree/b.zone\n");
    let ran = place.run(&["check", "tree", "--follow", "--output-format", "json"]);
    assert_eq!(
        (&ran.json()["summary"]["links_not_followed"], &ran.json()["summary"]["zones"]),
        (&2.into(), &2.into()),
        "{ran:?}"
    );
    let outside = "2 symbolic links to outside of the directory were not followed";
    assert!(place.run(&["check", "tree", "--follow"]).out.contains(outside), "{ran:?}");
    assert_eq!(
        listed(&["tree/c.zone", "tree/out"]),
        "tree/c.zone\ntree/out/c.zone\n",
        "what is named is followed"
    );
    assert_eq!(place.run(&["check", "tree/c.zone"]).status, 0);
    symlink("../../other", place.path("tree/data/only")).expect("a link");
    let ran = place.run(&["check", "tree/data"]);
    assert!(ran.status == 2 && ran.err.contains("2 symbolic links were not followed"), "{ran:?}");
}

#[test]
fn pipes_and_devices_are_refused_and_nobody_waits_for_them() {
    let place = Place::new();
    place.write("good.zone", CLEAN);
    if !place.fifo("pipe") {
        eprintln!("passed over: there is no mkfifo program");
        return;
    }
    let owner = "_25._tcp.mail.example.=pipe";
    for args in [
        &["check", "pipe"][..],
        &["check", "good.zone", "--config", "pipe"],
        &["check", "good.zone", "--cert", owner],
        &["check", "good.zone", "--next-key", owner],
        &["check", "good.zone", "--mta-sts", "example=pipe"],
        &["check", "good.zone", "--parent", "pipe"],
        &["check", "good.zone", "--ds", "pipe"],
        &["check", "good.zone", "--trust-anchor", "pipe"],
        &["check", "good.zone", "--published", "pipe"],
        &["check", "good.zone", "--deploy", owner],
        &["diff", "good.zone", "pipe"],
        &["ds", "pipe"],
        &["horizon", "pipe"],
        &["horizon", "good.zone", "--cert", "pipe"],
        &["tlsa", "generate", "--service", "_25._tcp.mail.example.", "pipe"],
        &["mail", "generate", "example.", "good.zone", "--policy", "pipe"],
        &["rollover", "plan", "pipe", "--roll", "zsk"],
    ] {
        let ran = place.run(args);
        assert!(
            ran.status == 2 && ran.err.contains("it is a FIFO (a pipe), not a regular file"),
            "{args:?}: {ran:?}"
        );
    }
    let ran = place.run(&["check", "/dev/null"]);
    assert!(
        ran.status == 2 && ran.err.contains("it is a device, not a regular file") && ran.err.contains("`-`"),
        "{ran:?}"
    );
    place.write("danelaw.toml", "");
    fs::remove_file(place.path("danelaw.toml")).expect("a file");
    assert!(place.fifo("danelaw.toml"));
    let ran = place.run(&["check", "good.zone"]);
    assert!(ran.status == 2 && ran.err.contains("danelaw.toml: it is a FIFO"), "{ran:?}");
    fs::remove_file(place.path("danelaw.toml")).expect("a FIFO");
    place.write("including.zone", format!("{CLEAN}$INCLUDE pipe\n"));
    let ran = place.run(&["check", "including.zone"]);
    assert!(ran.status != 0 && ran.out.contains("it is a FIFO"), "{ran:?}");
    assert!(place.fifo(".gitignore"));
    let ran = place.run(&["check", "."]);
    assert!(ran.status == 2 && ran.err.contains(".gitignore: it is a FIFO"), "{ran:?}");
    fs::remove_file(place.path(".gitignore")).expect("a FIFO");
    fs::create_dir(place.path(".git")).expect("a directory");
    assert!(place.fifo(".git/HEAD"));
    let ran = place.run(&["diff", "git:HEAD", "good.zone"]);
    assert!(ran.status == 2 && ran.err.contains(".git/HEAD` is a FIFO"), "{ran:?}");
}

#[test]
fn a_configuration_that_was_found_stays_in_its_directory() {
    let place = Place::new();
    place.write("outside/secret.toml", "password = \"hunter2\"\nroot:$6$salt:19000\n");
    place.write("outside/common/a.inc", "www A 192.0.2.1\n");
    place.write("repo/example.zone", CLEAN);
    place.write("repo/common/a.inc", "www A 192.0.2.1\n");
    symlink("../outside", place.path("repo/link")).expect("a link");
    let check = |args: &[&str]| {
        Ran::of(
            place
                .command(&[&["check", "example.zone"], args].concat())
                .current_dir(place.path("repo"))
                .output()
                .expect("runs"),
        )
    };
    let service = |key: &str, path: &str| {
        format!("[[service]]\nowners = ['_25._tcp.mail.example']\n{key} = '{path}'\n")
    };
    for (config, key, named) in [
        (
            "include-roots = ['common', '../outside/common']\n".to_owned(),
            "include-roots",
            "../outside/common",
        ),
        ("include-roots = ['/']\n".to_owned(), "include-roots", "/"),
        ("include-roots = ['link/common']\n".to_owned(), "include-roots", "link/common"),
        ("include-roots = ['nothing/../../outside']\n".to_owned(), "include-roots", "nothing/../../outside"),
        ("[mta-sts]\n'example.' = '../outside/policy.txt'\n".to_owned(), "mta-sts", "../outside/policy.txt"),
        (service("chain", "/etc/ssl/chain.pem"), "service.chain", "/etc/ssl/chain.pem"),
        (service("next-key", "../next.pem"), "service.next-key", "../next.pem"),
    ] {
        place.write("repo/danelaw.toml", &config);
        let ran = check(&[]);
        let said = format!("`{key}` names `{named}`, which is outside of the directory of this file");
        assert!(
            ran.status == 2 && ran.err.contains(&said) && ran.err.contains("--trust-config"),
            "{config}: {ran:?}"
        );
        for trusted in [&["--trust-config"][..], &["--config", "danelaw.toml"], &["--isolated"]] {
            assert!(!check(trusted).err.contains("outside of the directory"), "{config}: {trusted:?}");
        }
        for command in [
            &["horizon", "example.zone"][..],
            &["diff", "example.zone", "example.zone"],
            &["tlsa", "check", "example.zone"],
            &["mail", "example.", "-z", "."],
        ] {
            let ran = Ran::of(place.command(command).current_dir(place.path("repo")).output().expect("runs"));
            assert!(ran.status == 2 && ran.err.contains(&said), "{command:?}: {ran:?}");
        }
    }
    place.write("repo/danelaw.toml", "include-roots = ['common', './common/../common', 'not-there-yet']\n");
    assert_eq!(check(&[]).status, 0);
    // What is not a configuration is not shown.
    for (text, said) in [
        ("a = 1\npassword: hunter2\n", "line 2: this is not TOML"),
        ("\nfail-on = 'hunter2'\n", "line 2: a setting does not exist, or does not take this value"),
        ("hunter2pass = 1\n", "line 1: a setting does not exist"),
        ("ingore = []\n", "line 1: unknown field `ingore`"),
    ] {
        place.write("repo/danelaw.toml", text);
        let ran = check(&[]);
        assert!(ran.status == 2 && ran.err.contains(said) && !ran.err.contains("hunter2"), "{text}: {ran:?}");
    }
    fs::remove_file(place.path("repo/danelaw.toml")).expect("a file");
    symlink("../outside/secret.toml", place.path("repo/danelaw.toml")).expect("a link");
    let ran = check(&[]);
    assert!(
        ran.status == 2 && ran.err.contains("it is a symbolic link out of its directory, and was not read"),
        "{ran:?}"
    );
    assert!(!ran.err.contains("hunter2") && !ran.err.contains("salt"), "{ran:?}");
    fs::remove_file(place.path("repo/danelaw.toml")).expect("a link");
    symlink("nowhere", place.path("repo/danelaw.toml")).expect("a link");
    assert!(check(&[]).err.contains("danelaw.toml: no such file"));
}

#[test]
fn an_include_through_links_makes_no_new_root() {
    let place = Place::new();
    place.write("zones/inner.inc", "$INCLUDE secret.inc\n");
    place.write("outside/secret.inc", "www TXT secret-text\n");
    symlink("../outside", place.path("zones/out")).expect("a link");
    symlink("../zones/inner.inc", place.path("outside/back.inc")).expect("a link");
    let include = |path: &str| {
        place.write("zones/example.zone", format!("{CLEAN}$INCLUDE {path}\n"));
        place.run(&["check", "zones/example.zone", "--isolated"])
    };
    // The file is inside, the directory it was reached through is not.
    let ran = include("out/back.inc");
    assert!(ran.status != 0 && ran.out.contains("`secret.inc` is outside the directory"), "{ran:?}");
    for path in ["out/secret.inc", "out/../outside/secret.inc", "../outside/secret.inc"] {
        let ran = include(path);
        assert!(
            ran.status != 0
                && ran.out.contains("is outside the directory")
                && !ran.out.contains("secret-text"),
            "{path}: {ran:?}"
        );
    }
    place.write("zones/raw.inc", [0, 0, 0, 2, 0, 0]);
    place.write("zones/nul.inc", "www A 192.0.2.1\0\n");
    for (path, said) in [
        ("raw.inc", "`raw.inc` is BIND's raw format"),
        ("nul.inc", "`nul.inc` is binary data"),
        ("out", "outside"),
        (".", "it is a directory"),
    ] {
        let ran = include(path);
        assert!(ran.status != 0 && ran.out.contains(said), "{path}: {ran:?}");
    }
}

/// Commands that write to standard output, and with `-O` to a file where they have it.
const PRINTING: [&[&str]; 12] = [
    &["--help"],
    &["--version"],
    &["check", "--help"],
    &["check", "example.zone"],
    &["check", "example.zone", "--show-files"],
    &["check", "example.zone", "--output-format", "json"],
    &["rules"],
    &["rules", "--presets"],
    &["rule", "cname-loop"],
    &["horizon", "example.zone"],
    &["diff", "example.zone", "example.zone", "--format", "json"],
    &["tlsa", "check", "example.zone"],
];

#[test]
fn a_full_disk_is_said_and_a_closed_pipe_is_not() {
    let place = Place::new();
    place.write("example.zone", CLEAN);
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("passed over: there is no /dev/full");
        return;
    };
    for args in PRINTING {
        let full = full.try_clone().expect("a descriptor");
        let ran = Ran::of(place.command(args).stdout(full).output().expect("danelaw runs"));
        assert!(
            ran.status == 2 && ran.err.contains("standard output: No space left on device"),
            "{args:?}: {ran:?}"
        );
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ran = Ran::of(place.command(args).stdout(writer).output().expect("danelaw runs"));
        assert!(ran.status < 2 && !ran.err.contains("standard output"), "{args:?}: {ran:?}");
    }
    let ran = place.run(&["check", "example.zone", "-O", "/dev/full"]);
    assert!(ran.status == 2 && ran.err.contains("/dev/full: No space left on device"), "{ran:?}");
}

#[test]
fn no_output_replaces_an_input_under_any_name() {
    let place = Place::new();
    let certs = support::root().join("testzones/_certs");
    place.write(
        "example.zone",
        format!("{CLEAN}$INCLUDE sub/more.inc\n_25._tcp.mail TLSA 3 1 1 {}\n", "ab".repeat(32)),
    );
    place.write("sub/more.inc", "mail A 192.0.2.1\n");
    place.write("old.zone", CLEAN);
    place.write("parent.zone", "example. 3600 NS ns1.example.net.\n");
    place.write("ds", "example. 3600 DS 1 13 2 AB\n");
    place.write("policy", "version: STSv1\nmode: testing\nmx: mail.example\nmax_age: 86400\n");
    place.write("danelaw.toml", "ignore = []\n");
    fs::copy(certs.join("p384.cert.pem"), place.path("chain.pem")).expect("a copy");
    let inputs = [
        "example.zone",
        "sub/more.inc",
        "old.zone",
        "parent.zone",
        "ds",
        "policy",
        "danelaw.toml",
        "chain.pem",
    ];
    let args = [
        "check",
        "example.zone",
        "--published",
        "old.zone",
        "--parent",
        "parent.zone",
        "--ds",
        "ds",
        "--mta-sts",
        "example=policy",
        "--cert",
        "_25._tcp.mail.example=chain.pem",
        "-O",
    ];
    for input in inputs {
        let before = fs::read(place.path(input)).expect("a file");
        fs::hard_link(place.path(input), place.path("hard")).expect("a link");
        symlink(input, place.path("soft")).expect("a link");
        for name in [input, "hard", "soft"] {
            let ran = place.run(&[&args[..], &[name]].concat());
            assert!(
                ran.status == 2 && ran.err.contains(&format!("danelaw: {name}: it is one of the inputs")),
                "{input} as {name}: {ran:?}"
            );
            assert_eq!(fs::read(place.path(name)).expect("a file"), before, "{input} as {name}");
        }
        fs::remove_file(place.path("hard")).expect("a link");
        fs::remove_file(place.path("soft")).expect("a link");
    }
    for args in [
        &["rollover", "status", "example.zone", "-O"][..],
        &["tlsa", "check", "example.zone", "-O"],
        &["mail", "example.", "-z", "example.zone", "-O"],
    ] {
        for name in ["example.zone", "sub/more.inc", "danelaw.toml"] {
            let ran = place.run(&[args, &[name]].concat());
            assert!(
                ran.status == 2 && ran.err.contains("it is one of the inputs"),
                "{args:?} {name}: {ran:?}"
            );
        }
    }
    assert!(!place.names().iter().any(|name| name.ends_with(".tmp")), "{:?}", place.names());
}

#[test]
fn an_output_is_replaced_as_a_whole_or_not_at_all() {
    let place = Place::new();
    place.write("example.zone", CLEAN);
    place.write("report", "old\n");
    fs::set_permissions(place.path("report"), fs::Permissions::from_mode(0o640)).expect("permissions");
    let number = |name: &str| fs::metadata(place.path(name)).expect("a file").ino();
    let before = number("report");
    let check = |output: &str| place.run(&["check", "example.zone", "-O", output]);
    assert_eq!(check("report").status, 0);
    assert!(place.text("report").starts_with("clean"));
    assert_ne!(number("report"), before, "it is another file, which took the old one's place");
    assert_eq!(fs::metadata(place.path("report")).expect("a file").permissions().mode() & 0o7777, 0o640);
    // A link stays a link, be there a file behind it or not.
    fs::create_dir(place.path("sub")).expect("a directory");
    symlink("sub/one", place.path("one")).expect("a link");
    symlink("one", place.path("two")).expect("a link");
    for name in ["two", "one"] {
        assert_eq!(check(name).status, 0);
        assert!(place.text("sub/one").starts_with("clean") && place.path(name).is_symlink());
    }
    symlink("circle", place.path("circle")).expect("a link");
    fs::create_dir(place.path("dir")).expect("a directory");
    for (output, said) in [
        ("circle", "circle: its symbolic links lead in a circle"),
        ("dir", "dir: it is a directory"),
        ("none/x", "none/x: there is no such directory"),
    ] {
        let ran = check(output);
        assert!(ran.status == 2 && ran.err.contains(said), "{output}: {ran:?}");
    }
    assert_eq!(check("/dev/null").status, 0);
    assert!(check("/dev/stdout").out.starts_with("clean"));
    place.write("out", "first\n");
    let file = fs::OpenOptions::new().append(true).open(place.path("out")).expect("a file");
    assert!(
        place
            .command(&["check", "example.zone", "-O", "/dev/stdout"])
            .stdout(file)
            .status()
            .expect("danelaw runs")
            .success()
    );
    assert!(place.text("out").starts_with("first\nclean"), "{}", place.text("out"));
    let expected = ["circle", "dir", "example.zone", "one", "out", "report", "sub", "two"];
    assert_eq!(place.names(), expected, "no file of ours is left");
    assert_eq!(fs::read_dir(place.path("sub")).expect("a directory").count(), 1);
}

#[test]
fn an_error_leaves_the_old_file() {
    let place = Place::new();
    place.write("report", "old\n");
    // More than the limit for files, which is set for the run: the disk is full for it.
    let rules: String = (0..5000).map(|n| format!("h{n} CNAME h{n}\n")).collect();
    place.write("example.zone", format!("{CLEAN}{rules}"));
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" check example.zone --isolated -O report";
    let ran = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_danelaw")])
        .current_dir(place.path(""))
        .output();
    let Ok(ran) = ran.map(Ran::of) else { return };
    assert!(ran.status == 2 && ran.err.contains("report: File too large"), "{ran:?}");
    assert_eq!(place.text("report"), "old\n");
    assert_eq!(place.names(), ["example.zone", "report"]);
}

#[test]
fn a_closed_standard_input_is_an_empty_one() {
    let place = Place::new();
    let ran = Command::new("sh")
        .args(["-c", "exec \"$0\" check - --isolated <&-", env!("CARGO_BIN_EXE_danelaw")])
        .current_dir(place.path(""))
        .output();
    let ran = Ran::of(ran.expect("a shell"));
    assert!(ran.status == 2 && ran.err.contains("<stdin>: the file is empty"), "{ran:?}");
    place.write("bad.zone", format!("{CLEAN}www CNAME www\n"));
    let ran = Command::new("sh")
        .args(["-c", "exec \"$0\" check bad.zone --isolated >&-", env!("CARGO_BIN_EXE_danelaw")])
        .current_dir(place.path(""))
        .output();
    assert_eq!(Ran::of(ran.expect("a shell")).status, 1);
}
