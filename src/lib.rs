//! iso20k

pub mod assessment;
pub mod catalogue;
pub mod cli;
pub mod corpus;
pub mod document;
pub mod evidence;
pub mod facts;
pub mod index;
pub mod problem;
pub mod templates;
pub mod text;
