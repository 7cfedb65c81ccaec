//! Every output format on the same few findings: the form is valid, nothing dangerous comes through, the same input
//! gives the same bytes. What rules find is not looked at here.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use calamine::{Reader, Xlsx};
use serde_json::Value;
use shenjiao::config::Config;
use shenjiao::document::{Place, Region};
use shenjiao::engine::{Checked, Linter};
use shenjiao::finding::{
    Applicability, ArticleSummary, Fingerprint, LocatedEdit, LocatedFinding, LocatedFix, Severity, family,
};
use shenjiao::input::{self, ReadContext};
use shenjiao::output::{self, Header, NAMES, Options, ReportedError, Summary};
use shenjiao::rules::{Days, RuleMeta};
use shenjiao::source::{Position, Source};

const PATH: &str = "稿件/甲 乙.txt";

fn position(byte: u64, line: u32, column: u32) -> Position {
    Position { byte, line, column, utf16: column - 1 }
}

/// A finding on `before【text】after` in line 3, the text beginning in column 5.
fn finding(rule: &str, severity: Severity, before: &str, text: &str, after: &str) -> LocatedFinding {
    let end = 40 + text.len() as u64;
    LocatedFinding {
        path: Arc::from(PATH),
        place: None,
        article: Arc::new(ArticleSummary {
            title: Some("关于检查合同的通知".to_string()),
            ..ArticleSummary::default()
        }),
        rule: Arc::from(rule),
        family: family(rule).to_string(),
        severity,
        message: format!("“{text}”不合规范"),
        why: Arc::from("读者会误解。"),
        basis: Arc::from("某条规定，第 3 条"),
        confidence: 0.9,
        text: text.to_string(),
        suggestions: Vec::new(),
        region: Region::Body,
        paragraph: 2,
        start: position(40, 3, 5),
        end: position(end, 3, 5 + text.chars().count() as u32),
        pieces: Some(vec![(40, end)]),
        offset: None,
        before: before.to_string(),
        after: after.to_string(),
        fix: None,
        alternatives: Vec::new(),
        fingerprint: Fingerprint::new(rule, text, before, after, 0),
        boilerplate: 0,
        repeated: None,
    }
}

fn fixed(mut finding: LocatedFinding, suggestion: &str, applicability: Applicability) -> LocatedFinding {
    let edit = LocatedEdit { start: finding.start.byte, end: finding.end.byte, text: suggestion.to_string() };
    finding.suggestions = vec![suggestion.to_string()];
    finding.fix = Some(LocatedFix { applicability, edits: vec![edit] });
    finding
}

fn checked(findings: Vec<LocatedFinding>) -> Checked {
    let article = findings.first().map(|finding| Arc::clone(&finding.article)).unwrap_or_default();
    let place = findings.first().and_then(|finding| finding.place.clone());
    Checked {
        path: Arc::from(PATH),
        place,
        article,
        unit: None,
        characters: 120,
        findings,
        errors: Vec::new(),
        is_draft: false,
        trace: None,
        same: Days::ALL,
        record: None,
    }
}

/// Four findings in two articles, and a clean article.
fn articles() -> Vec<Checked> {
    let law = finding("phrasing/law", Severity::Error, "依据", "《合同法》", "第五十二条，该条款无效");
    let missing = finding("punctuation/pair", Severity::Warning, "推进“互联网＋政务服务", "", "，方便群众");
    let mut note = finding("typo/word", Severity::Info, "请登录ＡＰＰ，", "截止目前", "，共有𠮷田等3户");
    note.repeated = Some(12);
    let mut veto = finding("sensitive/name", Severity::Veto, "=甲,\"乙\"", "-某词", "<b>&\u{1b}[31m\u{202e}丙");
    veto.place = Some(Place::Row { row: 3, column: "正文".to_string() });
    veto.article = Arc::default();
    vec![
        checked(vec![
            fixed(law, "《中华人民共和国民法典》", Applicability::Unsafe),
            fixed(missing, "”", Applicability::Manual),
            fixed(note, "截至目前", Applicability::Safe),
        ]),
        checked(vec![veto]),
        checked(Vec::new()),
    ]
}

