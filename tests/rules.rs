//! Runs the examples of every rule's page: each wrong one must give a finding of its rule, each right one none.
//! Pages of dictionaries are made from their own sentences and are tested with them, not here.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use shenjiao::config::{self, Config};
use shenjiao::dictionary::Bundle;
use shenjiao::engine::Linter;
use shenjiao::input::{self, ReadContext};
use shenjiao::rules::RuleMeta;
use shenjiao::source::Source;

/// "Today" where an example does not say.
const NOW: Date = date(2026, 11, 22);
/// The parts that a page must have.
const SECTIONS: [&str; 2] = ["## 报出", "## 不报"];

/// A fenced block of a page: one whole input document.
struct Example {
    /// Line of the page, 1-based.
    line: usize,
    wrong: bool,
    options: BTreeMap<String, String>,
    document: String,
}

#[test]
fn every_page_holds_what_it_says() {
    let linter = linter(&[], NOW, None);
    let dictionaries: Vec<&str> = Bundle::bundled().dictionaries.iter().map(|one| one.rule.as_str()).collect();
    let mut faults = Vec::new();
    for meta in linter.metas().into_iter().filter(|meta| !dictionaries.contains(&&*meta.id)) {
        let examples = examples(&meta.page);
        faults.extend(incomplete(meta, &examples));
        faults.extend(examples.iter().filter_map(|example| failure(meta, example)));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn linter(select: &[&str], now: Date, published: Option<Date>) -> Linter {
    let select = select.iter().map(ToString::to_string).collect();
    Linter::new(Config { select, ..Config::default() }, Path::new("."), now, published).expect("built-in rules")
}

/// What a page lacks.
fn incomplete(meta: &RuleMeta, examples: &[Example]) -> Vec<String> {
    let mut faults = Vec::new();
    for section in SECTIONS.iter().filter(|section| !meta.page.lines().any(|line| line == **section)) {
        faults.push(format!("{}: no section {section}", meta.id));
    }
    if meta.page.split("## ").next().is_none_or(|opening| opening.trim().is_empty()) {
        faults.push(format!("{}: the page does not say what the rule is", meta.id));
    }
    for (kind, wrong) in [("wrong", true), ("right", false)] {
        if !examples.iter().any(|example| example.wrong == wrong) {
            faults.push(format!("{}: no {kind} example", meta.id));
        }
    }
    if meta.why.is_empty() || meta.basis.is_empty() {
        faults.push(format!("{}: no reason or no basis", meta.id));
    }
    faults
}

/// Reads the blocks fenced by three or more backticks whose info string begins with `wrong` or `right`.
fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, opening)) = lines.next() {
        let fence = &opening[..opening.len() - opening.trim_start_matches('`').len()];
        if fence.len() < 3 {
            continue;
        }
        let document: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence).collect();
        let mut words = opening[fence.len()..].split_whitespace();
        let wrong = match words.next() {
            Some("wrong") => true,
            Some("right") => false,
            _ => continue,
        };
        let options = words.filter_map(|word| word.split_once('=')).map(|(key, value)| (key.into(), value.into()));
        examples.push(Example { line: number + 1, wrong, options: options.collect(), document: document.join("\n") });
    }
    examples
}

/// How an example contradicts its rule, if it does.
fn failure(meta: &RuleMeta, example: &Example) -> Option<String> {
    let place = format!("{}, line {} of its page", meta.id, example.line);
    if let Some(key) =
        example.options.keys().find(|key| !["published", "now", "format", "config"].contains(&key.as_str()))
    {
        return Some(format!("{place}: unknown option {key}"));
    }
    let day = |key: &str| example.options.get(key).map(|text| text.parse::<Date>().expect("a date in an example"));
    let config = example.options.get("config").map(|text| config::parse(text).expect("a configuration in an example"));
    let config = Config { select: vec![meta.id.to_string()], ..config.unwrap_or_default() };
    let linter = Linter::new(config, Path::new("."), day("now").unwrap_or(NOW), day("published")).expect("known rules");
    let name = match example.options.get("format").map_or("text", String::as_str) {
        "text" => "a.txt".to_string(),
        "markdown" => "a.md".to_string(),
        extension => format!("a.{extension}"),
    };
    let source = Source::new(&name, example.document.clone().into_bytes()).expect("UTF-8");
    let outcome = input::read(&source, &ReadContext::default());
    if !outcome.errors.is_empty() || outcome.articles.is_empty() {
        return Some(format!("{place}: cannot be read as {name}: {:?}", outcome.errors));
    }
    let checked: Vec<_> = outcome.articles.iter().map(|article| linter.check(&source, article)).collect();
    if let Some(error) = checked.iter().flat_map(|checked| &checked.errors).next() {
        return Some(format!("{place}: {error}"));
    }
    let findings = checked.iter().flat_map(|checked| &checked.findings).filter(|finding| finding.rule == meta.id);
    let messages: Vec<&str> = findings.map(|finding| finding.message.as_str()).collect();
    match (example.wrong, messages.is_empty()) {
        (true, true) => Some(format!("{place}: nothing found in “{}”", example.document)),
        (false, false) => Some(format!("{place}: {messages:?} in “{}”", example.document)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever stands in a text, no rule fails.
    #[test]
    fn no_rule_fails(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..40)) {
        let linter = linter(&["ALL"], NOW, Some(date(2024, 2, 29)));
        let source = Source::new("a.txt", pieces.concat().into_bytes()).expect("UTF-8");
        for article in input::read(&source, &ReadContext::default()).articles {
            let errors = linter.check(&source, &article).errors;
            prop_assert!(errors.is_empty(), "{errors:?}");
        }
    }
}

/// Texts are put together from these.
const PIECES: &[&str] = &[
    "2024年",
    "二零二四年",
    "9999年",
    "2月",
    "13月",
    "十二月",
    "正月",
    "30日",
    "三十一日",
    "1日",
    "0日",
    "号",
    "99",
    "24:61",
    "25时",
    "61分",
    "8:30",
    "（",
    "）",
    "(",
    ")",
    "星期",
    "周",
    "五",
    "日",
    "至",
    "—",
    "-",
    ".",
    "/",
    "：",
    "，",
    "。",
    "、",
    " ",
    "\u{3000}",
    "\n\n",
    "\u{200b}",
    "请于",
    "前",
    "报送",
    "截止",
    "报名",
    "将于",
    "预计",
    "明年",
    "年底",
    "季度",
    "上旬",
    "建成",
    "召开了",
    "农历",
    "《",
    "》",
    "“",
    "”",
    "𠮷",
    "é",
    "％",
    "县人民政府",
    "的通知",
];
