//! The tables of RR types, read off the descriptor files. Writes nothing: the caller keeps or compares the
//! text.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::HEADER;

/// Columns of a generated line.
const WIDTH: usize = 110;

/// What one descriptor file says.
struct Row {
    module: String,
    ident: String,
    mnemonic: String,
    code: u16,
    about: String,
    fields: Fields,
}

/// The fields of a type.
enum Fields {
    /// Their names, as constants.
    Own(Vec<String>),
    /// Those of another module.
    Like(String),
}

/// The generated files.
pub(super) struct Tables {
    /// `mod.rs` beside the descriptors: modules, and the descriptors by number and by mnemonic.
    pub(super) descriptors: String,
    /// `types.rs`: the numbers of types and of their fields, by name.
    pub(super) names: String,
}

/// The tables for the descriptor files in `folder`.
///
/// # Errors
/// Says which file has no descriptor, or which two share a number.
pub(super) fn render(folder: &Path) -> Result<Tables, String> {
    let mut rows = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let module = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "rs") && module != "mod" {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            rows.push(row(module, &text).ok_or_else(|| {
                format!("{}: no `pub static NAME: RrType` with code, mnemonic and fields", path.display())
            })?);
        }
    }
    rows.sort_by_key(|row| row.code);
    for (first, second) in rows.iter().zip(rows.iter().skip(1)) {
        if first.code == second.code {
            return Err(format!(
                "{} and {} both have number {}",
                first.mnemonic, second.mnemonic, first.code
            ));
        }
    }
    Ok(Tables { descriptors: descriptors(&rows), names: names(&rows) })
}

fn row(module: String, text: &str) -> Option<Row> {
    let (before, rest) = text.split_once("pub static ")?;
    let (ident, rest) = rest.split_once(": RrType")?;
    let (_, code) = rest.split_once("code:")?;
    let code = code.split(',').next()?.trim().replace('_', "").parse().ok()?;
    let (_, mnemonic) = rest.split_once("mnemonic: \"")?;
    let (mnemonic, _) = mnemonic.split_once('"')?;
    let about = before.lines().rev().find_map(|line| line.strip_prefix("/// "))?;
    Some(Row {
        module,
        ident: ident.to_owned(),
        mnemonic: mnemonic.to_owned(),
        code,
        about: about.to_owned(),
        fields: fields(text)?,
    })
}

/// The fields that a descriptor file lists, or the module whose list it takes.
fn fields(text: &str) -> Option<Fields> {
    let names = text.split("Field {").skip(1).map(|field| {
        let (_, name) = field.split_once("name: \"")?;
        Some(constant(name.split_once('"')?.0))
    });
    let names: Vec<String> = names.collect::<Option<_>>()?;
    if !names.is_empty() {
        return Some(Fields::Own(names));
    }
    let (_, rest) = text.split_once("fields: ")?;
    Some(Fields::Like(rest.split_once("::FIELDS")?.0.to_owned()))
}

/// `signer's name` as `SIGNER_NAME`, `X.400 domain` as `X400_DOMAIN`.
fn constant(name: &str) -> String {
    let name = name.replace("'s ", " ").replace('.', "").to_uppercase();
    name.split(|c: char| !c.is_ascii_alphanumeric()).collect::<Vec<_>>().join("_")
}

/// The modules and the two tables of descriptors.
fn descriptors(by_code: &[Row]) -> String {
    let mut by_module: Vec<&Row> = by_code.iter().collect();
    by_module.sort_by_key(|row| &row.module);
    let mut by_mnemonic: Vec<&Row> = by_code.iter().collect();
    by_mnemonic.sort_by_key(|row| &row.mnemonic);

    let mut out = format!("//! The descriptors of RR types, one file each. {HEADER}\n\n");
    for row in &by_module {
        let _ = writeln!(out, "mod {};", row.module);
    }
    out.push_str("\nuse crate::rr::RrType;\n\n/// Every descriptor, by number.\n");
    out.push_str("pub static BY_CODE: &[&RrType] = &[\n");
    for row in by_code {
        let _ = writeln!(out, "    &{}::{},", row.module, row.ident);
    }
    out.push_str("];\n\n/// Every descriptor, by mnemonic.\n");
    out.push_str("pub(super) static BY_MNEMONIC: &[&RrType] = &[\n");
    for row in &by_mnemonic {
        let _ = writeln!(out, "    &{}::{},", row.module, row.ident);
    }
    out.push_str("];\n");
    out
}

/// What makes constants of the rows below it.
const MACRO: &str = r#"
use crate::rr::Rtype;

/// A number for each type, and a module with a number for each of its fields.
macro_rules! named {
    ($($(#[$about:meta])* $rtype:ident = $code:literal, $module:ident $fields:tt;)*) => {
        $(
            $(#[$about])*
            pub const $rtype: Rtype = Rtype($code);
        )*
        $(named!(@ $module $fields);)*
    };
    (@ $module:ident { like $other:ident }) => {
        #[doc = concat!("Numbers of the fields, those of [`", stringify!($other), "`].")]
        pub mod $module {
            pub use super::$other::*;
        }
    };
    (@ $module:ident { $first:ident $($rest:ident)* }) => {
        #[doc = concat!("Numbers of the fields of ", stringify!($module), ", from 0.")]
        #[allow(missing_docs, reason = "the name says which field of the descriptor it is")]
        pub mod $module {
            pub const $first: usize = 0;
            named!(after $first: $($rest)*);
        }
    };
    (after $previous:ident: $field:ident $($rest:ident)*) => {
        pub const $field: usize = $previous + 1;
        named!(after $field: $($rest)*);
    };
    (after $previous:ident:) => {};
}

"#;

/// The numbers of types and fields, by name.
fn names(by_code: &[Row]) -> String {
    let mut out = format!("//! The RR types and their fields by name. {HEADER}\n{MACRO}named! {{\n");
    for row in by_code {
        let _ = writeln!(out, "    /// {}", row.about);
        let mut line = format!("    {} = {}, {} {{", row.ident, row.code, row.module);
        let words: Vec<&str> = match &row.fields {
            Fields::Own(names) => names.iter().map(String::as_str).collect(),
            Fields::Like(other) => vec!["like", other],
        };
        for word in words {
            if line.len() + word.len() + 4 > WIDTH {
                let _ = writeln!(out, "{line}");
                line = "       ".to_owned();
            }
            let _ = write!(line, " {word}");
        }
        let _ = writeln!(out, "{line} }};");
    }
    out.push_str("}\n");
    out
}
