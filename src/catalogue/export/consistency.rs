//! What auditors compare and what decides it here, as a page to read: `docs/consistency.md`, kept fresh by
//! a test.

use std::fmt::Write;

use crate::catalogue::{AuditTest, Catalogue};

const HEAD: &str = "\
# What is compared, and what decides it

Made from `controls/rules/tests.yaml` and the rules; a test keeps it fresh (`UPDATE=1 cargo test --test catalogue
fresh`). Do not edit.

Auditors follow a thread from one document to the next. The first table lists what they compare between documents, the
second what they look for in the records of a process, in words of our own. A **rule** is SQL over the evidence index and
names the rows that break it (`iso20k explain RULE`); a **check** is that of an obligation, which looks for documents,
topics and columns (`iso20k explain 8.6.1/4`). Where data cannot decide a matter, or not all of it, the table says why.

A rule is silent where what it compares is not there: a missing register is the checks' business. Names that nearly
match are reported as probably the same, never as a defect.
";

/// The page.
#[must_use]
pub fn consistency(catalogue: &Catalogue) -> String {
    let mut page = HEAD.to_owned();
    for (first, title) in [('X', "Between documents"), ('A', "In the records of a process")] {
        let tests = || catalogue.tests.values().filter(move |test| test.id.starts_with(first));
        // Writing into a string does not fail.
        let _ = table(catalogue, title, tests(), &mut page);
    }
    let _ = others(catalogue, &mut page);
    page
}

fn table<'a>(
    catalogue: &Catalogue,
    title: &str,
    tests: impl Iterator<Item = &'a AuditTest>,
    page: &mut String,
) -> std::fmt::Result {
    let tests: Vec<&AuditTest> = tests.collect();
    let by_rule = tests.iter().filter(|test| catalogue.rules_of_test(&test.id).next().is_some()).count();
    let checked = |test: &&&AuditTest| catalogue.rules_of_test(&test.id).next().is_none() && !test.checks.is_empty();
    let by_check = tests.iter().filter(checked).count();
    writeln!(page, "\n## {title}\n")?;
    writeln!(
        page,
        "{} tests: {by_rule} decided by rules, {by_check} by checks alone, {} left to a person.\n",
        tests.len(),
        tests.len() - by_rule - by_check
    )?;
    writeln!(
        page,
        "| test | what must hold | clauses | rules | checks | what data cannot decide |\n|---|---|---|---|---|---|"
    )?;
    for test in tests {
        let rules: Vec<String> = catalogue.rules_of_test(&test.id).map(|id| format!("`{id}`")).collect();
        writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            test.id,
            test.title,
            test.clauses.join(", "),
            rules.join(", "),
            test.checks.join(", "),
            test.reason.as_deref().unwrap_or_default().trim()
        )?;
    }
    Ok(())
}

/// Rules that look at what no auditor's list names.
fn others(catalogue: &Catalogue, page: &mut String) -> std::fmt::Result {
    let rows = catalogue.registers.values().flat_map(|register| &register.rules);
    let rows = rows.filter(|rule| rule.tests.is_empty()).map(|rule| rule.id.as_str());
    let between = catalogue.rules.iter().filter(|rule| rule.tests.is_empty()).map(|rule| rule.id.as_str());
    let ids: Vec<String> = rows.chain(between).map(|id| format!("`{id}`")).collect();
    if ids.is_empty() {
        return Ok(());
    }
    writeln!(page, "\nRules beside these tests: {}.", ids.join(", "))
}
