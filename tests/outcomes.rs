//! What an organisation's documents leave unclear has a defined outcome: contradictory control data, two
//! languages in one document, a scanned page, an empty document with a convincing title, many copies, a mark
//! that the text does not bear out, and a profile that says what the program cannot tell.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use serde_json::Value;
use support::{POLICY, assess, assessed, codes, entry, finding, run, write};

fn document<'a>(assessment: &'a Value, path: &str) -> &'a Value {
    entry(assessment, "documents", path).unwrap_or_else(|| panic!("{path} was not read"))
}

#[test]
fn contradictory_control_data_is_remarked_and_what_stands_first_counts() {
    let text = "---\ntitle: Change management policy\nowner: Ann Lee\nversion: \"2.0\"\nnext review: 2027-03-01\n---\n\
        # Change management policy\n\nEvery change is assessed, approved and reviewed before it goes live.\n\n\
        | Version | 1.4 |\n|---|---|\n| Next review | 2025-03-01 |\n| Owner | Bob Ray |\n";
    let json = assessed(&[("change-policy.md", text)]);
    let control = &document(&json, "change-policy.md")["control"];
    assert_eq!(control["version"], "2.0");
    assert_eq!(control["owner"], "Ann Lee");
    assert_eq!(control["next_review"], "2027-03-01");
    let remarks = document(&json, "change-policy.md")["remarks"].to_string();
    assert!(remarks.contains("version is given as 2.0 and as 1.4"), "{remarks}");
    assert!(remarks.contains("next review is given as 2027-03-01 and as 2025-03-01"), "{remarks}");
}

#[test]
fn two_languages_in_one_document_are_both_read() {
    let text = "---\nowner: Ann Lee\napproved by: Tom Fox\napproved: 2026-02-02\nversion: \"1\"\n---\n\
        # Incident management procedure / Verfahren Störungsmanagement\n\n\
        Every incident is recorded in the ticket tool and gets a category from the list before anybody works on it.\n\n\
        An incident is a major incident when a critical service is down for more than one hour.\n\n\
        Schwere Störungen werden vom Störungsmanager nach festgelegten Kriterien als solche eingestuft und ausgerufen.\n\n\
        Die Geschäftsführung wird über jede schwere Störung innerhalb von 30 Minuten informiert, bis sie behoben ist.\n";
    let json = assessed(&[("incidents.md", text)]);
    for obligation in ["8.6.1/3", "8.6.1/5"] {
        let cited = &finding(&json, obligation)["evidence"];
        assert!(cited.to_string().contains("incidents.md"), "{obligation}: {cited}");
    }
}

#[test]
fn a_convincing_title_over_nothing_is_no_evidence() {
    let json = assessed(&[("Incident management procedure.md", "# Incident management procedure\n")]);
    let finding = finding(&json, "8.6.1/1a");
    assert_eq!(finding["status"], "gap", "{finding}");
    assert!(finding["evidence"].as_array().unwrap().is_empty());
    let plan = assessed(&[("Service management plan.md", "# Service management plan\n")]);
    assert_ne!(self::finding(&plan, "6.3/1")["status"], "evidenced");
}

#[test]
fn a_mark_that_the_text_does_not_bear_out_is_claimed_only() {
    let text = "---\ntitle: Desk notes\nsatisfies: [8.7.2]\nowner: Ann Lee\nversion: \"1\"\n---\n# Desk notes\n\n\
        The coffee machine on the second floor is cleaned by whoever drank the last cup of the day.\n";
    let json = assessed(&[("notes.md", text)]);
    let codes = codes(finding(&json, "8.7.2/2"));
    assert!(codes.contains(&("claimed-only".into(), "notes.md".into())), "{codes:?}");
}

#[test]
fn copies_neither_multiply_nor_outweigh() {
    let page = |number: usize| {
        POLICY.replace("Ben Jones", "Ben  Jones").replace("continually.", &format!("continually. Copy {number}."))
    };
    let copies: Vec<(String, String)> = (0..10_000).map(|n| (format!("copies/policy {n}.md"), page(n))).collect();
    let files: Vec<(&str, &str)> = copies.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (one, many) = (assessed(&[]), assessed(&files));
    assert_eq!(many["documents"].as_array().unwrap().len(), 10_001);
    for finding in many["findings"].as_array().unwrap() {
        let pieces = finding["evidence"].as_array().unwrap().len();
        let candidates = finding["looked_for"]["candidates"].as_array().unwrap().len();
        assert!(pieces <= 8 && candidates <= 60, "{}: {pieces} pieces, {candidates} candidates", finding["obligation"]);
    }
    let statuses = |json: &Value| -> Vec<Value> {
        json["findings"].as_array().unwrap().iter().map(|finding| finding["status"].clone()).collect()
    };
    assert_eq!(statuses(&one), statuses(&many), "copies changed a verdict");
}

