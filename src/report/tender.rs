//! The tender pack as a paper: each requirement with what can be said of it, and no more.

use super::coverage::extent;
use super::paper::{Block, Paper, Printed, Section, Table, Worded};
use crate::coverage::tender::{Answer, Confidence, Tender};

impl Section for Tender {
    const SECTION: &'static str = "tender";
}

impl Printed for Worded<'_, Tender> {
    fn paper(&self) -> Paper {
        let tender = self.what;
        let title = tender.organisation.as_ref().map(|name| self.words.fill("tender", "of", &[("name", name)]));
        let notes = vec![self.about(), self.text("care").to_owned()];
        let mut paper =
            Paper::new(title.unwrap_or_else(|| self.text("title").to_owned()), notes).told(self.words, &tender.as_of);
        let rows = tender.answers.iter().map(|answer| {
            vec![
                answer.requirement.id.clone(),
                answer.requirement.text.clone(),
                self.verdict(answer).to_owned(),
                answer.clauses.join(", "),
                self.confidence(answer.confidence).to_owned(),
            ]
        });
        let keys = ["c-no", "c-requirement", "c-answer", "c-clauses", "c-match"];
        let overview = Table { headings: self.headings(&keys), rows: rows.collect() };
        paper.part(2, self.text("overview"), vec![Block::Table(overview)]);
        for answer in tender.answers.iter().filter(|answer| answer.confidence != Confidence::None) {
            let because = self.because(answer).join("; ");
            let values = [
                ("verdict", self.verdict(answer)),
                ("confidence", self.confidence(answer.confidence)),
                ("because", &because),
            ];
            let matched = Block::Text(self.words.fill("tender", "matched", &values));
            let open = self.open(answer).into_iter();
            let open = open.map(|line| self.words.fill("tender", "open", &[("line", &line)]));
            let lines = self.evidence(answer).into_iter().chain(open);
            let requirement = &answer.requirement;
            let heading = format!("{} {}", requirement.id, requirement.text).trim().to_owned();
            paper.part(3, heading, vec![matched, Block::List(lines.collect())]);
        }
        paper
    }

    fn table(&self) -> Table {
        let rows = self.what.answers.iter().map(|answer| {
            vec![
                answer.requirement.id.clone(),
                answer.requirement.text.clone(),
                self.verdict(answer).to_owned(),
                answer.clauses.join(", "),
                answer.obligations.join(", "),
                self.confidence(answer.confidence).to_owned(),
                self.because(answer).join("; "),
                self.evidence(answer).join("\n"),
                self.open(answer).join("\n"),
            ]
        });
        let keys = [
            "c-id",
            "c-requirement",
            "c-answer",
            "c-clauses",
            "c-obligations",
            "c-match",
            "c-because",
            "c-evidence",
            "c-open",
        ];
        Table { headings: self.headings(&keys), rows: rows.collect() }
    }
}

impl Worded<'_, Tender> {
    fn confidence(&self, confidence: Confidence) -> &'static str {
        self.text(match confidence {
            Confidence::Stated => "stated",
            Confidence::Likely => "likely",
            Confidence::Possible => "possible",
            Confidence::None => "none",
        })
    }

    /// How many requirements are matched how surely.
    fn about(&self) -> String {
        let answers = &self.what.answers;
        let count =
            |wanted: Confidence| self.words.number(answers.iter().filter(|answer| answer.confidence == wanted).count());
        let values = [
            ("requirements", self.words.count(answers.len(), "requirement")),
            ("day", self.words.long_date(&self.what.as_of)),
            ("stated", count(Confidence::Stated)),
            ("likely", count(Confidence::Likely)),
            ("possible", count(Confidence::Possible)),
            ("none", count(Confidence::None)),
        ];
        self.words.fill("tender", "about", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// What can be said of a requirement, and no more.
    fn verdict(&self, answer: &Answer) -> &'static str {
        match (answer.confidence, answer.extent) {
            (_, Some(found)) => extent(self.words, found),
            (Confidence::None, None) => self.text("no-match"),
            (_, None) => self.text("possible-match"),
        }
    }

    fn because(&self, answer: &Answer) -> Vec<String> {
        answer.because.iter().map(|why| self.words.name(why)).collect()
    }

    fn evidence(&self, answer: &Answer) -> Vec<String> {
        let evidence = answer.evidence.iter().map(|shown| {
            let place = self.words.place(&shown.place);
            format!("{}: {}, {place}: “{}”", shown.obligation, shown.document, shown.quote)
        });
        evidence.collect()
    }

    /// What falls short, each behind the obligation it is about.
    fn open(&self, answer: &Answer) -> Vec<String> {
        let said = answer.open.iter().map(|line| match line.split_once(": ") {
            Some((obligation, says)) => format!("{obligation}: {}", self.words.name(says)),
            None => line.clone(),
        });
        said.collect()
    }
}
