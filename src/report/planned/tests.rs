//! Plans in every form and language, of honest and of hostile assessments.

use super::*;
use crate::assessment::Assessment;
use crate::catalogue::{Catalogue, Files, load};
use crate::plan::{Terms, plan};
use crate::report::{Language, Templates, sample, variants};

fn catalogue() -> Catalogue {
    load(&Files::embedded()).0
}

fn terms(audit: Option<&str>) -> Terms {
    let date = |text: &str| text.parse().unwrap();
    Terms { start: date("2026-11-23"), audit: audit.map(date), size: "medium".into() }
}

fn written(assessment: &Assessment, language: Language, audit: Option<&str>, form: &str) -> Vec<u8> {
    let estimates = Templates::embedded().estimates().unwrap();
    let plan = plan(assessment, &catalogue(), &estimates, &terms(audit));
    let of = Planned { plan: &plan, estimates: &estimates, words: Words::of(language) };
    planned(&of, Form::parse(form).unwrap()).unwrap()
}

fn text(assessment: &Assessment, language: Language, audit: Option<&str>, form: &str) -> String {
    String::from_utf8(written(assessment, language, audit, form)).unwrap()
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_form_and_language_of_every_assessment() {
    let mut open = variants::hostile();
    for (start, document) in ["=1+1", "+1", "-1", "@x", "::set x", "##vso[y]"].iter().zip(&mut open.documents) {
        document.title = format!("{start}<script>x</script>\u{1b}[31m\n%%{{init}}%%:;#");
    }
    for language in Language::ALL {
        for assessment in [sample::assessment(), open.clone(), variants::empty()] {
            for &(name, form) in Form::ALL {
                let bytes = written(&assessment, *language, Some("2027-03-01"), name);
                assert_eq!(bytes, written(&assessment, *language, Some("2027-03-01"), name), "{name}");
                let Ok(text) = String::from_utf8(bytes) else {
                    assert!(["xlsx", "docx", "pdf"].contains(&name), "{name}");
                    continue;
                };
                // Rows are for programs: nothing in them steers one.
                assert!(name == "csv" || !text.contains('\u{1b}'), "{name}");
                assert!(form != Form::Paper(Printing::Html) || !text.contains("<script"), "{name}");
            }
            for form in ["csv", "jira", "azure-devops", "github"] {
                let rows = rows(&text(&assessment, *language, None, form));
                let formula = |cell: &&String| cell.starts_with(['=', '+', '-', '@']);
                assert_eq!(rows.iter().flatten().find(formula), None, "{form}");
                assert!(rows.iter().all(|row| row.len() == rows[0].len()));
            }
        }
    }
}

#[test]
fn trackers_get_the_columns_that_they_import() {
    let assessment = sample::assessment();
    let jira = rows(&text(&assessment, Language::En, None, "jira"));
    assert_eq!(jira[0][..5], ["Summary", "Issue Type", "Priority", "Due Date", "Original Estimate"]);
    assert!(jira[1..].iter().all(|row| row[4].parse::<u32>().is_ok_and(|seconds| seconds % 900 == 0)), "{jira:?}");
    assert!(jira[1..].iter().all(|row| row[5..8].iter().all(|label| !label.contains(' '))));
    let azure = rows(&text(&assessment, Language::En, None, "azure-devops"));
    assert_eq!(azure[0][..2], ["Work Item Type", "Title"]);
    assert!(azure[1..].iter().all(|row| row[0] == "Task" && ["1", "2", "3"].contains(&row[2].as_str())));
    let github = rows(&text(&assessment, Language::En, None, "github"));
    assert_eq!(github[0], ["title", "body", "labels"]);
}

#[test]
fn a_diagram_has_no_line_that_is_not_its_own() {
    let mut assessment = sample::assessment();
    for document in &mut assessment.documents {
        document.title = "x\n    click a01 href \"javascript:alert(1)\" %%{init: {}}%% ; # :".into();
    }
    let diagram = text(&assessment, Language::En, None, "mermaid");
    let known = ["gantt", "title ", "dateFormat ", "axisFormat ", "inclusiveEndDates", "section "];
    for line in diagram.lines().map(str::trim) {
        let own = known.iter().any(|start| line.starts_with(start)) || line.matches(" :").count() == 1;
        assert!(own && !line.contains("%%") && !line.contains(';'), "{line}");
    }
}

#[test]
fn german_is_german() {
    let de = text(&sample::assessment(), Language::De, Some("2026-12-24"), "md");
    for words in ["# Umsetzungsplan", "Personentage", "Managementbewertung", "kann ehrlicherweise nicht anstehen"] {
        assert!(de.contains(words), "{words}\n{de}");
    }
    for words in ["Write:", "person days", "Internal audit", "Service management lead"] {
        assert!(!de.contains(words), "{words}");
    }
    let html = text(&sample::assessment(), Language::De, None, "html");
    assert!(html.contains("<html lang=\"de\">") && html.contains("<svg "), "{html}");
}

#[test]
fn nothing_to_do_is_said() {
    let md = text(&variants::empty(), Language::En, Some("2027-06-07"), "md");
    assert!(md.contains("there is no action to plan") && md.contains("can be faced"), "{md}");
    assert!(!md.contains("## Wave"));
    let mut limited = sample::assessment();
    limited.summary.limited_to = vec!["8.6".into(), "9".into()];
    let md = text(&limited, Language::En, None, "md");
    assert!(md.contains("limited to clauses 8.6, 9: what other clauses need is not in this plan"), "{md}");
}
