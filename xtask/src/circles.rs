//! The rules of the house for one crate, read from its source: imports point down, so that no folders import each other in
//! a circle, and no more than two files; files and functions stay short enough to read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A type and the file that works on it may know each other; three are a knot.
const CIRCLE: usize = 2;
const FILE_LINES: usize = 460;
const FUNCTION_LINES: usize = 60;

/// Functions that are one long table, by file and name: statements of a publication with what was found, columns of a
/// text, fields of a file.
const TABLES: &[(&str, &str)] = &[
    ("alliance/file.rs", "check"),
    ("command/calibrate.rs", "text"),
    ("command/sweep.rs", "run"),
    ("davies.rs", "riot"),
    ("davies.rs", "run"),
    ("epstein/claims.rs", "outbursts"),
    ("epstein/model.rs", "new"),
    ("help.rs", "help"),
    ("granovetter.rs", "replicate_with"),
    ("hawkes.rs", "run"),
    ("kuran.rs", "replicate_with"),
    ("lang_de_sterck.rs", "replicate"),
    ("load.rs", "check"),
    ("siegel/report.rs", "run"),
    ("sources.rs", "rows"),
];

/// Whether the files of a crate keep the rules.
pub fn files_keep_the_rules(crates: &Path, name: &str) -> Result<(), String> {
    let source = crates.join(name).join("src");
    let files = read(&source)?;
    let mut broken = Vec::new();
    for file in files.values() {
        let name = file.path.strip_prefix(&source).unwrap_or(&file.path).display().to_string();
        if file.lines > FILE_LINES {
            broken.push(format!("{name} has {} lines, at most {FILE_LINES}", file.lines));
        }
        for (function, lines) in &file.long {
            if !TABLES.contains(&(name.as_str(), function.as_str())) {
                broken.push(format!("`{function}` of {name} has {lines} lines, at most {FUNCTION_LINES}"));
            }
        }
    }
    for circle in circles(&files) {
        broken.push(format!("{} files import each other in a circle: {}", circle.len(), circle.join(", ")));
    }
    for circle in folder_circles(&files) {
        broken.push(format!("folders import each other in a circle: {}", circle.join(", ")));
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}

/// One file of a crate: its module path is the key.
struct Source {
    path: PathBuf,
    lines: usize,
    /// Functions longer than the limit, and their lines.
    long: Vec<(String, usize)>,
    /// Paths that its code names, as written from the crate's root.
    named: Vec<Vec<String>>,
}

/// Every file but tests, by module path; `a/mod.rs` is `a`, `lib.rs` the empty path.
fn read(source: &Path) -> Result<BTreeMap<Vec<String>, Source>, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![source.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let module = module_of(path.strip_prefix(source).unwrap_or(&path));
                let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                let source = parsed(path, &module, &text);
                files.insert(module, source);
            }
        }
    }
    Ok(files)
}

fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        path.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

fn parsed(path: PathBuf, module: &[String], text: &str) -> Source {
    let code = without_tests_and_comments(text);
    let children: Vec<&str> = code
        .lines()
        .filter_map(|line| line.trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod "))
        .filter_map(|rest| rest.strip_suffix(';'))
        .collect();
    let starts = |word: &&str| ["crate", "super", "self"].contains(word) || children.contains(word);
    let mut named = Vec::new();
    for (at, _) in code.match_indices("::") {
        let before = code[..at].rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
        let lead = &code[..at - before.len()];
        // `$crate` stands in a macro, and is whose caller's it is; what follows `::` or a brace was read with its head.
        let inside = lead.ends_with('$') || lead.ends_with("::") || !starts(&before);
        let nested = children.contains(&before) && !lead.ends_with("use ");
        if !inside && !nested {
            let head = [before.to_owned()];
            let mut paths = Vec::new();
            branch(&code[at + 2..], &head, &mut paths);
            named.extend(paths.iter().map(|path| from_root(module, path)));
        }
    }
    Source { path, lines: text.lines().count(), long: long_functions(&code), named }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Tests stand at the foot of a file.
fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let bare = |line: &str| line.split("//").next().unwrap_or_default().to_owned() + "\n";
    code.lines().map(bare).collect()
}

/// Reads the paths that go on from `head` at the start of a text, through braces; gives what is left of the text.
fn branch<'t>(text: &'t str, head: &[String], paths: &mut Vec<Vec<String>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches([',', ' ', '\n']);
            if rest.is_empty() || rest.starts_with('}') {
                return rest.get(1..).unwrap_or_default();
            }
            let before = rest.len();
            rest = branch(rest, head, paths);
            rest = rest.trim_start();
            if let Some((_, other)) = rest.strip_prefix("as ").and_then(|name| name.split_once([',', '}'])) {
                rest = &rest[rest.len() - other.len() - 1..];
            }
            if rest.len() == before {
                return rest;
            }
        }
    }
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let path = if word.is_empty() || word == "self" { head.to_vec() } else { [head, &[word.to_owned()]].concat() };
    match rest.strip_prefix("::") {
        Some(rest) if !word.is_empty() && !rest.starts_with('<') => branch(rest, &path, paths),
        _ => {
            paths.push(path);
            rest.strip_prefix('*').unwrap_or(rest)
        }
    }
}

