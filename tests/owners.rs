//! Whose documents these are, and whose they are not: other organisations' rules prove nothing here, lists and
//! minutes that speak of others do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod support;

use serde_json::Value;
use support::{assessed, entry};

fn state<'a>(assessment: &'a Value, path: &str) -> &'a str {
    entry(assessment, "documents", path).unwrap()["state"].as_str().unwrap()
}

const PROFILE: (&str, &str) = ("iso20k.yaml", "organisation: Fellside Hosting Ltd\n");

#[test]
fn a_rule_titled_after_a_neighbour_is_the_neighbours() {
    let text = "# Nordcable Cloud Ltd incident procedure\n\nNordcable Cloud Ltd records each incident, gives it a priority \
                and resolves it. Staff of Nordcable Cloud Ltd escalate after two hours. Nordcable Cloud Ltd \
                closes it with the user. Given to Fellside Hosting Ltd.\n";
    let json = assessed(&[("theirs.md", text), PROFILE]);
    assert_eq!(state(&json, "theirs.md"), "foreign");
}

#[test]
fn minutes_and_lists_that_speak_of_others_are_ours() {
    let minutes = "# Minutes of the review with Nordcable Cloud Ltd\n\nDate: 2026-09-04\nPresent: Ann Lee, Tom Fox\n\n\
                   Nordcable Cloud Ltd met its targets. Decision: Nordcable Cloud Ltd sends a monthly report from October.\n";
    let list = "Supplier,Service,Contract,Owner\nNordcable Cloud Ltd,Hosting,C-1,Ann Lee\nNordcable Cloud Ltd,Backup,C-2,\
                Ann Lee\nTelbridge Networks Ltd,Lines,C-3,Tom Fox\n";
    let labelled = "# Supplier list\n\nOrganisation: Nordcable Cloud Ltd\n\n| Supplier | Service | Contract | Owner |\n\
                    |---|---|---|---|\n| Nordcable Cloud Ltd | Hosting | C-1 | Ann Lee |\n| Telbridge Networks Ltd | Lines | C-3 | \
                    Tom Fox |\n";
    let files = [("minutes.md", minutes), ("suppliers.csv", list), ("supplier list.md", labelled), PROFILE];
    let json = assessed(&files);
    for (path, _) in &files[..3] {
        assert_ne!(state(&json, path), "foreign", "{path}");
    }
}

/// Where nobody knows whose documents these are, a policy of a listed customer is still not ours, under the short
/// name that the list gives.
#[test]
fn a_customers_policy_is_the_customers_though_the_list_gives_its_short_name() {
    let list = "Customer,Contact,Services\nWestmarket,Ann Lee,Service desk\nQuarmoor,Tom Fox,Hosting\n";
    let policy = "# Westmarket Retail AG information security policy for suppliers\n\nSuppliers protect the data of Westmarket \
                  Retail AG and report each incident within a day. Approved by the board of Westmarket Retail AG.\n";
    let json = assessed(&[("customers.csv", list), ("requirements.md", policy)]);
    assert_eq!(state(&json, "requirements.md"), "foreign");
    assert_ne!(state(&json, "customers.csv"), "foreign");
}

/// Among many documents of nobody knows whom, the one that speaks of a firm again and again, and alone, is that firm's.
#[test]
fn a_firm_that_one_paper_of_many_speaks_of_wrote_it() {
    let names: Vec<String> = (0..20).map(|number| format!("page {number}.md")).collect();
    let page = "# How we work\n\nWe record each request and tell the user when it is done.\n";
    let paper = "# Capacity done right\n\nNordwerk Hosting GmbH plans capacity for each service every year. Ask Nordwerk \
                 Hosting GmbH for a first talk.\n";
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), page)).collect();
    files.push(("capacity.md", paper));
    assert_eq!(state(&assessed(&files), "capacity.md"), "foreign");
    assert_ne!(state(&assessed(&files[18..]), "capacity.md"), "foreign", "three documents tell nothing");
}

/// 和 is "and" in a sentence and part of the name at the head of a line; people use the short form that one
/// document gives.
#[test]
fn a_name_without_spaces_is_known_by_its_short_form() {
    let manual = "# 服务管理手册\n\n苏州云和信息技术服务有限公司\n\n本手册覆盖苏州云和信息技术服务有限公司（以下称云和）在苏州的服务。\n";
    let rule = "# 变更管理制度\n\n云和的每项变更均登记、评审并批准。云和每月回顾变更。\n";
    let theirs = "# 恒锐精密制造（苏州）有限公司供应商信息安全管理要求\n\n供应商应保护恒锐精密制造（苏州）有限公司的数据，并在一天内报告事件。\n";
    let json = assessed(&[("手册.md", manual), ("变更.md", rule), ("要求.md", theirs)]);
    assert_eq!(json["organisation"]["name"], "苏州云和信息技术服务有限公司");
    assert_eq!((state(&json, "变更.md"), state(&json, "要求.md")), ("in-force", "foreign"));
}

/// Who sends a mail stands by it, from that day.
#[test]
fn a_mail_is_by_whom_it_is_from() {
    let mail = "From: Helen Marrick <helen@quarmoor.co.uk>\r\nTo: all@quarmoor.co.uk\r\nSubject: How we change things\r\n\
                Date: Sat, 14 Mar 2026 08:12:40 +0000\r\nContent-Type: text/plain\r\n\r\nEach change has a record and is \
                approved before it is made.\r\n";
    let json = assessed(&[("mails/how.eml", mail)]);
    let control = &entry(&json, "documents", "mails/how.eml").unwrap()["control"];
    assert_eq!(control["approver"], "Helen Marrick", "{control}");
    assert_eq!(control["approved_on"], "2026-03-14", "{control}");
}

#[test]
fn a_paper_headed_by_another_that_nobody_here_answers_for_is_theirs() {
    let plan = |head: &str, owner: &str| {
        format!(
            "# Business continuity plan\n\n{head}. Version 2.0, approved on 22 January 2026. Owner: {owner}.\n\n## When it is \
             called\n\nThe duty director calls it when a service of Nordcable Cloud Ltd or an office cannot be used for a day.\n"
        )
    };
    let (theirs, ours, group) = (
        plan("Wrenbrook Homes Limited", "Carl Osei"),
        plan("Wrenbrook Homes Limited", "Ann Lee"),
        plan("Nordcable Cloud Ltd", "Ben Hall"),
    );
    let policy =
        "# Change policy\n\nOwner: Ann Lee\nVersion: 1.0\n\nNordcable Cloud Ltd records each change of its services.\n";
    let about =
        "# Capacity plan\n\nOwner: Ann Lee\nVersion: 1.0\n\nNordcable Cloud Ltd plans the capacity of its services.\n";
    let files =
        [("a/plan.md", theirs.as_str()), ("b/plan two.md", &group), ("change.md", policy), ("capacity.md", about)];
    let json = assessed(&files);
    assert_eq!(state(&json, "a/plan.md"), "foreign");
    assert_eq!(state(&json, "b/plan two.md"), "in-force");
    let files = [("a/plan.md", ours.as_str()), ("change.md", policy), ("capacity.md", about)];
    assert_eq!(state(&assessed(&files), "a/plan.md"), "in-force", "its owner is one of us");
}
