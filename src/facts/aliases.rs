//! What a document says that an organisation is called for short: "Fellside Hosting Ltd (hereinafter “Fellside”)",
//! 苏州云和信息技术服务有限公司（以下称云和）.

use super::units::Units;
use crate::catalogue::Vocabulary;
use crate::text::fold;
use crate::text::fold::is_ideographic;

/// Characters behind a name within which its short form is given.
const REACH: usize = 40;
/// Letters and words of a short form; fewer letters are a common word.
const LETTERS: usize = 3;
const WORDS: usize = 3;
/// Short forms kept of one document.
const KEPT: usize = 8;

/// Each name in full with its short form.
pub(super) fn aliases(
    units: &Units<'_>,
    organisations: &[(String, u32)],
    vocabulary: &Vocabulary,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for unit in units.body() {
        for (name, _) in organisations {
            let behind = unit.text.split_once(name.as_str()).map(|(_, behind)| behind);
            let short = behind.and_then(|behind| short_form(behind, vocabulary));
            found.extend(short.map(|short| (name.clone(), short)));
        }
    }
    found.sort();
    found.dedup();
    found.truncate(KEPT);
    found
}

/// What stands in quotes, or alone, behind a word that gives a short form, right behind a name.
fn short_form(behind: &str, vocabulary: &Vocabulary) -> Option<String> {
    let inside = behind.trim_start().strip_prefix(['(', '（', ',', '，', '、'])?;
    let reach: String = inside.chars().take(REACH).collect();
    let part = reach.split([')', '）', ';', '；', '。']).next().unwrap_or_default();
    let small = part.to_lowercase();
    let lead = vocabulary.naming.short.iter().filter(|lead| small.trim_start().starts_with(lead.as_str()));
    let lead = lead.max_by_key(|lead| lead.len());
    let quoted = || {
        let start = part.find(OPENING)?;
        let rest = part[start..].trim_start_matches(OPENING);
        rest.find(CLOSING).map(|end| &rest[..end])
    };
    let alone = |lead: &String| part.trim_start().get(lead.len()..);
    let is_bare = part.trim_start().starts_with(OPENING);
    let short = match lead {
        Some(lead) => quoted().or_else(|| alone(lead))?,
        None => quoted().filter(|_| is_bare)?,
    };
    let short = short.trim_matches(|c: char| !c.is_alphanumeric());
    is_name(short, vocabulary).then(|| short.to_owned())
}

/// A short name, not what a party of a contract is called ("the Supplier").
fn is_name(short: &str, vocabulary: &Vocabulary) -> bool {
    let letters = short.chars().filter(|c| c.is_alphanumeric()).count();
    let dense = short.contains(is_ideographic);
    let folded = fold(short);
    let mut roles = vocabulary.naming.common.iter();
    let is_role = roles.any(|role| folded == *role || folded.ends_with(&format!(" {role}")));
    let is_written = dense || short.starts_with(char::is_uppercase);
    is_written && !is_role && letters >= if dense { 2 } else { LETTERS } && short.split_whitespace().count() <= WORDS
}

const OPENING: [char; 8] = ['“', '„', '«', '「', '『', '"', '‘', '”'];
const CLOSING: [char; 8] = ['”', '“', '»', '」', '』', '"', '’', '‟'];

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::short_form;
    use crate::catalogue::{Files, Vocabulary, load};

    #[test]
    fn short_forms_as_people_give_them() {
        static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(&load(&Files::embedded()).0));
        let short = |behind: &str| short_form(behind, &VOCABULARY).unwrap_or_default();
        for (behind, wanted) in [
            (" (hereinafter “Fellside”) runs the desk", "Fellside"),
            (" (“FHL”) runs the desk", "FHL"),
            (" (nachfolgend „Tannwald“ genannt) betreibt", "Tannwald"),
            (" (ci-après « Rochelle ») assure", "Rochelle"),
            ("（以下称云和）在苏州", "云和"),
            ("（以下「港川」という。）は", "港川"),
            (" (hereinafter “the Supplier”)", ""),
            ("（以下简称“甲方”）", ""),
            (" (registered in England) runs the desk", ""),
            (" runs “Quick Start” for all", ""),
        ] {
            assert_eq!(short(behind), wanted, "{behind}");
        }
    }
}
