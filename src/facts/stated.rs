//! Control data that a line says in running words: "Version 1.4 was approved by J. Doe on 3 May 2026",
//! "EXP-02 — v2.4 — owner: A. Martin". A label anywhere in the line takes what stands behind it, or the
//! name before it.

use super::cells::Fields;
use crate::catalogue::{Label, Naming};
use crate::text::fold::is_ideographic;

/// Words of the longest label.
const LONGEST: usize = 5;
/// Words behind a label among which its date stands.
const REACH: usize = 12;
/// Words of a line that is a signature and nothing else.
const SIGNATURE: usize = 10;
/// Words of the longest name.
const NAME: usize = 7;

/// The labels of a line with their values, as written; empty where fewer than two pieces are there, for
/// one alone may be chance.
pub(super) fn stated(text: &str, fields: &mut Fields<'_>) -> Vec<(Label, String)> {
    let text = super::spaced::spaced(text, fields);
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    if words.len() < 3 || words.len() > 60 {
        return Vec::new();
    }
    let labels = labels(&words, fields);
    let mut found = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        let end = labels.get(i + 1).map_or(words.len(), |next| next.start);
        let before = if i == 0 { 0 } else { labels[i - 1].end };
        let value = value(label, &words[before..label.start], &words[label.end..end], fields);
        found.extend(value.map(|value| (label.label, value)));
    }
    if let Some(bare) = words.iter().find(|word| is_bare_version(word))
        && !found.iter().any(|(label, _)| *label == Label::Version)
    {
        found.push((Label::Version, bare.trim_matches(is_punctuation).to_owned()));
    }
    // One signature with its day is no chance, where it is somebody's or opens the line: "Budget approved 26 March
    // 2026" is about something else.
    let opens = |label: Label| labels.iter().any(|stood| stood.label == label && stood.start == 0);
    let signed = |(label, value): &(Label, String)| {
        let of_somebody = *label == Label::Approver && (value.contains(", ") || opens(Label::Approver));
        (*label == Label::ApprovedOn || of_somebody) && fields.date(value).is_some()
    };
    let at_an_end = labels.first().is_some_and(|label| label.start == 0)
        || labels.last().is_some_and(|label| label.end == words.len());
    let whole = words.len() <= SIGNATURE
        && at_an_end
        && found.iter().any(|(label, value)| *label == Label::Approver && is_full(value));
    if found.len() >= 2 || found.iter().any(signed) || whole { found } else { Vec::new() }
}

/// First name and surname, at least.
fn is_full(name: &str) -> bool {
    name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count() >= 2
}

/// A label among the words of a line.
struct Stood {
    label: Label,
    start: usize,
    end: usize,
}

fn labels(words: &[&str], fields: &mut Fields<'_>) -> Vec<Stood> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = if fields.begins_label(words[at]) { LONGEST.min(words.len() - at) } else { 0 };
        let here = (1..=longest).rev().find_map(|taken| {
            // A label does not reach over a comma or a full stop.
            let inside = words[at..at + taken - 1].iter().all(|word| !word.ends_with([',', ';', '.', ':']));
            let label = inside.then(|| fields.whole_label(&words[at..at + taken].join(" "))).flatten()?;
            is_useful(label).then_some(Stood { label, start: at, end: at + taken })
        });
        at = here.as_ref().map_or(at + 1, |stood| stood.end);
        found.extend(here);
    }
    found
}

fn is_useful(label: Label) -> bool {
    matches!(
        label,
        Label::Version
            | Label::Owner
            | Label::Author
            | Label::Approver
            | Label::ApprovedOn
            | Label::EffectiveOn
            | Label::ReviewedOn
            | Label::NextReview
    )
}

