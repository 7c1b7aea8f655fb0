//! The files of `controls/` as people write them. Nothing here is checked beyond its shape; what the
//! program uses is built from it in [`super::load`].

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// Text with its place in the file.
pub(super) type Text = Spanned<String>;
/// Language code → word patterns.
pub(super) type Words = BTreeMap<String, Vec<Text>>;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clause {
    pub clause: Text,
    pub title: String,
    #[serde(default)]
    pub parties: Option<super::Parties>,
    #[serde(default)]
    pub note: Option<String>,
    pub obligations: Vec<Obligation>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Obligation {
    pub id: Text,
    pub asks: String,
    pub kind: super::Kind,
    #[serde(default)]
    pub basis: super::Basis,
    #[serde(default)]
    pub needs: Option<super::Rung>,
    #[serde(default = "one")]
    pub weight: u8,
    #[serde(default)]
    pub interval: bool,
    #[serde(default)]
    pub parties: Option<super::Parties>,
    #[serde(default)]
    pub no_occurrence: Option<String>,
    pub evidence: Vec<Check>,
    pub remedy: String,
    pub ask: Vec<String>,
    #[serde(default)]
    pub sample: Vec<String>,
    #[serde(default)]
    pub good: Option<String>,
}

fn one() -> u8 {
    1
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Check {
    Document(Documents),
    Record(Documents),
    Register(Registers),
    Any(Vec<Check>),
    Ask(String),
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Documents {
    #[serde(rename = "type")]
    pub types: Spanned<OneOrMany>,
    #[serde(default)]
    pub topics: Vec<Text>,
    #[serde(default)]
    pub within: Option<Text>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registers {
    #[serde(rename = "type")]
    pub types: Spanned<OneOrMany>,
    #[serde(default)]
    pub columns: Vec<Text>,
    #[serde(default)]
    pub within: Option<Text>,
    #[serde(default)]
    pub rows: Option<u32>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentType {
    pub title: String,
    pub about: String,
    #[serde(default)]
    pub clauses: Vec<Text>,
    pub asked: super::Asked,
    pub form: super::Form,
    #[serde(default)]
    pub control: super::Control,
    #[serde(default)]
    pub part_of: Vec<Text>,
    pub names: Words,
    #[serde(default)]
    pub topics: BTreeMap<String, Topic>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterType {
    pub title: String,
    pub about: String,
    #[serde(default)]
    pub clauses: Vec<Text>,
    pub asked: super::Asked,
    pub names: Words,
    pub columns: BTreeMap<String, Column>,
    #[serde(default)]
    pub rules: Vec<RowRule>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowRule {
    pub id: Text,
    pub says: String,
    pub grade: super::Grade,
    #[serde(default)]
    pub obligations: Vec<Text>,
    #[serde(default)]
    pub remedy: Option<String>,
    pub when: Text,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub id: Text,
    pub title: String,
    #[serde(default)]
    pub clauses: Vec<Text>,
    #[serde(default)]
    pub obligations: Vec<Text>,
    pub grade: super::Grade,
    pub says: String,
    pub remedy: String,
    pub sql: Text,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageWords {
    #[serde(default)]
    pub documents: BTreeMap<String, TypeWords>,
    #[serde(default)]
    pub registers: BTreeMap<String, RegisterWords>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeWords {
    #[serde(default)]
    pub names: Vec<Text>,
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<Text>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterWords {
    #[serde(default)]
    pub names: Vec<Text>,
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<Text>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Language {
    pub language: Text,
    pub title: String,
    #[serde(default)]
    pub tokens: super::Tokens,
    #[serde(default)]
    pub inflections: Vec<String>,
    pub negation: Vec<Text>,
    pub promise: Vec<Text>,
    pub definition: Vec<Text>,
    pub commitment: Vec<Text>,
    pub reference: Vec<Text>,
    pub draft: Vec<Text>,
    pub superseded: Vec<Text>,
    pub in_force: Vec<Text>,
    pub template: Vec<Text>,
    pub folders: BTreeMap<String, Vec<Text>>,
    pub labels: BTreeMap<String, Vec<Text>>,
    pub months: Vec<Vec<String>>,
    pub date_order: String,
    pub intervals: BTreeMap<String, Vec<Text>>,
    pub legal_forms: Vec<String>,
    pub people: Vec<Text>,
    pub values: BTreeMap<String, Vec<Text>>,
}

/// One id, or a list of alternatives.
#[derive(Debug)]
pub(super) struct OneOrMany(pub Vec<String>);

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
pub(super) trait Mixed: Default {
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
pub(super) struct Topic {
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
pub(super) struct Column {
    pub kind: super::ColumnKind,
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
