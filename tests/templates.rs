//! Every document and register type has a template; unfilled it is recognised as one, and filled in
//! with the words of a fictional company it satisfies every check that names its type first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use iso20k::catalogue::{
    Basis, Catalogue, Check, DocumentCheck, Files, Form, Kind, Obligation, RegisterCheck, Rung, Vocabulary, load,
};
use iso20k::document::{Format, Limits, read};
use iso20k::evidence::{Code, Status, findings};
use iso20k::facts::{Facts, Force, State, derive};
use iso20k::index::{Entry, Index, TAKEN};
use iso20k::templates::{ids, template};
use jiff::civil::{Date, date};

const AS_OF: Date = date(2026, 11, 22);
const ORGANISATION: &str = "Brightwater IT Services Ltd";
/// What the samples' company writes into the control tables.
const VALUES: &[(&str, &str)] = &[
    ("organisation", ORGANISATION),
    ("owner", "Tom Okafor, service manager"),
    ("author", "Tom Okafor"),
    ("version", "2.0"),
    ("approver", "Mara Ellison, managing director"),
    ("approved_on", "2026-02-02"),
    ("reviewed_on", "2026-06-01"),
    ("next_review", "2027-02-28"),
    ("date", "2026-11-05"),
];

struct World {
    catalogue: Catalogue,
    vocabulary: Vocabulary,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (catalogue, problems) = load(&Files::embedded());
    assert!(problems.is_empty(), "{problems:?}");
    let vocabulary = Vocabulary::new(&catalogue);
    World { catalogue, vocabulary }
});

fn samples(kind: &str, file: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("evidence-templates/samples").join(kind).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document_types() -> impl Iterator<Item = &'static str> {
    let types = WORLD.catalogue.documents.values();
    types.filter(|kind| kind.form.is_evidence()).map(|kind| kind.id.as_str())
}

fn register_types() -> impl Iterator<Item = &'static str> {
    WORLD.catalogue.registers.keys().map(String::as_str)
}

/// The template with guidance deleted and everything filled in.
fn filled(id: &str) -> String {
    let said: BTreeMap<String, String> =
        serde_yaml::from_str(&samples("documents", &format!("{id}.yaml"))).unwrap_or_else(|e| panic!("{id}: {e}"));
    let topics: BTreeSet<&String> = WORLD.catalogue.documents[id].topics.keys().collect();
    assert_eq!(said.keys().collect::<BTreeSet<_>>(), topics, "{id}: a sample for each topic, and no other");
    let text = template(id).unwrap_or_else(|| panic!("{id} has no template")).fill(VALUES).text;
    let mut out = Vec::new();
    let mut rows: Vec<&str> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('>')) {
        if let Some(topic) = line.strip_prefix("{{topic:").and_then(|rest| rest.strip_suffix("}}")) {
            let sample = said.get(topic).unwrap_or_else(|| panic!("{id}: topic {topic}"));
            rows = sample.lines().filter(|line| line.starts_with('|')).collect();
            out.extend(sample.lines().filter(|line| !line.starts_with('|')));
        } else if line.starts_with("| {{") {
            out.append(&mut rows);
        } else {
            out.push(line);
        }
    }
    let text = out.join("\n");
    assert!(!text.contains("{{"), "{id}: something is left to be filled in\n{text}");
    text
}

fn entry(path: &str, format: Format, text: &str) -> Entry {
    let reading = read(format, text.as_bytes(), Limits::default());
    assert!(reading.unread.is_none(), "{path}: {:?}", reading.unread);
    let facts = derive(path, &reading.document, &WORLD.catalogue, &WORLD.vocabulary);
    Entry { path: path.into(), sha256: String::new(), format, facts, problems: Vec::new() }
}

fn filled_entry(id: &str) -> Entry {
    if WORLD.catalogue.registers.contains_key(id) {
        return entry(&format!("records/{id}.csv"), Format::Csv, &samples("registers", &format!("{id}.csv")));
    }
    entry(&format!("sms/{id}.md"), Format::Markdown, &filled(id))
}

fn confidence(facts: &Facts, id: &str) -> f32 {
    facts.kinds.iter().find(|kind| kind.id == id).map_or(0.0, |kind| kind.confidence)
}

fn commits(facts: &Facts, id: &str, topic: &str) -> bool {
    facts.topics.iter().any(|fact| fact.document == id && fact.topic == topic && fact.force == Force::Commits)
}

