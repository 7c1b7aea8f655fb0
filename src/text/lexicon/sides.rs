//! Which patterns a sentence meets. A pattern is looked at only where its rarest side is met, however many patterns
//! share the others, and mostly no further than whether its next rare side is met, too.

use serde::{Deserialize, Serialize};

use super::{CompiledPattern, Hit, Lexicon, Match, Met, PatternId, SideId};

/// A pattern that a side opens, with a side of it that must be met besides; of a pattern of one side that one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Open {
    pub(super) pattern: PatternId,
    pub(super) besides: SideId,
    /// Whether these two are all it has.
    pub(super) is_all: bool,
}

/// A set of sides, a bit each: small enough to stay near the processor.
#[derive(Debug, Default)]
struct Set(Vec<u64>);

impl Set {
    fn make_room(&mut self, sides: usize) {
        self.0.resize(sides.div_ceil(64), 0);
    }

    fn has(&self, side: SideId) -> bool {
        self.0[side as usize / 64] >> (side % 64) & 1 == 1
    }

    /// Whether it was not in yet.
    fn add(&mut self, side: SideId) -> bool {
        let (word, bit) = (&mut self.0[side as usize / 64], 1 << (side % 64));
        std::mem::replace(word, *word | bit) & bit == 0
    }

    fn remove(&mut self, side: SideId) {
        self.0[side as usize / 64] &= !(1 << (side % 64));
    }
}

/// Room to note which sides are met; all but what stands above is forgotten after each sentence.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// Sides met by the sentence itself, in order and as a set.
    touched: Vec<SideId>,
    own: Set,
    /// Sides met by what stands above, and whether these count for this sentence.
    under: Set,
    is_under: bool,
    /// By side, the patterns that what stands above leaves open for it.
    waiting: Vec<Vec<Open>>,
    /// Sides of which `under` or `waiting` says something.
    above: Vec<SideId>,
    /// What stands there: the same for many sentences.
    hits: Vec<Hit>,
    /// Sides of the patterns that are met, and by side where its hits begin among the links.
    wanted: Vec<SideId>,
    /// Room for the patterns that are met.
    found: Vec<PatternId>,
    ends: Vec<(u32, u32)>,
    /// Hits of wanted sides, each with the number, from 1, of the next one of its side; 0 for none.
    links: Vec<(Hit, u32)>,
}

/// Stands for no link in a side that is wanted.
const WANTED: (u32, u32) = (u32::MAX, 0);

impl Sides {
    /// Takes note of a sentence's own hits and of those of what stands above it.
    pub(super) fn meet(&mut self, own: &[Hit], above: &[Hit], lexicon: &Lexicon) {
        let sides = lexicon.opens.len();
        self.own.make_room(sides);
        self.under.make_room(sides);
        self.waiting.resize_with(sides, Vec::new);
        self.ends.resize(sides, (0, 0));
        self.is_under = !above.is_empty();
        if self.is_under && self.hits != above {
            self.stand_under(above, lexicon);
        }
        for side in own.iter().flat_map(|hit| &lexicon.phrases[hit.phrase as usize].sides) {
            if self.own.add(*side) {
                self.touched.push(*side);
            }
        }
    }

    /// Works out once, for all sentences under the same headings, what these leave open.
    fn stand_under(&mut self, hits: &[Hit], lexicon: &Lexicon) {
        for side in self.above.drain(..) {
            self.under.remove(side);
            self.waiting[side as usize].clear();
        }
        for side in hits.iter().flat_map(|hit| &lexicon.phrases[hit.phrase as usize].sides) {
            if self.under.add(*side) {
                self.above.push(*side);
            }
        }
        for at in 0..self.above.len() {
            for Open { pattern, .. } in &lexicon.opens[self.above[at] as usize] {
                let sides = &lexicon.patterns[*pattern as usize].sides;
                let mut open = sides.iter().filter(|side| !self.under.has(**side));
                // Where what stands above meets all of it, whatever the sentence says of it will do.
                let awaited = open.next().map_or(&**sides, std::slice::from_ref);
                let besides = open.next().copied();
                for side in awaited {
                    let is_all = open.clone().next().is_none();
                    let waiting = Open { pattern: *pattern, besides: besides.unwrap_or(*side), is_all };
                    self.waiting[*side as usize].push(waiting);
                    self.above.push(*side);
                }
            }
        }
        self.hits = hits.to_vec();
    }

