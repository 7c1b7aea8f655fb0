//! Places that are left to be filled in: `{{name}}`, `[Insert date]`, `<owner>`, `____`, `DD/MM/YYYY`.

use std::sync::LazyLock;

use regex::Regex;

/// Something to be replaced by the real thing: `{{name}}`, `[Insert date]`, `<owner>`, `____`, `DD/MM/YYYY`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let wrapped = [("{{", "}}"), ("[", "]"), ("<", ">"), ("«", "»"), ("${", "}"), ("{", "}")];
    wrapped
        .iter()
        .any(|(open, close)| text.starts_with(open) && text.ends_with(close) && text.len() > open.len() + close.len())
        || text.contains("___")
        || matches!(
            text.to_lowercase().as_str(),
            "dd/mm/yyyy"
                | "yyyy-mm-dd"
                | "dd.mm.yyyy"
                | "tt.mm.jjjj"
                | "mm/dd/yyyy"
                | "jj/mm/aaaa"
                | "dd/mm/aaaa"
                | "x.y"
                | "x.x"
                | "xx"
        )
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        // `{{ $value }}` is a program's own variable, filled in when it runs.
        r"\{\{[^{}%#$]{1,60}\}\}",
        r"|\[(?i:insert|enter|your|add|company|organi[sz]ation|client|customer|name|date|tbd|tbc|todo|xx|fill|role|title|department|bitte|hier|firma|unternehmen|nom|nombre|nome|insérer|insertar|inserir|naam|会社|公司|组织)[^\]]{0,80}\](?:[^(\[]|$)",
        r"|<{1,2}(?i:insert|enter|your|company|organi[sz]ation|client|customer|name|date|role|title|department|firma|unternehmen)[^<>]{0,60}>{1,2}",
        r"|<[A-Z][A-Z _-]{3,40}>|\[\p{Lu}[\p{Lu} _’'/,-]{3,60}(?:,? (?i:e\.g\.|z\. ?B\.|p\. ?ex\.)[^\]]{0,60})?\](?:[^(:\[]|$)",
        // What stands alone or for a whole value, whatever the language: "Service: <name of service>", "<list>".
        r"|(?:^|[:|>\]])\s*<{1,2}\p{L}[^<>/=@]{1,80}>{1,2}",
        r"|(?:^|[:|])\s*\[(?:\p{L}[^\[\]]{1,80}|_+|…|\.{3})\]\s*(?:$|\|)",
        r"|_{4,}|\bX{2,}/X{2,}|\b(?:DD|TT)[./]MM[./](?:YYYY|JJJJ)|\bYYYY-MM-DD\b|(?i:lorem ipsum)",
    ))
    .expect("a constant pattern")
});

/// How many places of a text are left to be filled in.
pub(super) fn placeholders(text: &str) -> usize {
    // All forms hold one of these; most text holds none.
    if !text.contains(['{', '[', '<']) && !["____", "XX", "MM", "orem", "OREM"].iter().any(|part| text.contains(part)) {
        return 0;
    }
    PLACEHOLDER.find_iter(text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_what_only_looks_like_one() {
        assert_eq!(placeholders("# QBR: {{customer_name}} – Q{{n}}"), 2);
        assert_eq!(placeholders("[Insert company name] operates <ORGANISATION-NAME>"), 2);
        assert_eq!(placeholders("Signed: ________ on DD/MM/YYYY"), 2);
        assert_eq!(placeholders("see [the policy](policy.md) and [1]"), 0);
        assert_eq!(placeholders("[name](#x) <https://example.org>"), 0);
        assert_eq!(placeholders("Projet : <nom du projet> Auteur : <prénom nom>"), 2);
        assert_eq!(placeholders("<describe the parties, who is responsible and who may decide>"), 1);
        assert_eq!(placeholders("ssh to <host>, then restart"), 0);
        assert_eq!(placeholders("Título: «Plan de capacidad»"), 0);
        assert_eq!(placeholders("Responsable | [nombre]"), 1);
        assert_eq!(placeholders("[Resumir aquí lo que dicen los usuarios]"), 1);
        assert_eq!(placeholders("[Smith 2020] shows it, [[Page]] too, and [x] is done"), 0);
    }

    #[test]
    fn values_that_are_one() {
        assert!(is_placeholder("[Insert date]"));
        assert!(is_placeholder("{{owner}}"));
        assert!(!is_placeholder("Jane Doe [acting]"));
    }
}
