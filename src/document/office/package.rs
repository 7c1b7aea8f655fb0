//! The container of the zip formats: parts by name, within limits, and the relationships that lead
//! from one part to the next. A file whose directory is lost is read by its local headers.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::{ZipReadOptions, read_zipfile_from_stream_with_options};

use super::super::Limits;
use super::xml::Xml;

/// Largest part, in bytes, once inflated.
const PART_BYTES: u64 = 256 << 20;
/// Most bytes inflated from one file.
const TOTAL_BYTES: u64 = 512 << 20;
/// Highest inflation ratio of a part …
const RATIO: u64 = 200;
/// … that is larger than this.
const RATIO_FREE: u64 = 32 << 20;
/// Most parts of one file.
const ENTRIES: usize = 20_000;
/// What encrypted Office files and those before 2007 begin with.
const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// An opened file.
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// Names folded to lower case, and where the part is: its index, or its offset if the directory is lost.
    entries: BTreeMap<String, usize>,
    left: u64,
    problems: Vec<String>,
}

/// The links that lead out of a part.
#[derive(Default)]
pub(super) struct Relations {
    list: Vec<Relation>,
    by_id: BTreeMap<String, usize>,
}

/// One link from a part to another.
pub(super) struct Relation {
    /// What the part that links calls it.
    pub(super) id: String,
    /// The last word of its type: `styles`, `header`, `officeDocument`.
    pub(super) kind: String,
    /// The part it leads to.
    pub(super) target: String,
}

impl<'a> Package<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// Why nothing of it can be read.
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, String> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(format!("larger than {} MiB", limits.file_bytes >> 20));
        }
        if bytes.starts_with(OLE2) {
            return Err(ole2_reason(bytes).into());
        }
        let mut package =
            Self { bytes, archive: None, entries: BTreeMap::new(), left: TOTAL_BYTES, problems: Vec::new() };
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => package.list(archive),
            Err(_) => package.scan(),
        }
        if package.entries.is_empty() {
            return Err("corrupt: not a zip file".into());
        }
        if package.entries.len() > ENTRIES {
            return Err(format!("corrupt: more than {ENTRIES} parts"));
        }
        Ok(package)
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&name.to_lowercase())
    }

    /// The parts whose names are `prefix`, a number and `.xml`, by that number.
    pub(super) fn numbered(&self, prefix: &str) -> impl Iterator<Item = (u32, String)> {
        let number = |name: &String| name.strip_prefix(prefix)?.strip_suffix(".xml")?.parse::<u32>().ok();
        let mut names: Vec<_> = self.entries.keys().filter_map(|name| Some((number(name)?, name.clone()))).collect();
        names.sort();
        names.into_iter()
    }

    /// The text of a part, if there is one; what is wrong with it becomes a problem.
    pub(super) fn part(&mut self, name: &str) -> Option<String> {
        let entry = *self.entries.get(&name.to_lowercase())?;
        match self.inflate(entry) {
            Ok((bytes, whole)) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                if !whole {
                    self.problem(format!("{name}: damaged, read as far as possible"));
                }
                Some(decode(bytes))
            }
            Err(reason) => {
                self.problem(format!("{name}: {reason}"));
                None
            }
        }
    }

    /// The links of a part; those of the file itself for the empty name.
    pub(super) fn relations(&mut self, part: &str) -> Relations {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(text) = self.part(&format!("{folder}{slash}_rels/{file}.rels")) else {
            return Relations::default();
        };
        Relations::parse(&text, folder)
    }

    /// The main part: where the file's own relationships lead, or else the first of `usual` that exists.
    pub(super) fn main_part(&mut self, usual: &[&str]) -> Option<String> {
        let relations = self.relations("");
        let named = relations.of_kind("officeDocument").map(|relation| relation.target.clone()).next();
        named
            .filter(|name| self.has(name))
            .or_else(|| usual.iter().find(|name| self.has(name)).map(|name| (*name).to_owned()))
    }

    /// Notes a problem; one said twice is said once.
    pub(super) fn problem(&mut self, problem: String) {
        if !self.problems.contains(&problem) && self.problems.len() < 50 {
            self.problems.push(problem);
        }
    }

    /// Notes that a part could not be read to its end.
    pub(super) fn check(&mut self, name: &str, xml: &Xml<'_>) {
        if let Some(failure) = xml.failure() {
            self.problem(format!("{name}: {failure}, read as far as possible"));
        }
    }

    /// The problems noted so far, taken out.
    pub(super) fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }

    fn list(&mut self, archive: ZipArchive<Cursor<&'a [u8]>>) {
        for (index, name) in archive.file_names_raw().enumerate() {
            self.entries.insert(part_name(name), index);
        }
        self.archive = Some(archive);
    }

    /// Finds parts by their local headers, for a file whose end is missing.
    fn scan(&mut self) {
        let mut offset = 0;
        while let Some(found) = find(self.bytes.get(offset..).unwrap_or_default(), b"PK\x03\x04") {
            let start = offset + found;
            let header = self.bytes.get(start..).unwrap_or_default();
            if let Some(name) = local_name(header) {
                self.entries.entry(part_name(name)).or_insert(start);
            }
            offset = start + 4;
            if self.entries.len() > ENTRIES {
                return;
            }
        }
        if !self.entries.is_empty() {
            self.problem("damaged: the directory of the file is missing".into());
        }
    }

    /// The bytes of an entry, and whether that is all of them.
    fn inflate(&mut self, entry: usize) -> Result<(Vec<u8>, bool), String> {
        let left = self.left;
        if let Some(archive) = &mut self.archive {
            let mut file = archive.by_index(entry).map_err(|error| short(&error))?;
            let packed = file.compressed_size();
            return read_within(&mut file, packed, left);
        }
        let mut rest = self.bytes.get(entry..).unwrap_or_default();
        let size = rest.len() as u64;
        let options = ZipReadOptions::new().override_compressed_size(size).ignore_crc32(true);
        let file = read_zipfile_from_stream_with_options(&mut rest, options).map_err(|error| short(&error))?;
        let mut file = file.ok_or("damaged")?;
        read_within(&mut file, size, left)
    }
}

