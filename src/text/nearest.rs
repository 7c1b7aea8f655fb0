//! The name that somebody may have meant who wrote another.

use super::fold;

/// The known name that is written most alike; `None` where none is alike enough to be a slip of the pen.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = fold(name).chars().collect();
    let apart = known.into_iter().map(|known| (distance(&wanted, &fold(known).chars().collect::<Vec<_>>()), known));
    let (distance, known) = apart.min_by_key(|(distance, _)| *distance)?;
    // One letter in three may be another.
    (distance * 3 <= wanted.len().max(3)).then_some(known)
}

/// How many letters have to be put in, taken out or changed (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let least = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = std::mem::replace(&mut row[j + 1], least);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_is_known_and_another_word_is_not() {
        let known = ["incident-records", "change-records", "services"];
        assert_eq!(nearest("incident-record", known), Some("incident-records"));
        assert_eq!(nearest("Chnage-records", known), Some("change-records"));
        assert_eq!(nearest("tickets", known), None);
        assert_eq!(nearest("", []), None);
    }
}
