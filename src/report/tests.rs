//! What every report must hold to, whatever the documents say.

use insta::assert_snapshot;
use pulldown_cmark::{Event, Parser, Tag};

use super::terminal::{Options, summary};
use super::view::View;
use super::{Format, Language, Words, render, sample, variants};
use crate::assessment::Assessment;

/// A gap analysis in English, with these templates.
pub(super) fn options(templates: &super::Templates) -> super::Options<'_> {
    super::Options { kind: super::Kind::default(), language: super::words::Language::En, templates, audit: None }
}

fn text(format: Format, assessment: &Assessment) -> String {
    String::from_utf8(render(format, assessment).unwrap()).unwrap()
}

/// Run by hand to look at the reports: `ISO20K_LOOK=folder cargo nextest run --run-ignored all look`.
#[test]
#[ignore = "writes files to look at"]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var_os("ISO20K_LOOK").unwrap());
    let cases = [("sample", sample::assessment()), ("hostile", variants::hostile()), ("empty", variants::empty())];
    let given = std::env::var_os("ISO20K_ASSESSMENT")
        .map(|path| ("given", serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()));
    for (name, assessment) in cases.into_iter().chain(given) {
        for format in Format::ALL {
            std::fs::write(
                folder.join(format!("{name}.{}", format.extension())),
                render(*format, &assessment).unwrap(),
            )
            .unwrap();
        }
        for (width, color, unicode) in [(80, false, true), (48, false, false), (110, true, true)] {
            let written = ["iso20k-report/assessment.json".to_owned(), "iso20k-report/gap-analysis.html".to_owned()];
            let out = summary(&assessment, &Options { width, color, unicode, written: &written });
            std::fs::write(folder.join(format!("{name}-{width}.txt")), out).unwrap();
        }
    }
}

#[test]
fn formats_are_found_by_name() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.name()), Some(*format));
        assert!(format.file_name(super::Kind::GapAnalysis).ends_with(format.extension()));
    }
    assert_eq!(Format::parse(" Markdown "), Some(Format::Markdown));
    assert_eq!(Format::parse("parchment"), None);
}

#[test]
fn markdown_as_a_whole() {
    assert_snapshot!(text(Format::Markdown, &sample::assessment()));
}

#[test]
fn terminal_as_a_whole() {
    let written = ["iso20k-report/assessment.json".to_owned(), "iso20k-report/gap-analysis.html".to_owned()];
    assert_snapshot!(summary(&sample::assessment(), &Options { written: &written, ..Options::default() }));
}

#[test]
fn a_narrow_terminal_without_unicode() {
    let out = summary(&sample::assessment(), &Options { width: 48, unicode: false, ..Options::default() });
    assert_snapshot!(out);
}

#[test]
fn every_terminal_line_fits_and_nothing_steers_the_terminal() {
    for assessment in [sample::assessment(), variants::hostile(), variants::empty()] {
        for width in [40, 63, 64, 80, 100, 120] {
            let out = summary(&assessment, &Options { width, ..Options::default() });
            assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}') && !out.contains('\u{7}'));
            for line in out.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line:?}");
            }
        }
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let plain = summary(&sample::assessment(), &Options::default());
    let coloured = summary(&sample::assessment(), &Options { color: true, ..Options::default() });
    let stripped = regex::Regex::new("\u{1b}\\[[0-9]*m").unwrap().replace_all(&coloured, "").into_owned();
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_ne!(plain, coloured);
    assert_eq!(trimmed(&plain), trimmed(&stripped));
}

#[test]
fn the_same_assessment_gives_the_same_bytes() {
    for format in Format::ALL {
        let again = serde_json::from_slice(&render(Format::Json, &sample::assessment()).unwrap()).unwrap();
        assert_eq!(render(*format, &sample::assessment()).unwrap(), render(*format, &again).unwrap());
    }
}

#[test]
fn nothing_to_report_is_reported() {
    for format in Format::ALL {
        assert!(!render(*format, &variants::empty()).unwrap().is_empty());
    }
    assert!(text(Format::Html, &variants::empty()).contains("Organisation not named"));
    assert!(summary(&variants::empty(), &Options::default()).contains("No clause was assessed"));
}

