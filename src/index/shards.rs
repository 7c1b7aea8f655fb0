//! Facts made on several machines, each of its share of the files, brought together to what one run would have had.
//! Shards that do not belong together are refused with the reason: a gap in the evidence must never look like a gap
//! of the organisation.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Entry, Unread};
use crate::problem::Problem;

/// Most shards that a folder is cut into.
pub const MOST: u32 = 100_000;

/// One of so many parts of the files, from 1: `3/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    /// Which part.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Share {
    /// Whether the file at this position of the sorted list belongs to it. Neighbours go to different shards: a
    /// folder of heavy files is shared by all.
    #[must_use]
    pub fn takes(self, position: usize) -> bool {
        position % self.of as usize == self.number as usize - 1
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let parts = written.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        let share = parts.map(|(number, of)| Self { number, of });
        share
            .filter(|share| (1..=share.of).contains(&share.number) && share.of <= MOST)
            .ok_or_else(|| format!("write the shard's number and how many there are, such as 3/16, at most {MOST}"))
    }
}

/// What a shard was made by and of: shards that are joined have it in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The version of this program.
    pub version: String,
    /// The very build of it: hash of its file, hexadecimal. Another may read a document another way.
    pub build: String,
    /// SHA-256 of the catalogue.
    pub catalogue: String,
    /// Digest of the list of files: their paths and sizes, without what the profile leaves out.
    pub listing: String,
    /// Digest of what the profile leaves out and limits the files to.
    pub chosen: String,
    /// Files left out by ignore files, conventions and the profile.
    pub ignored: usize,
    /// What stood beside the documents and is read by who joins the shards.
    pub beside: Beside,
}

/// What stood beside the documents when the shards were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// A profile.
    pub profile: bool,
    /// What people decided.
    pub determinations: bool,
    /// A git history that was to be read.
    pub history: bool,
}

/// The facts of a share of the files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shard {
    /// By and of what.
    pub made: Made,
    /// Which files.
    pub share: Share,
    /// Those that were read, each with its hash.
    pub documents: Vec<Entry>,
    /// Those that were not. What could not even be walked stands in the first shard.
    pub unread: Vec<Unread>,
}

/// All shards of a folder together.
#[derive(Debug)]
pub struct Joined {
    /// By and of what.
    pub made: Made,
    /// What was read, in no order.
    pub documents: Vec<Entry>,
    /// What was not.
    pub unread: Vec<Unread>,
}

/// The first bytes of a shard's file; the number changes with what stands in it.
const MARK: &[u8] = b"iso20k shard 1\n";
/// Of the checksum.
const SUM: usize = 32;

impl Shard {
    /// A shard as the bytes of its file.
    ///
    /// # Errors
    /// When it cannot be written as bytes at all.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let body = postcard::to_stdvec(self).map_err(|error| error.to_string())?;
        Ok([MARK, blake3::hash(&body).as_bytes(), &body].concat())
    }

    /// The shard that became these bytes.
    ///
    /// # Errors
    /// Why they are none: another file, one of another version, or a damaged one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let kind = MARK.len() - 2;
        let Some(rest) = bytes.strip_prefix(MARK) else {
            let is_shard = bytes.get(..kind) == Some(&MARK[..kind]);
            let of = if is_shard { "a shard of another version of iso20k" } else { "no shard of iso20k" };
            return Err(format!("is {of}"));
        };
        let (sum, body) = rest.split_at_checked(SUM).ok_or("is cut off")?;
        if sum != blake3::hash(body).as_bytes() {
            return Err("is damaged: its checksum does not hold".into());
        }
        postcard::from_bytes(body).map_err(|_| "is a shard of another build of iso20k".into())
    }
}