impl Relations {
    /// The relation with this id.
    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id).and_then(|index| self.list.get(*index))
    }

    /// The part that a relationship id leads to.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.get(id).map(|relation| relation.target.as_str())
    }

    /// The relations of a kind, in the order of the file.
    pub(super) fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Relation> {
        self.list.iter().filter(move |relation| relation.kind == kind)
    }

    /// The first part of a kind.
    pub(super) fn first(&self, kind: &str) -> Option<String> {
        self.list.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone())
    }

    fn parse(text: &str, folder: &str) -> Self {
        let mut xml = Xml::new(text);
        let mut relations = Self::default();
        let Some(root) = xml.root() else {
            return Self::default();
        };
        while let Some(element) = xml.child(root.inside) {
            let external = element.attr("TargetMode").is_some_and(|mode| mode == "External");
            let (Some(id), Some(kind), Some(target)) =
                (element.attr("Id"), element.attr("Type"), element.attr("Target"))
            else {
                continue;
            };
            if !external {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.by_id.insert(id.clone(), relations.list.len());
                relations.list.push(Relation { id, kind, target: resolve(folder, &target) });
            }
        }
        relations
    }
}

/// A path relative to a folder of the package, or absolute with a leading slash.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// Names are compared as the packaging standard has it: without case; some programs write backslashes.
fn part_name(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn local_name(header: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*header.get(26)?) + (usize::from(*header.get(27)?) << 8);
    header.get(30..30 + length).filter(|name| !name.is_empty())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Reads a part unless it inflates beyond the limits; a damaged one as far as it goes.
fn read_within(file: &mut impl Read, packed: u64, left: u64) -> Result<(Vec<u8>, bool), String> {
    let limit = packed.saturating_mul(RATIO).clamp(RATIO_FREE, PART_BYTES).min(left);
    let mut bytes = Vec::new();
    let whole = file.take(limit + 1).read_to_end(&mut bytes).is_ok();
    if bytes.len() as u64 > limit {
        return Err("left out, inflates beyond the limit".into());
    }
    Ok((bytes, whole))
}

fn short(error: &zip::result::ZipError) -> String {
    match error {
        zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("Password") => "encrypted".into(),
        zip::result::ZipError::CompressionMethodNotSupported(_) => "unknown compression".into(),
        _ => "damaged".into(),
    }
}

/// Parts are UTF-8 as good as always; otherwise UTF-16 by its mark, or what the declaration names.
fn decode(bytes: Vec<u8>) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return encoding.decode(&bytes).0.into_owned();
    }
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(&bytes)).into_owned();
        let named = head.split_once("encoding=").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
        let encoding = named.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
        encoding.unwrap_or(encoding_rs::UTF_8).decode(&bytes).0.into_owned()
    })
}

