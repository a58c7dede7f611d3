//! The examples of the library print what their first lines say.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::error::Error;
use std::io::Write;

#[allow(dead_code, reason = "an example is a program, too")]
#[path = "../examples/lint.rs"]
mod lint;
#[allow(dead_code, reason = "an example is a program, too")]
#[path = "../examples/parse.rs"]
mod parse;
#[allow(dead_code, reason = "an example is a program, too")]
#[path = "../examples/tlsa.rs"]
mod tlsa;
#[allow(dead_code, reason = "an example is a program, too")]
#[path = "../examples/verdict.rs"]
mod verdict;

/// What an example does.
type Example = fn(&mut dyn Write) -> Result<(), Box<dyn Error>>;

fn printed(run: Example) -> String {
    let mut out = Vec::new();
    run(&mut out).unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8(out).expect("text")
}

#[test]
fn records_are_printed_in_canonical_order_and_faults_with_their_place() {
    assert_eq!(
        printed(parse::run),
        "example. 3600 NS ns1.example.\n\
        example. 3600 SOA ns1.example. hostmaster.example. 2026120101 14400 3600 1209600 3600\n\
        ns1.example. 3600 A 192.0.2.53\n\
        www.example. 3600 AAAA 2001:db8::80\n\
        line 6, column 12: Ipv4 `192.0.2.25.1` has 5 octets, an IPv4 address 4\n"
    );
}

#[test]
fn findings_are_printed_with_their_place() {
    let text = printed(lint::run);
    assert!(text.contains("example.zone:5:13: error: NS target `ns2.example.` is a CNAME\n"), "{text}");
    assert!(text.ends_with("exit status 1\n"), "{text}");
}

#[test]
fn records_of_a_chain_are_those_of_its_server_and_of_its_root() {
    let text = printed(tlsa::run);
    let parameters: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("_25._tcp.mail.example.org. IN TLSA ")?.get(..6))
        .collect();
    assert_eq!(parameters, ["3 1 1 ", "2 1 1 "], "{text}");
}

#[test]
fn a_record_of_another_key_refuses_the_server() {
    let text = printed(verdict::run);
    assert!(text.starts_with("_25._tcp.mail.example.org.: refused: "), "{text}");
}
