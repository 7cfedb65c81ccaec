//! A word written twice in a row by mistake: 的的, 进行进行. Only words that nobody repeats on purpose are looked for;
//! a repetition that belongs to other words (目的的, 为了了解) is told apart by the segmenter.

use std::sync::LazyLock;

use crate::document::{Article, Block};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta, kept};
use crate::segment::segmenter;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/doubled-character",
        "字词重复",
        Severity::Error,
        "同一个字或词连写了两遍，是录入或改稿时留下的。",
        "《关于进一步加强政府网站管理工作的通知》对文字差错的要求；《图书质量管理规定》的差错认定",
        include_str!("rule.md"),
    )
});

/// Single characters that are not repeated.
const SINGLE: &str = "的了是和与及在为被把将于并从向但而或让使由以则即且";
/// Two-character words that are not repeated.
const DOUBLE: &str = "进行 通过 以及 或者 并且 因为 所以 但是 开展 加强 推进 推动 落实 实施 提高 提升 完善 建立 坚持 根据 按照 为了 \
关于 对于 由于 同时 我们 他们 群众 部门 单位 工作 企业 政府 国家 社会 经济 发展 建设 管理 服务 全面 深入 积极 切实 \
要求 强调 指出 认为 以来 目前 今年 去年 其中 相关 有关 主要 重要 促进 确保 保障 加快 构建 打造 实现 贯彻 召开 举行 \
我国 我省 我市 我县 我区 全市 全县 全省 人民 项目 问题 情况 制度 机制 能力 水平 质量 安全 环境 生态 教育 医疗 \
农村 农业 城市 乡村 干部 党员 文化 旅游 生产 责任 措施 政策 方案";

/// A character twice; of a word twice the last character and the word again, of which the first pair is rare.
static TRIGGERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let single = SINGLE.chars().map(|c| format!("{c}{c}"));
    let double = DOUBLE.split_whitespace().map(|word| [&word["的".len()..], word].concat());
    kept(single.chain(double))
});

struct DoubledCharacter;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DoubledCharacter)
}

impl Rule for DoubledCharacter {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            if block.region.is_prose() {
                places.iter().for_each(|place| check(article, block, (place - block.text.start) as usize, context));
            }
        }
    }
}

/// Looks at a trigger word of a block.
fn check(article: &Article, block: &Block, at: usize, context: &mut Context<'_>) {
    let text = article.block_text(block);
    let Some((first, word)) = twice(text, at) else { return };
    let (second, end) = (first + word.len(), first + 2 * word.len());
    if !are_words(text, first, second, end) {
        return;
    }
    let span = block.text.part(first..end);
    // Two lines that were joined: a heading that ends with the word that the next line begins with.
    if article.shown(span).contains(char::is_whitespace) || is_part(&text[..first], word) {
        return;
    }
    let finding = context.finding(span, format!("“{word}”重复"));
    context.report(finding.suggest(vec![word.to_string()], Applicability::Unsafe));
}

/// Where the word that stands twice at a trigger word begins for the first time, and the word. A third one, or a chant
/// of slogans, is meant.
fn twice(text: &str, at: usize) -> Option<(usize, &str)> {
    const HAN: usize = "的".len();
    let (before, behind) = text.split_at(at);
    let (one, rest) = behind.split_at(HAN);
    if let Some(after) = rest.strip_prefix(one) {
        return (!before.ends_with(one) && !after.starts_with(one)).then_some((at, one));
    }
    let word = &rest[..2 * HAN];
    let is_twice = before.ends_with(&word[..HAN]) && !rest[2 * HAN..].starts_with(word);
    is_twice.then(|| (at - HAN, word))
}

/// Whether the first of the two ends a word that the segmenter does not know: 碳中和 in 碳达峰碳中和和.
fn is_part(before: &str, word: &str) -> bool {
    let ends: &[char] = match word {
        "和" => &['中', '平', '温', '缓', '柔', '祥', '谐', '饱', '调', '人', '共', '总'],
        "了" => &['为', '不', '除'],
        "的" => &['目'],
        "在" => &['现', '存', '所', '实', '内', '潜'],
        "于" => &['由', '对', '关', '等', '属', '处', '位'],
        "是" => &['但', '还', '就', '于', '只', '不', '凡', '国'],
        _ => &[],
    };
    before.ends_with(ends)
}

/// Whether both are words of their own, not parts of others beside them.
fn are_words(text: &str, first: usize, second: usize, end: usize) -> bool {
    segmenter().boundaries(text, first, second) == (true, true)
        && segmenter().boundaries(text, second, end) == (true, true)
}
