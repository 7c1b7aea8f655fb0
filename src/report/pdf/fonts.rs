//! The fonts inside the program as typst takes them.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::report::fonts::FONTS;

/// The fonts inside the program.
pub(super) static TYPST: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// Fonts, and the book that lists them.
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

impl Fonts {
    fn embedded() -> Self {
        let fonts = FONTS.fonts.iter().filter_map(|font| Font::new(Bytes::new(font.data), 0));
        let fonts: Vec<Font> = fonts.collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }
}
