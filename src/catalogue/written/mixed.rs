//! Shapes that serde cannot derive without losing positions: one or many, and words beside other keys.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Words;
use crate::catalogue::ColumnKind;

/// One id, or a list of alternatives.
#[derive(Debug)]
pub(in crate::catalogue) struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Many;
        impl<'de> Visitor<'de> for Many {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id or a list of ids")
            }
            fn visit_str<E>(self, one: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![one.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut many = Vec::new();
                while let Some(one) = seq.next_element()? {
                    many.push(one);
                }
                Ok(OneOrMany(many))
            }
        }
        deserializer.deserialize_any(Many)
    }
}

/// A mapping in which some keys have a meaning of their own and every other key is a language code.
pub(in crate::catalogue) trait Mixed: Default {
    const EXPECTS: &'static str;
    /// Takes a key that is not a language; `false` when it is one.
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;
    fn words(&mut self) -> &mut Words;
}

struct MixedVisitor<T>(PhantomData<T>);

impl<'de, T: Mixed> Visitor<'de> for MixedVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTS)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut value = T::default();
        while let Some(key) = map.next_key::<String>()? {
            if !value.take(&key, &mut map)? {
                let words = map.next_value()?;
                value.words().insert(key, words);
            }
        }
        Ok(value)
    }
}

/// What a topic is about, and the words for it.
#[derive(Debug, Default)]
pub(in crate::catalogue) struct Topic {
    pub says: String,
    pub words: Words,
}

impl Mixed for Topic {
    const EXPECTS: &'static str = "`says` and word lists by language";
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        if key == "says" {
            self.says = map.next_value()?;
        }
        Ok(key == "says")
    }
    fn words(&mut self) -> &mut Words {
        &mut self.words
    }
}

impl<'de> Deserialize<'de> for Topic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MixedVisitor(PhantomData))
    }
}

/// A register's column, and the words for it.
#[derive(Debug, Default)]
pub(in crate::catalogue) struct Column {
    pub kind: ColumnKind,
    pub identifies: bool,
    pub words: Words,
}

impl Mixed for Column {
    const EXPECTS: &'static str = "`type`, `identifies` and word lists by language";
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "type" => self.kind = map.next_value()?,
            "identifies" => self.identifies = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn words(&mut self) -> &mut Words {
        &mut self.words
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MixedVisitor(PhantomData))
    }
}
