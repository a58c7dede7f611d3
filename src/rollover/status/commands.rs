//! The commands that follow a status, as they are typed. Runs none.

use super::{Next, Status};
use crate::rollover::timing::Timing;

/// What the user said already, and need not say again.
#[derive(Debug, Clone, Copy)]
pub struct Commands<'a> {
    /// The times that were said.
    pub timing: &'a Timing,
    /// Files of parent zones.
    pub parents: &'a [String],
    /// Files of DS sets.
    pub ds: &'a [String],
    /// The name of the zone, where it was said.
    pub origin: Option<&'a str>,
    /// The time that is looked at, where it was said.
    pub at: Option<&'a str>,
    /// Options about the configuration, word by word.
    pub config: &'a [String],
}

/// How standard input is called in messages: nobody can read it again.
const STDIN: [&str; 2] = ["-", "<stdin>"];

impl Commands<'_> {
    /// What to run next, each once; `danelaw check` where there is nothing else to do.
    #[must_use]
    pub fn of(&self, status: &Status, file: Option<&str>) -> Vec<String> {
        let mut commands: Vec<String> = Vec::new();
        for item in &status.items {
            if let Some(command) = self.command(&item.next, file)
                && !commands.contains(&command)
            {
                commands.push(command);
            }
        }
        if commands.is_empty() {
            commands.extend(self.command(&Next::Check, file));
        }
        commands
    }

    /// `None` where it would have to read standard input again.
    fn command(&self, next: &Next, file: Option<&str>) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        match next {
            Next::Nothing => return None,
            Next::Generate { service, current, next } => {
                words.extend(["tlsa", "generate"].map(str::to_owned));
                // What comes next stands alone where nothing is in service.
                let (inputs, beside): (&[String], &[String]) =
                    if current.is_empty() { (next, &[]) } else { (current, next) };
                words.extend(inputs.iter().map(|path| readable(path)).collect::<Option<Vec<_>>>()?);
                option(&mut words, "--service", service);
                for path in beside {
                    option(&mut words, "--next-key", &readable(path)?);
                }
            }
            Next::Plan { service, current, next, is_certificate } => {
                words.extend(["rollover", "plan"].map(str::to_owned));
                words.push(readable(file?)?);
                option(&mut words, if *is_certificate { "--to" } else { "--to-key" }, &readable(next)?);
                option(&mut words, "--service", service);
                for path in current {
                    option(&mut words, "--cert", &format!("{service}={}", readable(path)?));
                }
                self.times(&mut words);
                self.common(&mut words);
            }
            Next::Ds => {
                words.push("ds".to_owned());
                words.push(readable(file?)?);
            }
            Next::Check => {
                words.push("check".to_owned());
                words.push(readable(file?)?);
                for path in self.parents {
                    option(&mut words, "--parent", path);
                }
                for path in self.ds {
                    option(&mut words, "--ds", path);
                }
                self.common(&mut words);
            }
        }
        Some(format!("danelaw {}", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")))
    }

    fn times(&self, words: &mut Vec<String>) {
        let Timing { published_at, propagation_s, skew_s, safety_s, .. } = self.timing;
        if let Some(at) = published_at {
            option(words, "--published-at", &at.to_string());
        }
        let seconds = [
            ("--propagation", *propagation_s),
            ("--skew", Some(*skew_s).filter(|s| *s > 0)),
            ("--safety", Some(*safety_s).filter(|s| *s > 0)),
        ];
        for (name, seconds) in seconds {
            if let Some(seconds) = seconds {
                option(words, name, &seconds.to_string());
            }
        }
    }

    fn common(&self, words: &mut Vec<String>) {
        if let Some(origin) = self.origin {
            option(words, "--origin", origin);
        }
        if let Some(at) = self.at {
            option(words, "--at", at);
        }
        words.extend(self.config.iter().cloned());
    }
}

/// A file that can be read once more, as a path that is no option.
fn readable(path: &str) -> Option<String> {
    if STDIN.contains(&path) {
        return None;
    }
    Some(if path.starts_with('-') { format!("./{path}") } else { path.to_owned() })
}

/// An option and its value; one word where the value would be taken for an option.
pub fn option(words: &mut Vec<String>, name: &str, value: &str) {
    if value.starts_with('-') {
        words.push(format!("{name}={value}"));
    } else {
        words.extend([name.to_owned(), value.to_owned()]);
    }
}

/// A word as a POSIX shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(
            quoted("_25._tcp.mail.example.org=/etc/ssl/a.pem"),
            "_25._tcp.mail.example.org=/etc/ssl/a.pem"
        );
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
        assert_eq!((readable("-x.pem").as_deref(), readable("<stdin>")), (Some("./-x.pem"), None));
    }
}
