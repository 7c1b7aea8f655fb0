//! Advisory texts: items that look like obligations and are none.

use super::{Loader, Target};
use crate::catalogue::files::File;
use crate::catalogue::written::{self, frames};
use crate::catalogue::{Advice, Basis, Guidance, Kind, Obligation, Parties, Rung};

impl Loader {
    pub(super) fn guidance(&mut self, file: &File, written: written::Guidance) {
        let id = written.id.value.clone();
        if self.catalogue.guidance.iter().any(|known| known.id == id) {
            self.error(file, &written.id, format!("guidance `{id}` is there twice"), "give one of them another id");
        }
        let own = written.items.iter().flat_map(|item| item.topics.keys().cloned()).collect();
        self.own_topics = Some((id.clone(), own));
        let mut guidance = Guidance {
            id,
            title: written.title,
            notice: written.notice,
            items: Vec::new(),
            topics: std::collections::BTreeMap::new(),
        };
        for item in written.items {
            self.advice(file, item, &mut guidance);
        }
        self.own_topics = None;
        self.catalogue.guidance.push(guidance);
    }

    fn advice(&mut self, file: &File, written: frames::Advice, guidance: &mut Guidance) {
        let id = written.id.value.clone();
        if let Some(elsewhere) = self.obligations.insert(id.clone(), file.shown.clone()) {
            self.error(file, &written.id, format!("`{id}` is there twice"), &format!("the other is in {elsewhere}"));
        }
        if written.extends.is_empty() {
            self.error(file, &written.id, format!("`{id}` extends no clause"), "name the clause it goes beyond");
        }
        for (topic, words) in self.topics(file, written.topics) {
            if guidance.topics.insert(topic.clone(), words).is_some() {
                let message = format!("topic `{topic}` is there twice");
                self.error(file, &written.id, message, "topics of a guidance share one list: use the first");
            }
        }
        for clause in &written.extends {
            self.refer(file, clause, Target::Clause(clause.value.clone()));
        }
        let obligation = Obligation {
            id,
            asks: written.asks,
            kind: Kind::Activity,
            basis: Basis::Implied,
            needs: Rung::Documented,
            weight: 1,
            interval: false,
            usual_days: None,
            parties: Parties::Accountable,
            no_occurrence: None,
            sums_up: None,
            evidence: written.evidence.into_iter().map(|check| self.check(file, check)).collect(),
            remedy: written.remedy,
            ask: written.ask,
            sample: written.sample,
            good: None,
        };
        let extends = written.extends.into_iter().map(|clause| clause.value).collect();
        guidance.items.push(Advice { extends, obligation });
    }
}
