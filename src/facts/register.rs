//! Tables that are registers: incident lists, risk registers, service catalogues. Recognised by the
//! name of the sheet, file or chapter together with the column headings, in every language.

mod headings;
mod mapped;
mod upright;

use std::collections::BTreeMap;

use headings::Heading;

use super::cells::{Fields, day_or_month_first, value};
use super::tables::{self, Tally};
use super::units::row_place;
use super::{LeftOut, RegisterFact, RegisterRow, TableFact, values};
use crate::catalogue::{Catalogue, ColumnKind, Label, Meaning, RegisterMap, RegisterType, Vocabulary};
use crate::document::{Content, Document, Place, Row, Table, cells::Writer};
use crate::text::date::Order;
use crate::text::{Scan, fold, tokens};

/// How telling the columns of a table must be that nothing names: the sum of one over the registers that share each.
const TELLING: f32 = 1.0;
/// Registers one table may serve as ("risks" that are also security risks).
const MOST: usize = 2;
/// Rows whose values may tell what a column holds.
const TOLD: usize = 2_000;
/// Tables of one document of which it is kept what was made of them.
const TABLES: usize = 500;
/// Registers that a table could be, of which that is kept.
const RIVALS: usize = 5;

/// The registers of a document, and what was made of each of its tables. `maps`: what the organisation says of them.
pub(super) fn registers(
    (path, title): (&str, &str),
    document: &Document,
    catalogue: &Catalogue,
    vocabulary: &Vocabulary,
    maps: &[&RegisterMap],
) -> (Vec<RegisterFact>, Vec<TableFact>) {
    let tables = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Table(table) if !table.rows.is_empty() => Some((&block.place, table)),
        _ => None,
    });
    let tables: Vec<(&Place, &Table)> = tables.collect();
    let all: Vec<&str> = vocabulary.languages.keys().map(String::as_str).collect();
    let mut finder = Finder {
        catalogue,
        vocabulary,
        fields: Fields::new(vocabulary, Order::DayFirst),
        names: vocabulary.names.scan(&all),
        maps,
    };
    let file = super::called::file_words(path);
    // A file that is one table is named by its file name; a chapter's table by its heading.
    let alone = tables.len() == 1 && document.blocks.len() <= 3;
    let mut found = Vec::new();
    let mut read = Vec::new();
    for (place, table) in &tables {
        if let Some((register, fact)) = finder.mapped(place, table) {
            found.push(register);
            read.push(fact);
            continue;
        }
        if !alone && place.sheet.is_none() && finder.is_history(table) {
            read.push(history(place));
            continue;
        }
        let mut names: Vec<&str> = Vec::new();
        names.extend(table.name.as_deref());
        names.extend(place.sheet.as_deref());
        names.extend(place.heading.last().map(String::as_str));
        if alone || tables.len() <= 3 {
            names.extend([file.as_str(), title]);
        }
        let (registers, mut fact) = finder.read_either_way(place, table, &names);
        finder.tell_headings(table, &mut fact);
        found.extend(registers);
        read.push(fact);
    }
    read.truncate(TABLES);
    (found, read)
}

/// A document's own versions are no register, whatever their columns.
fn history(place: &Place) -> TableFact {
    let why = "the document's own versions".to_owned();
    let left_out = vec![LeftOut { why, rows: 0, first: place.clone() }];
    TableFact { place: place.clone(), left_out, ..TableFact::default() }
}

struct Finder<'a> {
    catalogue: &'a Catalogue,
    vocabulary: &'a Vocabulary,
    fields: Fields<'a>,
    names: Scan<'a>,
    maps: &'a [&'a RegisterMap],
}

/// How well a table fits a register, and why.
#[derive(Clone)]
struct Fit {
    fits: bool,
    confidence: f32,
    named: bool,
    reason: String,
}

/// Registers with how well a table fits each.
type Fits = Vec<(u16, Fit)>;

