//! Nested data, as in YAML and JSON, told as a document: lists of maps are tables, top-level
//! scalars are properties, other text stands under its keys as headings.

use std::collections::{HashMap, HashSet};

use super::builder::Builder;
use super::draft::{Row, Table};
use super::node::{Node, Value, dotted, joined};
use super::{Limits, Role, Source};

/// Sections deeper than this are told as one line.
const DEPTH: usize = 6;
/// More columns than this is not a register but a heap.
const COLUMNS: usize = 200;

/// Tells one document of data.
pub(super) fn tell(builder: &mut Builder, root: &Node, limits: Limits) {
    let mut teller = Teller { builder, limits };
    teller.builder.close(1);
    match &root.value {
        Value::Nothing => {}
        Value::Scalar(text) => teller.paragraphs(None, text, root),
        Value::List(items) => teller.list("", items, root, 0),
        Value::Map(entries) if is_register(entries) => teller.register("", entries, root, 0),
        Value::Map(entries) => teller.section("", entries, 0),
    }
}

/// Whether a map of maps is a table with the keys as names: several entries that share their keys.
fn is_register(entries: &[(String, Node)]) -> bool {
    let mut keys = HashMap::new();
    let mut all = 0;
    for (_, node) in entries {
        let Value::Map(columns) = &node.value else {
            return false;
        };
        for (key, _) in columns {
            *keys.entry(key.as_str()).or_insert(0_usize) += 1;
            all += 1;
        }
    }
    entries.len() > 1 && !keys.is_empty() && keys.len() * entries.len() < all * 2
}

fn is_prose(text: &str) -> bool {
    text.split_whitespace().nth(3).is_some()
}

struct Teller<'b> {
    builder: &'b mut Builder,
    limits: Limits,
}

/// Maps found inside the rows of a table, each with the row it belongs to.
type Inner<'n> = Vec<(String, Vec<(String, &'n Node)>)>;

impl Teller<'_> {
    fn section(&mut self, path: &str, entries: &[(String, Node)], depth: usize) {
        for (key, node) in entries {
            if self.builder.is_full() {
                return;
            }
            let level = u8::try_from(depth + 1).unwrap_or(9);
            self.builder.close(level);
            self.entry(&dotted(path, key), key, node, depth, level);
        }
    }

    fn entry(&mut self, path: &str, key: &str, node: &Node, depth: usize, level: u8) {
        match &node.value {
            Value::Nothing => {}
            _ if depth >= DEPTH => self.paragraphs(Some(key), &node.one_line(), node),
            Value::Scalar(text) => {
                if depth == 0 {
                    self.builder.property(Source::FrontMatter, key, text, node.line);
                }
                if is_prose(text) && (depth == 0 || text.contains('\n')) {
                    self.builder.heading(level, key, node.place());
                    self.paragraphs(None, text, node);
                } else if depth > 0 {
                    self.paragraphs(Some(key), text, node);
                }
            }
            Value::List(items) => {
                if depth == 0 && items.iter().all(|item| matches!(item.value, Value::Scalar(_))) {
                    self.builder.property(Source::FrontMatter, key, &node.one_line(), node.line);
                }
                // Short words are all said by the property.
                if depth > 0 || items.iter().any(|item| !matches!(&item.value, Value::Scalar(text) if !is_prose(text)))
                {
                    self.builder.heading(level, key, node.place());
                    self.list(path, items, node, depth);
                }
            }
            Value::Map(entries) => {
                self.builder.heading(level, key, node.place());
                if is_register(entries) {
                    self.register(path, entries, node, depth);
                } else {
                    self.section(path, entries, depth + 1);
                }
            }
        }
    }

    /// Text under the heading of its key, or with the key before it.
    fn paragraphs(&mut self, key: Option<&str>, text: &str, node: &Node) {
        for part in text.split("\n\n") {
            match key {
                Some(key) => {
                    self.builder.text(Role::Paragraph, &format!("{key}: {part}"), node.place());
                }
                None => self.builder.text(Role::Paragraph, part, node.place()),
            }
        }
    }

    fn list(&mut self, path: &str, items: &[Node], node: &Node, depth: usize) {
        if let Some(pairs) = pairs(items) {
            self.grid(path, Some("name"), pairs, node, depth);
        } else if items.iter().any(Node::is_map) {
            let rows = items.iter().map(|item| (None, item)).collect();
            self.grid(path, None, rows, node, depth);
        } else if !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::List(_))) {
            let rows = items.iter().enumerate().map(|(at, item)| {
                let Value::List(cells) = &item.value else {
                    return Row::default();
                };
                Row { number: number(item, at), cells: cells.iter().map(Node::one_line).collect() }
            });
            let table = Table { name: name(path), rows: rows.collect() };
            self.builder.table(table, node.place());
        } else {
            for item in items {
                self.builder.text(Role::ListItem, &item.one_line(), item.place());
            }
        }
    }

    fn register(&mut self, path: &str, entries: &[(String, Node)], node: &Node, depth: usize) {
        let rows = entries.iter().map(|(key, entry)| (Some(key.clone()), entry)).collect();
        self.grid(path, Some("name"), rows, node, depth);
    }

    /// Maps as a table: the union of their keys, in order of first appearance. Lists of maps inside
    /// them become tables of their own, with the outer row's label in the first column.
    fn grid(&mut self, path: &str, first: Option<&str>, rows: Vec<(Option<String>, &Node)>, node: &Node, depth: usize) {
        let mut columns = Columns::default();
        if let Some(first) = first {
            columns.index(first);
        }
        let mut inner: Inner<'_> = Vec::new();
        let mut table =
            Table { name: name(path), rows: vec![Row { number: node.line.unwrap_or(1), cells: Vec::new() }] };
        let mut cells_left = self.limits.cells;
        for (at, (label, item)) in rows.into_iter().enumerate() {
            let label_or_number = label.clone().or_else(|| item.label()).unwrap_or_else(|| (at + 1).to_string());
            let mut cells = Vec::new();
            if let Some(label) = label {
                put(&mut cells, 0, label);
            }
            let found = &mut Found { columns: &mut columns, inner: &mut inner, label: &label_or_number };
            fill(&mut cells, "", item, found, 0);
            cells_left = cells_left.saturating_sub(cells.len());
            if cells_left == 0 {
                self.builder.problem(format!("cells beyond {} left out", self.limits.cells));
                break;
            }
            table.rows.push(Row { number: number(item, at + 1), cells });
        }
        if columns.over {
            self.builder.problem(format!("columns beyond {COLUMNS} left out"));
        }
        table.rows[0].cells = columns.names;
        self.builder.table(table, node.place());
        if depth < DEPTH {
            for (key, items) in inner {
                let rows = items.into_iter().map(|(label, item)| (Some(label), item)).collect();
                let owner = path.rsplit('.').next().filter(|owner| !owner.is_empty()).unwrap_or("of");
                self.grid(&dotted(path, &key), Some(owner), rows, node, depth + 1);
            }
        }
    }
}

