//! The fonts inside the program, and which characters they can show. Shared by all that is drawn as PDF.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use rustybuzz::ttf_parser::Face;
use rustybuzz::ttf_parser::cmap::Subtable;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `reports/fonts/`: the Noto Sans family as `subset.py` cut it.
#[derive(rust_embed::RustEmbed)]
#[folder = "reports/fonts/"]
#[include = "*.ttf"]
#[include = "*.otf"]
struct Embedded;

/// Stands for a character that no font has.
pub(super) const MISSING: char = '□';

/// Where a line may break inside a word; what lays text out turns it into a break without a character.
pub(super) const BREAK: char = '\u{200b}';

/// A word longer than this gets places to break after what divides it: a path, an address.
const LONG: usize = 14;

/// A word without anything that divides it gets them once it is longer than this, so that honest words are
/// left to hyphenation.
const ENDLESS: usize = 24;

/// Then so many characters stay together.
const PIECE: usize = 10;

/// Characters that no font has, and how often they were met.
pub(super) type Missing = BTreeMap<char, usize>;

/// The fonts inside the program.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// A font as it was embedded.
pub(super) struct Font {
    /// `NotoSansArabic-Bold`.
    pub(super) name: String,
    pub(super) data: &'static [u8],
}

impl Font {
    /// `NotoSansArabic`.
    pub(super) fn family(&self) -> &str {
        self.name.split_once('-').map_or(self.name.as_str(), |(family, _)| family)
    }
}

/// Fonts, by family.
pub(super) struct Fonts {
    pub(super) fonts: Vec<Font>,
    /// The families that have a character, a bit each, in the order of the fonts.
    families: HashMap<char, u32>,
}

impl Fonts {
    fn embedded() -> Self {
        let mut names: Vec<String> = Embedded::iter().map(|name| name.to_string()).collect();
        names.sort_unstable();
        let fonts = names.iter().filter_map(|name| {
            let data = match Embedded::get(name)?.data {
                Cow::Borrowed(data) => data,
                Cow::Owned(data) => data.leak(),
            };
            let name = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
            Some(Font { name, data })
        });
        let fonts: Vec<Font> = fonts.collect();
        let mut families: HashMap<char, u32> = HashMap::new();
        let mut known: Vec<&str> = Vec::new();
        for font in &fonts {
            let at = known.iter().position(|name| *name == font.family()).unwrap_or_else(|| {
                known.push(font.family());
                known.len() - 1
            });
            covered(font.data).into_iter().for_each(|c| *families.entry(c).or_default() |= 1 << at);
        }
        Self { fonts, families }
    }

    /// The text with nothing in it that cannot be shown: what no font has becomes [`MISSING`] and is counted,
    /// a long word gets places to break, and what is written from right to left stays within itself.
    pub(super) fn fit(&self, text: &str, missing: &mut Missing) -> String {
        let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let shown = if plain { text.to_owned() } else { self.shown(text, missing) };
        let broken = breakable(&shown);
        if broken.chars().any(is_right_to_left) { format!("\u{2068}{broken}\u{2069}") } else { broken }
    }

    /// The text with [`MISSING`] for what no font has, which is counted.
    pub(super) fn shown(&self, text: &str, missing: &mut Missing) -> String {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.nfc().filter(|c| !is_selector(*c)).peekable();
        while let Some(base) = chars.next() {
            let mut cluster = vec![base];
            while let Some(mark) = chars.next_if(|c| is_combining_mark(*c) || is_joiner(*c)) {
                cluster.push(mark);
            }
            // One font must have a character and all its marks, or the marks come out as boxes.
            let fits = |chars: &[char]| chars.iter().fold(u32::MAX, |all, c| all & self.families_of(*c)) != 0;
            if fits(&cluster) {
                out.extend(&cluster);
                continue;
            }
            let has_base = fits(&cluster[..1]);
            out.push(if has_base { base } else { MISSING });
            for c in cluster.iter().skip(usize::from(has_base)).filter(|c| !is_joiner(**c)) {
                *missing.entry(*c).or_default() += 1;
            }
        }
        out
    }

    /// The families that can show a character, a bit each.
    pub(super) fn families_of(&self, c: char) -> u32 {
        if is_joiner(c) { u32::MAX } else { self.families.get(&c).copied().unwrap_or_default() }
    }
}

