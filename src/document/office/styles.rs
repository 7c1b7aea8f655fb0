//! What a paragraph style's name says: heading, title, entry of a table of contents and so on, in
//! the languages in which office programs write it.

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of this level.
    Heading(u8),
    /// The title of the document.
    Title,
    /// An entry or the heading of a table of contents, of figures or an index.
    Contents,
    /// An item of a list.
    ListItem,
    /// A quotation.
    Quote,
    /// Preformatted text.
    Code,
    /// The caption of a table or figure.
    Caption,
}

/// "Heading" in the style names of localised programs, followed by a level.
const HEADINGS: &[&str] = &[
    "heading",
    "überschrift",
    "berschrift",
    "titre",
    "título",
    "titulo",
    "ttulo",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "nagwek",
    "nadpis",
    "заголовок",
    "見出し",
    "标题",
    "標題",
    "제목",
    "başlık",
    "címsor",
    "επικεφαλίδα",
    "naslov",
    "titlu",
    "заглавие",
    "antraštė",
    "virsraksts",
    "pealkiri",
];
/// "Title" in the style names of localised programs.
const TITLES: &[&str] = &[
    "title",
    "titel",
    "titre",
    "título",
    "titulo",
    "titolo",
    "tittel",
    "tytuł",
    "název",
    "название",
    "заголовок",
    "表題",
    "标题",
    "標題",
    "제목",
    "documenttitle",
    "doctitle",
];
/// What the style names of tables of contents, of figures and indexes begin with.
const CONTENTS: &[&str] = &[
    "toc",
    "contents",
    "tableoffigures",
    "tableofauthorities",
    "index",
    "verzeichnis",
    "inhaltsverzeichnis",
    "tm",
    "sommario",
    "tdc",
    "sumário",
    "inhopg",
    "innehåll",
    "obsah",
    "目次",
    "目录",
];

/// The kind that a style's name stands for, if any.
pub(super) fn by_name(name: &str) -> Option<Kind> {
    // LibreOffice writes `Heading_20_1`.
    let name: String = name.to_lowercase().replace("_20_", "").split([' ', '_', '-', '\u{a0}']).collect();
    let word = name.trim_end_matches(|character: char| character.is_ascii_digit());
    let number: Option<u8> = name.get(word.len()..).and_then(|digits| digits.parse().ok());
    if let Some(level @ 1..=9) = number.filter(|_| HEADINGS.contains(&word)) {
        return Some(Kind::Heading(level));
    }
    if number.is_none() && TITLES.contains(&word) {
        return Some(Kind::Title);
    }
    if CONTENTS.contains(&word) || matches!(word, "tocheading" | "contentsheading" | "indexheading") {
        return Some(Kind::Contents);
    }
    match word {
        "quote" | "intensequote" | "quotations" | "blocktext" | "zitat" | "citation" => Some(Kind::Quote),
        "htmlpreformatted" | "preformattedtext" | "code" | "sourcecode" => Some(Kind::Code),
        "caption" | "beschriftung" | "légende" | "epígrafe" | "tablecaption" | "didascalia" => Some(Kind::Caption),
        "listbullet" | "listnumber" => Some(Kind::ListItem),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_names_are_known_in_many_languages() {
        for name in ["heading 2", "Heading2", "Heading_20_2", "Überschrift 2", "berschrift2", "Titre 2", "見出し 2"]
        {
            assert_eq!(by_name(name), Some(Kind::Heading(2)), "{name}");
        }
        for name in ["toc 1", "TOC Heading", "Contents_20_1", "table of figures", "index 3"] {
            assert_eq!(by_name(name), Some(Kind::Contents), "{name}");
        }
        for (name, kind) in [("Title", Kind::Title), ("List Bullet 2", Kind::ListItem), ("caption", Kind::Caption)] {
            assert_eq!(by_name(name), Some(kind));
        }
        for name in ["Normal", "heading 12", "Heading", "Subtitle", "Body Text 2", "Table Contents"] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}
