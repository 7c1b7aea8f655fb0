//! The names of an organisation: one, or several where a group's companies are assessed as one.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Names, the one to be printed first.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) Vec<String>);

// By hand, as an untagged enum would lose where a mistake stands.
impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name, or a list of names")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Names, E> {
        match name.trim() {
            "" => Err(E::custom("an organisation has a name")),
            name => Ok(Names(vec![name.to_owned()])),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Names, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element::<String>()? {
            names.extend(self::NamesVisitor.visit_str::<A::Error>(&name)?.0);
        }
        if names.is_empty() { Err(A::Error::custom("an organisation has a name")) } else { Ok(Names(names)) }
    }
}
