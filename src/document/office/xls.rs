//! Excel before 2007, by calamine. Only for the worker process: a hostile file can make calamine
//! ask for more memory than there is, which nothing can catch.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Range, Reader, SheetType, Xls, XlsError};

use super::super::draft::Row;
use super::super::{Limits, Property, Reading, Source};
use super::flow::{Flow, fold};
use super::numbers::{Format, number};
use super::xlsx::{self, add_row, repeat_down};

/// Reads an Excel file from before 2007.
pub(in crate::document) fn read(bytes: &[u8], limits: Limits) -> Reading {
    if bytes.len() as u64 > limits.file_bytes {
        return Reading::unread(format!("larger than {} MiB", limits.file_bytes >> 20));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        // A newer file under the old name.
        return xlsx::read(bytes, limits);
    }
    let mut workbook: Xls<_> = match Xls::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(XlsError::Password) => return Reading::unread("encrypted"),
        Err(error) => return Reading::unread(format!("corrupt: {}", fold(&error.to_string()))),
    };
    let mut flow = Flow::new(limits);
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || flow.full() {
            continue;
        }
        flow.place.sheet = Some(fold(&sheet.name));
        let Ok(range) = workbook.worksheet_range(&sheet.name) else {
            flow.problem(format!("sheet `{}`: damaged", sheet.name));
            continue;
        };
        let mut rows = rows(&range, &mut flow);
        for merged in workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
            let span = (merged.start.0.saturating_add(1), merged.end.0.saturating_add(1));
            repeat_down(&mut rows, merged.start.1 as usize, span, &mut flow);
        }
        flow.table(Some(fold(&sheet.name)), rows);
    }
    flow.finish(properties(&mut workbook))
}

fn rows(range: &Range<Data>, flow: &mut Flow) -> Vec<Row> {
    let mut rows = Vec::new();
    let Some((first, left)) = range.start() else { return rows };
    for (cells, number) in range.rows().zip(first.saturating_add(1)..) {
        let filled = cells.iter().rposition(|cell| !matches!(cell, Data::Empty)).map_or(0, |last| last + 1);
        if filled == 0 {
            continue;
        }
        let mut row = Vec::new();
        while row.len() < left as usize && flow.cell(0) {
            row.push(String::new());
        }
        for cell in cells.iter().take(filled) {
            let text = show(cell);
            if !flow.cell(text.len()) {
                return rows;
            }
            row.push(text);
        }
        add_row(&mut rows, Row { number, cells: row });
    }
    rows
}

