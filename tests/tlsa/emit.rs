//! Every form of `--emit`, whole.

use super::*;

const FORMS: &[&str] = &[
    "zone",
    "generic",
    "nsupdate",
    "knotc",
    "pdnsutil",
    "dnscontrol",
    "octodns",
    "route53",
    "powerdns-api",
    "cloudflare",
    "terraform-cloudflare",
    "azure-cli",
    "json",
];

/// Two hosts; one has the current record and an old one.
fn zone() -> String {
    format!(
        "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ NS ns1\n@ MX 10 \
        mx1\nns1 A 192.0.2.1\nmx1 A 192.0.2.25\n\
         im A 192.0.2.52\n_xmpp-server._tcp SRV 5 0 5269 im\n_25._tcp.mx1 300 TLSA 3 1 1 \
         {P256}\n_25._tcp.mx1 300 TLSA 3 1 1 {RSA}\n"
    )
}

/// What the current and the next key print in a form.
fn emitted(form: &str) -> String {
    let args = ["p256.cert.pem", "--next-key=p384.pub.pem", "--emit", form];
    let ran = run_with_zone(&zone(), &args);
    assert_eq!(ran.exit, Exit::Clean, "{form}: {}", ran.err);
    assert_eq!(ran.out, run_with_zone(&zone(), &args).out, "{form} is not the same twice");
    ran.out
}

/// The text with the data of the two records in place of `{A}` and `{B}`, that of the old one in place of
/// `{OLD}`.
fn filled(text: &str) -> String {
    text.replace("{A}", P256).replace("{B}", P384).replace("{OLD}", RSA)
}

#[test]
fn nsupdate_replaces_the_sets_that_are_as_expected() {
    let want = "zone example.org.
prereq nxrrset _5269._tcp.im.example.org. IN TLSA
prereq yxrrset _25._tcp.mx1.example.org. IN TLSA 3 1 1 {A}
prereq yxrrset _25._tcp.mx1.example.org. IN TLSA 3 1 1 {OLD}
update delete _5269._tcp.im.example.org. IN TLSA
update add _5269._tcp.im.example.org. 3600 IN TLSA 3 1 1 {A}
update add _5269._tcp.im.example.org. 3600 IN TLSA 3 1 1 {B}
update delete _25._tcp.mx1.example.org. IN TLSA
update add _25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 {A}
update add _25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 {B}
send
";
    assert_eq!(emitted("nsupdate"), filled(want));
    let blind = run(&["p256.cert.pem", SERVICE, "--zone=example.org", "--emit=nsupdate"]);
    let want = "zone example.org.
update delete _25._tcp.mail.example.org. IN TLSA
update add _25._tcp.mail.example.org. 3600 IN TLSA 3 1 1 {A}
send
";
    assert_eq!((blind.out, blind.err.as_str()), (filled(want), ""));
}

#[test]
fn knotc_replaces_the_sets_in_one_transaction() {
    let want = "knotc zone-begin example.org
knotc zone-set example.org _5269._tcp.im 3600 TLSA 3 1 1 {A}
knotc zone-set example.org _5269._tcp.im 3600 TLSA 3 1 1 {B}
knotc zone-unset example.org _25._tcp.mx1 TLSA
knotc zone-set example.org _25._tcp.mx1 300 TLSA 3 1 1 {A}
knotc zone-set example.org _25._tcp.mx1 300 TLSA 3 1 1 {B}
knotc zone-commit example.org
";
    assert_eq!(emitted("knotc"), filled(want));
}

