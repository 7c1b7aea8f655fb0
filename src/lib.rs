//! `iso20k` finds and weighs the evidence that an organisation's documents hold for ISO/IEC
//! 20000-1:2018, and reports the gaps. This page is the map of the house.
//!
//! ```text
//! controls/ ─► catalogue ───────────────┬──────────────┐
//!                                       ▼              ▼
//! DIR ─► corpus ─► document ─► facts ─► index ─► evidence ─► assessment ─► report
//!       (find)    (read)    (per file) (all)    (checks)    (combine)     (formats)
//! ```
//!
//! Each phase is a function of the ones before it and none looks back. The order of dependencies is
//! `problem < text < document < corpus < catalogue < facts < index < evidence < determinations < assessment
//! < audit < coverage < plan < report < pack < cli < main`: a module uses only those to its left (`tests/layers.rs`
//! holds us to it).
//!
//! | module | in → out | deliberately absent |
//! |---|---|---|
//! | [`problem`] | what is wrong with an input, for a person | errors as control flow |
//! | [`text`] | folding, sentences, dates, word patterns | any language: words come in as data |
//! | [`document`] | bytes → blocks with places | guesses: what cannot be read is said to be unread |
//! | [`corpus`] | a folder → files, their git history; the cache | following links, writing into the folder |
//! | [`catalogue`] | `controls/**` → obligations, types, words | words of the standard |
//! | [`facts`] | one document → what it is, its state, control data, topics, registers | other documents, the clock |
//! | [`index`] | all facts → whose they are, which version counts, SQL tables | files |
//! | [`evidence`] | obligations × index → findings | reading text again |
//! | [`determinations`] | what people decided, beside the findings; waivers | overruling what documents show |
//! | [`assessment`] | findings → clauses, groups, figures; two of them → what changed and why | formatting |
//! | [`audit`] | an assessment, rows of registers → programme, working papers, samples, findings, who runs what | SQL, chance that cannot be repeated |
//! | [`coverage`] | an assessment → what of other standards and of a tender it touches | claims |
//! | [`plan`] | an assessment, estimates → actions in order, with dates | certainty: its figures are estimates, kept as data |
//! | `report` | an assessment → bytes | anything but the assessment |
//! | [`pack`] | an assessment and its documents → a sealed zip, and back; a binder | files: documents come in as bytes |
//! | [`cli`] | arguments → all of the above | rules |
//!
//! Only `corpus`, the catalogue's loading, `index` and `cli` open files; only `cli` prints or reads the
//! clock. A new check, document type, register, rule or language is data in `controls/`; a new document
//! format or report format is one file and one line where its list stands.

pub mod assessment;
pub mod audit;
pub mod catalogue;
pub mod cli;
pub mod corpus;
pub mod coverage;
pub mod determinations;
pub mod document;
pub mod evidence;
pub mod facts;
pub mod index;
pub mod pack;
pub mod plan;
pub mod problem;
pub mod report;
pub mod templates;
pub mod text;
