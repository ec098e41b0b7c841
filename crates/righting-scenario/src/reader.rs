//! Reads the files of a scenario and of those it is based on, from the program, from disk or from memory, and keeps
//! what was read.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use righting_data::{DataError, Problem, readable};
use toml::de::DeTable;

use crate::bundle::Bundle;
use crate::error::ScenarioError;
use crate::file::File;
use crate::location::SourceMap;
use crate::names::nearest;
use crate::raw::Located;
use crate::source::{Source, shipped, shipped_alliance, shipped_alliances, shipped_files};

/// Largest file read, bytes.
const MOST_BYTES: u64 = 64 << 20;
/// Longest chain of bases.
const MOST_BASES: usize = 16;
const MAIN: &str = "scenario.toml";

/// The folder of a scenario.
#[derive(Debug, Clone)]
enum Folder {
    /// Inside the program.
    Shipped(&'static str),
    /// On disk.
    Disk(PathBuf),
    /// In memory: a bundle, and the path of the folder in it.
    Memory(Arc<Bundle>, String),
}

/// The folders of a scenario and its bases, and every file read from them.
#[derive(Debug, Default)]
pub(crate) struct Library {
    folders: Vec<Folder>,
    /// Files in the order of reading, with the depth of their folder in the chain of bases.
    pub files: Vec<(usize, File)>,
    /// Where the scenario that the first one builds on is read from.
    pub base: Option<Source>,
    /// Offset of the scenario's own file in the source map.
    root: usize,
    /// Files of the scenario's own folder that are read from here instead: name inside the folder, text.
    overlay: Vec<File>,
}

impl Library {
    /// Reads the scenario file and those of its bases; the offsets where they start, the base of all last.
    pub fn open(source: &Source, map: &mut SourceMap) -> Result<(Self, Vec<usize>), Box<ScenarioError>> {
        Self::open_over(source, map, &[])
    }

    /// The same, as if the files of the scenario's own folder held these texts.
    pub fn open_over(
        source: &Source,
        map: &mut SourceMap,
        overlay: &[File],
    ) -> Result<(Self, Vec<usize>), Box<ScenarioError>> {
        let mut library = Self { overlay: overlay.to_vec(), ..Self::default() };
        let mut offsets = Vec::new();
        let mut seen: Vec<(String, String)> = Vec::new();
        let mut next = Some((locate(source, None)?, None));
        while let Some(((folder, name), named_at)) = next.take() {
            let depth = library.folders.len();
            let shown = shown(&folder, &name);
            let identity = identity(&folder, &name);
            seen.push((identity, shown.clone()));
            library.folders.push(folder.clone());
            let text = library.read(depth, &name, named_at)?;
            let offset = map.add(shown, text, depth);
            offsets.push(offset);
            let Some((base, span)) = base_of(&map.file(offset).text, offset) else { continue };
            let at = map.locate(span);
            let source = library.resolve(depth, &base, &at)?;
            library.base.get_or_insert_with(|| source.clone());
            let found = locate(&source, Some(&at))?;
            let known = identity_of(&found);
            if let Some(first) = seen.iter().position(|(identity, _)| *identity == known) {
                let names = seen[first..].iter().map(|(_, name)| name.as_str()).chain([seen[first].1.as_str()]);
                let chain = names.collect::<Vec<_>>().join(" -> ");
                return Err(Box::new(ScenarioError::Cycle { at, chain }));
            }
            if seen.len() == MOST_BASES {
                return Err(Box::new(ScenarioError::OutOfRange {
                    at,
                    what: "the number of scenarios based on one another".to_owned(),
                    found: format!("more than {MOST_BASES}"),
                    expected: format!("at most {MOST_BASES}"),
                }));
            }
            next = Some((found, Some(at)));
        }
        library.root = offsets[0];
        Ok((library, offsets))
    }

    /// The empty stretch at the beginning of the scenario's own file.
    pub fn root_span(&self) -> Range<usize> {
        self.root..self.root
    }

    /// Reads a file that stands in the folder of the scenario file that names it; its name for messages, its text.
    pub fn data(&mut self, map: &SourceMap, file: &Located<String>) -> Result<(String, Arc<str>), Box<ScenarioError>> {
        let at = map.locate(file.span());
        let name = file.get();
        let inside = !name.is_empty()
            && !name.contains('\\')
            && !name.contains('\0')
            && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            return Err(Box::new(ScenarioError::OutsideFolder { at, found: name.clone() }));
        }
        let depth = map.file(file.span().start).folder;
        let text = self.read(depth, name, Some(at))?;
        Ok((shown(&self.folders[depth], name), text))
    }

