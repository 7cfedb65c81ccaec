//! Guides and questions with answers that still say 今年 or 明年 long after they were put up: what they explain recurs,
//! so readers take the word for the year they read it in. A matter of archives, judged by "today".

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::date::reading::{head, is_quoted};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/guide-this-year",
        "长期办事信息里写“今年”",
        Severity::Info,
        "办事指南、政策问答会被长期查阅，“今年”“明年”过一年就不对了；应写明年份或改成每年的规定。",
        "《政府网站发展指引》（国办发〔2017〕47号）：及时更新信息内容",
        include_str!("rule.md"),
    )
});

/// Titles and columns of what is read for years.
const GUIDES: [&str; 12] =
    ["办事指南", "服务指南", "指南", "须知", "办理流程", "怎么办", "如何办理", "如何申请", "常见问题", "问答", "知识库", "一问一答"];

/// 今年 as a time that something is done in, not one of a date.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:今年|本年度|明年)(?:起|内|底|初|年底|年初|的|，|、|[0-9]{1,2}月|[^（(，。；]{1,12}(?:标准|缴费|申报|报名|办理|执行|调整|截止|提高|补贴))").expect("constant pattern")
});

struct GuideThisYear;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(GuideThisYear)
}

impl Rule for GuideThisYear {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published.filter(|published| context.today.is_past(published.last_of_year())) else {
            return;
        };
        let named = |text: &str| GUIDES.iter().any(|word| text.contains(word)) && !text.contains(&published.year().to_string());
        let place = [article.title(), article.meta.column.as_deref()];
        if !place.into_iter().flatten().any(named) {
            return;
        }
        if let Some(span) = first(article) {
            let message = format!("“{}”是{}年写的，现在已经不是那一年，请写明年份或更新", article.slice(span), published.year());
            context.report(context.finding(span, message).confidence(0.75));
        }
    }
}

fn first(article: &Article) -> Option<Span<Text>> {
    article.blocks_in(Region::Body).find_map(|block| {
        let found = WORD.find(article.block_text(block))?;
        let length = head(found.as_str(), if found.as_str().starts_with('本') { 3 } else { 2 }).len();
        let span = block.text.part(found.start()..found.start() + length);
        (!is_quoted(article, span)).then_some(span)
    })
}
