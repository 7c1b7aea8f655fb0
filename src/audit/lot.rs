//! Drawing a sample: strata, how many rows each gives, and which. It sees rows and a seed, nothing else,
//! and no generator of random numbers: a row's lot is a hash of the seed and of what the row says. So the
//! draw is the same on every machine, whatever the order of files and rows, and nothing has to be trusted
//! to stay as it is but BLAKE3, which the cache needs anyway.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use jiff::civil::Date;

/// Lots of the riskiest row; a row without risk has one.
const MOST_LOTS: u8 = 8;
/// A kind is rare when a draw by proportion would bring fewer than this many of its rows: with less than
/// three it stays out once in twenty draws. What half of the rows are is never rare.
const RARE: usize = 3;

/// One row to draw from.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// What tells it from other rows, wherever it stands.
    pub identity: String,
    /// What it says in each of [`Frame::by`]; empty where it says nothing.
    pub values: Vec<String>,
    /// Its date.
    pub date: Option<Date>,
    /// What makes it worth a look, and how much.
    pub risks: Vec<(String, u8)>,
}

/// All rows, and what puts them into strata.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Columns, the weightiest first.
    pub by: Vec<String>,
    /// The column of the dates, where there is one.
    pub date: Option<String>,
    /// The rows.
    pub units: Vec<Unit>,
}

/// What came of a draw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draw {
    /// What the strata are by, as a person would say it: `priority`, `quarter of opened`.
    pub by: Vec<String>,
    /// What they are not by, and why.
    pub left_out: Vec<(String, String)>,
    /// The strata, sorted.
    pub strata: Vec<Stratum>,
    /// The rows drawn, in the order of the frame.
    pub picks: Vec<Pick>,
    /// Rare kinds for which no room was left.
    pub missed: Vec<String>,
}

/// Rows alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stratum {
    /// What its rows say, in the order of [`Draw::by`].
    pub values: Vec<String>,
    /// How many rows it has.
    pub rows: usize,
    /// How many were drawn.
    pub drawn: usize,
}

/// A row drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pick {
    /// Which of the frame's rows.
    pub unit: usize,
    /// Which of the strata.
    pub stratum: usize,
    /// Why it was drawn.
    pub why: Vec<String>,
}

/// How finely a date tells rows apart; a column is always by its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Value(usize),
    Month,
    Quarter,
    Year,
}

/// Draws `size` rows, all where there are no more.
#[must_use]
pub fn draw(frame: &Frame, size: usize, seed: u64) -> Draw {
    let size = size.min(frame.units.len());
    let whole = size == frame.units.len();
    let lots = lots(frame, seed);
    let (mut grains, left_out) = grains(frame, size);
    let mut result = Draw { left_out, ..Draw::default() };
    let musts = if whole { BTreeMap::new() } else { musts(frame, &grains, &lots, size, &mut result.missed) };
    let mut strata = strata(frame, &grains);
    while seats_needed(&strata, &musts) > size && !whole && !grains.is_empty() {
        let given_up = coarser(frame, &mut grains);
        result.left_out.extend(given_up.map(|name| (name, "more strata than rows to draw".to_owned())));
        strata = self::strata(frame, &grains);
    }
    if grains.pop_if(|grain| is_idle(frame, *grain)).is_some() {
        strata = self::strata(frame, &grains);
    }
    result.by = grains.iter().map(|grain| grain.name(frame)).collect();
    let seats = seats(frame, &strata, &musts, size);
    for (number, ((values, mut units), seats)) in strata.into_iter().zip(seats).enumerate() {
        result.strata.push(Stratum { values, rows: units.len(), drawn: seats });
        let alone = units.len() == 1;
        units.sort_by_key(|unit| (!musts.contains_key(unit), Reverse(lots[*unit]), *unit));
        for unit in units.into_iter().take(seats) {
            let why = why(&frame.units[unit], musts.get(&unit), alone, whole);
            result.picks.push(Pick { unit, stratum: number, why });
        }
    }
    result.picks.sort_by_key(|pick| pick.unit);
    result
}

fn why(unit: &Unit, must: Option<&Vec<String>>, alone: bool, whole: bool) -> Vec<String> {
    let mut why: Vec<String> = must.cloned().unwrap_or_default();
    let risks = unit.risks.iter().map(|(says, _)| says);
    let new: Vec<&String> = risks.filter(|says| !why.iter().any(|known| known.ends_with(says.as_str()))).collect();
    why.extend(new.into_iter().cloned());
    if alone && !whole {
        why.push("the only row of its stratum".into());
    }
    if why.is_empty() {
        why.push(if whole { "every row is looked at" } else { "by lot" }.into());
    }
    why
}

