//! Requests and deadlines that had already passed when the article was published. What the past is only told of
//! (reports on overdue work, quoted notices, old documents published for the record) is not meant.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::rules::date::reading::{dates, skip, skip_bracket, skip_clock, strip_connector};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, DateMention, Enclosure, Region, written};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/deadline-passed",
        "发布时已过期的期限",
        Severity::Error,
        "发布之日期限已经过去，读者无法照办；多半是发布晚了，或者日期写错了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保信息内容及时准确",
        include_str!("rule.md"),
    )
});

/// What is done before a deadline, soon after 前.
const DEEDS: [&str; 33] = [
    "报送", "上报", "报至", "报到", "报县", "报市", "报省", "报区", "报镇", "报局", "提交", "反馈", "报名", "申报", "填报", "递交",
    "寄送", "寄至", "送至", "发至", "发送至", "交至", "缴费", "缴纳", "登录", "扫码", "来电", "来函", "登记", "完成", "整改", "办理",
    "办结",
];
/// Characters from 前 to the comma and from there to the deed, at most.
const DEED_REACH: (usize, usize) = (24, 16);

/// What a label, whose date is a deadline, is of: 报名截止时间：…, 申报时间为…至…. Not 截至…, which tells of a state.
const CLOSES: [&str; 12] = [
    "报名", "申报", "提交", "报送", "征集", "投稿", "申请", "受理", "反馈", "缴费", "征求意见", "意见征集",
];
const LASTS: [&str; 8] = ["报名", "申报", "征集", "投稿", "缴费", "征求意见", "意见征集", "意见反馈"];

/// What ends at a date that 截止 follows.
const OPEN_FOR: [&str; 6] = ["报名", "申报", "征集", "投稿", "受理", "征求意见"];

/// Eligibility: 2000年1月1日前出生.
const QUALIFIES: [&str; 22] = [
    "出生", "取得", "成立", "毕业", "注册", "登记的", "购买", "入职", "退休", "建成", "已", "未", "参加工作", "参保", "发生",
    "施行", "实施", "印发", "制定", "签订", "入伍", "立项",
];

/// What a meeting is called for a day with, and what is done on that day.
const CALLED: [&str; 5] = ["定于", "拟于", "将于", "决定于", "定在"];
const HELD: [&str; 6] = ["召开", "举行", "举办", "开展", "组织", "进行"];
const ATTENDED: [&str; 6] = ["参加", "出席", "参会", "准时", "光临", "到会"];

/// Sentences that tell of a past deadline even if they ask for something.
const TELLS_OF_PAST: [&str; 10] =
    ["曾", "原定", "此前", "当时", "逾期未", "逾期仍", "仍未", "延长至", "延期至", "顺延"];

/// The same where nobody is asked directly.
const TELLS_OF_PAST_UNASKED: [&str; 13] =
    ["已于", "已经", "已完成", "超期", "未按", "尚未", "至今", "滞后", "延迟", "共收到", "完成了", "经查", "责令"];

/// Titles of articles that only look back where they ask for nothing.
const LOOKS_BACK: [&str; 10] =
    ["通报", "结果", "公示名单", "回顾", "总结", "综述", "判决", "纪实", "回复", "典型案例"];

/// A document signed so many days before it was put on the site is published for the record.
const FOR_THE_RECORD: i32 = 90;
/// A deadline without a year is believed to be past only so many days back.
const BELIEVED: i32 = 60;
/// Bytes before a date in which its label stands, that of a range included.
const LABEL_REACH: usize = 160;
/// A deadline further back is history, not a request.
const FORGOTTEN: i32 = 3 * 366;

/// How those that have to do something are told so.
const ORDERS: [&str; 12] = [
    "务必", "敬请", "各单位要", "各部门要", "各地要", "各乡镇要", "各街道要", "各镇街要", "各学校要", "各企业要", "各科室要", "各责任单位要",
];

struct DeadlinePassed;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DeadlinePassed)
}

impl Rule for DeadlinePassed {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published else {
            return;
        };
        if is_for_the_record(article, published) {
            return;
        }
        for mention in dates(article, fits).filter(|mention| may_be_deadline(article, mention)) {
            check_mention(article, context, mention, published);
        }
    }
}