#[test]
fn pdnsutil_and_dnscontrol_name_owners_below_the_zone() {
    let want = "pdnsutil replace-rrset example.org _5269._tcp.im TLSA 3600 \"3 1 1 {A}\" \"3 1 1 {B}\"
pdnsutil replace-rrset example.org _25._tcp.mx1 TLSA 300 \"3 1 1 {A}\" \"3 1 1 {B}\"
";
    assert_eq!(emitted("pdnsutil"), filled(want));
    let want = "TLSA(\"_5269._tcp.im\", 3, 1, 1, \"{A}\"),
TLSA(\"_5269._tcp.im\", 3, 1, 1, \"{B}\"),
TLSA(\"_25._tcp.mx1\", 3, 1, 1, \"{A}\", TTL(300)),
TLSA(\"_25._tcp.mx1\", 3, 1, 1, \"{B}\", TTL(300)),
";
    assert_eq!(emitted("dnscontrol"), filled(want));
}

#[test]
fn octodns_has_its_keys_in_order() {
    let values = "  type: TLSA
  values:
  - certificate_association_data: {A}
    certificate_usage: 3
    matching_type: 1
    selector: 1
  - certificate_association_data: {B}
    certificate_usage: 3
    matching_type: 1
    selector: 1
";
    let want = format!("_25._tcp.mx1:\n  ttl: 300\n{values}_5269._tcp.im:\n  ttl: 3600\n{values}");
    assert_eq!(emitted("octodns"), filled(&want));
}

#[test]
fn route53_and_powerdns_replace_whole_sets() {
    use serde_json::{Value, json};
    let read = |form: &str| serde_json::from_str::<Value>(&emitted(form)).expect("JSON");
    let set = |name: &str, ttl: u32| {
        let records = [P256, P384].map(|data| json!({"Value": format!("3 1 1 {data}")}));
        json!({"Action": "UPSERT", "ResourceRecordSet": {"Name": name, "Type": "TLSA", "TTL": ttl, "ResourceRecords": records}})
    };
    let changes = [set("_5269._tcp.im.example.org.", 3600), set("_25._tcp.mx1.example.org.", 300)];
    assert_eq!(read("route53"), json!({"Comment": "danelaw tlsa generate", "Changes": changes}));
    let set = |name: &str, ttl: u32| {
        let records = [P256, P384].map(|data| json!({"content": format!("3 1 1 {data}"), "disabled": false}));
        json!({"name": name, "type": "TLSA", "ttl": ttl, "changetype": "REPLACE", "records": records})
    };
    assert_eq!(
        read("powerdns-api"),
        json!({"rrsets": [set("_5269._tcp.im.example.org.", 3600), set("_25._tcp.mx1.example.org.", 300)]})
    );
    let one = run(&["p256.cert.pem", SERVICE, "--emit=powerdns-api"]).out;
    let want = "{
  \"rrsets\": [
    {
      \"name\": \"_25._tcp.mail.example.org.\",
      \"type\": \"TLSA\",
      \"ttl\": 3600,
      \"changetype\": \"REPLACE\",
      \"records\": [
        {
          \"content\": \"3 1 1 {A}\",
          \"disabled\": false
        }
      ]
    }
  ]
}
";
    assert_eq!(one, filled(want));
}

#[test]
fn cloudflare_and_azure_add_what_is_missing() {
    let body = |name: &str, ttl: u32, data: &str| {
        format!(
            "{{\"type\":\"TLSA\",\"name\":\"{name}\",\"ttl\":{ttl},\"data\":{{\"usage\":3,\"selector\":1,\"matching_type\":1,\"certificate\":\"{data}\"}}}}\n"
        )
    };
    let want = [
        body("_5269._tcp.im.example.org", 3600, P256),
        body("_5269._tcp.im.example.org", 3600, P384),
        body("_25._tcp.mx1.example.org", 300, P384),
    ];
    assert_eq!(emitted("cloudflare"), want.concat());
    let command = |name: &str, data: &str| {
        format!(
            "az network dns record-set tlsa add-record -g \"$RG\" --zone-name example.org --record-set-name \
            {name} \
             --certificate-usage 3 --selector 1 --matching-type 1 --certificate-data {data}\n"
        )
    };
    let want =
        [command("_5269._tcp.im", P256), command("_5269._tcp.im", P384), command("_25._tcp.mx1", P384)];
    assert_eq!(emitted("azure-cli"), want.concat());
    let done = run_with_zone(&zone(), &["p256.cert.pem", "--only=mx1.example.org", "--emit=azure-cli"]);
    assert_eq!((done.exit, done.out.as_str()), (Exit::Clean, ""));
    assert!(done.err.contains("note: --emit azure-cli: there is nothing to add\n"), "{}", done.err);
    assert!(
        done.err.contains(
            "warning: --emit azure-cli: add-record takes no TTL: new record sets start with 3600 s\n"
        ),
        "{}",
        done.err
    );
}

#[test]
fn terraform_has_one_resource_for_each_record() {
    let resource = |label: &str, name: &str, ttl: u32, data: &str| {
        format!(
            "resource \"cloudflare_dns_record\" \"{label}\" {{
  zone_id = var.zone_id
  name    = \"{name}\"
  type    = \"TLSA\"
  ttl     = {ttl}
  data = {{
    usage         = 3
    selector      = 1
    matching_type = 1
    certificate   = \"{data}\"
  }}
}}
"
        )
    };
    let want = [
        resource("tlsa_5269_tcp_im_cd92d1a8", "_5269._tcp.im", 3600, P256),
        resource("tlsa_5269_tcp_im_2c000923", "_5269._tcp.im", 3600, P384),
        resource("tlsa_25_tcp_mx1_cd92d1a8", "_25._tcp.mx1", 300, P256),
        resource("tlsa_25_tcp_mx1_2c000923", "_25._tcp.mx1", 300, P384),
    ];
    assert_eq!(emitted("terraform-cloudflare"), want.join("\n"));
}

