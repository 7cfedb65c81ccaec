//! 的, 地 and 得 mixed up where the words beside them leave no doubt: 做的好, 认真的开展了.

use std::sync::LazyLock;

use crate::document::{Article, Block, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/particle",
        "“的”“地”“得”用错",
        Severity::Warning,
        "“的”后面是名词，“地”后面是动词，“得”前面是动词、后面是程度或结果。",
        "《现代汉语词典》（第7版）；教育部中学教学语法系统",
        include_str!("rule.md"),
    )
});

/// Verbs of one character, and what stands before them where they are no part of another word.
const VERBS: &str = "做干办搞抓讲说学写跑走变过玩睡长卖管建";
const MATTERS: [&str; 6] = ["事情", "工作", "活", "这件事", "都", "也"];
/// Degrees that end a clause behind such a verb.
const DEGREES: [&str; 14] = [
    "非常好", "特别好", "越来越好", "很好", "更好", "不好", "不错", "很快", "很慢", "更快", "很差", "很多", "扎实", "越来越",
];
/// Verbs of change, and what follows them.
const CHANGES: [&str; 2] = ["变", "显"];
const MORE: [&str; 10] = ["更加", "更", "越来越", "十分", "非常", "格外", "尤为", "很", "愈发", "有些"];
/// Verbs of two characters, and results that end a clause behind them.
const WORKS: [&str; 15] = [
    "打扫", "布置", "收拾", "安排", "管理", "完成", "落实", "执行", "发展", "进行", "处理", "整理", "表现", "恢复", "生长",
];
const RESULTS: [&str; 12] = [
    "非常好", "特别好", "很好", "不错", "很快", "很顺利", "井井有条", "有条不紊", "干干净净", "整整齐齐", "井然有序", "淋漓尽致",
];

/// What follows where 的 stands between a verb and what only a degree can be: there 得 is right.
fn degree<'t>(before: &str, after: &'t str) -> Option<&'t str> {
    let is_apart = |lead: &str| lead.ends_with(|c| !is_han(c)) || ends_in(lead, &MATTERS);
    let last = before.char_indices().next_back();
    if last.is_some_and(|(at, verb)| VERBS.contains(verb) && is_apart(&before[..at])) {
        let ended = behind(after, &DEGREES).find_map(|rest| clause_end(rest, &['，', '。', '；', '！', '、', '了']));
        if ended.is_some() {
            return ended;
        }
    }
    if ends_in(before, &CHANGES) {
        return behind(after, &MORE).next();
    }
    let is_work = ends_in(before, &WORKS);
    is_work.then(|| behind(after, &RESULTS).find_map(|rest| clause_end(rest, &['，', '。', '；', '！']))).flatten()
}

const ADVERBS: [&str; 44] = [
    "认真", "积极", "深入", "扎实", "切实", "主动", "自觉", "及时", "迅速", "仔细", "严格", "坚决", "坚定不移", "持之以恒",
    "毫不动摇", "扎扎实实", "踏踏实实", "原原本本", "有效", "充分", "有序", "稳步", "逐步", "不断", "全面", "坚定", "详细", "热情",
    "耐心", "大力", "牢牢", "深刻", "高效", "科学", "创造性", "有针对性", "实实在在", "源源不断", "一如既往", "旗帜鲜明", "一丝不苟",
    "因地制宜", "循序渐进", "有条不紊",
];
const ACTIONS: [&str; 39] = [
    "开展", "推进", "推动", "组织", "落实", "完成", "学习", "执行", "履行", "参加", "参与", "配合", "解决", "处理", "提高", "提升",
    "增强", "加强", "促进", "保障", "维护", "把握", "领会", "贯彻", "讲解", "介绍", "询问", "查看", "回答", "解答", "记录", "了解",
    "反映", "帮助", "实施", "做好", "抓好", "贯彻落实", "投入",
];
const ASPECTS: [&str; 6] = ["了", "着", "好", "下去", "起来", "到"];

/// What follows where 的 stands between an adverb and a verb with what only a verb can have: there 地 is right.
fn manner<'t>(before: &str, after: &'t str) -> Option<&'t str> {
    let is_adverb = ends_in(before, &ADVERBS);
    is_adverb.then(|| behind(after, &ACTIONS).find_map(|rest| behind(rest, &ASPECTS).next())).flatten()
}

fn ends_in(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// What stands behind each of some words that a text begins with.
fn behind<'t>(text: &'t str, words: &[&str]) -> impl Iterator<Item = &'t str> {
    words.iter().filter_map(move |word| text.strip_prefix(word))
}

/// What stands behind the mark that a text begins with; a text that is at its end needs none.
fn clause_end<'t>(text: &'t str, marks: &[char]) -> Option<&'t str> {
    if text.is_empty() { Some(text) } else { text.strip_prefix(marks) }
}

fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{2e80}'..='\u{2fd5}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

struct Particle;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Particle)
}

impl Rule for Particle {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "的非常",
            "的特别",
            "的越来越",
            "的很",
            "的更",
            "的不好",
            "的不错",
            "的扎实",
            "的十分",
            "的格外",
            "的尤为",
            "的愈发",
            "的有些",
            "的井井",
            "的有条",
            "的干干",
            "的整整",
            "的井然",
            "的淋漓",
            "的开展",
            "的推进",
            "的推动",
            "的组织",
            "的落实",
            "的完成",
            "的学习",
            "的执行",
            "的履行",
            "的参加",
            "的参与",
            "的配合",
            "的解决",
            "的处理",
            "的提高",
            "的提升",
            "的增强",
            "的加强",
            "的促进",
            "的保障",
            "的维护",
            "的把握",
            "的领会",
            "的贯彻",
            "的讲解",
            "的介绍",
            "的询问",
            "的查看",
            "的回答",
            "的解答",
            "的记录",
            "的了解",
            "的反映",
            "的帮助",
            "的实施",
            "的做好",
            "的抓好",
            "的投入",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            if block.region.is_prose() {
                places.iter().for_each(|place| check(article, block, (place - block.text.start) as usize, context));
            }
        }
    }
}

/// Looks at the 的 at a place of a block.
fn check(article: &Article, block: &Block, at: usize, context: &mut Context<'_>) {
    let (before, after) = article.block_text(block).split_at(at);
    let after = &after["的".len()..];
    for (rest, right) in [(degree(before, after), "得"), (manner(before, after), "地")] {
        let span = block.text.part(at..at + "的".len());
        // What people say is quoted as they said it.
        if rest.is_some_and(|rest| !goes_on(rest)) && !article.is_inside(span, Enclosure::Book) {
            let finding = context.finding(span, format!("此处“的”应为“{right}”")).confidence(0.85);
            context.report(finding.suggest(vec![right.to_string()], Applicability::Unsafe));
        }
    }
}

/// Whether the verb belongs to a noun after all: 深入的开展起来的工作.
fn goes_on(after: &str) -> bool {
    after.starts_with('的')
}
