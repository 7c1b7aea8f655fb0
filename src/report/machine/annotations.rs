//! Annotations that a build shows beside its log: lines that a step prints, and that the build server reads as
//! commands. Everything in them is escaped, so that no document gives a command of its own.

use super::super::plain::plural;
use super::issues::{Issue, issues, path, plain};
use crate::assessment::Assessment;
use crate::catalogue::Grade;
use crate::catalogue::export::name;

/// Annotations of a level that GitHub shows of one step; the worst are those. Two notices tell of the whole.
const SHOWN: usize = 10;

/// GitHub's workflow commands.
pub(super) fn github(assessment: &Assessment) -> String {
    let issues = issues(assessment);
    let mut out = String::new();
    for grade in [Grade::Major, Grade::Minor, Grade::Opportunity] {
        let of_grade: Vec<&Issue<'_>> = issues.iter().filter(|issue| issue.grade == grade).collect();
        // The last place tells how many there is no room for.
        let shown = if grade == Grade::Opportunity { SHOWN - 2 } else { SHOWN };
        let room = if of_grade.len() > shown { shown - 1 } else { shown };
        for issue in of_grade.iter().take(room) {
            let title = format!("{}: {}", name(&grade), issue.code.name());
            let place = format!("file={},line={},", property(&issue.path()), issue.line());
            out.push_str(&format!(
                "::{} {place}title={}::{}\n",
                level(grade),
                property(&title),
                data(&issue.message())
            ));
        }
        if of_grade.len() > room {
            let more = format!("{} more of proposed grade {} are in the report", of_grade.len() - room, name(&grade));
            out.push_str(&format!("::{} title=iso20k::{}\n", level(grade), data(&more)));
        }
    }
    if !assessment.unread.is_empty() {
        let named: Vec<String> = assessment.unread.iter().take(5).map(|file| path(&file.path)).collect();
        let more = if assessment.unread.len() > named.len() { " …" } else { "" };
        let says = format!("{} not read: {}{more}", plural(assessment.unread.len(), "file"), plain(&named.join(", ")));
        out.push_str(&format!("::notice title=iso20k::{}\n", data(&says)));
    }
    out.push_str(&format!("::notice title=iso20k::{}\n", data(&whole(assessment))));
    out
}

/// The whole in a line.
fn whole(assessment: &Assessment) -> String {
    let counts = &assessment.summary.counts;
    let waived = assessment.summary.waivers.obligations;
    let waived = if waived == 0 { String::new() } else { format!("; {waived} of them waived") };
    format!(
        "{}: {} evidenced, {} partial, {} gap, {} undetermined, {} no-occurrence{waived}",
        plural(assessment.documents.len(), "document"),
        counts.evidenced,
        counts.partial,
        counts.gap,
        counts.undetermined,
        counts.no_occurrence
    )
}

fn level(grade: Grade) -> &'static str {
    match grade {
        Grade::Major => "error",
        Grade::Minor => "warning",
        Grade::Opportunity => "notice",
    }
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Azure's logging commands; they know errors and warnings only, so what could be better is left out, and what is
/// waived is a line of the log.
pub(super) fn azure(assessment: &Assessment) -> String {
    let mut out = format!("iso20k: {}\n", whole(assessment));
    for issue in issues(assessment).iter().filter(|issue| issue.waived.is_some()) {
        out.push_str(&format!("iso20k: {}: {}\n", issue.code.name(), azure_data(&issue.message())));
    }
    for issue in issues(assessment).iter().filter(|issue| issue.grade > Grade::Opportunity) {
        let kind = if issue.grade == Grade::Major { "error" } else { "warning" };
        out.push_str(&format!(
            "##vso[task.logissue type={kind};sourcepath={};linenumber={};code={};]{}\n",
            azure_property(&issue.path()),
            issue.line(),
            issue.code.name(),
            azure_data(&issue.message())
        ));
    }
    for file in &assessment.unread {
        let says = azure_data(&format!("not read: {}", plain(&file.reason)));
        let at = azure_property(&path(&file.path));
        out.push_str(&format!("##vso[task.logissue type=warning;sourcepath={at};]{says}\n"));
    }
    out
}

fn azure_data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn azure_property(text: &str) -> String {
    azure_data(text).replace(']', "%5D").replace(';', "%3B")
}