/// A path as written from the crate's root.
fn from_root(module: &[String], path: &[String]) -> Vec<String> {
    let mut root = match path[0].as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module[..module.len().saturating_sub(1)].to_vec(),
        child => [module, &[child.to_owned()]].concat(),
    };
    for part in &path[1..] {
        if part == "super" { drop(root.pop()) } else { root.push(part.clone()) }
    }
    root
}

/// Functions longer than the limit: from the line of their name to the brace that stands as far in.
fn long_functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    let mut long = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let bare = ["pub(crate) ", "pub(super) ", "pub ", "const ", "unsafe "];
        let name = bare.iter().fold(line.trim_start(), |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let Some(name) = name.strip_prefix("fn ") else { continue };
        // One that ends where it begins, or has no body, is short.
        let head = lines[at..].iter().find(|line| line.ends_with(['{', '}', ';']));
        if head.is_none_or(|head| !head.ends_with('{')) {
            continue;
        }
        let closing = format!("{}}}", " ".repeat(indent));
        let length = lines[at..].iter().position(|line| *line == closing).map_or(1, |length| length + 1);
        if length > FUNCTION_LINES {
            long.push((name.split(|c: char| !is_word(c)).next().unwrap_or_default().to_owned(), length));
        }
    }
    long
}

/// Which file names which, by module path.
fn imports(files: &BTreeMap<Vec<String>, Source>) -> Vec<(&[String], &[String])> {
    // A path leads to the deepest file that it runs through.
    let file_of = |path: &[String]| (0..=path.len()).rev().find_map(|length| files.get_key_value(&path[..length]));
    let named = files.iter().flat_map(|(from, file)| file.named.iter().map(move |path| (from, path)));
    let edges = named.filter_map(|(from, path)| file_of(path).map(|(to, _)| (from.as_slice(), to.as_slice())));
    edges.filter(|(from, to)| from != to).collect()
}

/// Sets of more than [`CIRCLE`] files each of which reaches all others through imports.
fn circles(files: &BTreeMap<Vec<String>, Source>) -> Vec<Vec<String>> {
    let knots = knots(imports(files));
    let long = knots.into_iter().filter(|circle| circle.len() > CIRCLE);
    long.map(|circle| circle.into_iter().map(|file| file.join("/")).collect()).collect()
}

/// The same for what stands side by side in a folder, a folder and the file of its module as one. A crate's own files
/// count as folders; of two files deeper down each may know the other.
fn folder_circles(files: &BTreeMap<Vec<String>, Source>) -> Vec<Vec<String>> {
    let folders: BTreeSet<&[String]> =
        files.keys().flat_map(|module| (0..module.len()).map(|depth| &module[..depth])).collect();
    let edges = imports(files);
    let mut found = Vec::new();
    for folder in &folders {
        let child = |module| side_by_side(folder, module);
        let beside = edges.iter().filter_map(|(from, to)| child(from).zip(child(to))).filter(|(from, to)| from != to);
        let counts = |circle: &BTreeSet<&[String]>| folder.is_empty() || circle.iter().any(|one| folders.contains(one));
        found.extend(knots(beside.collect()).into_iter().filter(counts));
    }
    found.into_iter().map(|circle| circle.into_iter().map(|member| member.join("/")).collect()).collect()
}

/// What of a folder a module belongs to: a file, or a folder in it.
fn side_by_side<'m>(folder: &[String], module: &'m [String]) -> Option<&'m [String]> {
    module.starts_with(folder).then(|| module.get(..=folder.len())).flatten()
}

