//! Words as they are compared: folding, sentences, dates, and the patterns of the catalogue. Nothing
//! here knows a language by itself; what is particular to one comes in as data.

pub mod base64;
pub mod date;
pub mod fold;
pub mod interval;
pub mod lexicon;
mod nearest;
pub mod pattern;
pub mod sentence;
pub mod times;

pub use fold::{fold, fold_field, terms, tokens, word_count};
pub use lexicon::{Lexicon, LexiconBuilder, Scan};
pub use nearest::nearest;
