//! The container: parts in a fixed order with a fixed date, what type each is of, and what refers to what.

use std::io::{Cursor, Write};

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::frame::{self, Parts};
use super::pages;

/// Types of parts by their names.
const TYPES: &[(&str, &str)] = &[
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    ("word/styles.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"),
    ("word/numbering.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"),
    ("word/settings.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"),
    ("word/report-header.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"),
    ("word/report-footer.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"),
    ("word/report-cover-header.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"),
    ("word/report-cover-footer.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"),
    ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
];

/// What the document itself refers to: id, kind, target.
const DOCUMENT: &[(&str, &str, &str)] = &[
    ("rIdStyles", "styles", "styles.xml"),
    ("rIdNumbering", "numbering", "numbering.xml"),
    ("rIdSettings", "settings", "settings.xml"),
    ("rIdHeader", "header", "report-header.xml"),
    ("rIdFooter", "footer", "report-footer.xml"),
    ("rIdEmptyHeader", "header", "report-cover-header.xml"),
    ("rIdEmptyFooter", "footer", "report-cover-footer.xml"),
];

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document in the making.
#[derive(Default)]
pub(super) struct Package {
    parts: Parts,
    /// Id and file.
    media: Vec<(String, String)>,
}

impl Package {
    /// Adds a part that is XML.
    pub(super) fn text(&mut self, name: &str, xml: String) {
        let xml = if name == "word/document.xml" { pages::fill(&xml) } else { xml };
        self.parts.insert(name.to_owned(), xml.into_bytes());
    }

    /// Adds a picture.
    pub(super) fn media(&mut self, id: &str, file: &str, bytes: Vec<u8>) {
        self.parts.insert(format!("word/media/{file}"), bytes);
        self.media.push((id.to_owned(), file.to_owned()));
    }

    /// The bytes of the file, inside a user's document if there is one.
    pub(super) fn finish(mut self, theirs: Option<&Parts>) -> Result<Vec<u8>> {
        for (name, xml) in [
            ("[Content_Types].xml", self.types()),
            ("_rels/.rels", root()),
            ("word/_rels/document.xml.rels", self.relationships()),
        ] {
            self.parts.insert(name.to_owned(), xml.into_bytes());
        }
        let parts = match theirs {
            Some(theirs) => frame::framed(theirs.clone(), self.parts),
            None => self.parts,
        };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        // By name, which puts the types first, as some programs want them.
        for (name, bytes) in &parts {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn types(&self) -> String {
        let mut out = format!(
            "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>\
             <Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
        );
        for (name, kind) in TYPES {
            out += &format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        }
        out + "</Types>"
    }

    fn relationships(&self) -> String {
        let mut out = format!("{XML}<Relationships xmlns=\"{RELATIONSHIPS}\">");
        for (id, kind, target) in DOCUMENT {
            out += &relationship(id, &format!("{OFFICE}/{kind}"), target);
        }
        for (id, file) in &self.media {
            out += &relationship(id, &format!("{OFFICE}/image"), &format!("media/{file}"));
        }
        out + "</Relationships>"
    }
}

fn root() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let parts = [
        relationship("rId1", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        relationship("rId2", core, "docProps/core.xml"),
        relationship("rId3", &format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ];
    format!("{XML}<Relationships xmlns=\"{RELATIONSHIPS}\">{}</Relationships>", parts.concat())
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}
