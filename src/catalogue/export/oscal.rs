//! The catalogue as an OSCAL catalog in JSON: main clauses and clauses are groups, obligations are
//! controls. Nothing in it depends on when or where it was made.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{MAIN_CLAUSES, main_clause, name};
use crate::catalogue::{Advice, Catalogue, Clause, Crosswalk, EDITION, Guidance, Obligation, Strength};

/// The version of OSCAL whose schema it follows.
const OSCAL: &str = "1.2.3";
/// The month of the amendment that the edition includes: the date of what is asked, not of a build.
const LAST_MODIFIED: &str = "2024-02-01T00:00:00Z";
/// The namespace of properties and parts that OSCAL does not know.
pub const OSCAL_NAMESPACE: &str = "urn:iso20k:oscal";

/// The catalogue as OSCAL.
#[must_use]
pub fn oscal(catalogue: &Catalogue) -> Vec<u8> {
    let catalog = json!({"catalog": {
        "uuid": oscal_uuid(&format!("catalogue {}", catalogue.sha256)),
        "metadata": {
            "title": format!("{EDITION}, obligation by obligation, in words of our own"),
            "last-modified": LAST_MODIFIED,
            "version": catalogue.sha256.get(..12).unwrap_or_default(),
            "oscal-version": OSCAL,
            "remarks": "Clause numbers and titles are the standard's; no other words of it stand here. The standard \
                        itself has to be bought from ISO. Crosswalks are our own judgement, no official mapping.",
        },
        "groups": groups(catalogue),
        "back-matter": {"resources": catalogue.crosswalks.values().map(resource).collect::<Vec<_>>()},
    }});
    let mut text = serde_json::to_vec_pretty(&catalog).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The UUID of a name: the same name always has the same.
#[must_use]
pub fn oscal_uuid(name: &str) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, OSCAL_NAMESPACE.as_bytes());
    Uuid::new_v5(&namespace, name.as_bytes()).to_string()
}

fn groups(catalogue: &Catalogue) -> Vec<Value> {
    let mut groups = Vec::new();
    for (number, title) in MAIN_CLAUSES {
        let under = catalogue.clauses.iter().filter(|clause| main_clause(&clause.clause) == Some((number, title)));
        let inner: Vec<Value> = under.map(|clause| clause_group(catalogue, clause)).collect();
        if !inner.is_empty() {
            groups.push(json!({"id": format!("clause-{number}"), "class": "main-clause", "title": format!("{number} {title}"), "groups": inner}));
        }
    }
    let own = catalogue.clauses.iter().filter(|clause| main_clause(&clause.clause).is_none());
    groups.extend(own.map(|clause| clause_group(catalogue, clause)));
    groups.extend(catalogue.guidance.iter().map(|guidance| guidance_group(catalogue, guidance)));
    groups
}

fn clause_group(catalogue: &Catalogue, clause: &Clause) -> Value {
    let mut group = Map::new();
    group.insert("id".into(), json!(token("clause", &clause.clause)));
    group.insert("class".into(), json!("clause"));
    group.insert("title".into(), json!(format!("{} {}", clause.clause, clause.title)));
    group.insert("props".into(), json!([{"name": "label", "value": clause.clause}]));
    let links: Vec<Value> = catalogue.crosswalks.values().flat_map(|crosswalk| links(crosswalk, clause)).collect();
    if !links.is_empty() {
        group.insert("links".into(), json!(links));
    }
    if let Some(note) = &clause.note {
        group.insert("parts".into(), json!([part("overview", &token("note", &clause.clause), note)]));
    }
    let controls: Vec<Value> =
        clause.obligations.iter().map(|obligation| control(catalogue, obligation, "obligation", &[])).collect();
    if !controls.is_empty() {
        group.insert("controls".into(), json!(controls));
    }
    Value::Object(group)
}

