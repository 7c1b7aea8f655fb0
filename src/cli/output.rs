//! Files written whole or not at all: under a name of their own first, and under the right one once complete.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Writes a file. Where that fails, what was there before stays, and nothing half-written is left.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = beside(path);
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        // A full disk may be noticed no sooner than here.
        file.sync_all()?;
        fs::rename(&part, path)
    });
    written
        .inspect_err(|_| {
            let _ = fs::remove_file(&part);
        })
        .with_context(|| format!("cannot write {}; nothing of it was left", path.display()))
}

/// Hands a text out: to a file where one is named, else on stdout.
pub(super) fn put(path: Option<&Path>, text: &str) -> Result<()> {
    match path {
        Some(path) => write(path, text.as_bytes()),
        None => {
            super::print(text);
            Ok(())
        }
    }
}

/// The name under which a file is written until it is complete.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

/// Creates the folder for reports and marks it, so that a later run does not read its own reports.
pub(super) fn prepare(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("cannot create the folder {}", dir.display()))?;
    let mark = dir.join(crate::corpus::REPORT_MARK);
    fs::write(mark, "Reports of iso20k; not read as evidence.\n")
        .with_context(|| format!("cannot write into {}", dir.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["report.html"]);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        fs::create_dir(&path).unwrap();
        let error = format!("{:#}", write(&path, b"one").unwrap_err());
        assert!(error.contains("report.html; nothing of it was left"), "{error}");
        assert_eq!(names(folder.path()), ["report.html"]);
        assert!(write(&folder.path().join("no/such/report.html"), b"x").is_err());
        fs::write(folder.path().join("file"), b"").unwrap();
        assert!(prepare(&folder.path().join("file/out")).is_err());
    }
}
