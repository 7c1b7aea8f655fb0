//! A chart inside the document: the SVG for programs that draw it, a PNG for those that do not, and what it
//! shows in words for those who cannot see it.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::package::Package;
use crate::assessment::Logo;
use crate::report::charts::Chart;

/// Fonts for the PNG; the machine's own are never looked at, or bytes would depend on it.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../../../reports/fonts/NotoSans-Regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../../../reports/fonts/NotoSans-Bold.ttf").to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Dots of the PNG for one of the chart: sharp enough on paper.
const SCALE: f32 = 2.0;
/// Units of Office for a pixel of 1/96 inch.
const EMU: u64 = 9_525;
/// Room between the margins, in those units.
const WIDEST: u64 = 6_120_000;
const HIGHEST: u64 = 7_200_000;
/// Room for a logo.
const LOGO: (u64, u64) = (2_160_000, 900_000);

/// One drawing.
pub(super) struct Drawing {
    pub(super) name: &'static str,
    id: usize,
    alt: String,
    /// In Office's units, no wider than the page allows.
    extent: (u64, u64),
    /// For every program: the ending of its file, and its bytes.
    picture: (&'static str, Vec<u8>),
    /// For programs that draw it.
    svg: Option<Vec<u8>>,
}

impl Drawing {
    /// A chart.
    pub(super) fn chart(id: usize, chart: &Chart) -> Result<Self> {
        Ok(Self {
            name: chart.id,
            id,
            alt: chart.alt.clone(),
            extent: extent(chart.width, chart.height, (WIDEST, HIGHEST)),
            picture: ("png", png(&chart.svg)?),
            svg: Some(chart.svg.clone().into_bytes()),
        })
    }

    /// The logo on the cover; `None` where it is no picture after all.
    pub(super) fn logo(id: usize, logo: &Logo, alt: String) -> Option<Self> {
        // Looked at once more: an assessment may come from anywhere.
        logo.data_url()?;
        let bytes = logo.bytes()?;
        let (picture, svg) = match logo.media_type.as_str() {
            "image/png" => (("png", Pixmap::decode_png(&bytes).is_ok().then_some(bytes)?), None),
            "image/jpeg" => (("jpeg", bytes), None),
            _ => (("png", png(std::str::from_utf8(&bytes).ok()?).ok()?), Some(bytes)),
        };
        let extent = extent(logo.width, logo.height, LOGO);
        Some(Self { name: "logo", id, alt, extent, picture, svg })
    }

    /// How it stands in a paragraph.
    pub(super) fn markup(&self) -> String {
        let Self { name, id, extent: (width, height), .. } = self;
        let mut alt = String::new();
        super::runs::escape(&self.alt, &mut alt);
        let svg = self.svg.as_ref().map(|_| {
            format!(
                "<a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">\
                 <asvg:svgBlip r:embed=\"rIdSvg{id}\"/></a:ext></a:extLst>"
            )
        });
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"rIdPicture{id}\">{}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            svg.unwrap_or_default()
        )
    }

    /// Puts its pictures into the package.
    pub(super) fn add_to(self, package: &mut Package) {
        let (id, name) = (self.id, self.name);
        package.media(&format!("rIdPicture{id}"), &format!("report-{name}.{}", self.picture.0), self.picture.1);
        if let Some(svg) = self.svg {
            package.media(&format!("rIdSvg{id}"), &format!("report-{name}.svg"), svg);
        }
    }
}

/// As large as it is, unless that is more than there is room for.
fn extent(width: u32, height: u32, room: (u64, u64)) -> (u64, u64) {
    let (width, height) = (u64::from(width.max(1)) * EMU, u64::from(height.max(1)) * EMU);
    let (wide, high) = (width.min(room.0), height.min(room.1));
    if wide * height <= high * width {
        (wide, (height * wide / width).max(1))
    } else {
        ((width * high / height).max(1), high)
    }
}

/// The picture in dots.
fn png(svg: &str) -> Result<Vec<u8>> {
    let options =
        usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Noto Sans".into(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).context("a chart is no SVG")?;
    let size = tree.size().to_int_size();
    let side = |dots: u32| (dots as f32 * SCALE).ceil() as u32;
    let mut dots = Pixmap::new(side(size.width()), side(size.height())).context("a chart without a size")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut dots.as_mut());
    Ok(dots.encode_png()?)
}