fn rules() -> Vec<RuleMeta> {
    let rule = |id: &str, severity| RuleMeta::new(id, "标题", severity, "原因。", "依据", "# 规则\n\n说明。");
    vec![
        rule("phrasing/law", Severity::Error),
        rule("punctuation/pair", Severity::Warning),
        rule("sensitive/name", Severity::Veto),
        rule("typo/word", Severity::Info),
    ]
}

fn unreadable() -> ReportedError {
    let message = "不是文本文件\u{1b}[2J".to_string();
    ReportedError { path: "坏.doc".to_string(), place: None, message, line: Some(7) }
}

fn bytes(format: &str, articles: &[Checked], errors: &[ReportedError], color: bool) -> Vec<u8> {
    let mut output = output::by_name(format, Options { color }).unwrap();
    let (rules, mut out, mut summary) = (rules(), Vec::new(), Summary::default());
    output.begin(&mut out, Header { rules: &rules.iter().collect::<Vec<_>>() }).unwrap();
    for checked in articles {
        summary.add(checked);
        output.article(&mut out, checked).unwrap();
    }
    output.end(&mut out, &summary, errors).unwrap();
    out
}

fn report(format: &str, articles: &[Checked], errors: &[ReportedError], color: bool) -> String {
    String::from_utf8(bytes(format, articles, errors, color)).unwrap()
}

fn full(format: &str) -> String {
    report(format, &articles(), &[unreadable()], false)
}

fn read_schema(text: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// What the rules, whatever they are, find in a real text.
fn linted() -> Vec<Checked> {
    let text = "关于检查合同的通知\n\n依据《合同法》第五十二条,截止目前共检查合同2024份。\n\n2024年2月30日\n";
    let source = Source::new("通知.txt", text.as_bytes().to_vec()).unwrap();
    let now = jiff::civil::date(2024, 3, 1);
    let config = Config { select: vec!["ALL".to_string()], ..Config::default() };
    let linter = Linter::new(config, Path::new("."), now, Some(now)).unwrap();
    let articles = input::read(&source, &ReadContext::default()).articles;
    articles.iter().map(|article| linter.check(&source, article)).collect()
}

#[test]
fn every_format_is_deterministic_and_can_be_empty() {
    for name in NAMES {
        let full = || bytes(name, &articles(), &[unreadable()], false);
        assert!(full() == full(), "{name}");
        bytes(name, &[], &[], false);
        bytes(name, &linted(), &[], true);
    }
    assert!(output::by_name("nothing", Options::default()).is_none());
}

#[test]
fn schemas_are_current() {
    for (schema, committed) in [
        (output::report_schema(), include_str!("../src/output/json/report.schema.json")),
        (output::finding_schema(), include_str!("../src/output/json/finding.schema.json")),
    ] {
        let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        assert_eq!(current, committed, "write what `shenjiao rules --schema` prints to src/output/json/");
    }
}

#[test]
fn json_fits_the_report_schema() {
    let validator = read_schema(&output::report_schema().to_string());
    for text in [full("json"), report("json", &linted(), &[], false), report("json", &[], &[], false)] {
        assert_valid(&validator, &serde_json::from_str(&text).unwrap());
    }
    let mut wrong: Value = serde_json::from_str(&full("json")).unwrap();
    wrong["articles"][0]["findings"][0]["severity"] = "bad".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn jsonl_fits_the_finding_schema() {
    let validator = read_schema(&output::finding_schema().to_string());
    let lines = full("jsonl") + &report("jsonl", &linted(), &[], false);
    assert!(lines.lines().count() >= 4);
    for line in lines.lines() {
        assert_valid(&validator, &serde_json::from_str(line).unwrap());
    }
}

#[test]
fn sarif_fits_the_official_schema() {
    // The pattern of `language` has a bracket too many in this edition, which a strict reader refuses.
    let schema = include_str!("fixtures/sarif-2.1.0.schema.json").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let validator = read_schema(&schema);
    for text in [full("sarif"), report("sarif", &linted(), &[], false), report("sarif", &[], &[], false)] {
        assert_valid(&validator, &serde_json::from_str(&text).unwrap());
    }
}

#[test]
fn sarif_says_where_what_and_how() {
    let log: Value = serde_json::from_str(&full("sarif")).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    let levels: Vec<&str> = results.iter().map(|result| result["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["error", "warning", "note", "error"]);
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%E7%A8%BF%E4%BB%B6/%E7%94%B2%20%E4%B9%99.txt");
    assert_eq!(place["region"]["endColumn"], 10);
    assert_eq!(place["region"]["byteLength"], 15);
    let replacement = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["byteLength"], 0);
    assert_eq!(replacement["insertedContent"]["text"], "”");
    assert_eq!(results[3]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "第 3 行“正文”栏");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["level"], "error");
}

#[test]
fn rdjson_gives_lines_and_severities() {
    let result: Value = serde_json::from_str(&full("rdjson")).unwrap();
    assert_eq!(result["source"]["name"], "shenjiao");
    let diagnostics = result["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), 5);
    assert_eq!(diagnostics[0]["location"]["path"], PATH);
    assert_eq!(diagnostics[0]["location"]["range"]["start"], serde_json::json!({ "line": 3 }));
    assert_eq!(diagnostics[0]["message"], "“《合同法》”不合规范（建议：改为“《中华人民共和国民法典》”）");
    assert_eq!(diagnostics[2]["severity"], "INFO");
    assert_eq!(diagnostics[3]["code"]["value"], "sensitive/name");
    assert_eq!(diagnostics[4]["location"]["path"], "坏.doc");
}

/// Names of the elements and all text of an XML document.
fn parse_xml(text: &str) -> (Vec<String>, String) {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut names, mut content) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return (names, content),
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                names.push(tag.name().as_ref().to_string());
                for attribute in tag.attributes() {
                    let value = attribute.unwrap().normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                    content.push_str(&value);
                }
            }
            quick_xml::events::Event::Text(text) => content.push_str(text.as_ref()),
            _ => {}
        }
    }
}

