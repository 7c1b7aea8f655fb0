//! What a profile says documents are comes before what the program reads.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Entry;
use crate::catalogue::{NO_EVIDENCE, Pin, Profile};
use crate::facts::DocumentKind;
use crate::problem::Problem;

/// Pins documents; a pin that fits none, and one to a register where no table reads so, is worth a warning.
pub(super) fn pin(documents: &mut [Entry], profile: &Profile) -> Vec<Problem> {
    let mut problems = Vec::new();
    for pin in &profile.pins {
        let warning =
            |message: String, hint: &str| Problem::warning(&profile.shown, message).at(pin.line, 1).hint(hint);
        let Some(pattern) = pattern(&pin.pattern) else {
            problems.push(warning(format!("`{}` is no pattern", pin.pattern), "write it as in a .gitignore"));
            continue;
        };
        let fitting = documents.iter_mut().filter(|entry| pattern.matched(&entry.path, false).is_ignore());
        let mut count = 0;
        for entry in fitting {
            count += 1;
            set(entry, pin, &profile.shown);
        }
        if count == 0 {
            let hint = "write it relative to the folder of documents, with `/`";
            problems.push(warning(format!("`{}` fits no document", pin.pattern), hint));
        }
    }
    problems
}

fn pattern(written: &str) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    builder.add_line(None, written).ok()?;
    builder.build().ok()
}

fn set(entry: &mut Entry, pin: &Pin, shown: &str) {
    let facts = &mut entry.facts;
    if pin.kind == NO_EVIDENCE {
        facts.kinds.clear();
        facts.topics.clear();
        facts.registers.clear();
        return;
    }
    for register in facts.registers.iter_mut().filter(|register| register.register == pin.kind) {
        register.confidence = 1.0;
    }
    facts.kinds.retain(|kind| kind.id != pin.kind);
    let reasons = vec![format!("{shown} says so")];
    facts.kinds.insert(0, DocumentKind { id: pin.kind.clone(), confidence: 1.0, reasons });
}
