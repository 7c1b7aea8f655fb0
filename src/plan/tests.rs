//! Plans of the sample and of made-up assessments.

use super::*;
use crate::catalogue::{Files, load};
use crate::report::sample;

const TEXT: &str = include_str!("../../reports/plan.yaml");

fn estimates() -> Estimates {
    Estimates::read("reports/plan.yaml", TEXT).unwrap()
}

fn catalogue() -> Catalogue {
    load(&Files::embedded()).0
}

fn of(assessment: &Assessment, size: &str) -> Plan {
    let terms = Terms { start: "2026-11-22".parse().unwrap(), audit: None, size: size.into() };
    plan(assessment, &catalogue(), &estimates(), &terms)
}

/// The sample with one shortfall on an obligation.
fn short(assessment: &mut Assessment, obligation: &str, code: Code, path: Option<&str>, types: &[&str]) {
    let finding = assessment.findings.iter_mut().find(|finding| finding.shortfalls.len() == 1).unwrap();
    let mut finding = finding.clone();
    finding.obligation = obligation.into();
    finding.clause = obligation.split('/').next().unwrap().into();
    finding.status = Status::Gap;
    finding.needed = crate::catalogue::Rung::Practised;
    finding.looked_for.types = types.iter().map(ToString::to_string).collect();
    let shortfall = &mut finding.shortfalls[0];
    (shortfall.code, shortfall.grade) = (code, Grade::Minor);
    shortfall.path = path.map(str::to_owned);
    shortfall.says = format!("{obligation} {}", code.name());
    assessment.findings.push(finding);
}

/// The sample without any of its own shortfalls.
fn clean() -> Assessment {
    let mut assessment = sample::assessment();
    let mut one = assessment.findings.iter().find(|finding| finding.shortfalls.len() == 1).unwrap().clone();
    one.status = Status::Evidenced;
    assessment.findings = vec![one];
    assessment
}