#[test]
fn junit_is_xml_with_a_suite_an_article() {
    let (names, content) = parse_xml(&full("junit"));
    let count = |name: &str| names.iter().filter(|one| *one == name).count();
    assert_eq!((count("testsuite"), count("testcase"), count("failure"), count("error")), (4, 6, 4, 1));
    assert!(content.contains("没有发现问题") && !content.contains('\u{1b}'));
}

/// The cells of CSV, row by row.
fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut rows, mut input, mut buffer) = (vec![vec![]], text.as_bytes(), vec![0; text.len()]);
    loop {
        let (result, read, written) = reader.read_field(input, &mut buffer);
        input = &input[read..];
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                let cell = String::from_utf8(buffer[..written].to_vec()).unwrap();
                rows.last_mut().unwrap().push(cell);
                if record_end {
                    rows.push(Vec::new());
                }
            }
            csv_core::ReadFieldResult::End => {
                rows.pop();
                return rows;
            }
            other => assert_eq!(other, csv_core::ReadFieldResult::InputEmpty),
        }
    }
}

#[test]
fn csv_opens_in_a_spreadsheet() {
    let text = full("csv");
    let rows = parse_csv(text.strip_prefix('\u{feff}').unwrap());
    assert_eq!(text.matches("\r\n").count(), 5);
    assert!(rows.len() == 5 && rows.iter().all(|row| row.len() == 23));
    let cell = |row: usize, name: &str| &rows[row][rows[0].iter().position(|header| header == name).unwrap()];
    assert_eq!(cell(1, "类别"), "规范表述");
    assert_eq!(cell(1, "建议"), "《中华人民共和国民法典》");
    assert_eq!(cell(3, "重复篇数"), "12");
    // A cell that a spreadsheet would run as a formula.
    assert_eq!(cell(4, "原文"), "'-某词");
    assert_eq!(cell(4, "上文"), "'=甲,\"乙\"");
}