/// Fails with all complaints at once.
fn complain(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_type_has_a_template_and_every_template_a_type() {
    let types: BTreeSet<&str> = document_types().chain(register_types()).collect();
    let there = ids();
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    assert_eq!(there, types);
}

#[test]
fn an_unfilled_template_is_recognised() {
    let mut complaints = Vec::new();
    for id in document_types().chain(register_types()) {
        let template = template(id).unwrap_or_else(|| panic!("{id} has no template"));
        let format = if template.path.ends_with(".csv") { Format::Csv } else { Format::Markdown };
        // As the scaffold writes it: the organisation and the day are known, and the folder says nothing.
        let known = template.fill(&[("organisation", ORGANISATION), ("date", "2026-11-22")]);
        let facts = entry(&format!("sms/{id}.x"), format, &known.text).facts;
        if facts.state.state != State::Template {
            complaints.push(format!("{id}: {:?}", facts.state));
        }
        if confidence(&facts, id) < TAKEN {
            complaints.push(format!("{id}: not told to be of its type: {:?}", facts.kinds));
        }
    }
    complain(&complaints);
}

/// As `iso20k scaffold --format docx,xlsx` writes it, and read back as anybody's file.
#[cfg(feature = "docx")]
#[test]
fn an_unfilled_office_file_is_recognised() {
    use iso20k::report::blank;
    let mut complaints = Vec::new();
    for id in document_types().chain(register_types()) {
        let template = template(id).unwrap_or_else(|| panic!("{id} has no template"));
        let known = template.fill(&[("organisation", ORGANISATION)]).suggest("owner", Some("Tom Okafor"));
        let (format, bytes) = match known.path.ends_with(".csv") {
            true => (Format::Xlsx, blank::workbook(&known, "Register").unwrap()),
            false => (Format::Docx, blank::word(&known).unwrap()),
        };
        let reading = read(format, &bytes, Limits::default());
        assert!(reading.unread.is_none(), "{id}: {:?}", reading.unread);
        let facts = derive(&format!("sms/{id}.x"), &reading.document, &WORLD.catalogue, &WORLD.vocabulary);
        if facts.state.state != State::Template {
            complaints.push(format!("{id}: {:?}", facts.state));
        }
        if confidence(&facts, id) < TAKEN {
            complaints.push(format!("{id}: not told to be of its type: {:?}", facts.kinds));
        }
    }
    complain(&complaints);
}

#[test]
fn guidance_left_in_is_noticed() {
    let mut complaints = Vec::new();
    for id in document_types() {
        let whole = template(id).expect("every type has one").text;
        let guidance: Vec<&str> = whole.lines().filter(|line| line.starts_with('>')).collect();
        let text = format!("{}\n\n{}\n", filled(id), guidance.join("\n").replace("\n> Guidance", "\n\n> Guidance"));
        let state = entry(&format!("sms/{id}.md"), Format::Markdown, &text).facts.state;
        if state.state != State::Template {
            complaints.push(format!("{id}: {state:?}"));
        }
    }
    complain(&complaints);
}

#[test]
fn a_filled_template_is_what_it_says() {
    let mut complaints = Vec::new();
    for id in document_types() {
        let kind = &WORLD.catalogue.documents[id];
        let facts = filled_entry(id).facts;
        if confidence(&facts, id) < TAKEN {
            complaints.push(format!("{id}: {:?}", facts.kinds));
        }
        let state = if kind.form == Form::Record { State::Record } else { State::InForce };
        if facts.state.state != state {
            complaints.push(format!("{id}: {:?} {:?}", facts.state, facts.kinds.first()));
        }
        for topic in kind.topics.keys().filter(|topic| !commits(&facts, id, topic)) {
            let otherwise: Vec<String> = facts
                .topics
                .iter()
                .filter(|fact| fact.document == id && fact.topic == **topic)
                .map(|fact| format!("{:?} “{}”", fact.force, fact.quote))
                .collect();
            complaints.push(format!("{id}: topic {topic} is not met; {otherwise:?}"));
        }
    }
    complain(&complaints);
}

#[test]
fn a_filled_register_is_what_it_says() {
    let mut complaints = Vec::new();
    for id in register_types() {
        let facts = filled_entry(id).facts;
        let Some(register) = facts.registers.iter().find(|register| register.register == id) else {
            complaints.push(format!("{id}: not recognised; {:?}", facts.registers.first()));
            continue;
        };
        // A list that is also called like a document (an audit programme) is one in force.
        if register.confidence < TAKEN || !matches!(facts.state.state, State::Record | State::InForce) {
            complaints.push(format!("{id}: {} {:?}", register.confidence, facts.state));
        }
        let found: BTreeSet<&str> = register.columns.iter().map(|(column, ..)| column.as_str()).collect();
        for column in WORLD.catalogue.registers[id].columns.keys().filter(|column| !found.contains(column.as_str())) {
            complaints.push(format!("{id}: column {column} is not recognised; {:?}", register.columns));
        }
    }
    complain(&complaints);
}

#[test]
fn sample_registers_break_no_rule() {
    let entries = register_types().map(filled_entry).collect();
    let index = Index::build(entries, Vec::new(), &profile(), &WORLD.catalogue).expect("an index");
    let violations = index.database.violations(&WORLD.catalogue, AS_OF).expect("rules that run");
    let broken: Vec<String> =
        violations.iter().map(|broken| format!("{}: {} ({})", broken.rule, broken.says, broken.path)).collect();
    complain(&broken);
}

/// One check of the catalogue, with the obligation it stands in.
struct Asked {
    obligation: &'static Obligation,
    check: Check,
}

fn flatten(obligation: &'static Obligation, check: &Check, out: &mut Vec<Asked>) {
    match check {
        Check::Any(checks) => checks.iter().for_each(|check| flatten(obligation, check, out)),
        Check::Ask(_) => {}
        check => out.push(Asked { obligation, check: check.clone() }),
    }
}

/// All checks by the type they name first.
fn checks() -> BTreeMap<&'static str, Vec<Asked>> {
    let mut all = Vec::new();
    for (_, obligation) in WORLD.catalogue.obligations() {
        obligation.evidence.iter().for_each(|check| flatten(obligation, check, &mut all));
    }
    let mut by_type: BTreeMap<&str, Vec<Asked>> = BTreeMap::new();
    for asked in all {
        let first = match &asked.check {
            Check::Document(check) | Check::Record(check) => &check.types[0],
            Check::Register(check) => &check.types[0],
            Check::Any(_) | Check::Ask(_) => continue,
        };
        let first = WORLD.catalogue.documents.get_key_value(first).map(|(id, _)| id);
        let first = first.or_else(|| {
            let (Check::Register(RegisterCheck { types, .. }) | Check::Document(DocumentCheck { types, .. })) =
                &asked.check
            else {
                return None;
            };
            WORLD.catalogue.registers.get_key_value(&types[0]).map(|(id, _)| id)
        });
        by_type.entry(first.expect("a type of the catalogue")).or_default().push(asked);
    }
    by_type
}