fn show(cell: &Data) -> String {
    match cell {
        Data::Int(value) => value.to_string(),
        Data::Float(value) => number(*value),
        Data::Bool(value) => (if *value { "TRUE" } else { "FALSE" }).to_owned(),
        Data::DateTime(value) => moment(value),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => fold(text),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn moment(value: &ExcelDateTime) -> String {
    // The epoch has no accessor; a value is equal only to one with the same epoch.
    let kind = if value.is_duration() { ExcelDateTimeType::TimeDelta } else { ExcelDateTimeType::DateTime };
    let from_1904 = *value == ExcelDateTime::new(value.as_f64(), kind, true);
    Format::Moment { day: !value.is_duration(), time: true }.show(value.as_f64(), from_1904)
}

fn properties(workbook: &mut Xls<Cursor<&[u8]>>) -> Vec<Property> {
    let Ok(found) = workbook.workbook_properties() else { return Vec::new() };
    let core = [
        ("title", found.title),
        ("subject", found.subject),
        ("creator", found.creator),
        ("description", found.description),
        ("keywords", found.keywords),
        ("category", found.category),
        ("lastModifiedBy", found.last_modified_by),
        ("created", found.created),
        ("modified", found.modified),
        ("revision", found.revision),
        ("contentStatus", found.content_status),
        ("Company", found.company),
        ("Manager", found.manager),
        ("Application", found.application),
    ];
    let core = core.into_iter().filter_map(|(name, value)| Some((Source::Meta, name.to_owned(), value?)));
    let mut custom: Vec<_> = found.custom_properties.into_iter().collect();
    custom.sort();
    let custom = custom.into_iter().map(|(name, value)| (Source::Custom, name, value));
    let property = |(source, name, value): (Source, String, String)| {
        let (name, value) = (fold(&name), fold(&value));
        Some(Property { source, name, value, line: None }).filter(|property| !property.value.is_empty())
    };
    core.chain(custom).filter_map(property).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::lines;
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn at(row: u16, column: u16, format: u16) -> Vec<u8> {
        [row, column, format].iter().flat_map(|part| part.to_le_bytes()).collect()
    }

    fn value(row: u16, column: u16, format: u16, value: f64) -> Vec<u8> {
        record(0x0203, &[at(row, column, format), value.to_le_bytes().to_vec()].concat())
    }

    fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
        let length = u16::try_from(text.len()).expect("short").to_le_bytes();
        record(0x0204, &[&at(row, column, 0)[..], &length, &[0], text.as_bytes()].concat())
    }

    /// The workbook stream: one sheet named `S`, in its second format a date.
    fn stream(first: &[u8], cells: &[Vec<u8>]) -> Vec<u8> {
        let bof = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let formats =
            [record(0x00E0, &[0; 20]), record(0x00E0, &[0, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])];
        let head = [&bof[..], first, &formats.concat()].concat();
        let offset = head.len() + 4 + 9 + 4;
        let offset = u32::try_from(offset).expect("small").to_le_bytes();
        let sheet = record(0x0085, &[&offset[..], &[0, 0, 1, 0, b'S']].concat());
        let end = record(0x000A, &[]);
        [head, sheet, end.clone(), bof, cells.concat(), end].concat()
    }

    /// The smallest compound file around a stream: one table of sectors, one folder, the stream.
    fn compound(stream: &[u8]) -> Vec<u8> {
        let mut stream = stream.to_vec();
        stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
        let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        header.resize(24, 0);
        header.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        header.resize(44, 0);
        for number in [1_u32, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0, 0] {
            header.extend(number.to_le_bytes());
        }
        header.resize(512, 0xFF);
        let sectors = u32::try_from(stream.len() / 512).expect("small");
        let mut table = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
        table.extend((3..2 + sectors).chain([0xFFFF_FFFE]));
        table.resize(128, 0xFFFF_FFFF);
        let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
        let entry = |name: &str, kind: u8, start: u32, size: usize| {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u16::try_from(entry.len() + 2).expect("short");
            entry.resize(64, 0);
            entry.extend(length.to_le_bytes());
            entry.extend([kind, 1]);
            entry.extend([0xFF; 12]);
            entry.resize(116, 0);
            entry.extend(start.to_le_bytes());
            entry.extend(u64::try_from(size).expect("fits").to_le_bytes());
            entry
        };
        let mut folder = [entry("Root Entry", 5, 0xFFFF_FFFE, 0), entry("Workbook", 2, 2, stream.len())].concat();
        folder.resize(512, 0);
        [header, table, folder, stream].concat()
    }

    #[test]
    fn cells_are_read_with_their_rows_and_columns() {
        let merged = record(0x00E5, &[1, 0, 2, 0, 3, 0, 1, 0, 1, 0]);
        let cells = [
            label(2, 1, "Owner"),
            value(2, 2, 1, 46348.0),
            value(3, 2, 0, 0.1 + 0.2),
            record(0x0205, &[&at(6, 1, 0)[..], &[1, 0]].concat()),
            merged,
        ];
        let reading = read(&compound(&stream(&[], &cells)), Limits::default());
        assert_eq!(lines(&reading), ["t[S] 3:|Owner|2026-11-22 / 4:|Owner|0.3 / 5: / 7:|TRUE"]);
        assert_eq!(reading.document.blocks[0].place.sheet.as_deref(), Some("S"));
    }

    #[test]
    fn days_may_be_counted_from_1904() {
        let reading = read(&compound(&stream(&record(0x22, &[1, 0]), &[value(0, 0, 1, 44886.0)])), Limits::default());
        assert_eq!(lines(&reading), ["t[S] 1:2026-11-22"]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let locked = compound(&stream(&record(0x2F, &[1, 0, 0, 0]), &[]));
        assert_eq!(read(&locked, Limits::default()).unread.as_deref(), Some("encrypted"));
        let reading = read(b"<html>", Limits::default());
        assert!(reading.unread.is_some_and(|reason| reason.starts_with("corrupt: ")));
    }
}
