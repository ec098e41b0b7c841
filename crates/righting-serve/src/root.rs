//! The folder that a server shows: nothing outside it is read or written.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::refusal::Refusal;

/// A folder, and whether the server may write into it.
#[derive(Debug, Clone)]
pub struct Root {
    /// The folder without links in its path.
    folder: PathBuf,
    edit: bool,
}

impl Root {
    /// The root in this folder.
    ///
    /// # Errors
    /// When it is no folder.
    pub fn open(folder: &Path, edit: bool) -> std::io::Result<Self> {
        let folder = folder.canonicalize()?;
        if folder.is_dir() { Ok(Self { folder, edit }) } else { Err(ErrorKind::NotADirectory.into()) }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the server may write.
    pub fn is_editable(&self) -> bool {
        self.edit
    }

    /// The root as one to write into.
    ///
    /// # Errors
    /// When the server only reads.
    pub fn editable(&self) -> Result<&Self, Refusal> {
        if self.edit {
            return Ok(self);
        }
        Err(Refusal::forbidden("read_only", "this server only reads")
            .help("start it with --edit to write and to start jobs that store"))
    }

    /// The path of something that is there: of plain names parted by `/`, and inside the root wherever links lead.
    ///
    /// # Errors
    /// When the path is none of plain names, leads out, or leads nowhere.
    pub fn existing(&self, path: &str) -> Result<PathBuf, Refusal> {
        let whole = self.folder.join(plain(path)?);
        let found = whole.canonicalize().map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                Refusal::absent("path", format!("there is no `{path}` under the root"))
            }
            _ => Refusal::broken("path", format!("`{path}` cannot be looked at: {error}")),
        })?;
        self.inside(path, &found)?;
        Ok(found)
    }

    /// The path of something new: its folder is there and inside the root, and it is not.
    ///
    /// # Errors
    /// As [`existing`](Self::existing); when something is there, or the server only reads.
    pub fn new_path(&self, folder: &str, name: &str) -> Result<PathBuf, Refusal> {
        self.editable()?;
        let path = self.existing(folder)?.join(plain(name)?);
        match path.symlink_metadata() {
            Ok(_) => Err(Refusal::conflict("taken", format!("`{name}` is there already"))),
            Err(_) => Ok(path),
        }
    }

    /// A folder of the root's own, made if it is not there.
    ///
    /// # Errors
    /// As [`existing`](Self::existing); when the server only reads, or the disk refuses.
    pub fn own_folder(&self, name: &str) -> Result<PathBuf, Refusal> {
        self.editable()?;
        let path = self.folder.join(plain(name)?);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(Refusal::broken("disk", format!("`{name}` could not be created: {error}")))
            }
            _ => self.existing(name),
        }
    }

    /// The path below the root, for people.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    /// Whether what links lead to is inside.
    ///
    /// # Errors
    /// When it is not.
    pub fn inside(&self, path: &str, found: &Path) -> Result<(), Refusal> {
        if found.starts_with(&self.folder) {
            return Ok(());
        }
        Err(Refusal::forbidden("outside", format!("`{path}` is a link that leads out of the root")))
    }
}

/// A path of plain names; the empty path and `.` are the root.
fn plain(path: &str) -> Result<&Path, Refusal> {
    let refuse = || {
        Refusal::bad(
            "path",
            format!("`{}` is no path below the root: names parted by `/`, none hidden", path.escape_debug()),
        )
    };
    if path.is_empty() || path == "." {
        return Ok(Path::new(""));
    }
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('.') && !name.contains(['\\', '\0', ':']);
    let normal = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if normal && path.split('/').all(is_name) { Ok(Path::new(path)) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind<T>(result: Result<T, Refusal>) -> String {
        result.err().map_or_else(|| "found".to_owned(), |refusal| refusal.problem().kind.clone())
    }

    #[test]
    fn only_what_lies_inside_is_found() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("root/a/b")).unwrap();
        fs::write(home.path().join("secret"), "x").unwrap();
        fs::write(home.path().join("root/.hidden"), "x").unwrap();
        let root = Root::open(&home.path().join("root"), false).unwrap();
        for good in ["", ".", "a", "a/b"] {
            assert_eq!(kind(root.existing(good)), "found", "{good}");
        }
        for bad in [
            "..",
            "../secret",
            "a/../../secret",
            "a/..",
            "/etc/passwd",
            "a//b",
            "a/",
            "./a",
            ".hidden",
            "a\\b",
            "a\0",
            "C:x",
        ] {
            assert_eq!(kind(root.existing(bad)), "path", "{bad}");
        }
        assert_eq!(kind(root.existing("c")), "path");
        assert_eq!(kind(root.new_path("", "new")), "read_only");
        let root = Root::open(&home.path().join("root"), true).unwrap();
        assert_eq!(kind(root.new_path("a", "b")), "taken");
        assert_eq!(kind(root.new_path("a", "c")), "found");
        assert_eq!(root.shown(&root.own_folder("runs").unwrap()), "runs");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_and_not_out() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("root/a")).unwrap();
        fs::create_dir_all(home.path().join("root-beside")).unwrap();
        symlink(home.path().join("root/a"), home.path().join("root/in")).unwrap();
        symlink(home.path(), home.path().join("root/out")).unwrap();
        symlink(home.path().join("root-beside"), home.path().join("root/beside")).unwrap();
        let root = Root::open(&home.path().join("root"), true).unwrap();
        assert_eq!(kind(root.existing("in")), "found");
        for out in ["out", "beside", "out/root-beside"] {
            assert_eq!(kind(root.existing(out)), "outside", "{out}");
        }
        assert_eq!(kind(root.new_path("out", "x")), "outside");
        assert_eq!(kind(root.own_folder("out")), "outside");
    }
}
