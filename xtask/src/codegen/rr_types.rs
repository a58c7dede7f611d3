//! The table of RR types, read off the descriptor files. Writes nothing: the caller keeps or compares the
//! text.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What one descriptor file says.
struct Row {
    module: String,
    ident: String,
    mnemonic: String,
    code: u16,
    about: String,
}

/// The text of `src/rr/types/mod.rs` for the descriptor files in `types_dir`.
///
/// # Errors
/// Says which file has no descriptor, or which two share a number.
pub fn render(types_dir: &Path) -> Result<String, String> {
    let mut rows = Vec::new();
    let entries = fs::read_dir(types_dir).map_err(|error| format!("{}: {error}", types_dir.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let module = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "rs") && module != "mod" {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            rows.push(row(module, &text).ok_or_else(|| {
                format!("{}: no `pub static NAME: RrType` with code and mnemonic", path.display())
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
    Ok(module_text(&rows))
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
    })
}

fn module_text(by_code: &[Row]) -> String {
    let mut by_module: Vec<&Row> = by_code.iter().collect();
    by_module.sort_by_key(|row| &row.module);
    let mut by_mnemonic: Vec<&Row> = by_code.iter().collect();
    by_mnemonic.sort_by_key(|row| &row.mnemonic);

    let mut out = String::from(
        "//! Every RR type that may stand in a zone, one file each. Written by `cargo xtask codegen`; do not \
        edit.\n\n",
    );
    for row in &by_module {
        let _ = writeln!(out, "mod {};", row.module);
    }
    out.push_str(
        "\nuse crate::rr::{RrType, Rtype};\n\n/// Every descriptor, by number.\npub static BY_CODE: \
        &[&RrType] = &[\n",
    );
    for row in by_code {
        let _ = writeln!(out, "    &{}::{},", row.module, row.ident);
    }
    out.push_str("];\n\n/// Every descriptor, by mnemonic.\npub static BY_MNEMONIC: &[&RrType] = &[\n");
    for row in &by_mnemonic {
        let _ = writeln!(out, "    &{}::{},", row.module, row.ident);
    }
    out.push_str("];\n");
    for row in by_code {
        let _ = write!(out, "\n/// {}\npub const {}: Rtype = Rtype({});\n", row.about, row.ident, row.code);
    }
    out
}
