//! The XMP packet of a PDF: a flat reading of its XML into names and values.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Names that say how the file was made, not what it is.
const OF_NO_USE: &[&str] =
    &["format", "DocumentID", "InstanceID", "OriginalDocumentID", "part", "conformance", "Trapped"];

/// Every entry of the packet, without its prefix; lists are joined.
pub(super) fn entries(packet: &[u8]) -> Vec<(String, String)> {
    let Ok(packet) = super::encoding::decode(packet) else {
        return Vec::new();
    };
    let mut reader = Reader::from_str(&packet);
    let mut out: Vec<(String, String)> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                let name = local(start.name().as_ref());
                attributes(&start, &mut out);
                path.push(name);
            }
            Event::Empty(empty) => attributes(&empty, &mut out),
            Event::End(_) => {
                path.pop();
            }
            Event::Text(text) => {
                let text = text.trim().to_string();
                let name = path.iter().rev().find(|name| !matches!(name.as_str(), "li" | "Alt" | "Bag" | "Seq"));
                if let Some(name) = name.filter(|_| !text.is_empty()) {
                    add(&mut out, name, &text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if out.len() > 100 || path.len() > 50 {
            break;
        }
    }
    out
}

/// Simple values may stand as attributes of `rdf:Description`.
fn attributes(start: &quick_xml::events::BytesStart<'_>, out: &mut Vec<(String, String)>) {
    if local(start.name().as_ref()) != "Description" {
        return;
    }
    for attribute in start.attributes().with_checks(false).flatten() {
        let key = attribute.key.as_ref();
        if !key.starts_with("xmlns") && !key.starts_with("rdf:") {
            add(out, &local(key), &attribute.value);
        }
    }
}

fn add(out: &mut Vec<(String, String)>, name: &str, value: &str) {
    if OF_NO_USE.contains(&name) {
        return;
    }
    let value = super::entities::decode(value).into_owned();
    match out.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => {
            known.push_str("; ");
            known.push_str(&value);
        }
        None => out.push((name.to_string(), value)),
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn values_lists_and_attributes() {
        let packet = br#"<x:xmpmeta><rdf:RDF><rdf:Description rdf:about="" xmlns:a="b" xmp:CreatorTool="Word">
            <dc:creator><rdf:Seq><rdf:li>Ann</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>
            </rdf:Description></rdf:RDF></x:xmpmeta>"#;
        assert_eq!(entries(packet), [("CreatorTool".into(), "Word".into()), ("creator".into(), "Ann; Bo".to_string())]);
        assert!(entries(b"<a><b").is_empty());
    }
}
