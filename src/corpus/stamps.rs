//! What files looked like from outside when they were read, so that one that still looks so need not be read again:
//! its size, when it was written, and where the system tells it when anything of it was changed, and which file it is.

use std::collections::HashMap;
use std::fs::Metadata;
use std::time::{Duration, UNIX_EPOCH};

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::{Cache, Found, Key};

/// Within so much of a look at a file it may be written again and look the same: clocks of file systems are coarse.
const COARSE: Duration = Duration::from_secs(2);

/// Seconds since 1970 and nanoseconds.
type Moment = (i64, i64);
/// A device and the number of a file on it.
type Identity = (u64, u64);

/// What a file looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// When it was written, since 1970.
    written: Duration,
    /// When its content, name or rights were changed, which nobody can set back.
    changed: Option<Moment>,
    /// Which file of which device it is.
    file: Option<Identity>,
}

impl Stamp {
    /// Of a file; `None` where the system does not say when it was written.
    #[must_use]
    pub fn of(data: &Metadata) -> Option<Self> {
        let written = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let (changed, file) = inner(data);
        Some(Self { size: data.len(), written, changed, file })
    }

    /// Whether a change after a moment could not leave it as it is.
    fn is_settled(&self, at: Duration) -> bool {
        let latest = at.saturating_sub(COARSE);
        let changed = self.changed.map(|(seconds, _)| Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX)));
        self.written < latest && changed.is_none_or(|changed| changed < latest)
    }
}

#[cfg(unix)]
fn inner(data: &Metadata) -> (Option<Moment>, Option<Identity>) {
    use std::os::unix::fs::MetadataExt;
    (Some((data.ctime(), data.ctime_nsec())), Some((data.dev(), data.ino())))
}

#[cfg(not(unix))]
fn inner(_: &Metadata) -> (Option<Moment>, Option<Identity>) {
    (None, None)
}

/// SHA-256 of a file's bytes.
pub type ContentHash = [u8; 32];

/// What is known of the files of one folder.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stamps {
    files: HashMap<String, (Stamp, ContentHash), RandomState>,
}

impl Stamps {
    /// What an earlier run noted of a folder.
    #[must_use]
    pub fn of(cache: &Cache, folder: &Key) -> Self {
        cache.folder(folder).and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default()
    }

    /// The hash of a file that looks as it did when it was read.
    #[must_use]
    pub fn known(&self, file: &Found) -> Option<&ContentHash> {
        let (stamp, hash) = self.files.get(&file.path)?;
        (file.stamp.as_ref() == Some(stamp)).then_some(hash)
    }

    /// What files that were looked at from `began` on (since 1970), and read after that, looked like.
    pub fn noted<'f>(began: Duration, files: impl Iterator<Item = (&'f Found, ContentHash)>) -> Self {
        let settled = files.filter_map(|(file, hash)| {
            let stamp = file.stamp.filter(|stamp| stamp.is_settled(began))?;
            Some((file.path.clone(), (stamp, hash)))
        });
        Self { files: settled.collect() }
    }

    /// Keeps it for the next run; what was kept already is not written again.
    pub fn keep(&self, cache: &Cache, folder: &Key, before: &Self) {
        if let Some(bytes) = (self != before).then(|| postcard::to_stdvec(self).ok()).flatten() {
            cache.put_folder(folder, bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn found(stamp: Option<Stamp>) -> Found {
        Found { path: "a.md".into(), absolute: PathBuf::new(), size: 3, stamp }
    }

    #[test]
    fn only_what_looks_the_same_and_was_left_alone_for_a_while_is_known() {
        let stamp = |written: u64, changed: i64| Stamp {
            size: 3,
            written: Duration::from_secs(written),
            changed: Some((changed, 0)),
            file: Some((1, 7)),
        };
        let noted = |seen: Stamp| Stamps::noted(Duration::from_secs(100), [(&found(Some(seen)), [9; 32])].into_iter());

        let kept = noted(stamp(50, 50));
        assert_eq!(kept.known(&found(Some(stamp(50, 50)))), Some(&[9; 32]));
        for other in [stamp(51, 50), stamp(50, 51), Stamp { size: 4, ..stamp(50, 50) }] {
            assert_eq!(kept.known(&found(Some(other))), None);
        }
        assert_eq!(kept.known(&found(None)), None, "of a file whose looks nobody tells nothing is known");
        for hot in [stamp(99, 50), stamp(50, 99)] {
            assert_eq!(noted(hot), Stamps::default(), "it may be written again and look the same");
        }
    }
}
