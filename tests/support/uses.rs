//! Which file uses which, read off the `use` declarations and paths of the source.
//!
//! A path leads to the file that has the item: what a `mod.rs` re-exports is its child's. A module and those
//! below it are one: parents declare their children, and children use what their parents say of them all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module's path from the root of its crate, which is empty.
pub type Module = Vec<String>;

/// The modules of a crate, with the paths that each names.
pub struct Crate(BTreeMap<Module, Vec<String>>);

impl Crate {
    /// Reads the files below `src`, which `files` are, tests left out.
    pub fn read(src: &Path, files: &[PathBuf]) -> Crate {
        let mut modules: BTreeMap<Module, Vec<String>> = BTreeMap::new();
        for path in files {
            let below = path.strip_prefix(src).expect("a file of the crate").with_extension("");
            let mut module: Module = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if module.iter().any(|part| part == "tests") {
                continue;
            }
            module.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
            let text = std::fs::read_to_string(path).expect("a readable file");
            modules.entry(module).or_default().extend(paths(&text));
        }
        Crate(modules)
    }

    /// The modules that each uses, neither above nor below it.
    fn uses(&self) -> BTreeMap<&Module, BTreeSet<&Module>> {
        let used = |module: &Module, paths: &[String]| {
            let found = paths.iter().filter_map(|path| self.resolve(module, path, 0));
            found.filter(|found| !found.starts_with(module) && !module.starts_with(found)).collect()
        };
        self.0.iter().map(|(module, paths)| (module, used(module, paths))).collect()
    }

    /// The module that a path in `from` leads to, where it is one of this crate.
    fn resolve(&self, from: &Module, path: &str, depth: usize) -> Option<&Module> {
        let mut parts = path.split(" as ").next()?.split("::").map(str::trim).peekable();
        let mut module = match *parts.peek()? {
            "crate" => {
                parts.next();
                Module::new()
            }
            "self" | "super" => from.clone(),
            child if self.0.contains_key(&[from.as_slice(), &[child.to_owned()]].concat()) => from.clone(),
            _ => return None,
        };
        while let Some(up) = parts.next_if(|part| ["self", "super"].contains(part)) {
            if up == "super" {
                module.pop();
            }
        }
        let mut item = None;
        for part in parts.filter(|part| !["self", "*"].contains(part)) {
            module.push(part.to_owned());
            if !self.0.contains_key(&module) {
                item = module.pop();
                break;
            }
        }
        // A re-export is followed to the file that has the item.
        let (known, paths) = self.0.get_key_value(&module)?;
        let named = |path: &&String| path.rsplit([' ', ':']).next() == item.as_deref();
        let from_child = paths.iter().filter(named).filter(|_| depth < 8);
        from_child.filter_map(|path| self.resolve(known, path, depth + 1)).next().or(Some(known))
    }

    /// The files that use each other in a circle.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let uses = self.uses();
        let reached = |from: &Module| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(next) = open.pop() {
                for &used in uses.get(next).into_iter().flatten() {
                    if seen.insert(used) {
                        open.push(used);
                    }
                }
            }
            seen
        };
        let all: BTreeMap<&Module, BTreeSet<&Module>> =
            self.0.keys().map(|module| (module, reached(module))).collect();
        let mutual = |module: &Module| -> Vec<String> {
            let back = |other: &&&Module| all.get(**other).is_some_and(|seen| seen.contains(module));
            all.get(module).into_iter().flatten().filter(back).map(|other| other.join("/")).collect()
        };
        let circles: BTreeSet<Vec<String>> =
            self.0.keys().map(mutual).filter(|circle| circle.len() > 1).collect();
        circles.into_iter().collect()
    }

    /// The top modules, each with those that it uses and a file that does.
    pub fn top(&self) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut top: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (module, paths) in &self.0 {
            let Some(name) = module.first() else { continue };
            let uses = top.entry(name.clone()).or_default();
            for path in paths {
                let target = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next());
                let target = target.filter(|target| self.0.contains_key([(*target).to_owned()].as_slice()));
                if let Some(target) = target.filter(|target| target != name) {
                    uses.entry(target.to_owned()).or_insert_with(|| module.join("/"));
                }
            }
        }
        top
    }
}

/// The paths that a file names: those of its `use` declarations one by one, and those that start in the
/// crate.
pub fn paths(text: &str) -> Vec<String> {
    let lines = text.lines().take_while(|line| line.trim() != "mod tests {");
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.flat_map(|line| [line.split(" // ").next().unwrap_or_default(), "\n"]).collect();
    let mut found = Vec::new();
    let mut rest = String::new();
    // What stands before a `;` or a brace that no path goes on with is one statement.
    for statement in code.split_inclusive(';') {
        let start = statement.rfind("\nuse ").or_else(|| statement.rfind(" use ")).map(|at| at + 1);
        let start = start.or_else(|| statement.starts_with("use ").then_some(0));
        match start.map(|at| statement.split_at(at)) {
            Some((before, declaration)) => {
                rest.push_str(before);
                expand("", declaration.trim_start_matches("use ").trim_end_matches(';'), &mut found);
            }
            None => rest.push_str(statement),
        }
    }
    for word in rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        if ["crate::", "super::", "self::"].iter().any(|start| word.starts_with(start)) {
            found.push(word.trim_end_matches(':').to_owned());
        }
    }
    found
}

/// The paths of a `use` tree, one by one.
fn expand(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let Some((head, list)) = tree.split_once('{') else {
        found.push(format!("{prefix}{}", tree.trim()));
        return;
    };
    let prefix = format!("{prefix}{}", head.trim());
    let list = list.trim_end().strip_suffix('}').unwrap_or(list);
    let (mut depth, mut start) = (0, 0);
    for (at, c) in list.char_indices().chain([(list.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let item = list.get(start..at).unwrap_or_default().trim();
                if !item.is_empty() {
                    expand(&prefix, item, found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}
