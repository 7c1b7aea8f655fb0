//! The assessor's workbook on its way: written, filled in, saved by LibreOffice as its own format and back, and read
//! again. Nothing that was entered may be lost, and nothing that was not may appear.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx};
use serde_json::Value;

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iso20k"));
    command.current_dir(dir).args(arguments).env("XDG_CACHE_HOME", dir.join("cache")).output().unwrap()
}

/// The cells of a sheet that stand under a heading, by the id of their row: `Q5`.
fn places(bytes: &[u8], sheet: &str) -> BTreeMap<(String, String), String> {
    let mut file = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = file.worksheet_range(sheet).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let letter = |column: usize| char::from(b'A' + u8::try_from(column).unwrap());
    let cells = (1..).zip(&rows).flat_map(|(number, row)| {
        let named = rows[0].iter().enumerate();
        named.map(move |(at, heading)| ((row[0].clone(), heading.clone()), format!("{}{number}", letter(at))))
    });
    cells.collect()
}

/// The workbook with values in cells that were empty, as a spreadsheet program would write them.
fn filled(bytes: &[u8], sheet: &str, values: &[(String, &str)]) -> Vec<u8> {
    let mut names = Xlsx::new(Cursor::new(bytes)).unwrap();
    let number = names.sheet_names().iter().position(|name| name == sheet).unwrap() + 1;
    drop(names.worksheet_range(sheet));
    let part = format!("xl/worksheets/sheet{number}.xml");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let (name, mut data) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut data).unwrap();
        if name == part {
            let mut xml = String::from_utf8(data).unwrap();
            for (cell, value) in values {
                let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
                let end = start + xml[start..].find("/>").unwrap();
                // A number is a day, as spreadsheets count them.
                let entered = match value.parse::<u32>() {
                    Ok(day) => format!("><v>{day}</v></c>"),
                    Err(_) => format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>"),
                };
                xml.replace_range(end..end + 2, &entered);
            }
            data = xml.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&data).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The workbook as LibreOffice saves it in a format; nothing where LibreOffice is not there.
fn saved(folder: &Path, file: &str, format: &str, out: &str) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}/libreoffice", folder.display());
    let run = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", format, "--outdir", out, file])
        .current_dir(folder)
        .output();
    match run {
        Err(error) => {
            eprintln!("SKIPPED: the workbook through LibreOffice: soffice: {error}");
            None
        }
        Ok(output) => {
            let made = folder.join(out).join(Path::new(file).with_extension(format).file_name().unwrap());
            assert!(made.is_file(), "{}", said(&output));
            Some(())
        }
    }
}

/// The days 2026-11-21 and 2027-11-21 as spreadsheets count them.
const DAYS: (&str, &str) = ("46347", "46712");
const WHY: &str = "=1+1 gesehen – „drei Belege“, größer &lt; 5\n\u{6c38}\u{7e8c} 🗂 second line";

/// Language, sheet, headings of what is entered, and the word for a minor.
type Case<'a> = (&'a str, &'a str, [&'a str; 5], [&'a str; 2]);

#[test]
fn what_is_entered_comes_back_through_libreoffice() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/plan.in/aldermoor.json");
    let cases: [Case<'_>; 2] = [
        (
            "en",
            "Obligations",
            ["Determination", "Why", "Determined by", "Determined on", "Holds until"],
            ["Minor nonconformity", "Conformity"],
        ),
        (
            "de",
            "Anforderungen",
            ["Feststellung", "Begründung", "Festgestellt von", "Festgestellt am", "Gilt bis"],
            ["Nebenabweichung", "Konformität"],
        ),
    ];
    for (language, sheet, headings, [minor, conforming]) in cases {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        fs::copy(&source, dir.join("assessment.json")).unwrap();
        let made = run(dir, &["report", "assessment.json", "--format", "xlsx", "--lang", language, "--out", "out"]);
        assert!(made.status.success(), "{}", said(&made));
        let bytes = fs::read(dir.join("out/gap-analysis.xlsx")).unwrap();
        let places = places(&bytes, sheet);
        let at = |id: &str, heading: usize| {
            let cell = places.get(&(id.to_owned(), headings[heading].to_owned()));
            cell.unwrap_or_else(|| panic!("no {} in row {id}", headings[heading])).clone()
        };
        let values = [
            (at("8.4.3/1", 0), minor),
            (at("8.4.3/1", 1), WHY),
            (at("8.4.3/1", 2), "Ada Quist"),
            (at("8.4.3/1", 3), DAYS.0),
            (at("8.4.3/1", 4), DAYS.1),
            (at("8.7.3.2/1", 0), conforming),
            (at("8.7.3.2/1", 1), "Seen."),
        ];
        fs::write(dir.join("book.xlsx"), filled(&bytes, sheet, &values)).unwrap();
        fs::write(dir.join("untouched.xlsx"), &bytes).unwrap();
        let mut books = vec![("book.xlsx", "untouched.xlsx")];
        let through = |file: &str, back: &str| {
            let ods = Path::new("ods").join(file).with_extension("ods");
            saved(dir, file, "ods", "ods").and_then(|()| saved(dir, ods.to_str().unwrap(), "xlsx", back))
        };
        if through("book.xlsx", "back").and_then(|()| through("untouched.xlsx", "back")).is_some() {
            books.push(("back/book.xlsx", "back/untouched.xlsx"));
        }
        for (number, (book, untouched)) in books.into_iter().enumerate() {
            let place = format!("record-{number}");
            fs::create_dir(dir.join(&place)).unwrap();
            let fixed = ["--assessment", "assessment.json", "--by", "Bo Lind", "--on", "2026-11-22", "--dir", &place];
            let read = |book: &str| run(dir, &[&["determine", "--from", book], &fixed[..]].concat());
            let nothing = read(untouched);
            assert!(said(&nothing).contains("nothing in the workbook differs"), "{language}: {}", said(&nothing));
            let output = read(book);
            assert!(output.status.success(), "{language}, {book}: {}", said(&output));
            assert!(said(&output).contains("2 determinations recorded"), "{language}, {book}: {}", said(&output));
            let text = fs::read_to_string(dir.join(&place).join("determinations.yaml")).unwrap();
            let record: Value = serde_yaml::from_str(&text).unwrap();
            let of = |id: &str| {
                let entries = record["determinations"].as_array().unwrap();
                entries.iter().find(|entry| entry["obligation"] == id).unwrap_or_else(|| panic!("{id}: {text}"))
            };
            let entered = of("8.4.3/1");
            let fields = ["verdict", "by", "on", "until"].map(|field| entered[field].as_str().unwrap().to_owned());
            assert_eq!(fields, ["minor", "Ada Quist", "2026-11-21", "2027-11-21"], "{language}, {book}");
            assert_eq!(entered["why"].as_str().unwrap(), WHY.replace("&lt;", "<"), "{language}, {book}");
            assert!(entered["evidence"].as_str().is_some_and(|hash| hash.len() == 64), "{text}");
            let usual = of("8.7.3.2/1");
            assert_eq!(
                (&usual["by"], &usual["on"]),
                (&"Bo Lind".into(), &"2026-11-22".into()),
                "what is not said is asked"
            );
            assert_eq!(record["determinations"].as_array().unwrap().len(), 2, "{text}");
        }
    }
}