fn guidance_group(catalogue: &Catalogue, guidance: &Guidance) -> Value {
    let control = |advice: &Advice| {
        let links: Vec<Value> = advice
            .extends
            .iter()
            .map(|clause| json!({"href": format!("#{}", token("clause", clause)), "rel": "related"}))
            .collect();
        control(catalogue, &advice.obligation, "advice", &links)
    };
    json!({
        "id": token("guidance", &guidance.id),
        "class": "guidance",
        "title": guidance.title,
        "parts": [part("overview", &token("notice", &guidance.id), &guidance.notice)],
        "controls": guidance.items.iter().map(control).collect::<Vec<_>>(),
    })
}

fn control(catalogue: &Catalogue, obligation: &Obligation, class: &str, links: &[Value]) -> Value {
    let id = oscal_control(&obligation.id);
    let mut parts = vec![part("statement", &format!("{id}_smt"), &obligation.asks)];
    let guidance = [Some(obligation.remedy.as_str()), obligation.good.as_deref()];
    parts.push(part(
        "guidance",
        &format!("{id}_gdn"),
        &guidance.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
    ));
    for (number, check) in (1..).zip(&obligation.evidence) {
        parts.push(part("assessment-objective", &format!("{id}_obj.{number}"), &catalogue.describe(check)));
    }
    for (number, question) in (1..).zip(&obligation.ask) {
        let mut asked = part("question", &format!("{id}_ask.{number}"), question);
        asked["ns"] = json!(OSCAL_NAMESPACE);
        parts.push(asked);
    }
    let mut control = json!({
        "id": id,
        "class": class,
        "title": title(&obligation.asks),
        "props": props(catalogue, obligation, class),
        "parts": parts,
    });
    if !links.is_empty() {
        control["links"] = json!(links);
    }
    control
}

fn props(catalogue: &Catalogue, obligation: &Obligation, class: &str) -> Vec<Value> {
    let own = |name: &str, value: &str| json!({"name": name, "ns": OSCAL_NAMESPACE, "value": value});
    let mut props = vec![json!({"name": "label", "value": obligation.id})];
    props.push(own("kind", &name(&obligation.kind)));
    props.push(own("needs", &name(&obligation.needs)));
    props.push(own("determinable", obligation.determinable().name()));
    if class == "obligation" {
        props.push(own("basis", &name(&obligation.basis)));
        props.push(own("weight", &obligation.weight.to_string()));
        props.push(own("parties", &name(&obligation.parties)));
    }
    if obligation.interval {
        props.push(own("interval", "planned"));
    }
    if catalogue.added.contains(&obligation.id) {
        props.push(own("source", "overlay"));
    }
    props
}

fn part(name: &str, id: &str, prose: &str) -> Value {
    json!({"id": id, "name": name, "prose": prose})
}

/// What a clause answers to elsewhere.
fn links<'a>(crosswalk: &'a Crosswalk, clause: &Clause) -> impl Iterator<Item = Value> + use<'a> {
    crosswalk.of(&clause.clause).into_iter().filter(|link| link.strength != Strength::None).map(|link| {
        let text = format!("{} {} {} ({})", crosswalk.title, link.reference, link.title, link.strength.name());
        json!({"href": format!("#{}", oscal_uuid(&crosswalk.id)), "rel": "reference", "text": text})
    })
}

fn resource(crosswalk: &Crosswalk) -> Value {
    json!({"uuid": oscal_uuid(&crosswalk.id), "title": crosswalk.title, "description": crosswalk.note})
}

/// The id under which an obligation is a control.
#[must_use]
pub fn oscal_control(obligation: &str) -> String {
    token("ob", obligation)
}

/// An id as OSCAL takes it: letters, digits, `.`, `-`, `_`, beginning with a letter.
fn token(prefix: &str, id: &str) -> String {
    let id: String = id.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' }).collect();
    format!("{prefix}-{id}")
}

/// A control wants a title: what is asked, up to its first stop.
fn title(asks: &str) -> String {
    asks.split(['\n', ';']).next().unwrap_or(asks).trim().trim_end_matches('.').to_owned()
}
