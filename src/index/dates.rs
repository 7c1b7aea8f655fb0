//! Dates that can be read two ways: a document that does not tell whether it writes the day or the month
//! first is read as its neighbours do, those of its folder before all others. Where nobody tells, it says so.

use std::collections::BTreeMap;

use super::Entry;
use crate::facts::{DateOrder, Facts};
use crate::text::date::Order;

/// Reads ambiguous dates of control data as the neighbours write theirs.
pub(super) fn settle(documents: &mut [Entry]) {
    let mut folders: BTreeMap<String, i32> = BTreeMap::new();
    let mut everywhere = 0;
    for entry in documents.iter().filter(|entry| entry.facts.date_order.told) {
        let vote = if entry.facts.date_order.order == Order::DayFirst { 1 } else { -1 };
        *folders.entry(folder(&entry.path).to_owned()).or_default() += vote;
        everywhere += vote;
    }
    for entry in documents {
        let nearby = folders.get(folder(&entry.path)).copied().and_then(majority);
        resolve(&mut entry.facts, nearby.or(majority(everywhere)));
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn majority(votes: i32) -> Option<Order> {
    match votes {
        0 => None,
        1.. => Some(Order::DayFirst),
        _ => Some(Order::MonthFirst),
    }
}

/// Settles what a document's own dates leave open; `neighbours` is how those around it write.
fn resolve(facts: &mut Facts, neighbours: Option<Order>) {
    let DateOrder { order, told } = facts.date_order;
    for fact in facts.control.iter_mut().filter(|fact| fact.or.is_some()) {
        let (Some(date), Some(or)) = (fact.date, fact.or) else { continue };
        match neighbours {
            _ if told => {}
            Some(theirs) if theirs == order => {}
            Some(_) => {
                if facts.date == fact.date {
                    facts.date = Some(or);
                }
                (fact.date, fact.or) = (Some(or), Some(date));
            }
            None => {
                let remark =
                    format!("“{}” is read as {date}; it could be {or}, and no other date here tells", fact.value);
                if !facts.remarks.contains(&remark) {
                    facts.remarks.push(remark);
                }
            }
        }
    }
}
