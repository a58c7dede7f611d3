//! The presets that `--preset` and `danelaw.toml` name.

use crate::engine::{PRESETS, Preset};
use crate::error::Problem;

/// The presets of these names, each once.
///
/// # Errors
/// A name that no preset has.
pub fn presets(names: &[String]) -> Result<Vec<&'static Preset>, Problem> {
    let mut found: Vec<&'static Preset> = Vec::new();
    for name in names {
        let preset = Preset::named(name.trim()).map_err(|unknown| {
            let hint = unknown.nearest.map_or_else(String::new, |name| format!("; is `{name}` meant?"));
            let known: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
            Problem::new(
                format!("preset `{}`", unknown.text),
                format!("there are {}{hint}", known.join(", ")),
            )
        })?;
        if !found.contains(&preset) {
            found.push(preset);
        }
    }
    Ok(found)
}
