//! A value of nested data, as YAML and JSON have it, and its short forms.

use super::Place;
use super::builder::{fold, line};

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) line: Option<u32>,
    pub(super) value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Whether it is a map.
    pub(super) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Its line as a place.
    pub(super) fn place(&self) -> Place {
        self.line.map_or_else(Place::default, line)
    }

    /// The value in one line: `a; b` for lists, `key: value, key: value` for maps.
    pub(super) fn one_line(&self) -> String {
        match &self.value {
            Value::Nothing => String::new(),
            Value::Scalar(text) => fold(text),
            Value::List(items) => joined(items.iter().map(Node::one_line), "; "),
            Value::Map(entries) => joined(
                entries
                    .iter()
                    .filter(|(_, node)| node.value != Value::Nothing)
                    .map(|(key, node)| format!("{key}: {}", node.one_line())),
                ", ",
            ),
        }
    }

    /// Every scalar with its path (`a.b`); lists are joined.
    pub(super) fn flat(&self, path: &str, out: &mut Vec<(String, String, Option<u32>)>) {
        match &self.value {
            // A key without a value says that something is due and missing.
            Value::Nothing if path.is_empty() => {}
            Value::Nothing => out.push((path.to_string(), String::new(), self.line)),
            Value::Map(entries) => {
                for (key, node) in entries {
                    node.flat(&dotted(path, key), out);
                }
            }
            Value::Scalar(_) | Value::List(_) => {
                out.push((path.to_string(), self.one_line(), self.line));
            }
        }
    }

    /// What a person would call this entry.
    pub(super) fn label(&self) -> Option<String> {
        let Value::Map(entries) = &self.value else {
            return None;
        };
        ["id", "name", "title", "key", "ref"].iter().find_map(|wanted| {
            entries.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted)).and_then(|(_, node)| match &node.value {
                Value::Scalar(text) => Some(fold(text)),
                _ => None,
            })
        })
    }
}

pub(super) fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

pub(super) fn dotted(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}.{key}") }
}