fn value(label: &Stood, before: &[&str], behind: &[&str], fields: &Fields<'_>) -> Option<String> {
    let naming = fields.naming();
    let date = || {
        let near = behind[..behind.len().min(REACH)].join(" ");
        fields.date(&near).map(|found| near[found.start..found.end].to_owned())
    };
    match label.label {
        Label::Version => {
            let number = behind.first()?.trim_matches(is_punctuation);
            let fits = number.chars().any(|c| c.is_ascii_digit()) && number.chars().count() <= 10;
            fits.then(|| number.to_owned())
        }
        Label::Owner | Label::Author => name(behind, naming).or_else(|| name_before(before, naming)),
        Label::Approver | Label::ApprovedOn => match (name(behind, naming), date()) {
            (Some(name), Some(date)) => Some(format!("{name}, {date}")),
            (Some(name), None) => Some(name),
            (None, Some(date)) => Some(match behind.iter().position(|word| is_by(word, naming)) {
                // "approved on 13/04/2026 by B. Castaing"
                Some(by) => name(&behind[by + 1..], naming).map_or(date.clone(), |name| format!("{name}, {date}")),
                // "Gillian Thwaite agreed it on 19 January 2026"
                None => name_before(before, naming).map_or(date.clone(), |name| format!("{name}, {date}")),
            }),
            // "Jörg Tennstedt hat sie am 4.11.2026 freigegeben"; "Pilar Ansó, directora general (firmado)"
            (None, None) => dated_before(before, fields)
                .or_else(|| name_before(before, naming))
                // "Hélène Marchandeau, directrice générale (signé)"
                .or_else(|| name(before, naming).filter(|name| behind.is_empty() && is_full(name))),
        },
        _ => date(),
    }
}

/// The capitalised words with which a text begins, behind small words that lead up to a name.
fn name(words: &[&str], naming: &Naming) -> Option<String> {
    let led = words.iter().take_while(|word| is_by(word, naming)).count();
    let mut taken: Vec<&str> = Vec::new();
    let mut in_brackets = false;
    for word in words[led..].iter().take(NAME) {
        let capital = begins_name(word.trim_start_matches('('));
        if !(capital || in_brackets || is_particle(word, naming) && !taken.is_empty()) {
            break;
        }
        in_brackets = (in_brackets || word.starts_with('(')) && !word.contains(')');
        taken.push(word);
        let initial = word.ends_with('.') && word.chars().count() <= 3;
        if word.ends_with([',', ';', ':']) || word.ends_with('.') && !initial {
            break;
        }
    }
    while taken.last().is_some_and(|word| is_particle(word, naming)) {
        taken.pop();
    }
    let name = taken.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')')).to_owned();
    (name.chars().filter(|c| c.is_alphabetic()).count() >= 3).then_some(name)
}

/// "Colin Bradshaw looks after it": the name right before.
fn name_before(words: &[&str], naming: &Naming) -> Option<String> {
    let start = words.iter().rposition(|word| !begins_name(word)).map_or(0, |at| at + 1);
    let own = &words[start..];
    own.first().filter(|first| own.len() >= 2 || first.starts_with(is_ideographic)).and_then(|_| name(own, naming))
}

/// A capital, or a character of a script that has none.
fn begins_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || word.starts_with(is_ideographic)
}

/// The date that stands before a label, with the name before it.
fn dated_before(words: &[&str], fields: &Fields<'_>) -> Option<String> {
    let near = &words[words.len().saturating_sub(REACH)..];
    let text = near.join(" ");
    let found = fields.date(&text)?;
    let date = &text[found.start..found.end];
    let whole = |name: &str| name.split_whitespace().count() >= 2 || name.starts_with(is_ideographic);
    let full = |name: &String| whole(name) && !name.chars().any(|c| c.is_ascii_digit());
    let name = (0..near.len()).find_map(|start| name(&near[start..], fields.naming()).filter(full));
    Some(name.map_or_else(|| date.to_owned(), |name| format!("{name}, {date}")))
}

/// Small words between a label and a name or a date.
fn is_by(word: &str, naming: &Naming) -> bool {
    let word = word.trim_matches(is_punctuation).to_lowercase();
    naming.by.contains(&word)
}

fn is_particle(word: &str, naming: &Naming) -> bool {
    naming.particles.iter().any(|particle| particle == word)
}