/// Every element of a page, by name, with its attributes.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let found = std::cell::RefCell::new(Vec::new());
    let handler = lol_html::element!("*", |element| {
        let attributes = element.attributes().iter().map(|each| (each.name(), each.value())).collect();
        found.borrow_mut().push((element.tag_name(), attributes));
        Ok(())
    });
    let settings = lol_html::RewriteStrSettings::new().append_element_content_handler(handler);
    lol_html::rewrite_str(html, settings).unwrap();
    found.into_inner()
}

#[test]
fn text_from_documents_adds_no_element_and_no_attribute() {
    let shape = |assessment: &Assessment| {
        let mut names: Vec<String> = elements(&text(Format::Html, assessment))
            .into_iter()
            .flat_map(|(name, attributes)| {
                let attributes: Vec<String> =
                    attributes.into_iter().map(|(attribute, _)| format!("{name} {attribute}")).collect();
                std::iter::once(name).chain(attributes)
            })
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let (honest, hostile) = (shape(&sample::assessment()), shape(&variants::hostile()));
    let added: Vec<&String> = hostile.iter().filter(|each| !honest.contains(each)).collect();
    assert!(added.is_empty(), "{added:?}");
    assert!(
        !honest.iter().any(|each| each.ends_with(" style") || each.contains(" on") || each == "img" || each == "link")
    );
}

#[test]
fn a_page_fetches_nothing_and_runs_only_its_own_script() {
    use sha2::{Digest, Sha256};
    let html = text(Format::Html, &variants::hostile());
    for (name, attributes) in elements(&html) {
        for (attribute, value) in attributes {
            assert!(!matches!(attribute.as_str(), "src" | "srcset" | "action" | "data"), "{name} {attribute}");
            assert!(attribute != "href" || value.starts_with('#'), "{name} {value}");
        }
    }
    let between = |open: &str, close: &str| html.split(open).nth(1).and_then(|rest| rest.split(close).next()).unwrap();
    assert_eq!(html.matches("<script>").count(), 1);
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let hash = Sha256::digest(between(open, close).as_bytes());
        assert!(
            html.contains(
                &format!("'sha256-{}'", crate::text::base64::encode(&hash))
                    .replace('/', "&#x2f;")
                    .replace('\'', "&#x27;")
            ),
            "{open}"
        );
    }
    assert!(html.contains("{{ organisation }} {% for x in y %}"), "template text in a document stays text");
    assert!(!html.contains('\u{202e}') && !html.contains('\u{1b}'));
}

#[test]
fn every_link_of_a_page_leads_somewhere_and_no_name_is_used_twice() {
    let mut assessment = crate::assessment::grouped_by(sample::with_guidance(), "two-sides").unwrap();
    // The sample has an action on an obligation outside its catalogue.
    assessment.summary.actions[3].obligations.pop();
    let elements = elements(&text(Format::Html, &assessment));
    let all = |wanted: &str| {
        let values = elements.iter().flat_map(|(_, attributes)| attributes).filter(|(name, _)| name == wanted);
        values.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let ids = all("id");
    let unique: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len());
    for target in all("href")
        .iter()
        .filter_map(|href| href.strip_prefix('#'))
        .chain(all("aria-labelledby").iter().map(String::as_str))
    {
        assert!(ids.iter().any(|id| id == target), "{target}");
    }
}

#[test]
fn a_view_groups_every_report_and_says_what_it_is() {
    let grouped = crate::assessment::grouped_by(sample::assessment(), "two-sides").unwrap();
    let html = text(Format::Html, &grouped);
    let terminal = summary(&grouped, &Options::default());
    for report in [&html, &text(Format::Markdown, &grouped), &terminal] {
        for says in ["Two sides", "the standard knows nothing of it", "several groups", "Other clauses"] {
            assert!(report.contains(says), "{says}: {report}");
        }
    }
    // Told once, named in the second group, and found by the filter under both.
    assert_eq!(html.matches("id=\"o-8-2-4-1\"").count(), 1);
    assert!(html.contains("shown under Plan &amp; lead") && html.contains("data-clause=\"c-8-2-4\""));
    let choices: Vec<&str> = html.lines().filter(|line| line.contains("<optgroup")).collect();
    let by_both = choices.iter().any(|line| line.contains("Plan &amp; lead") && line.matches("c-8-2-4").count() == 2);
    assert!(by_both, "{choices:?}");
}

