//! The shape of a file against its JSON Schema, with the place of every mistake: the parser stops at
//! the first one, an author wants to see all of them.

use std::collections::BTreeMap;

use granit_parser::{Event, Options, Parser, ScalarStyle};
use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value};

use super::read::Kind;
use crate::catalogue::files::{File, Files};
use crate::problem::Problem;
use crate::text::nearest;

/// Nesting beyond this is no catalogue.
const DEPTH: usize = 64;

/// Every mistake in the shape of one file of a catalogue, by its path in the catalogue; none for a file
/// that is no part of one.
#[must_use]
pub fn shape(path: &str, file: &File) -> Vec<Problem> {
    Kind::of(path).map(|kind| mistakes(kind.schema(), file)).unwrap_or_default()
}

/// Every mistake in a file's shape; none where it is not even YAML.
pub(super) fn mistakes(schema: &str, file: &File) -> Vec<Problem> {
    let hint = format!("see `controls/schema/{schema}.json` and `controls/README.md`");
    let schema = Files::schema(schema).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let validator = schema.as_ref().and_then(|schema| jsonschema::validator_for(schema).ok());
    let (Some(validator), Some(tree)) = (validator, Tree::read(&file.text)) else { return Vec::new() };
    let mut problems: Vec<Problem> = Vec::new();
    for (pointer, key) in &tree.twice {
        let (line, column) = tree.place(pointer);
        problems.push(Problem::error(&file.shown, format!("`{key}` is there twice")).at(line, column).hint(&hint));
    }
    for error in validator.iter_errors(&tree.value) {
        let pointer = error.instance_path().as_str().to_owned();
        let known = schema.as_ref().map(|schema| keys(schema, error.schema_path().as_str())).unwrap_or_default();
        for (pointer, message) in said(error.kind(), &pointer, &error.to_string()) {
            let (line, column) = tree.place(&pointer);
            let key = pointer.rsplit('/').next().unwrap_or_default();
            let meant = nearest(key, known.iter().copied()).filter(|_| !known.contains(&key));
            let hint = meant.map_or_else(|| hint.clone(), |meant| format!("did you mean `{meant}`? {hint}"));
            problems.push(Problem::error(&file.shown, message).at(line, column).hint(hint));
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

/// The keys that may stand where an unknown one was found, by the path of the schema's rule against it.
fn keys<'a>(schema: &'a Value, path: &str) -> Vec<&'a str> {
    let object = path.strip_suffix("/additionalProperties").and_then(|path| schema.pointer(path));
    let properties = object.and_then(|object| object.get("properties")?.as_object());
    properties.into_iter().flat_map(|properties| properties.keys()).map(String::as_str).collect()
}

/// A mistake in our words, and the pointer at which it is to be shown.
fn said(kind: &ValidationErrorKind, pointer: &str, message: &str) -> Vec<(String, String)> {
    let here = |message: String| vec![(pointer.to_owned(), message)];
    match kind {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|key| (format!("{pointer}/{}", escaped(key)), format!("`{key}` is not known here")))
            .collect(),
        ValidationErrorKind::Required { property } => {
            here(format!("`{}` is missing", property.as_str().unwrap_or_default()))
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let options: Vec<&str> = options.iter().filter_map(Value::as_str).collect();
            here(format!("is none of {}", options.join(", ")))
        }
        ValidationErrorKind::MinProperties { .. } => here("is empty".into()),
        ValidationErrorKind::MinItems { .. } => here("the list is too short".into()),
        ValidationErrorKind::MinLength { .. } => here("the text is empty".into()),
        ValidationErrorKind::MaxProperties { limit } => here(format!("more than {limit} keys stand here")),
        _ => here(shortened(message)),
    }
}

/// The validator's own words, with values as we write them and without a page of them.
fn shortened(message: &str) -> String {
    let message = message.replace('"', "`").replace('\n', " ");
    match message.char_indices().rev().nth(119).filter(|(at, _)| *at > 0) {
        Some((at, _)) => format!("…{}", &message[at..]),
        None => message,
    }
}

