//! iso20k

pub mod catalogue;
pub mod document;
pub mod problem;
pub mod text;