    /// Reads an alliance: one of the bundle or one that ships, by name, or a TOML file in the folder of the file that names it. Its name
    /// for messages, its text.
    pub fn alliance(
        &mut self,
        map: &SourceMap,
        name: &Located<String>,
    ) -> Result<(String, Arc<str>), Box<ScenarioError>> {
        if name.get().ends_with(".toml") {
            return self.data(map, name);
        }
        let path = format!("alliances/{}.toml", name.get());
        let Some(text) = self.bundled(&path).or_else(|| shipped_alliance(name.get())).map(str::to_owned) else {
            let known = shipped_alliances();
            return Err(Box::new(ScenarioError::UnknownName {
                at: map.locate(name.span()),
                what: "alliance",
                found: name.get().clone(),
                nearest: nearest(name.get(), known.iter().copied()),
                known: known.into_iter().map(str::to_owned).chain(["a TOML file beside this one".to_owned()]).collect(),
            }));
        };
        if !self.files.iter().any(|(_, known)| known.path == path) {
            self.files.push((0, File { path: path.clone(), text: text.clone() }));
        }
        Ok((path, text.into()))
    }

    /// A file of the bundle that the scenario is read from, if it is read from one.
    fn bundled(&self, path: &str) -> Option<&str> {
        match self.folders.first() {
            Some(Folder::Memory(bundle, _)) => bundle.files.get(path).map(String::as_str),
            _ => None,
        }
    }

    /// Reads a file of the folder of that depth.
    fn read(
        &mut self,
        depth: usize,
        name: &str,
        at: Option<crate::location::Location>,
    ) -> Result<Arc<str>, Box<ScenarioError>> {
        let folder = &self.folders[depth];
        let shown = shown(folder, name);
        let over = self.overlay.iter().find(|file| depth == 0 && file.path == name);
        let bytes = match (folder, over) {
            (Folder::Disk(_), Some(file)) => file.text.clone().into_bytes(),
            (Folder::Shipped(id), _) => shipped_bytes(id, name, at)?,
            (Folder::Disk(path), None) => disk_bytes(path, name, at)?,
            (Folder::Memory(bundle, _), _) => bundled_bytes(bundle, &shown, at)?,
        };
        let text = readable(&bytes, &shown).map(str::to_owned).map_err(|error| not_utf8(&error, shown))?;
        let file = File { path: self.label(depth, name), text: text.clone() };
        if !self.files.iter().any(|(_, known)| known.path == file.path) {
            self.files.push((depth, file));
        }
        Ok(text.into())
    }

