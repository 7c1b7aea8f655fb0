//! Tells a file's format from its first bytes and its name, or why it is not read. The bytes win
//! over the name: a PDF called `.docx` is a PDF.

use super::Format;

/// The format of a file by its name and first bytes, or why it is not read. A few KiB of `head`
/// are enough.
///
/// # Errors
/// A short reason for `unread`, such as `legacy format (DOC): save as DOCX or PDF` or `image`.
pub fn sniff(name: &str, head: &[u8]) -> Result<Format, String> {
    if head.is_empty() {
        return Err("empty file".into());
    }
    let name = file_name(name).to_lowercase();
    let extension = extension(&name);
    if let Some(answer) = by_bytes(head, extension) {
        return answer;
    }
    by_name(&name, extension, head)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The extension, empty if there is none; `.md.tmpl` is what stands before the `.tmpl`.
fn extension(name: &str) -> &str {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let wrapped = matches!(extension, "tmpl" | "template" | "tpl" | "j2" | "jinja" | "jinja2" | "erb" | "liquid");
    match stem.rsplit_once('.') {
        Some((_, inner)) if wrapped && !inner.is_empty() => inner,
        _ if stem.is_empty() => "",
        _ => extension,
    }
}

type Answer = Option<Result<Format, String>>;

fn refuse(reason: &str) -> Answer {
    Some(Err(reason.into()))
}

fn by_bytes(head: &[u8], extension: &str) -> Answer {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"%PDF-") || (extension == "pdf" && contains(&head[..head.len().min(1024)], b"%PDF-")) {
        return Some(Ok(Format::Pdf));
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Some(zip(head, extension));
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole(extension));
    }
    if starts(b"{\\rtf") {
        return refuse("rtf: save as DOCX or PDF");
    }
    BINARY
        .iter()
        .find(|(magic, at, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .map(|(_, _, reason)| Err((*reason).to_string()))
}

/// Magic bytes, where they stand, and what the file is then.
const BINARY: &[(&[u8], usize, &str)] = &[
    (b"\x89PNG", 0, "image"),
    (b"\xff\xd8\xff", 0, "image"),
    (b"GIF8", 0, "image"),
    (b"II*\0", 0, "image"),
    (b"MM\0*", 0, "image"),
    (b"WEBP", 8, "image"),
    (b"8BPS", 0, "image"),
    (b"ftypheic", 4, "image"),
    (b"ftypavif", 4, "image"),
    (b"ftyp", 4, "audio or video"),
    (b"\x1aE\xdf\xa3", 0, "audio or video"),
    (b"OggS", 0, "audio or video"),
    (b"ID3", 0, "audio or video"),
    (b"RIFF", 0, "audio or video"),
    (b"fLaC", 0, "audio or video"),
    (b"\x1f\x8b", 0, "archive"),
    (b"7z\xbc\xaf\x27\x1c", 0, "archive"),
    (b"Rar!\x1a\x07", 0, "archive"),
    (b"BZh", 0, "archive"),
    (b"\xfd7zXZ\0", 0, "archive"),
    (b"\x28\xb5\x2f\xfd", 0, "archive"),
    (b"ustar", 257, "archive"),
    (b"MZ", 0, "program"),
    (b"\x7fELF", 0, "program"),
    (b"\xcf\xfa\xed\xfe", 0, "program"),
    (b"\xca\xfe\xba\xbe", 0, "program"),
    (b"\0asm", 0, "program"),
    (b"SQLite format 3\0", 0, "database"),
    (b"\0\x01\0\0Standard ", 0, "database"),
    (b"wOFF", 0, "font"),
    (b"wOF2", 0, "font"),
    (b"OTTO", 0, "font"),
    (b"\0\x01\0\0\0", 0, "font"),
    (b"%!PS", 0, "postscript"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", 0, "onenote section: export as PDF"),
];

/// What a zip holds: the names of its parts stand readable in it, most often near the beginning.
fn zip(head: &[u8], extension: &str) -> Result<Format, String> {
    let by_extension = match extension {
        "docx" | "docm" | "dotx" | "dotm" => Some(Format::Docx),
        "xlsx" | "xlsm" | "xltx" | "xltm" => Some(Format::Xlsx),
        "pptx" | "pptm" | "potx" | "potm" | "ppsx" | "ppsm" => Some(Format::Pptx),
        "odt" | "ott" => Some(Format::Odt),
        "ods" | "ots" => Some(Format::Ods),
        _ => None,
    };
    if contains(head, b"vnd.oasis.opendocument.text") {
        return Ok(Format::Odt);
    }
    if contains(head, b"vnd.oasis.opendocument.spreadsheet") {
        return Ok(Format::Ods);
    }
    if contains(head, b"vnd.oasis.opendocument") {
        return Err("format not read (OpenDocument other than text and sheets)".into());
    }
    // `_rels` and `[Content_Types]` are in all of them; a Word file may hold a workbook within.
    if let Some(format) = by_extension {
        return Ok(named_part(head).filter(|found| is_office(format) && *found != format).unwrap_or(format));
    }
    if extension == "xlsb" {
        return Err("format not read (XLSB): save as XLSX".into());
    }
    if let Some(reason) = ZIPPED.iter().find(|(name, _)| *name == extension).map(|(_, reason)| reason) {
        return Err((*reason).into());
    }
    match named_part(head) {
        Some(format) if contains(head, b"[Content_Types].xml") || contains(head, b"_rels/.rels") => Ok(format),
        _ => Err("archive".into()),
    }
}

fn is_office(format: Format) -> bool {
    matches!(format, Format::Docx | Format::Xlsx | Format::Pptx)
}

/// Other formats that are zip files inside.
const ZIPPED: &[(&str, &str)] = &[
    ("vsdx", "visio drawing: export as PDF"),
    ("numbers", "apple numbers: export as XLSX"),
    ("pages", "apple pages: export as DOCX"),
    ("key", "apple keynote: export as PPTX"),
    ("epub", "format not read (EPUB)"),
    ("jar", "program"),
    ("war", "program"),
    ("apk", "program"),
    ("whl", "archive"),
];

fn named_part(head: &[u8]) -> Option<Format> {
    let parts: [(&[u8], Format); 3] = [(b"word/", Format::Docx), (b"xl/", Format::Xlsx), (b"ppt/", Format::Pptx)];
    // The part named first is the main one; anything embedded comes later.
    parts
        .into_iter()
        .filter_map(|(part, format)| position(head, part).map(|at| (at, format)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, format)| format)
}

fn ole(extension: &str) -> Result<Format, String> {
    match extension {
        "xls" | "xlt" | "xla" => Ok(Format::Xls),
        "docx" | "xlsx" | "pptx" | "docm" | "xlsm" | "pptm" | "dotx" | "xltx" | "potx" | "odt" | "ods" => {
            Err("encrypted or legacy file under a new name".into())
        }
        _ => Err(refused_extension(extension).map_or_else(|| "legacy office file".into(), str::to_string)),
    }
}

fn by_name(name: &str, extension: &str, head: &[u8]) -> Result<Format, String> {
    if let Some(format) = text_format(extension) {
        return Ok(format);
    }
    let looks_like_html = is_html(head);
    match extension {
        "pdf" => return Err("corrupt: not a pdf".into()),
        // Wikis and ticket systems export HTML under the names of Word and Excel.
        "doc" | "xls" if looks_like_html => return Ok(Format::Html),
        "xls" if head.starts_with(b"<?xml") => {
            return Err("legacy format (Excel 2003 XML): save as XLSX".into());
        }
        "doc" if contains(head, b"MIME-Version:") => {
            return Err("web archive (MHT): save as DOCX or PDF".into());
        }
        "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx" | "pptx" | "pptm" | "ppsx" | "potx" | "odt" | "ods"
        | "ott" | "ots" => return Err("corrupt: not a zip file".into()),
        "xls" => return Err("corrupt: not an excel file".into()),
        _ => {}
    }
    if let Some(reason) = refused_extension(extension) {
        return Err(reason.into());
    }
    if looks_like_html && (extension.is_empty() || extension == "aspx") {
        return Ok(Format::Html);
    }
    if is_document_name(name, extension) {
        return if head.contains(&0) { Err("not text".into()) } else { Ok(Format::Text) };
    }
    if extension.is_empty() {
        return Err("source code".into());
    }
    Err(format!("format not read (.{})", super::builder::shortened(extension, 12)))
}

fn text_format(extension: &str) -> Option<Format> {
    Some(match extension {
        "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" | "mdwn" => Format::Markdown,
        "txt" | "text" | "adoc" | "asciidoc" | "asc" | "rst" | "rest" | "org" | "wiki" | "mediawiki" | "textile"
        | "creole" | "tmpl" => Format::Text,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "csv" | "psv" => Format::Csv,
        "tsv" | "tab" => Format::Tsv,
        "yaml" | "yml" => Format::Yaml,
        "json" | "jsonl" | "ndjson" | "json5" | "jsonc" => Format::Json,
        "eml" => Format::Eml,
        _ => return None,
    })
}

/// A document by custom, though its name does not end in a format.
fn is_document_name(name: &str, extension: &str) -> bool {
    const NAMES: &[&str] = &[
        "readme",
        "license",
        "licence",
        "copying",
        "notice",
        "codeowners",
        "changelog",
        "changes",
        "history",
        "notes",
        "news",
        "authors",
        "contributors",
        "maintainers",
        "contributing",
        "security",
        "support",
        "todo",
        "roadmap",
        "governance",
        "code_of_conduct",
        "owners",
    ];
    // `README.en` and `LICENSE-MIT` are documents as well.
    let stem = name.split(['.', '-']).next().unwrap_or(name);
    const PROGRAMS: &[&str] =
        &["makefile", "dockerfile", "jenkinsfile", "vagrantfile", "rakefile", "gemfile", "procfile", "brewfile"];
    NAMES.contains(&stem) || (extension.is_empty() && !name.starts_with('.') && !PROGRAMS.contains(&stem))
}

fn refused_extension(extension: &str) -> Option<&'static str> {
    REFUSED.iter().find(|(names, _)| names.split(' ').any(|name| name == extension)).map(|(_, reason)| *reason)
}

/// Extensions that are known and not read, and why.
const REFUSED: &[(&str, &str)] = &[
    ("doc dot", "legacy format (DOC): save as DOCX or PDF"),
    ("ppt pps pot", "legacy format (PPT): save as PPTX or PDF"),
    ("xlsb", "format not read (XLSB): save as XLSX"),
    ("wpd wps wri", "legacy format (word processor): save as DOCX or PDF"),
    ("rtf", "rtf: save as DOCX or PDF"),
    ("msg", "outlook message (MSG): save as EML"),
    ("pst ost mbox", "mailbox"),
    ("mht mhtml", "web archive (MHT): save as DOCX or PDF"),
    ("vsd vsdx vst", "visio drawing: export as PDF"),
    ("mpp mpt", "microsoft project plan: export as XLSX or PDF"),
    ("one onetoc2", "onenote section: export as PDF"),
    ("numbers", "apple numbers: export as XLSX"),
    ("pages", "apple pages: export as DOCX"),
    ("key", "apple keynote: export as PPTX"),
    ("odp odg odf odb fodt fods", "format not read (OpenDocument other than text and sheets)"),
    ("epub", "format not read (EPUB)"),
    ("xml xsd xsl xslt rss atom bpmn drawio", "format not read (XML)"),
    ("png jpg jpeg gif bmp tif tiff webp heic ico psd ai eps avif", "image"),
    ("zip 7z tar gz tgz rar bz2 xz zst cab iso dmg", "archive"),
    ("mp3 mp4 m4a wav ogg oga ogv flac avi mov mkv webm wmv", "audio or video"),
    ("exe dll so dylib msi bin class jar war apk deb rpm o a wasm pyc", "program"),
    ("ttf otf woff woff2 eot", "font"),
    ("db sqlite sqlite3 mdb accdb dbf parquet", "database"),
    ("toml ini cfg conf properties env editorconfig gitignore gitattributes dockerignore", "configuration file"),
    ("log", "log file"),
    ("pem crt cer p12 pfx gpg", "key or certificate"),
    (
        "py js mjs cjs ts jsx tsx rs go java c h cc cpp hpp cs sh bash zsh fish ps1 psm1 bat cmd css scss sass less \
         svg lock tf tfvars hcl rb php pl pm lua swift kt kts scala clj ex exs erl hs ml r jl m sql vue svelte dart \
         groovy gradle cmake make mk ipynb puml plantuml mmd proto graphql sum mod map po jsp asp aspx vbs \
         nix bzl rego cue vim el",
        "source code",
    ),
];

fn is_html(head: &[u8]) -> bool {
    let start: Vec<u8> = head
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace() || **byte >= 0x80)
        .take(64)
        .map(u8::to_ascii_lowercase)
        .collect();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<table", b"<body"].iter().any(|tag| start.starts_with(tag))
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    position(haystack, needle).is_some()
}

fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
#[path = "sniff_tests.rs"]
mod tests;
