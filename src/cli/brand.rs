//! What a profile says of reports, made ready for them: the logo is looked up and looked at here.

use std::path::Path;

use super::Context;
use crate::assessment::{Branding, Logo};
use crate::catalogue::Profile;
use crate::problem::Problem;

/// The branding of a profile. A logo that cannot be used is said, and reports go on without.
pub(super) fn branding(context: &Context, profile: &Profile) -> Branding {
    let report = profile.report.clone();
    let logo = report.logo.as_ref().and_then(|(path, line, column)| {
        // The path is the profile's own: it is looked up beside it.
        let beside = Path::new(&profile.shown).parent().unwrap_or(Path::new(""));
        let read = std::fs::read(beside.join(path)).map_err(|error| format!("cannot be read: {error}"));
        let made = read.and_then(|bytes| Logo::new(&bytes));
        made.map_err(|why| {
            let problem = Problem::warning(&profile.shown, format!("the logo `{path}` {why}; reports go on without"));
            context.say(&problem.at(*line, *column).hint("take a PNG, JPEG or SVG of at most 1 MiB").to_string());
        })
        .ok()
    });
    Branding {
        client: report.client,
        consultant: report.consultant,
        confidentiality: report.confidentiality,
        disclaimers: report.disclaimers,
        language: report.language,
        accent: report.accent,
        logo,
    }
}
