//! YAML and JSON. YAML is read as events, which gives every value its line and leaves scalars as
//! they were written; aliases are followed only while a budget lasts.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Options, Parser};
use serde_json::Value as Json;

use super::builder::Builder;
use super::node::{Node, Value};
use super::{Limits, Reading, data, encoding};

/// Values one file may hold after its aliases are followed.
const NODES: usize = 2_000_000;
/// Nesting, aliases included: what walks the values later is recursive.
const DEPTH: usize = 100;

/// Reads YAML, one or many documents.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let (text, mut builder) = match encoding::open(bytes, limits) {
        Ok(opened) => opened,
        Err(unread) => return unread,
    };
    let parsed = parse(&text);
    for document in &parsed.documents {
        data::tell(&mut builder, document, limits);
    }
    for problem in parsed.problems {
        builder.problem(problem);
    }
    let Some((line, _)) = parsed.error else {
        return builder.finish();
    };
    builder.problem(format!("line {line}: not valid YAML, read as text from there"));
    // Charts, playbooks and templates are YAML only once they are filled in.
    let from = line_offset(&text, parsed.whole_until);
    builder.close(1);
    super::plain::lines_into(&mut builder, &text[from..], parsed.whole_until);
    builder.finish()
}

/// Reads JSON, or one JSON value a line.
pub(super) fn read_json(bytes: &[u8], limits: Limits) -> Reading {
    let (text, mut builder) = match encoding::open(bytes, limits) {
        Ok(opened) => opened,
        Err(unread) => return unread,
    };
    let mut values: Vec<Node> = Vec::new();
    let mut error = None;
    for value in serde_json::Deserializer::from_str(&text).into_iter::<Json>() {
        match value {
            Ok(value) => values.push(from_json(value)),
            Err(found) => error = Some(found),
        }
    }
    match error {
        Some(error) if values.is_empty() => {
            return commented_json(&text, limits)
                .unwrap_or_else(|| Reading::unread(format!("corrupt: not valid JSON (line {})", error.line())));
        }
        Some(error) => builder.problem(format!("line {}: not valid JSON, left out from there", error.line())),
        None => {}
    }
    tell_json(&mut builder, values, limits);
    builder.finish()
}

fn tell_json(builder: &mut Builder, mut values: Vec<Node>, limits: Limits) {
    if values.len() == 1 {
        data::tell(builder, &values.remove(0), limits);
    } else {
        // One value a line: they are the rows of one table.
        data::tell(builder, &Node { line: None, value: Value::List(values) }, limits);
    }
}

/// JSON with comments or a comma too many, as configuration files have it, is YAML near enough.
fn commented_json(text: &str, limits: Limits) -> Option<Reading> {
    let without: String = text
        .lines()
        .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    let parsed = parse(&without);
    if parsed.error.is_some()
        || !parsed.documents.iter().any(|node| matches!(node.value, Value::Map(_) | Value::List(_)))
    {
        return None;
    }
    let mut builder = Builder::new(limits);
    for document in &parsed.documents {
        data::tell(&mut builder, document, limits);
    }
    Some(builder.finish())
}

fn from_json(value: Json) -> Node {
    let value = match value {
        Json::Null => Value::Nothing,
        Json::Bool(value) => Value::Scalar(value.to_string()),
        Json::Number(value) => Value::Scalar(value.to_string()),
        Json::String(value) => Value::Scalar(value),
        Json::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        Json::Object(entries) => Value::Map(entries.into_iter().map(|(key, value)| (key, from_json(value))).collect()),
    };
    Node { line: None, value }
}

/// What came of parsing YAML.
pub(super) struct Parsed {
    /// The documents before the first mistake.
    pub(super) documents: Vec<Node>,
    /// The first mistake: its line and what it is.
    pub(super) error: Option<(u32, String)>,
    /// The line at which the document with the mistake begins.
    whole_until: u32,
    /// Aliases that were not followed.
    pub(super) problems: Vec<String>,
}

