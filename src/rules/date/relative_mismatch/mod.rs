//! 今年, 明年, 昨日, 本月 and the like beside an explicit date that they cannot mean. They count from the day of
//! writing: the publication or a little before it, or the date under the article.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::document::{Article, DateMention, Number, Precision, Region, written};
use crate::finding::Severity;
use crate::rules::date::reading::{dates, is_quoted, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/relative-mismatch",
        "“今年”“昨日”等与所注日期不符",
        Severity::Error,
        "“今年”“明年”“昨日”从发布日期算起，与旁边写明的日期对不上，读者不知道该信哪一个。",
        "GB/T 15835—2011《出版物上数字用法》；《政府网站发展指引》（国办发〔2017〕47号）：确保信息内容准确",
        include_str!("rule.md"),
    )
});

/// What may follow the date inside the bracket.
const CLOSES: [char; 6] = ['）', ')', '，', '、', '起', '至'];

/// How many days before the publication an article may have been written, by what the word counts in.
const LATE_DAY: i32 = 3;
const LATE_MONTH: i32 = 10;
const LATE_YEAR: i32 = 31;
/// A day without a year that lies further ahead may as well lie in the past.
const NEAR: i32 = 60;

/// What a word counts in, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relative {
    Year(i16),
    Month(i64),
    Week(i64),
    Day(i64),
}

struct RelativeMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RelativeMismatch)
}

impl Rule for RelativeMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published else {
            return;
        };
        let mut anchors = vec![published];
        anchors.extend(signed(article));
        for mention in dates(article, |date| !date.lunar && matches!(date.before, '（' | '(' | '即')) {
            check_mention(article, context, mention, &anchors);
        }
        for number in article.prose_numbers().filter(|number| number.before == '（' && number.behind == '月') {
            if let Some(mention) = bare_month(article, number) {
                check_mention(article, context, &mention, &anchors);
            }
        }
    }
}

/// 本月（6月）: a month alone is no date elsewhere.
fn bare_month(article: &Article, number: &Number) -> Option<DateMention> {
    let span = Span::new(number.span.start, number.span.end + "月".len() as u32);
    let month = number.integer().filter(|_| number.span.len() <= 2).and_then(|month| i16::try_from(month).ok())?;
    let bracketed = article.text[..span.start as usize].ends_with("月（") && article.text[span.end as usize..].starts_with('）');
    let (before, behind) = (number.before, '）');
    bracketed.then_some(DateMention { span, year: None, month: Some(month), day: None, chinese: false, lunar: false, before, behind, is_prose: true })
}

/// The dates under the article.
fn signed(article: &Article) -> impl Iterator<Item = Date> {
    let blocks = article.blocks_in(Region::Signature);
    blocks.flat_map(|block| article.dates().iter().filter(|date| block.text.covers(date.span)).filter_map(DateMention::date))
}

fn check_mention(article: &Article, context: &mut Context<'_>, mention: &DateMention, anchors: &[Date]) -> Option<()> {
    let before = tail(article.before(mention.span), 8);
    let (word, relative) = relative_before(before)?;
    let whole = article.after(mention.span).starts_with(CLOSES) || article.slice(mention.span).ends_with('年');
    if !whole || is_quoted(article, mention.span) || anchors.iter().any(|anchor| may_mean(relative, mention, *anchor)) {
        return None;
    }
    let published = *anchors.first()?;
    let message = format!("“{word}”与“{}”对不上：文章{}发布，请核对", article.slice(mention.span), written(published));
    // 昨日（7月5日） put up late says itself what day is meant; one that is still to come is a slip.
    let days = matches!(relative, Relative::Day(_) | Relative::Week(_));
    let ahead = nearest(mention, published).is_some_and(|said| (1..=NEAR).contains(&(said - published).get_days()));
    let severity = match (mention.year, days) {
        (Some(_), false) => Severity::Error,
        (None, false) => Severity::Warning,
        (_, true) if ahead => Severity::Warning,
        (_, true) => Severity::Info,
    };
    context.report(context.finding(mention.span, message).severity(severity).confidence(0.85));
    Some(())
}

