//! The sourcing check as a paper: who runs what, what speaks against the limits, what is shown, what to ask.

use super::paper::{Block, Paper, Printed, Section, Table, Worded};
use crate::audit::sourcing::{At, PartyKind, Remark, Run, Share, Sourcing, Subject, Supply, What};
use crate::evidence::Status;

impl Section for Sourcing {
    const SECTION: &'static str = "sourcing";
}

impl Printed for Worded<'_, Sourcing> {
    fn paper(&self) -> Paper {
        let check = self.what;
        let title = check.organisation.as_ref().map(|name| self.words.fill("sourcing", "of", &[("name", name)]));
        let day = self.words.long_date(&check.as_of);
        let mut notes = vec![self.words.fill("sourcing", "about", &[("day", &day)]), self.text("limits").to_owned()];
        notes.extend((!check.read).then(|| self.text("unread").to_owned()));
        notes.push(self.text("care").to_owned());
        let mut paper =
            Paper::new(title.unwrap_or_else(|| self.text("title").to_owned()), notes).told(self.words, &check.as_of);
        if check.read {
            paper.part(2, self.text("warnings"), self.warnings());
            let about = Block::Text(self.text("processes-about").to_owned());
            paper.part(2, self.text("processes"), vec![about, Block::Table(self.processes())]);
            if !check.services.is_empty() {
                let about = Block::Text(self.text("services-about").to_owned());
                paper.part(2, self.text("services"), vec![about, Block::Table(self.services())]);
            }
            let supplies = match check.supplies.is_empty() {
                true => Block::Text(self.text("no-supplies").to_owned()),
                false => Block::Table(self.supplies()),
            };
            paper.part(2, self.text("supplies"), vec![supplies]);
            if !check.parties.is_empty() {
                paper.part(2, self.text("parties"), vec![Block::Table(self.parties())]);
            }
        }
        paper.part(2, self.text("duties"), vec![Block::Table(self.duties())]);
        paper.part(2, self.text("questions"), self.questions());
        paper
    }

    /// A row a supply; a process of which nothing is said has a row too.
    fn table(&self) -> Table {
        let check = self.what;
        let row = |supply: &Supply| {
            let party = check.parties.iter().find(|party| party.name == supply.party);
            let join = |texts: Option<&std::collections::BTreeSet<String>>| {
                texts.map(|texts| texts.iter().cloned().collect::<Vec<_>>().join("; ")).unwrap_or_default()
            };
            vec![
                supply.party.clone(),
                party.map(|party| self.kind(party.kind)).unwrap_or_default(),
                self.what(supply.what),
                self.share(supply.share),
                supply.text.clone(),
                supply.processes.join(", "),
                supply.services.join(", "),
                join(party.map(|party| &party.agreements)),
                join(party.map(|party| &party.measured)),
                place(&supply.at),
            ]
        };
        let nobody = |run: &Run| {
            let (what, said) = (self.what(What::Process), self.open().to_owned());
            let empty = String::new;
            vec![empty(), empty(), what, empty(), said, run.id.clone(), empty(), empty(), empty(), empty()]
        };
        let open = check.processes.iter().filter(|run| run.supplies.is_empty()).map(nobody);
        let keys = [
            "c-party",
            "c-kind",
            "c-what",
            "c-share",
            "c-words",
            "c-clause",
            "c-services",
            "c-agreement",
            "c-measured",
            "c-where",
        ];
        Table { headings: self.headings(&keys), rows: check.supplies.iter().map(row).chain(open).collect() }
    }
}

fn place(at: &At) -> String {
    if at.place.is_empty() { at.path.clone() } else { format!("{}, {}", at.path, at.place) }
}

