//! How wide the columns of a table are: words stay whole, and what says more has more room.

/// Letters on a line across the page.
const LINE: usize = 140;
/// A word longer than this may be broken; paths of files are.
const WORD: usize = 14;
/// Letters that the edges of a cell take.
const MARGIN: usize = 3;
/// Letters from which more give no more room.
const LONG: usize = 80;

/// The share of the page that each column takes; together 1.
pub(in crate::report) fn shares(headings: &[String], rows: &[Vec<String>]) -> Vec<f32> {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at)).chain(headings.get(at));
    let word = |cell: &String| cell.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
    let columns = (0..headings.len()).map(|at| {
        let least = cells(at).map(word).max().unwrap_or_default().clamp(3, WORD) + MARGIN;
        let most = cells(at).map(|cell| cell.chars().count()).max().unwrap_or_default().clamp(least, LONG.max(least));
        (least, most - least)
    });
    let columns: Vec<(usize, usize)> = columns.collect();
    let least: usize = columns.iter().map(|(least, _)| least).sum();
    let more: usize = columns.iter().map(|(_, more)| more).sum();
    // What is left over goes to those who want more; where nobody does, to all alike.
    let spare = LINE.saturating_sub(least) as f32;
    let wants = |least: usize, own: usize| match more {
        0 => least as f32,
        _ => least as f32 + spare * own as f32 / more as f32,
    };
    let wanted: Vec<f32> = columns.iter().map(|(least, own)| wants(*least, *own)).collect();
    let all: f32 = wanted.iter().sum::<f32>().max(f32::EPSILON);
    wanted.into_iter().map(|own| own / all).collect()
}

#[cfg(test)]
mod tests {
    use super::shares;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn words_stay_whole_and_what_says_more_has_more_room() {
        let long = "word ".repeat(100);
        let found = shares(&row(&["no", "Einstufung", "finding"]), &[row(&["1", "minor", &long])]);
        assert!((found.iter().sum::<f32>() - 1.0).abs() < 0.001, "{found:?}");
        // Of 140 letters: ten and some room.
        assert!(found[1] * 140.0 >= 11.0 && found[2] > 0.6, "{found:?}");
        let many = shares(&vec![String::new(); 40], &[]);
        assert!(many.iter().all(|share| (share - 0.025).abs() < 0.001), "{many:?}");
        assert!(shares(&[], &[]).is_empty());
    }
}
