//! Certificate, key and policy files: read with a bound, everything private in them dropped at once.

use std::io;
use std::path::Path;

use zeroize::Zeroizing;

use crate::cert::{self, Roots};
use crate::dane::Material;
use crate::error::Problem;
use crate::limits::Limits;
use crate::mail::mta_sts::PolicyFile;
use crate::source::{Files, Stdin, describe, key_material};
use crate::wire::Name;

/// Certificates of one file that are looked at: no client takes as many.
const CERTIFICATES: usize = 100;

/// Reads one file of certificates or keys; `-` is standard input.
///
/// # Errors
/// Why nothing in it can be used.
pub fn read_material(
    path: &Path,
    files: &dyn Files,
    stdin: &mut Stdin<'_>,
    limits: &Limits,
) -> Result<Material, Problem> {
    let limit = limits.certificate_octets;
    let (name, bytes) = stdin.or_file(path, files, limit);
    let bytes = Zeroizing::new(bytes.map_err(|error| Problem::new(&name, unreadable(&error, limit)))?);
    match cert::read(&bytes) {
        Ok(parts) => Ok(Material { name, parts }),
        Err(error) => {
            let message = error.message(&name);
            Err(Problem::new(name, message))
        }
    }
}

/// Where systems keep the roots that they trust, all in one file.
const SYSTEM_ROOTS: [&str; 6] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
];

/// Reads the roots that clients trust: a bundle, or that of the system where `path` is the word `system`.
///
/// # Errors
/// Why there is none.
pub fn read_roots(
    path: &Path,
    files: &dyn Files,
    stdin: &mut Stdin<'_>,
    limits: &Limits,
) -> Result<Roots, Problem> {
    let system = || SYSTEM_ROOTS.map(Path::new).into_iter().find(|path| files.canonical(path).is_ok());
    let path = match path.as_os_str() == "system" {
        true => system().ok_or_else(|| {
            Problem::new(
                "--roots system",
                format!("this system has none of {}; give a file", SYSTEM_ROOTS.join(", ")),
            )
        })?,
        false => path,
    };
    let material = read_material(path, files, stdin, limits)?;
    let roots = Roots::new(material.parts);
    if roots.is_empty() {
        Err(Problem::new(material.name, "holds no certificate; --roots wants those of root CAs"))
    } else {
        Ok(roots)
    }
}

fn unreadable(error: &io::Error, limit: u64) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory; give the certificate file in it".to_owned(),
        io::ErrorKind::FileTooLarge => {
            format!("has more than {limit} octets, the most that is read of a certificate or key file")
        }
        _ => error.to_string(),
    }
}

/// What was read, where it can be what a server sends.
///
/// # Errors
/// That it has no certificate, or too many.
pub fn as_chain(material: Material) -> Result<Material, Problem> {
    let certificates = material.parts.iter().filter(|part| part.certificate.is_some()).count();
    if certificates > CERTIFICATES {
        let message = format!(
            "has {certificates} certificates; give what the server sends, which is {CERTIFICATES} at most"
        );
        return Err(Problem::new(material.name, message));
    }
    match (certificates, cert::leaves(&material.parts).first()) {
        (0, Some(part)) => {
            let message = format!(
                "holds a {} and no certificate; give the chain that the server sends (fullchain.pem)",
                part.kind.name()
            );
            Err(Problem::new(&material.name, message))
        }
        _ => Ok(material),
    }
}

/// Reads the MTA-STS policy file of a domain; `-` is standard input.
///
/// # Errors
/// Why it cannot be read; that it is no policy at all.
pub fn read_policy(
    domain: &Name,
    path: &Path,
    files: &dyn Files,
    stdin: &mut Stdin<'_>,
    limits: &Limits,
) -> Result<PolicyFile, Problem> {
    let most = limits.policy_octets;
    let (name, read) = stdin.or_file(path, files, most);
    let octets = read.map_err(|error| {
        let is_large = error.kind() == io::ErrorKind::FileTooLarge;
        let message = if is_large {
            format!("has more than {most} octets, the most that senders read of a policy")
        } else {
            describe(&error)
        };
        Problem::new(&name, message)
    })?;
    match key_material(&octets) {
        Some(what) => Err(Problem::new(name, format!("this is {what}, not an MTA-STS policy"))),
        None => Ok(PolicyFile::new(domain, name, octets, limits)),
    }
}
