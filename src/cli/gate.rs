//! `iso20k gate`, and the options by which a pipeline asks something of an assessment. A command of its own,
//! because judging is no rendering: it writes nothing, and another job may ask otherwise than the one that
//! read the documents.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use super::Context;
use crate::assessment::{
    Condition, Gate, GateAsked as Asked, GateFacts as Facts, Threshold, check_clauses, gate as judged,
};
use crate::catalogue::Profile;
use crate::problem::Problem;

/// What is asked of an assessment.
#[derive(Debug, Clone, Args)]
pub(super) struct Thresholds {
    /// Exit with 1 on any of these: gap, partial, undetermined, major, minor, unread, regression,
    /// stale-determination, expired-waiver, or the code of a shortfall such as review-overdue
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = condition)]
    fail_on: Vec<Condition>,
    /// Exit with 1 unless so much is achieved, of 0–1: over all (0.8), or under a clause (8.6=0.8)
    #[arg(long, value_name = "[CLAUSE=]SHARE", value_delimiter = ',', value_parser = threshold)]
    min_achievement: Vec<Threshold>,
    /// Ask nothing, whatever the profile asks
    #[arg(long, conflicts_with_all = ["fail_on", "min_achievement"])]
    no_gate: bool,
}

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The assessment.json to judge
    #[arg(value_name = "ASSESSMENT")]
    assessment: PathBuf,
    #[command(flatten)]
    thresholds: Thresholds,
}

fn condition(name: &str) -> Result<Condition, String> {
    Condition::parse(name.trim()).ok_or_else(unknown)
}

/// What can be asked, where something else was.
fn unknown() -> String {
    let known: Vec<&str> = Condition::ALL.iter().map(|condition| condition.name()).collect();
    format!("a gate can fail on {}, and on every code that `iso20k explain` knows", known.join(", "))
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let (clause, share) = text.rsplit_once('=').map_or((None, text), |(clause, share)| (Some(clause.trim()), share));
    let at_least: f64 = share.trim().parse().map_err(|_| format!("`{share}` is no number"))?;
    if !(0.0..=1.0).contains(&at_least) {
        return Err("a share is of 0–1: write 80 % as 0.8".into());
    }
    Ok(Threshold { clause: clause.filter(|clause| *clause != "all").map(str::to_owned), at_least })
}

impl Thresholds {
    /// What is asked: each of both by the command line, else by the profile. Whatever cannot be asked is said
    /// here, before documents are read; `given` are conditions for which what they need is there.
    pub(super) fn asked(&self, profile: &Profile, clauses: &[&str], given: &[Condition]) -> Result<Option<Asked>> {
        let mut asked = self.given();
        if !self.no_gate {
            if asked.fail_on.is_empty() {
                asked.fail_on = of_profile(profile)?;
            }
            if asked.min_achievement.is_empty() {
                let least = profile.gate.min_achievement.iter();
                asked.min_achievement =
                    least.map(|(clause, at_least)| Threshold { clause: clause.clone(), at_least: *at_least }).collect();
            }
        }
        check(&asked, clauses)?;
        let mut lacking = asked.fail_on.iter().filter(|condition| !given.contains(condition));
        let lacking = lacking.find_map(|condition| Some((condition, condition.needs()?)));
        if let Some((condition, needs)) = lacking {
            return Err(cannot(*condition, needs));
        }
        Ok((!asked.is_empty()).then_some(asked))
    }

    /// What the command line asks.
    fn given(&self) -> Asked {
        Asked { fail_on: self.fail_on.clone(), min_achievement: self.min_achievement.clone() }
    }
}

fn of_profile(profile: &Profile) -> Result<Vec<Condition>> {
    let (mut known, mut problems) = (Vec::new(), Vec::new());
    for (name, line, column) in &profile.gate.fail_on {
        match Condition::parse(name) {
            Some(condition) => known.push(condition),
            None => {
                let problem = Problem::error(&profile.shown, format!("a gate cannot fail on `{name}`"));
                problems.push(problem.at(*line, *column).hint(unknown()).to_string());
            }
        }
    }
    if problems.is_empty() { Ok(known) } else { Err(anyhow!("the profile cannot be used\n{}", problems.join("\n"))) }
}

/// Whether there are the clauses of which something is asked.
fn check(asked: &Asked, clauses: &[&str]) -> Result<()> {
    let named: Vec<String> = asked.min_achievement.iter().filter_map(|threshold| threshold.clause.clone()).collect();
    check_clauses(&named, clauses.iter().copied())
}

fn cannot(condition: Condition, needs: &str) -> anyhow::Error {
    anyhow!("the gate cannot tell `{}`: it needs {needs}", condition.name())
}