fn is_for_the_record(article: &Article, published: Date) -> bool {
    let signed = article.blocks_in(Region::Signature).flat_map(|block| {
        article.dates().iter().filter(|date| block.text.covers(date.span)).filter_map(DateMention::date)
    });
    signed.max().is_some_and(|signed| (published - signed).get_days() > FOR_THE_RECORD)
}

/// Whether the characters beside a date can belong to a deadline.
fn fits(mention: &DateMention) -> bool {
    is_label_end(mention.before)
        || mention.behind.is_ascii_digit()
        || matches!(mention.behind, '前' | '之' | '以' | '止' | '截' | '（' | '(' | '上' | '下' | '中' | '晚')
}

/// Whether a label, or the connector of a range whose first date it labels, can end with a character.
fn is_label_end(c: char) -> bool {
    matches!(c, '间' | '期' | '限' | '止' | '至' | '为' | '是' | '到' | '于' | '：' | ':')
        || matches!(c, '-' | '—' | '–' | '－' | '―' | '~' | '～')
}

/// Whether the text right beside a date has the words of a deadline. Costs far less than to find out which day is meant.
fn may_be_deadline(article: &Article, mention: &DateMention) -> bool {
    let (start, end) = (mention.span.start as usize, mention.span.end as usize);
    let before = &article.text[article.text.ceil_char_boundary(start.saturating_sub(LABEL_REACH))..start];
    before_marker(&article.text[end..]).is_some()
        || is_label_end(mention.before) && before.contains(['间', '期', '限', '截'])
        || CALLED.iter().any(|word| before.ends_with(word))
}

/// What follows the date of a deadline, 之前 or the like, and the rest.
fn before_marker(after: &str) -> Option<(&str, &str)> {
    let part = skip(skip_bracket(after, 12), &["上午", "下午", "中午", "晚上", "晚", "下班"]);
    let end = skip_clock(part);
    ["之前", "以前", "前", "止", "截止"].iter().find_map(|marker| Some((*marker, end.strip_prefix(marker)?)))
}

/// The text behind the connector of a range, if a date begins one.
fn behind_connector(after: &str) -> Option<&str> {
    let rest = skip_clock(skip_bracket(after, 12));
    strip_connector(rest.strip_prefix('起').unwrap_or(rest))
}

fn check_mention(article: &Article, context: &mut Context<'_>, mention: &DateMention, published: Date) {
    let Some(resolved) = article.resolve(mention, Some(published)) else {
        return;
    };
    let late = (published - resolved.date).get_days();
    let limit = if resolved.assumed { BELIEVED } else { FORGOTTEN };
    if !(1..=limit).contains(&late) {
        return;
    }
    let Some(deadline) = deadline(article, mention) else {
        return;
    };
    // 每年… is often left out, so that only a request makes a date without a year a single one.
    if resolved.assumed && deadline == Deadline::Set || tells_of_past(article, mention.span, deadline) {
        return;
    }
    let severity = if resolved.assumed { Severity::Warning } else { Severity::Error };
    let message = format!("期限“{}”早于发布日期{}，发布时已经过期", article.slice(mention.span), written(published));
    context.report(context.finding(mention.span, message).severity(severity).confidence(0.85));
}

/// How a text makes a date a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deadline {
    /// 请于…前
    Asked,
    /// 报名截止时间：…
    Labelled,
    /// 应于…前报送
    Set,
}

fn deadline(article: &Article, mention: &DateMention) -> Option<Deadline> {
    let sentence = article.sentence(mention.span);
    let before = article.slice(Span::new(sentence.start, mention.span.start));
    let after = article.slice(Span::new(mention.span.end, sentence.end));
    if CALLED.iter().any(|word| before.ends_with(word)) {
        let held = HELD.iter().any(|deed| after.contains(deed));
        let asked = asks(after) && ATTENDED.iter().any(|deed| after.contains(deed));
        return (held && asked).then_some(Deadline::Asked);
    }
    if behind_connector(after).is_some() {
        return None; // the range's end is the deadline
    }
    if is_label(range_lead(article, mention, before)) {
        return Some(Deadline::Labelled);
    }
    let (marker, rest) = before_marker(after)?;
    if marker == "截止" && OPEN_FOR.iter().any(|word| before.contains(word)) {
        return Some(Deadline::Labelled);
    }
    if QUALIFIES.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let clause = before.rsplit(['，', ',', '：', ':']).next().unwrap_or_default();
    let done = is_done(rest);
    if asks(clause) || done && (asks(before) || asks(rest)) {
        return Some(Deadline::Asked);
    }
    let set = clause.is_empty() || ["须", "需", "应", "于", "在"].iter().any(|word| before.ends_with(word));
    (done && set).then_some(Deadline::Set)
}

