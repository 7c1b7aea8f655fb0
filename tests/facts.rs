//! What is read from single documents: type, state, control data, topics and registers, in several
//! languages. Each case is a document as people write them, and what an auditor would say of it.

use std::sync::LazyLock;

use iso20k::catalogue::{Catalogue, Files, Label, Vocabulary, load};
use iso20k::document::{Format, Limits, read};
use iso20k::facts::{Facts, Force, State, derive};

static CATALOGUE: LazyLock<(Catalogue, Vocabulary)> = LazyLock::new(|| {
    let (catalogue, problems) = load(&Files::embedded());
    assert!(problems.is_empty(), "{problems:?}");
    let vocabulary = Vocabulary::new(&catalogue);
    (catalogue, vocabulary)
});

fn facts(path: &str, text: &str) -> Facts {
    let format = match path.rsplit('.').next() {
        Some("csv") => Format::Csv,
        Some("html") => Format::Html,
        Some("yaml") => Format::Yaml,
        _ => Format::Markdown,
    };
    let reading = read(format, text.as_bytes(), Limits::default());
    assert_eq!(reading.unread, None, "{path}");
    derive(path, &reading.document, &CATALOGUE.0, &CATALOGUE.1)
}

fn has_type(facts: &Facts, id: &str) -> bool {
    facts.kinds.iter().any(|kind| kind.id == id && kind.confidence >= 0.5)
}

fn force_on(facts: &Facts, document: &str, topic: &str) -> Vec<Force> {
    facts.topics.iter().filter(|fact| fact.document == document && fact.topic == topic).map(|fact| fact.force).collect()
}

const CHANGE_POLICY: &str = "\
We change nothing in production without a change record. \
Emergency changes are approved by the duty manager by phone and in writing by the end of the next day. \
A change is major when it adds or removes a service or touches more than two customers.\n";

#[test]
fn types_are_read_from_titles_files_and_folders_in_every_language() {
    for (path, title, id) in [
        ("policies/x.md", "Change management policy", "change-management-policy"),
        ("policies/change-management-policy.md", "Purpose", "change-management-policy"),
        ("incident-management/index.md", "How we do it", "incident-management-procedure"),
        ("a/Richtlinie.md", "Änderungsmanagement-Richtlinie", "change-management-policy"),
        ("a/b.md", "Politique de sécurité de l'information", "information-security-policy"),
        ("a/b.md", "Política de seguridad de la información", "information-security-policy"),
        ("a/b.md", "Política de segurança da informação", "information-security-policy"),
        ("a/b.md", "Informatiebeveiligingsbeleid", "information-security-policy"),
        ("a/b.md", "情報セキュリティ方針", "information-security-policy"),
        ("a/b.md", "信息安全方针", "information-security-policy"),
    ] {
        let facts = facts(path, &format!("# {title}\n\n{CHANGE_POLICY}"));
        assert!(has_type(&facts, id), "{path} “{title}”: {:?}", facts.kinds);
    }
}

/// A page that lists others holds nothing itself, whatever it is called.
#[test]
fn a_list_of_other_pages_is_an_index() {
    let links = "- [Key management](keys.md), how keys are kept\n- [Accounts](accounts.md), how accounts are given back\n- [Exercises](exercises.md), what was tried\n";
    let index = facts(
        "security/incident-response/README.md",
        &format!("# Incident response\n\nOur papers.\n\n## Table of contents\n\n{links}"),
    );
    assert!(has_type(&index, "index-page"), "{:?}", index.kinds);
    assert!(
        !has_type(&index, "incident-management-procedure") && !has_type(&index, "security-incident-procedure"),
        "{:?}",
        index.kinds
    );
    // With a text of its own below its contents it is what it says.
    let body =
        "Whoever sees an incident calls the desk, which logs it, sets its priority and tells the person on duty. "
            .repeat(8);
    let whole = facts(
        "security/incident-response/README.md",
        &format!("# Incident response\n\n## Table of contents\n\n{links}\n## What we do\n\n{body}\n"),
    );
    assert!(has_type(&whole, "incident-management-procedure"), "{:?}", whole.kinds);
}

