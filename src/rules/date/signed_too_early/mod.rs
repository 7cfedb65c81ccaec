//! The date under a document lies before what the document tells as done, or asks for a day that was over before it
//! was signed.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::document::{Article, DateMention, Enclosure, Region, written};
use crate::finding::Severity;
use crate::rules::date::reading::head;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/signed-too-early",
        "成文日期早于文中的事",
        Severity::Error,
        "文件落款的日期早于文中已经办完的事，或者要求办理的期限在落款之前，两个日期必有一个写错。",
        "GB/T 9704—2012《党政机关公文格式》；《党政机关公文处理工作条例》",
        include_str!("rule.md"),
    )
});

/// Words behind a date that tell of it as past.
static HAPPENED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[，,]?[^，。；;]{0,30}(?:召开了|举行了|印发了|发布了|公布了|完成了|签订了|已经|已于|审议通过|会议通过|经[^，。；]{1,20}(?:研究)?同意|收到|受理了)").expect("constant pattern")
});
/// A request whose day is named.
static ASKED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"请(?:[^，。；]{0,24})(?:于|在)$").expect("constant pattern"));
static BEFORE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?:[（(][^（）()]{1,12}[）)])?(?:[上下]午)?(?:[0-9]{1,2}[时点:：][0-9]{0,2}分?)?(?:下班)?(?:之?前|以前)[^。；]{0,24}(?:报送|上报|报至|反馈|报名|提交|申报|填报|完成|发送|送至|寄送)").expect("constant pattern"));
const AHEAD: [&str; 8] = ["将", "拟", "计划", "预计", "届时", "定于", "施行", "前"];

struct SignedTooEarly;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SignedTooEarly)
}

impl Rule for SignedTooEarly {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if article.blocks_in(Region::Signature).next().is_none() {
            return;
        }
        let in_signature = |date: &&DateMention| {
            article.block_at(date.span.start).is_some_and(|block| block.region == Region::Signature && block.text == date.span)
        };
        // Two signatures: a document that passes another one on.
        let mut signed = article.dates().iter().filter(in_signature).filter_map(DateMention::date);
        let (Some(signed), None) = (signed.next(), signed.next()) else {
            return;
        };
        for mention in article.prose_dates().filter(|mention| !in_signature(mention)) {
            check_mention(article, context, mention, signed);
        }
    }
}

fn check_mention(article: &Article, context: &mut Context<'_>, mention: &DateMention, signed: Date) -> Option<()> {
    let date = mention.date()?;
    let sentence = article.sentence(mention.span);
    let after = article.slice(Span::new(mention.span.end, sentence.end));
    let before = article.slice(Span::new(sentence.start, mention.span.start));
    let told = date > signed && HAPPENED.is_match(head(after, 60)) && !AHEAD.iter().any(|word| article.slice(sentence).contains(word));
    let asked = date < signed && (signed - date).get_days() < 400 && ASKED.is_match(before) && BEFORE.is_match(after);
    if !(told || asked) || article.is_inside(mention.span, Enclosure::Book) || article.is_inside(mention.span, Enclosure::Quote) {
        return None;
    }
    let message = if told {
        format!("落款日期是{}，文中却说{}的事已经办完，请核对", written(signed), written(date))
    } else {
        format!("要求的期限{}早于落款日期{}，请核对", written(date), written(signed))
    };
    context.report(context.finding(mention.span, message).confidence(0.88));
    Some(())
}
