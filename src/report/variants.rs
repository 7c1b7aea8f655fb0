//! The sample assessment made hostile, and emptied, for tests.

use super::sample::{assessment, decided};
use crate::assessment::Assessment;

/// The same with hostile text wherever text can come from a document.
pub(super) fn hostile() -> Assessment {
    let mut assessment = decided();
    let nasty = nasty();
    assessment.organisation.name = Some(nasty[0].into());
    (assessment.organisation.scope, assessment.organisation.services) =
        (Some(nasty[0].into()), nasty.iter().map(|text| (*text).to_owned()).collect());
    let mut next = nasty.iter().cycle();
    let mut text = || next.next().copied().unwrap_or_default().to_owned();
    for document in &mut assessment.documents {
        (document.path, document.title, document.state_reason) = (text(), text(), text());
        (document.control.owner, document.control.approver, document.control.version) =
            (Some(text()), Some(text()), Some(text()));
        document.remarks = vec![text()];
    }
    for finding in &mut assessment.findings {
        for piece in &mut finding.evidence {
            (piece.path, piece.quote, piece.place.heading) = (text(), text().repeat(400), vec![text()]);
        }
        for shortfall in &mut finding.shortfalls {
            (shortfall.path, shortfall.says, shortfall.remedy, shortfall.place.sheet) =
                (Some(text()), text(), text(), Some(text()));
        }
        finding.looked_for.candidates = vec![text(), text()];
        if let Some(decided) = &mut finding.determination {
            (decided.by, decided.why, decided.stale, decided.remarks) = (text(), text(), Some(text()), vec![text()]);
        }
        for waived in finding.shortfalls.iter_mut().filter_map(|shortfall| shortfall.waived.as_mut()) {
            (waived.reason, waived.approver) = (text(), text());
        }
    }
    for waiver in &mut assessment.waivers {
        (waiver.path, waiver.reason, waiver.approver) = (Some(text()), text(), text());
    }
    if let Some(comparison) = &mut assessment.comparison {
        (comparison.baseline.organisation, comparison.warnings) = (Some(text()), vec![text()]);
        comparison.documents.changed = vec![text()];
        comparison.changes.iter_mut().flat_map(|change| &mut change.causes).for_each(|cause| cause.says = text());
    }
    for action in &mut assessment.summary.actions {
        (action.path, action.says, action.place) = (Some(text()), text(), text());
    }
    for duty in &mut assessment.calendar {
        (duty.says, duty.note) = (text(), text());
        for occasion in duty.last.iter_mut().chain(&mut duty.stated) {
            (occasion.path, occasion.quote, occasion.place.sheet) = (text(), text().repeat(30), Some(text()));
        }
    }
    for unread in &mut assessment.unread {
        (unread.path, unread.reason) = (text(), text());
    }
    assessment
}

/// Text that wants to be more than text.
pub(super) fn nasty() -> [&'static str; 11] {
    [
        "<script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)\" x=\"'",
        "](http://evil.example/) [x](javascript:alert(1)) ![i](http://evil.example/i.png)",
        "a | b |\n|---|---|\n| c | d |",
        "\u{202e}fdp.exe\u{202c} \u{2066}x",
        "{{ organisation }} {% for x in y %} {# c #}",
        "DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrtselektrizitäten",
        "# heading\n\n- list\n1. item\r\n<!-- comment",
        "\u{1b}[31mred\u{1b}]0;title\u{7} \u{0}nul",
        "`code` ``` fence\n``` **bold** @everyone #1 &lt;b&gt;",
    ]
}

/// An assessment of nothing.
pub(super) fn empty() -> Assessment {
    let mut assessment = assessment();
    assessment.organisation.name = None;
    assessment.catalogues.clear();
    assessment.documents.clear();
    assessment.obligations.clear();
    assessment.findings.clear();
    assessment.clauses.clear();
    assessment.unread.clear();
    assessment.calendar.clear();
    let summary = &mut assessment.summary;
    summary.achievement = None;
    summary.determinable = 0.0;
    summary.counts = crate::assessment::Counts::default();
    summary.groups.clear();
    assessment.views.clear();
    summary.documents.clear();
    summary.ignored = 0;
    summary.actions.clear();
    assessment
}
