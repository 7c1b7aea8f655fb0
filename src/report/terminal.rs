//! The summary that a run prints: what a consultant reads first, in the width of the terminal.

mod canvas;

use super::actions::ActionView;
use super::plain::{clean, plural};
use super::view::{Group, View};
use super::words::{Language, STATUSES, Words};
use crate::assessment::Assessment;
use canvas::{Canvas, Ink};

/// How the advisory part is headed.
const ADVISORY: &str = "Guidance for remote and virtual services";
/// Worst findings shown.
const WORST: usize = 8;
/// Characters shown of what is the matter: about three lines.
const SAYS: usize = 200;

/// How a summary is to look.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Columns of the terminal; between 40 and 120 are used.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether the terminal shows more than ASCII in what is ours; text from documents stays as it is.
    pub unicode: bool,
    /// Names of the files that were written.
    pub written: &'a [String],
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { width: 80, color: false, unicode: true, written: &[] }
    }
}

/// The summary of an assessment.
#[must_use]
pub fn summary(assessment: &Assessment, options: &Options<'_>) -> String {
    let view = View::new(assessment, Words::of(Language::En));
    let mut canvas = Canvas::new(options);
    title(&mut canvas, &view);
    groups(&mut canvas, assessment, &view);
    worst(&mut canvas, &view);
    since(&mut canvas, &view);
    guidance(&mut canvas, &view);
    documents(&mut canvas, &view);
    steps(&mut canvas, &view);
    written(&mut canvas, options.written);
    canvas.finish()
}

fn title(canvas: &mut Canvas, view: &View) {
    canvas.ends(&view.organisation, Ink::Strong, &view.as_of);
    canvas.ends(&editions(view), Ink::Faint, &view.tool);
    for each in &view.circumstances {
        canvas.ends(&format!("{}: {}", each.label, each.title), Ink::Faint, "");
    }
    canvas.rule();
}

fn editions(view: &View) -> String {
    let editions: Vec<&str> = view.catalogues.iter().map(|catalogue| catalogue.edition.as_str()).collect();
    if editions.is_empty() { "Gap analysis".into() } else { format!("Gap analysis, {}", editions.join(", ")) }
}

/// Figures of one line of the table of groups.
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    share: Option<f64>,
    text: &'a str,
    rating: &'a str,
    counts: Vec<u32>,
}

fn groups(canvas: &mut Canvas, assessment: &Assessment, view: &View) {
    let declared = assessment.summary.counts.no_occurrence > 0;
    let figures = |counts| {
        let all = STATUSES.iter().map(|status| super::view::count_of(counts, *status));
        all.take(if declared { 5 } else { 4 }).collect::<Vec<u32>>()
    };
    let rows: Vec<Row<'_>> = view
        .groups
        .iter()
        .zip(&assessment.summary.groups)
        .map(|(group, result)| row(group, result.achievement, figures(result.counts)))
        .collect();
    let total = Row {
        id: "",
        title: "All clauses",
        share: assessment.summary.achievement,
        text: &view.score.text,
        rating: view.score.rating.map_or("", |rating| rating.symbol),
        counts: figures(assessment.summary.counts),
    };
    if rows.is_empty() {
        canvas.text("No clause was assessed.");
    } else {
        let head = if view.grouping.by_clause {
            "Evidence by clause".to_owned()
        } else {
            format!("Evidence by view: {}", view.grouping.title)
        };
        table(canvas, &head, &rows, &total);
    }
    canvas.gap();
    let overlap = if view.grouping.overlaps { " A clause may stand in several groups." } else { "" };
    if !view.grouping.about.is_empty() {
        canvas.faint(&format!("{}{overlap}", view.grouping.about));
        canvas.gap();
    }
    canvas.faint(&format!(
        "Achieved = (evidenced + half of partial) / determinable, weighted. {} of the obligations could be \
         determined from documents. Ratings N, P, L, F: up to 15, 50, 85, 100 %.",
        view.determinable
    ));
}

fn row(group: &Group, share: Option<f64>, counts: Vec<u32>) -> Row<'_> {
    let rating = group.score.rating.map_or("", |rating| rating.symbol);
    Row { id: &group.id, title: &group.title, share, text: &group.score.text, rating, counts }
}

/// How the table of groups is laid out in a width.
struct Columns {
    /// 0 where groups have no number.
    number: usize,
    /// 0 in a narrow terminal, where the title has its own line.
    title: usize,
    bar: usize,
}

