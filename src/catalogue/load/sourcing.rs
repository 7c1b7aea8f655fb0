//! Words by which a register says which process another party runs.

use super::Loader;
use crate::catalogue::files::File;
use crate::catalogue::written::frames;
use crate::catalogue::{Process, Sourcing};

impl Loader {
    pub(super) fn sourcing(&mut self, file: &File, written: frames::Sourcing) {
        let sourcing = Sourcing {
            processes: written.processes.into_iter().map(|process| self.process(file, process)).collect(),
            own: written.own.into_iter().map(|process| self.process(file, process)).collect(),
            process: self.words(file, written.process),
            service: self.words(file, written.service),
            component: self.words(file, written.component),
            part: self.words(file, written.part),
            whole: self.words(file, written.whole),
        };
        self.catalogue.sourcing = sourcing;
    }

    fn process(&mut self, file: &File, written: frames::Process) -> Process {
        let number = &written.clause.value;
        if !self.catalogue.clauses.iter().any(|known| known.is_under(number)) {
            let message = format!("no clause `{number}`, and none under it");
            self.error(file, &written.clause, message, "name a clause, or what clauses stand under");
        }
        let names = self.words(file, written.names);
        Process { clause: written.clause.value, says: written.says, names }
    }
}
