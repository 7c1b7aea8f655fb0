//! Which of several sentences declares the interval of a duty.

use jiff::civil::date;

use super::{Basis, calendar};
use crate::catalogue::{Catalogue, Files, Profile, Vocabulary, load};
use crate::document::{Format, Limits, read};
use crate::facts::derive;
use crate::index::{Entry, Index};

/// The interval of a duty in days and the document that declares it.
fn declared(documents: &[(&str, &str)], obligation: &str) -> Option<(u32, String)> {
    let (catalogue, _): (Catalogue, _) = load(&Files::embedded());
    let vocabulary = Vocabulary::new(&catalogue);
    let entries = documents.iter().map(|(path, text)| {
        let document = read(Format::Markdown, text.as_bytes(), Limits::default()).document;
        let facts = derive(path, &document, &catalogue, &vocabulary);
        Entry { path: (*path).into(), sha256: String::new(), format: Format::Markdown, facts, problems: Vec::new() }
    });
    let index = Index::build(entries.collect(), Vec::new(), &Profile::default(), &catalogue).unwrap();
    let duties = calendar(&catalogue, &index, &[], date(2026, 11, 22)).unwrap();
    let interval = duties.into_iter().find(|duty| duty.id == obligation).unwrap().interval.unwrap();
    assert_eq!(interval.basis == Basis::Declared, interval.declared.is_some());
    interval.declared.map(|declared| (interval.days, declared.path))
}

const SUPPLIERS: &str = "# Supplier management procedure\n\nOwner: Ada Smith\nVersion: 1.0\n\n\
    We choose each supplier by its offer and agree a contract. The performance of external suppliers is measured every \
    month and reviewed with them. Disputes with suppliers are recorded and settled. Contracts are reviewed once a year.\n";
const MANUAL: &str = "# Service management system manual\n\nOwner: Ada Smith\nVersion: 1.0\n\n\
    ## Suppliers\n\nThe performance of external suppliers is measured every quarter against the contract.\n\n\
    ## Audits\n\nInternal audits take place twice a year.\n";

#[test]
fn the_document_on_the_subject_comes_before_the_manual() {
    let both = [("a-manual.md", MANUAL), ("suppliers.md", SUPPLIERS)];
    assert_eq!(declared(&both, "8.3.4.1/7"), Some((31, "suppliers.md".into())));
    assert_eq!(declared(&both[..1], "8.3.4.1/7"), Some((93, "a-manual.md".into())));
    assert_eq!(declared(&both, "9.2.1/1a1"), Some((186, "a-manual.md".into())));
}

#[test]
fn a_sentence_on_another_subject_declares_nothing() {
    assert_eq!(declared(&[("suppliers.md", SUPPLIERS)], "8.3.2/6"), None);
    let minutes = "# Minutes of the management review\n\nDate: 2026-11-05\nParticipants: A, B\n\n## Customers\n\n\
        Survey 8.4, complaints closed, quarterly reviews held with all five. Decisions: more staff.\n";
    assert_eq!(declared(&[("management-review-2026-11-05.md", minutes)], "9.3/1"), None);
}
