//! The catalogue and its compiled words, kept between runs: they depend on this program alone as long as
//! the user adds no folder. Whatever is wrong with what was kept, it is made again.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{Context, Profiled};
use crate::catalogue::{self, Catalogue, Files, Vocabulary, load};
use crate::corpus::{Kept, Key};
use crate::problem::{Problem, Severity};

const CATALOGUE: &str = "catalogue";
const WORDS: &str = "words";

impl Context {
    /// The catalogue; all its mistakes are shown at once, and any of them stops the run.
    pub(super) fn catalogue(&self) -> Result<Catalogue> {
        let Some((kept, key)) = self.kept() else { return self.sound_catalogue() };
        if let Some(known) = kept.get(CATALOGUE, &key).and_then(|bytes| catalogue::from_bytes(&bytes)) {
            return Ok(known);
        }
        let made = self.sound_catalogue()?;
        if let Some(bytes) = catalogue::to_bytes(&made) {
            kept.put(CATALOGUE, &key, &bytes);
        }
        Ok(made)
    }

    /// The catalogue as the profile of a folder has it: with its own folders laid over ours, and `--catalogue` over both.
    pub(super) fn catalogue_of(&self, dir: &Path, profile: &Profiled) -> Result<Catalogue> {
        let found = profile.profile.clone().or_else(|| super::find_profile(dir));
        // A profile that cannot be read is told of where all of it is read.
        let text = found.as_ref().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        let path = found.unwrap_or_default();
        let folders = catalogue::catalogues(&text).into_iter().map(|(folder, line, column)| {
            let place = path.parent().unwrap_or(Path::new("")).join(&folder);
            if place.is_dir() {
                return Ok(place);
            }
            let problem = Problem::error(path.to_string_lossy().replace('\\', "/"), format!("`{folder}` is no folder"));
            let hint = "name it by its path from the profile; it is laid out like `controls/`";
            bail!("the profile cannot be used\n{}", problem.at(line, column).hint(hint))
        });
        let _ = self.said.set(folders.collect::<Result<_>>()?);
        self.catalogue()
    }

    /// The user's folders, those of the profile first.
    pub(super) fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.said.get().into_iter().flatten().chain(&self.global.catalogue)
    }

    /// The words of the catalogue, compiled.
    pub(super) fn vocabulary(&self, catalogue: &Catalogue) -> Vocabulary {
        let Some((kept, key)) = self.kept() else { return Vocabulary::new(catalogue) };
        if let Some(known) = kept.get(WORDS, &key).and_then(|bytes| postcard::from_bytes(&bytes).ok()) {
            return known;
        }
        let made = Vocabulary::new(catalogue);
        if let Ok(bytes) = postcard::to_stdvec(&made) {
            kept.put(WORDS, &key, &bytes);
        }
        made
    }

    /// Where this run may keep and find; nowhere with folders of the user's own, which may change.
    fn kept(&self) -> Option<(Kept, Key)> {
        let allowed = self.folders().next().is_none() && !self.global.no_cache;
        allowed.then(|| Some((Kept::in_cache_folder(), key()?))).flatten()
    }

    fn sound_catalogue(&self) -> Result<Catalogue> {
        // The SQL of the rules inside the binary is checked by a test, not at every start.
        let (catalogue, problems) =
            if self.folders().next().is_none() { load(&Files::embedded()) } else { self.catalogue_and_problems(&[]) };
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        for problem in &problems {
            self.say(&problem.to_string());
        }
        if errors > 0 {
            bail!("the catalogue has {}", super::count(errors, "mistake"));
        }
        Ok(catalogue)
    }
}

/// Of the files inside the binary and of the binary itself: one built anew, of whatever version, may
/// compile differently.
fn key() -> Option<Key> {
    let program = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let mut hash = blake3::Hasher::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    hash.update(&program.len().to_le_bytes());
    hash.update(&built.as_nanos().to_le_bytes());
    hash.update(&Files::embedded_hash());
    Some(*hash.finalize().as_bytes())
}
