//! The findings as CSV, one row an obligation: for a spreadsheet, where no cell becomes a formula.

use super::clauses::Obligation;
use super::listing;
use super::view::View;
use super::words::Words;
use crate::assessment::Assessment;

/// The keys of the headings in the section `csv`, in the order of the columns.
const COLUMNS: [&str; 14] = [
    "obligation",
    "clause",
    "title",
    "asks",
    "shown_by",
    "weight",
    "status",
    "reached",
    "needed",
    "grade",
    "codes",
    "shortfalls",
    "remedies",
    "evidence",
];

pub(super) fn render(assessment: &Assessment, words: &Words) -> Vec<u8> {
    let view = View::new(assessment, words);
    let headings = COLUMNS.map(|column| words.get("csv", column));
    let clauses = view.groups.iter().flat_map(|group| &group.clauses);
    let rows = clauses
        .flat_map(|clause| clause.obligations.iter().map(move |obligation| row(&clause.id, &clause.title, obligation)));
    // The mark by which spreadsheets know UTF-8.
    format!("\u{feff}{}", listing::csv(&headings, &rows.collect::<Vec<_>>())).into_bytes()
}

fn row(clause: &str, title: &str, obligation: &Obligation) -> Vec<String> {
    let lines = |lines: &mut dyn Iterator<Item = String>| {
        let mut lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        lines.dedup();
        lines.join("\n")
    };
    let shortfalls = &obligation.shortfalls;
    let at = |path: &str, place: &str| if place.is_empty() { path.to_owned() } else { format!("{path}, {place}") };
    vec![
        obligation.id.clone(),
        clause.to_owned(),
        title.to_owned(),
        obligation.asks.clone(),
        obligation.kind.to_owned(),
        obligation.weight.to_string(),
        [obligation.status.label, &obligation.waived]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        obligation.reached.label.to_owned(),
        obligation.needed.label.to_owned(),
        obligation.grade.map(|grade| grade.label.to_owned()).unwrap_or_default(),
        lines(&mut shortfalls.iter().map(|each| each.code.to_owned())),
        lines(&mut shortfalls.iter().map(|each| match each.path.as_str() {
            "" => each.says.clone(),
            path => format!("{} ({})", each.says, at(path, &each.place)),
        })),
        lines(&mut shortfalls.iter().map(|each| each.remedy.clone())),
        lines(&mut obligation.evidence.iter().map(|each| format!("{}: {}", at(&each.path, &each.place), each.quote))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::words::Language;
    use crate::report::{sample, variants};

    fn rows(assessment: &Assessment, language: Language) -> Vec<Vec<String>> {
        let bytes = render(assessment, Words::of(language));
        let text = String::from_utf8(bytes).unwrap();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn one_row_an_obligation_in_the_language_asked_for() {
        let assessment = sample::assessment();
        let (en, de) = (rows(&assessment, Language::En), rows(&assessment, Language::De));
        assert_eq!(en.len(), 1 + assessment.findings.len());
        assert_eq!((en[0][0].as_str(), de[0][0].as_str()), ("Obligation", "Anforderung"));
        for (row, finding) in en[1..].iter().zip(&assessment.findings) {
            assert_eq!(row[0], finding.obligation);
            assert_eq!(row[10].is_empty(), finding.shortfalls.is_empty());
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut assessment = variants::hostile();
        for (start, finding) in ["=1+1", "+1", "-1", "@x", "\tx"].iter().zip(&mut assessment.findings) {
            finding.shortfalls.truncate(1);
            for shortfall in &mut finding.shortfalls {
                shortfall.remedy = (*start).into();
            }
        }
        let mut guarded = 0;
        for cell in rows(&assessment, Language::En).into_iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            guarded += usize::from(cell.starts_with('\''));
        }
        assert!(guarded > 0);
    }
}
