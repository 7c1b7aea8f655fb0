//! Sheets of paper: pages drawn without a template, for what is bound (`pack`) and what is written on by hand.

mod flow;
mod ink;
mod page;
mod text;

pub(crate) use flow::{Cell, Flow, Frame, Grid, Look, Piece, Style};
pub(crate) use ink::{About, draw, written};
pub(crate) use page::{ACCENT, Colour, HAIR, INK, Page, QUIET, Target, WHITE, colour};
pub(crate) use text::Setter;
