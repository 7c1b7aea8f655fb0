//! The assessment as it is: what other programs read (schema: `controls/schema/assessment.json`).

use anyhow::Result;

use crate::assessment::Assessment;

pub(super) fn render(assessment: &Assessment) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(assessment)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use jsonschema::Validator;
    use serde_json::{Value, json};

    use super::super::{sample, variants};
    use super::*;
    use crate::evidence::Code;

    fn schema() -> Value {
        serde_json::from_str(include_str!("../../controls/schema/assessment.json")).unwrap()
    }

    fn validator() -> Validator {
        let schema = schema();
        jsonschema::meta::validate(&schema).unwrap();
        jsonschema::draft202012::new(&schema).unwrap()
    }

    fn value(assessment: &Assessment) -> Value {
        serde_json::from_slice(&render(assessment).unwrap()).unwrap()
    }

    #[test]
    fn what_is_written_fits_the_schema() {
        let validator = validator();
        for assessment in
            [sample::assessment(), sample::with_guidance(), sample::decided(), variants::hostile(), variants::empty()]
        {
            let errors: Vec<String> = validator
                .iter_errors(&value(&assessment))
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for assessment in [sample::assessment(), sample::decided()] {
            assert_eq!(serde_json::from_slice::<Assessment>(&render(&assessment).unwrap()).unwrap(), assessment);
        }
    }

    /// What earlier versions wrote knows nothing of determinations, waivers and baselines.
    #[test]
    fn what_was_written_before_is_read_again() {
        let mut old = value(&sample::assessment());
        for (at, field) in [
            ("", "waivers"),
            ("", "comparison"),
            ("/summary", "determinations"),
            ("/summary", "waivers"),
            ("/summary", "comparison"),
        ] {
            old.pointer_mut(at).and_then(Value::as_object_mut).unwrap().shift_remove(field);
        }
        let shortfalls = old["findings"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .flat_map(|finding| finding["shortfalls"].as_array_mut().unwrap());
        shortfalls.for_each(|each| drop(each.as_object_mut().unwrap().shift_remove("waived")));
        assert_eq!(serde_json::from_value::<Assessment>(old).unwrap(), sample::assessment());
    }

    #[test]
    fn what_does_not_belong_does_not_fit_the_schema() {
        let validator = validator();
        let broken: &[(&str, Value)] = &[
            ("/format", json!("iso20k-assessment/2")),
            ("/as_of", json!("22.11.2026")),
            ("/as_of", json!("2026-13-01")),
            ("/tool/version", json!("new")),
            ("/catalogues/0/sha256", json!("abc")),
            ("/documents/0/path", json!("/somewhere/x.docx")),
            ("/documents/0/path", json!("C:\\Users\\x.docx")),
            ("/documents/0/path", json!("")),
            ("/documents/0/format", json!("doc")),
            ("/documents/0/state", json!("approved")),
            ("/documents/0/types/0/confidence", json!(1.5)),
            ("/documents/0/control/approved_on", json!("last week")),
            ("/documents/0/control", json!({})),
            ("/obligations/0/weight", json!(4)),
            ("/obligations/0/kind", json!("process")),
            ("/findings/0/obligation", json!("8.6.1")),
            ("/findings/0/status", json!("compliant")),
            ("/findings/0/reached", json!("certified")),
            ("/findings/0/evidence/0/place/page", json!(0)),
            ("/findings/0/evidence/0/place", json!({"page": 3})),
            ("/findings/0/determination", json!("fine")),
            ("/findings/2/shortfalls/0/code", json!("bad")),
            ("/findings/2/shortfalls/0/grade", json!("critical")),
            ("/clauses/0/rating", json!("A")),
            ("/clauses/0/achievement", json!(62)),
            ("/clauses/0/counts/gap", json!(-1)),
            ("/summary/documents", json!({"lost": 1})),
            ("/summary/view", json!("")),
            ("/summary/groups/0/clauses", json!(["4.3", "4.3"])),
            ("/views/0/id", json!("two sides")),
            ("/guidance/notice", json!("")),
            ("/guidance/findings/2/shortfalls/0/grade", json!("minor")),
            ("/summary/actions/0/obligations", json!([])),
            ("/unread/0/reason", json!("")),
        ];
        for (pointer, wrong) in broken {
            let mut value = value(&sample::with_guidance());
            *value.pointer_mut(pointer).unwrap() = wrong.clone();
            assert!(!validator.is_valid(&value), "{pointer} = {wrong}");
        }
    }

    /// Nothing may be missing and nothing may be added, anywhere.
    #[test]
    fn the_schema_is_strict_everywhere() {
        fn pointers(value: &Value, at: String, out: &mut Vec<String>) {
            match value {
                Value::Object(fields) => {
                    for (name, field) in fields {
                        pointers(field, format!("{at}/{name}"), out);
                    }
                    out.push(at);
                }
                // One of a kind is enough.
                Value::Array(items) => items.iter().take(1).for_each(|item| pointers(item, format!("{at}/0"), out)),
                _ => {}
            }
        }
        let validator = validator();
        strict(&validator, &value(&sample::with_guidance()), pointers);
        strict(&validator, &value(&sample::decided()), pointers);
    }

    fn strict(validator: &Validator, whole: &Value, pointers: fn(&Value, String, &mut Vec<String>)) {
        let mut objects = Vec::new();
        pointers(whole, String::new(), &mut objects);
        assert!(objects.len() > 15);
        for pointer in objects {
            let fields: Vec<String> =
                whole.pointer(&pointer).and_then(Value::as_object).unwrap().keys().cloned().collect();
            let mut added = whole.clone();
            added.pointer_mut(&pointer).and_then(Value::as_object_mut).unwrap().insert("certified".into(), json!(true));
            assert!(!validator.is_valid(&added), "{pointer} takes a field that is not its own");
            for field in fields.iter().filter(|_| pointer != "/summary/documents") {
                let mut less = whole.clone();
                less.pointer_mut(&pointer).and_then(Value::as_object_mut).unwrap().shift_remove(field);
                assert!(!validator.is_valid(&less), "{pointer} does without {field}");
            }
        }
    }

    #[test]
    fn the_schema_names_every_code() {
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(schema()["$defs"]["code"]["enum"], json!(codes));
    }
}
