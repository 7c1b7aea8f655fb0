//! How the workbook looks: one palette, always beside a symbol, and the formats made of it.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::columns::Entry;
use crate::report::words::{Language, Words};

/// Dark text and headings.
pub(super) const INK: Color = Color::RGB(0x001B_2733);
/// Headings of columns that the program filled.
pub(super) const HEAD: Color = Color::RGB(0x001F_3A4D);
/// Headings of columns that people fill.
pub(super) const ENTER: Color = Color::RGB(0x0094_6200);
/// Cells that people fill.
pub(super) const PAPER: Color = Color::RGB(0x00FF_F9E8);
/// Thin lines between rows.
pub(super) const LINE: Color = Color::RGB(0x00D5_DBE0);
/// Links.
const LINK: Color = Color::RGB(0x000B_4F9E);
/// What is said beside the matter.
const QUIET: Color = Color::RGB(0x005F_6B76);

/// The colour of a status, grade or state, and a tint of it for the ground.
pub(super) fn hues(id: &str) -> (Color, Color) {
    match id {
        "evidenced" | "in-force" | "record" | "conforming" => (Color::RGB(0x001F_7A4D), Color::RGB(0x00E3_F2EA)),
        "partial" | "minor" | "draft" | "template" => (Color::RGB(0x0094_6200), Color::RGB(0x00FB_EFD5)),
        "gap" | "major" | "superseded" | "foreign" => (Color::RGB(0x00A6_1E33), Color::RGB(0x00F9_E1E4)),
        _ => (QUIET, Color::RGB(0x00EB_EEF0)),
    }
}

/// The formats of cells.
pub(super) struct Style {
    /// Headings of columns that the program filled.
    pub(super) head: Format,
    /// Headings of columns that people fill.
    pub(super) head_entry: Format,
    /// Text.
    pub(super) text: Format,
    /// Ids and other short things that stand out.
    pub(super) strong: Format,
    /// Numbers.
    pub(super) number: Format,
    /// Shares that a whole number of percent tells rightly.
    share: Format,
    /// Shares that it does not.
    share_fine: Format,
    /// Dates.
    pub(super) date: Format,
    /// Links.
    pub(super) link: Format,
    /// The title of a sheet.
    pub(super) title: Format,
    /// What stands under it.
    pub(super) quiet: Format,
    /// A heading inside a sheet.
    pub(super) section: Format,
}

impl Style {
    pub(super) fn new() -> Self {
        let plain = || Format::new().set_font_color(INK).set_align(FormatAlign::Top);
        let cell = || plain().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE);
        let text = cell().set_text_wrap();
        let head = |ground: Color| {
            let head = Format::new().set_bold().set_font_color(Color::White).set_background_color(ground);
            head.set_align(FormatAlign::VerticalCenter).set_text_wrap().set_border_right(FormatBorder::Thin)
        };
        Self {
            head: head(HEAD).set_border_right_color(LINE),
            head_entry: head(ENTER).set_border_right_color(LINE),
            strong: text.clone().set_bold(),
            number: cell().set_align(FormatAlign::Right).set_indent(1),
            share: cell().set_align(FormatAlign::Right).set_indent(1).set_num_format("0 %"),
            share_fine: cell().set_align(FormatAlign::Right).set_indent(1).set_num_format("0.0 %"),
            date: cell().set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd"),
            link: text.clone().set_font_color(LINK).set_underline(FormatUnderline::Single),
            text,
            title: plain().set_bold().set_font_size(20),
            quiet: plain().set_font_color(QUIET),
            section: plain().set_bold().set_font_size(13).set_font_color(HEAD),
        }
    }

    /// The format for a share by the rule of all reports: never rounded to the other side of a rating's limit.
    pub(super) fn share(&self, share: f64) -> &Format {
        if Words::of(Language::En).percent(share).contains('.') { &self.share_fine } else { &self.share }
    }

    /// A cell for people to fill.
    pub(super) fn entry(entry: Entry) -> Format {
        let cell = Format::new().set_font_color(INK).set_background_color(PAPER).set_unlocked();
        let cell = cell.set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(LINE);
        match entry {
            Entry::Date => cell.set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd"),
            Entry::Determination | Entry::Text => cell.set_text_wrap(),
        }
    }

    /// A mark in its colours.
    pub(super) fn marked(id: &str) -> Format {
        let (ink, ground) = hues(id);
        Format::new().set_font_color(ink).set_background_color(ground)
    }
}
