//! The sheets of a binder: cover, index, a divider a clause, and a sheet for each document whose own pages cannot
//! be bound.

use super::contents::{Clause, Exhibit, Shown};
use super::{Body, Made, Places, Why};
use crate::evidence::Status;
use crate::report::plain::{QUOTE, TEXT, clean};
use crate::report::sheet::{
    Cell, Flow, Frame, Grid, HAIR, INK, Look, Page, Piece, QUIET, Setter, Style, Target, WHITE,
};
use crate::report::words::{STATUSES, Words};

/// Most places of an obligation that a divider names; the assessment holds all.
const PLACES: usize = 12;
/// Most characters of a quote on a divider.
const SHORT: usize = 150;
/// The size of what stands at the foot.
const FOOT: f32 = 7.6;
/// How high above the foot of a cover it is signed.
const SIGNED: f32 = 150.0;
/// The size of a clause's tab.
const TAB: (f32, f32) = (30.0, 64.0);
/// Most characters of a path or title in a table.
const NAME: usize = 300;

pub(super) struct Maker<'a> {
    pub(super) made: &'a Made<'a>,
    pub(super) places: &'a Places,
    /// What no font could show when the sheets were laid out before.
    pub(super) missing: &'a [(char, usize)],
}

impl Maker<'_> {
    fn words(&self) -> &Words {
        self.made.words
    }

    fn text(&self, key: &str) -> String {
        self.words().get("binder", key).to_owned()
    }

    pub(super) fn cover(&self, mut flow: Flow<'_>) -> Vec<Page> {
        let (made, words) = (self.made, self.words());
        let organisation = self.made.organisation();
        let title = Style { size: 26.0, bold: true, colour: WHITE };
        let (paper, accent) = (flow.frame.paper, flow.accent);
        let lines = flow.setter.lines(&organisation, true, title.size, flow.frame.width()).len().min(3);
        let band = 150.0 + lines as f32 * 36.0;
        flow.page().fill((0.0, paper.1 - band), (paper.0, band), accent);
        flow.space(40.0 - 10.0);
        flow.text(&self.text("title"), Style { size: 13.0, bold: false, colour: WHITE });
        flow.space(6.0);
        // A name as long as a page would leave no room for what else a cover says.
        flow.text(&clean(&organisation, 90), title);
        flow.space(60.0);
        flow.text(&self.text("lead"), Style::BODY);
        flow.space(14.0);
        let facts = made.facts(self.places.pages);
        let rows = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let rows = rows.map(|(name, value)| vec![Cell::bold(name), Cell::text(value)]).collect();
        let columns = vec![(self.text("about"), 0.3), (made.standard(), 0.7)];
        flow.table(&Grid { columns, rows, ..Grid::default() });
        flow.text(words.get("pdf", "notice"), Style { bold: true, ..Style::BODY });
        flow.space(4.0);
        for disclaimer in &made.assessment.report.disclaimers {
            flow.text(&clean(disclaimer, TEXT), Style::NOTE);
        }
        flow.need(90.0);
        flow.space((flow.y() - SIGNED).max(0.0));
        self.signatures(&mut flow, &["compiled", "checked"]);
        flow.pages()
    }

    /// Lines to sign on, side by side.
    fn signatures(&self, flow: &mut Flow<'_>, who: &[&str]) {
        let each = flow.frame.width() / who.len().max(1) as f32;
        let (side, y) = (flow.frame.side, flow.y() - 30.0);
        for (at, key) in who.iter().enumerate() {
            let x = side + at as f32 * each;
            flow.page().rule((x, y), (x + each - 24.0, y), 0.6, QUIET);
            let line = flow.setter.line(&self.text(key), false);
            flow.page().write((x, y - 11.0), 8.0, QUIET, line);
        }
        flow.space(50.0);
    }

    pub(super) fn index(&self, mut flow: Flow<'_>) -> Vec<Page> {
        flow.heading(&self.text("index"), 17.0);
        flow.text(&self.text("index_lead"), Style::NOTE);
        flow.space(8.0);
        let columns = [("c_clause", 0.12), ("c_document", 0.52), ("c_obligations", 0.26), ("c_page", 0.1)];
        let columns = columns.map(|(key, share)| (self.text(key), share)).to_vec();
        let clauses = self.made.contents.clauses.iter().enumerate();
        let rows = clauses.flat_map(|(at, clause)| self.indexed(at, clause)).collect();
        flow.table(&Grid { columns, rows, look: Look::Sections, ..Grid::default() });
        self.unread(&mut flow);
        if !self.missing.is_empty() {
            let named: Vec<String> =
                self.missing.iter().take(40).map(|(c, count)| format!("U+{:04X} ({count})", u32::from(*c))).collect();
            flow.text(&self.words().fill("binder", "missing", &[("characters", &named.join(", "))]), Style::NOTE);
        }
        flow.pages()
    }

    fn indexed(&self, at: usize, clause: &Clause<'_>) -> Vec<Vec<Cell>> {
        let divider = self.places.divider(at);
        let title = clean(&self.words().name(&clause.result.title), NAME);
        let page = |number: usize, target: Target| Cell::link(number.to_string(), target);
        let number = clean(&clause.result.clause, TEXT);
        let name = Piece { text: title, bold: true, target: Some(divider.target), ..Piece::default() };
        let mut rows = vec![vec![
            Cell::bold(number),
            Cell::Text(vec![name]),
            Cell::text(self.counts(clause)),
            page(divider.page, divider.target),
        ]];
        for exhibit in clause.exhibits.iter().copied() {
            let bound = &self.made.contents.exhibits[exhibit];
            let place = self.places.exhibit(exhibit, 1);
            let of_clause = |shown: &&Shown<'_>| shown.evidence.iter().any(|(at, _)| *at == exhibit);
            let ids: Vec<&str> = clause.obligations.iter().filter(of_clause).map(|shown| shown.id).collect();
            let elsewhere = bound.clause != at;
            let named = Piece { text: clean(bound.path, NAME), quiet: elsewhere, ..Piece::default() };
            rows.push(vec![
                Cell::link(self.number(exhibit), place.target),
                Cell::Text(vec![named]),
                Cell::text(short_ids(&ids, 6)),
                page(place.page, place.target),
            ]);
        }
        rows
    }

    /// `3 evidenced, 1 partial`.
    fn counts(&self, clause: &Clause<'_>) -> String {
        let counted = STATUSES.iter().filter_map(|status| {
            let count = clause.obligations.iter().filter(|shown| shown.status == *status).count();
            (count > 0).then(|| {
                format!("{} {count} {}", self.words().status(*status).symbol, self.words().status(*status).inline)
            })
        });
        counted.collect::<Vec<_>>().join(", ")
    }

    fn number(&self, exhibit: usize) -> String {
        self.words().fill("binder", "exhibit_short", &[("n", &(exhibit + 1).to_string())])
    }

    fn unread(&self, flow: &mut Flow<'_>) {
        let unread = &self.made.assessment.unread;
        if unread.is_empty() {
            return;
        }
        flow.heading(&self.text("unread"), 12.0);
        flow.text(&self.text("unread_lead"), Style::NOTE);
        flow.space(6.0);
        let rows = unread.iter().take(200).map(|file| {
            vec![Cell::text(clean(&file.path, NAME)), Cell::text(clean(&self.words().name(&file.reason), NAME))]
        });
        let columns = vec![(self.text("c_document"), 0.6), (self.text("c_reason"), 0.4)];
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
        if unread.len() > 200 {
            flow.text(&self.words().fill("binder", "more", &[("n", &(unread.len() - 200).to_string())]), Style::NOTE);
        }
    }

    pub(super) fn divider(&self, at: usize, mut flow: Flow<'_>) -> Vec<Page> {
        let clause = &self.made.contents.clauses[at];
        let accent = flow.accent;
        flow.text(&clean(&clause.result.clause, TEXT), Style { size: 34.0, bold: true, colour: accent });
        let title = clean(&self.words().name(&clause.result.title), NAME);
        flow.text(&title, Style { size: 17.0, bold: true, colour: INK });
        flow.space(4.0);
        flow.text(&self.counts(clause), Style::NOTE);
        flow.space(4.0);
        flow.rule(0.8, HAIR);
        flow.space(10.0);
        self.obligations(clause, &mut flow);
        self.behind(at, clause, &mut flow);
        flow.pages()
    }

    fn obligations(&self, clause: &Clause<'_>, flow: &mut Flow<'_>) {
        let columns = [("c_obligation", 0.13), ("c_asks", 0.5), ("c_status", 0.16), ("c_evidence", 0.21)];
        let columns = columns.map(|(key, share)| (self.text(key), share)).to_vec();
        let rows = clause.obligations.iter().map(|shown| {
            let mut asks = vec![Piece { text: clean(&self.words().name(shown.asks), TEXT), ..Piece::default() }];
            if let Some((exhibit, piece)) = shown.evidence.first().filter(|(_, piece)| !piece.quote.trim().is_empty()) {
                let (number, quote) = (self.number(*exhibit), clean(&piece.quote, SHORT));
                let text = self.words().fill("binder", "quoted", &[("exhibit", &number), ("quote", &quote)]);
                asks.push(Piece { text, quiet: true, ..Piece::default() });
            }
            vec![Cell::bold(clean(shown.id, TEXT)), Cell::Text(asks), self.status(shown), self.found(shown)]
        });
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
    }

    fn status(&self, shown: &Shown<'_>) -> Cell {
        let mark = self.words().status(shown.status);
        let mut pieces = vec![Piece {
            text: format!("{} {}", mark.symbol, mark.label),
            bold: shown.status != Status::Evidenced,
            ..Piece::default()
        }];
        pieces.extend(shown.waived.map(|end| {
            let end = self.words().short_date(end);
            Piece { text: self.words().fill("decided", "waived-status", &[("end", &end)]), ..Piece::default() }
        }));
        pieces.extend(shown.determined.map(|verdict| {
            let verdict = self.words().get("decided", verdict.name());
            let text = self.words().fill("binder", "determined", &[("verdict", verdict)]);
            Piece { text, quiet: true, ..Piece::default() }
        }));
        Cell::Text(pieces)
    }

    /// Where it is shown: `E3, p. 12`, each place once.
    fn found(&self, shown: &Shown<'_>) -> Cell {
        let mut known: Vec<(usize, u32)> = Vec::new();
        for (exhibit, piece) in &shown.evidence {
            let place = (*exhibit, self.places.page_in(*exhibit, piece.place.page));
            if !known.contains(&place) {
                known.push(place);
            }
        }
        let more = known.len().saturating_sub(PLACES);
        let mut pieces: Vec<Piece> = known
            .iter()
            .take(PLACES)
            .map(|(exhibit, page)| {
                let place = self.places.exhibit(*exhibit, *page);
                let (number, page) = (self.number(*exhibit), place.page.to_string());
                let text = self.words().fill("binder", "at", &[("exhibit", &number), ("page", &page)]);
                Piece { text, target: Some(place.target), ..Piece::default() }
            })
            .collect();
        if more > 0 {
            let text = self.words().fill("binder", "more", &[("n", &more.to_string())]);
            pieces.push(Piece { text, quiet: true, ..Piece::default() });
        }
        Cell::Row(pieces)
    }

    /// The exhibits behind a divider, and those that are bound before.
    fn behind(&self, at: usize, clause: &Clause<'_>, flow: &mut Flow<'_>) {
        if clause.exhibits.is_empty() {
            flow.text(&self.text("no_exhibit"), Style::NOTE);
            return;
        }
        let columns = [("c_exhibit", 0.1), ("c_document", 0.48), ("c_bound", 0.32), ("c_page", 0.1)];
        let columns = columns.map(|(key, share)| (self.text(key), share)).to_vec();
        let rows = clause.exhibits.iter().map(|exhibit| {
            let bound = &self.made.contents.exhibits[*exhibit];
            let place = self.places.exhibit(*exhibit, 1);
            let how = if bound.clause == at {
                self.how(*exhibit)
            } else {
                let other = self.made.contents.clauses.get(bound.clause).map_or("", |clause| &clause.result.clause);
                self.words().fill("binder", "elsewhere", &[("clause", other)])
            };
            vec![
                Cell::link(self.number(*exhibit), place.target),
                Cell::text(clean(bound.path, NAME)),
                Cell::text(how),
                Cell::link(place.page.to_string(), place.target),
            ]
        });
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
    }

    fn how(&self, exhibit: usize) -> String {
        match &self.made.bodies[exhibit] {
            Body::Pages(pages) => self.words().count(*pages as usize, "page"),
            Body::Named => self.text("named"),
            Body::Unbound(_) => self.text("unbound"),
        }
    }

    /// The sheet that stands for a document whose pages are not bound.
    pub(super) fn reference(&self, at: usize, mut flow: Flow<'_>) -> Vec<Page> {
        let exhibit = &self.made.contents.exhibits[at];
        let accent = flow.accent;
        let heading = self.words().fill("binder", "exhibit", &[("n", &(at + 1).to_string())]);
        flow.text(&heading, Style { size: 22.0, bold: true, colour: accent });
        flow.text(&clean(exhibit.title, NAME), Style { size: 13.0, bold: true, colour: INK });
        flow.space(6.0);
        let why = match &self.made.bodies[at] {
            Body::Unbound(why) => self.text(why.key()),
            Body::Named | Body::Pages(_) => self.text("named_means"),
        };
        flow.text(&why, Style::BODY);
        flow.space(8.0);
        let facts = [("path", clean(exhibit.path, TEXT)), ("sha256", exhibit.sha256.to_owned())];
        let rows = facts.into_iter().map(|(key, value)| vec![Cell::bold(self.text(key)), Cell::text(value)]);
        let columns = vec![(self.text("about"), 0.2), (self.text("c_document"), 0.8)];
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
        self.quotes(exhibit, &mut flow);
        flow.pages()
    }

    fn quotes(&self, exhibit: &Exhibit<'_>, flow: &mut Flow<'_>) {
        let columns = [("c_obligation", 0.13), ("c_place", 0.25), ("c_quote", 0.62)];
        let columns = columns.map(|(key, share)| (self.text(key), share)).to_vec();
        // What shows several obligations is quoted once.
        let mut quoted: Vec<(Vec<&str>, String, String)> = Vec::new();
        for (obligation, piece) in &exhibit.cited {
            let (place, quote) = (clean(&self.words().place(&piece.place), TEXT), clean(&piece.quote, QUOTE));
            match quoted.iter_mut().find(|(_, known, words)| *known == place && *words == quote) {
                Some((ids, _, _)) if ids.last() != Some(obligation) => ids.push(obligation),
                Some(_) => {}
                None => quoted.push((vec![obligation], place, quote)),
            }
        }
        let rows = quoted.into_iter().map(|(ids, place, quote)| {
            let ids =
                ids.into_iter().map(|id| Piece { text: clean(id, TEXT), bold: true, ..Piece::default() }).collect();
            vec![Cell::Row(ids), Cell::text(place), Cell::text(quote)]
        });
        flow.table(&Grid { columns, rows: rows.collect(), ..Grid::default() });
    }

    /// What stands at the foot of each sheet.
    pub(super) fn foot(&self, setter: &mut Setter, page: &mut Page, number: usize) {
        let (side, right) = (FRAME.side, FRAME.paper.0 - FRAME.side);
        let notice = self.made.assessment.report.confidentiality.as_deref().unwrap_or_default();
        let left = [clean(&self.made.organisation(), 60), self.text("title"), clean(notice, 60)];
        let left: Vec<&str> = left.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let left = setter.line(&left.join(" · "), false);
        let values = [("page", &*number.to_string()), ("pages", &*self.places.pages.to_string())];
        let of = setter.line(&self.words().fill("pdf", "page", &values), false);
        page.rule((side, 40.0), (right, 40.0), 0.5, HAIR);
        page.write((side, 29.0), FOOT, QUIET, left);
        page.write((right - of.width(FOOT), 29.0), FOOT, QUIET, of);
    }

    /// A clause's tab at the edge of its divider, lower for each main clause.
    pub(super) fn tab(&self, setter: &mut Setter, page: &mut Page, at: usize) {
        let clause = &self.made.contents.clauses[at].result.clause;
        let main: u32 = clause.split('.').next().and_then(|number| number.parse().ok()).unwrap_or(4);
        let y = page.height - 120.0 - 84.0 * (main.clamp(4, 10) - 4) as f32;
        let (x, accent) = (page.width - TAB.0, self.made.accent());
        page.fill((x, y), TAB, accent);
        let line = setter.line(&main.to_string(), true);
        page.write((x + (TAB.0 - line.width(14.0)) / 2.0, y + TAB.1 / 2.0 - 5.0), 14.0, WHITE, line);
    }
}

/// The frame of sheets.
pub(super) const FRAME: Frame = Frame::UPRIGHT;

/// The first ids and how many more.
pub(super) fn short_ids(ids: &[&str], most: usize) -> String {
    let named: Vec<String> = ids.iter().take(most).map(|id| clean(id, TEXT)).collect();
    let more = ids.len().saturating_sub(most);
    if more > 0 { format!("{} (+{more})", named.join(", ")) } else { named.join(", ") }
}

impl Why {
    fn key(self) -> &'static str {
        match self {
            Self::Encrypted => "why_encrypted",
            Self::Broken => "why_broken",
            Self::Empty => "why_empty",
        }
    }
}