#[test]
fn a_profile_says_what_the_program_cannot_tell() {
    let page =
        "# The gold book\n\nWe wrote down, for each promise to customers, what happens when it is kept and when not.\n";
    let plain = assessed(&[("gold.md", page)]);
    assert!(document(&plain, "gold.md")["types"].as_array().unwrap().is_empty());
    let profile = "organisation: Fellside Ltd\npins:\n  gold.md: service-level-agreement\nno_occurrence:\n  8.7.2/13: No plan had to be used.\n";
    let pinned = assessed(&[("gold.md", page), ("iso20k.yaml", profile)]);
    assert_eq!(document(&pinned, "gold.md")["types"][0]["id"], "service-level-agreement");
    assert_eq!(pinned["organisation"]["name"], "Fellside Ltd");
    assert!(entry(&pinned, "documents", "iso20k.yaml").is_none(), "the profile was read as a document");
    assert_eq!(finding(&pinned, "8.7.2/13")["status"], "no-occurrence");
}

/// A PDF of pages with text, or with nothing but an image that fills the page where it is `None`.
fn pdf(pages: &[Option<&str>]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
    let stream = |keys: &str, data: &str| format!("<< {keys} /Length {} >>\nstream\n{data}\nendstream", data.len());
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode",
            "80>",
        ),
    ];
    for (number, text) in pages.iter().enumerate() {
        let content = match text {
            Some(text) => format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET"),
            None => "q 612 0 0 792 0 0 cm /Im1 Do Q".to_owned(),
        };
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> >>",
            6 + 2 * number
        ));
        objects.push(stream("", &content));
    }
    let (mut pdf, mut table) = (String::from("%PDF-1.4\n"), String::from("0000000000 65535 f \n"));
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let (start, size) = (pdf.len(), objects.len() + 1);
    pdf.push_str(&format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    pdf.into_bytes()
}

#[test]
fn a_scanned_page_among_text_pages_is_named_and_the_others_count() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out) = (work.path().join("documents"), work.path().join("out"));
    let pages = [
        Some("Change management policy. Every change is assessed and approved before it goes live."),
        None,
        Some("Owner: Ann Lee. Emergency changes are reviewed the day after by the change manager."),
    ];
    write(&dir, "policy.md", POLICY.as_bytes());
    write(&dir, "Change management policy.pdf", &pdf(&pages));
    let json = run(assess(&dir, &out, &work.path().join("cache"), &["--no-cache"]), &out).json();
    let read = document(&json, "Change management policy.pdf");
    assert_eq!(read["types"][0]["id"], "change-management-policy", "{read}");
    assert_eq!(read["remarks"], serde_json::json!(["page 2: image only"]));
}

#[test]
fn a_date_that_can_be_read_two_ways_is_read_as_the_neighbours_write_theirs() {
    let page = |review: &str| {
        format!("# Change management policy\n\nOwner: Ann Lee\n\nNext review: {review}\n\nEvery change is approved.\n")
    };
    let (ambiguous, month_first) = (page("03/12/2026"), "# Minutes\n\nHeld on 11/19/2025 and on 10/30/2025.\n");
    let alone = assessed(&[("a/policy-of-change.md", &ambiguous)]);
    let read = document(&alone, "a/policy-of-change.md");
    assert_eq!(read["control"]["next_review"], "2026-12-03");
    assert!(read["remarks"].to_string().contains("it could be 2026-03-12"), "{}", read["remarks"]);
    let among = assessed(&[("a/policy-of-change.md", &ambiguous), ("a/minutes.md", month_first)]);
    let read = document(&among, "a/policy-of-change.md");
    assert_eq!(read["control"]["next_review"], "2026-03-12");
    assert_eq!(read["remarks"], serde_json::json!([]));
    let day_first = "# Minutes\n\nHeld on 19/11/2025.\n";
    let both =
        assessed(&[("a/policy-of-change.md", &ambiguous), ("a/minutes.md", day_first), ("b/minutes.md", month_first)]);
    assert_eq!(
        document(&both, "a/policy-of-change.md")["control"]["next_review"],
        "2026-12-03",
        "its own folder first"
    );
}