#[test]
fn json_has_the_changes_and_which_key_comes_next() {
    let document: serde_json::Value = serde_json::from_str(&emitted("json")).expect("JSON");
    assert_eq!(document.pointer("/zone"), Some(&"example.org.".into()));
    assert_eq!(document.pointer("/records/0/source/next"), None);
    assert_eq!(document.pointer("/records/1/source/next"), Some(&true.into()));
    let change = |action: &str, owner: &str, data: &str| serde_json::json!({"action": action, "owner": owner, "rdata": format!("3 1 1 {data}")});
    let (im, mx1) = ("_5269._tcp.im.example.org.", "_25._tcp.mx1.example.org.");
    let want = [
        change("add", im, P256),
        change("add", im, P384),
        change("keep", mx1, P256),
        change("add", mx1, P384),
        change("remove", mx1, RSA),
    ];
    assert_eq!(document.pointer("/changes"), Some(&want.to_vec().into()));
}

#[test]
fn format_is_another_name_of_emit() {
    for form in FORMS {
        let args = ["p256.cert.pem", SERVICE, "--zone=example.org"];
        let (emit, format) = (format!("--emit={form}"), format!("--format={form}"));
        let (emit, format) = (run(&[&args[..], &[&emit]].concat()), run(&[&args[..], &[&format]].concat()));
        assert_eq!((emit.exit, emit.out.is_empty()), (Exit::Clean, false), "{form}: {}", emit.err);
        assert_eq!(emit.out, format.out, "{form}");
    }
}

#[test]
fn the_name_of_the_zone_is_asked_for_where_it_is_needed() {
    for form in FORMS {
        let ran = run(&["p256.cert.pem", SERVICE, "--emit", form]);
        if ["zone", "generic", "json", "route53", "powerdns-api", "cloudflare"].contains(form) {
            assert_eq!(ran.exit, Exit::Clean, "{form}: {}", ran.err);
            continue;
        }
        let want = format!(
            "error: --emit {form}: needs the name of the zone: give --from-zone ZONE, or --zone NAME\n"
        );
        assert_eq!((ran.exit, ran.out.as_str(), ran.err), (Exit::Failed, "", want));
    }
    let other = run(&["p256.cert.pem", SERVICE, "--emit=knotc", "--zone=example.com"]);
    assert_eq!(other.err, "error: _25._tcp.mail.example.org.: is not in the zone `example.com.`\n");
    let wrong = run(&["p256.cert.pem", SERVICE, "--emit=knotc", "--zone=a..b"]);
    assert_eq!(wrong.err, "error: --zone a..b: not a domain name\n");
}

#[test]
fn names_that_a_shell_would_read_are_refused() {
    let zone =
        "$ORIGIN a\\;reboot.\n$TTL 3600\n@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\n@ MX 1 ns1\nns1 A 192.0.2.1\n";
    let ran = run_with_zone(zone, &["p256.cert.pem", "--emit=knotc"]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""));
    let service = "--service=_25._tcp.mail.x.example";
    let ran = run(&["p256.cert.pem", service, "--emit=pdnsutil", "--zone=x.example\\$"]);
    assert!(ran.err.contains("cannot carry the zone name `x.example\\$.`"), "{}", ran.err);
}

#[test]
fn nothing_is_replaced_by_less_than_was_asked_for() {
    for form in FORMS {
        let ran = run(&["p256.cert.pem", "missing.pem", SERVICE, "--zone=example.org", "--emit", form]);
        let is_list = ["zone", "generic", "json"].contains(form);
        assert_eq!((ran.exit, ran.out.is_empty()), (Exit::Failed, !is_list), "{form}: {}", ran.err);
        assert_eq!(ran.err, "error: missing.pem: no such file\n", "{form}");
    }
}

#[test]
fn cloudflare_takes_only_some_ttls() {
    let with = |ttl: &str| run(&["p256.cert.pem", SERVICE, "--emit=cloudflare", "--ttl", ttl]);
    assert_eq!((with("1").exit, with("1d").exit), (Exit::Clean, Exit::Clean));
    let want = "error: _25._tcp.mail.example.org.: TTL 30 s is not one that Cloudflare takes: 60 s to 86400 \
        s, or 1 for automatic\n";
    assert_eq!((with("30").exit, with("30").err.as_str()), (Exit::Failed, want));
}

#[test]
fn a_private_key_prints_what_its_public_key_prints() {
    for form in FORMS.iter().filter(|form| **form != "json") {
        let private = run_with_zone(
            &zone(),
            &["p256.key.pem", "--next-key=p384.key.pem", "--matching=0", "--emit", form],
        );
        let public = run_with_zone(
            &zone(),
            &["p256.pub.pem", "--next-key=p384.pub.pem", "--matching=0", "--emit", form],
        );
        assert_eq!((private.exit, private.out, private.err), (public.exit, public.out, public.err), "{form}");
    }
}
