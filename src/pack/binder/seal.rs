//! Where a stamp goes on a page: into the margin at its upper right corner as a reader sees it, however the page is
//! turned, cut or scaled.

use lopdf::{Dictionary, Document, Object};

/// How far a stamp stays from the edges: printers leave out less, texts keep away more.
const MARGIN: f32 = 14.0;
/// The size of a page that gives none, as the format says.
const LETTER: [f32; 4] = [0.0, 0.0, 612.0, 792.0];
/// The least that a box of a page measures to be believed.
const LEAST: f32 = 1.0;

/// A matrix as PDF writes it.
pub(super) type Matrix = [f32; 6];

/// Where to draw a stamp on a page.
pub(super) fn place(document: &Document, page: &Dictionary, stamp: Option<&Object>) -> Matrix {
    let number = |key: &[u8]| page.get_deref(key, document).ok().and_then(|value| value.as_float().ok());
    let whole = rectangle(document, page, b"MediaBox").unwrap_or(LETTER);
    let seen = rectangle(document, page, b"CropBox").map_or(whole, |cut| common(cut, whole));
    // Units of a page may be larger than points.
    let unit = number(b"UserUnit").filter(|unit| unit.is_finite() && *unit > 0.0).unwrap_or(1.0);
    let turned = number(b"Rotate").filter(|turn| turn.is_finite()).map_or(0, |turn| (turn as i64).rem_euclid(360) / 90);
    let size =
        stamp.and_then(|stamp| stamp.as_stream().ok()).and_then(|stamp| rectangle(document, &stamp.dict, b"BBox"));
    let [_, _, width, height] = size.unwrap_or([0.0, 0.0, 1.0, 1.0]);
    at(seen, turned, unit, (width, height))
}

fn at([left, bottom, right, top]: [f32; 4], turned: i64, unit: f32, (width, height): (f32, f32)) -> Matrix {
    let (across, up) = (right - left, top - bottom);
    let (wide, tall) = if turned % 2 == 0 { (across, up) } else { (up, across) };
    let margin = (MARGIN / unit).min(wide / 20.0).min(tall / 20.0);
    let room = wide - 2.0 * margin;
    let scale = (1.0 / unit).min(room / width).min(tall / (4.0 * height));
    let (u, v) = (wide - margin - width * scale, tall - margin - height * scale);
    // From what a reader sees, right and up, to what the page calls x and y.
    let [a, b, c, d, e, f] = match turned {
        1 => [0.0, 1.0, -1.0, 0.0, right, bottom],
        2 => [-1.0, 0.0, 0.0, -1.0, right, top],
        3 => [0.0, -1.0, 1.0, 0.0, left, top],
        _ => [1.0, 0.0, 0.0, 1.0, left, bottom],
    };
    [a * scale, b * scale, c * scale, d * scale, a * u + c * v + e, b * u + d * v + f]
}

/// A rectangle of a dictionary, its corners in order.
fn rectangle(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<[f32; 4]> {
    let array = dictionary.get_deref(key, document).ok()?.as_array().ok()?;
    let numbers: Vec<f32> = array
        .iter()
        .filter_map(|value| document.dereference(value).ok()?.1.as_float().ok())
        .filter(|number| number.is_finite())
        .collect();
    let [a, b, c, d] = numbers[..] else { return None };
    let found = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (found[2] - found[0] >= LEAST && found[3] - found[1] >= LEAST).then_some(found)
}

/// What two rectangles share; the second one where they share nothing.
fn common(cut: [f32; 4], whole: [f32; 4]) -> [f32; 4] {
    let shared = [cut[0].max(whole[0]), cut[1].max(whole[1]), cut[2].min(whole[2]), cut[3].min(whole[3])];
    if shared[2] - shared[0] >= LEAST && shared[3] - shared[1] >= LEAST { shared } else { whole }
}

/// A name for the stamp that no picture of the page has.
pub(super) fn free_name(pictures: &Dictionary) -> Vec<u8> {
    let names = std::iter::once("Exhibit".to_owned()).chain((2..).map(|number: u32| format!("Exhibit{number}")));
    names.map(String::into_bytes).find(|name| !pictures.has(name)).unwrap_or_default()
}

/// The content that draws a stamp behind a page's own, which left so many states of graphics open.
pub(super) fn drawn(name: &[u8], matrix: Matrix, open: usize) -> String {
    let numbers: Vec<String> = matrix.iter().map(|number| format!("{number:.4}")).collect();
    format!("\n{}q {} cm /{} Do Q\n", "Q\n".repeat(open + 1), numbers.join(" "), String::from_utf8_lossy(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(matrix: Matrix, (width, height): (f32, f32)) -> [(f32, f32); 2] {
        let [a, b, c, d, e, f] = matrix;
        [(0.0, 0.0), (width, height)].map(|(x, y)| ((a * x + c * y + e).round(), (b * x + d * y + f).round()))
    }

    /// On a page of 600 × 800 whose box begins at (100, 50).
    #[test]
    fn a_stamp_is_at_the_upper_right_however_a_page_is_turned() {
        let seen = [100.0, 50.0, 700.0, 850.0];
        let size = (200.0, 12.0);
        let on = |turned| corners(at(seen, turned, 1.0, size), size);
        assert_eq!(on(0), [(486.0, 824.0), (686.0, 836.0)]);
        // Turned right: what is right of the page as seen is its top.
        assert_eq!(on(1), [(126.0, 636.0), (114.0, 836.0)]);
        assert_eq!(on(2), [(314.0, 76.0), (114.0, 64.0)]);
        assert_eq!(on(3), [(674.0, 264.0), (686.0, 64.0)]);
    }

    #[test]
    fn a_stamp_fits_small_pages_and_large_units() {
        let size = (300.0, 12.0);
        let inside = |seen: [f32; 4], unit: f32| {
            let [low, high] = corners(at(seen, 0, unit, size), size);
            assert!(low.0 >= seen[0] && high.0 <= seen[2] && low.1 >= seen[1] && high.1 <= seen[3], "{low:?} {high:?}");
            high.0 - low.0
        };
        assert_eq!(inside([0.0, 0.0, 72.0, 72.0], 1.0), 64.0);
        assert_eq!(inside([0.0, 0.0, 595.0, 842.0], 2.0), 150.0);
        assert!(inside([0.0, 0.0, 2000.0, 10.0], 1.0) > 10.0);
    }
}
