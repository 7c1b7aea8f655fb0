//! The sample pages in a browser: axe-core finds no violation in the light, in the dark and on a narrow screen, and
//! search and filters show what they should. Needs Chromium, and axe-core from npm (`.ci/run` installs both).

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on says so by failing, or loudly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample(name: &str) -> String {
    fs::read_to_string(root().join("reports/samples").join(name)).unwrap()
}

fn browser() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()));
    if found.is_none() {
        eprintln!("SKIPPED: no Chromium; the pages were not looked at in a browser");
    }
    found
}

fn axe() -> Option<String> {
    let usual = root().join("target/axe/node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("AXE_CORE").map_or(usual, PathBuf::from);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: no axe-core at {} (npm install --prefix target/axe axe-core)", path.display());
    }
    text
}

/// What a script leaves in `document.title` of a page. The page's own policy would not let the script run: it is
/// taken out of the copy that is looked at, and nothing else is.
fn after(browser: &str, page: &str, script: &str, width: u32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let policy = regex::Regex::new("<meta http-equiv=\"Content-Security-Policy\"[^>]*>").unwrap();
    let page = policy.replace(page, "").replace("</body>", &format!("<script>{script}</script></body>"));
    fs::write(&path, page).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "--virtual-time-budget=120000"])
        .args(["--timeout=120000", &format!("--window-size={width},1000")])
        .arg(format!("--user-data-dir={}", folder.path().join("user").display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn axe_finds_no_violation() {
    let (Some(browser), Some(axe)) = (browser(), axe()) else { return };
    for (page, theme, width) in [
        ("en/gap-analysis.html", "light", 1200),
        ("de/gap-analysis.html", "dark", 1200),
        ("en/readiness.html", "dark", 400),
        ("de/readiness.html", "light", 1200),
        ("de/plan.html", "light", 1200),
        ("en/plan.html", "light", 400),
        ("en/portfolio.html", "light", 400),
    ] {
        let script = format!(
            "{axe};document.documentElement.dataset.theme=\"{theme}\";\
             document.querySelectorAll(\"details\").forEach(function(each){{each.open=true}});\
             axe.run(document,{{resultTypes:[\"violations\"]}}).then(function(result){{\
             document.title=\"axe \"+result.passes.length+\" \"+JSON.stringify(result.violations.map(function(each){{\
             return each.id+\" \"+each.nodes[0].html.slice(0,120)}}))}});"
        );
        let said = after(browser, &sample(page), &script, width);
        let passed: usize = said.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
        assert!(said.ends_with(" []") && passed > 20, "{page}, {theme}, {width}: {said}");
    }
}

#[test]
fn search_and_filters_show_what_fits() {
    let Some(browser) = browser() else { return };
    let page = sample("en/gap-analysis.html");
    let gaps = page.matches("data-status=\"gap\"").count();
    let all = page.matches("data-status=\"").count();
    let steps = "var form=document.getElementById('filter');var out=[];\
        var set=function(name,value){form.elements[name].value=value;form.dispatchEvent(new Event('submit',{cancelable:true}));\
        out.push(document.querySelectorAll('.obligation:not([hidden])').length)};\
        out.push(form.hidden);set('status','');set('status','gap');set('status','');set('words','major incident');set('words','');\
        set('document','Information Security Policy.docx');set('document','');set('group','c-8-6-1');set('group','');\
        document.title=out.join(' ');";
    let said = after(browser, &page, steps, 1200);
    let counts: Vec<&str> = said.split(' ').collect();
    assert_eq!(&counts[..3], ["false", all.to_string().as_str(), gaps.to_string().as_str()], "{said}");
    let numbers: Vec<usize> = counts[3..].iter().map(|count| count.parse().unwrap()).collect();
    let clause = page.matches("data-clause=\"c-8-6-1\"").count();
    assert_eq!((numbers[0], numbers[2], numbers[4], numbers[6]), (all, all, all, all), "{said}");
    assert!(numbers[1] > 0 && numbers[1] < all / 4 && numbers[3] > 0 && numbers[3] < all / 4, "{said}");
    assert_eq!(numbers[5], clause, "{said}");
}

/// With scripts off a page is read from end to end: nothing but the tools of the script is hidden.
#[test]
fn a_page_reads_without_its_script() {
    let tag = regex::Regex::new("<[a-z]+[^>]* hidden[^>]*>").unwrap();
    for name in ["en/gap-analysis.html", "de/gap-analysis.html", "en/readiness.html"] {
        let page = sample(name);
        let hidden: Vec<&str> = tag.find_iter(&page).map(|found| found.as_str()).collect();
        assert!(hidden.iter().all(|tag| tag.contains("id=\"theme\"") || tag.contains("id=\"filter\"")), "{hidden:?}");
    }
}