/// Commands make a paper an instruction, beside what it is called; nothing is made of commands alone.
#[test]
fn commands_tell_how_to_do_it() {
    let commands =
        "Take one:\n\n```sh\nvelero backup create daily\n```\n\nList them:\n\n```sh\nvelero backup get\n```\n";
    let paper = facts("kubernetes/backup-procedure.md", &format!("# Backup procedure\n\n{commands}"));
    assert!(has_type(&paper, "knowledge-article") && has_type(&paper, "backup-procedure"), "{:?}", paper.kinds);
    let plain = facts(
        "kubernetes/backup-procedure.md",
        "# Backup procedure\n\nEvery night all databases are copied to the second site.\n",
    );
    assert!(!has_type(&plain, "knowledge-article"), "{:?}", plain.kinds);
    let other = facts("kubernetes/notes.md", &format!("# Some notes\n\n{commands}"));
    assert!(!has_type(&other, "knowledge-article"), "{:?}", other.kinds);
}

/// The one page of a folder may be an entry of the register that the folder above is called after.
#[test]
fn a_folders_page_may_be_an_entry_of_the_folder_above() {
    let text = "# Configuration management\n\nThe settings of every server are compared with the agreed ones each night by the scanner.\n";
    assert!(has_type(&facts("security-controls/cm-2/index.md", text), "security-controls"));
    assert!(!has_type(&facts("security-controls/cm-2.md", text), "security-controls"));
    let roles = facts(
        "processes-and-services/roles.md",
        "# Users and their roles\n\nA tenant has one billing unit and several users, each with a role.\n",
    );
    assert!(!has_type(&roles, "services"), "a folder named after more than services: {:?}", roles.kinds);
}

#[test]
fn what_only_looks_like_evidence_is_none() {
    for (path, text) in [
        (
            "docs/glossary.md",
            "# Glossary\n\n**Incident management**: restoring service after an interruption.\n\n**Change management policy**: rules for changes.\n",
        ),
        (
            "hr/job-advert.md",
            "# Job advert: incident manager\n\nYou run our incident management process and the change management policy.\n",
        ),
        (
            "training/deck.md",
            "# Training: introduction to incident management\n\nEach incident is logged, categorised and prioritised by impact and urgency.\n",
        ),
        (
            "blog/2026-05.md",
            "# Blog: how we think about capacity planning\n\nA capacity plan forecasts demand and sets thresholds.\n",
        ),
    ] {
        let facts = facts(path, text);
        let real: Vec<_> = facts
            .kinds
            .iter()
            .filter(|kind| kind.confidence >= 0.5)
            .filter(|kind| CATALOGUE.0.documents.get(&kind.id).is_some_and(|document| document.form.is_evidence()))
            .collect();
        assert!(real.is_empty(), "{path}: {real:?}");
    }
}

#[test]
fn states_and_the_words_that_show_them() {
    for (path, text, state) in [
        (
            "p.md",
            "---\ntitle: Change policy\nstatus: draft\n---\n# Change policy\n\nText of the policy that says enough.\n",
            State::Draft,
        ),
        ("p-DRAFT.md", "# Change policy\n\nText of the policy that says enough.\n", State::Draft),
        ("p.md", "# Change policy\n\nDRAFT. Comments to the change team, please.\n", State::Draft),
        (
            "p.md",
            "# Änderungsrichtlinie\n\n| Status | Entwurf |\n|---|---|\n| Version | 0.3 |\n\nText.\n",
            State::Draft,
        ),
        ("archive/p.md", "# Change policy\n\nText of the policy that says enough.\n", State::Superseded),
        ("p.md", "---\ntitle: Change policy\nstatus: superseded\n---\n# Change policy\n\nText.\n", State::Superseded),
        (
            "p.md",
            "# Change policy\n\nThis policy has been replaced by the change standard of 2026.\n",
            State::Superseded,
        ),
        (
            "p.md",
            "# Change policy of {{organisation}}\n\nApproved by {{name}} on {{date}}. {{organisation}} handles changes.\n",
            State::Template,
        ),
        (
            "p.md",
            "# Supplier policy\n\nOwner: [OWNER_ROLE]\n\nApproved by: [APPROVER_NAME]\n\nVersion: [VERSION]\n\nSuppliers are chosen with care.\n",
            State::Template,
        ),
        ("legacy/plan.md", "# Capacity plan\n\nText of the plan.\n", State::Foreign),
        (
            "p.md",
            "---\ntitle: Change policy\nowner: A. Smith\nversion: 2.0\n---\n# Change policy\n\nText.\n",
            State::InForce,
        ),
        // What only resembles a sign of these: a rule about drafts, a "proposal" in a form, a planned change.
        (
            "p.md",
            "# Change policy\n\nA draft of each change plan is sent to the service owner before approval by the board.\n",
            State::InForce,
        ),
    ] {
        let facts = facts(path, text);
        assert_eq!(facts.state.state, state, "{path}: {text}\n{:?}", facts.state);
    }
}