/// Joins all shards of one folder, each with the name of its file.
///
/// # Errors
/// Everything by which they do not belong together.
pub fn join(shards: Vec<(String, Shard)>) -> Result<Joined, Vec<Problem>> {
    let Some((first, of)) = shards.first().map(|(name, shard)| ((name.clone(), shard.made.clone()), shard.share.of))
    else {
        return Err(vec![Problem::error("shards", "none were given")]);
    };
    let mut problems: Vec<Problem> = Vec::new();
    for (name, shard) in &shards {
        problems.extend(differs(&first.1, &shard.made, &first.0).map(|what| Problem::error(name, what).hint(AGAIN)));
        if shard.share.of != of {
            let what = format!("is shard {}, and {} is one of {of}", shard.share, first.0);
            problems.push(Problem::error(name, what).hint("give the shards of one run"));
        }
    }
    if problems.is_empty() {
        problems.extend(incomplete(&shards, of));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut joined = Joined { made: first.1, documents: Vec::new(), unread: Vec::new() };
    for (_, shard) in shards {
        joined.documents.extend(shard.documents);
        joined.unread.extend(shard.unread);
    }
    Ok(joined)
}

const AGAIN: &str = "make all shards with the same program, catalogue and profile from the same folder";

/// In what two shards differ that makes them no parts of one whole.
#[must_use]
pub fn differs(one: &Made, other: &Made, of: &str) -> Option<String> {
    let Made { version, build, catalogue, listing, chosen, ignored, beside } = one;
    let than = |what: &str| Some(format!("was made {what} than {of}"));
    if *version != other.version {
        return Some(format!("was made by iso20k {}, {of} by iso20k {version}", other.version));
    }
    if *catalogue != other.catalogue {
        return than("with another catalogue");
    }
    if *build != other.build {
        return than(&format!("by another build of iso20k {version}"));
    }
    if *chosen != other.chosen {
        return than("with a profile that leaves out other files");
    }
    if *listing != other.listing || *ignored != other.ignored {
        return than("of another list of files");
    }
    if *beside != other.beside {
        return than("with another profile, record of determinations or git history beside the documents");
    }
    None
}

/// Shards that are given twice or not at all.
fn incomplete(shards: &[(String, Shard)], of: u32) -> Vec<Problem> {
    let mut given: BTreeMap<u32, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, shard) in shards {
        if let Some(known) = given.insert(shard.share.number, name) {
            let what = format!("is shard {}, and so is {known}", shard.share);
            problems.push(Problem::error(name, what).hint("give every shard once"));
        }
    }
    let missing: Vec<String> =
        (1..=of).filter(|number| !given.contains_key(number)).map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        let (some, more) = missing.split_at(missing.len().min(20));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let what = format!("of {of} there is no {}{more}", some.join(", "));
        let hint = format!("make it: iso20k index DIR --shard {}/{of}", some[0]);
        problems.push(Problem::error("shards", what).hint(hint));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(share: &str, change: impl Fn(&mut Made)) -> (String, Shard) {
        let mut made = Made {
            version: "1.0".into(),
            build: "aa".into(),
            catalogue: "bb".into(),
            listing: "cc".into(),
            chosen: "dd".into(),
            ignored: 2,
            beside: Beside::default(),
        };
        change(&mut made);
        let share: Share = share.parse().unwrap();
        let unread = vec![Unread { path: format!("{}.doc", share.number), reason: "legacy".into() }];
        (format!("{}.idx", share.number), Shard { made, share, documents: Vec::new(), unread })
    }

    fn same(_: &mut Made) {}

    fn refused(shards: Vec<(String, Shard)>) -> String {
        join(shards).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn shares_are_written_and_cut_the_list() {
        for wrong in ["", "3", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3", "1/100001"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
        let taken = |share: &str| (0..7).filter(|at| share.parse::<Share>().unwrap().takes(*at)).collect::<Vec<_>>();
        assert_eq!([taken("1/3"), taken("2/3"), taken("3/3")], [vec![0, 3, 6], vec![1, 4], vec![2, 5]]);
    }

    #[test]
    fn all_shards_in_any_order_are_joined() {
        let joined = join(vec![shard("2/3", same), shard("3/3", same), shard("1/3", same)]).unwrap();
        assert_eq!((joined.unread.len(), joined.made.ignored), (3, 2));
        assert!(join(Vec::new()).is_err());
    }

    #[test]
    fn lost_doubled_and_strange_shards_are_refused() {
        type Change = fn(&mut Made);
        let lost = refused(vec![shard("2/3", same)]);
        assert!(lost.contains("of 3 there is no 1, 3") && lost.contains("--shard 1/3"), "{lost}");
        let many = refused(vec![shard("1/90", same)]);
        assert!(many.contains("20, 21 and 69 more"), "{many}");
        let doubled = refused(vec![shard("1/2", same), shard("1/2", same), shard("2/2", same)]);
        assert!(doubled.contains("1.idx: is shard 1/2, and so is 1.idx"), "{doubled}");
        let mixed = refused(vec![shard("1/2", same), shard("2/3", same)]);
        assert!(mixed.contains("is shard 2/3, and 1.idx is one of 2"), "{mixed}");
        let changes: [(Change, &str); 7] = [
            (|made| made.version = "2.0".into(), "made by iso20k 2.0, 1.idx by iso20k 1.0"),
            (|made| made.build = "x".into(), "another build of iso20k 1.0"),
            (|made| made.catalogue = "x".into(), "another catalogue"),
            (|made| made.listing = "x".into(), "another list of files"),
            (|made| made.ignored = 3, "another list of files"),
            (|made| made.chosen = "x".into(), "a profile that leaves out other files"),
            (|made| made.beside.profile = true, "another profile"),
        ];
        for (change, says) in changes {
            let said = refused(vec![shard("1/2", same), shard("2/2", change)]);
            assert!(said.contains("2.idx: was made") && said.contains(says), "{said}");
        }
    }

    #[test]
    fn only_whole_shards_come_back() {
        let (_, shard) = shard("2/3", same);
        let bytes = shard.to_bytes().unwrap();
        assert_eq!(Shard::from_bytes(&bytes).unwrap().unread, shard.unread);
        let mut flipped = bytes.clone();
        *flipped.last_mut().unwrap() ^= 1;
        let mut newer = bytes.clone();
        newer[MARK.len() - 2] = b'9';
        let cut = bytes[..MARK.len() + 5].to_vec();
        for (bytes, says) in
            [(flipped, "damaged"), (newer, "another version"), (cut, "cut off"), (vec![1; 90], "no shard")]
        {
            let said = Shard::from_bytes(&bytes).unwrap_err();
            assert!(said.contains(says), "{said}");
        }
    }
}
