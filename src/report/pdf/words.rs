//! The words of PDF reports.

use std::collections::BTreeMap;

use anyhow::Result;

/// Section → key → text.
type Words = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn words() -> Result<Words> {
    Ok(serde_saphyr::from_str(include_str!("words.en.yaml"))?)
}
