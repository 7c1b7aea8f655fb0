//! iso20k

pub mod catalogue;
pub mod corpus;
pub mod document;
pub mod facts;
pub mod problem;
pub mod text;
