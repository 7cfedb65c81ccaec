//! A paper that is valid to a day that its beginning and its years do not give: 自2024年8月1日起施行，有效期5年，至2028年7月31日.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::document::{Article, DateMention, count_at, written};
use crate::finding::Severity;
use crate::rules::date::reading::places;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/validity-mismatch",
        "有效期与施行日期不符",
        Severity::Error,
        "施行日期、有效年数和截止日期对不上，文件到底哪天失效就说不清了。",
        "《国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知》（国办发〔2018〕37号）；公历历法",
        include_str!("rule.md"),
    )
});

/// Bytes from the word to the day of the end, and from the day of the beginning to the word.
const NEAR: u32 = 60;
const FAR: u32 = 150;
const LONGEST: u32 = 30;

struct ValidityMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ValidityMismatch)
}

impl Rule for ValidityMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["有效期"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let places: Vec<u32> = places(article, context).collect();
        let mut done = 0;
        for place in places {
            let Some((from, end, to)) = ends(article, place).filter(|(_, end, _)| end.span.start >= done) else {
                continue;
            };
            done = end.span.end;
            let years = years(article.after(Span::point(place)));
            if let Some(message) = fault(from, to, years) {
                context.report(context.finding(end.span, message).confidence(0.9));
            }
        }
    }
}

/// The day from which the paper is in force, and the day to which, around the word at a place.
fn ends(article: &Article, place: u32) -> Option<(Date, &DateMention, Date)> {
    let dates = article.dates();
    let next = dates.partition_point(|date| date.span.start < place);
    let end = dates.get(next).filter(|end| end.span.start - place <= NEAR && matches!(end.before, '至' | '到'))?;
    let begin = dates.get(next.checked_sub(1)?).filter(|begin| place.saturating_sub(begin.span.end) <= FAR)?;
    let after = article.after(begin.span);
    let block = article.block_at(place)?;
    let in_force = after.starts_with('起') || after.starts_with("开始") || after.starts_with("施行") || after.starts_with("实施");
    let whole = block.text.covers(begin.span) && block.text.covers(end.span);
    (in_force && whole).then_some((begin.date()?, end, end.date()?))
}

/// The years that a text behind 有效期 gives.
fn years(text: &str) -> Option<u32> {
    let rest = text.strip_prefix("有效期")?.trim_start_matches(['限', '为', '：', ':']);
    let (count, length) = count_at(rest)?;
    (rest[length..].starts_with('年') && count <= LONGEST).then_some(count)
}

fn fault(from: Date, to: Date, years: Option<u32>) -> Option<String> {
    if to <= from {
        return Some(format!("有效期的截止日期不晚于施行日期{}，请核对", written(from)));
    }
    let years = years?;
    let last = from.checked_add(i64::from(years).years()).ok()?;
    let missed = (to - last).get_days().abs() > 1;
    let right = last.checked_sub(1.days()).ok()?;
    missed.then(|| format!("自{}起{years}年，有效期应至{}，请核对", written(from), written(right)))
}
