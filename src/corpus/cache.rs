//! What was derived from a file, kept in the user's cache folder and found again by content. Losing it
//! costs time and nothing else: whatever is wrong with it, it is begun anew or done without.

use std::fs;
use std::path::{Path, PathBuf};

use redb::{Database, ReadOnlyTable, ReadableDatabase, TableDefinition};

type Table<'a> = TableDefinition<'a, &'static [u8; 32], &'static [u8]>;
/// What was derived from files.
const FACTS: Table<'_> = TableDefinition::new("facts-1");
/// What the files of a folder looked like.
const FOLDERS: Table<'_> = TableDefinition::new("folders-1");
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

    /// The facts as they are kept now, to ask for many of them.
    #[must_use]
    pub fn facts(&self) -> KeptFacts {
        KeptFacts { table: self.table(FACTS) }
    }

    fn table(&self, table: Table<'_>) -> Option<ReadOnlyTable<&'static [u8; 32], &'static [u8]>> {
        self.database.as_ref()?.begin_read().ok()?.open_table(table).ok()
    }

    /// Keeps facts; `false` where a database is there and could not (its disk is full), which is not worth stopping for.
    pub fn put(&self, entries: &[(Key, Vec<u8>)]) -> bool {
        self.put_into(FACTS, entries)
    }

    /// What is kept of a folder.
    #[must_use]
    pub fn folder(&self, key: &Key) -> Option<Vec<u8>> {
        Some(self.table(FOLDERS)?.get(key).ok()??.value().to_vec())
    }

    /// Keeps something of a folder; a failure is not worth stopping for.
    pub fn put_folder(&self, key: &Key, value: Vec<u8>) {
        let _ = self.put_into(FOLDERS, &[(*key, value)]);
    }

    fn put_into(&self, table: Table<'_>, entries: &[(Key, Vec<u8>)]) -> bool {
        let Some(database) = self.database.as_ref().filter(|_| !entries.is_empty()) else { return true };
        let Ok(write) = database.begin_write() else { return false };
        let stored = write
            .open_table(table)
            .is_ok_and(|mut table| entries.iter().all(|(key, value)| table.insert(key, value.as_slice()).is_ok()));
        stored && write.commit().is_ok()
    }
}

/// Facts as they were kept at one moment.
#[derive(Default)]
pub struct KeptFacts {
    table: Option<ReadOnlyTable<&'static [u8; 32], &'static [u8]>>,
}

impl KeptFacts {
    /// What is kept under a key, as `read` makes it of the bytes.
    pub fn get<T>(&self, key: &Key, read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        read(self.table.as_ref()?.get(key).ok()??.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(cache: &Cache, key: u8) -> Option<Vec<u8>> {
        cache.facts().get(&[key; 32], |bytes| Some(bytes.to_vec()))
    }

    #[test]
    fn a_damaged_cache_is_begun_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep").join("facts.redb");
        let (cache, said) = Cache::open(&path);
        assert_eq!(said, None);
        cache.put(&[([7; 32], b"value".to_vec())]);
        assert_eq!(get(&cache, 7).as_deref(), Some(&b"value"[..]));
        drop(cache);
        for damage in [b"no database".to_vec(), Vec::new(), fs::read(&path).unwrap()[..4096].to_vec()] {
            fs::write(&path, damage).unwrap();
            let (cache, _) = Cache::open(&path);
            assert_eq!(get(&cache, 7), None);
            cache.put(&[([8; 32], b"again".to_vec())]);
            assert_eq!(get(&cache, 8).as_deref(), Some(&b"again"[..]));
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
        assert_eq!(get(&second, 1), None);
    }
}