/// What an OLE2 file under a zip format's name is.
fn ole2_reason(bytes: &[u8]) -> &'static str {
    let stream = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide).is_some()
    };
    if stream("EncryptedPackage") {
        return "encrypted";
    }
    for (name, reason) in [
        ("WordDocument", "legacy format (DOC)"),
        ("Workbook", "legacy format (XLS)"),
        ("PowerPoint Document", "legacy format (PPT)"),
    ] {
        if stream(name) {
            return reason;
        }
    }
    "encrypted"
}

#[cfg(test)]
mod tests {
    use super::super::testing::zip;
    use super::*;

    #[test]
    fn paths_are_resolved() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("ppt/slides", "../notesSlides/n1.xml"), "ppt/notesSlides/n1.xml");
        assert_eq!(resolve("word", "/xl/./a.xml"), "xl/a.xml");
        assert_eq!(resolve("", "../../a.xml"), "a.xml");
    }

    #[test]
    fn a_part_that_inflates_too_far_is_left_out() {
        let big = " ".repeat(40 << 20);
        let bytes = zip(&[("a.xml", big.as_str()), ("b.xml", "<b/>")]);
        let mut package = Package::open(&bytes, Limits::default()).expect("opens");
        assert_eq!(package.part("a.xml"), None);
        assert_eq!(package.part("B.XML").as_deref(), Some("<b/>"));
        assert_eq!(package.take_problems(), ["a.xml: left out, inflates beyond the limit"]);
    }

    #[test]
    fn a_file_without_its_end_is_read_by_local_headers() {
        let noise: String = (0..4000_u32).map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761))).collect();
        let bytes = zip(&[("a.xml", "<a/>"), ("b.xml", &noise)]);
        let mut package = Package::open(&bytes[..bytes.len() / 2], Limits::default()).expect("opens");
        assert_eq!(package.part("a.xml").as_deref(), Some("<a/>"));
        let cut = package.part("b.xml").expect("the beginning");
        assert!(!cut.is_empty() && noise.starts_with(&cut));
        assert_eq!(package.take_problems().len(), 2);
    }

    #[test]
    fn what_is_no_zip_is_said() {
        assert_eq!(Package::open(b"hello", Limits::default()).err().as_deref(), Some("corrupt: not a zip file"));
        let mut ole = OLE2.to_vec();
        assert_eq!(Package::open(&ole, Limits::default()).err().as_deref(), Some("encrypted"));
        ole.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(Package::open(&ole, Limits::default()).err().as_deref(), Some("legacy format (DOC)"));
        let small = Limits { file_bytes: 3, ..Limits::default() };
        assert_eq!(Package::open(b"hello", small).err().as_deref(), Some("larger than 0 MiB"));
    }

    #[test]
    fn other_encodings_are_decoded() {
        assert_eq!(decode(vec![0xFF, 0xFE, b'<', 0, b'a', 0]), "<a");
        assert_eq!(decode(b"<?xml version='1.0' encoding='ISO-8859-1'?>\xE9".to_vec()).chars().last(), Some('é'));
        assert_eq!(decode("\u{feff}<é/>".into()), "<é/>");
    }
}