#[test]
fn control_data_from_wherever_people_put_it() {
    let cases = [
        "---\ntitle: T\nowner: Jane Doe\napprover: Max Roe\nversion: '2.1'\neffective: 2026-01-14\nnext_review: 2027-01-13\n---\nText.\n",
        "# T\n\n| Owner | Jane Doe |\n|---|---|\n| Approved by | Max Roe, 14 Jan 2026 |\n| Version | 2.1 |\n| Next review | 13/01/2027 |\n\nText.\n",
        "# T\n\nOwner: Jane Doe | Approved by: Max Roe, 14 January 2026 | Version 2.1 | Next review: 2027-01-13\n\nText.\n",
        "# T\n\n| Dokumenteneigentümer | Jane Doe |\n|---|---|\n| Freigegeben von | Max Roe |\n| Freigegeben am | 14.01.2026 |\n| Version | 2.1 |\n| Nächste Überprüfung | 13.01.2027 |\n\nDieser Text ist auf Deutsch geschrieben und sagt, wie Änderungen behandelt werden.\n",
        "# T\n\nText of the document.\n\n| Version | Date | Author | Approved by |\n|---|---|---|---|\n| 1.0 | 2024-02-01 | Jane Doe | Ann Poe |\n| 2.1 | 2026-01-14 | Jane Doe | Max Roe |\n\nNext review: January 13, 2027\n",
    ];
    for text in cases {
        let facts = facts("t.md", text);
        assert_eq!(facts.value(Label::Version), Some("2.1"), "{text}");
        assert_eq!(facts.value(Label::Approver), Some("Max Roe"), "{text}");
        let owner = facts.value(Label::Owner).or(facts.value(Label::Author));
        assert_eq!(owner, Some("Jane Doe"), "{text}");
        let review = facts.control(Label::NextReview).and_then(|fact| fact.date);
        assert_eq!(review.map(|date| date.to_string()).as_deref(), Some("2027-01-13"), "{text}");
    }
}

#[test]
fn a_field_left_blank_is_not_a_field_left_out() {
    let blank = facts("t.md", "---\ntitle: T\nowner: Jane\napprover:\nversion: 1\n---\nText.\n");
    assert_eq!(blank.control(Label::Approver).map(|fact| fact.value.as_str()), Some(""));
    let tbd = facts("t.md", "# T\n\n| Approved by | TBD |\n|---|---|\n| Owner | Jane |\n\nText.\n");
    assert_eq!(tbd.control(Label::Approver).map(|fact| fact.value.as_str()), Some(""));
    let absent = facts("t.md", "---\ntitle: T\nowner: Jane\n---\nText.\n");
    assert!(absent.control(Label::Approver).is_none());
}

#[test]
fn a_topic_counts_only_in_a_sentence_that_commits() {
    let topic = |sentence: &str| {
        let facts = facts("incident-management.md", &format!("# Incident management\n\n{sentence}\n"));
        force_on(&facts, "major-incident-procedure", "criteria")
    };
    assert!(
        topic("The duty manager declares a major incident when more than two customers are down.")
            .contains(&Force::Commits)
    );
    assert!(
        !topic("## Classification of major incidents\n\n## Next chapter").contains(&Force::Commits),
        "a heading over nothing"
    );
    assert!(!topic("Who declares a major incident, and by which criteria?").contains(&Force::Commits), "a question");
    assert!(
        topic("The criteria that make an incident a major incident will be defined in Q2 2027.")
            .contains(&Force::Promises)
    );
    assert!(
        !topic("We do not yet have criteria that say when an incident is a major incident.").contains(&Force::Commits),
        "a denial"
    );
}

