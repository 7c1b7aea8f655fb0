//! Organisations side by side as a paper: ranking, heat map, benchmark by group and by clause.

use super::charts::matrix;
use super::paper::{Block, Paper, Printed, Section, Table, Worded};
use crate::assessment::{Figures, Member, Part, Portfolio, Rating, Spread};

/// Organisations named where several are equal.
const NAMED: usize = 2;
/// The standard's groups of clauses, which are headings of columns.
const GROUPS: [&str; 13] = ["4", "5", "6", "7", "8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "8.7", "9", "10"];

impl Section for Portfolio {
    const SECTION: &'static str = "portfolio";
}

impl Printed for Worded<'_, Portfolio> {
    fn paper(&self) -> Paper {
        let as_of = self.what.members.iter().map(|member| member.as_of.as_str()).max().unwrap_or_default();
        let mut paper = Paper::new(self.text("title"), self.notes()).told(self.words, as_of);
        let ranking = vec![Block::Text(self.text("ranking-about").into()), Block::Table(self.ranking())];
        paper.part(2, self.text("ranking"), ranking);
        let mut groups = match matrix(self.what, self.words) {
            Some(chart) => vec![Block::Picture(chart, self.heat())],
            None => vec![Block::Table(self.heat())],
        };
        groups.extend([
            Block::Text(self.text("benchmark-about").into()),
            Block::Table(self.benchmark(&self.what.groups, |member| &member.groups)),
        ]);
        paper.part(2, self.text("groups"), groups);
        let clauses = self.benchmark(&self.what.clauses, |member| &member.clauses);
        paper.part(2, self.text("clauses"), vec![Block::Table(clauses)]);
        for member in &self.what.members {
            let lines = self.beside(member);
            paper.part(3, member.name.clone(), vec![Block::List(lines)]);
        }
        paper
    }

    fn table(&self) -> Table {
        let keys = [
            "c-rank",
            "c-name",
            "c-file",
            "c-as-of",
            "c-part",
            "c-title",
            "c-achieved",
            "c-rating",
            "c-evidenced",
            "c-partial",
            "c-gap",
            "c-undetermined",
            "c-no-occurrence",
            "c-median",
            "c-lower",
            "c-upper",
        ];
        let rows = self.what.members.iter().flat_map(|member| {
            let all = (String::new(), self.text("all").to_owned(), member.figures, self.what.spread);
            let of = |parts: &[Part], figures: &[Figures]| {
                let pairs = parts.iter().zip(figures);
                pairs.map(|(part, own)| (part.id.clone(), self.words.name(&part.title), *own, part.spread)).collect()
            };
            let groups: Vec<_> = of(&self.what.groups, &member.groups);
            let clauses: Vec<_> = of(&self.what.clauses, &member.clauses);
            // A group of one clause is that clause.
            let clauses = clauses.into_iter().filter(|clause| !groups.iter().any(|group| group.0 == clause.0));
            let parts: Vec<_> = std::iter::once(all).chain(groups.iter().cloned()).chain(clauses).collect();
            parts.into_iter().map(|(id, title, own, spread)| row(member, id, title, &own, &spread)).collect::<Vec<_>>()
        });
        Table { headings: keys.map(|key| self.text(key)).to_vec(), rows: rows.collect() }
    }
}

/// For programs: shares as they are.
fn row(member: &Member, id: String, title: String, own: &Figures, spread: &Spread) -> Vec<String> {
    let share = |share: Option<f64>| share.map(|share| share.to_string()).unwrap_or_default();
    let counts = own.counts;
    vec![
        member.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        member.name.clone(),
        member.of.clone(),
        member.as_of.clone(),
        id,
        title,
        share(own.achievement),
        own.rating.map(|rating| format!("{rating:?}")).unwrap_or_default(),
        counts.evidenced.to_string(),
        counts.partial.to_string(),
        counts.gap.to_string(),
        counts.undetermined.to_string(),
        counts.no_occurrence.to_string(),
        share(spread.median),
        share(spread.lower),
        share(spread.upper),
    ]
}