/// The first type and, for topics that it does not have, the first listed type that has them.
fn needed(first: &str, check: &Check) -> BTreeSet<String> {
    let mut types = BTreeSet::from([first.to_owned()]);
    if let Check::Document(check) | Check::Record(check) = check {
        for topic in &check.topics {
            let has = |id: &&String| WORLD.catalogue.documents.get(*id).is_some_and(|t| t.topics.contains_key(topic));
            types.extend(check.types.iter().find(has).cloned());
        }
    }
    types
}

/// The catalogue with nothing but these checks, each as an obligation of its own that must hold.
fn alone(asked: &[&Asked]) -> Catalogue {
    let whole = &WORLD.catalogue;
    let mut clause = whole.clauses[0].clone();
    clause.obligations = asked
        .iter()
        .enumerate()
        .map(|(number, asked)| {
            let said = matches!(asked.check, Check::Document(_));
            Obligation {
                id: format!("{}#{number}", asked.obligation.id),
                kind: if said { Kind::Documented } else { Kind::Record },
                basis: Basis::Explicit,
                needs: if said { Rung::Controlled } else { Rung::Practised },
                evidence: vec![asked.check.clone()],
                ..asked.obligation.clone()
            }
        })
        .collect();
    Catalogue {
        clauses: vec![clause],
        documents: whole.documents.clone(),
        registers: whole.registers.clone(),
        languages: whole.languages.clone(),
        ..Catalogue::default()
    }
}

#[test]
fn a_filled_template_satisfies_the_checks_that_name_it() {
    let mut complaints = Vec::new();
    let mut count = 0;
    for (first, all) in checks() {
        let mut groups: BTreeMap<BTreeSet<String>, Vec<&Asked>> = BTreeMap::new();
        all.iter().for_each(|asked| groups.entry(needed(first, &asked.check)).or_default().push(asked));
        for (types, group) in groups {
            count += group.len();
            let catalogue = alone(&group);
            let entries: Vec<Entry> = types.iter().map(|id| filled_entry(id)).collect();
            let index = Index::build(entries, Vec::new(), &profile(), &catalogue).expect("an index");
            for finding in findings(&catalogue, &index, AS_OF).expect("findings") {
                let says: Vec<(Code, &str)> =
                    finding.shortfalls.iter().map(|fall| (fall.code, fall.says.as_str())).collect();
                if finding.status != Status::Evidenced || finding.reached < finding.needed {
                    complaints.push(format!("{types:?} {}: {:?} {says:?}", finding.obligation, finding.status));
                }
            }
        }
    }
    assert!(count > 300, "only {count} checks were asked");
    complain(&complaints);
}

#[test]
fn all_filled_templates_together_leave_no_gap() {
    let entries = document_types().chain(register_types()).map(filled_entry).collect();
    let index = Index::build(entries, Vec::new(), &profile(), &WORLD.catalogue).expect("an index");
    let found = findings(&WORLD.catalogue, &index, AS_OF).expect("findings");
    let open = found.iter().filter(|finding| !matches!(finding.status, Status::Evidenced | Status::Undetermined));
    let open: Vec<String> = open
        .map(|finding| {
            let says: Vec<&str> = finding.shortfalls.iter().map(|fall| fall.says.as_str()).collect();
            format!("{}: {:?} {says:?}", finding.obligation, finding.status)
        })
        .collect();
    complain(&open);
}

fn profile() -> iso20k::catalogue::Profile {
    iso20k::catalogue::Profile { organisation: vec![ORGANISATION.into()], ..Default::default() }
}
