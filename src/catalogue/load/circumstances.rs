//! Sizes and sectors. They may raise weights and add questions; whatever would ask less is a mistake.

use std::collections::BTreeSet;

use super::{Loader, Target};
use crate::catalogue::files::File;
use crate::catalogue::written::{Text, frames};
use crate::catalogue::{Circumstance, Dimension, Questions, Raised, Together};

impl Loader {
    pub(super) fn circumstance(
        &mut self,
        file: &File,
        dimension: Dimension,
        id: String,
        written: frames::Circumstance,
    ) {
        let (mut weights, mut seen) = (Vec::new(), BTreeSet::new());
        for raise in written.weights {
            self.weight(file, &raise.to, raise.to.value);
            for of in &raise.of {
                for raised in self.raised(file, of, raise.to.value, &raise.why) {
                    if seen.insert(raised.obligation.clone()) {
                        weights.push(raised);
                    } else {
                        let message = format!("`{}` is raised twice", raised.obligation);
                        self.error(file, of, message, "name an obligation once, by itself or by its clause");
                    }
                }
            }
        }
        let ask = written.ask.into_iter().map(|more| {
            self.refer(file, &more.of, Target::Obligation(more.of.value.clone()));
            Questions { obligation: more.of.value, ask: more.ask }
        });
        let ask = ask.collect();
        let together = written.together.into_iter().map(|together| {
            for kind in &together.types {
                self.refer(file, kind, Target::Document(kind.value.clone()));
            }
            Together { types: together.types.into_iter().map(|kind| kind.value).collect(), why: together.why }
        });
        let together = together.collect();
        let (title, about, plan) = (written.title, written.about, written.plan);
        self.catalogue.circumstances.push(Circumstance { dimension, id, title, about, plan, weights, ask, together });
    }

    /// The obligations that an id or a clause names, raised; of a clause, those that weigh less.
    fn raised(&mut self, file: &File, of: &Text, to: u8, why: &str) -> Vec<Raised> {
        let name = of.value.as_str();
        let is_clause = !name.contains('/');
        let clauses = self.catalogue.clauses.iter();
        let all = clauses.flat_map(|clause| clause.obligations.iter().map(move |obligation| (clause, obligation)));
        let named = all.filter(|(clause, one)| if is_clause { clause.is_under(name) } else { one.id == name });
        let named: Vec<Raised> = named
            .map(|(_, one)| Raised { obligation: one.id.clone(), from: one.weight, to, why: why.to_owned() })
            .collect();
        // What the user weighed otherwise is no mistake of ours.
        let (named, own): (Vec<Raised>, Vec<Raised>) = named.into_iter().partition(|one| {
            !self.weighed.contains(&one.obligation) && !self.catalogue.added.contains(&one.obligation)
        });
        let (mut raised, kept): (Vec<Raised>, Vec<Raised>) = named.into_iter().partition(|one| one.from < to);
        let is_own = !own.is_empty();
        raised.extend(own.into_iter().filter(|one| one.from < to));
        match kept.first() {
            None if raised.is_empty() && !is_own => {
                let message = format!("there is no obligation and no clause `{name}`");
                self.error(file, of, message, "`iso20k explain CLAUSE` lists a clause's obligations");
            }
            Some(one) if !is_clause || raised.is_empty() => {
                let message = format!("`{name}` weighs {} already, and {to} is not more", one.from);
                self.error(file, of, message, "a size or a sector raises weights and never lowers one");
            }
            _ => {}
        }
        raised
    }
}
