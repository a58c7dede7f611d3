//! PowerDNS' `pdns.conf`: which `named.conf` its bind backend reads. Looks for no zone file.

use std::path::{Path, PathBuf};

use super::load::Loader;
use super::named;
use crate::wire::u32_of;

/// Whether a text begins as a `pdns.conf` does.
pub(super) fn is_like(text: &str) -> bool {
    let mut settings = settings(text);
    settings.next().is_some_and(|first| first.is_some())
        && settings.take(20).all(|setting| setting.is_some())
        && self::settings(text).flatten().any(|(key, _, _)| {
            ["launch", "bind-config", "local-address", "setuid", "include-dir", "api", "config-dir"]
                .contains(&key)
        })
}

/// The settings of a text; `None` for a line that is no setting.
fn settings(text: &str) -> impl Iterator<Item = Option<(&str, &str, u32)>> {
    let lines = text.lines().enumerate().map(|(at, line)| (u32_of(at + 1), line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(number, line)| {
        let (key, value) = line.split_once('=')?;
        let key = key.trim_end().trim_end_matches('+');
        let is_plain = !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let value = value.split(" #").next().unwrap_or_default().trim();
        is_plain.then_some((key, value, number))
    })
}

/// Reads a `pdns.conf`.
pub(super) fn read(path: &Path, text: &str, loader: &mut Loader<'_>) {
    let mut found = Found::default();
    found.text(path, text, loader);
    if found.configurations.is_empty() {
        let backends = if found.backends.is_empty() { "none".to_owned() } else { found.backends.join(", ") };
        let message = format!("no zone files: `bind-config` is not set, and the backends are: {backends}");
        loader.problem(path, 0, message);
    }
    for (file, from, line) in found.configurations {
        let Some(file) = loader.find(&file, None, &from) else {
            loader.problem(&from, line, format!("`bind-config` names `{file}`: no such file"));
            continue;
        };
        if let Some(text) = loader.open(&file, &from, line) {
            named::read(&file, &text, loader);
        }
    }
}

#[derive(Default)]
struct Found {
    backends: Vec<String>,
    configurations: Vec<(String, PathBuf, u32)>,
}

impl Found {
    fn text(&mut self, path: &Path, text: &str, loader: &mut Loader<'_>) {
        for (key, value, line) in settings(text).flatten() {
            match key {
                "launch" => {
                    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
                    self.backends.extend(names.map(str::to_owned));
                }
                "include-dir" => {
                    for file in loader.included(&format!("{value}/*.conf"), None, (path, line)) {
                        if let Some(text) = loader.open(&file, path, line) {
                            self.text(&file, &text, loader);
                        }
                    }
                }
                _ if key.starts_with("bind-") && key.ends_with("-config") || key == "bind-config" => {
                    self.configurations.push((value.to_owned(), path.to_path_buf(), line));
                }
                _ => {}
            }
        }
        loader.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_told_from_a_zone() {
        assert!(is_like("# PowerDNS\nlaunch=bind\nbind-config=/etc/pdns/named.conf\n"));
        assert!(!is_like("@ SOA a b 1 2 3 4 5\n") && !is_like("key=value\n") && !is_like(""));
        assert!(!is_like("launch=bind\nthis is prose\n"));
    }
}
