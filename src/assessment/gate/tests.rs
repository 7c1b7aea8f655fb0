//! Every condition on its own, and on a whole assessment.

use super::*;
use crate::report::sample;

fn facts(found: &[(Condition, usize)]) -> Facts {
    let names = |count: usize| (0..count).map(|number| number.to_string()).collect();
    let found = found.iter().map(|(condition, count)| (*condition, names(*count)));
    Facts { documents: 1, obligations: 1, found: found.collect(), achieved: vec![(None, Some(0.896))] }
}

fn on(conditions: &[Condition]) -> Asked {
    Asked { fail_on: conditions.to_vec(), min_achievement: Vec::new() }
}

#[test]
fn every_condition_fails_on_one_and_holds_on_none() {
    let codes = Code::ALL.iter().map(|code| Condition::Code(*code));
    for condition in Condition::ALL.iter().copied().chain(codes) {
        assert_eq!(Condition::parse(condition.name()), Some(condition));
        assert!(judge(on(&[condition]), &facts(&[(condition, 0)])).held);
        let gate = judge(on(&[condition]), &facts(&[(condition, 1)]));
        assert_eq!((gate.held, gate.failures[0].condition.as_str()), (false, condition.name()));
        // Asked and not looked at: it does not hold, and says why.
        let gate = judge(on(&[condition]), &facts(&[]));
        assert!(!gate.held && gate.failures[0].says.contains("not looked at"), "{gate:?}");
    }
    assert_eq!(Condition::parse("compliant"), None);
}

#[test]
fn a_gate_over_nothing_fails() {
    for nothing in [Facts { documents: 0, ..facts(&[]) }, Facts { obligations: 0, ..facts(&[]) }] {
        let nothing = Facts { found: facts(&[(Condition::Gap, 0)]).found, ..nothing };
        assert!(!judge(on(&[Condition::Gap]), &nothing).held);
    }
}

#[test]
fn achievement_is_compared_as_it_is_printed() {
    let least =
        |at_least: f64| Asked { fail_on: Vec::new(), min_achievement: vec![Threshold { clause: None, at_least }] };
    assert!(judge(least(0.896), &facts(&[])).held);
    let gate = judge(least(0.9), &facts(&[]));
    assert_eq!(gate.failures[0].says, "89.6 % are achieved over all, 90 % are asked");
    let unknown = Facts { achieved: vec![(None, None)], ..facts(&[]) };
    assert!(!judge(least(0.0), &unknown).held, "what could not be determined achieves nothing");
}

#[test]
fn an_assessment_is_judged_by_what_it_holds() {
    let assessment = sample::assessment();
    let failed =
        |condition| gate(&assessment, on(&[condition])).failures.into_iter().map(|failure| failure.about.len()).sum();
    let count = |status| assessment.findings.iter().filter(|finding| finding.status == status).count();
    let (gaps, partial): (usize, usize) = (failed(Condition::Gap), failed(Condition::Partial));
    assert_eq!((gaps, partial), (count(Status::Gap), count(Status::Gap) + count(Status::Partial)));
    assert_eq!(failed(Condition::Undetermined), count(Status::Undetermined));
    assert_eq!(failed(Condition::Unread), assessment.unread.len());
    let (major, minor): (usize, usize) = (failed(Condition::Major), failed(Condition::Minor));
    assert!(0 < major && major < minor);
    assert_eq!(achieved(&assessment, None), assessment.summary.achievement);
    assert_eq!(achieved(&assessment, Some("8.6")), Some(0.5));
    assert_eq!(achieved(&assessment, Some("8.7.2")), Some(0.0));
    assert_eq!(achieved(&assessment, Some("8.7.20")), None);
}
