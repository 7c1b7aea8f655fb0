//! Tables of which the organisation says what they are: its word comes before what headings and values tell.

use super::headings::{HEADING_AMONG, Heading};
use super::{Finder, Fit, RegisterFact, TableFact, Tally, row_place};
use crate::catalogue::RegisterMap;
use crate::document::{Place, Table};
use crate::text::fold;

impl Finder<'_> {
    /// A table as the first map that fits it has it.
    pub(super) fn mapped(&mut self, place: &Place, table: &Table) -> Option<(RegisterFact, TableFact)> {
        let maps = self.maps;
        let (map, heading) = maps.iter().filter(|map| is_of(map, place, table)).find_map(|map| {
            let row = self.named_row(map, table)?;
            Some((map, self.mapped_row(map, row, table)?))
        })?;
        let register = *heading.columns.keys().next()?;
        let fit = Fit { fits: true, confidence: 1.0, named: true, reason: "the profile says so".into() };
        let names = &table.rows[heading.row];
        let mut fact = TableFact { place: place.clone(), name: name(place, table), ..TableFact::default() };
        fact.headings = Some(row_place(place, names.number));
        let named = &heading.columns[&register];
        let told = |cell: &usize| named.iter().all(|(known, ..)| known != cell);
        let columns = self.columns(table, &heading, register);
        let columns = columns.iter().map(|(cell, id, _)| ((*id).to_owned(), *cell, told(cell))).collect();
        fact.could_be(&map.register, fit.confidence, true, &fit.reason, columns, names);
        let mut tally = Tally::default();
        let rows = table.rows[heading.row + 1..].iter();
        let register = self.register_fact(place, rows, (table, &heading), register, fit, &mut tally);
        fact.close(table, heading.row, std::slice::from_ref(&register), tally);
        Some((register, fact))
    }

    /// The row with most of the headings that a map names; where it names none, the one that looks like headings.
    fn named_row(&mut self, map: &RegisterMap, table: &Table) -> Option<usize> {
        if map.columns.is_empty() {
            return self.heading(table).map(|heading| heading.row);
        }
        let among = table.rows.iter().enumerate().take(HEADING_AMONG);
        let named = among.map(|(row, cells)| {
            let has = |heading: &str| cells.cells.iter().any(|cell| fold(cell) == fold(heading));
            (map.columns.iter().filter(|column| has(&column.heading)).count(), row)
        });
        let (count, row) = named.max_by_key(|(count, row)| (*count, std::cmp::Reverse(*row)))?;
        (count > 0).then_some(row)
    }

    /// A row of headings as columns of the register of a map: those it names, and those of the others that are known.
    fn mapped_row(&mut self, map: &RegisterMap, row: usize, table: &Table) -> Option<Heading> {
        let register = self.vocabulary.registers.iter().position(|id| *id == map.register)?;
        let register = u16::try_from(register).ok()?;
        let cells = &table.rows[row];
        let mut heading = self.heading_row(row, cells);
        let mut columns = heading.columns.remove(&register).unwrap_or_default();
        for mapped in &map.columns {
            let Some(cell) = cells.cells.iter().position(|cell| fold(cell) == fold(&mapped.heading)) else { continue };
            let of_id = |id: &str| self.register(register).columns.keys().position(|known| known == id);
            let column = mapped.column.as_deref().and_then(of_id).and_then(|at| u16::try_from(at).ok());
            columns.retain(|(known, other, _)| *known != cell && Some(*other) != column);
            match column {
                Some(column) => columns.push((cell, column, 1.0)),
                None => heading.barred.push(cell),
            }
        }
        columns.sort_by_key(|(cell, ..)| *cell);
        heading.columns = [(register, columns)].into();
        Some(heading)
    }

    /// For a table that no map fits though one was meant to: its headings, so that a message can name them.
    pub(super) fn tell_headings(&self, table: &Table, fact: &mut TableFact) {
        if !self.maps.is_empty() && fact.unused.is_empty() && !fact.readings.iter().any(|reading| reading.taken) {
            let first = table.rows.iter().find(|row| !row.cells.are_blank());
            let cells = first.into_iter().flat_map(|row| row.cells.iter()).filter(|cell| !cell.is_empty());
            fact.unused = cells.map(str::to_owned).collect();
        }
    }
}

/// Whether a map speaks of this table.
fn is_of(map: &RegisterMap, place: &Place, table: &Table) -> bool {
    let named =
        |sheet: &String| [&place.sheet, &table.name].into_iter().flatten().any(|name| fold(name) == fold(sheet));
    map.sheet.as_ref().is_none_or(named)
}

fn name(place: &Place, table: &Table) -> String {
    table.name.clone().or_else(|| place.sheet.clone()).unwrap_or_default()
}
