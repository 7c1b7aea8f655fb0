//! YAML and JSON. YAML is read as events, which gives every value its line and leaves scalars as
//! they were written; aliases are followed only while a budget lasts.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser};
use serde_json::Value as Json;

use super::builder::Builder;
use super::data::{self, Node, Value};
use super::{Limits, Reading, encoding};

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
    builder.problem(format!(
        "line {line}: not valid YAML, read as text from there"
    ));
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
            return commented_json(&text, limits).unwrap_or_else(|| {
                Reading::unread(format!("corrupt: not valid JSON (line {})", error.line()))
            });
        }
        Some(error) => builder.problem(format!(
            "line {}: not valid JSON, left out from there",
            error.line()
        )),
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
        data::tell(
            builder,
            &Node {
                line: None,
                value: Value::List(values),
            },
            limits,
        );
    }
}

/// JSON with comments or a comma too many, as configuration files have it, is YAML near enough.
fn commented_json(text: &str, limits: Limits) -> Option<Reading> {
    let without: String = text
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n");
    let parsed = parse(&without);
    if parsed.error.is_some()
        || !parsed
            .documents
            .iter()
            .any(|node| matches!(node.value, Value::Map(_) | Value::List(_)))
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
        Json::Object(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key, from_json(value)))
                .collect(),
        ),
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
    let mut tree = Tree {
        left: NODES,
        ..Tree::default()
    };
    let mut parsed = Parsed {
        documents: Vec::new(),
        error: None,
        whole_until: 1,
        problems: Vec::new(),
    };
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
            parsed
                .problems
                .push(format!("line {line}: values beyond {NODES} left out"));
            break;
        }
    }
    if tree.refused {
        parsed
            .problems
            .push("aliases beyond the limit left out".into());
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
    key: Option<String>,
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
                let value = if nothing {
                    Value::Nothing
                } else {
                    Value::Scalar(text.into_owned())
                };
                self.done(Node { line, value }, anchor, 1, 0);
            }
            Event::SequenceStart(_, anchor, _) => self.start(
                Node {
                    line,
                    value: Value::List(Vec::new()),
                },
                anchor,
            ),
            Event::MappingStart(_, anchor, _) => self.start(
                Node {
                    line,
                    value: Value::Map(Vec::new()),
                },
                anchor,
            ),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.done(open.node, open.anchor, open.size + 1, open.depth + 1);
                }
            }
            Event::Alias(anchor) => self.alias(anchor, line),
            Event::UnresolvedAlias(name) => {
                self.done(
                    Node {
                        line,
                        value: Value::Scalar(format!("*{name}")),
                    },
                    0,
                    1,
                    0,
                );
            }
            _ => {}
        }
    }

    fn start(&mut self, node: Node, anchor: usize) {
        self.open.push(Open {
            node,
            anchor,
            key: None,
            size: 0,
            depth: 0,
        });
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
            self.done(
                Node {
                    line,
                    value: Value::Nothing,
                },
                0,
                1,
                0,
            );
        }
    }

    fn done(&mut self, node: Node, anchor: usize, size: usize, depth: usize) {
        self.left = self.left.saturating_sub(
            if self.open.is_empty() {
                1
            } else {
                size.min(self.left)
            }
            .max(1),
        );
        if anchor > 0 {
            if size * 2 < self.left {
                self.left -= size;
                self.anchors.insert(
                    anchor,
                    Anchored {
                        node: node.clone(),
                        size,
                        depth,
                    },
                );
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
                None => parent.key = Some(node.one_line()),
                Some(key) if key == "<<" => merge(entries, node),
                Some(key) => entries.push((key, node)),
            },
            Value::Nothing | Value::Scalar(_) => {}
        }
    }
}

