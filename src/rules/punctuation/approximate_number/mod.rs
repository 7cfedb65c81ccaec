//! 顿号 inside an approximate number: 三、五天. Two numbers one after the other before a measure word; enumerations
//! (二、三产业, 三、五年级, 第三、五条) are left.

use std::sync::LazyLock;

use super::neighbours::{before, is_chinese_numeral, is_han, paragraph_of};
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::span::Span;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/approximate-number",
        "概数中间用了顿号",
        Severity::Warning,
        "相邻两个数字连用表示概数时中间不停顿，加了顿号就成了两个数。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct ApproximateNumber;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ApproximateNumber)
}

impl Rule for ApproximateNumber {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["一、二", "一、两", "二、三", "两、三", "三、四", "三、五", "四、五", "五、六", "六、七", "七、八", "八、九", "三，四", "三，五", "四，五", "五，六", "两，三", "七，八"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            check(article, *place, context);
        }
    }
}

/// Measure words by which things are counted; those that also number things (年级, 号, 条, 期, 线) are not here.
const MEASURES: [&str; 42] = [
    "天", "个小时", "个月", "个人", "个工作日", "个", "人", "名", "岁", "里", "公里", "米", "厘米", "分钟", "小时", "十", "百", "千", "万", "倍", "元",
    "块钱", "斤", "公斤", "亩", "户", "只", "张", "种", "件", "位", "斗", "碗", "杯", "句话", "句", "遍", "步", "吨", "辆", "头", "棵",
];
/// What before the numbers makes them ordinals or parts of a longer number.
const ORDINAL: [char; 16] = ['第', '列', '获', '居', '占', '、', '十', '百', '千', '万', '周', '初', '月', '表', '图', '类'];

/// Looks at the two numbers, neighbours or 三、五, that begin at `start`.
fn check(article: &Article, start: u32, context: &mut Context<'_>) {
    let Some(block) = paragraph_of(article, start) else { return };
    let text = article.text.as_str();
    let mut numbers = text[start as usize..block.text.end as usize].chars();
    let (Some(low), Some('、' | '，'), Some(high)) = (numbers.next(), numbers.next(), numbers.next()) else { return };
    let behind = numbers.as_str();
    let lead = before(text, start);
    let ranked = behind.starts_with(['名', '位']) && lead == Some('在');
    let introduced = lead.is_some_and(|c| is_han(c) && !is_chinese_numeral(c) && !ORDINAL.contains(&c));
    if !ranked && introduced && is_counted(behind) {
        let span = Span::new(start, block.text.end - behind.len() as u32);
        let right = format!("{low}{high}");
        let message = format!("概数“{right}”中间不用顿号");
        super::report(context, context.finding(span, message).suggest(vec![right], Applicability::Unsafe));
    }
}

/// Whether a measure word follows that begins no ordinal thing: 三、四万… is counted, 二、三个方面 too.
fn is_counted(behind: &str) -> bool {
    let ordinal = ["人民", "人大", "里程", "个阶段", "个问题", "个方面", "个五年", "名次", "位置", "位数", "种类", "万寿", "百货", "头条"];
    MEASURES.iter().any(|measure| behind.starts_with(measure)) && !ordinal.iter().any(|word| behind.starts_with(word))
}