/// The best lot of every row: a riskier row draws more of them. Rows that say the same are told apart by
/// their order, for nothing else differs.
fn lots(frame: &Frame, seed: u64) -> Vec<u64> {
    let mut twins: BTreeMap<&str, u64> = BTreeMap::new();
    let mut lots = Vec::with_capacity(frame.units.len());
    for unit in &frame.units {
        let twin = twins.entry(&unit.identity).or_insert(0);
        *twin += 1;
        let mut hash = blake3::Hasher::new();
        hash.update(b"iso20k audit sample").update(&seed.to_le_bytes()).update(&twin.to_le_bytes());
        hash.update(unit.identity.as_bytes());
        let mut bytes = [0; 8 * MOST_LOTS as usize];
        hash.finalize_xof().fill(&mut bytes);
        let (numbers, _) = bytes.as_chunks::<8>();
        let own = numbers.iter().take(usize::from(weight(unit))).map(|number| u64::from_le_bytes(*number));
        lots.push(own.max().unwrap_or_default());
    }
    lots
}

/// How many lots a row has.
fn weight(unit: &Unit) -> u8 {
    unit.risks.iter().fold(1_u8, |sum, (_, weight)| sum.saturating_add(*weight)).min(MOST_LOTS)
}

impl Grain {
    fn name(self, frame: &Frame) -> String {
        let date = frame.date.as_deref().unwrap_or_default();
        match self {
            Self::Value(column) => frame.by[column].clone(),
            Self::Month => format!("month of {date}"),
            Self::Quarter => format!("quarter of {date}"),
            Self::Year => format!("year of {date}"),
        }
    }

    fn value(self, unit: &Unit) -> String {
        let date = |of: &dyn Fn(Date) -> String| unit.date.map_or_else(String::new, of);
        match self {
            Self::Value(column) => unit.values.get(column).cloned().unwrap_or_default(),
            Self::Month => date(&|date| format!("{:04}-{:02}", date.year(), date.month())),
            Self::Quarter => date(&|date| format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1)),
            Self::Year => date(&|date| format!("{:04}", date.year())),
        }
    }
}

/// What can tell the rows apart, and what cannot: a column that says the same everywhere, or more than
/// there are rows to draw.
fn grains(frame: &Frame, size: usize) -> (Vec<Grain>, Vec<(String, String)>) {
    let mut grains = Vec::new();
    let mut left_out = Vec::new();
    for (column, name) in frame.by.iter().enumerate() {
        let values: BTreeSet<&str> =
            frame.units.iter().filter_map(|unit| unit.values.get(column)).map(String::as_str).collect();
        match values.len() {
            0 | 1 => left_out.push((name.clone(), "says the same in every row".to_owned())),
            count if count > size => {
                left_out.push((name.clone(), format!("{count} different values, more than rows to draw")));
            }
            _ => grains.push(Grain::Value(column)),
        }
    }
    if !is_idle(frame, Grain::Month) {
        grains.push(Grain::Month);
    }
    (grains, left_out)
}

/// Makes the strata coarser by one step: the date first, then the columns from the last. Gives the name of
/// what was given up altogether.
fn coarser(frame: &Frame, grains: &mut Vec<Grain>) -> Option<String> {
    let last = grains.last_mut()?;
    match last {
        Grain::Month => *last = Grain::Quarter,
        Grain::Quarter => *last = Grain::Year,
        Grain::Value(_) | Grain::Year => {
            let name = last.name(frame);
            grains.pop();
            return Some(name);
        }
    }
    None
}

/// Whether a date, made coarser, says the same of all rows.
fn is_idle(frame: &Frame, grain: Grain) -> bool {
    let mut values = frame.units.iter().map(|unit| grain.value(unit));
    let first = values.next();
    values.all(|value| Some(&value) == first.as_ref())
}

fn strata(frame: &Frame, grains: &[Grain]) -> BTreeMap<Vec<String>, Vec<usize>> {
    let mut strata: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (number, unit) in frame.units.iter().enumerate() {
        strata.entry(grains.iter().map(|grain| grain.value(unit)).collect()).or_default().push(number);
    }
    strata
}

