//! Lists and tables of the catalogue for a terminal.

use crate::catalogue::{CLASSES, Catalogue, Coverage};

pub(super) fn list(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for clause in &catalogue.clauses {
        text.push_str(&format!("{:<9} {} ({})\n", clause.clause, clause.title, clause.obligations.len()));
    }
    let documents = catalogue.documents.values().map(|document| ("document", &document.id, &document.title));
    let registers = catalogue.registers.values().map(|register| ("register", &register.id, &register.title));
    let views = catalogue.views.values().map(|view| ("view", &view.id, &view.title));
    let crosswalks = catalogue.crosswalks.values().map(|crosswalk| ("crosswalk", &crosswalk.id, &crosswalk.title));
    let guidance = catalogue.guidance.iter().map(|guidance| ("guidance", &guidance.id, &guidance.title));
    let circumstances = catalogue.circumstances.iter().map(|one| (one.dimension.name(), &one.id, &one.title));
    let mut last = "";
    let others = views.chain(crosswalks).chain(guidance).chain(circumstances);
    for (kind, id, title) in documents.chain(registers).chain(others) {
        if kind != last {
            text.push('\n');
        }
        last = kind;
        text.push_str(&format!("{kind:<9} {id:<36} {title}\n"));
    }
    text
}

pub(super) fn views(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for view in catalogue.views.values() {
        text.push_str(&format!("{:<26} {}\n", view.id, view.title));
        for group in &view.groups {
            text.push_str(&format!("  {:<24} {} ({} clauses)\n", group.id, group.title, group.clauses.len()));
        }
    }
    text
}

/// How much of each clause a scan of documents can determine.
pub(super) fn coverage(catalogue: &Catalogue) -> String {
    let mut text = format!(
        "{:<9} {:<48} {:>5} {:>12} {:>7} {:>9} {:>7} {:>6} {:>8}\n",
        "clause", "title", "asks", "determinable", "partly", "by asking", "weight", "share", "in part"
    );
    for clause in &catalogue.clauses {
        let title: String = clause.title.chars().take(48).collect();
        text.push_str(&line(&clause.clause, &title, Coverage::of_clause(clause)));
    }
    let all = Coverage::of(catalogue.obligations().map(|(_, obligation)| obligation));
    text.push('\n');
    text.push_str(&line("all", "", all));
    text.push_str(&format!("\n{}\n\n", all.sentence()));
    for class in CLASSES.split_inclusive(". ") {
        text.push_str(&format!("{}\n", class.trim_end()));
    }
    text.push_str("share, in part: of the clause's weight, what is determinable and what is partly so.\n");
    text
}

fn line(clause: &str, title: &str, coverage: Coverage) -> String {
    format!(
        "{clause:<9} {title:<48} {:>5} {:>12} {:>7} {:>9} {:>7} {:>4} % {:>6} %\n",
        coverage.total(),
        coverage.determinable,
        coverage.partly,
        coverage.asking,
        coverage.weight,
        coverage.share(),
        coverage.share_partly()
    )
}
