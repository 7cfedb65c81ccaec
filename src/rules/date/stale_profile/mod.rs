//! Profiles and footers whose year has been left behind: 截至2021年底 in a county's introduction, ©2019 in a footer.
//! Judged by "today".

use std::sync::LazyLock;

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
static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)(?:copyright|©|版权所有)[^0-9\n]{0,12}(?:(?:19|20)[0-9]{2}[ ]?(?:[-—–~～至]|--)[ ]?)?(?P<year>20[0-9]{2})";
    Regex::new(pattern).expect("constant pattern")
});

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
        let now = context.now.year();
        let place = [article.title(), article.meta.column.as_deref()];
        let profile = place.into_iter().flatten().any(|text| {
            PROFILES.iter().any(|word| text.ends_with(word)) && !HISTORY.iter().any(|word| text.contains(word))
        });
        let figures = if profile { newest(article, Region::Body, &AS_OF) } else { None };
        if let Some((span, year)) = figures.filter(|(_, year)| now - year >= OLD) {
            let message = format!("简介里最新的数据是{year}年的，请更新");
            context.report(context.finding(span, message).confidence(0.8));
        }
        if let Some((span, year)) = newest(article, Region::Furniture, &COPYRIGHT).filter(|(_, year)| now - year >= OLD) {
            let message = format!("页脚的年份还是{year}年，请更新");
            context.report(context.finding(span, message).confidence(0.7));
        }
    }
}

/// The latest year of such a kind in the blocks of a region.
fn newest(article: &Article, region: Region, pattern: &Regex) -> Option<(Span<Text>, i16)> {
    let blocks = article.blocks_in(region);
    let found = blocks.flat_map(|block| {
        let years = pattern.captures_iter(article.block_text(block)).filter_map(|found| found.name("year"));
        years.filter_map(|year| Some((block.text.part(year.range()), year.as_str().parse().ok()?)))
    });
    found.max_by_key(|(_, year)| *year)
}
