//! iso20k

pub mod document;
pub mod problem;
