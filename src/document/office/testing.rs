//! Small files built in memory for the tests of the office readers.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Content, Reading, Role};

/// A zip file of these parts.
pub(super) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("its text");
    }
    writer.finish().expect("a file").into_inner()
}

/// The relationships of a part: id, last word of the type, target.
pub(super) fn rels(links: &[(&str, &str, &str)]) -> String {
    let links: String = links
        .iter()
        .map(|(id, kind, target)| format!("<Relationship Id='{id}' Type='http://x/{kind}' Target='{target}'/>"))
        .collect();
    format!("<Relationships>{links}</Relationships>")
}

/// Everything read, a line a block, for comparing at a glance.
pub(super) fn lines(reading: &Reading) -> Vec<String> {
    assert_eq!(reading.unread, None, "read");
    let line = |content: &Content| match content {
        Content::Heading(level, text) => format!("h{level} {text}"),
        Content::Text(role, text) => format!("{} {text}", short(*role)),
        Content::Table(table) => {
            let row = |row: &super::super::Row| format!("{}:{}", row.number, row.cells.join("|"));
            let rows: Vec<String> = table.rows.iter().map(row).collect();
            format!("t[{}] {}", table.name.as_deref().unwrap_or_default(), rows.join(" / "))
        }
    };
    reading.document.blocks.iter().map(|block| line(&block.content)).collect()
}

/// The first property with this name.
pub(super) fn property<'a>(reading: &'a Reading, name: &str) -> Option<&'a super::super::Property> {
    reading.document.properties.iter().find(|property| property.name == name)
}

fn short(role: Role) -> &'static str {
    match role {
        Role::Paragraph => "p",
        Role::ListItem => "li",
        Role::Quote => "quote",
        Role::Code => "code",
        Role::Header => "header",
        Role::Footer => "footer",
        Role::Note => "note",
        Role::Aside => "aside",
        Role::Watermark => "watermark",
        Role::Pointer => "pointer",
    }
}
