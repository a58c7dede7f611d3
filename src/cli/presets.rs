//! The presets that `--preset` and `danelaw.toml` name.

use crate::engine::Preset;
use crate::error::Problem;

/// The presets of these names, each once.
///
/// # Errors
/// A name that no preset has.
pub fn presets(names: &[String]) -> Result<Vec<&'static Preset>, Problem> {
    let mut found: Vec<&'static Preset> = Vec::new();
    for name in names {
        let preset = Preset::named(name.trim())?;
        if !found.contains(&preset) {
            found.push(preset);
        }
    }
    Ok(found)
}
