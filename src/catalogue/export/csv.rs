//! The obligations as CSV, one row each.

use crate::catalogue::Catalogue;

/// The obligations as CSV.
#[must_use]
pub fn csv(catalogue: &Catalogue) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail, and every row has the same length.
    let _ = writer.write_record(super::COLUMNS);
    for (clause, obligation) in catalogue.obligations() {
        let _ = writer.write_record(super::row(catalogue, clause, obligation).iter().map(|cell| guarded(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that a spreadsheet would take for a formula becomes text: a catalogue can be anybody's.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@sum(a1)", "\t=1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        assert_eq!(guarded("4.1/1"), "4.1/1");
    }
}