impl Worded<'_, Portfolio> {
    fn share(&self, share: Option<f64>) -> String {
        share.map_or_else(|| self.words.get("common", "none").to_owned(), |share| self.words.percent(share))
    }

    fn notes(&self) -> Vec<String> {
        let set = self.what;
        let obligations = self.words.count(set.obligations, "obligation");
        let number = self.words.number(set.members.len());
        let mut notes = vec![self.words.fill("portfolio", "about", &[("n", &number), ("obligations", &obligations)])];
        if set.left_out > 0 {
            let left = self.words.count(set.left_out, "obligation");
            notes.push(self.words.fill("portfolio", "left-out", &[("obligations", &left)]));
        }
        for warning in &set.warnings {
            let key = match warning.about {
                "catalogue" => "warn-catalogue",
                "circumstances" => "warn-circumstances",
                "tool" => "warn-tool",
                "dates" => "warn-dates",
                "limited" => "warn-limited",
                _ => "warn-name",
            };
            notes.push(self.words.fill("portfolio", key, &[("files", &warning.of.join(", "))]));
        }
        notes.push(self.text("care").into());
        notes
    }

    fn ranking(&self) -> Table {
        let rows = self.what.members.iter().map(|member| {
            vec![
                member.rank.map_or_else(|| self.words.get("common", "none").to_owned(), |rank| rank.to_string()),
                member.name.clone(),
                self.words.short_date(&member.as_of),
                self.share(member.figures.achievement),
                member.figures.rating.map(|rating| self.rating(rating)).unwrap_or_default(),
                self.quarter(member).to_owned(),
                self.share(Some(member.determinable)),
                member.figures.counts.gap.to_string(),
                member.figures.counts.partial.to_string(),
                format!("{} / {}", member.major, member.minor),
                self.words.number(member.documents),
            ]
        });
        let keys = [
            "c-rank",
            "c-name",
            "c-as-of",
            "c-achieved",
            "c-rating",
            "c-quarter",
            "c-determinable",
            "c-gap",
            "c-partial",
            "c-grades",
            "c-documents",
        ];
        Table { headings: keys.map(|key| self.text(key)).to_vec(), rows: rows.collect() }
    }

    fn rating(&self, rating: Rating) -> String {
        self.words.rating(rating).symbol.to_owned()
    }

    /// In which quarter of the set an organisation stands.
    fn quarter(&self, member: &Member) -> &'static str {
        let spread = self.what.spread;
        let (Some(own), Some(lower), Some(median), Some(upper)) =
            (member.figures.achievement, spread.lower, spread.median, spread.upper)
        else {
            return "";
        };
        self.text(match own {
            own if own >= upper => "quarter-upper",
            own if own > median => "quarter-above",
            own if own == median => "quarter-median",
            own if own > lower => "quarter-below",
            _ => "quarter-lower",
        })
    }

    /// Organisations by group.
    fn heat(&self) -> Table {
        let groups = self.what.groups.iter();
        let numbers = groups.map(|group| GROUPS.iter().find(|known| **known == group.id).copied().unwrap_or("…"));
        let headings = [self.text("c-name")].into_iter().chain(numbers).chain([self.text("all")]);
        let row = |name: &str, figures: &mut dyn Iterator<Item = Option<f64>>| {
            std::iter::once(name.to_owned()).chain(figures.map(|share| self.share(share))).collect()
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        for member in &self.what.members {
            let figures = member.groups.iter().chain([&member.figures]);
            rows.push(row(&member.name, &mut figures.map(|figures| figures.achievement)));
        }
        let medians = self.what.groups.iter().map(|group| group.spread.median);
        rows.push(row(self.text("median"), &mut medians.chain([self.what.spread.median])));
        Table { headings: headings.collect(), rows }
    }

    /// Who achieves least and most in a part.
    fn extremes(&self, at: usize, of: fn(&Member) -> &Vec<Figures>) -> String {
        let achieved = |member: &&Member| of(member).get(at).and_then(|figures| figures.achievement);
        let mut known: Vec<(f64, &str)> =
            self.what.members.iter().filter_map(|member| Some((achieved(&member)?, member.name.as_str()))).collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (Some(least), Some(most)) = (known.first(), known.last()) else { return String::new() };
        if least.0 >= most.0 {
            return String::new();
        }
        let those = |share: f64| {
            let names: Vec<&str> = known.iter().filter(|each| each.0 == share).map(|each| each.1).collect();
            let more = names.len().saturating_sub(NAMED);
            let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
            let more = (more > 0).then(|| self.words.fill("report", "and_more", &[("n", &more.to_string())]));
            more.map_or(shown.clone(), |more| format!("{shown} {more}"))
        };
        self.words.fill("portfolio", "extremes", &[("least", &those(least.0)), ("most", &those(most.0))])
    }

    fn benchmark(&self, parts: &[Part], of: fn(&Member) -> &Vec<Figures>) -> Table {
        let rows = parts.iter().enumerate().map(|(at, part)| {
            let spread = part.spread;
            let figures = [spread.lowest, spread.lower, spread.median, spread.upper, spread.highest];
            let mut row = vec![part.id.clone(), self.words.name(&part.title), spread.determined.to_string()];
            row.extend(figures.map(|share| self.share(share)));
            row.push(self.extremes(at, of));
            row
        });
        let keys = [
            "c-part",
            "c-title",
            "c-determined",
            "c-lowest",
            "c-lower",
            "c-median",
            "c-upper",
            "c-highest",
            "c-extremes",
        ];
        Table { headings: keys.map(|key| self.text(key)).to_vec(), rows: rows.collect() }
    }

    /// Where an organisation stands apart from the median of the set, the furthest first.
    fn beside(&self, member: &Member) -> Vec<String> {
        let pairs = self.what.clauses.iter().zip(&member.clauses);
        let mut apart: Vec<(f64, &Part, f64, f64)> = pairs
            .filter_map(|(part, own)| {
                let (own, median) = (own.achievement?, part.spread.median?);
                Some((own - median, part, own, median))
            })
            .collect();
        apart.sort_by(|a, b| a.0.total_cmp(&b.0));
        let behind = apart.iter().filter(|each| each.0 < 0.0).take(5);
        let ahead = apart.iter().rev().filter(|each| each.0 > 0.0).take(3);
        let line = |key: &str, each: &(f64, &Part, f64, f64)| {
            let title = format!("{} {}", each.1.id, self.words.name(&each.1.title));
            let values =
                [("clause", title), ("own", self.words.percent(each.2)), ("median", self.words.percent(each.3))];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.words.fill("portfolio", key, &values)
        };
        let mut lines: Vec<String> = behind.map(|each| line("behind", each)).collect();
        lines.extend(ahead.map(|each| line("ahead", each)));
        if lines.is_empty() {
            lines.push(self.text("as-the-set").into());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::super::paper::{Form, said};
    use super::super::{Language, Words, sample, variants};
    use super::*;
    use crate::assessment::{Assessment, portfolio};
    use crate::evidence::Status;

    fn set() -> Vec<(String, Assessment)> {
        let mut worse = sample::assessment();
        worse.organisation.name = Some("=Westfold <b>Ltd</b>\u{1b}[31m".into());
        worse.findings.iter_mut().for_each(|finding| finding.status = Status::Gap);
        let mut better = sample::assessment();
        better.organisation.name = Some("Austad AS".into());
        better.findings.iter_mut().for_each(|finding| finding.status = Status::Evidenced);
        let mut open = sample::assessment();
        open.organisation.name = None;
        open.findings.iter_mut().for_each(|finding| finding.status = Status::Undetermined);
        let named = |name: &str, assessment| (format!("{name}.json"), assessment);
        vec![named("worse", worse), named("sample", sample::assessment()), named("open", open), named("better", better)]
    }

    #[test]
    fn ranked_and_spread_over_what_all_ask() {
        let set = portfolio(&set());
        let ranks: Vec<_> = set.members.iter().map(|member| (member.of.as_str(), member.rank)).collect();
        assert_eq!(
            ranks,
            [("better.json", Some(1)), ("sample.json", Some(2)), ("worse.json", Some(3)), ("open.json", None)]
        );
        assert_eq!(set.members[3].name, "open.json");
        assert_eq!((set.spread.determined, set.spread.lowest, set.spread.highest), (3, Some(0.0), Some(1.0)));
        assert_eq!(set.spread.median, set.members[1].figures.achievement);
        assert_eq!((set.left_out, set.warnings.len()), (0, 0));
        assert!(set.members.iter().all(|member| member.groups.len() == set.groups.len()));
    }

    #[test]
    fn of_different_catalogues_only_what_they_share_is_compared_and_that_is_said() {
        let mut assessments = set();
        let other = &mut assessments[1].1;
        other.catalogues[0].sha256 = "ee".repeat(32);
        other.findings.retain(|finding| finding.clause.starts_with("8.6"));
        other.summary.limited_to = vec!["8.6".into()];
        let twin = ("twin.json".to_owned(), assessments[0].1.clone());
        assessments.push(twin);
        let set = portfolio(&assessments);
        assert_eq!((set.obligations, set.groups.len()), (3, 1));
        let about: Vec<&str> = set.warnings.iter().map(|warning| warning.about).collect();
        assert_eq!(about, ["catalogue", "limited", "name"]);
        let said = said(&Worded { what: &set, words: Words::of(Language::En) }, Form::Text);
        assert!(said.contains("made with another catalogue") && said.contains("3 obligations"), "{said}");
        assert_eq!(set.members.iter().filter(|member| member.rank == Some(3)).count(), 2, "equals share a place");
    }

    #[test]
    fn every_form_and_language() {
        for language in Language::ALL {
            for assessments in [set(), vec![("empty.json".into(), variants::empty())]] {
                let portfolio = portfolio(&assessments);
                let side = Worded { what: &portfolio, words: Words::of(*language) };
                for &(name, form) in Form::ALL.iter().filter(|(_, form)| !form.is_binary()) {
                    let text = said(&side, form);
                    assert!(form == Form::Csv || !text.contains('\u{1b}'), "{name}");
                    assert!(form != Form::Html || !text.contains("<b>Ltd"), "{name}");
                }
                let rows = said(&side, Form::Csv);
                assert!(!rows.contains(",=Westfold"), "{rows}");
            }
        }
    }
}
