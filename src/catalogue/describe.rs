//! Checks in words, for people who read a catalogue rather than write one.

use super::{Catalogue, Check, DocumentCheck, RegisterCheck};

impl Catalogue {
    /// A check as one sentence without a full stop.
    #[must_use]
    pub fn describe(&self, check: &Check) -> String {
        match check {
            Check::Document(check) => self.describe_document("a document in force", check),
            Check::Record(check) => self.describe_document("a record", check),
            Check::Register(check) => self.describe_register(check),
            Check::Any(checks) => {
                checks.iter().map(|check| self.describe(check)).collect::<Vec<_>>().join("; or else ")
            }
            Check::Ask(question) => format!("only asking or watching shows it: {question}"),
        }
    }

    fn describe_document(&self, what: &str, check: &DocumentCheck) -> String {
        let says: Vec<&str> = check.topics.iter().filter_map(|topic| self.topic_says(&check.types, topic)).collect();
        let within = within(check.within_days);
        let says = if says.is_empty() { String::new() } else { format!(" that says {}", says.join(", and ")) };
        format!("{what} ({}){within}{says}", self.titles(&check.types))
    }

    fn describe_register(&self, check: &RegisterCheck) -> String {
        let columns =
            if check.columns.is_empty() { String::new() } else { format!(" with {}", check.columns.join(", ")) };
        let rows = if check.rows == 1 { String::new() } else { format!(", {} rows or more", check.rows) };
        format!("a register ({}){columns}{rows}{}", self.titles(&check.types), within(check.within_days))
    }

    /// The titles of types, without the guidance that stands among them where a topic is its own.
    #[must_use]
    pub fn titles(&self, types: &[String]) -> String {
        let titles = types.iter().filter_map(|id| {
            let document = self.documents.get(id).map(|document| document.title.as_str());
            document.or_else(|| self.registers.get(id).map(|register| register.title.as_str()))
        });
        titles.collect::<Vec<_>>().join(" or ").to_lowercase()
    }
}

fn within(days: Option<u32>) -> String {
    days.map(|days| format!(", not older than {days} days")).unwrap_or_default()
}