/// Parses YAML as far as it goes.
pub(super) fn parse(text: &str) -> Parsed {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.block_nesting_limit = DEPTH;
    options.flow_nesting_limit = DEPTH;
    let mut tree = Tree { left: NODES, ..Tree::default() };
    let mut parsed = Parsed { documents: Vec::new(), error: None, whole_until: 1, problems: Vec::new() };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let line = u32::try_from(error.marker().line()).unwrap_or(1);
                parsed.error = Some((line, error.to_string()));
                break;
            }
        };
        let line = u32::try_from(span.start.line()).unwrap_or(u32::MAX).max(1);
        if matches!(event, Event::DocumentEnd) {
            parsed.documents.extend(tree.root.take());
            tree.anchors.clear();
            parsed.whole_until = line;
        }
        tree.event(event, line);
        if tree.left == 0 {
            parsed.problems.push(format!("line {line}: values beyond {NODES} left out"));
            break;
        }
    }
    if tree.refused {
        parsed.problems.push("aliases beyond the limit left out".into());
    }
    parsed
}

/// The byte at which a 1-based line begins.
fn line_offset(text: &str, line: u32) -> usize {
    let before = line.saturating_sub(1) as usize;
    text.split_inclusive('\n').take(before).map(str::len).sum()
}

/// A list or map that is still open.
struct Open {
    node: Node,
    anchor: usize,
    /// The key of a map that waits for its value.
    key: Option<(String, Option<u32>)>,
    size: usize,
    depth: usize,
}

/// A finished node that an alias may name.
struct Anchored {
    node: Node,
    size: usize,
    depth: usize,
}

#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Anchored>,
    left: usize,
    refused: bool,
}

impl Tree {
    fn event(&mut self, event: Event<'_>, line: u32) {
        let line = Some(line);
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == granit_parser::ScalarStyle::Plain;
                let nothing = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if nothing { Value::Nothing } else { Value::Scalar(text.into_owned()) };
                self.done(Node { line, value }, anchor, 1, 0);
            }
            Event::SequenceStart(_, anchor, _) => self.start(Node { line, value: Value::List(Vec::new()) }, anchor),
            Event::MappingStart(_, anchor, _) => self.start(Node { line, value: Value::Map(Vec::new()) }, anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.done(open.node, open.anchor, open.size + 1, open.depth + 1);
                }
            }
            Event::Alias(anchor) => self.alias(anchor, line),
            Event::UnresolvedAlias(name) => {
                self.done(Node { line, value: Value::Scalar(format!("*{name}")) }, 0, 1, 0);
            }
            _ => {}
        }
    }

    fn start(&mut self, node: Node, anchor: usize) {
        self.open.push(Open { node, anchor, key: None, size: 0, depth: 0 });
    }

    fn alias(&mut self, anchor: usize, line: Option<u32>) {
        let fits = self
            .anchors
            .get(&anchor)
            .filter(|found| found.size < self.left / 2 && found.depth + self.open.len() < DEPTH)
            .map(|found| (found.node.clone(), found.size, found.depth));
        if let Some((node, size, depth)) = fits {
            self.done(Node { line, ..node }, 0, size, depth);
        } else {
            self.refused = true;
            self.done(Node { line, value: Value::Nothing }, 0, 1, 0);
        }
    }

    fn done(&mut self, node: Node, anchor: usize, size: usize, depth: usize) {
        self.left = self.left.saturating_sub(if self.open.is_empty() { 1 } else { size.min(self.left) }.max(1));
        if anchor > 0 {
            if size * 2 < self.left {
                self.left -= size;
                self.anchors.insert(anchor, Anchored { node: node.clone(), size, depth });
            } else {
                self.refused = true;
            }
        }
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        parent.size += size;
        parent.depth = parent.depth.max(depth);
        match &mut parent.node.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match parent.key.take() {
                None => parent.key = Some((node.one_line(), node.line)),
                Some((key, _)) if key == "<<" => merge(entries, node),
                Some((key, line)) => {
                    // A list begins with its key, not with its first item.
                    let own = matches!(node.value, Value::Nothing | Value::Scalar(_));
                    let line = if own { node.line } else { line };
                    entries.push((key, Node { line, ..node }));
                }
            },
            Value::Nothing | Value::Scalar(_) => {}
        }
    }
}

/// `<<: *defaults`: what is not said here is taken from there.
fn merge(entries: &mut Vec<(String, Node)>, node: Node) {
    match node.value {
        Value::Map(inherited) => {
            let known: HashSet<String> = entries.iter().map(|(key, _)| key.clone()).collect();
            entries.extend(inherited.into_iter().filter(|(key, _)| !known.contains(key)));
        }
        Value::List(maps) => maps.into_iter().for_each(|map| merge(entries, map)),
        Value::Nothing | Value::Scalar(_) => {}
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