#[test]
fn registers_are_told_by_name_and_columns() {
    let english = facts(
        "exports/incidents.csv",
        "Number,Opened,Priority,Category,Status,Resolved\nINC1,14/01/2026,P2,Network,Closed,15/01/2026\nINC2,03/02/2026,P3,Mail,Open,\n",
    );
    let register = &english.registers[0];
    assert_eq!(register.register, "incident-records");
    let opened = register.columns.iter().position(|(id, ..)| id == "opened").expect("opened");
    // 14/01 shows that the day stands first, so 03/02 is in February.
    assert_eq!(register.rows[1].cells.get(opened), Some("2026-02-03"));
    assert_eq!(english.state.state, State::Record);

    let german = facts(
        "Listen/Störungsliste.csv",
        "Ticketnummer;Gemeldet am;Priorität;Kategorie;Status\nT-1;14.01.2026;hoch;Netz;geschlossen\nT-2;15.01.2026;mittel;Mail;offen\n",
    );
    assert_eq!(
        german.registers.first().map(|register| register.register.as_str()),
        Some("incident-records"),
        "{:?}",
        german.registers
    );

    let none = facts("lunch.csv", "Name,Dish,Date\nAnn,Soup,2026-01-14\nBob,Salad,2026-01-14\n");
    assert!(none.registers.is_empty(), "{:?}", none.registers);
}

/// The columns of the register of a type: id and heading.
fn columns<'a>(facts: &'a Facts, register: &str) -> Vec<(&'a str, &'a str)> {
    let found = facts.registers.iter().filter(|fact| fact.register == register);
    found.flat_map(|fact| &fact.columns).map(|(id, heading, _)| (id.as_str(), heading.as_str())).collect()
}

#[test]
fn numbers_and_days_of_rows_are_told_by_their_values() {
    let text = "Ref of ours,Logged as,Category,Priority,Status,Service\n\
        QX-1,2026-03-01,network,2,closed,Mail\nQX-2,2026-03-02,login,3,closed,Mail\nQX-3,2026-03-05,login,3,open,Mail\n";
    let facts = facts("incidents.csv", text);
    let columns = columns(&facts, "incident-records");
    assert!(columns.contains(&("id", "Ref of ours")), "{columns:?}");
    // The same number twice is a class, not the number of a row.
    let twice = self::facts("incidents.csv", &text.replace("QX-2", "QX-1"));
    assert!(!self::columns(&twice, "incident-records").contains(&("id", "Ref of ours")));
}

#[test]
fn one_export_of_several_kinds_of_rows_is_several_registers() {
    let text = "Number,Kind,Opened,Category,Priority,Status,Actions\n\
        T-1,Incident,2026-03-01,network,2,closed,cable changed\nT-2,Service request,2026-03-02,account,3,closed,account made\n\
        T-3,Incident,2026-03-05,login,3,open,password reset\nT-4,Service request,2026-03-06,laptop,3,open,ordered\n";
    let rows = |facts: &Facts, register: &str| -> usize {
        facts.registers.iter().filter(|fact| fact.register == register).map(|fact| fact.rows.len()).sum()
    };
    let mixed = facts("tickets.csv", text);
    assert_eq!((rows(&mixed, "incident-records"), rows(&mixed, "service-requests")), (2, 2), "{:?}", mixed.registers);
    // A kind that nothing names far down the table: no row is lost.
    let late: String = (5..2100).map(|n| format!("T-{n},Incident,2026-03-07,login,3,closed,reset\n")).collect();
    let late = facts("tickets.csv", &format!("{text}{late}T-9999,Oddity,2026-03-08,login,3,open,asked\n"));
    let all: usize = late.registers.iter().map(|fact| fact.rows.len()).sum();
    assert_eq!(all, 2100, "a row went missing");
    // Where one value is no kind of row, the column says something else.
    let other = facts("incidents.csv", &text.replace("Service request", "Printer"));
    assert_eq!((rows(&other, "incident-records"), rows(&other, "service-requests")), (4, 0));
}

#[test]
fn what_an_organisation_does_without_is_a_denial_of_the_whole() {
    let whole = |text: &str, document: &str| force_on(&facts("a.md", &format!("# Partners\n\n{text}\n")), document, "");
    for text in [
        "There are no written agreements with either of them.",
        "Mit den Kollegen gibt es keine schriftlichen Vereinbarungen.",
        "Nous n'avons pas de convention écrite avec l'équipe interne.",
        "Met de interne teams maken wij geen schriftelijke afspraken.",
    ] {
        assert_eq!(whole(text, "operational-level-agreement"), [Force::Negates], "{text}");
    }
    assert_eq!(whole("We do not run internal audits.", "internal-audit-report"), [Force::Negates]);
    assert_eq!(whole("There are written agreements with both of them.", "operational-level-agreement"), []);
}

