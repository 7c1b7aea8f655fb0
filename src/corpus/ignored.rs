//! What `.gitignore` and `.iso20kignore` files leave out, each in force below the folder it stands in.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Names of ignore files; ours comes last and so has the last word.
pub(super) const NAMES: &[&str] = &[".gitignore", ".iso20kignore"];

/// Ignore files met on the way down.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    matchers: Vec<(PathBuf, Gitignore)>,
}

impl Ignored {
    /// Reads the ignore files of a folder that is entered.
    pub(super) fn enter(&mut self, folder: &Path) {
        self.matchers.retain(|(above, _)| folder.starts_with(above));
        let mut builder = GitignoreBuilder::new(folder);
        let present = NAMES.iter().map(|name| folder.join(name)).filter(|file| is_plain_file(file));
        // A broken line in an ignore file leaves the rest in force.
        let found = present.map(|file| builder.add(file)).count();
        if found > 0
            && let Ok(matcher) = builder.build()
        {
            self.matchers.push((folder.to_owned(), matcher));
        }
    }

    /// Takes the lines of the ignore files of a folder that is entered, where the folder is on no disk.
    #[cfg(feature = "git")]
    pub(super) fn enter_lines<'a>(&mut self, folder: &Path, lines: impl Iterator<Item = &'a str>) {
        self.matchers.retain(|(above, _)| folder.starts_with(above));
        let mut builder = GitignoreBuilder::new(folder);
        // A broken line leaves the rest in force.
        let found = lines.map(|line| builder.add_line(None, line).is_ok()).count();
        if found > 0
            && let Ok(matcher) = builder.build()
        {
            self.matchers.push((folder.to_owned(), matcher));
        }
    }

    /// Why a path is left out; the deepest ignore file that speaks of it decides.
    pub(super) fn reason(&self, path: &Path, is_dir: bool) -> Option<String> {
        let above = self.matchers.iter().rev().filter(|(folder, _)| path.starts_with(folder));
        let decision = above.map(|(_, matcher)| matcher.matched(path, is_dir)).find(|matched| !matched.is_none())?;
        let glob = decision.is_ignore().then(|| decision.inner().map(|glob| glob.original().to_owned())).flatten()?;
        Some(format!("ignored by `{glob}`"))
    }
}

/// A file itself: a link may lead out of the folder, and reading a pipe would never end.
fn is_plain_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| data.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_file_decides() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(".gitignore"), "*.log\nbuild/\n").unwrap();
        let sub = dir.path().join("sub");
        std::fs::create_dir(&sub).unwrap();
        std::fs::write(sub.join(".iso20kignore"), "!keep.log\nprivate*\n").unwrap();
        let mut ignored = Ignored::default();
        let root = dir.path().to_owned();
        ignored.enter(&root);
        ignored.enter(&sub);
        assert!(ignored.reason(&root.join("a.log"), false).is_some());
        assert!(ignored.reason(&root.join("build"), true).is_some());
        assert!(ignored.reason(&sub.join("keep.log"), false).is_none());
        assert!(ignored.reason(&sub.join("private.md"), false).is_some());
        assert!(ignored.reason(&sub.join("policy.md"), false).is_none());
    }
}
