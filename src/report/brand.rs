//! Whose report it is and for whom, arranged for reading.

use serde::Serialize;

use super::plain::{TEXT, clean};
use crate::assessment::Branding;

/// What a profile says of reports; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Brand {
    /// For whom the report is.
    pub client: String,
    /// Who presents it.
    pub consultant: String,
    /// How it is to be treated.
    pub confidentiality: String,
    /// What a reader is to know before relying on it.
    pub disclaimers: Vec<String>,
    /// The colour of rules and bands, `#1b3a5c`; ours where there is none.
    pub accent: String,
    /// The logo.
    pub logo: Option<Picture>,
}

/// A picture as its own address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// `data:image/png;base64,…`: of nothing but what `Logo` takes.
    pub url: String,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The colour where a profile names none.
const ACCENT: &str = "#1b3a5c";

impl Brand {
    pub(super) fn new(branding: &Branding) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(|text| clean(text, TEXT)).unwrap_or_default();
        let logo = branding.logo.as_ref();
        let picture =
            logo.and_then(|logo| Some(Picture { url: logo.data_url()?, width: logo.width, height: logo.height }));
        Self {
            client: text(&branding.client),
            consultant: text(&branding.consultant),
            confidentiality: text(&branding.confidentiality),
            disclaimers: branding.disclaimers.iter().map(|text| clean(text, TEXT)).collect(),
            accent: branding.accent.as_deref().filter(|accent| is_colour(accent)).unwrap_or(ACCENT).to_owned(),
            logo: picture,
        }
    }
}

/// Looked at once more before it becomes part of a style: an assessment may come from anywhere.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_colour_does_not_get_into_a_style() {
        let branding = Branding { accent: Some("red;} body{display:none".into()), ..Branding::default() };
        assert_eq!(Brand::new(&branding).accent, ACCENT);
        let branding =
            Branding { accent: Some("#00ff7f".into()), client: Some(" A\nB ".into()), ..Branding::default() };
        let brand = Brand::new(&branding);
        assert_eq!((brand.accent.as_str(), brand.client.as_str()), ("#00ff7f", "A B"));
    }
}