#[test]
fn the_estimates_fit_their_schema_and_name_what_there_is() {
    let schema = serde_json::from_str(include_str!("../../controls/schema/plan.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let value: serde_json::Value = serde_saphyr::from_str(TEXT).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let (estimates, catalogue) = (estimates(), catalogue());
    let known = |id: &String| catalogue.documents.contains_key(id) || catalogue.registers.contains_key(id);
    let types = estimates.events.iter().chain(estimates.steps.iter().flat_map(|step| &step.types));
    for id in types.chain(estimates.owners.iter().flat_map(|owner| &owner.types)) {
        assert!(known(id), "{id}");
    }
    let named = estimates.needs.iter().flat_map(|(own, needed)| needed.iter().chain([own]));
    let named = named.chain(&estimates.foundation).chain(estimates.owners.iter().flat_map(|owner| &owner.clauses));
    for clause in named {
        assert!(catalogue.clauses.iter().any(|known| estimates::is_under(&known.clause, clause)), "{clause}");
    }
    let texts = estimates.roles.values().chain(estimates.steps.iter().map(|step| &step.says));
    let texts = texts.chain(estimates.actions.iter().map(|doing| &doing.says));
    for says in texts.chain(estimates.sizes.values().map(|size| &size.says)) {
        assert!(crate::report::Language::ALL.iter().all(|language| says.contains_key(language.code())), "{says:?}");
    }
}

#[test]
fn every_mistake_in_estimates_is_said() {
    for (right, wrong, said) in [
        ("at_once: 2,", "at_once: 0,", "`sizes.small`"),
        ("effort: 0.6", "effort: .nan", "`sizes.small`"),
        ("hours_a_day: 8", "hours_a_day: -8", "`hours_a_day`"),
        ("records: 12 ", "records: 1200 ", "at most 520"),
        ("by: type, side: said, new: true}\n  foreign", "by: kind, side: said}\n  foreign", "plan.yaml:"),
        ("  negated: {action: settle", "  negated: {action: settled", "there is no action `settled`"),
        ("days: {other: 1}", "days: {other: 100000}", "`actions.complete`"),
        ("days: {other: 1}", "days: {plan: 1}", "`other` is among them"),
        ("days: {other: 1}", "days: {other: 1, novel: 2}", "there is no `novel`"),
        ("{en: \"Complete: {what}\"", "{en: \"Complete\"", "`actions.complete.says`"),
        ("role: auditor,", "role: nobody,", "there is no role `nobody`"),
        ("  - {id: record, types: []", "  - {id: records, types: []", "`steps` are"),
        ("  no-owner: {action: approve, by: path, side: said}\n", "", "`no-owner`"),
        ("foundation:", "fundament:", "plan.yaml:"),
    ] {
        assert!(TEXT.contains(right), "{right}");
        let problems = Estimates::read("plan.yaml", &TEXT.replacen(right, wrong, 1)).unwrap_err();
        let all: String = problems.iter().map(ToString::to_string).collect();
        assert!(all.contains(said), "{wrong}: {all}");
    }
}

#[test]
fn what_one_document_closes_is_one_action() {
    let mut assessment = clean();
    let draft = "02 Procedures/Major incident procedure v0.3.docx";
    short(&mut assessment, "8.6.1/4", Code::DraftOnly, Some(draft), &["major-incident-procedure"]);
    short(&mut assessment, "8.6.1/5", Code::NoOwner, Some(draft), &["major-incident-procedure"]);
    short(&mut assessment, "8.6.1/6", Code::MissingDocument, None, &["major-incident-procedure"]);
    short(&mut assessment, "8.6.1/7", Code::RecordsMissing, None, &["major-incident-report", "incident-records"]);
    let plan = of(&assessment, "medium");
    let said: Vec<_> = plan.actions.iter().map(|each| (each.action.as_str(), each.obligations.len())).collect();
    assert_eq!(said, [("finish", 3), ("record", 1)]);
    assert_eq!(plan.actions[0].person.as_deref(), Some("Priya Raman"));
    assert_eq!(plan.actions[1].after, ["A01"]);
    assert!(plan.actions[1].start > plan.actions[0].end);
    assert_eq!(plan.actions[0].waiting, 1);
}

#[test]
fn a_contradiction_told_of_two_documents_is_settled_once() {
    let mut assessment = clean();
    for path in ["a.html", "b.yaml"] {
        short(&mut assessment, "8.2.6/2", Code::Inconsistent, Some(path), &["services"]);
    }
    assert_eq!(of(&assessment, "medium").actions.len(), 1);
}

#[test]
fn policies_come_before_procedures_before_records_whatever_the_grades() {
    let mut assessment = clean();
    short(&mut assessment, "8.5.1.2/1", Code::RecordsMissing, None, &["change-records"]);
    assessment.findings.last_mut().unwrap().shortfalls[0].grade = Grade::Major;
    short(&mut assessment, "8.5.1.2/2", Code::MissingDocument, None, &["change-management-procedure"]);
    short(&mut assessment, "8.5.1.1/1", Code::MissingDocument, None, &["change-management-policy"]);
    short(&mut assessment, "9.2.2/1e", Code::RecordsMissing, None, &["internal-audit-report"]);
    short(&mut assessment, "9.3/5", Code::RecordsMissing, None, &["management-review-minutes"]);
    let plan = of(&assessment, "medium");
    let kinds: Vec<&str> = plan.actions.iter().map(|each| each.kind.as_str()).collect();
    let order = [
        "change-management-policy",
        "change-management-procedure",
        "change-records",
        "internal-audit-report",
        "management-review-minutes",
    ];
    assert_eq!(kinds, order);
    let days = |id: &str| plan.milestone(id).unwrap().from.clone();
    assert_eq!((&plan.actions[3].start, &plan.actions[4].start), (&days("audit"), &days("review")));
    assert!(days("audit") < days("review") && days("review") < days("stage-2") && days("stage-1") < days("stage-2"));
    // Twelve weeks of records, eight of them before the audit.
    let records: Date = plan.actions[2].shown.as_ref().unwrap().parse().unwrap();
    let done: Date = plan.actions[2].end.parse().unwrap();
    assert_eq!((records - done).get_days(), 84);
    let audit: Date = days("audit").parse().unwrap();
    assert!((audit - done).get_days() >= 56);
    assert!(plan.actions.iter().all(|each| each.critical || each.step == "audit" || each.step == "review"));
}

#[test]
fn nobody_does_two_things_at_once_and_no_more_is_under_way_than_can_be() {
    let mut assessment = clean();
    let catalogue = catalogue();
    let kinds = catalogue.documents.values().filter(|kind| kind.form == crate::catalogue::Form::Document);
    for (number, kind) in kinds.enumerate() {
        let Some(clause) = kind.clauses.first() else { continue };
        short(&mut assessment, &format!("{clause}/{number}x"), Code::MissingDocument, None, &[&kind.id]);
    }
    for (size, at_once) in [("small", 2), ("medium", 4), ("large", 8)] {
        let plan = of(&assessment, size);
        assert!(plan.actions.len() > 50);
        for each in &plan.actions {
            let during = |other: &&Action| other.start <= each.start && each.start <= other.end;
            assert!(plan.actions.iter().filter(during).count() <= at_once, "{size} {}", each.start);
            let same = plan.actions.iter().filter(|other| other.owner == each.owner).filter(during);
            assert_eq!(same.count(), 1, "{size} {}", each.id);
            for earlier in &each.after {
                let earlier = plan.actions.iter().find(|other| other.id == *earlier).unwrap();
                assert!(earlier.end < each.start);
            }
            let weekday = each.start.parse::<Date>().unwrap().weekday();
            assert!(weekday != jiff::civil::Weekday::Saturday && weekday != jiff::civil::Weekday::Sunday);
        }
        let all: f64 = plan.actions.iter().map(|each| each.days).sum();
        assert!((plan.effort.days - all).abs() < 1e-9);
    }
    assert!(of(&assessment, "small").effort.days < of(&assessment, "large").effort.days);
    assert!(of(&assessment, "medium").actions.iter().any(|each| each.wave == "later"));
}

#[test]
fn what_is_waived_decided_or_merely_an_opportunity_is_left_out() {
    let mut assessment = clean();
    short(&mut assessment, "8.6.1/4", Code::MissingDocument, None, &["major-incident-procedure"]);
    assert_eq!(of(&assessment, "medium").actions.len(), 1);
    let last = assessment.findings.len() - 1;
    let mut decided = assessment.clone();
    decided.findings[last].determination = Some(crate::evidence::Determination {
        verdict: crate::evidence::Verdict::Conforming,
        by: "A".into(),
        on: "2026-11-01".into(),
        until: None,
        why: "seen".into(),
        stale: None,
        remarks: Vec::new(),
    });
    assert!(of(&decided, "medium").actions.is_empty());
    decided.findings[last].determination.as_mut().unwrap().stale = Some("changed".into());
    assert_eq!(of(&decided, "medium").actions.len(), 1);
    assessment.findings[last].shortfalls[0].grade = Grade::Opportunity;
    let plan = of(&assessment, "medium");
    assert!(plan.actions.is_empty() && plan.open.opportunities >= 1);
}

#[test]
fn without_gaps_stages_wait_only_for_their_dates() {
    let plan = of(&clean(), "medium");
    assert!(plan.actions.is_empty() && plan.effort.days == 0.0);
    let ids: Vec<(&str, &str)> =
        plan.milestones.iter().map(|each| (each.id.as_str(), each.why[0].id.as_str())).collect();
    assert_eq!(ids, [("stage-1", "booking"), ("stage-2", "between")]);
}

#[test]
fn an_audit_date_holds_or_does_not() {
    let assessment = sample::assessment();
    let at = |audit: &str| {
        let terms =
            Terms { start: "2026-11-22".parse().unwrap(), audit: Some(audit.parse().unwrap()), size: "medium".into() };
        plan(&assessment, &catalogue(), &estimates(), &terms).audit.unwrap()
    };
    let soon = at("2026-12-01");
    assert!(!soon.holds && soon.days > 30, "{soon:?}");
    let late = at("2028-01-03");
    assert!(late.holds && late.days > 0 && late.stage_1_by == "2027-12-06", "{late:?}");
}

#[test]
fn types_that_no_catalogue_knows_are_planned_all_the_same() {
    let mut assessment = clean();
    short(&mut assessment, "11.9/1", Code::MissingDocument, None, &["of-another-catalogue"]);
    short(&mut assessment, "", Code::RecordsMissing, None, &[]);
    let plan = of(&assessment, "small");
    assert_eq!(plan.actions.len(), 2);
    assert!(plan.actions.iter().all(|each| !each.owner.is_empty() && each.days > 0.0));
}