/// A list of maps that each hold one key of their own (`- Home: index.md`), as keys and values.
fn pairs(items: &[Node]) -> Option<Vec<(Option<String>, &Node)>> {
    let mut seen = HashSet::new();
    let pairs = items.iter().map(|item| match &item.value {
        Value::Map(entries) => match entries.as_slice() {
            [(key, node)] if seen.insert(key) => Some((Some(key.clone()), node)),
            _ => None,
        },
        _ => None,
    });
    pairs.collect::<Option<Vec<_>>>().filter(|pairs| pairs.len() > 1)
}

fn name(path: &str) -> Option<String> {
    (!path.is_empty()).then(|| path.to_string())
}

/// The line of an item, or its place in the list where lines are not known.
fn number(item: &Node, at: usize) -> u32 {
    item.line.unwrap_or_else(|| u32::try_from(at + 1).unwrap_or(u32::MAX))
}

#[derive(Default)]
struct Columns {
    names: Vec<String>,
    index: HashMap<String, usize>,
    over: bool,
}

impl Columns {
    fn index(&mut self, name: &str) -> Option<usize> {
        if let Some(at) = self.index.get(name) {
            return Some(*at);
        }
        if self.names.len() >= COLUMNS {
            self.over = true;
            return None;
        }
        self.names.push(name.to_string());
        self.index.insert(name.to_string(), self.names.len() - 1);
        Some(self.names.len() - 1)
    }
}

struct Found<'a, 'n> {
    columns: &'a mut Columns,
    inner: &'a mut Inner<'n>,
    label: &'a str,
}

fn put(cells: &mut Vec<String>, at: usize, text: String) {
    if cells.len() <= at {
        cells.resize(at + 1, String::new());
    }
    cells[at] = text;
}

fn fill<'n>(cells: &mut Vec<String>, path: &str, node: &'n Node, found: &mut Found<'_, 'n>, depth: usize) {
    match &node.value {
        Value::Nothing => {
            if !path.is_empty() {
                found.columns.index(path);
            }
        }
        Value::Map(entries) if depth <= DEPTH => {
            for (key, value) in entries {
                fill(cells, &dotted(path, key), value, found, depth + 1);
            }
        }
        Value::List(items) if items.iter().any(Node::is_map) && !path.is_empty() => {
            let labels = joined(items.iter().map(|item| item.label().unwrap_or_default()), "; ");
            set(cells, path, labels, found);
            let owned = items.iter().map(|item| (found.label.to_string(), item));
            let known = found.inner.iter().position(|(key, _)| key == path);
            match known {
                Some(at) => found.inner[at].1.extend(owned),
                None if found.inner.len() < COLUMNS => {
                    found.inner.push((path.to_string(), owned.collect()));
                }
                None => {}
            }
        }
        _ => set(cells, if path.is_empty() { "value" } else { path }, node.one_line(), found),
    }
}

fn set(cells: &mut Vec<String>, path: &str, text: String, found: &mut Found<'_, '_>) {
    if let Some(at) = found.columns.index(path) {
        put(cells, at, text);
    }
}
