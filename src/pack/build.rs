//! Putting a pack together. The documents come in through a function, one at a time: this module opens no file.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use anyhow::{Context as _, Result};
use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{
    ASSESSMENT, Contents, DETERMINATIONS, DOCUMENTS, FORMAT, FileInfo, INDEX, Index, MANIFEST, Manifest,
    PackedDocument, SUMS, redact, redacted, sha256, stays_within,
};
use crate::assessment::Assessment;
use crate::report::paper::{Form, print};
use crate::report::{self, Format};

/// Level of deflate for what is text; documents are kept as they are, most are compressed already.
const LEVEL: i64 = 6;

/// What is to be packed.
pub struct Order<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The bytes it was read from.
    pub original: &'a [u8],
    /// What of the documents.
    pub contents: Contents,
    /// The bytes of a document, or why there are none.
    pub document: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

/// A pack, or every document that is not what was assessed.
///
/// # Errors
/// When something cannot be written, which no assessment of this program causes.
pub fn build(order: &Order<'_>) -> Result<Result<Vec<u8>, Vec<String>>> {
    let is_whole = order.contents == Contents::Documents;
    let assessment = match order.contents {
        Contents::Redacted => &redacted(order.assessment)?,
        _ => order.assessment,
    };
    let documents = packed(order.assessment, is_whole);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut differing = Vec::new();
    for document in documents.iter().filter(|document| document.file.is_some()) {
        match read(order, document) {
            Ok(bytes) => files.extend(document.file.clone().map(|file| (file, bytes))),
            Err(why) => differing.push(why),
        }
    }
    if !differing.is_empty() {
        return Ok(Err(differing));
    }
    let index = Index::new(assessment, &documents, order.contents);
    for form in [Form::Csv, Form::Html, Form::Json, Form::Markdown] {
        files.push((format!("index.{}", form.name()), print(&index, form)?));
    }
    let whole = match order.contents {
        Contents::Redacted => report::render(Format::Json, assessment)?,
        _ => order.original.to_vec(),
    };
    files.push((ASSESSMENT.into(), whole));
    files.extend(determinations(assessment)?.map(|bytes| (DETERMINATIONS.to_owned(), bytes)));
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let sums: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect();
    files.insert(0, (SUMS.into(), sums.into_bytes()));
    let manifest = manifest(order, assessment, &files, documents);
    let mut text = serde_json::to_vec_pretty(&manifest)?;
    text.push(b'\n');
    files.insert(0, (MANIFEST.into(), text));
    written(&files).map(Ok)
}

/// Every document, and where those that are cited go.
fn packed(assessment: &Assessment, is_whole: bool) -> Vec<PackedDocument> {
    let findings = assessment.findings.iter();
    let cited: BTreeSet<&str> = findings
        .flat_map(|finding| {
            let shown = finding.evidence.iter().map(|evidence| evidence.path.as_str());
            shown.chain(finding.shortfalls.iter().filter_map(|shortfall| shortfall.path.as_deref()))
        })
        .collect();
    let documents = assessment.documents.iter().map(|document| {
        let cited = cited.contains(document.path.as_str());
        let file = (is_whole && cited).then(|| in_pack(&document.path, &document.sha256));
        PackedDocument { path: document.path.clone(), sha256: document.sha256.clone(), cited, file }
    });
    documents.collect()
}

/// A name that would not unpack everywhere is replaced by the hash.
fn in_pack(path: &str, sha256: &str) -> String {
    if stays_within(path) { format!("{DOCUMENTS}{path}") } else { format!("{DOCUMENTS}{sha256}") }
}

fn read(order: &Order<'_>, document: &PackedDocument) -> Result<Vec<u8>, String> {
    let bytes = (order.document)(&document.path).map_err(|why| format!("{}: {why}", document.path))?;
    if sha256(&bytes) == document.sha256 {
        Ok(bytes)
    } else {
        Err(format!("{}: changed since it was assessed", document.path))
    }
}

fn determinations(assessment: &Assessment) -> Result<Option<Vec<u8>>> {
    let made = assessment.findings.iter().filter_map(|finding| {
        let determination = finding.determination.as_ref()?;
        Some(json!({"obligation": finding.obligation, "determination": determination}))
    });
    let made: Vec<_> = made.collect();
    Ok(if made.is_empty() { None } else { Some([serde_json::to_vec_pretty(&made)?, b"\n".to_vec()].concat()) })
}

fn manifest(
    order: &Order<'_>,
    assessment: &Assessment,
    files: &[(String, Vec<u8>)],
    documents: Vec<PackedDocument>,
) -> Manifest {
    let files = files.iter();
    let files: Vec<FileInfo> = files
        .map(|(path, bytes)| FileInfo { path: path.clone(), bytes: bytes.len() as u64, sha256: sha256(bytes) })
        .collect();
    let index = files.iter().find(|file| file.path == INDEX);
    let is_redacted = order.contents == Contents::Redacted;
    Manifest {
        format: FORMAT.into(),
        tool: assessment.tool.clone(),
        as_of: assessment.as_of.clone(),
        organisation: assessment.organisation.name.clone(),
        catalogues: assessment.catalogues.clone(),
        contents: order.contents,
        redacted: if is_redacted { redact::WHAT.map(str::to_owned).to_vec() } else { Vec::new() },
        index_sha256: index.map(|index| index.sha256.clone()).unwrap_or_default(),
        files,
        documents,
    }
}

/// The zip: every entry of the same day, in the order given.
fn written(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(u32::try_from(bytes.len()).is_err());
        let options = if path.starts_with(DOCUMENTS) {
            options.compression_method(CompressionMethod::Stored)
        } else {
            options.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL))
        };
        zip.start_file(path.as_str(), options).with_context(|| format!("cannot pack {path}"))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