#[test]
fn the_list_of_documents_says_what_a_document_does_not() {
    let list = "id,title,owner,version,approved by,approved on,next review,status\n\
        P-01,Change management policy,Ann Lee,2.1,Bob Ray,2026-02-01,2026-05-01,in force\n\
        P-02,Release policy,Ann Lee,1.0,Bob Ray,2026-02-01,2027-02-01,withdrawn\n\
        P-03,Capacity plan,Cy Moss,1.0,Bob Ray,2026-02-01,2027-02-01,in force\n\
        P-03,Capacity plan,Di Fox,1.1,Bob Ray,2026-02-01,2027-02-01,in force\n";
    let json = assessed(&[
        ("P-01 Changes.md", "# Change management policy\n\nVersion: 2.0\n\nEvery change is assessed and approved.\n"),
        ("release.md", "# Release policy\n\nOwner: Ann Lee\n\nReleases are built, tested and accepted.\n"),
        ("capacity.md", "# Capacity plan\n\nWe add two hosts in May and review the use of disks monthly.\n"),
        ("document register.csv", list),
    ]);
    let change = document(&json, "P-01 Changes.md");
    assert_eq!(change["control"]["version"], "2.0", "what the document says of itself comes first");
    assert_eq!(change["control"]["owner"], "Ann Lee");
    assert_eq!(change["control"]["next_review"], "2026-05-01");
    assert!(change["remarks"].to_string().contains("as document register.csv has it"), "{}", change["remarks"]);
    assert_eq!(document(&json, "release.md")["state"], "superseded");
    assert_eq!(document(&json, "capacity.md")["control"]["owner"], Value::Null, "two rows do not agree");
    let overdue = json["findings"].as_array().unwrap().iter().flat_map(codes);
    assert!(overdue.into_iter().any(|found| found == ("review-overdue".to_owned(), "P-01 Changes.md".to_owned())));
}

#[test]
fn what_another_organisation_publishes_is_foreign_even_where_it_speaks_of_this_one() {
    let rule = |owner: &str| {
        format!(
            "# Asset management procedure\n\nOwner: {owner}\n\nEach device is kept in one list with its owner and place. \
            Licences are compared every quarter. Sent to Ada Smith of Fellside Hosting Ltd on request. Fellside Hosting Ltd \
            and Nordcable Cloud Ltd work together.\n"
        )
    };
    let (theirs, ours) = (rule("Nordcable Cloud Ltd, infrastructure"), rule("Ann Lee"));
    let profile = "organisation: Fellside Hosting Ltd\n";
    let json = assessed(&[("theirs.md", &theirs), ("ours.md", &ours), ("iso20k.yaml", profile)]);
    assert_eq!(document(&json, "theirs.md")["state"], "foreign", "{}", document(&json, "theirs.md"));
    assert_ne!(document(&json, "ours.md")["state"], "foreign");
    let list = "title,issuer,edition\nours.md,Nordcable,1\nISO 9001,ISO,2015\n";
    let json = assessed(&[("ours.md", &ours), ("external documents.csv", list), ("iso20k.yaml", profile)]);
    assert_eq!(document(&json, "ours.md")["state"], "foreign", "it is on the list of documents from outside");
}

#[test]
fn the_index_is_kept_in_a_file_that_can_be_asked() {
    let work = tempfile::tempdir().unwrap();
    let (dir, out) = (work.path().join("documents"), work.path().join("out"));
    write(&dir, "policy.md", POLICY.as_bytes());
    let file = work.path().join("index.sqlite");
    std::fs::write(&file, "an older file that is replaced").unwrap();
    let more = ["--no-cache", "--index", file.to_str().unwrap()];
    run(assess(&dir, &out, &work.path().join("cache"), &more), &out).json();
    let kept = rusqlite::Connection::open(&file).unwrap();
    let found: String =
        kept.query_row("select owner from documents where path = 'policy.md'", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "Ada Smith");
}

/// A customer may be spoken of more often than the organisation: whose people write the mails tells.
#[test]
fn whose_documents_these_are_is_told_by_who_writes_the_mails() {
    let about =
        |what: &str| format!("# {what}\n\nFor Wrenbury Homes Ltd we keep watch on {what} each month and tell them.\n");
    let (a, b, c) = (about("Capacity"), about("Patching"), about("Backups"));
    let desk = "# The desk\n\nThornlea runs the desk. Write to desk@thornlea.example or ring.\n";
    let us = "# About us\n\nThornlea Digital Ltd has 40 people; joan@thornlea.example answers for the services.\n";
    let json = assessed(&[("a.md", &a), ("b.md", &b), ("c.md", &c), ("desk.md", desk), ("us.md", us)]);
    assert_eq!(json["organisation"]["name"], "Thornlea Digital Ltd");
}
