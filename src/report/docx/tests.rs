//! The document, opened again.