impl Worded<'_, Sourcing> {
    fn kind(&self, kind: PartyKind) -> String {
        let key = match kind {
            PartyKind::Unsaid => "kind-unsaid",
            PartyKind::External => "kind-external",
            PartyKind::Internal => "kind-internal",
            PartyKind::Customer => "kind-customer",
        };
        self.text(key).to_owned()
    }

    fn what(&self, what: What) -> String {
        let key = match what {
            What::Process => "what-process",
            What::Service => "what-service",
            What::Component => "what-component",
            What::Unsaid => "what-unsaid",
        };
        self.text(key).to_owned()
    }

    fn share(&self, share: Share) -> String {
        let key = match share {
            Share::Whole => "share-whole",
            Share::Part => "share-part",
            Share::Unsaid => "share-unsaid",
        };
        self.text(key).to_owned()
    }

    /// What is said of a process of which no register says anything.
    fn open(&self) -> &'static str {
        let known = self.what.supplies.iter().any(|supply| supply.what == What::Process);
        self.text(if known { "nobody" } else { "not-known" })
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject.text.is_empty() {
            true => format!("{} ({})", subject.name, place(&subject.at)),
            false => format!("{}: “{}” ({})", subject.name, subject.text, place(&subject.at)),
        }
    }

    fn remark(&self, remark: &Remark) -> Vec<Block> {
        let mut blocks = vec![Block::Text(self.text(remark.code).to_owned())];
        if !remark.subjects.is_empty() {
            blocks.push(Block::List(remark.subjects.iter().map(|subject| self.subject(subject)).collect()));
        }
        blocks
    }

    fn warnings(&self) -> Vec<Block> {
        if self.what.warnings.is_empty() {
            return vec![Block::Text(self.text("no-warnings").to_owned())];
        }
        self.what.warnings.iter().flat_map(|remark| self.remark(remark)).collect()
    }

    fn questions(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = self.what.questions.iter().flat_map(|remark| self.remark(remark)).collect();
        // What documents do not show of the limits themselves is asked as the catalogue asks it.
        let open = self.what.duties.iter().filter(|duty| {
            duty.obligation.starts_with("8.2.3") && !matches!(duty.status, Status::Evidenced | Status::NoOccurrence)
        });
        let asked = open.flat_map(|duty| duty.ask.iter().map(move |ask| (&duty.obligation, ask)));
        let asked = asked.map(|(obligation, ask)| {
            let ask = self.words.name(ask);
            self.words.fill("sourcing", "q-duty", &[("obligation", obligation), ("ask", &ask)])
        });
        let asked: Vec<String> = asked.collect();
        blocks.extend((!asked.is_empty()).then_some(Block::List(asked)));
        blocks
    }

    /// A row for each supply of a process; one for a process that has none.
    fn processes(&self) -> Table {
        let rows = self.what.processes.iter().flat_map(|run| {
            let first = [run.id.clone(), run.title.clone()];
            let supplies: Vec<&Supply> =
                run.supplies.iter().filter_map(|number| self.what.supplies.get(*number)).collect();
            let row = |supply: &Supply| {
                let share = self.share(supply.share);
                let share = match supply.what {
                    What::Process | What::Unsaid => share,
                    // Bought as something else: that it is a process, the words only suggest.
                    other => format!("{share} ({})", self.what(other)),
                };
                let own = [supply.party.clone(), share, supply.text.clone(), place(&supply.at)];
                first.iter().cloned().chain(own).collect::<Vec<_>>()
            };
            let mut rows: Vec<Vec<String>> = supplies.into_iter().map(row).collect();
            if rows.is_empty() {
                let own = [self.open().to_owned(), String::new(), String::new(), String::new()];
                rows.push(first.iter().cloned().chain(own).collect());
            }
            rows
        });
        let keys = ["c-clause", "c-process", "c-by", "c-share", "c-words", "c-where"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn services(&self) -> Table {
        let rows = self.what.services.iter().map(|run| {
            let supplies = run.supplies.iter().filter_map(|number| self.what.supplies.get(*number));
            let lines: Vec<String> = supplies.map(|supply| format!("{}: {}", supply.party, supply.text)).collect();
            let lines = if lines.is_empty() { self.text("nobody").to_owned() } else { lines.join("; ") };
            vec![run.id.clone(), run.title.clone(), lines]
        });
        let keys = ["c-name", "c-service", "c-named"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn supplies(&self) -> Table {
        let rows = self.what.supplies.iter().map(|supply| {
            vec![
                supply.party.clone(),
                self.what(supply.what),
                self.share(supply.share),
                supply.text.clone(),
                place(&supply.at),
            ]
        });
        let keys = ["c-party", "c-what", "c-share", "c-words", "c-where"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn parties(&self) -> Table {
        let all = |texts: &std::collections::BTreeSet<String>| match texts.is_empty() {
            true => self.text("none").to_owned(),
            false => texts.iter().map(String::as_str).collect::<Vec<_>>().join("; "),
        };
        let rows = self.what.parties.iter().map(|party| {
            vec![
                party.name.clone(),
                self.kind(party.kind),
                all(&party.agreements),
                all(&party.measured),
                self.text(if party.listed { "yes" } else { "no" }).to_owned(),
            ]
        });
        let keys = ["c-party", "c-kind", "c-agreement", "c-measured", "c-listed"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }

    fn duties(&self) -> Table {
        let rows = self.what.duties.iter().map(|duty| {
            let shown =
                duty.shown.as_ref().map(|(path, at)| place(&At { path: path.clone(), place: self.words.place(at) }));
            vec![
                duty.obligation.clone(),
                self.words.name(&duty.asks),
                self.words.status(duty.status).label.to_owned(),
                shown.unwrap_or_default(),
            ]
        });
        let keys = ["c-obligation", "c-asks", "c-status", "c-shown"];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }
}