fn is_bare_version(word: &str) -> bool {
    let word = word.trim_matches(is_punctuation);
    if let Some(number) = word.strip_prefix('第').and_then(|rest| rest.strip_suffix('版')) {
        return number.starts_with(|c: char| c.is_numeric());
    }
    let Some(number) = word.strip_prefix(['v', 'V']) else { return false };
    let number = number.trim_start_matches('.');
    number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Files, Vocabulary, load};
    use crate::text::date::Order;

    fn read(text: &str) -> Vec<(Label, String)> {
        let (catalogue, _) = load(&Files::embedded());
        let vocabulary = Vocabulary::new(&catalogue);
        stated(text, &mut Fields::new(&vocabulary, Order::DayFirst))
    }

    #[test]
    fn a_sentence_says_who_when_and_which_version() {
        let found = read("Version 1.4 of this document was approved by Margaret Ellison on 23 February 2026.");
        assert_eq!(
            found,
            [(Label::Version, "1.4".into()), (Label::Approver, "Margaret Ellison, 23 February 2026".into())]
        );
    }

    #[test]
    fn a_line_with_dashes() {
        let found = read("*EXP-PRO-02 — v2.4 — pilote Laurent Pichon — approuvée le 13/04/2026 par Bruno Castaing*");
        assert!(found.contains(&(Label::Owner, "Laurent Pichon".into())), "{found:?}");
        assert!(found.contains(&(Label::ApprovedOn, "Bruno Castaing, 13/04/2026".into())), "{found:?}");
        assert!(found.contains(&(Label::Version, "v2.4".into())), "{found:?}");
    }

    #[test]
    fn a_language_that_ends_with_the_verb() {
        let found = read("Version 3.2 hat Jörg Tennstedt am 04.11.2026 freigegeben.");
        let values: Vec<&str> = found.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["3.2", "Jörg Tennstedt, 04.11.2026"]);
    }

    #[test]
    fn who_approves_in_the_active_voice() {
        let cases = [
            (
                "Imran Qadir keeps the programme; Gillian Thwaite agreed it on 19 January 2026.",
                "Gillian Thwaite, 19 January 2026",
            ),
            ("Cette page est tenue à jour. Claire Morel l’a approuvée le 3 mars 2026.", "Claire Morel, 3 mars 2026"),
            ("Se revisa cada año; Pilar Ansó la aprobó el 4/2/2026.", "Pilar Ansó, 4/2/2026"),
        ];
        for (text, who) in cases {
            let found = read(text);
            assert!(found.contains(&(Label::ApprovedOn, who.into())), "{text}: {found:?}");
        }
        // Whatever stands before without being a name is none.
        let found = read("The board then approved on 19 January 2026 the budget for the year.");
        assert!(found.iter().all(|(_, value)| !value.contains("board")), "{found:?}");
    }

    #[test]
    fn a_signature_is_a_line_of_its_own() {
        let who = |text: &str| read(text).into_iter().find(|(label, _)| *label == Label::Approver).map(|(_, who)| who);
        assert_eq!(who("Hélène Marchandeau, directrice générale (signé)").as_deref(), Some("Hélène Marchandeau"));
        assert_eq!(who("gez. Dr. Henrike Vollmer").as_deref(), Some("Dr. Henrike Vollmer"));
        assert_eq!(
            who("Nuria Bellver, aprobado por Pilar Ansorena el 29/01/2026.").as_deref(),
            Some("Pilar Ansorena, 29/01/2026")
        );
        assert_eq!(who("All purchases above the limit have to be signed"), None);
    }

    #[test]
    fn scripts_without_spaces() {
        let found = read("SM-P-11　第3版　施行：2026-04-01　主管：サービス推進室");
        assert!(found.contains(&(Label::Version, "第3版".into())), "{found:?}");
        assert!(found.contains(&(Label::EffectiveOn, "2026-04-01".into())), "{found:?}");
        assert!(found.contains(&(Label::Owner, "サービス推進室".into())), "{found:?}");
        let found = read("承認：長谷部 亮（2026-03-25）　作成：三宅 千晶");
        assert!(found.contains(&(Label::Approver, "長谷部 亮, 2026-03-25".into())), "{found:?}");
        let found = read("2026年4月21日　情報セキュリティ委員会で承認");
        assert!(found.contains(&(Label::Approver, "情報セキュリティ委員会, 2026年4月21日".into())), "{found:?}");
        assert!(read("2026年4月21日　情報セキュリティ委員会で未承認").is_empty());
    }

    #[test]
    fn a_sentence_of_the_text_is_none() {
        assert!(read("The owner of a risk reports each month what has been done about it.").is_empty());
        assert!(read("Contracts are approved by the Finance Director before they are signed.").is_empty());
    }
}