/// Whether a text has 请 as a request of its own, not in 申请, 邀请, 请示.
fn asks(text: &str) -> bool {
    let is_request = |at: usize| {
        let (before, after) = (&text[..at], &text[at + "请".len()..]);
        !before.ends_with(|c| "申邀聘提报恳呈吁促延".contains(c)) && !after.starts_with(['示', '求', '假'])
    };
    text.match_indices('请').any(|(at, _)| is_request(at)) || ORDERS.iter().any(|order| text.contains(order))
}

/// Whether a text goes on as behind 前, with what is done until then; one comma may stand before it.
fn is_done(rest: &str) -> bool {
    let starts = |text: &str, most: usize| {
        let text = text.split(['。', '；', '，', ',', ';']).next().unwrap_or(text);
        let mut rests = text.char_indices().take(most + 1).map(|(at, _)| &text[at..]);
        rests.any(|rest| DEEDS.iter().any(|deed| rest.starts_with(deed)))
    };
    let (lead, clause) = DEED_REACH;
    let comma = rest.char_indices().take(lead + 1).find(|(_, c)| "。；，,;".contains(*c));
    let behind = comma.filter(|(_, c)| matches!(c, '，' | ',')).map(|(at, c)| &rest[at + c.len_utf8()..]);
    starts(rest, lead + clause) || behind.is_some_and(|behind| starts(behind, clause))
}

/// Whether a text ends with a label of deadlines.
fn is_label(text: &str) -> bool {
    let mut text = text;
    let links = ["为", "是", "到", "至", "定于", "：", ":"];
    while let Some(shorter) = links.iter().find_map(|link| text.strip_suffix(link)).filter(|_| !text.ends_with("截至")) {
        text = shorter;
    }
    let named = |text: &'_ str| text.strip_suffix("时间").or(text.strip_suffix("日期")).map(str::len);
    let is_one = |text: &str| {
        let closed = text.strip_suffix("截止").or(text.strip_suffix("截至")).is_some_and(|lead| {
            let lead = &lead[..named(lead).unwrap_or(lead.len())];
            let lead = lead.strip_suffix("工作").unwrap_or(lead);
            CLOSES.iter().any(|word| lead.ends_with(word))
        });
        let lead = named(text).or(text.strip_suffix("期限").map(str::len)).map(|end| &text[..end]);
        closed || text.ends_with("截止时间") || text.ends_with("截止日期") || lead.is_some_and(|lead| LASTS.iter().any(|word| lead.ends_with(word)))
    };
    is_one(text) || named(text).is_some_and(|end| is_one(&text[..end]))
}

/// The text before a date, or before the range that it ends.
fn range_lead<'a>(article: &'a Article, mention: &DateMention, before: &'a str) -> &'a str {
    let start = mention.span.start - before.len() as u32;
    let index = article.dates().partition_point(|date| date.span.start < mention.span.start);
    let previous = index.checked_sub(1).and_then(|at| article.dates().get(at)).filter(|date| date.span.start >= start);
    match previous {
        Some(first) if is_range(article, first.span, mention.span) => article.slice(Span::new(start, first.span.start)),
        _ => before,
    }
}

fn is_range(article: &Article, first: Span<Text>, second: Span<Text>) -> bool {
    let between = article.slice(Span::new(first.end, second.start.max(first.end)));
    behind_connector(between).is_some_and(str::is_empty)
}

fn tells_of_past(article: &Article, span: Span<Text>, deadline: Deadline) -> bool {
    let sentence = article.slice(article.sentence(span));
    let title = article.title().unwrap_or_default();
    let holds = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    article.is_inside(span, Enclosure::Quote)
        || article.is_inside(span, Enclosure::Book)
        || holds(&TELLS_OF_PAST, sentence)
        || deadline != Deadline::Asked && (holds(&TELLS_OF_PAST_UNASKED, sentence) || holds(&LOOKS_BACK, title))
}
