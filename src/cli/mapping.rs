//! What was made of a document's tables: which register each was taken for and with what rivals, which
//! heading became which column, and what was left out.

use crate::facts::{Facts, Reading, RegisterFact, TableFact};

/// Rivals shown of a table.
const RIVALS: usize = 3;

/// Every table of a document.
pub(super) fn tables(facts: &Facts) -> String {
    let mut text = String::new();
    for table in &facts.tables {
        // Layouts of two or three words are no tables to a reader.
        if table.headings.is_some() || table.taken > 0 || !table.left_out.is_empty() {
            describe(table, &facts.registers, &mut text);
        }
    }
    text
}

fn describe(table: &TableFact, registers: &[RegisterFact], text: &mut String) {
    let mut line = |label: &str, said: String| text.push_str(&format!("{label:<10}{said}\n"));
    let taken: Vec<&Reading> = table.readings.iter().filter(|reading| reading.taken).collect();
    let name = if table.name.is_empty() { String::new() } else { format!(" “{}”", table.name) };
    let what: Vec<String> =
        taken.iter().map(|reading| format!("{} {:.2}", reading.register, reading.confidence)).collect();
    let what = if what.is_empty() { "no register".to_owned() } else { what.join(" and ") };
    let place = table.headings.as_ref().unwrap_or(&table.place);
    line("table", format!("{place}{name}: {what}, {} taken", super::count(table.taken as usize, "row")));
    for reading in &taken {
        line("  as", format!("{}: {}", reading.register, reading.why));
        let register =
            registers.iter().find(|it| it.register == reading.register && Some(&it.place) == table.headings.as_ref());
        let filled = |id: &str| {
            let column = register.and_then(|register| register.columns.iter().find(|(known, ..)| known == id));
            column.map_or_else(String::new, |(_, _, filled)| format!(" {:.0} %", filled * 100.0))
        };
        let columns = reading.columns.iter().map(|column| format!("{}{}", shown(reading, column), filled(&column.0)));
        line("    used", columns.collect::<Vec<_>>().join(", "));
    }
    if !taken.is_empty() && !table.unused.is_empty() {
        let unused: Vec<String> = table.unused.iter().map(|heading| format!("“{heading}”")).collect();
        line("  unused", unused.join(", "));
    }
    for left in &table.left_out {
        let rows =
            if left.rows == 0 { String::new() } else { format!("{}: ", super::count(left.rows as usize, "row")) };
        line("  left", format!("{rows}{}, first at {}", left.why, left.first));
    }
    for odd in &table.odd {
        let cells = super::count(odd.cells as usize, "cell");
        line(
            "  odd",
            format!("“{}”: {cells} with {}, first at {}: “{}”", odd.heading, odd.what, odd.first, odd.example),
        );
    }
    for rival in table.readings.iter().filter(|reading| !reading.taken).take(RIVALS) {
        let columns: Vec<String> = rival.columns.iter().map(|column| shown(rival, column)).collect();
        let how_sure = if rival.confidence > 0.0 { format!(" {:.2}", rival.confidence) } else { " not taken".into() };
        line("  rival", format!("{}{how_sure}: {} ({})", rival.register, rival.why, columns.join(", ")));
    }
}

/// A column with its heading, and whether its values tell what it is, not its heading.
fn shown(reading: &Reading, (id, heading): &(String, String)) -> String {
    let told = if reading.by_values.contains(id) { " by its values" } else { "" };
    format!("{id}=“{heading}”{told}")
}
