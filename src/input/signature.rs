//! The tail of an article: signing organ and date, editors and reviewers. Shared by all formats, because WeChat
//! pages, exports and plain text name them in the text alone.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::Regex;

use crate::document::{Meta, Review};

/// Blocks from the end of an article that may belong to its tail.
pub const TAIL_BLOCKS: usize = 12;

/// Bytes of a line beyond which it is no signature, blanks between its characters included.
const MAX_SIGNATURE: usize = 180;

/// Bytes of a line beyond which it is prose.
const MAX_LINE: usize = 360;

/// What a line of credits names people by.
const LABELS: [&str; 30] = [
    "责任编辑",
    "值班编辑",
    "编辑",
    "责编",
    "校对",
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "初校",
    "复校",
    "终校",
    "一校",
    "二校",
    "三校",
    "审核",
    "审签",
    "签发",
    "审定",
    "监制",
    "来源",
    "供稿",
    "撰稿",
    "作者",
    "文字",
    "图片",
    "摄影",
    "制作",
];

/// The last characters of the labels.
const LABEL_ENDS: &str = "辑编对审校核签发定制源稿者字片影作";

/// `责任编辑：张三　初审：李四` and the like: a label, a colon, a name.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(责任编辑|值班编辑|编辑|责编|校对|初审|复审|终审|一审|二审|三审|初校|复校|终校|一校|二校|三校|审核|审签|签发|审定|监制|来源|供稿|撰稿|作者|文字|图片|摄影|制作)人?[ \t\u{3000}\u{a0}]*[:：][ \t\u{3000}\u{a0}]*([^\s:：/|丨｜，,；;（）()]*)";
    Regex::new(pattern).expect("constant pattern")
});

static SIGNATURE_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$")
        .expect("constant pattern")
});

/// The people (and source) that a line of the tail names, if it is such a line: label and name by label and name,
/// with little else. Empty for prose that merely has a colon.
pub fn credits(line: &str) -> Vec<(String, String)> {
    let line = line.trim();
    if line.len() > MAX_LINE || !has_label(line) {
        return Vec::new();
    }
    let named: usize = CREDIT.find_iter(line).map(|found| found.as_str().chars().count()).sum();
    let visible = line.chars().filter(|c| !c.is_whitespace() && !"/|丨｜　()（）".contains(*c)).count();
    if named * 10 >= visible * 6 { labelled(line) } else { Vec::new() }
}

/// Whether a label and a colon stand in a line: far cheaper than the pattern, which nearly no line needs.
fn has_label(line: &str) -> bool {
    static WIDE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("："));
    let ends = |at: usize| {
        let before = line[..at].trim_end();
        let before = before.strip_suffix('人').unwrap_or(before);
        before.chars().next_back().is_some_and(|last| LABEL_ENDS.contains(last))
            && LABELS.iter().any(|label| before.ends_with(label))
    };
    memchr::memchr_iter(b':', line.as_bytes()).any(ends) || WIDE.find_iter(line.as_bytes()).any(ends)
}

/// Every label of [`credits`] in a line with what it names, whatever else the line says: the line under the title of
/// a page gives the source between dates and buttons.
pub fn labelled(line: &str) -> Vec<(String, String)> {
    if !has_label(line) {
        return Vec::new();
    }
    let (mut labelled, mut at) = (Vec::new(), 0);
    while let Some(found) = CREDIT.captures_at(line, at) {
        let (Some(label), Some(name)) = (found.get(1), found.get(2)) else {
            break;
        };
        // 来源： 责任编辑：张三 names no source: what follows the blank label is the next one.
        let blank = line[name.end()..].trim_start().starts_with([':', '：']);
        labelled.push((label.as_str().to_string(), if blank { String::new() } else { name.as_str().to_string() }));
        at = if blank { name.start() } else { name.end() };
    }
    labelled
}

/// Whether a short last line is the signing organ or the date under it.
pub fn is_signature(line: &str) -> bool {
    let last = line.trim_end().chars().next_back();
    if line.len() > MAX_SIGNATURE || !last.is_some_and(|last| "日府室厅会局部院心组委队".contains(last)) {
        return false;
    }
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let organ = [
        "人民政府",
        "办公室",
        "办公厅",
        "委员会",
        "局",
        "部",
        "厅",
        "院",
        "中心",
        "领导小组",
        "指挥部",
        "党委",
        "总队",
        "支队",
    ];
    line.ends_with('日') && SIGNATURE_DATE.is_match(&line)
        || (line.chars().count() <= 30
            && organ.iter().any(|end| line.ends_with(end))
            && !line.contains(['，', '。', '：', ':', ',', '；', '“', '《']))
}

/// Puts what credits say into the metadata: reviewers as stages, source and author where nothing else gave them.
pub fn apply(credits: &[(String, String)], meta: &mut Meta) {
    for (label, name) in credits {
        match label.as_str() {
            "来源" => fill(&mut meta.source, name),
            "作者" | "撰稿" | "文字" => fill(&mut meta.author, name),
            "供稿" | "图片" | "摄影" | "制作" => {}
            stage => {
                let review = Review { stage: stage.to_string(), by: name.clone(), at: None };
                // A page names its editor above the text and below it.
                if !meta.reviews.contains(&review) {
                    meta.reviews.push(review);
                }
            }
        }
    }
}

fn fill(field: &mut Option<String>, value: &str) {
    if field.is_none() && !value.is_empty() {
        *field = Some(value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_labels_are_known() {
        assert!(LABELS.iter().all(|label| label.ends_with(|last| LABEL_ENDS.contains(last))));
    }

    #[test]
    fn reads_credit_lines_and_leaves_prose() {
        let found = credits("责任编辑：张三　初审：李四 / 复审：王五丨终审：赵六");
        assert_eq!(found.len(), 4);
        assert_eq!(found[3], ("终审".to_string(), "赵六".to_string()));
        assert_eq!(credits("来源：某县应急管理局").len(), 1);
        assert!(credits("会议审核：通过了三项议题，要求各单位认真落实并按时报送材料。").is_empty());
        assert!(is_signature("某县人民政府办公室"));
        assert!(is_signature("2023年2月1日"));
        assert!(!is_signature("请报送县政府办公室，"));
    }
}
