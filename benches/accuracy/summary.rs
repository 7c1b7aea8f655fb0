//! The figures that the page opens with: what is wanted, what the program reaches, and what the two
//! baselines reach on the same data.

use super::baselines::Baseline;
use super::engine::Engine;

/// What every section measures with.
pub(super) struct Bench<'a> {
    pub engine: &'a Engine,
    /// The keyword search, then the file names.
    pub baselines: Vec<Baseline<'a>>,
}

/// One line of the opening table.
struct Line {
    measure: String,
    wanted: &'static str,
    ours: String,
    /// In the order of the baselines; empty where the measure means nothing for them.
    theirs: Vec<String>,
}

/// The opening table, filled by the sections.
#[derive(Default)]
pub(super) struct Summary(Vec<Line>);

impl Summary {
    pub(super) fn add(&mut self, measure: impl Into<String>, wanted: &'static str, ours: String, theirs: Vec<String>) {
        self.0.push(Line { measure: measure.into(), wanted, ours, theirs });
    }

    pub(super) fn table(&self) -> String {
        let mut text = String::from(HEAD);
        for line in &self.0 {
            let theirs = |number: usize| line.theirs.get(number).map_or("–", String::as_str);
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                line.measure,
                line.wanted,
                line.ours,
                theirs(0),
                theirs(1)
            ));
        }
        let short: Vec<&str> =
            self.0.iter().filter(|line| line.falls_short()).map(|line| line.measure.as_str()).collect();
        text.push_str(&match short.is_empty() {
            true => "\nAll that is wanted is reached.\n".to_owned(),
            false => format!("\n**Short of what is wanted:** {}.\n", short.join("; ")),
        });
        text.push_str(TAIL);
        text
    }
}

impl Line {
    /// Whether the figure misses what is wanted; a measure without a figure or a wish misses nothing.
    fn falls_short(&self) -> bool {
        let figure = self.ours.split(' ').next().and_then(|figure| figure.parse::<f64>().ok());
        let (Some(figure), Some((sign, wanted))) = (figure, self.wanted.split_once(' ')) else { return false };
        let wanted: f64 = wanted.parse().unwrap_or_default();
        if sign == "≥" { figure < wanted } else { figure > wanted }
    }
}

const HEAD: &str = "\
## Beside what is wanted, and two baselines

| measure | wanted | this program | keyword search | type names in file names |
|---|---|---|---|---|
";

const TAIL: &str = "
Both baselines use this program's own words for types and topics, so that what is compared is the method. The **keyword
search** looks in the extracted text of all documents: a topic counts when one document holds its words anywhere and in any
order, a register when its name occurs. The **file names** baseline looks for names of types in file names and takes what is
named so for what is asked. Neither knows codes: a mutant counts as caught by them when any verdict on its clauses got
worse, which is a weaker test than the program's. A trap is fallen into when a document that must not count is shown as
evidence for the clauses it seems to treat. As the type of a document the baselines take the one whose names occur most.

";
