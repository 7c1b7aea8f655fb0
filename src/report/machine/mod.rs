//! What falls short, for programs that show it where a team works: code hosts, build servers and tools for
//! compliance. Each format is one file and a line where its list stands.

mod annotations;
mod gitlab;
mod issues;
mod junit;
mod oscal;
mod sarif;
#[cfg(test)]
mod tests;

use anyhow::Result;

use crate::assessment::Assessment;

/// A format for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Machine {
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML: an obligation is a test case.
    Junit,
    /// Workflow commands of GitHub Actions, to be printed by a step.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// Logging commands of Azure Pipelines, to be printed by a step.
    Azure,
    /// OSCAL assessment results.
    OscalResults,
    /// An OSCAL plan of action and milestones.
    OscalPlan,
}

impl Machine {
    /// As named on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Azure => "azure",
            Self::OscalResults => "oscal-ar",
            Self::OscalPlan => "oscal-poam",
        }
    }

    /// Of the file, without a dot in front: tools tell formats by its last part.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Sarif => "sarif",
            Self::Junit => "junit.xml",
            Self::Github => "github.txt",
            Self::Gitlab => "gitlab.json",
            Self::Azure => "azure.txt",
            Self::OscalResults => "oscal-ar.json",
            Self::OscalPlan => "oscal-poam.json",
        }
    }
}

/// Writes an assessment in a format for programs.
///
/// # Errors
/// When a value cannot be written, which no assessment of this program causes.
pub(super) fn render(machine: Machine, assessment: &Assessment) -> Result<Vec<u8>> {
    match machine {
        Machine::Sarif => lines(&sarif::log(assessment)),
        Machine::Junit => junit::render(assessment),
        Machine::Github => Ok(annotations::github(assessment).into_bytes()),
        Machine::Gitlab => lines(&gitlab::report(assessment)),
        Machine::Azure => Ok(annotations::azure(assessment).into_bytes()),
        Machine::OscalResults => lines(&oscal::results(assessment)),
        Machine::OscalPlan => lines(&oscal::plan(assessment)),
    }
}

fn lines(value: &serde_json::Value) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The same assessment with its paths below a folder: a code host names files from the root of the
/// repository, an assessment from the folder that was assessed.
#[must_use]
pub fn below(mut assessment: Assessment, folder: &str) -> Assessment {
    let folder = folder.replace('\\', "/");
    let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() {
        return assessment;
    }
    let folder = parts.join("/");
    let put = |path: &mut String| path.insert_str(0, &format!("{folder}/"));
    for finding in &mut assessment.findings {
        finding.evidence.iter_mut().for_each(|piece| put(&mut piece.path));
        finding.shortfalls.iter_mut().filter_map(|shortfall| shortfall.path.as_mut()).for_each(put);
    }
    assessment.documents.iter_mut().for_each(|document| put(&mut document.path));
    assessment.unread.iter_mut().for_each(|file| put(&mut file.path));
    assessment
}
