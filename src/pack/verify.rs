//! Whether a pack is as it was made. It is read as something a stranger sent: nothing is unpacked, no
//! path of it is opened, and no entry is inflated further than its manifest says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{ASSESSMENT, FORMAT, MANIFEST, Manifest, hex, sha256, stays_within};
use crate::assessment::Assessment;

/// Most entries of a pack.
const ENTRIES: usize = 200_000;
/// Largest manifest.
const MANIFEST_BYTES: u64 = 64 << 20;
/// Largest assessment that is compared with the manifest.
const ASSESSMENT_BYTES: u64 = 512 << 20;
/// Highest inflation ratio of an entry …
const RATIO: u64 = 200;
/// … that is larger than this.
const RATIO_FREE: u64 = 32 << 20;

/// What came of looking at a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the pack says of itself.
    pub manifest: Manifest,
    /// SHA-256 of the manifest: who knows it from elsewhere knows that all of the pack is as it was made.
    pub seal: String,
    /// What is not as it was, worst first: `changed documents/x.pdf`.
    pub findings: Vec<String>,
}

/// Looks at a pack of so many bytes.
///
/// # Errors
/// Why it is no pack.
pub fn verify(pack: impl Read + Seek, length: u64) -> Result<Verdict, String> {
    let mut archive = ZipArchive::new(pack).map_err(|_| "it is no zip file, or a damaged one".to_owned())?;
    if archive.len() > ENTRIES {
        return Err(format!("it has more than {ENTRIES} entries"));
    }
    if archive.has_duplicate_names() {
        return Err("two of its entries have the same name".into());
    }
    let names = names(&mut archive, length)?;
    let bytes = entry(&mut archive, &names, MANIFEST, MANIFEST_BYTES)?
        .ok_or_else(|| format!("it has no {MANIFEST}, so no pack of this program"))?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| format!("its {MANIFEST} cannot be read: {error}"))?;
    if manifest.format != FORMAT {
        return Err(format!("it is of format `{}`; this program knows `{FORMAT}`", manifest.format));
    }
    let mut listed = BTreeSet::from([MANIFEST]);
    for file in &manifest.files {
        if !stays_within(&file.path) {
            return Err(format!("its {MANIFEST} names a path that leaves the pack: `{}`", file.path));
        }
        if !listed.insert(&file.path) {
            return Err(format!("its {MANIFEST} names `{}` twice", file.path));
        }
    }
    let mut findings = Vec::new();
    for file in &manifest.files {
        findings.extend(match names.get(&file.path) {
            None => Some(format!("missing {}", file.path)),
            Some(at) => {
                differs(&mut archive, *at, file.bytes, &file.sha256).map(|why| format!("changed {}{why}", file.path))
            }
        });
    }
    let added = names.keys().filter(|name| !listed.contains(name.as_str()));
    findings.extend(added.map(|name| {
        let warning = if stays_within(name.trim_end_matches('/')) { "" } else { " (its path leaves the pack)" };
        format!("added   {name}{warning}")
    }));
    if archive.offset() > 0 || !archive.comment().is_empty() {
        findings.push("added   bytes beside the files of the pack".into());
    }
    findings.extend(contradictions(&mut archive, &names, &manifest));
    Ok(Verdict { seal: sha256(&bytes), manifest, findings })
}

/// The assessment that a pack holds, byte by byte; only from a pack that is as it was made.
///
/// # Errors
/// Why it is no pack, or what of it was changed.
pub fn assessment(mut pack: impl Read + Seek, length: u64) -> Result<Vec<u8>, String> {
    let verdict = verify(&mut pack, length)?;
    if let Some(first) = verdict.findings.first() {
        let more = verdict.findings.len() - 1;
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        return Err(format!(
            "it is not as it was made: {}{more}",
            first.split_whitespace().collect::<Vec<_>>().join(" ")
        ));
    }
    let mut archive = ZipArchive::new(pack).map_err(|_| "it is no zip file, or a damaged one".to_owned())?;
    let names = names(&mut archive, length)?;
    entry(&mut archive, &names, ASSESSMENT, ASSESSMENT_BYTES)?.ok_or_else(|| format!("it has no {ASSESSMENT}"))
}

/// Entries by name. Those that share bytes are a trap and nothing else.
fn names<R: Read + Seek>(archive: &mut ZipArchive<R>, length: u64) -> Result<BTreeMap<String, usize>, String> {
    let mut names = BTreeMap::new();
    let mut packed = 0_u64;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| "an entry of it cannot be read".to_owned())?;
        packed = packed.saturating_add(entry.compressed_size());
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        names.insert(name, at);
    }
    if packed > length {
        return Err("its entries overlap".into());
    }
    Ok(names)
}

/// A small entry as a whole, if there is one.
fn entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    names: &BTreeMap<String, usize>,
    name: &str,
    most: u64,
) -> Result<Option<Vec<u8>>, String> {
    let Some(at) = names.get(name) else { return Ok(None) };
    let file = archive.by_index(*at).map_err(|_| format!("its {name} cannot be read"))?;
    let most = most.min(bound(file.compressed_size()));
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|_| format!("its {name} is damaged"))?;
    if bytes.len() as u64 > most {
        return Err(format!("its {name} inflates beyond the limit"));
    }
    Ok(Some(bytes))
}

/// How far an entry of so many packed bytes is inflated.
fn bound(packed: u64) -> u64 {
    packed.saturating_mul(RATIO).max(RATIO_FREE)
}

/// Why an entry is not the one the manifest names.
fn differs<R: Read + Seek>(archive: &mut ZipArchive<R>, at: usize, bytes: u64, sha256: &str) -> Option<&'static str> {
    let Ok(file) = archive.by_index(at) else { return Some(" (cannot be read)") };
    let most = bound(file.compressed_size());
    let mut file = file.take(bytes.saturating_add(1).min(most.saturating_add(1)));
    let (mut hash, mut length, mut buffer) = (Sha256::new(), 0_u64, vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                hash.update(&buffer[..read]);
                length += read as u64;
            }
            Err(_) => return Some(" (damaged)"),
        }
    }
    if length > most {
        return Some(" (inflates beyond the limit)");
    }
    (length != bytes || hex(&hash.finalize()) != sha256).then_some("")
}

/// Whether the manifest and the assessment speak of the same documents.
fn contradictions<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    names: &BTreeMap<String, usize>,
    manifest: &Manifest,
) -> Vec<String> {
    let bytes = entry(archive, names, ASSESSMENT, ASSESSMENT_BYTES).ok().flatten();
    let Some(assessment) = bytes.and_then(|bytes| serde_json::from_slice::<Assessment>(&bytes).ok()) else {
        return vec![format!("changed {ASSESSMENT} (it is no assessment)")];
    };
    let assessed: BTreeMap<&str, &str> =
        assessment.documents.iter().map(|document| (document.path.as_str(), document.sha256.as_str())).collect();
    let files: BTreeMap<&str, &str> =
        manifest.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    let wrong = manifest.documents.iter().filter(|document| {
        let is_assessed = assessed.get(document.path.as_str()) == Some(&document.sha256.as_str());
        let is_packed = document.file.as_deref().is_none_or(|file| files.get(file) == Some(&document.sha256.as_str()));
        !is_assessed || !is_packed
    });
    wrong.map(|document| format!("changed {} (not the document that was assessed)", document.path)).collect()
}