/// A key in a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A YAML document as JSON, and where each of its values stands.
struct Tree {
    value: Value,
    /// Line and column by JSON pointer; of an entry, its key's.
    places: BTreeMap<String, (u32, u32)>,
    /// Keys that stand twice in one mapping, with their pointers.
    twice: Vec<(String, String)>,
}

impl Tree {
    /// The first document; `None` where it is no YAML, nested too deeply, or uses aliases, which
    /// catalogues do without.
    fn read(text: &str) -> Option<Self> {
        let mut options = Options::default();
        options.block_nesting_limit = DEPTH;
        options.flow_nesting_limit = DEPTH;
        let mut growing = Growing::default();
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.ok()?;
            let place = (span.start.line() as u32, span.start.col() as u32 + 1);
            growing.event(event, place)?;
        }
        Some(Self { value: growing.root?, places: growing.places, twice: growing.twice })
    }

    /// Where a value stands, or what holds it.
    fn place(&self, pointer: &str) -> (u32, u32) {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return *place;
            }
            let Some((parent, _)) = pointer.rsplit_once('/') else { return (1, 1) };
            pointer = parent;
        }
    }
}

/// A list or mapping that is still open.
struct Open {
    value: Value,
    pointer: String,
    /// The key that waits for its value.
    key: Option<String>,
}

#[derive(Default)]
struct Growing {
    open: Vec<Open>,
    root: Option<Value>,
    places: BTreeMap<String, (u32, u32)>,
    twice: Vec<(String, String)>,
}

impl Growing {
    /// Takes one event; `None` for what has no place in a catalogue.
    fn event(&mut self, event: Event<'_>, place: (u32, u32)) -> Option<()> {
        match event {
            Event::Scalar(text, style, ..) => self.scalar(&text, style, place),
            Event::SequenceStart(..) => self.start(Value::Array(Vec::new()), place),
            Event::MappingStart(..) => self.start(Value::Object(Map::new()), place),
            Event::SequenceEnd | Event::MappingEnd => {
                let closed = self.open.pop()?;
                self.done(closed.value);
            }
            Event::Alias(..) | Event::UnresolvedAlias(..) => return None,
            _ => {}
        }
        Some(())
    }

    /// The pointer of the value that comes next, and its place noted unless its key's is.
    fn next_pointer(&mut self, place: (u32, u32)) -> String {
        let pointer = match self.open.last() {
            None => String::new(),
            Some(Open { value: Value::Array(items), pointer, .. }) => format!("{pointer}/{}", items.len()),
            Some(open) => format!("{}/{}", open.pointer, escaped(open.key.as_deref().unwrap_or_default())),
        };
        self.places.entry(pointer.clone()).or_insert(place);
        pointer
    }

    fn start(&mut self, value: Value, place: (u32, u32)) {
        let pointer = self.next_pointer(place);
        self.open.push(Open { value, pointer, key: None });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, place: (u32, u32)) {
        if let Some(Open { value: Value::Object(map), pointer, key: key @ None }) = self.open.last_mut() {
            let at = format!("{pointer}/{}", escaped(text));
            if map.contains_key(text) {
                self.twice.push((at.clone(), text.to_owned()));
            }
            *key = Some(text.to_owned());
            self.places.insert(at, place);
            return;
        }
        self.next_pointer(place);
        self.done(typed(text, style == ScalarStyle::Plain));
    }

    fn done(&mut self, value: Value) {
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(value)),
            Some(Open { value: Value::Array(items), .. }) => items.push(value),
            Some(Open { value: Value::Object(map), key, .. }) => {
                map.insert(key.take().unwrap_or_default(), value);
            }
            Some(_) => {}
        }
    }
}

/// A scalar as YAML 1.2 understands it.
fn typed(text: &str, plain: bool) -> Value {
    if !plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => text
            .parse::<i64>()
            .map(Value::from)
            .ok()
            .or_else(|| text.parse::<f64>().ok().filter(|_| text.starts_with(is_numeric)).map(Value::from))
            .unwrap_or_else(|| Value::String(text.to_owned())),
    }
}

fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '+' | '.')
}
