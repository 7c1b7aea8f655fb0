//! A chart inside the document: the SVG for programs that draw it, a PNG for those that do not, and what it
//! shows in words for those who cannot see it.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::package::Package;
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
/// The width between the margins, in those units.
const WIDEST: u64 = 6_120_000;

/// One drawing.
pub(super) struct Drawing<'a> {
    pub(super) name: &'static str,
    id: u32,
    chart: &'a Chart,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(id: u32, chart: &'a Chart) -> Self {
        Self { name: chart.id, id, chart }
    }

    /// How it stands in a paragraph.
    pub(super) fn markup(&self) -> String {
        let (width, height) = self.extent();
        let name = self.name;
        let id = self.id;
        let mut alt = String::new();
        super::runs::escape(&self.chart.alt, &mut alt);
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"rIdPng{id}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">\
             <asvg:svgBlip r:embed=\"rIdSvg{id}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    }

    /// Width and height in Office's units, no wider than the page allows.
    fn extent(&self) -> (u64, u64) {
        let (width, height) = (u64::from(self.chart.width) * EMU, u64::from(self.chart.height) * EMU);
        if width <= WIDEST { (width, height) } else { (WIDEST, height * WIDEST / width.max(1)) }
    }

    /// Puts both pictures into the package.
    pub(super) fn add_to(&self, package: &mut Package) -> Result<()> {
        let (id, name) = (self.id, self.name);
        package.media(&format!("rIdPng{id}"), &format!("{name}.png"), png(&self.chart.svg)?);
        package.media(&format!("rIdSvg{id}"), &format!("{name}.svg"), self.chart.svg.clone().into_bytes());
        Ok(())
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