#[test]
fn a_word_that_names_a_thing_says_draft_in_a_status_only() {
    let titled = facts(
        "konzept.md",
        "# Konzept Fernzugang\n\nDas Team legt fest, wer Zugang hat, und prüft es jedes Quartal.\n",
    );
    assert_ne!(titled.state.state, State::Draft, "{:?}", titled.state);
    let status = facts("zugang.md", "---\nstatus: Konzept\n---\n# Fernzugang\n\nDas Team legt fest, wer Zugang hat.\n");
    assert_eq!(status.state.state, State::Draft);
}

#[test]
fn who_is_named_by_form_kind_and_script() {
    let names = |text: &str| -> Vec<String> {
        let found = facts("a/note.md", &format!("# Note\n\n{text}\n")).organisations;
        found.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names("Dit plan is van Gemeente Noorderveen en geldt dit jaar."), ["Gemeente Noorderveen"]);
    assert_eq!(names("Ce plan est celui du GIP Hautes Rives Numérique."), ["GIP Hautes Rives Numérique"]);
    assert_eq!(names("本制度适用于云川科技有限公司。客户集团内部的单位除外。"), ["云川科技有限公司"]);
    assert_eq!(names("本規程は青波情報システム株式会社に適用する。"), ["青波情報システム株式会社"]);
    // A role, whose word the text also writes small, is no organisation.
    assert_eq!(names("The Change Authority decides on each change that is not a standard change."), [""; 0]);
    let mail =
        facts("a/note.md", "# Note\n\nAsk ann.lee@it.quarmoor.co.uk or tom@gmail.com. Quarmoor runs the desk.\n");
    let hosts: Vec<(&str, &str)> = mail.mail_hosts.iter().map(|host| (&host.host[..], &host.name[..])).collect();
    assert_eq!(hosts, [("quarmoor", "Quarmoor")]);
}

#[test]
fn wide_tables_hold_pairs_and_a_document_that_replaces_is_in_force() {
    let table = "| Owner | Ann Lee | Version | 2.1 | Approved | Tom Fox, 3 May 2026 |\n|---|---|---|---|---|---|\n";
    let wide =
        facts("a/Change management policy.md", &format!("# Change management policy\n\n{table}\n{CHANGE_POLICY}"));
    assert_eq!((wide.value(Label::Owner), wide.value(Label::Version)), (Some("Ann Lee"), Some("2.1")));
    assert_eq!(wide.value(Label::Approver), Some("Tom Fox"));
    let body = "Aucun changement n’est mis en production sans une demande approuvée par le comité des changements. \
                Chaque demande est enregistrée, évaluée et revue par le responsable.";
    let state = |text: &str| facts("a/b.md", &format!("# Politique des changements\n\n{text}\n\n{body}\n")).state.state;
    assert_eq!(state("Cette procédure annule et remplace la version 2."), State::InForce);
    assert_eq!(state("Ce document est annulé et remplacé par PR-12."), State::Superseded);
}

#[test]
fn what_is_in_preparation_among_other_things_is_no_promise() {
    let list = "Jedes Quartal treffen wir die Firmen, die Teile unserer Services betreiben: Kalender der Arbeiten, Services \
                in Vorbereitung, Übergaben in den Betrieb, Lieferungen des Tages und was besser werden kann.";
    let promise = "Ein Treffen mit den Firmen, die Teile unserer Services betreiben, ist in Vorbereitung.";
    let forces = |text: &str| {
        facts("a/b.md", &format!("# Steuerung der Beteiligten\n\n{text}\n"))
            .topics
            .iter()
            .map(|fact| fact.force)
            .collect::<Vec<_>>()
    };
    assert!(!forces(list).contains(&Force::Promises), "{:?}", forces(list));
    let english = "Every quarter we meet the companies that run parts of our services: calendar of works, services that are \
                   planned for 2027, hand-overs into operation, deliveries of the day and what could be better.";
    assert!(!forces(english).contains(&Force::Promises), "{:?}", forces(english));
    let told = "Q2: we will draw up a plan of meetings with those parties, saying when, how and by whom they are held.";
    assert!(!forces(told).contains(&Force::Commits), "{:?}", forces(told));
    assert!(!forces(promise).contains(&Force::Commits), "{:?}", forces(promise));
}
