//! Decrease by a multiple: 减少2倍. A quantity cannot shrink by more than itself. Multiples that are themselves what
//! shrinks (市盈率) are told apart.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::number::tail;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/shrink-multiple",
        "“减少”用了倍数",
        Severity::Error,
        "一个量最多减少一倍就到零了，减少、降低不能用倍数，应改用分数或百分数（减少一半、减少三分之二）。",
        "GB/T 15835—2011《出版物上数字用法》、统计用语规范：倍数只用于增加",
        include_str!("rule.md"),
    )
});

static SHRINKS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<verb>减少|降低|下降|缩小|缩短|减小|减低|减轻|减弱|下跌|下滑|回落|便宜|减慢|降价|少用|缩减|压缩|压减|收窄|削减)了?(?:大约|约|近|将近|超过|超|至少|最少|逾|达)?(?P<number>[0-9][0-9.]*|[一二三四五六七八九十百两几数]+)[多余]?$";
    Regex::new(pattern).expect("constant pattern")
});

/// Clauses in which a multiple is what is measured.
const MULTIPLES: [&str; 10] =
    ["市盈率", "市净率", "倍数", "杠杆", "倍率", "放大", "偿债", "保障倍", "溢价", "变焦"];

struct ShrinkMultiple;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ShrinkMultiple)
}

impl Rule for ShrinkMultiple {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["倍"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for at in memmem::find_iter(article.text.as_bytes(), "倍") {
            let before = tail(article, at as u32);
            let Some(found) = SHRINKS.find(before) else {
                continue;
            };
            let span = Span::of(at - found.len()..at + "倍".len());
            let clause = article.slice(article.clause(span));
            let measured = MULTIPLES.iter().any(|word| clause.contains(word));
            let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
            // 不能说减少2倍 speaks of it.
            let quoted = article.is_inside(span, Enclosure::Quote) || article.is_inside(span, Enclosure::Book);
            if is_prose && !measured && !quoted && !before[..found.start()].ends_with(['不', '未', '每']) {
                let message = "减少、降低不能用倍数，请核对后改用百分数或分数";
                context.report(context.finding(span, message).confidence(0.95));
            }
        }
    }
}