#[test]
fn xlsx_has_a_row_a_finding() {
    let read = |bytes: Vec<u8>| Xlsx::<_>::new(Cursor::new(bytes)).unwrap();
    let mut workbook = read(bytes("xlsx", &articles(), &[unreadable()], false));
    assert_eq!(workbook.sheet_names(), ["问题", "没有读成的文件"]);
    let rows = workbook.worksheet_range("问题").unwrap();
    let rows: Vec<Vec<String>> = rows.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let cell = |row: usize, name: &str| &rows[row][rows[0].iter().position(|header| header == name).unwrap()];
    assert_eq!(rows.len(), 5);
    assert_eq!(cell(1, "上下文"), "依据【《合同法》】第五十二条，该条款无效");
    assert_eq!((&**cell(1, "等级"), &**cell(1, "类别")), ("错误", "规范表述"));
    assert_eq!(cell(3, "位置"), "第 3 行第 5 字（同样的问题在 12 篇文章里重复出现）");
    // Text, though it looks like a formula.
    assert_eq!(cell(4, "原文"), "-某词");
    let errors = workbook.worksheet_range("没有读成的文件").unwrap();
    assert_eq!(errors.get_value((1, 1)).unwrap().to_string(), "第 7 行");
    assert_eq!(read(bytes("xlsx", &[], &[], false)).sheet_names(), ["问题"]);
}

/// The values of the JSON scripts of a page whose opening tag ends so.
fn scripts(page: &str, tag: &str) -> Vec<Value> {
    let tag = format!("{tag}>");
    page.split(&tag)
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap())
        .collect()
}

#[test]
fn html_is_one_page_in_which_texts_are_data() {
    let page = full("html");
    let articles = scripts(&page, "class=\"article\"");
    assert_eq!(articles.len(), 2, "articles without findings are counted only");
    assert_eq!(articles[0]["f"][0]["x"], "《合同法》");
    assert_eq!(articles[1]["f"][0]["a"], "<b>&\u{1b}[31m\u{202e}丙");
    let whole = &scripts(&page, "id=\"whole\"")[0];
    assert_eq!(whole["summary"]["articles"], 3);
    assert_eq!(whole["errors"][0]["path"], "坏.doc");
    assert!(page.trim_end().ends_with("</html>") && !page.contains("<b>&") && !page.contains("http:"), "{page}");
}