    /// Whether a side is met, by the sentence or by what stands above it.
    fn is_met(&self, side: SideId) -> bool {
        self.own.has(side) || self.is_under && self.under.has(side)
    }

    /// The patterns that are met, with where the sentence says each of them; then the sentence is forgotten.
    pub(super) fn matches(&mut self, own: &[Hit], lexicon: &Lexicon) -> Vec<Match> {
        let sides = |pattern: PatternId| &lexicon.patterns[pattern as usize].sides;
        self.told(own, lexicon, |set, open| {
            set.is_met(open.besides) && (open.is_all || sides(open.pattern).iter().all(|side| set.is_met(*side)))
        })
    }

    /// Likewise the patterns of three sides or more that are met but for the last one.
    pub(super) fn nearly(&mut self, own: &[Hit], lexicon: &Lexicon) -> Vec<Match> {
        self.told(own, lexicon, |set, open| {
            let [named @ .., last] = &*lexicon.patterns[open.pattern as usize].sides else { return false };
            named.len() >= 2 && named.iter().all(|side| set.is_met(*side)) && !set.is_met(*last)
        })
    }

    fn told(&mut self, own: &[Hit], lexicon: &Lexicon, is_met: impl Fn(&Self, &Open) -> bool) -> Vec<Match> {
        let mut found = std::mem::take(&mut self.found);
        for side in &self.touched {
            let waiting = if self.is_under { &self.waiting[*side as usize][..] } else { &[] };
            let open = lexicon.opens[*side as usize].iter().chain(waiting);
            found.extend(open.filter(|open| is_met(self, open)).map(|open| open.pattern));
        }
        found.sort_unstable();
        found.dedup();
        self.link(&found, own, lexicon);
        let mut told: Vec<Match> =
            found.iter().map(|pattern| self.stands(&lexicon.patterns[*pattern as usize])).collect();
        told.sort_unstable();
        found.clear();
        self.found = found;
        self.wanted.drain(..).for_each(|side| self.ends[side as usize] = (0, 0));
        self.links.clear();
        self.touched.drain(..).for_each(|side| self.own.remove(side));
        told
    }

    /// Brings together the hits of each side of the patterns that are met: these are few.
    fn link(&mut self, found: &[PatternId], own: &[Hit], lexicon: &Lexicon) {
        for side in found.iter().flat_map(|pattern| &lexicon.patterns[*pattern as usize].sides) {
            if std::mem::replace(&mut self.ends[*side as usize], WANTED) == (0, 0) {
                self.wanted.push(*side);
            }
        }
        let own = if found.is_empty() { &[] } else { own };
        for hit in own {
            for side in &lexicon.phrases[hit.phrase as usize].sides {
                let (first, last) = &mut self.ends[*side as usize];
                if *first == 0 {
                    continue;
                }
                self.links.push((*hit, 0));
                let number = self.links.len() as u32;
                if *last == 0 {
                    *first = number;
                } else {
                    self.links[*last as usize - 1].1 = number;
                }
                *last = number;
            }
        }
    }

    fn stands(&self, pattern: &CompiledPattern) -> Match {
        let mut met = Met::default();
        for (slot, side) in pattern.sides.iter().enumerate() {
            met.slots |= u8::from(self.is_met(*side)) << slot;
            let (first, last) = self.ends[*side as usize];
            let mut next = if last == 0 { 0 } else { first };
            while next != 0 {
                let (hit, following) = &self.links[next as usize - 1];
                met.take(hit, slot);
                next = *following;
            }
        }
        met.found(pattern.key)
    }
}
