//! What every Office file must hold to, for tests: a container whose parts are well formed, all of a known
//! type, and refer only to what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

/// The parts of a file that is sound, by name.
pub(super) fn sound(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let date = file.last_modified().unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!((date.year(), date.month(), date.day()), (1980, 1, 1), "{name}");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    for (name, text) in parts.iter().filter(|(name, _)| is_xml(name)) {
        well_formed(name, text);
    }
    typed(&parts);
    related(&parts);
    parts
}

fn is_xml(name: &str) -> bool {
    [".xml", ".rels", ".svg", ".vml"].iter().any(|end| name.ends_with(end))
}

fn well_formed(name: &str, text: &str) {
    assert!(
        !text.chars().any(|c| (c.is_control() && !"\t\n\r".contains(c)) || "\u{fffe}\u{ffff}".contains(c)),
        "{name}"
    );
    let mut reader = Reader::from_str(text);
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(tag) => {
                depth += 1;
                let attributes: Result<Vec<_>, _> = tag.attributes().collect();
                attributes.unwrap_or_else(|error| panic!("{name}: {error}"));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name} ends too early");
}

/// The values of an attribute, wherever it stands.
pub(super) fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    text.split(begin.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn typed(parts: &BTreeMap<String, String>) {
    let types = &parts["[Content_Types].xml"];
    let endings: BTreeSet<&str> = values(types, "Extension").into_iter().collect();
    let named: BTreeSet<&str> = values(types, "PartName").into_iter().collect();
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit('.').next().unwrap();
        assert!(endings.contains(ending) || named.contains(format!("/{name}").as_str()), "{name} is of no type");
    }
    for name in named {
        assert!(parts.contains_key(name.trim_start_matches('/')), "{name} is not there");
    }
}

fn related(parts: &BTreeMap<String, String>) {
    for (name, text) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let (folder, file) = name.split_once("_rels/").unwrap();
        let source = format!("{folder}{}", file.trim_end_matches(".rels"));
        for relationship in text.split("<Relationship ").skip(1) {
            let value = |name: &str| values(&format!(" {relationship}"), name).first().map(|value| (*value).to_owned());
            if value("TargetMode").as_deref() == Some("External") {
                panic!("{name} fetches {:?}", value("Target"));
            }
            let target = value("Target").unwrap();
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => joined(folder, &target),
            };
            assert!(parts.contains_key(&target), "{name}: {target} is not there");
        }
        // What the part asks for by id stands in its relationships.
        if let Some(part) = parts.get(&source) {
            let known: BTreeSet<&str> = values(text, "Id").into_iter().collect();
            for id in values(part, "r:id").into_iter().chain(values(part, "r:embed")) {
                assert!(known.contains(id), "{source}: {id} leads nowhere");
            }
        }
    }
}

fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}
