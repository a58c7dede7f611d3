//! Writes fixtures that a text editor would spoil (line ends, byte order marks, missing newlines, long repetitions) from
//! the `recipe.toml` beside them. The same recipe gives the same octets.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::Outcome;
use crate::codegen::root;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail when a file is not what its recipe makes
    #[arg(long)]
    check: bool,
}

/// One `[[file]]` of a recipe.
struct Recipe {
    /// The file it makes, beside the recipe.
    name: String,
    /// The readable text it is made from, beside the recipe.
    from: String,
    /// Lines end with CR LF.
    crlf: bool,
    /// A UTF-8 byte order mark stands in front.
    bom: bool,
    /// The last line ends.
    final_newline: bool,
    /// Each line that has a `%` is repeated so often, `%` counting from 0.
    repeat: usize,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let mut stale = 0;
    for path in recipes(&root().join("testzones"))? {
        let folder = path.parent().ok_or("a recipe stands in a folder")?;
        for recipe in read(&path)? {
            let made = make(&fs::read_to_string(folder.join(&recipe.from))?, &recipe);
            let target = folder.join(&recipe.name);
            if fs::read(&target).is_ok_and(|bytes| bytes == made) {
                continue;
            }
            stale += 1;
            println!("{}{}", if args.check { "stale: " } else { "written: " }, target.display());
            if !args.check {
                fs::write(&target, made)?;
            }
        }
    }
    if args.check && stale > 0 {
        return Err("run `cargo xtask fixtures` and commit what it writes".into());
    }
    Ok(())
}

/// Every `recipe.toml` below a folder.
fn recipes(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(recipes(&path)?);
        } else if path.file_name().is_some_and(|name| name == "recipe.toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<Recipe>, Box<dyn Error>> {
    let table: Table = fs::read_to_string(path)?.parse()?;
    let files = table.get("file").and_then(Value::as_array).ok_or_else(|| format!("{}: no [[file]]", path.display()))?;
    files.iter().map(|file| recipe(file).ok_or_else(|| format!("{}: a [[file]] without name or from", path.display()).into())).collect()
}

fn recipe(file: &Value) -> Option<Recipe> {
    let text = |key: &str| file.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str, default| file.get(key).and_then(Value::as_bool).unwrap_or(default);
    let repeat = file.get("repeat").and_then(Value::as_integer).and_then(|count| usize::try_from(count).ok());
    Some(Recipe {
        name: text("name")?,
        from: text("from")?,
        crlf: flag("crlf", false),
        bom: flag("bom", false),
        final_newline: flag("final-newline", true),
        repeat: repeat.unwrap_or(1),
    })
}

fn make(text: &str, recipe: &Recipe) -> Vec<u8> {
    let end = if recipe.crlf { "\r\n" } else { "\n" };
    let mut out = String::from(if recipe.bom { "\u{feff}" } else { "" });
    for line in text.lines() {
        let times = if line.contains('%') { recipe.repeat } else { 1 };
        for count in 0..times {
            out.push_str(&line.replace('%', &count.to_string()));
            out.push_str(end);
        }
    }
    if !recipe.final_newline {
        out.truncate(out.trim_end().len());
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_changes_what_it_says_and_nothing_else() {
        let recipe = Recipe { name: String::new(), from: String::new(), crlf: true, bom: true, final_newline: false, repeat: 2 };
        assert_eq!(make("a\nb%\n", &recipe), b"\xef\xbb\xbfa\r\nb0\r\nb1");
    }
}