/// Sets of more than one each of which reaches all others along the edges.
fn knots<T: Ord + Copy>(edges: Vec<(T, T)>) -> Vec<BTreeSet<T>> {
    let mut reaches: BTreeMap<T, BTreeSet<T>> = BTreeMap::new();
    for (from, to) in edges {
        reaches.entry(from).or_default().insert(to);
    }
    let all: Vec<T> = reaches.keys().copied().collect();
    for through in &all {
        let beyond = reaches[through].clone();
        for reached in reaches.values_mut().filter(|reached| reached.contains(through)) {
            reached.extend(&beyond);
        }
    }
    let back = |from: &T, to: &T| reaches.get(to).is_some_and(|reached| reached.contains(from));
    let knot = |from: &T| -> BTreeSet<T> { reaches[from].iter().copied().filter(|to| back(from, to)).collect() };
    all.iter()
        .map(|from| (from, knot(from)))
        .filter(|(from, knot)| knot.first() == Some(from))
        .map(|(_, knot)| knot)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> BTreeMap<Vec<String>, Source> {
        let file = |(path, text): &(&str, &str)| {
            let module = module_of(Path::new(path));
            let source = parsed(PathBuf::from(path), &module, text);
            (module, source)
        };
        texts.iter().map(file).collect()
    }

    #[test]
    fn three_files_in_a_circle_are_a_knot_and_two_are_none() {
        let pair =
            [("lib.rs", "mod a;\nmod b;\npub use a::A;"), ("a.rs", "use crate::b::B;"), ("b.rs", "use super::a::A;")];
        assert!(circles(&files(&pair)).is_empty());
        let knot = [
            ("lib.rs", "mod a;\nmod b;\nmod c;"),
            ("a.rs", "use crate::{b::{B, D}, x};"),
            ("b.rs", "fn f() { crate::c::g(); }"),
            ("c/mod.rs", "mod d;\npub use d::D;"),
            ("c/d.rs", "type D = crate::a::A; // not crate::b::B"),
        ];
        assert_eq!(circles(&files(&knot)), [["a", "b", "c", "c/d"].map(str::to_owned).to_vec()]);
        // What is named at the root comes through `lib.rs`, which knows all.
        let root = [
            ("lib.rs", "mod a;\nmod b;\npub use a::A;\npub use b::B;"),
            ("a.rs", "use crate::B;"),
            ("b.rs", "use crate::A;"),
        ];
        assert_eq!(circles(&files(&root))[0].len(), 3);
    }

    #[test]
    fn folders_in_a_circle_are_named_and_so_are_files_of_the_root() {
        let rooms = [
            ("lib.rs", "mod above;\nmod below;"),
            ("above.rs", "mod a;\nmod b;"),
            ("above/a.rs", "use crate::below::Low;\nuse super::b::B;"),
            ("above/b.rs", "use super::a::A;"),
            ("below/mod.rs", "mod low;\npub use low::Low;"),
            ("below/low.rs", "type Low = u32;"),
        ];
        assert_eq!(folder_circles(&files(&rooms)), [[""; 0]; 0], "a pair of files within a folder is none");
        let mut back = rooms;
        back[5].1 = "fn f() { crate::above::b::g(); }";
        assert_eq!(folder_circles(&files(&back)), [["above", "below"].map(str::to_owned)]);
        let deeper = [
            ("x/mod.rs", "mod a;\nmod b;"),
            ("x/a.rs", "use super::b::c::C;"),
            ("x/b/mod.rs", "mod c;"),
            ("x/b/c.rs", "use crate::x::a::A;"),
        ];
        assert_eq!(folder_circles(&files(&deeper)), [["x/a", "x/b"].map(str::to_owned)]);
        let root = [("lib.rs", "mod a;\nmod b;"), ("a.rs", "use crate::b::B;"), ("b.rs", "use crate::a::A;")];
        assert_eq!(folder_circles(&files(&root)), [["a", "b"].map(str::to_owned)]);
    }

    #[test]
    fn the_crates_that_are_held_keep_the_rules() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
        let broken = |name| files_keep_the_rules(&crates, name).err().map(|said| format!("{name}: {said}"));
        assert_eq!(crate::house::crates().filter_map(broken).collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn tests_do_not_count_and_long_functions_do() {
        let tests = [
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "use crate::c::C;"),
            ("c.rs", "#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n"),
        ];
        assert!(circles(&files(&tests)).is_empty());
        let long = format!(
            "impl A {{\n    fn short() {{}}\n\n    pub fn long(\n    ) {{\n{}    }}\n}}\n",
            "\n".repeat(FUNCTION_LINES - 2)
        );
        assert_eq!(files(&[("a.rs", &long)])[&vec!["a".to_owned()]].long, [("long".to_owned(), FUNCTION_LINES + 1)]);
    }
}
