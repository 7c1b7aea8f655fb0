//! Views, crosswalks, guidance and its advice explained.

use super::asked;
use crate::catalogue::{Catalogue, Covers, Crosswalk, Guidance, Strength, View};

/// Whichever of them has this id.
pub(super) fn any(catalogue: &Catalogue, id: &str) -> Option<String> {
    let view = catalogue.views.get(id).map(|found| view(catalogue, found));
    let crosswalk = || catalogue.crosswalks.get(id).map(|found| crosswalk(catalogue, found));
    let guidance = || catalogue.guidance.iter().find(|guidance| guidance.id == id).map(guidance);
    view.or_else(crosswalk).or_else(guidance).or_else(|| advice(catalogue, id))
}

fn view(catalogue: &Catalogue, view: &View) -> String {
    let covers = match view.covers {
        Covers::Once => "every clause, each in one group",
        Covers::All => "every clause, some in several groups",
        Covers::Some => "a selection of clauses",
    };
    let mut text = format!("{} (view)\n\n{}\n\ncovers   {covers}\n", view.title, view.about.trim());
    for group in &view.groups {
        text.push_str(&format!("\n{}\n", group.title));
        for clause in group.clauses.iter().filter_map(|number| catalogue.clause(number)) {
            text.push_str(&format!("  {:<9} {}\n", clause.clause, clause.title));
        }
    }
    text
}

fn crosswalk(catalogue: &Catalogue, crosswalk: &Crosswalk) -> String {
    let mut text = format!(
        "{} (crosswalk)\n\n{}\n\nclauses by their strongest counterpart\n",
        crosswalk.title,
        crosswalk.note.trim()
    );
    for strength in [Strength::Full, Strength::Partial, Strength::Related, Strength::None] {
        let clauses = catalogue.clauses.iter().map(|clause| clause.clause.as_str());
        let clauses: Vec<&str> = clauses.filter(|clause| crosswalk.strength(clause) == strength).collect();
        text.push_str(&format!("  {:<8} {:>3}  {}\n", strength.name(), clauses.len(), clauses.join(", ")));
    }
    text.push_str(&format!("\nclause by clause: iso20k catalogue crosswalk --to {}\n", crosswalk.id));
    text
}

fn guidance(guidance: &Guidance) -> String {
    let mut text =
        format!("{} (guidance: advice, never a requirement)\n\n{}\n", guidance.title, guidance.notice.trim());
    for item in &guidance.items {
        text.push_str(&format!("\n{:<6} {}", item.obligation.id, item.obligation.asks.trim()));
    }
    text.push('\n');
    text
}

fn advice(catalogue: &Catalogue, id: &str) -> Option<String> {
    let items = catalogue.guidance.iter().flat_map(|guidance| guidance.items.iter().map(move |item| (guidance, item)));
    let (guidance, item) = items.into_iter().find(|(_, item)| item.obligation.id == id)?;
    let extends: Vec<String> = item
        .extends
        .iter()
        .map(|number| {
            format!("{number} {}", catalogue.clause(number).map(|clause| clause.title.as_str()).unwrap_or_default())
        })
        .collect();
    Some(format!(
        "{id} ({}: advice, never a requirement)\n\nadvises  {}\nextends  {}\n{}",
        guidance.title,
        item.obligation.asks.trim(),
        extends.join("; "),
        asked::shown(catalogue, &item.obligation)
    ))
}