    /// Name of a file in a list of files: its folder and its path inside. Folders of one name, of which one builds on
    /// the other, are told apart by a number.
    fn label(&self, depth: usize, name: &str) -> String {
        let named = |folder: &Folder| match folder {
            Folder::Shipped(id) => (*id).to_owned(),
            Folder::Disk(path) => path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            Folder::Memory(_, path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
        };
        let own = named(&self.folders[depth]);
        let mut namesakes: Vec<String> = Vec::new();
        for folder in self.folders[..=depth].iter().filter(|folder| named(folder) == own) {
            let place = shown(folder, "");
            if !namesakes.contains(&place) {
                namesakes.push(place);
            }
        }
        let number = namesakes.iter().position(|place| *place == shown(&self.folders[depth], "")).unwrap_or(0);
        match (own.as_str(), number) {
            ("", 0) => name.to_owned(),
            (_, 0) => format!("{own}/{name}"),
            (_, number) => format!("{own}-{}/{name}", number + 1),
        }
    }

    /// What a `base` means in the scenario of that depth.
    fn resolve(&self, depth: usize, base: &str, at: &crate::location::Location) -> Result<Source, Box<ScenarioError>> {
        let path_like = base.contains(['/', '\\']) || base.starts_with('.') || base.ends_with(".toml");
        if let Folder::Memory(bundle, _) = &self.folders[depth]
            && let Some(base) = bundle.base()
        {
            return Ok(Source::Bundle(base));
        }
        match &self.folders[depth] {
            _ if shipped().contains(&base) => Ok(Source::Shipped(base.to_owned())),
            Folder::Disk(folder) if path_like => {
                let path = folder.join(base);
                Ok(if path.is_dir() { Source::Folder(path) } else { Source::File(path) })
            }
            _ => Err(unknown(base, Some(at))),
        }
    }
}

/// What a reader of text says of bytes that are none.
fn not_utf8(error: &DataError, shown: String) -> Box<ScenarioError> {
    let Problem::NotUtf8 { at, looks, .. } = *error.problem else {
        unreachable!("bytes become text, or are refused as no UTF-8")
    };
    Box::new(ScenarioError::NotUtf8 { path: PathBuf::from(shown), byte: at, line: error.line, looks })
}

fn unknown(found: &str, at: Option<&crate::location::Location>) -> Box<ScenarioError> {
    let known = shipped();
    Box::new(ScenarioError::UnknownScenario {
        found: found.to_owned(),
        nearest: nearest(found, known.iter().copied()),
        known: known.into_iter().map(str::to_owned).collect(),
        at: at.cloned(),
    })
}

fn locate(source: &Source, at: Option<&crate::location::Location>) -> Result<(Folder, String), Box<ScenarioError>> {
    match source {
        Source::Shipped(id) => match shipped().into_iter().find(|known| known == id) {
            Some(id) => Ok((Folder::Shipped(id), MAIN.to_owned())),
            None => Err(unknown(id, at)),
        },
        Source::Folder(path) => Ok((Folder::Disk(path.clone()), MAIN.to_owned())),
        Source::File(path) => {
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.ok_or_else(|| {
                let reason = "expected the name of a scenario file".to_owned();
                Box::new(ScenarioError::Unreadable { path: path.clone(), reason, nearest: None, at: at.cloned() })
            })?;
            Ok((Folder::Disk(path.parent().unwrap_or(Path::new("")).to_owned()), name.to_owned()))
        }
        Source::Bundle(bundle) => {
            let (folder, name) = bundle.main();
            Ok((Folder::Memory(Arc::new(bundle.clone()), folder.to_owned()), name.to_owned()))
        }
    }
}

/// The `base` of a scenario text and where it stands. Text that is not TOML has none: the reader says so later.
fn base_of(text: &str, offset: usize) -> Option<(String, Range<usize>)> {
    let table = DeTable::parse(text).ok()?;
    let value = table.get_ref().get("base")?;
    let span = value.span();
    Some((value.get_ref().as_str()?.to_owned(), span.start + offset..span.end + offset))
}

fn shown(folder: &Folder, name: &str) -> String {
    match folder {
        Folder::Shipped(id) => format!("{id}/{name}"),
        Folder::Disk(path) => path.join(name).to_string_lossy().replace('\\', "/"),
        Folder::Memory(_, folder) if folder.is_empty() => name.to_owned(),
        Folder::Memory(_, folder) => format!("{folder}/{name}"),
    }
}

fn identity(folder: &Folder, name: &str) -> String {
    match folder {
        Folder::Shipped(id) => format!("shipped:{id}"),
        Folder::Disk(path) => {
            let path = path.join(name);
            path.canonicalize().unwrap_or(path).to_string_lossy().into_owned()
        }
        Folder::Memory(..) => format!("memory:{}", shown(folder, name)),
    }
}

fn identity_of((folder, name): &(Folder, String)) -> String {
    identity(folder, name)
}

fn shipped_bytes(id: &str, name: &str, at: Option<crate::location::Location>) -> Result<Vec<u8>, Box<ScenarioError>> {
    let files = shipped_files(id).unwrap_or_default();
    let found = files.iter().find(|(known, _)| *known == name);
    found.map(|(_, bytes)| bytes.to_vec()).ok_or_else(|| {
        Box::new(ScenarioError::Unreadable {
            path: PathBuf::from(format!("{id}/{name}")),
            reason: "no such file in the scenario".to_owned(),
            nearest: nearest(name, files.iter().map(|(known, _)| *known)),
            at,
        })
    })
}

fn bundled_bytes(
    bundle: &Bundle,
    path: &str,
    at: Option<crate::location::Location>,
) -> Result<Vec<u8>, Box<ScenarioError>> {
    bundle.files.get(path).map(|text| text.as_bytes().to_vec()).ok_or_else(|| {
        Box::new(ScenarioError::Unreadable {
            path: PathBuf::from(path),
            reason: "no such file in the bundle".to_owned(),
            nearest: nearest(path, bundle.files.keys().map(String::as_str)),
            at,
        })
    })
}

fn disk_bytes(folder: &Path, name: &str, at: Option<crate::location::Location>) -> Result<Vec<u8>, Box<ScenarioError>> {
    let path = folder.join(name);
    let refuse = |reason: String| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside: Vec<String> = parent
            .read_dir()
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        let own = path.file_name().map(|own| own.to_string_lossy().into_owned()).unwrap_or_default();
        let near = nearest(&own, beside.iter().map(String::as_str).filter(|other| *other != own));
        Box::new(ScenarioError::Unreadable { path: path.clone(), reason, nearest: near, at: at.clone() })
    };
    let meta = std::fs::metadata(&path).map_err(|error| refuse(reason(&error)))?;
    if !meta.is_file() {
        return Err(refuse("it is not a file".to_owned()));
    }
    if meta.len() > MOST_BYTES {
        return Err(Box::new(ScenarioError::TooLarge { path: path.clone(), bytes: meta.len(), most: MOST_BYTES }));
    }
    std::fs::read(&path).map_err(|error| refuse(reason(&error)))
}

/// The same words on every system for the two that matter.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
