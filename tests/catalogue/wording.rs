//! No text of ours reads like an ISO text: such sentences are copyrighted, and ours are to be better.

use std::sync::LazyLock;

use regex::Regex;

use super::texts;

/// How ISO texts and their translations bind: who is bound, and the verb.
static WORDING: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let verbs = "be|not|have|include|determine|establish|implement|maintain|ensure|retain|document|define|consider|\
                 monitor|plan|review|keep|take|conduct|provide|identify|demonstrate|evaluate|improve|continually|\
                 agree|apply|assign|control|use|operate|report|record|assess|manage|coordinate|communicate";
    let patterns = [
        r"(the )?(service )?(organi[sz]ations?|top management|service provider) shall\b".to_owned(),
        format!(r"\bshall,? (also |then |at (planned|defined) intervals |as a minimum )?({verbs})\b"),
        r"\b(die organisation|die oberste leitung|der diensteanbieter) muss\b".into(),
        r"\bm(uss|üssen) (als )?(dokumentierte informationen?|dokumentiert|aufbewahrt|verfügbar|bestimmt|festgelegt) (werden|sein)\b".into(),
        r"\b(l['’]organisme|l['’]organisation|la direction) doit\b".into(),
        r"\bdoi(t|vent) être (documenté|conservé|disponible|déterminé|tenu)e?s?\b".into(),
        r"\b(la organización|la alta dirección|el proveedor del servicio) debe\b".into(),
        r"\bdeben? (estar|ser|mantenerse) (documentad|conservad|disponible|determinad)".into(),
        r"\b(a organização|a alta direção|a gestão de topo) deve\b".into(),
        r"\bdevem? (estar|ser) (documentad|retid|conservad|disponíve|determinad)".into(),
        r"\b(de organisatie|het topmanagement|de directie) moet\b".into(),
        r"\bmoet(en)? (worden )?(gedocumenteerd|bewaard|beschikbaar|bepaald|vastgesteld) (worden|zijn)\b".into(),
        r"(組織|トップマネジメント|サービス提供者)は[^。]{0,60}しなければならない".into(),
        r"(组织|最高管理者|服务提供方)应(当|该)?(确定|建立|实施|保持|保留|确保|形成|考虑|策划)".into(),
    ];
    patterns.iter().map(|pattern| Regex::new(&format!("(?i){pattern}")).unwrap()).collect()
});

/// The first thing in a text that reads like an ISO text.
fn found(text: &str) -> Option<String> {
    let flowing = text.split_whitespace().filter(|word| *word != "#" && *word != "|").collect::<Vec<_>>().join(" ");
    let hit = WORDING.iter().find_map(|pattern| pattern.find(&flowing))?;
    let from = flowing[..hit.start()].char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    Some(format!("… {}", &flowing[from..hit.end()]))
}

/// Cues for others' texts, and a licence.
const NOT_OURS: [&str; 2] = ["/language.yaml", "/OFL.txt"];

#[test]
fn nothing_reads_like_an_iso_text() {
    let mut hits = Vec::new();
    for folder in ["controls", "evidence-templates", "reports", "docs"] {
        for (path, text) in
            texts(folder).into_iter().filter(|(path, _)| !NOT_OURS.iter().any(|name| path.ends_with(name)))
        {
            hits.extend(found(&text).map(|hit| format!("{path}: {hit}")));
        }
    }
    assert!(hits.is_empty(), "say it in our own words\n{}", hits.join("\n"));
}

#[test]
fn the_lint_knows_iso_wording_when_it_sees_it() {
    for text in [
        "The organization shall\n  determine external and internal issues",
        "The organisation SHALL do so",
        "Top management shall demonstrate leadership",
        "This information shall be retained",
        "incidents shall be documented",
        "shall, at planned intervals, be reviewed and shall ensure",
        "Die Organisation muss die Themen bestimmen",
        "muss als dokumentierte Information verfügbar sein; Angaben müssen aufbewahrt werden",
        "L’organisme doit déterminer",
        "Les informations doivent être conservées",
        "La organización debe determinar",
        "A organização deve determinar",
        "De organisatie moet vaststellen",
        "組織は、外部及び内部の課題を決定しなければならない。",
        "组织应确定外部和内部事项",
    ] {
        assert!(found(text).is_some(), "{text}");
    }
    for text in [
        "Find out which issues matter, and write them down.",
        "commitment: [must, shall, is responsible for]",
        "The procedure must be approved by its owner.",
        "We shall see.",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}
