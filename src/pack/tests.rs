//! Packs made, touched in every way, and looked at again.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::*;
use crate::assessment::Assessment;
use crate::report::sample;

fn body(path: &str) -> Vec<u8> {
    format!("the words of {path}").into_bytes()
}

/// The sample, with hashes of documents that there are.
fn assessment() -> Assessment {
    let mut assessment = sample::assessment();
    for document in &mut assessment.documents {
        document.sha256 = sha256(&body(&document.path));
    }
    assessment
}

fn packed(assessment: &Assessment, contents: Contents) -> Result<Vec<u8>, Vec<String>> {
    let original = serde_json::to_vec(assessment).unwrap();
    let document = |path: &str| Ok(body(path));
    build(&Order { assessment, original: &original, contents, document: &document }).unwrap()
}

fn looked_at(pack: &[u8]) -> Result<Verdict, String> {
    verify(Cursor::new(pack), pack.len() as u64)
}

fn unpacked(pack: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(pack)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A pack with some of its files changed.
fn touched(pack: &[u8], touch: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> Vec<u8> {
    let mut files = unpacked(pack);
    touch(&mut files);
    zipped(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

#[test]
fn a_pack_is_the_same_bytes_again_and_proves_itself() {
    let assessment = assessment();
    for contents in [Contents::Documents, Contents::Hashes, Contents::Redacted] {
        let pack = packed(&assessment, contents).unwrap();
        assert_eq!(pack, packed(&assessment, contents).unwrap());
        let verdict = looked_at(&pack).unwrap();
        assert_eq!(verdict.findings, Vec::<String>::new());
        assert_eq!(verdict.manifest.documents.len(), assessment.documents.len());
        let files = unpacked(&pack);
        let bodies = files.keys().filter(|path| path.starts_with(DOCUMENTS)).count();
        assert_eq!(bodies > 0, contents == Contents::Documents);
        for name in ["index.csv", "index.html", "index.json", "index.md", "assessment.json", "SHA256SUMS"] {
            assert!(files.contains_key(name), "{name}");
        }
        assert_eq!(verdict.manifest.index_sha256, sha256(&files["index.json"]));
    }
}

#[test]
fn the_index_says_which_document_shows_what_and_where() {
    let files = unpacked(&packed(&assessment(), Contents::Documents).unwrap());
    let index: serde_json::Value = serde_json::from_slice(&files["index.json"]).unwrap();
    let cited =
        index["clauses"].as_array().unwrap().iter().flat_map(|clause| clause["obligations"].as_array().unwrap());
    let cited: Vec<_> = cited.flat_map(|shown| shown["evidence"].as_array().unwrap()).collect();
    assert!(!cited.is_empty());
    for place in cited {
        let file = place["file"].as_str().unwrap();
        assert_eq!(sha256(&files[file]), place["sha256"].as_str().unwrap());
    }
    let csv = String::from_utf8(files["index.csv"].clone()).unwrap();
    assert!(csv.starts_with("clause,title,obligation,asks,status,document,place,rung,quote,sha256,file"));
}

#[test]
fn what_was_touched_is_named() {
    let pack = packed(&assessment(), Contents::Documents).unwrap();
    let document = unpacked(&pack).into_keys().find(|path| path.starts_with(DOCUMENTS)).unwrap();
    let said = |pack: &[u8]| looked_at(pack).unwrap().findings;
    assert_eq!(said(&touched(&pack, |_| {})), Vec::<String>::new());
    let changed = touched(&pack, |files| files.get_mut(&document).unwrap()[0] ^= 1);
    assert_eq!(said(&changed), [format!("changed {document}")]);
    let missing = touched(&pack, |files| drop(files.remove(&document)));
    assert_eq!(said(&missing), [format!("missing {document}")]);
    let longer = touched(&pack, |files| files.get_mut("index.md").unwrap().extend(b"x"));
    assert_eq!(said(&longer), ["changed index.md"]);
    let added = touched(&pack, |files| drop(files.insert("documents/new.md".into(), Vec::new())));
    assert_eq!(said(&added), ["added   documents/new.md"]);
    let outside = touched(&pack, |files| drop(files.insert("../../evil.sh".into(), Vec::new())));
    assert_eq!(said(&outside), ["added   ../../evil.sh (its path leaves the pack)"]);
    let before = [b"#!/bin/sh\n".as_slice(), &pack].concat();
    assert_eq!(said(&before), ["added   bytes beside the files of the pack"]);
}

/// A manifest that lies consistently is found by the assessment, or by its seal.
#[test]
fn a_rewritten_manifest_has_another_seal() {
    let pack = packed(&assessment(), Contents::Documents).unwrap();
    let seal = looked_at(&pack).unwrap().seal;
    let rewritten = touched(&pack, |files| {
        let mut manifest: Manifest = serde_json::from_slice(&files[MANIFEST]).unwrap();
        let document = manifest.documents.iter_mut().find(|document| document.file.is_some()).unwrap();
        let other = b"other words".to_vec();
        let file = document.file.clone().unwrap();
        document.sha256 = sha256(&other);
        let listed = manifest.files.iter_mut().find(|listed| listed.path == file).unwrap();
        (listed.sha256, listed.bytes) = (sha256(&other), other.len() as u64);
        files.insert(file, other);
        files.insert(MANIFEST.into(), serde_json::to_vec(&manifest).unwrap());
    });
    let verdict = looked_at(&rewritten).unwrap();
    assert_eq!(verdict.findings.len(), 1, "{:?}", verdict.findings);
    assert!(verdict.findings[0].ends_with("(not the document that was assessed)"));
    assert_ne!(verdict.seal, seal);
}

#[test]
fn what_is_no_pack_is_refused_with_the_reason() {
    let said = |pack: &[u8]| looked_at(pack).unwrap_err();
    assert_eq!(said(b"no zip"), "it is no zip file, or a damaged one");
    assert!(said(&zipped([("a.txt", b"a".as_slice())])).contains("no manifest.json"));
    assert!(said(&zipped([(MANIFEST, b"{".as_slice())])).contains("cannot be read"));
    let pack = packed(&assessment(), Contents::Hashes).unwrap();
    let with = |change: &dyn Fn(&mut Manifest)| {
        touched(&pack, |files| {
            let mut manifest: Manifest = serde_json::from_slice(&files[MANIFEST]).unwrap();
            change(&mut manifest);
            files.insert(MANIFEST.into(), serde_json::to_vec(&manifest).unwrap());
        })
    };
    assert!(said(&with(&|manifest| manifest.format = "iso20k-pack/9".into())).contains("iso20k-pack/9"));
    assert!(said(&with(&|manifest| manifest.files[0].path = "../x".into())).contains("leaves the pack"));
    assert!(said(&with(&|manifest| manifest.files[1].path = manifest.files[0].path.clone())).contains("twice"));
}

#[test]
fn a_bomb_is_not_inflated() {
    let pack = packed(&assessment(), Contents::Hashes).unwrap();
    let bomb = vec![0; 64 << 20];
    // As large as the manifest says, and yet beyond what any document inflates to.
    let honest = touched(&pack, |files| {
        let mut manifest: Manifest = serde_json::from_slice(&files[MANIFEST]).unwrap();
        let hash = sha256(&bomb);
        manifest.files.push(FileInfo { path: "z.bin".into(), bytes: bomb.len() as u64, sha256: hash });
        files.insert("z.bin".into(), bomb.clone());
        files.insert(MANIFEST.into(), serde_json::to_vec(&manifest).unwrap());
    });
    assert_eq!(looked_at(&honest).unwrap().findings, ["changed z.bin (inflates beyond the limit)"]);
    let in_manifest = zipped([(MANIFEST, bomb.as_slice())]);
    assert!(looked_at(&in_manifest).unwrap_err().contains("inflates beyond the limit"));
}

#[test]
fn documents_that_changed_are_listed_and_nothing_is_packed() {
    let mut assessment = assessment();
    let original = serde_json::to_vec(&assessment).unwrap();
    let document = |path: &str| if path.ends_with(".xlsx") { Err("is not there".to_owned()) } else { Ok(body(path)) };
    assessment.documents[0].sha256 = "0".repeat(64);
    let order =
        Order { assessment: &assessment, original: &original, contents: Contents::Documents, document: &document };
    let said = build(&order).unwrap().unwrap_err();
    assert!(said.iter().any(|line| line == "01 Manual/SMS manual.docx: changed since it was assessed"), "{said:?}");
    assert!(said.iter().any(|line| line.ends_with(".xlsx: is not there")), "{said:?}");
}

#[test]
fn names_that_would_not_unpack_are_replaced_by_the_hash() {
    for path in ["../a", "/a", "a//b", "a/./b", "c:\\x", "a\\b", "a\nb", ""] {
        assert!(!stays_within(path), "{path:?}");
    }
    assert!(stays_within("01 Manual/Ä (1).docx"));
}

#[test]
fn nothing_said_or_named_is_left_in_a_redacted_pack() {
    let mut assessment = assessment();
    assessment.findings[0].determination =
        serde_json::from_value(json!({"verdict": "minor", "by": "Ingrid Solberg", "why": "saw it", "on": "2026-11-20",
            "until": null, "stale": null, "remarks": ["saw it too"]}))
        .unwrap();
    let quotes: Vec<String> = assessment
        .findings
        .iter()
        .flat_map(|finding| finding.evidence.iter().map(|evidence| evidence.quote.clone()))
        .filter(|quote| quote.len() > 12)
        .collect();
    assert!(!quotes.is_empty());
    for (path, bytes) in unpacked(&packed(&assessment, Contents::Redacted).unwrap()) {
        let text = String::from_utf8(bytes).unwrap();
        for name in ["Ingrid Solberg", "Priya Raman", "Jonas Weber", "saw it"] {
            assert!(!text.contains(name), "{name} in {path}");
        }
        for quote in &quotes {
            assert!(!text.contains(quote.as_str()), "{quote} in {path}");
        }
    }
    let blank = redacted(&assessment).unwrap();
    assert_eq!(blank.findings[0].determination.as_ref().unwrap().verdict.name(), "minor");
    assert_eq!(blank.findings.len(), assessment.findings.len());
    assert_eq!(blank.obligations, assessment.obligations);
    assert_eq!(blank.summary.counts, assessment.summary.counts);
}