/// Rows that have to be among the drawn, with the reason: one of every rare kind, where a kind is a value of
/// a column or a risk. Rows that show most kinds come first, for the room may not be enough for all.
fn musts(
    frame: &Frame,
    grains: &[Grain],
    lots: &[u64],
    size: usize,
    missed: &mut Vec<String>,
) -> BTreeMap<usize, Vec<String>> {
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, unit) in frame.units.iter().enumerate() {
        for grain in grains.iter().filter(|grain| matches!(grain, Grain::Value(_))) {
            let value = grain.value(unit);
            if !value.is_empty() {
                kinds.entry(format!("{} {value}", grain.name(frame))).or_default().push(number);
            }
        }
        let says: BTreeSet<&String> = unit.risks.iter().map(|(says, _)| says).collect();
        says.into_iter().for_each(|says| kinds.entry(says.clone()).or_default().push(number));
    }
    let all = frame.units.len();
    let is_rare = |rows: usize| rows * 2 < all && (rows as u128) * (size as u128) < (RARE * all) as u128;
    let mut rare: Vec<(String, Vec<usize>)> = kinds.into_iter().filter(|(_, rows)| is_rare(rows.len())).collect();
    rare.sort_by_key(|(_, rows)| rows.len());
    let mut chosen: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut open: Vec<bool> = vec![true; rare.len()];
    while chosen.len() < size && open.contains(&true) {
        // The row that shows most of what is not shown yet; of equals the best lot.
        let mut shows: BTreeMap<usize, usize> = BTreeMap::new();
        let waiting = rare.iter().zip(&open).filter(|(_, open)| **open);
        waiting.flat_map(|((_, rows), _)| rows).for_each(|row| *shows.entry(*row).or_default() += 1);
        let best = shows.into_iter().max_by_key(|(row, count)| (*count, lots[*row], Reverse(*row)));
        let Some((row, _)) = best else { break };
        for ((kind, rows), open) in rare.iter().zip(&mut open).filter(|((_, rows), _)| rows.binary_search(&row).is_ok())
        {
            if std::mem::take(open) {
                let reason = match rows.len() {
                    1 => format!("the only row with {kind}"),
                    count => format!("one of {count} rows with {kind}"),
                };
                chosen.entry(row).or_default().push(reason);
            }
        }
    }
    missed.extend(rare.into_iter().zip(open).filter(|(_, open)| *open).map(|((kind, _), _)| kind));
    chosen
}

/// Seats that the strata take at least: one each, and one for every row that must be in.
fn seats_needed(strata: &BTreeMap<Vec<String>, Vec<usize>>, musts: &BTreeMap<usize, Vec<String>>) -> usize {
    strata.values().map(|units| least(units, musts)).sum()
}

fn least(units: &[usize], musts: &BTreeMap<usize, Vec<String>>) -> usize {
    units.iter().filter(|unit| musts.contains_key(unit)).count().max(1)
}

/// How many rows each stratum gives: what it must, and the rest in proportion to the lots of its rows
/// (highest averages, in whole numbers; of equals the first).
fn seats(
    frame: &Frame,
    strata: &BTreeMap<Vec<String>, Vec<usize>>,
    musts: &BTreeMap<usize, Vec<String>>,
    size: usize,
) -> Vec<usize> {
    let mut seats: Vec<usize> = strata.values().map(|units| least(units, musts).min(units.len())).collect();
    let mut left = size.saturating_sub(seats.iter().sum());
    let weigh = |units: &Vec<usize>| units.iter().map(|unit| u64::from(weight(&frame.units[*unit]))).sum::<u64>();
    let rows: Vec<usize> = strata.values().map(Vec::len).collect();
    let mut waiting: BinaryHeap<Average> = BinaryHeap::new();
    for (stratum, units) in strata.values().enumerate() {
        waiting.push(Average { weight: weigh(units), seats: seats[stratum] as u64 + 1, stratum });
    }
    while left > 0 {
        let Some(mut best) = waiting.pop() else { break };
        if seats[best.stratum] == rows[best.stratum] {
            continue;
        }
        seats[best.stratum] += 1;
        left -= 1;
        best.seats += 1;
        waiting.push(best);
    }
    seats
}

/// A stratum's lots for each seat, were it given one more.
#[derive(Debug, PartialEq, Eq)]
struct Average {
    weight: u64,
    seats: u64,
    stratum: usize,
}

impl Ord for Average {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let mine = u128::from(self.weight) * u128::from(other.seats);
        let theirs = u128::from(other.weight) * u128::from(self.seats);
        mine.cmp(&theirs).then(other.stratum.cmp(&self.stratum))
    }
}

impl PartialOrd for Average {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
