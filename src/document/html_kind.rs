//! The elements of HTML, by what they do to the text in them.

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Only marks words: `b`, `span`.
    Inline,
    /// Ends the paragraph before and after it.
    Block,
    Heading(u8),
    Paragraph,
    Item,
    List,
    Quote,
    Pre,
    Link,
    Nav,
    PageHeader,
    Footer,
    Aside,
    Term,
    Definition,
    Table,
    Caption,
    RowStart,
    Cell,
    Title,
    /// Not seen by a reader.
    Hidden,
}

/// How many kinds there are.
pub(super) const KINDS: usize = 21;

impl Kind {
    /// The kind of the element of this name.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "script" | "style" | "template" | "noscript" | "iframe" | "object" | "svg" | "math" | "select"
            | "textarea" | "button" | "canvas" | "audio" | "video" | "del" | "s" | "strike" => Self::Hidden,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading(name.as_bytes()[1] - b'0'),
            "p" => Self::Paragraph,
            "li" => Self::Item,
            "ul" | "ol" | "menu" | "dir" => Self::List,
            "blockquote" => Self::Quote,
            "pre" | "listing" | "xmp" => Self::Pre,
            "a" => Self::Link,
            "nav" => Self::Nav,
            "header" => Self::PageHeader,
            "footer" => Self::Footer,
            "aside" | "figcaption" => Self::Aside,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "table" => Self::Table,
            "caption" => Self::Caption,
            "tr" => Self::RowStart,
            "td" | "th" => Self::Cell,
            "title" => Self::Title,
            "html" | "head" | "body" | "div" | "section" | "article" | "main" | "form" | "fieldset" | "legend"
            | "address" | "center" | "details" | "summary" | "figure" | "dl" | "thead" | "tbody" | "tfoot" | "hr"
            | "label" | "dialog" | "hgroup" | "option" | "frameset" => Self::Block,
            _ => Self::Inline,
        }
    }

    /// A number for each kind.
    pub(super) fn slot(self) -> usize {
        match self {
            Self::Inline => 0,
            Self::Block => 1,
            Self::Heading(_) => 2,
            Self::Paragraph => 3,
            Self::Item => 4,
            Self::List => 5,
            Self::Quote => 6,
            Self::Pre => 7,
            Self::Link => 8,
            Self::Nav => 9,
            Self::PageHeader => 10,
            Self::Footer => 11,
            Self::Aside => 12,
            Self::Term => 13,
            Self::Definition => 14,
            Self::Table => 15,
            Self::Caption => 16,
            Self::RowStart => 17,
            Self::Cell => 18,
            Self::Title => 19,
            Self::Hidden => 20,
        }
    }

    /// Whether it begins and ends a text of its own.
    pub(super) fn breaks_text(self) -> bool {
        !matches!(self, Self::Inline | Self::Link | Self::Hidden)
    }

    /// Whether the start of `self` ends an `open` element that was never closed, and whether the
    /// search for one stops at it.
    pub(super) fn ends(self, open: Self) -> (bool, bool) {
        match self {
            Self::Item => (open == Self::Item, open == Self::List),
            Self::Term | Self::Definition => (matches!(open, Self::Term | Self::Definition), open == Self::List),
            Self::Cell => (open == Self::Cell, matches!(open, Self::Table | Self::RowStart)),
            Self::RowStart => (open == Self::RowStart, open == Self::Table),
            Self::Inline | Self::Link | Self::Hidden | Self::Title => (false, true),
            _ => (open == Self::Paragraph, open != Self::Inline && open != Self::Link),
        }
    }
}
