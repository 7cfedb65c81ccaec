//! Profiles and footers whose year has been left behind: 截至2021年底 in a county's introduction, ©2019 in a footer.
//! Judged by "today".

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/stale-profile",
        "简介里的年份陈旧",
        Severity::Info,
        "简介、概况、账号资料长期挂在页面上，数据停在几年前，说明没有人维护。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）；《政府网站发展指引》（国办发〔2017〕47号）：及时更新信息内容",
        include_str!("rule.md"),
    )
});

/// Titles and columns of what must be kept current.
const PROFILES: [&str; 14] = [
    "简介", "概况", "关于我们", "关于本站", "网站介绍", "账号介绍", "账号资料", "机构职能", "机构设置", "领导分工", "联系我们", "县情",
    "市情", "区情",
];
/// Titles that are about the past all the same.
const HISTORY: [&str; 8] = ["历史", "沿革", "通报", "会议", "活动", "年鉴", "项目", "古迹"];

/// A year that says as of when the figures are.
static AS_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:截至|截止|至|到)?(?P<year>20[0-9]{2})年(?:底|末|年底|年末|[0-9]{1,2}月底?|度)?[，,]?(?:全[县市区镇乡村]|现有|常住|户籍|总人口|实现|完成|地区生产总值|生产总值|总面积|下辖|辖|运营|开通)").expect("constant pattern")
});
/// Characters between the sign of copyright and its year, at most.
const COPYRIGHT_GAP: usize = 12;

/// Figures of the last year but one are what there is in spring.
const OLD: i16 = 3;

struct StaleProfile;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(StaleProfile)
}

impl Rule for StaleProfile {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let place = [article.title(), article.meta.column.as_deref()];
        let profile = place.into_iter().flatten().any(|text| {
            PROFILES.iter().any(|word| text.ends_with(word)) && !HISTORY.iter().any(|word| text.contains(word))
        });
        let figures = if profile { newest(article, Region::Body, as_of) } else { None };
        if let Some((span, year)) = figures.filter(|(_, year)| is_old(*year, context)) {
            let message = format!("简介里最新的数据是{year}年的，请更新");
            context.report(context.finding(span, message).confidence(0.8));
        }
        if let Some((span, year)) = newest(article, Region::Furniture, copyright).filter(|(_, year)| is_old(*year, context)) {
            let message = format!("页脚的年份还是{year}年，请更新");
            context.report(context.finding(span, message).confidence(0.7));
        }
    }
}

/// Whether a year is so many years ago.
fn is_old(year: i16, context: &Context<'_>) -> bool {
    year.checked_add(OLD).and_then(|year| Date::new(year, 1, 1).ok()).is_some_and(|day| context.today.has_come(day))
}

/// The latest year of such a kind in the blocks of a region.
fn newest(article: &Article, region: Region, years: fn(&str) -> Vec<Range<usize>>) -> Option<(Span<Text>, i16)> {
    let found = article.blocks_in(region).flat_map(|block| {
        let text = article.block_text(block);
        years(text).into_iter().filter_map(move |year| Some((block.text.part(year.clone()), text[year].parse().ok()?)))
    });
    found.max_by_key(|(_, year)| *year)
}

/// Where the years stand as of which a text says figures to be.
fn as_of(text: &str) -> Vec<Range<usize>> {
    AS_OF.captures_iter(text).filter_map(|found| Some(found.name("year")?.range())).collect()
}

/// Where the years of the copyright stand, the later ones of ranges: ©2019, Copyright 2010-2019.
fn copyright(text: &str) -> Vec<Range<usize>> {
    let ascii = || text.as_bytes().windows("copyright".len()).enumerate().filter(|(_, word)| word.eq_ignore_ascii_case(b"copyright"));
    let signs = ["©", "版权所有"].into_iter().flat_map(|sign| text.match_indices(sign)).map(|(at, sign)| at + sign.len());
    let ends = signs.chain(ascii().map(|(at, word)| at + word.len()));
    let mut starts: Vec<usize> = ends.filter_map(|end| Some(text.len() - copyright_year(&text[end..])?.len())).collect();
    starts.sort_unstable();
    starts.into_iter().map(|start| start..start + 4).collect()
}

/// What begins with the year that stands shortly behind a sign of copyright.
fn copyright_year(text: &str) -> Option<&str> {
    let at = text.char_indices().take(COPYRIGHT_GAP + 1).take_while(|(_, c)| *c != '\n').find(|(_, c)| c.is_ascii_digit())?.0;
    let first = &text[at..];
    let is_year = |text: &&str| text.starts_with("20") && text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    let is_first = is_year(&first) || first.starts_with("19") && first.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    let rest = Some(first).filter(|_| is_first).map(|first| first[4..].strip_prefix(' ').unwrap_or(&first[4..]));
    let rest = rest.and_then(|rest| rest.strip_prefix("--").or(rest.strip_prefix(['-', '—', '–', '~', '～', '至'])));
    rest.map(|rest| rest.strip_prefix(' ').unwrap_or(rest)).filter(is_year).or(Some(first).filter(is_year))
}
