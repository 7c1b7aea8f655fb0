//! PDFs as clients have them, made for tests: plain, nested, packed, turned, hostile.

use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

/// What one page of a sample shows, on top of what all show.
pub(super) struct Sheet {
    pub(super) content: Vec<u8>,
    /// Its own entries.
    pub(super) own: Dictionary,
}

impl Sheet {
    pub(super) fn plain(text: &str) -> Self {
        let content = format!("BT /F1 18 Tf 72 700 Td ({text}) Tj ET\n");
        Self { content: content.into_bytes(), own: Dictionary::new() }
    }

    pub(super) fn with(text: &str, own: Dictionary) -> Self {
        Self { own, ..Self::plain(text) }
    }
}

fn font(document: &mut Document) -> ObjectId {
    document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" })
}

/// A document with these pages; what they share, they inherit from a node of their own, three levels down.
pub(super) fn document(sheets: Vec<Sheet>) -> Document {
    let mut document = Document::with_version("1.5");
    let font = font(&mut document);
    let (root, middle, low) = (document.new_object_id(), document.new_object_id(), document.new_object_id());
    let count = sheets.len() as i64;
    let pages: Vec<Object> = sheets
        .into_iter()
        .map(|sheet| {
            let mut content = Stream::new(Dictionary::new(), sheet.content);
            let _ = content.compress();
            let content = document.add_object(content);
            let mut page = dictionary! { "Type" => "Page", "Parent" => low, "Contents" => content };
            sheet.own.into_iter().for_each(|(key, value)| page.set(key, value));
            document.add_object(page).into()
        })
        .collect();
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let size = vec![0.into(), 0.into(), 595.into(), 842.into()];
    document.set_object(
        root,
        dictionary! { "Type" => "Pages", "Count" => count, "Kids" => vec![middle.into()], "MediaBox" => size },
    );
    document.set_object(middle, dictionary! { "Type" => "Pages", "Count" => count, "Parent" => root, "Kids" => vec![low.into()], "Resources" => resources });
    document.set_object(low, dictionary! { "Type" => "Pages", "Count" => count, "Parent" => middle, "Kids" => pages });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    document.trailer.set("Root", catalog);
    document
}

pub(super) fn bytes(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The same in streams of objects, with its list of objects in a stream, too.
pub(super) fn packed(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).unwrap();
    bytes
}

/// Protected with a password, which may be empty: then anybody opens it, and only its rights are limited.
pub(super) fn encrypted(user: &str) -> Vec<u8> {
    let mut document = document(vec![Sheet::plain("Secret")]);
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    bytes(&mut document)
}