/// Words that count from the day of writing.
const WORDS: [(&str, Relative); 24] = [
    ("今年", Relative::Year(0)),
    ("本年", Relative::Year(0)),
    ("明年", Relative::Year(1)),
    ("后年", Relative::Year(2)),
    ("去年", Relative::Year(-1)),
    ("前年", Relative::Year(-2)),
    ("本月", Relative::Month(0)),
    ("当月", Relative::Month(0)),
    ("上月", Relative::Month(-1)),
    ("上个月", Relative::Month(-1)),
    ("下月", Relative::Month(1)),
    ("下个月", Relative::Month(1)),
    ("今天", Relative::Day(0)),
    ("今日", Relative::Day(0)),
    ("昨天", Relative::Day(-1)),
    ("昨日", Relative::Day(-1)),
    ("前天", Relative::Day(-2)),
    ("明天", Relative::Day(1)),
    ("明日", Relative::Day(1)),
    ("后天", Relative::Day(2)),
    ("本周", Relative::Week(0)),
    ("这周", Relative::Week(0)),
    ("上周", Relative::Week(-1)),
    ("下周", Relative::Week(1)),
];

/// The relative word that a text ends with, the bracket of a date and a weekday behind it: 今年（, 本周五（, 昨日（即.
fn relative_before(before: &str) -> Option<(&'static str, Relative)> {
    let lead = before.strip_suffix('即').unwrap_or(before);
    let lead = lead.strip_suffix(['（', '(']).unwrap_or(lead);
    let day = lead.strip_suffix(['一', '二', '三', '四', '五', '六', '日', '天']).unwrap_or(lead);
    let week = day.strip_suffix("星期").or(day.strip_suffix('周')).unwrap_or(day);
    let known = |text: &str| WORDS.iter().find(|(word, _)| text.ends_with(word)).copied();
    [week, day, lead].into_iter().find_map(known)
}

/// Whether an article written on some day shortly before `anchor` can mean that date by the word.
fn may_mean(relative: Relative, mention: &DateMention, anchor: Date) -> bool {
    let late = match relative {
        Relative::Day(_) => LATE_DAY,
        Relative::Week(_) => LATE_DAY,
        Relative::Month(_) => LATE_MONTH,
        Relative::Year(_) => LATE_YEAR,
    };
    (0..=late).any(|days| anchor.checked_sub(days.days()).is_ok_and(|day| meant_on(relative, mention, day)))
}

/// The same for an article written on that day. What cannot be told is taken as fitting.
fn meant_on(relative: Relative, mention: &DateMention, day: Date) -> bool {
    match relative {
        Relative::Year(shift) => mention.year.is_none_or(|year| Some(year) == day.year().checked_add(shift)),
        Relative::Month(shift) => {
            let Ok(month) = day.checked_add(shift.months()) else { return true };
            mention.year.is_none_or(|year| year == month.year())
                && mention.month.is_none_or(|said| said == i16::from(month.month()))
        }
        Relative::Week(_) | Relative::Day(_) if mention.precision() != Precision::Day => true,
        Relative::Week(shift) => {
            let Some(said) = nearest(mention, day) else { return false };
            let monday = |day: Date| {
                let offset = i64::from(day.weekday().since(Weekday::Monday));
                day.checked_sub(offset.days()).ok()
            };
            let week = monday(day).and_then(|monday| monday.checked_add(shift.weeks()).ok());
            week.is_none() || monday(said) == week
        }
        Relative::Day(shift) => {
            let Ok(meant) = day.checked_add(shift.days()) else { return true };
            nearest(mention, day) == Some(meant)
        }
    }
}

/// The date itself, or that day of the year that is nearest.
fn nearest(mention: &DateMention, day: Date) -> Option<Date> {
    if let Some(year) = mention.year {
        return mention.day_in(year);
    }
    let years = [-1, 0, 1].into_iter().filter_map(|shift| mention.day_in(day.year().checked_add(shift)?));
    years.min_by_key(|date| (*date - day).get_days().abs())
}