/// Columns of the number of a group, of its share and of its rating.
const NUMBER: usize = 5;
const SHARE: usize = 8;
const RATING: usize = 3;
/// Columns of each count.
const COUNT: usize = 5;

impl Columns {
    fn new(inner: usize, rows: &[Row<'_>], counts: usize) -> Self {
        let longest = rows.iter().map(|row| canvas::width(row.title)).max().unwrap_or(0);
        let number = if rows.iter().all(|row| row.id.is_empty()) { 0 } else { NUMBER };
        let room = inner.saturating_sub(number + 1 + SHARE + RATING + COUNT * counts);
        if room >= 28 {
            let title = longest.clamp(11, room - 6);
            Self { number, title, bar: (room - title).min(30) }
        } else {
            let bar = inner.saturating_sub(2 + SHARE + RATING + COUNT * counts).min(30);
            Self { number, title: 0, bar }
        }
    }

    fn heads(&self, counts: usize) -> String {
        const HEADS: [&str; 5] = ["evid", "part", "gap", "und", "n/o"];
        let lead = if self.title > 0 { self.number + self.title + 1 + self.bar } else { 2 + self.bar };
        let heads: String = HEADS.iter().take(counts).map(|head| format!("{head:>COUNT$}")).collect();
        format!("{:>width$}{:RATING$}{heads}", "achieved", "", width = lead + SHARE)
    }
}

fn table(canvas: &mut Canvas, head: &str, rows: &[Row<'_>], total: &Row<'_>) {
    let columns = Columns::new(canvas.inner(), rows, total.counts.len());
    canvas.gap();
    canvas.wrapped(0, head, Ink::Strong);
    canvas.line(&[(&columns.heads(total.counts.len()), Ink::Faint)]);
    for row in rows.iter().chain(std::iter::once(total)) {
        table_row(canvas, row, &columns);
    }
}

fn table_row(canvas: &mut Canvas, row: &Row<'_>, columns: &Columns) {
    let id = format!("{:<width$}", row.id, width = columns.number);
    let bar = canvas.bar(row.share, columns.bar);
    let figures = format!("{:>SHARE$}{:>RATING$}", row.text, row.rating);
    let counts: String = row.counts.iter().map(|count| format!("{count:>COUNT$}")).collect();
    let tail = [(bar.as_str(), row.share.map_or(Ink::Faint, Ink::of)), (&figures, Ink::Strong), (&counts, Ink::Plain)];
    if columns.title > 0 {
        let title = canvas.fit(row.title, columns.title);
        let head = [(id.as_str(), Ink::Plain), (&title, Ink::Plain), (" ", Ink::Plain)];
        canvas.line(&[&head[..], &tail[..]].concat());
    } else {
        let title = canvas.fit(row.title, canvas.inner() - columns.number);
        canvas.line(&[(&id, Ink::Plain), (title.trim_end(), Ink::Plain)]);
        canvas.line(&[&[("  ", Ink::Plain)][..], &tail[..]].concat());
    }
}

fn worst(canvas: &mut Canvas, view: &View) {
    if view.actions.is_empty() {
        return;
    }
    let more = view.actions.len().saturating_sub(WORST);
    let head = if more == 0 {
        "Worst findings".to_owned()
    } else {
        format!("Worst findings ({WORST} of {})", view.actions.len())
    };
    canvas.head(&head);
    for (number, action) in view.actions.iter().take(WORST).enumerate() {
        finding(canvas, number + 1, action);
    }
}

fn finding(canvas: &mut Canvas, number: usize, action: &ActionView) {
    let ink = match action.grade.id {
        "major" => Ink::Bad,
        "minor" => Ink::Middling,
        _ => Ink::Faint,
    };
    let grade = canvas.symbol(&format!("{} {}", action.grade.symbol, action.grade.label.to_lowercase()));
    let on = match action.obligations.as_slice() {
        [] => String::new(),
        [one] => one.text.clone(),
        [one, rest @ ..] => format!("{} and {} more", one.text, rest.len()),
    };
    let lead = format!("{number:>2}  ");
    let grade = format!("{grade:<9}");
    let head = [(lead.as_str(), Ink::Faint), (&grade, ink), (&on, Ink::Plain)];
    if canvas.fits(&[&lead, &grade, &on, "  ", action.code]) {
        canvas.line(&[&head[..], &[("  ", Ink::Plain), (action.code, Ink::Faint)]].concat());
    } else {
        canvas.line(&head);
        canvas.wrapped(4, action.code, Ink::Faint);
    }
    canvas.wrapped(4, &clean(&action.says, SAYS), Ink::Plain);
    let at = match (action.path.as_str(), action.place.as_str()) {
        ("", _) => return,
        (path, "") => path.to_owned(),
        (path, place) => format!("{path}, {place}"),
    };
    canvas.wrapped(4, &at, Ink::Faint);
}

/// Changes told here; the reports tell more.
const CHANGES: usize = 6;

fn since(canvas: &mut Canvas, view: &View) {
    let since = &view.since;
    if !since.head.is_empty() {
        canvas.head(&since.head);
        since.facts.iter().for_each(|fact| canvas.wrapped(0, fact, Ink::Plain));
        since.warnings.iter().for_each(|warning| canvas.wrapped(0, warning, Ink::Bad));
        for change in since.changes.iter().take(CHANGES) {
            canvas.wrapped(2, &change.says, Ink::Plain);
            canvas.wrapped(4, &change.causes.join("; "), Ink::Faint);
        }
    }
    if !since.decisions.is_empty() {
        canvas.head("Decided");
        since.decisions.iter().for_each(|decision| canvas.wrapped(0, decision, Ink::Plain));
    }
}

fn guidance(canvas: &mut Canvas, view: &View) {
    let Some(guidance) = &view.guidance else { return };
    canvas.head(&format!("{ADVISORY} (advisory)"));
    let parts: Vec<String> =
        guidance.parts.iter().map(|part| format!("{} {}", part.items.len(), part.mark.label.to_lowercase())).collect();
    let total: usize = guidance.parts.iter().map(|part| part.items.len()).sum();
    canvas.wrapped(0, &format!("{}: {}", plural(total, "item"), parts.join(", ")), Ink::Plain);
    canvas.faint(&guidance.notice);
}

fn documents(canvas: &mut Canvas, view: &View) {
    canvas.head("Documents");
    let states: Vec<String> =
        view.states.iter().map(|each| format!("{} {}", each.count, each.mark.label.to_lowercase())).collect();
    let read = plural(view.documents.len(), "document");
    let read = if states.is_empty() { format!("{read} read") } else { format!("{read} read: {}", states.join(", ")) };
    canvas.wrapped(0, &read, Ink::Plain);
    if !view.unread.is_empty() {
        let reasons: Vec<String> =
            view.reasons.iter().take(6).map(|each| format!("{} {}", each.count, each.reason)).collect();
        let rest = view.reasons.len().saturating_sub(reasons.len());
        let rest = if rest > 0 { format!(", {}", plural(rest, "other reason")) } else { String::new() };
        let text = format!("{} not read: {}{rest}", plural(view.unread.len(), "file"), reasons.join(", "));
        canvas.wrapped(0, &text, Ink::Middling);
    }
    if view.ignored > 0 {
        canvas.wrapped(
            0,
            &format!("{} left out by ignore files and conventions", plural(view.ignored, "file")),
            Ink::Faint,
        );
    }
}

fn steps(canvas: &mut Canvas, view: &View) {
    if view.steps.is_empty() {
        return;
    }
    canvas.head("What to do next");
    for (number, step) in view.steps.iter().enumerate() {
        canvas.item(number + 1, &format!("{} ({})", step.what, step.bears));
        let begin = if step.paths.is_empty() { first(step) } else { step.paths.join(", ") };
        let more = if step.more > 0 { format!(" and {} more", step.more) } else { String::new() };
        if !begin.is_empty() {
            canvas.wrapped(4, &format!("{begin}{more}"), Ink::Faint);
        }
    }
}

fn first(step: &super::steps::Step) -> String {
    if step.first.is_empty() { String::new() } else { format!("first: {}", step.first) }
}

fn written(canvas: &mut Canvas, files: &[String]) {
    canvas.gap();
    canvas.rule();
    if !files.is_empty() {
        let files: Vec<String> = files.iter().map(|file| super::view::path(file)).collect();
        canvas.wrapped(0, &format!("Written: {}", files.join(", ")), Ink::Plain);
    }
    canvas.faint("This weighs documents. Whether requirements are fulfilled, a person decides.");
}
