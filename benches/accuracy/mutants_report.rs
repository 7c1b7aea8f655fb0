//! The page's section on the mutation suite: by kind and language, what was missed and what was said
//! instead, and which other verdicts moved.

use std::collections::{BTreeMap, BTreeSet};

use super::mutants::{Caught, ORGS, Org, Outcome};
use super::share;
use super::summary::Summary;

/// Collateral changes listed by obligation.
const LISTED: usize = 12;

pub(super) fn section(outcomes: &[Outcome], orgs: &BTreeMap<String, Org>, summary: &mut Summary) -> String {
    let all: Vec<&Outcome> = outcomes.iter().collect();
    figures(&all, summary);
    let kinds: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.kind.as_str()).collect();
    let mut text = format!(
        "## Mutants\n\n{} mutants of {} kinds: one known defect each (`tests/orgs/mutants.yaml`), put into a copy of a conforming organisation.\n\n",
        outcomes.len(),
        kinds.len()
    );
    text.push_str(EXPLAINED);
    text.push_str(HEAD);
    for kind in kinds {
        text.push_str(&row(kind, &of(outcomes, |outcome| outcome.kind == kind)));
    }
    for (org, language) in ORGS {
        text.push_str(&row(&format!("**{language}** ({org})"), &of(outcomes, |outcome| outcome.org == org)));
    }
    text.push_str(&row("**all**", &all));
    text.push_str(&missed(outcomes));
    text.push_str(&moved(outcomes, orgs));
    text
}

const EXPLAINED: &str = "\
A mutant is **caught** when an assessment of it has a shortfall that the conforming organisation's has not, with the
expected code, on one of the mutant's clauses, about the document concerned (or about none, for what is missing), and the
verdict on that obligation got worse or was not `evidenced` before; where the rule only gives advice, saying so is enough. **Unmoved** are those where the right code is said and
the verdict stays `evidenced`; **other words** those where the verdict gets worse with another code or about another
document; neither counts as caught. **Collateral** are verdicts on obligations of other clauses that moved, out of all of
them. The clauses that a change rightly touches are the mutant's own, those that the answer key attributes to what was
changed, and, where a whole document is concerned, 7.5.1, 7.5.2, 7.5.3.2 and 7.5.4, which ask for documents as such.

Strictness: the conforming organisations are not free of false alarms (see below), and a mutant whose finding was there
before its defect counts as missed. There are no mutants for `claimed-only` (a mark that the text does not bear out) yet.

";

const HEAD: &str = "\
| kind of defect | mutants | caught | of these English | German | unmoved | other words | nothing | collateral |
|---|---|---|---|---|---|---|---|---|
";

fn of(outcomes: &[Outcome], wanted: impl Fn(&Outcome) -> bool) -> Vec<&Outcome> {
    outcomes.iter().filter(|outcome| wanted(outcome)).collect()
}

fn count(outcomes: &[&Outcome], result: Caught) -> usize {
    outcomes.iter().filter(|outcome| outcome.result == result).count()
}

fn row(name: &str, outcomes: &[&Outcome]) -> String {
    let of_org = |org: &str| {
        let own: Vec<&Outcome> = outcomes.iter().copied().filter(|outcome| outcome.org == org).collect();
        if own.is_empty() { "–".to_owned() } else { format!("{}/{}", count(&own, Caught::Yes), own.len()) }
    };
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        outcomes.len(),
        share(count(outcomes, Caught::Yes), outcomes.len()),
        of_org(ORGS[0].0),
        of_org(ORGS[1].0),
        count(outcomes, Caught::Unmoved),
        count(outcomes, Caught::OtherWords),
        count(outcomes, Caught::No),
        collateral(outcomes)
    )
}

fn collateral(outcomes: &[&Outcome]) -> String {
    let moved = outcomes.iter().map(|outcome| outcome.collateral.moved.len()).sum();
    permille(moved, outcomes.iter().map(|outcome| outcome.collateral.all).sum())
}

/// A small share, with more places.
fn permille(part: usize, whole: usize) -> String {
    format!("{:.4} ({part}/{whole})", part as f64 / whole.max(1) as f64)
}

fn figures(outcomes: &[&Outcome], summary: &mut Summary) {
    let numbers = 0..outcomes.first().map_or(0, |outcome| outcome.baselines.len());
    let theirs = numbers.clone().map(|number| {
        let caught = outcomes.iter().filter(|outcome| outcome.baselines[number].0).count();
        share(caught, outcomes.len())
    });
    summary.add("mutants caught", "≥ 0.97", share(count(outcomes, Caught::Yes), outcomes.len()), theirs.collect());
    let theirs = numbers.map(|number| {
        let moved = outcomes.iter().map(|outcome| outcome.baselines[number].1.moved.len()).sum();
        permille(moved, outcomes.iter().map(|outcome| outcome.baselines[number].1.all).sum())
    });
    summary.add("other verdicts moved by mutants", "≤ 0.01", collateral(outcomes), theirs.collect());
}

fn missed(outcomes: &[Outcome]) -> String {
    let missed = of(outcomes, |outcome| outcome.result != Caught::Yes);
    if missed.is_empty() {
        return "\nEvery mutant is caught.\n\n".into();
    }
    let mut text = String::from(
        "\n### Not caught\n\nWhat was newly said on the mutant's clauses; where nothing was, what the verdict still rests on (for single obligations).\n\n| mutant | defect | clauses | | said |\n|---|---|---|---|---|\n",
    );
    for outcome in missed {
        let how = match outcome.result {
            Caught::Unmoved => "unmoved",
            Caught::OtherWords => "other words",
            Caught::Yes | Caught::No => "nothing",
        };
        text.push_str(&format!(
            "| {} | {} | {} | {how} | {} |\n",
            outcome.id,
            outcome.kind,
            outcome.clauses.join(", "),
            outcome.said
        ));
    }
    text.push('\n');
    text
}

/// The obligations whose verdicts move most often without a reason.
fn moved(outcomes: &[Outcome], orgs: &BTreeMap<String, Org>) -> String {
    let mut by_obligation: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for outcome in outcomes {
        for obligation in &outcome.collateral.moved {
            by_obligation.entry((obligation, &outcome.org)).or_default().push(&outcome.id);
        }
    }
    if by_obligation.is_empty() {
        return "No other verdict moves.\n\n".into();
    }
    let mut often: Vec<_> = by_obligation.into_iter().collect();
    often.sort_by_key(|(place, ids)| (std::cmp::Reverse(ids.len()), *place));
    let mut text = String::from(
        "### Other verdicts that move\n\n| obligation | organisation | verdict there | moved by |\n|---|---|---|---|\n",
    );
    for ((obligation, org), ids) in often.into_iter().take(LISTED) {
        let finding = orgs[org].findings.iter().find(|finding| finding.obligation == obligation);
        let status = finding.map_or_else(String::new, |finding| format!("{:?}", finding.status).to_lowercase());
        text.push_str(&format!("| {obligation} | {org} | {status} | {} |\n", ids.join(", ")));
    }
    text.push('\n');
    text
}