impl Finder<'_> {
    /// A table as it stands; where it is no register so, with its columns of periods as rows.
    fn read_either_way(&mut self, place: &Place, table: &Table, names: &[&str]) -> (Vec<RegisterFact>, TableFact) {
        let (registers, fact) = self.read(place, table, names);
        if registers.is_empty()
            && let Some(upright) = upright::upright(table, names, &self.fields)
        {
            let again = self.read(place, &upright, names);
            if !again.0.is_empty() {
                return again;
            }
        }
        (registers, fact)
    }

    fn read(&mut self, place: &Place, table: &Table, names: &[&str]) -> (Vec<RegisterFact>, TableFact) {
        let name = names.first().map(|name| (*name).to_owned()).unwrap_or_default();
        let mut fact = TableFact { place: place.clone(), name, ..TableFact::default() };
        let Some(heading) = self.heading(table) else { return (Vec::new(), fact) };
        fact.headings = Some(row_place(place, table.rows[heading.row].number));
        let mut named = self.named(names);
        // "CHG-2101": the letters of its numbers name it.
        let rows = &table.rows[heading.row + 1..];
        let letters = values::letters(&rows[..rows.len().min(TOLD)], heading.width);
        if let Some(register) = letters.as_deref().and_then(|letters| self.row_of(letters)) {
            named.entry(register).or_insert_with(|| format!("{}-…", letters.unwrap_or_default()));
        }
        let has_rows = table.rows.iter().skip(heading.row + 1).any(|row| !row.cells.are_blank());
        let mut tally = Tally::default();
        let mixed = self.mixed(place, table, &heading, &mut tally);
        if !mixed.is_empty() {
            fact.kinds_of_rows(&mixed, |register, written| {
                let mut named = heading.columns.iter().filter(|(known, _)| self.register(**known).id == register);
                named.any(|(_, cells)| cells.iter().any(|(cell, ..)| table.rows[heading.row].cells[*cell] == *written))
            });
            fact.close(table, heading.row, &mixed, tally);
            return (mixed, fact);
        }
        let fits = heading.columns.iter().map(|(register, columns)| {
            let mut fit = self.fit(&heading, *register, columns, named.get(register).map(String::as_str));
            // A heading row alone is a register only under a register's name: then it is one nobody filled.
            if !(has_rows || fit.named && columns.len() >= 3) {
                fit.fits = false;
                fit.reason.push_str(", and no row");
            }
            (*register, fit)
        });
        let (mut fits, mut others): (Fits, Fits) = fits.partition(|(_, fit)| fit.fits);
        fits.sort_by(|a, b| b.1.confidence.total_cmp(&a.1.confidence).then(a.0.cmp(&b.0)));
        others.sort_by_key(|(register, _)| (std::cmp::Reverse(heading.columns[register].len()), *register));
        let best = fits.first().map_or(0.0, |(_, fit)| fit.confidence);
        // A second reading counts only if it is named too, and as good.
        let kept = |(i, (_, fit)): &(usize, &(u16, Fit))| *i == 0 || (fit.named && best - fit.confidence < 0.15);
        let kept: Fits = fits.iter().take(MOST).enumerate().filter(kept).map(|(_, fit)| fit.clone()).collect();
        let rivals: Vec<&(u16, Fit)> = fits.iter().chain(&others).take(RIVALS).collect();
        for (register, fit) in rivals {
            let taken = kept.iter().any(|(known, _)| known == register);
            let columns = self.columns(table, &heading, *register);
            let told = |cell: &usize| heading.columns[register].iter().all(|(named, ..)| named != cell);
            let columns = columns.iter().map(|(cell, id, _)| ((*id).to_owned(), *cell, told(cell))).collect();
            let sure = if fit.fits { fit.confidence } else { 0.0 };
            fact.could_be(&self.register(*register).id, sure, taken, &fit.reason, columns, &table.rows[heading.row]);
        }
        let rows = &table.rows[heading.row + 1..];
        let mut registers = Vec::new();
        for (register, fit) in kept {
            // The second reading has the same rows.
            let mut other = Tally::default();
            let tally = if registers.is_empty() { &mut tally } else { &mut other };
            registers.push(self.register_fact(place, rows.iter(), (table, &heading), register, fit, tally));
        }
        fact.close(table, heading.row, &registers, tally);
        (registers, fact)
    }

    /// The registers of an export whose rows are of several kinds, each with its own rows.
    fn mixed(&mut self, place: &Place, table: &Table, heading: &Heading, tally: &mut Tally) -> Vec<RegisterFact> {
        let rows = &table.rows[heading.row + 1..];
        let mut named = |value: &str| self.row_of(value).filter(|kind| heading.columns.contains_key(kind));
        let kinds = values::kinds(rows, heading.width, &mut named);
        let facts = kinds.into_iter().map(|(register, numbers)| {
            let fit = self.fit(heading, register, &heading.columns[&register], Some("kind of row"));
            let rows = numbers.iter().map(|number| &rows[*number]);
            fit.fits.then(|| self.register_fact(place, rows, (table, heading), register, fit, tally))
        });
        facts.collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// The register of which a cell names one row.
    fn row_of(&mut self, value: &str) -> Option<u16> {
        let mut readings = self.fields.read(value).into_iter();
        readings.find_map(|(meaning, share)| match meaning {
            Meaning::Row(register) if share > 0.6 => Some(register),
            _ => None,
        })
    }

    /// The table of a document's own versions ("Version, date, author, change"): no list of changes to services.
    fn is_history(&mut self, table: &Table) -> bool {
        let Some(first) = table.rows.first().filter(|row| row.cells.len() <= 6) else { return false };
        let labels: Vec<Label> = first.cells.iter().filter_map(|cell| self.fields.label(cell)).collect();
        let by = [Label::Author, Label::Approver, Label::Owner].iter().any(|label| labels.contains(label));
        by && labels.contains(&Label::Version) && labels.contains(&Label::Date)
    }

    /// How well a table is a register, if it is one at all.
    fn fit(&self, heading: &Heading, register: u16, columns: &[(usize, u16, f32)], name: Option<&str>) -> Fit {
        let kind = self.register(register);
        let identifies: Vec<bool> = kind.columns.values().map(|column| column.identifies).collect();
        let hit = columns.iter().filter(|(_, column, _)| identifies[usize::from(*column)]).count();
        let share = hit as f32 / identifies.iter().filter(|identifies| **identifies).count().max(1) as f32;
        let covered = columns.len() as f32 / heading.cells as f32;
        let telling: f32 = columns.iter().map(|(cell, ..)| 1.0 / heading.claims[cell].max(1) as f32).sum();
        let (fits, confidence) = match name {
            Some(_) => (columns.len() >= 2 && (hit >= 1 || covered >= 0.5), 0.6 + 0.2 * share + 0.2 * covered),
            None => (
                // An export of a tool has many more columns than anyone asks for.
                columns.len() >= 3
                    && share >= 0.6
                    && (covered >= 0.5 || share >= 0.8 && columns.len() >= 6 && covered >= 0.3)
                    && telling >= TELLING,
                0.35 + 0.3 * share + 0.3 * covered,
            ),
        };
        let by_name = name.map(|name| format!("named “{name}”, ")).unwrap_or_default();
        let reason = if fits {
            format!("{by_name}{} of its columns", columns.len())
        } else {
            let telling = identifies.iter().filter(|identifies| **identifies).count();
            let unnamed = if name.is_none() { "nothing names it, " } else { "" };
            format!(
                "{by_name}{unnamed}{} of its columns, {hit} of the {telling} that tell it, {:.0} % of the headings",
                columns.len(),
                covered * 100.0
            )
        };
        Fit { fits, confidence: confidence.min(1.0), named: name.is_some(), reason }
    }

    fn register(&self, index: u16) -> &RegisterType {
        &self.catalogue.registers[&self.vocabulary.registers[usize::from(index)]]
    }

    /// Registers that one of the names names, and the name.
    fn named(&mut self, names: &[&str]) -> BTreeMap<u16, String> {
        let mut found = BTreeMap::new();
        for name in names {
            let folded = fold(name);
            let count = tokens(&folded).filter(|word| !super::kind::is_filler(word, self.vocabulary)).count().max(1);
            let hits = self.names.hits(&folded);
            for matched in self.names.matches(&hits, &[]) {
                if let Meaning::Register(register) = self.vocabulary.meaning(matched.key)
                    && matched.len as f32 / count as f32 >= 0.6
                {
                    found.entry(register).or_insert_with(|| (*name).to_owned());
                }
            }
        }
        found
    }

    /// The columns of a register: cell index, id, kind; those that headings name, and those that values tell.
    fn columns(&self, table: &Table, heading: &Heading, register: u16) -> Vec<(usize, &str, ColumnKind)> {
        let kind = self.register(register);
        let named: Vec<(usize, u16)> =
            heading.columns[&register].iter().map(|(cell, column, _)| (*cell, *column)).collect();
        let rows = &table.rows[heading.row + 1..];
        // What the first rows say, the others say too.
        let rows = &rows[..rows.len().min(TOLD)];
        let told = values::columns(rows, heading.width, kind, &named, &self.fields);
        let told = told.into_iter().filter(|(cell, _)| !heading.barred.contains(cell));
        let columns = named.into_iter().chain(told).filter_map(|(cell, column)| {
            let (id, column) = kind.columns.iter().nth(usize::from(column))?;
            Some((cell, id.as_str(), column.kind))
        });
        columns.collect()
    }

    fn register_fact<'t>(
        &self,
        place: &Place,
        data: impl Iterator<Item = &'t Row>,
        (table, heading): (&Table, &Heading),
        register: u16,
        fit: Fit,
        tally: &mut Tally,
    ) -> RegisterFact {
        let names = &table.rows[heading.row].cells;
        let kind = self.register(register);
        let columns = self.columns(table, heading, register);
        let order = day_or_month_first(table, &columns);
        let mut filled = vec![0_u32; columns.len()];
        let (mut rows, mut cells, mut writer) = (Vec::new(), Vec::new(), Writer::default());
        for row in data {
            cells.clear();
            cells.extend(row.cells.iter().map(str::trim));
            let raw = |cell: usize| cells.get(cell).copied().unwrap_or_default();
            if columns.iter().all(|(cell, ..)| raw(*cell).is_empty()) {
                if !row.cells.are_blank() {
                    tally.row("it says nothing in any column that is used", place, row);
                }
                continue;
            }
            for ((cell, _, kind), filled) in columns.iter().zip(&mut filled) {
                let raw = raw(*cell);
                let said = !raw.is_empty() && raw.chars().any(char::is_alphanumeric);
                let value = value(raw, *kind, order, &self.fields).filter(|_| said || *kind == ColumnKind::Bool);
                let mistake = tables::mistake(raw, *kind, value.is_some());
                if let Some(what) = mistake {
                    tally.cell(what, &names[*cell], raw, place, row.number, *cell);
                }
                *filled += u32::from(said && mistake.is_none());
                writer.push_value(value.as_deref().filter(|_| mistake.is_none()));
            }
            rows.push(RegisterRow { number: row.number, cells: writer.finish_values() });
        }
        let count = rows.len().max(1) as f32;
        let columns = columns
            .iter()
            .zip(&filled)
            .map(|((cell, id, _), filled)| ((*id).to_owned(), names[*cell].to_owned(), *filled as f32 / count));
        RegisterFact {
            register: kind.id.clone(),
            confidence: fit.confidence,
            named: fit.named,
            reasons: vec![fit.reason],
            columns: columns.collect(),
            rows,
            place: row_place(place, table.rows[heading.row].number),
        }
    }
}
