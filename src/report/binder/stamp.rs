//! The stamp of an exhibit's page: one line for its margin, which says which exhibit it is, for what, and by which
//! hash the document is known.

use super::sheets::short_ids;
use super::{Body, Made, Slot};
use crate::report::plain::{TEXT, clean};
use crate::report::sheet::{INK, Page, Setter};

/// The size of its text.
const SIZE: f32 = 6.6;
/// Its height.
const HEIGHT: f32 = 12.0;
/// Left and right of its text.
const PAD: f32 = 5.0;
/// Digits of a hash that tell documents apart.
const DIGITS: usize = 16;
/// Obligations named on a stamp.
const NAMED: usize = 4;

/// A stamp for each page of an exhibit, as a page of its own behind the sheets.
pub(super) fn stamps(made: &Made<'_>, setter: &mut Setter, slots: &mut [Slot], pages: &mut Vec<Page>) {
    for (number, slot) in (1..).zip(slots.iter_mut()) {
        if let Slot::Page(exhibit, page, stamp) = slot {
            *stamp = pages.len();
            pages.push(drawn(made, setter, (*exhibit, *page), number));
        }
    }
}

fn drawn(made: &Made<'_>, setter: &mut Setter, (at, page): (usize, u32), number: usize) -> Page {
    let (exhibit, words) = (&made.contents.exhibits[at], made.words);
    let Body::Pages(count) = made.bodies[at] else { return Page::new((0.0, 0.0)) };
    let here = exhibit.on_page(page + 1);
    let obligations = if here.is_empty() {
        words.fill("binder", "stamp_for", &[("obligations", &short_ids(&exhibit.obligations(), NAMED))])
    } else {
        words.fill("binder", "stamp_here", &[("obligations", &short_ids(&here, NAMED))])
    };
    let hash = clean(exhibit.sha256.get(..DIGITS).unwrap_or(exhibit.sha256), TEXT);
    let values = [("page", (page + 1).to_string()), ("pages", count.to_string()), ("number", number.to_string())];
    let mut values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    values.extend([("obligations", obligations.as_str()), ("hash", hash.as_str())]);
    let name = setter.line(&words.fill("binder", "exhibit", &[("n", &(at + 1).to_string())]), true);
    let rest = setter.line(&words.fill("binder", "stamp", &values), false);
    let (left, gap) = (name.width(SIZE), 5.0);
    let width = left + gap + rest.width(SIZE) + 2.0 * PAD;
    let mut stamp = Page::new((width, HEIGHT));
    stamp.frame((0.3, 0.3), (width - 0.6, HEIGHT - 0.6), 0.6, made.accent());
    stamp.write((PAD, 3.7), SIZE, made.accent(), name);
    stamp.write((PAD + left + gap, 3.7), SIZE, INK, rest);
    stamp
}
