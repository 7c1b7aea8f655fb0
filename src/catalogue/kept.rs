//! A loaded catalogue and its compiled words as bytes, for a later run of the same program: reading them
//! takes a fraction of the time that loading and compiling take.

use serde::{Deserialize, Serialize};

use super::{Catalogue, Meaning};

/// What the bytes hold. A language's words stand beside the catalogue, because its exports leave them out;
/// where rules are written is not kept: only a catalogue without mistakes is, and nothing else asks.
#[derive(Serialize)]
struct Written<'a> {
    catalogue: &'a Catalogue,
    words: Vec<&'a [(Meaning, String)]>,
}

/// [`Written`], read again.
#[derive(Deserialize)]
struct Read {
    catalogue: Catalogue,
    words: Vec<Vec<(Meaning, String)>>,
}

/// A catalogue as bytes.
#[must_use]
pub fn to_bytes(catalogue: &Catalogue) -> Option<Vec<u8>> {
    let words = catalogue.languages.values().map(|language| language.words.as_slice()).collect();
    postcard::to_stdvec(&Written { catalogue, words }).ok()
}

/// The catalogue that became these bytes; `None` for other bytes.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Option<Catalogue> {
    let Read { mut catalogue, words } = postcard::from_bytes(bytes).ok()?;
    if words.len() != catalogue.languages.len() {
        return None;
    }
    for (language, words) in catalogue.languages.values_mut().zip(words) {
        language.words = words;
    }
    Some(catalogue)
}
