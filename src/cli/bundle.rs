//! `iso20k bundle` and `iso20k verify`: the evidence pack, made and checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;

use super::{Context, count, output};
use crate::assessment::Assessment;
use crate::document::Limits;
use crate::pack::{self, Contents, Order};
use crate::report::paper::shown;

/// Most bytes of one pack, which is put together in memory.
const PACK_BYTES: u64 = 2 << 30;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json whose evidence is packed
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    /// The folder that holds the documents, as they were assessed
    #[arg(long, value_name = "DIR", required_unless_present_any = ["hashes_only", "redact"])]
    dir: Option<PathBuf>,
    /// The pack to write [default: evidence-pack.zip beside the assessment]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Pack the hashes of the documents, not the documents
    #[arg(long)]
    hashes_only: bool,
    /// Leave out the documents, and blank quotes and names of persons; the manifest says exactly what
    #[arg(long)]
    redact: bool,
}

#[derive(Debug, Args)]
pub(super) struct VerifyOptions {
    /// The pack to check
    #[arg(value_name = "PACK")]
    pack: PathBuf,
    /// The seal that `bundle` printed, if you have it from elsewhere
    #[arg(long, value_name = "SHA256")]
    seal: Option<String>,
}

impl Options {
    fn contents(&self) -> Contents {
        match (self.redact, self.hashes_only) {
            (true, _) => Contents::Redacted,
            (false, true) => Contents::Hashes,
            (false, false) => Contents::Documents,
        }
    }
}

pub(super) fn run(context: &Context, options: &Options) -> Result<ExitCode> {
    let assessment = super::report::read(&options.assessment)?;
    let original =
        fs::read(&options.assessment).with_context(|| format!("cannot read {}", options.assessment.display()))?;
    if original.starts_with(b"PK") {
        bail!("{} is a pack already; name the assessment.json to be packed", options.assessment.display());
    }
    let folder = options.dir.as_deref().map(Folder::open).transpose()?;
    if let Some(folder) = &folder {
        let total = as_assessed(folder, &assessment)?;
        if total > PACK_BYTES {
            bail!("the documents are larger than {} MiB together; use `--hashes-only`", PACK_BYTES >> 20);
        }
    }
    let none = |_: &str| Err("no folder of documents is given".to_owned());
    let from_folder = |path: &str| folder.as_ref().map_or_else(|| none(path), |folder| folder.read(path));
    let order =
        Order { assessment: &assessment, original: &original, contents: options.contents(), document: &from_folder };
    let pack = pack::build(&order)?.map_err(|differing| differ(&differing))?;
    let out = options.out.clone().unwrap_or_else(|| options.assessment.with_file_name("evidence-pack.zip"));
    output::write(&out, &pack)?;
    let verdict = pack::verify(std::io::Cursor::new(&pack), pack.len() as u64).map_err(|why| anyhow!("{why}"))?;
    context.say(&format!(
        "{}: {}, {} of them documents; the seal, to be kept or sent apart from the pack, is",
        out.display(),
        count(verdict.manifest.files.len() + 1, "file"),
        verdict.manifest.documents.iter().filter(|document| document.file.is_some()).count()
    ));
    super::print(&format!("{}\n", verdict.seal));
    Ok(ExitCode::SUCCESS)
}

/// Every document of the assessment must be as it was, cited or not: what is concluded rests on all of them.
/// Gives how many bytes they are.
pub(super) fn as_assessed(folder: &Folder, assessment: &Assessment) -> Result<u64> {
    let mut differing = Vec::new();
    let mut total = 0;
    for document in &assessment.documents {
        match folder.read(&document.path) {
            Ok(bytes) if pack::sha256(&bytes) == document.sha256 => total += bytes.len() as u64,
            Ok(_) => differing.push(format!("{}: changed since it was assessed", document.path)),
            Err(why) => differing.push(format!("{}: {why}", document.path)),
        }
    }
    if !differing.is_empty() {
        return Err(differ(&differing));
    }
    Ok(total)
}

pub(super) fn differ(differing: &[String]) -> anyhow::Error {
    let lines: Vec<String> = differing.iter().map(|line| format!("  {}", shown(line))).collect();
    anyhow!(
        "{} not what was assessed; assess again first\n{}",
        if differing.len() == 1 { "1 document is".into() } else { format!("{} documents are", differing.len()) },
        lines.join("\n")
    )
}

/// The folder of documents. Paths come from an assessment, which anybody may have written.
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(dir: &Path) -> Result<Self> {
        let root = dir.canonicalize().with_context(|| format!("cannot read the folder {}", dir.display()))?;
        if !root.is_dir() {
            bail!("{} is no folder", dir.display());
        }
        Ok(Self { root })
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let leaves = || "its path leaves the folder".to_owned();
        let is_inside = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_inside {
            return Err(leaves());
        }
        let file = self.root.join(path).canonicalize().map_err(|_| "is not there".to_owned())?;
        if !file.starts_with(&self.root) {
            return Err(leaves());
        }
        let data = fs::metadata(&file).map_err(|error| error.to_string())?;
        if !data.is_file() {
            return Err("is no file".into());
        }
        let most = Limits::default().file_bytes;
        if data.len() > most {
            return Err(format!("is larger than {} MiB", most >> 20));
        }
        fs::read(&file).map_err(|error| error.to_string())
    }
}

pub(super) fn verify(context: &Context, options: &VerifyOptions) -> Result<ExitCode> {
    let file = fs::File::open(&options.pack).with_context(|| format!("cannot read {}", options.pack.display()))?;
    let length = file.metadata().map(|data| data.len()).unwrap_or_default();
    let verdict = pack::verify(std::io::BufReader::new(file), length)
        .map_err(|why| anyhow!("{} is no pack that can be checked: {}", options.pack.display(), shown(&why)))?;
    let mut findings = verdict.findings;
    if options.seal.as_ref().is_some_and(|seal| !seal.trim().eq_ignore_ascii_case(&verdict.seal)) {
        findings.insert(0, format!("changed manifest.json (its seal is {})", verdict.seal));
    }
    for finding in &findings {
        super::print(&format!("{}\n", shown(finding)));
    }
    let files = count(verdict.manifest.files.len() + 1, "file");
    if !findings.is_empty() {
        context.say(&format!("not as it was made: {} in a pack of {files}", count(findings.len(), "difference")));
        return Ok(ExitCode::FAILURE);
    }
    super::print(&format!(
        "unchanged: {files}, assessment as of {}\nseal {}\n",
        shown(&verdict.manifest.as_of),
        verdict.seal
    ));
    if options.seal.is_none() {
        context.say("who can write a pack can write its manifest too: compare the seal with the one you were given");
    }
    Ok(ExitCode::SUCCESS)
}