pub(super) fn run(_: &Context, options: &Options) -> Result<ExitCode> {
    let assessment = super::report::read(&options.assessment)?;
    let given = options.thresholds.given();
    let before = assessment.gate.as_ref().map(|gate| gate.asked.clone());
    let asked = if given.is_empty() { before.unwrap_or_default() } else { given };
    if asked.is_empty() || options.thresholds.no_gate {
        bail!("nothing is asked of {}; use `--fail-on` or `--min-achievement`", options.assessment.display());
    }
    let clauses: Vec<&str> = assessment.clauses.iter().map(|clause| clause.clause.as_str()).collect();
    // An assessment of nothing has no clauses, and fails below.
    if !clauses.is_empty() {
        check(&asked, &clauses)?;
    }
    if let Some(condition) = Facts::of(&assessment, &asked).lacking(&asked).next() {
        return Err(cannot(condition, condition.needs().unwrap_or("another assessment")));
    }
    let gate = judged(&assessment, asked);
    super::print(&told(&gate));
    Ok(code(Some(&gate)))
}

/// Says what came of a gate, where there is one; a failed one even to whoever asked to be quiet.
#[expect(clippy::print_stderr, reason = "what fails a build is said even when asked to be quiet")]
pub(super) fn say(context: &Context, gate: Option<&Gate>) -> ExitCode {
    match gate {
        Some(gate) if gate.held => context.say(told(gate).trim_end()),
        Some(gate) => eprint!("{}", told(gate)),
        None => {}
    }
    code(gate)
}

fn code(gate: Option<&Gate>) -> ExitCode {
    ExitCode::from(u8::from(gate.is_some_and(|gate| !gate.held)))
}

/// Obligations or paths that a line names.
const NAMED: usize = 5;

fn told(gate: &Gate) -> String {
    if gate.held {
        return "the gate holds\n".into();
    }
    let mut text = String::from("the gate failed\n");
    for failure in &gate.failures {
        let named: Vec<String> = failure.about.iter().take(NAMED).map(|each| shown(each)).collect();
        let more = failure.about.len().saturating_sub(NAMED);
        text.push_str(&format!("  {}: {}", failure.condition, failure.says));
        // What is said of a clause names it.
        if named.first().is_some_and(|first| !failure.says.contains(first)) {
            text.push_str(&format!(": {}", named.join(", ")));
        }
        if more > 0 {
            text.push_str(&format!(" and {more} more"));
        }
        text.push('\n');
    }
    text
}

/// A path may hold anything, and ends in a build log: neither the terminal nor the build takes it as a command.
fn shown(text: &str) -> String {
    crate::report::harmless(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_a_share_over_all_or_under_a_clause() {
        let over_all = Threshold { clause: None, at_least: 0.8 };
        assert_eq!(threshold("0.8"), Ok(over_all.clone()));
        assert_eq!(threshold("all=0.8"), Ok(over_all));
        assert_eq!(threshold("8.6=1"), Ok(Threshold { clause: Some("8.6".into()), at_least: 1.0 }));
        for wrong in ["80", "-0.1", "NaN", "inf", "8.6=", "8.6=much", ""] {
            assert!(threshold(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_command_line_overrides_the_profile_each_by_itself() {
        let mut profile = Profile::default();
        profile.gate.fail_on = vec![("gap".into(), 2, 3)];
        profile.gate.min_achievement = vec![(Some("8.6".into()), 0.8)];
        let nothing = Thresholds { fail_on: Vec::new(), min_achievement: Vec::new(), no_gate: false };
        let asked = |given: &Thresholds| given.asked(&profile, &["8.6.1", "9.2"], &[]).unwrap();
        assert_eq!(asked(&nothing).unwrap().fail_on, [Condition::Gap]);
        let major = Thresholds { fail_on: vec![Condition::Major], ..nothing.clone() };
        let given = asked(&major).unwrap();
        assert_eq!((given.fail_on, given.min_achievement[0].at_least), (vec![Condition::Major], 0.8));
        assert_eq!(asked(&Thresholds { no_gate: true, ..nothing.clone() }), None);
        assert!(nothing.asked(&profile, &["9.2"], &[]).is_err(), "no such clause");
        profile.gate.fail_on = vec![("gaps".into(), 2, 3)];
        profile.gate.fail_on = vec![("regression".into(), 2, 3)];
        assert!(nothing.asked(&profile, &["8.6.1"], &[]).is_err(), "no baseline to compare with");
        assert!(nothing.asked(&profile, &["8.6.1"], &[Condition::Regression]).is_ok());
        profile.gate.fail_on = vec![("gaps".into(), 2, 3)];
        let error = nothing.asked(&profile, &["8.6.1"], &[]).unwrap_err().to_string();
        assert!(error.contains(":2:3: a gate cannot fail on `gaps`"), "{error}");
    }
}
