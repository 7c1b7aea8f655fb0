//! The whole at a glance: the groups of clauses in figures, with charts that are the spreadsheet's own, so
//! that they can be copied into a presentation.

use anyhow::Result;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Worksheet,
};

use super::style::{HEAD, INK, LINE, hues};
use super::{Book, cells, table};
use crate::report::view::Group;
use crate::report::words::STATUSES;

/// The row of the table's heading.
const HEADING: u32 = 6;
/// The column of a group's share, and of its first number of obligations.
const SHARE: u16 = 1;
const COUNTS: u16 = 3;
/// A chart's width in pixels: two of them are as wide as the table.
const WIDE: u32 = 560;

pub(super) fn write(book: &Book<'_>, sheet: &mut Worksheet) -> Result<()> {
    let style = &book.style;
    sheet.set_screen_gridlines(false);
    sheet.write_string_with_format(0, 0, cells::fitting(&book.view.organisation), &style.title)?;
    sheet.set_row_height(0, 30)?;
    let about = format!("{}, {}", book.text("title"), book.view.as_of_long);
    sheet.write_string_with_format(1, 0, about, &style.quiet)?;
    sheet.write_string_with_format(3, 0, figures(book), &style.section)?;
    sheet.write_string_with_format(4, 0, cells::fitting(&book.view.formula), &style.quiet)?;
    let groups: Vec<&Group> = book.view.groups.iter().collect();
    let last = groups_table(book, sheet, &groups)?;
    if !groups.is_empty() {
        charts(book, sheet, last)?;
    }
    table::print(book, sheet);
    sheet.set_portrait();
    sheet.set_print_fit_to_pages(1, 1);
    table::protect(sheet);
    Ok(())
}

/// The figures over all in a line.
fn figures(book: &Book<'_>) -> String {
    let view = &book.view;
    let rating = view.score.rating.map(|mark| format!(" ({})", mark.label)).unwrap_or_default();
    let counts: Vec<String> =
        view.counts.iter().map(|count| format!("{} {}", count.count, count.mark.label.to_lowercase())).collect();
    format!(
        "{} {}{rating}; {} {}; {}",
        book.text("achieved-overall"),
        view.score.text,
        book.text("determinable"),
        view.determinable,
        counts.join(", ")
    )
}

fn groups_table(book: &Book<'_>, sheet: &mut Worksheet, groups: &[&Group]) -> Result<u32> {
    let style = &book.style;
    let headings = ["group", "achieved", "rating"].map(|key| book.words.get("column", key));
    let statuses = STATUSES.iter().map(|status| book.words.status(*status).label);
    sheet.set_row_height(HEADING, 32)?;
    for (column, heading) in (0_u16..).zip(headings.into_iter().chain(statuses)) {
        sheet.write_string_with_format(HEADING, column, heading, &style.head)?;
        sheet.set_column_width(
            column,
            match column {
                0 => 46.0,
                2 => 22.0,
                _ => 14.0,
            },
        )?;
    }
    let mut row = HEADING;
    for group in groups {
        row += 1;
        sheet.write_string_with_format(row, 0, cells::fitting(&group.label), &style.strong)?;
        match group.score.share {
            Some(share) => {
                let format = style.share(share);
                sheet.write_number_with_format(row, SHARE, share, format)?;
            }
            None => {
                sheet.write_string_with_format(row, SHARE, "–", &style.number)?;
            }
        }
        let rating = group.score.rating.map(super::obligations::marked).unwrap_or_default();
        sheet.write_string_with_format(row, SHARE + 1, rating, &style.text)?;
        for (column, count) in (COUNTS..).zip(STATUSES) {
            let id = book.words.status(*count).id;
            let count = group.counts.iter().find(|each| each.mark.id == id).map_or(0, |each| each.count);
            sheet.write_number_with_format(row, column, count, &style.number)?;
        }
    }
    Ok(row)
}

fn charts(book: &Book<'_>, sheet: &mut Worksheet, last: u32) -> Result<()> {
    let name = &*book.sheet("summary");
    let first = HEADING + 1;
    let below = last + 2;
    let high = 90 + 26 * (last - HEADING).clamp(8, 40);
    let groups = (name, first, 0, last, 0);
    let shares = (name, first, SHARE, last, SHARE);

    let mut bars = chart(book, ChartType::Bar, "chart-achieved", &achieved(book), high);
    let series = bars.add_series();
    series.set_categories(groups).set_values(shares);
    series.set_name(book.words.get("column", "achieved")).set_gap(45).set_format(&mut fill(HEAD));
    series.set_data_label(ChartDataLabel::new().show_value().set_num_format("0 %").set_font(&font(9)));
    percent(bars.x_axis());
    bars.x_axis().set_max(1).set_hidden(true).set_major_gridlines(false);
    bars.y_axis().set_reverse().set_font(&font(9));
    bars.legend().set_hidden();
    sheet.insert_chart_with_offset(below, 0, &bars, 4, 4)?;

    let mut radar = chart(book, ChartType::RadarWithMarkers, "chart-radar", book.text("chart-radar-alt"), high);
    let series = radar.add_series();
    series.set_categories(groups).set_values(shares).set_name(book.words.get("column", "achieved"));
    series.set_format(ChartFormat::new().set_line(line(HEAD).set_width(2.25)));
    let mut dot = ChartMarker::new();
    dot.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut fill(HEAD));
    series.set_marker(&dot);
    percent(radar.y_axis());
    radar.y_axis().set_max(1).set_major_unit(0.25);
    radar.x_axis().set_font(&font(8));
    radar.legend().set_hidden();
    sheet.insert_chart_with_offset(below, 0, &radar, WIDE + 16, 4)?;

    let mut stack = chart(book, ChartType::BarPercentStacked, "chart-statuses", book.text("chart-statuses-alt"), high);
    for (column, status) in (COUNTS..).zip(STATUSES) {
        let mark = book.words.status(*status);
        let series = stack.add_series();
        series.set_categories(groups).set_values((name, first, column, last, column));
        series.set_name(mark.label).set_gap(45).set_format(&mut fill(hues(mark.id).0));
    }
    percent(stack.x_axis());
    stack.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max).set_font(&font(9));
    stack.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    stack.set_width(2 * WIDE + 12);
    sheet.insert_chart_with_offset(below, 0, &stack, 4, high + 16)?;
    Ok(())
}

/// An axis in percent.
fn percent(axis: &mut ChartAxis) {
    axis.set_min(0).set_num_format("0 %").set_font(&font(8)).set_major_gridlines_line(&line(LINE));
}

/// What the bars show, for those who cannot see them.
fn achieved(book: &Book<'_>) -> String {
    let groups: Vec<String> =
        book.view.groups.iter().map(|group| format!("{} {}", group.label, group.score.text)).collect();
    format!("{}: {}", book.text("chart-achieved"), groups.join("; "))
}

fn chart(book: &Book<'_>, kind: ChartType, title: &str, alt: &str, height: u32) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(book.text(title)).set_font(font(12).set_bold());
    chart.set_width(WIDE).set_height(height).set_alt_text(cells::short(alt, 250));
    chart.chart_area().set_format(ChartFormat::new().set_border(&line(LINE)));
    chart
}

fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size).set_color(INK);
    font
}

fn line(color: rust_xlsxwriter::Color) -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(color).set_width(0.75);
    line
}

fn fill(color: rust_xlsxwriter::Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}
