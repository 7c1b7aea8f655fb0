//! A paper as one page that asks for nothing else.

use sha2::{Digest, Sha256};

use super::{Block, Paper, shown};
use crate::text::base64;

/// Columns of a table in which words need not be broken.
const FEW: usize = 8;

/// Printed in black and white as well as shown: nothing is told by colour alone.
const STYLE: &str = "\
:root{color-scheme:light}body{font:15px/1.5 'Noto Sans','Segoe UI',system-ui,sans-serif;color:#1b2530;margin:0 auto;max-width:72rem;padding:2rem 1.5rem}\
h1{font-size:1.75rem;line-height:1.2;border-bottom:3px solid #1b3a5c;padding-bottom:.5rem}h2{font-size:1.25rem;margin-top:2.2rem;color:#1b3a5c}h3{font-size:1rem;margin:1.6rem 0 .3rem}\
.note{color:#44515e;margin:.25rem 0}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.6rem 0}\
th{background:#1b3a5c;color:#fff;text-align:left;font-weight:600}th,td{padding:.35rem .5rem;border:1px solid #c9d1d9;vertical-align:top;overflow-wrap:anywhere;hyphens:auto;min-width:5.5em}th{white-space:nowrap}tr:nth-child(even) td{background:#f5f7f9}\
figure{margin:1rem 0}figure svg{max-width:100%;height:auto}.few th,.few td{overflow-wrap:break-word}.room{border:1px solid #c9d1d9;padding:.3rem .5rem;margin:.5rem 0}.room b{font-size:.85rem}\
@media print{@page{size:A4 landscape;margin:14mm}body{padding:0;max-width:none;font-size:10pt}thead{display:table-header-group}tr{break-inside:avoid}h2,h3,h2+p{break-after:avoid}}";

pub(super) fn html(paper: &Paper) -> String {
    let hash = base64::encode(&Sha256::digest(STYLE.as_bytes()));
    let title = escaped(&paper.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        paper.lang
    );
    paper.notes.iter().for_each(|note| out.push_str(&format!("<p class=\"note\">{}</p>\n", escaped(note))));
    for part in &paper.parts {
        out.push_str(&format!("<h{0}>{1}</h{0}>\n", part.level, escaped(&part.heading)));
        part.blocks.iter().for_each(|block| out.push_str(&html_block(block)));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn html_block(block: &Block) -> String {
    match block {
        Block::Drawing { chart, .. } | Block::Picture(chart, _) => format!("<figure>{}</figure>\n", chart.svg),
        Block::Text(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", escaped(item))).collect();
            format!("<ul>{items}</ul>\n")
        }
        Block::Room(what, lines) => {
            format!("<div class=\"room\"><b>{}</b>{}</div>\n", escaped(what), "<br>".repeat(*lines))
        }
        Block::Table(each) => table(each.headings.iter().copied(), &each.rows),
        Block::Grid(rows) => match rows.split_first() {
            Some((headings, rows)) => table(headings.iter().map(String::as_str), rows),
            None => String::new(),
        },
    }
}

fn table<'a>(headings: impl ExactSizeIterator<Item = &'a str>, rows: &[Vec<String>]) -> String {
    // Where there is room for it, words stay whole.
    let few = if headings.len() <= FEW { " few" } else { "" };
    let head: String = headings.map(|cell| format!("<th scope=\"col\">{}</th>", escaped(cell))).collect();
    let cells = |row: &Vec<String>| row.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect::<String>();
    let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
    format!(
        "<div class=\"scroll{few}\" tabindex=\"0\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn escaped(text: &str) -> String {
    let text = shown(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
