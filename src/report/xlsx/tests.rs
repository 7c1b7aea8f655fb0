//! The workbook, opened again.
