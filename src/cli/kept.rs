//! The catalogue and its compiled words, kept between runs: they depend on this program alone as long as
//! the user adds no folder. Whatever is wrong with what was kept, it is made again.

use anyhow::{Result, bail};

use super::Context;
use crate::catalogue::{self, Catalogue, Files, Vocabulary, load};
use crate::corpus::{Kept, Key};
use crate::problem::Severity;

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
        let allowed = self.global.catalogue.is_empty() && !self.global.no_cache;
        allowed.then(|| Some((Kept::in_cache_folder(), key()?))).flatten()
    }

    fn sound_catalogue(&self) -> Result<Catalogue> {
        // The SQL of the rules inside the binary is checked by a test, not at every start.
        let (catalogue, problems) =
            if self.global.catalogue.is_empty() { load(&Files::embedded()) } else { self.catalogue_and_problems(&[]) };
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
