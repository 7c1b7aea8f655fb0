//! What was derived from a file, kept in the user's cache folder and found again by content. Losing it
//! costs time and nothing else: whatever is wrong with it, it is begun anew or done without.

use std::fs;
use std::path::{Path, PathBuf};

use redb::{Database, ReadableDatabase, TableDefinition};

const TABLE: TableDefinition<'_, &[u8; 32], &[u8]> = TableDefinition::new("facts-1");
/// Beyond this the cache is begun anew rather than pruned.
const LARGEST: u64 = 1 << 30;

/// Hash of everything a value was derived from.
pub type Key = [u8; 32];

/// A store of bytes by key; without a database it forgets everything.
#[derive(Debug, Default)]
pub struct Cache {
    database: Option<Database>,
}

impl Cache {
    /// The file in which the cache lives, if the platform says where.
    #[must_use]
    pub fn default_path() -> Option<PathBuf> {
        use etcetera::BaseStrategy;
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.cache_dir().join("iso20k").join("facts.redb"))
    }

    /// Opens the cache, replacing a damaged, older or overgrown one. A cache that cannot be had
    /// (another run holds it, the disk is full) is done without; the reason comes back for `-v`.
    #[must_use]
    pub fn open(path: &Path) -> (Self, Option<String>) {
        if let Some(folder) = path.parent()
            && let Err(error) = fs::create_dir_all(folder)
        {
            return (Self::default(), Some(format!("no cache: {error}")));
        }
        let overgrown = fs::metadata(path).is_ok_and(|data| data.len() > LARGEST);
        if overgrown {
            let _ = fs::remove_file(path);
        }
        match Self::database(path) {
            Ok(database) => {
                (Self { database: Some(database) }, overgrown.then(|| "cache begun anew: it had outgrown 1 GiB".into()))
            }
            Err(redb::DatabaseError::DatabaseAlreadyOpen) => {
                (Self::default(), Some("no cache: another run is using it".into()))
            }
            Err(error) => {
                let _ = fs::remove_file(path);
                let database = Self::database(path).ok();
                let outcome = if database.is_some() { "cache begun anew" } else { "no cache" };
                (Self { database }, Some(format!("{outcome}: {error}")))
            }
        }
    }

    fn database(path: &Path) -> Result<Database, redb::DatabaseError> {
        // A file that was cut or overwritten can make the database library panic while it repairs.
        std::panic::catch_unwind(|| Database::create(path)).unwrap_or(Err(redb::DatabaseError::RepairAborted))
    }

    /// What is kept under a key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let read = self.database.as_ref()?.begin_read().ok()?;
        let table = read.open_table(TABLE).ok()?;
        Some(table.get(key).ok()??.value().to_vec())
    }

    /// Keeps values; `false` where a database is there and could not (its disk is full), which is not worth stopping for.
    pub fn put(&self, entries: &[(Key, Vec<u8>)]) -> bool {
        let Some(database) = self.database.as_ref().filter(|_| !entries.is_empty()) else { return true };
        let Ok(write) = database.begin_write() else { return false };
        let stored = write
            .open_table(TABLE)
            .is_ok_and(|mut table| entries.iter().all(|(key, value)| table.insert(key, value.as_slice()).is_ok()));
        stored && write.commit().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_cache_is_begun_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep").join("facts.redb");
        let (cache, said) = Cache::open(&path);
        assert_eq!(said, None);
        cache.put(&[([7; 32], b"value".to_vec())]);
        assert_eq!(cache.get(&[7; 32]).as_deref(), Some(&b"value"[..]));
        drop(cache);
        for damage in [b"no database".to_vec(), Vec::new(), fs::read(&path).unwrap()[..4096].to_vec()] {
            fs::write(&path, damage).unwrap();
            let (cache, _) = Cache::open(&path);
            assert_eq!(cache.get(&[7; 32]), None);
            cache.put(&[([8; 32], b"again".to_vec())]);
            assert_eq!(cache.get(&[8; 32]).as_deref(), Some(&b"again"[..]));
        }
    }

    #[test]
    fn a_second_run_at_the_same_time_does_without() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("facts.redb");
        let (_first, _) = Cache::open(&path);
        let (second, said) = Cache::open(&path);
        assert!(said.unwrap().contains("another run"));
        second.put(&[([1; 32], b"x".to_vec())]);
        assert_eq!(second.get(&[1; 32]), None);
    }
}