#[test]
fn advice_stands_apart_under_its_notice() {
    let advised = sample::with_guidance();
    for report in [
        text(Format::Html, &advised),
        text(Format::Markdown, &advised),
        summary(&advised, &Options { width: 120, ..Options::default() }),
    ] {
        let (_, part) = report.rsplit_once("Guidance for remote and virtual services (advisory)").unwrap();
        let notice = part.find("no conformity can be claimed").unwrap();
        assert!(part.find("RV01").is_none_or(|item| notice < item));
    }
    let without = View::new(&sample::assessment(), Words::of(Language::En));
    let with = View::new(&advised, Words::of(Language::En));
    assert_eq!((with.counts, with.groups, with.codes), (without.counts, without.groups, without.codes));
    assert!(!text(Format::Markdown, &sample::assessment()).contains("advisory"));
}

#[test]
fn long_quotes_are_shortened_for_readers_only() {
    let mut assessment = sample::assessment();
    assessment.findings[0].evidence[0].quote = "lorem ipsum ".repeat(1_000);
    assert!(text(Format::Html, &assessment).len() < text(Format::Html, &sample::assessment()).len() + 1_000);
    assert!(text(Format::Json, &assessment).len() > text(Format::Json, &sample::assessment()).len() + 10_000);
}

#[test]
fn text_from_documents_stays_text_in_markdown() {
    let shape = |assessment: &Assessment| {
        let markdown = text(Format::Markdown, assessment);
        let mut tables = Vec::new();
        for event in Parser::new_ext(&markdown, pulldown_cmark::Options::all()) {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
                | Event::InlineHtml(_)
                | Event::Html(_) => panic!("{event:?}"),
                Event::Start(Tag::TableRow | Tag::TableHead) => tables.push(0),
                Event::Start(Tag::TableCell) => *tables.last_mut().unwrap() += 1,
                Event::Start(Tag::Heading { .. }) => tables.push(100),
                _ => {}
            }
        }
        tables
    };
    assert_eq!(shape(&sample::decided()), shape(&variants::hostile()));
}

/// A waiver hides nothing: the status of what is waived says so in every format.
#[test]
fn what_is_waived_says_so_wherever_it_is_told() {
    let waived = sample::decided();
    let status = waived.findings.iter().find(|finding| finding.is_waived()).map(|finding| finding.status);
    assert_eq!(status, Some(crate::evidence::Status::Gap), "its status is what the documents show");
    for format in Format::ALL {
        let bytes = render(*format, &waived).unwrap();
        let text = match format {
            _ if bytes.starts_with(b"%PDF") => continue,
            _ if bytes.starts_with(b"PK") => super::opc::sound(&bytes).into_values().collect(),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        assert!(
            text.to_lowercase().contains("waived until 2026-12-31") || text.contains("\"waived\": {"),
            "{format:?}"
        );
    }
    let text = text(Format::Html, &waived);
    assert!(text.contains("1 waived") && text.contains("1 obligation left out of achievement and gates"));
}

#[test]
fn no_report_claims_what_only_a_person_may() {
    let claims =
        regex::Regex::new(r"(?i)\b(is|are|fully|now|be) (certified|compliant|conformant)\b|\bcompliance\b").unwrap();
    for format in Format::ALL {
        let bytes = render(*format, &sample::assessment()).unwrap();
        // Office files are containers of text.
        let text = if bytes.starts_with(b"PK") {
            super::opc::sound(&bytes).into_values().collect()
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        assert!(!claims.is_match(&text), "{format:?}");
    }
    assert!(!claims.is_match(&summary(&sample::assessment(), &Options::default())));
}
