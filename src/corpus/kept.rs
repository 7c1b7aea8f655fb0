//! Whole files of bytes in the user's cache folder, each with what it was made from and a checksum, so
//! that a stale or damaged one is as good as none.

use std::fs;
use std::path::{Path, PathBuf};

use super::Key;

/// Nothing kept here is nearly so large.
const LARGEST: u64 = 64 << 20;
/// The key and the checksum before the bytes.
const HEAD: usize = 64;

/// Files kept between runs; without a folder it forgets everything.
#[derive(Debug, Default)]
pub struct Kept {
    folder: Option<PathBuf>,
}

impl Kept {
    /// What is kept in the user's cache folder, if the platform says where that is.
    #[must_use]
    pub fn in_cache_folder() -> Self {
        Self { folder: super::Cache::default_path().and_then(|path| path.parent().map(Path::to_owned)) }
    }

    /// What is kept in a folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()) }
    }

    /// The bytes under a name, if they were made from what `key` is the hash of.
    #[must_use]
    pub fn get(&self, name: &str, key: &Key) -> Option<Vec<u8>> {
        let path = self.folder.as_ref()?.join(name);
        if !fs::metadata(&path).is_ok_and(|data| data.is_file() && data.len() <= LARGEST) {
            return None;
        }
        let mut bytes = fs::read(path).ok()?;
        let (head, body) = bytes.split_at_checked(HEAD)?;
        let intact = head[..32] == key[..] && head[32..] == blake3::hash(body).as_bytes()[..];
        intact.then(|| bytes.split_off(HEAD))
    }

    /// Keeps bytes under a name; a failure is not worth stopping for.
    pub fn put(&self, name: &str, key: &Key, body: &[u8]) {
        let Some(folder) = &self.folder else { return };
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(blake3::hash(body).as_bytes());
        bytes.extend_from_slice(body);
        // Another run must never see half of it, so it is written aside and moved into place.
        let aside = folder.join(format!("{name}.{}.tmp", std::process::id()));
        let written = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&aside, bytes))
            .and_then(|()| fs::rename(&aside, folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(aside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_bytes_of_the_same_make_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let kept = Kept::in_folder(&dir.path().join("deep"));
        assert_eq!(kept.get("words", &[1; 32]), None);
        kept.put("words", &[1; 32], b"some bytes");
        assert_eq!(kept.get("words", &[1; 32]).as_deref(), Some(&b"some bytes"[..]));
        assert_eq!(kept.get("words", &[2; 32]), None);

        let path = dir.path().join("deep").join("words");
        let whole = fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damage in [flipped, whole[..70].to_vec(), whole[..10].to_vec(), Vec::new()] {
            fs::write(&path, damage).unwrap();
            assert_eq!(kept.get("words", &[1; 32]), None);
        }
        kept.put("words", &[1; 32], b"again");
        assert_eq!(kept.get("words", &[1; 32]).as_deref(), Some(&b"again"[..]));
        assert_eq!(fs::read_dir(dir.path().join("deep")).unwrap().count(), 1);
    }

    #[test]
    fn without_a_folder_everything_is_forgotten() {
        let kept = Kept::default();
        kept.put("words", &[1; 32], b"x");
        assert_eq!(kept.get("words", &[1; 32]), None);
    }
}