/// `<<: *defaults`: what is not said here is taken from there.
fn merge(entries: &mut Vec<(String, Node)>, node: Node) {
    match node.value {
        Value::Map(inherited) => {
            for (key, value) in inherited {
                if !entries.iter().any(|(known, _)| *known == key) {
                    entries.push((key, value));
                }
            }
        }
        Value::List(maps) => maps.into_iter().for_each(|map| merge(entries, map)),
        Value::Nothing | Value::Scalar(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, Role};

    fn tables(reading: &Reading) -> Vec<(Option<&str>, Vec<(u32, Vec<&str>)>)> {
        reading
            .document
            .blocks
            .iter()
            .filter_map(|block| match &block.content {
                Content::Table(table) => Some((
                    table.name.as_deref(),
                    table
                        .rows
                        .iter()
                        .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
                        .collect(),
                )),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_service_catalogue() {
        let text = "version: 1.10\nowner: Ann\ntags: [a, b]\nservices:\n  - id: web\n    tier: gold\n    owner: {name: Bo}\n  - id: db\n    needs: [web, dns]\n    slas:\n      - metric: uptime\n        target: 99.9\n";
        let reading = read(text.as_bytes(), Limits::default());
        let properties: Vec<_> = reading
            .document
            .properties
            .iter()
            .map(|p| (p.name.as_str(), p.value.as_str(), p.line))
            .collect();
        assert_eq!(
            properties,
            [
                ("version", "1.10", Some(1)),
                ("owner", "Ann", Some(2)),
                ("tags", "a; b", Some(3))
            ]
        );
        let tables = tables(&reading);
        assert_eq!(tables[0].0, Some("services"));
        assert_eq!(
            tables[0].1[0].1,
            ["id", "tier", "owner.name", "needs", "slas"]
        );
        assert_eq!(tables[0].1[1], (5, vec!["web", "gold", "Bo"]));
        assert_eq!(tables[0].1[2], (8, vec!["db", "", "", "web; dns"]));
        assert_eq!(tables[1].0, Some("services.slas"));
        assert_eq!(tables[1].1[1].1, ["db", "uptime", "99.9"]);
    }

    #[test]
    fn maps_of_maps_are_tables_and_text_stands_under_its_keys() {
        let text = "policy:\n  purpose: Keep the service running for all customers.\nteams:\n  ops: {lead: Ann, phone: 1}\n  dev: {lead: Bo, phone: 2}\n";
        let reading = read(text.as_bytes(), Limits::default());
        assert_eq!(tables(&reading)[0].1[1].1, ["ops", "Ann", "1"]);
        let block = &reading.document.blocks[1];
        assert_eq!(block.place.heading, ["policy"]);
        assert_eq!(
            block.content,
            Content::Text(
                Role::Paragraph,
                "purpose: Keep the service running for all customers.".into()
            )
        );
    }

    #[test]
    fn alias_bombs_do_not_explode() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..40 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        let reading = read(text.as_bytes(), Limits::default());
        assert!(!reading.problems.is_empty());

        let chain: String = (1..5000).fold("b0: &b0 [x]\n".to_string(), |text, at| {
            text + &format!("b{at}: &b{at} [*b{}]\n", at - 1)
        });
        assert!(
            !read(chain.as_bytes(), Limits::default())
                .problems
                .is_empty()
        );
    }

    #[test]
    fn broken_yaml_keeps_what_came_before() {
        let reading = read(
            b"a: 1\n---\nb: [1, 2\nc: see the {{ chart }} for details\n",
            Limits::default(),
        );
        assert_eq!(reading.document.properties[0].name, "a");
        assert!(
            reading.problems[0].contains("not valid YAML"),
            "{:?}",
            reading.problems
        );
        assert!(!reading.document.blocks.is_empty());
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let text = "[".repeat(100_000);
        assert!(!read(text.as_bytes(), Limits::default()).problems.is_empty());
        assert!(
            read_json(text.as_bytes(), Limits::default())
                .unread
                .is_some()
        );
    }

    #[test]
    fn json_values_lines_and_comments() {
        let reading = read_json(
            br#"{"name": "x", "items": [{"id": 1, "ok": true}, {"id": 2}]}"#,
            Limits::default(),
        );
        assert_eq!(
            tables(&reading)[0].1,
            [
                (1, vec!["id", "ok"]),
                (2, vec!["1", "true"]),
                (3, vec!["2"])
            ]
        );
        let lines = read_json(b"{\"id\": 1}\n{\"id\": 2}\n", Limits::default());
        assert_eq!(tables(&lines)[0].1.len(), 3);
        let commented = read_json(b"{\n // note\n \"a\": \"b\",\n}", Limits::default());
        assert_eq!(commented.document.properties[0].value, "b");
        assert_eq!(
            read_json(b"{oops", Limits::default()).unread.as_deref(),
            Some("corrupt: not valid JSON (line 1)")
        );
    }
}