#[test]
fn github_commands_stay_on_their_line() {
    let text = full("github");
    assert_eq!(text.lines().count(), 5);
    insta::assert_snapshot!(text, @r#"
    ::error file=稿件/甲 乙.txt,line=3,endLine=3,col=5,endColumn=10,title=错误 phrasing/law::“《合同法》”不合规范%0A建议：改为“《中华人民共和国民法典》”
    ::warning file=稿件/甲 乙.txt,line=3,endLine=3,col=5,endColumn=5,title=警告 punctuation/pair::“”不合规范%0A建议：补上「”」
    ::notice file=稿件/甲 乙.txt,line=3,endLine=3,col=5,endColumn=9,title=提示 typo/word::“截止目前”不合规范%0A建议：改为“截至目前”%0A同样的问题在 12 篇文章里重复出现
    ::error file=稿件/甲 乙.txt,line=3,endLine=3,col=5,endColumn=8,title=严重 sensitive/name::“-某词”不合规范%0A位置：第 3 行“正文”栏
    ::error file=坏.doc,line=7,title=无法读取::不是文本文件␛[2J
    "#);
    let mut evil = finding("typo/word", Severity::Error, "", "甲", "");
    evil.path = Arc::from("a,line=9:乙.txt");
    evil.message = "一\n::error::二 5%".to_string();
    evil.end.line = 4;
    insta::assert_snapshot!(report("github", &[checked(vec![evil])], &[], false), @"::error file=a%2Cline=9%3A乙.txt,line=3,endLine=4,title=错误 typo/word::一%0A::error::二 5%25");
}

#[test]
fn pretty_reads_well() {
    insta::assert_snapshot!(full("pretty"), @r#"
    《关于检查合同的通知》
    错误[phrasing/law]: “《合同法》”不合规范
     --> 稿件/甲 乙.txt:3:5
      |
    3 | 依据《合同法》第五十二条，该条款无效
      |     ^^^^^^^^^^
      |
      = 原因：读者会误解。
      = 依据：某条规定，第 3 条
      = 建议：改为“《中华人民共和国民法典》”

    警告[punctuation/pair]: “”不合规范
     --> 稿件/甲 乙.txt:3:5
      |
    3 | 推进“互联网＋政务服务，方便群众
      |                      ^
      |
      = 原因：读者会误解。
      = 依据：某条规定，第 3 条
      = 建议：补上「”」

    提示[typo/word]: “截止目前”不合规范
     --> 稿件/甲 乙.txt:3:5
      |
    3 | 请登录ＡＰＰ，截止目前，共有𠮷田等3户
      |               ^^^^^^^^
      |
      = 原因：读者会误解。
      = 依据：某条规定，第 3 条
      = 建议：改为“截至目前”（可自动修改）
      = 重复：同样的问题在 12 篇文章里重复出现

    严重[sensitive/name]: “-某词”不合规范
     --> 稿件/甲 乙.txt:3:5
      |
    3 | =甲,"乙"-某词<b>&␛[31m�丙
      |         ^^^^^
      |
      = 位置：第 3 行“正文”栏
      = 原因：读者会误解。
      = 依据：某条规定，第 3 条

    1 处无法读取：
      坏.doc:7：不是文本文件␛[2J

    检查 3 篇文章、360 字；严重 1、错误 1、警告 1、提示 1
    其中 1 处可以自动修改：运行 shenjiao fix
    另有 1 处改法需要人看过：运行 shenjiao fix --unsafe --diff 查看
    "#);
    insta::assert_snapshot!(report("pretty", &articles()[2..], &[], false), @r#"
    没有发现问题。
    检查 1 篇文章、120 字；严重 0、错误 0、警告 0、提示 0
    "#);
}

#[test]
fn pretty_colours_only_when_asked() {
    assert!(!full("pretty").contains('\u{1b}'));
    assert!(report("pretty", &articles(), &[], true).contains("\u{1b}["));
}

#[test]
fn pretty_shortens_a_flagged_paragraph() {
    let long = finding("page/repeated", Severity::Warning, "", &"长".repeat(100_000), "");
    let shown = report("pretty", &[checked(vec![long])], &[], false);
    assert!(shown.lines().any(|line| line.starts_with("3 |") && line.contains("长…长") && line.chars().count() < 60));
}

#[test]
fn pretty_can_do_with_nothing_but_a_place() {
    let mut bare = finding("format/title", Severity::Info, "", "", "");
    bare.why = Arc::from("");
    bare.basis = Arc::from("");
    let shown = report("pretty", &[checked(vec![bare])], &[], false);
    assert!(shown.contains("提示[format/title]") && shown.contains(" --> 稿件/甲 乙.txt:3:5"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_comes_through_safely(
        before in ".{0,16}", text in "(?s).{0,50}", after in ".{0,16}", message in "(?s).{0,30}", path in "(?s).{1,20}",
    ) {
        let mut one = finding("typo/word", Severity::Error, &before, &text, &after);
        one.message = message;
        one.path = Arc::from(path);
        one.suggestions = vec![after];
        let articles = [checked(vec![one])];
        for name in ["pretty", "github"] {
            let text = report(name, &articles, &[], false);
            let steers = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
            proptest::prop_assert!(!text.contains(steers), "{:?}", text);
        }
        for name in ["json", "jsonl", "sarif", "rdjson"] {
            proptest::prop_assert!(serde_json::from_str::<Value>(&report(name, &articles, &[], false)).is_ok());
        }
        parse_xml(&report("junit", &articles, &[], false));
        let csv = report("csv", &articles, &[], false);
        proptest::prop_assert_eq!(parse_csv(csv.trim_start_matches('\u{feff}')).len(), 2);
    }
}