/// The characters a font has shapes for.
fn covered(data: &[u8]) -> Vec<char> {
    let Ok(face) = Face::parse(data, 0) else { return Vec::new() };
    let mut all = Vec::new();
    for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(Subtable::is_unicode) {
        table.codepoints(|code| {
            let c = char::from_u32(code).filter(|c| face.glyph_index(*c).is_some_and(|glyph| glyph.0 != 0));
            all.extend(c);
        });
    }
    all
}

/// Chooses between forms of one character; has no shape of its own.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Long words with places to break: after what divides them, and where nothing does, every so often.
pub(super) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        if word.trim_end().chars().count() <= LONG {
            out.push_str(word);
            continue;
        }
        let pieces: Vec<&str> = word.split_inclusive(divides).collect();
        for (at, piece) in pieces.iter().enumerate() {
            // Not after a mere dot or two.
            let opens = at > 0 && pieces[at - 1].chars().count() > 2;
            if opens && !piece.starts_with(' ') {
                out.push(BREAK);
            }
            push_piece(&mut out, piece);
        }
    }
    out
}

fn divides(c: char) -> bool {
    matches!(c, '/' | '\\' | '_' | '-' | '.' | ',' | ';' | ':' | '@' | '&' | '=' | '?' | '|')
}

fn push_piece(out: &mut String, piece: &str) {
    if piece.trim_end().chars().count() <= ENDLESS {
        out.push_str(piece);
        return;
    }
    let mut run = 0;
    for c in piece.chars() {
        let joined = c == ' ' || is_joiner(c) || is_combining_mark(c);
        if run >= PIECE && !joined && !out.ends_with(is_joiner) {
            out.push(BREAK);
            run = 0;
        }
        out.push(c);
        run += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn fit(text: &str) -> (String, Vec<char>) {
        let mut missing = Missing::new();
        let shown = FONTS.fit(text, &mut missing);
        (shown, missing.into_keys().collect())
    }

    #[test]
    fn the_scripts_that_are_promised_can_be_shown() {
        for name in [
            "Zoë Čapek Ðặng Nguyễn ßẞ",
            "Ελένη Παπαδοπούλου ᾿Αθῆναι",
            "Дмитро Їжакевич",
            "محمد عبد الله",
            "דוד בן־גוריון",
            "विकास शर्मा",
            "สมชาย ใจดี",
            "王小明 陳大文 鈴木一郎 かなカナ 塡剝頰 김민수",
            "●◐○?–▲△◇◌×□≠■!✓→“”„…",
        ] {
            assert_eq!(fit(name).1, Vec::<char>::new(), "{name}");
        }
    }

    #[test]
    fn what_no_font_has_is_boxed_and_named() {
        assert_eq!(fit("a 🚀\u{fe0f} b 👩\u{200d}💻"), ("a □ b □□".into(), vec!['👩', '💻', '🚀']));
        assert_eq!(fit("\u{e000}"), ("□".into(), vec!['\u{e000}']));
        // A mark that the letter's font does not have.
        assert_eq!(fit("王\u{301}").0, "王");
        assert_eq!(fit("e\u{301}").0, "é");
    }

    #[test]
    fn every_style_of_a_family_has_the_same_characters() {
        let mut seen: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
        for font in &FONTS.fonts {
            let all: BTreeSet<char> = covered(font.data).into_iter().collect();
            let first = seen.entry(font.family()).or_insert_with(|| all.clone());
            assert_eq!(*first, all, "{}", font.name);
        }
        assert!(seen.len() >= 9, "{seen:?}");
    }

    #[test]
    fn long_words_can_break_and_short_ones_stay_whole() {
        assert_eq!(
            fit("Verantwortung (Dienstleistungskatalog) a/b.pdf").0,
            "Verantwortung (Dienstleistungskatalog) a/b.pdf"
        );
        assert_eq!(
            fit("05 Assurance/Security/Stonebeck-Threats.pdf").0,
            "05 Assurance/\u{200b}Security/\u{200b}Stonebeck-\u{200b}Threats.\u{200b}pdf"
        );
        let long = fit(&"x".repeat(5_000)).0;
        assert!(long.split(BREAK).all(|piece| piece.len() <= PIECE));
        assert_eq!(long.replace(BREAK, ""), "x".repeat(5_000));
    }

    #[test]
    fn right_to_left_text_stays_within_itself() {
        assert_eq!(fit("דוד (1)").0, "\u{2068}דוד (1)\u{2069}");
    }
}
