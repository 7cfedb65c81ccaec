//! A festival, a day of remembrance or a solar term beside a date that is not its own. Only direct statements are
//! compared: 9月17日是中秋节, 中秋节（9月17日）.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, DateMention, Precision};
use crate::finding::Severity;
use crate::rules::date::calendar::{festival, festival_at, festival_before, is_fixed, names_festival};
use crate::rules::date::reading::{dates, head, skip_weekday, tail};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/festival-mismatch",
        "节日与日期不符",
        Severity::Error,
        "节日、纪念日、节气在哪一天是确定的，写错会误导群众出行和办事。",
        "《全国年节及纪念日放假办法》；设立纪念日的文件；农历",
        include_str!("rule.md"),
    )
});

/// What says that the date before is the day of what follows.
static IS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?:(?P<is>(?:正是|恰是|就是|即是|是|即为|为|系|正值|恰逢|适逢|欣逢|喜逢|又逢|正逢)(?:今年的?|我国|全国|中国|传统的?|一年一度的?|第[0-9一二三四五六七八九十百]{1,5}[个届]|节日|佳节|的|节气|二十四节气(?:中|之)的?|[“\x22])*)|(?P<open>[（(]))";
    Regex::new(pattern).expect("constant pattern")
});

/// What makes a name behind the date something else than its day.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^[”\x22]?(?:假|前|后|期|放|当|长|黄|档|将|临|即|小|大|活|晚|联|慰|庆|宣|主|系|第|的?(?:第|前|后|最后|假|下))";
    Regex::new(pattern).expect("constant pattern")
});

/// What may stand between a name and the bracket of its date.
const REACH: usize = 32;

struct FestivalMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(FestivalMismatch)
}

impl Rule for FestivalMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for mention in dates(article, fits) {
            if let Some(name) = named_behind(article, mention).or_else(|| named_before(article, mention)) {
                judge(article, context, mention, name);
            }
        }
    }
}

fn fits(mention: &DateMention) -> bool {
    let beside = is_lead(mention.behind) || matches!(mention.before, '（' | '(' | '节');
    beside && mention.precision() == Precision::Day && !mention.lunar
}

/// Whether what says that a date is a festival can begin with a character.
fn is_lead(c: char) -> bool {
    "（(正恰就即是为系适欣喜又".contains(c)
}

/// 9月17日是中秋节, 9月17日（中秋节）.
fn named_behind(article: &Article, mention: &DateMention) -> Option<&'static str> {
    let after = head(article.after(mention.span), REACH);
    // A bracket that begins with neither a festival nor a weekday is the most there is behind dates.
    if let Some(inside) = after.strip_prefix(['（', '(']).filter(|_| skip_weekday(after) == after) {
        festival_at(inside)?;
    }
    let names = after.starts_with(is_lead) && names_festival(after);
    let found = Some(after).filter(|_| names).and_then(|after| IS.captures(after))?;
    // 9月15日至17日 is no single day, nor is 9月15日、16日.
    let before = article.before(mention.span);
    if before.ends_with(['至', '到', '—', '-', '～', '、', '和', '起']) {
        return None;
    }
    let rest = &after[found.get(0)?.end()..];
    let name = festival_at(rest)?;
    let next = &rest[name.len()..];
    let fits = match found.name("open") {
        Some(_) => next.starts_with(['）', ')', '，', '、']),
        None => !GOES_ON.is_match(next) && !next.starts_with(|c: char| "和与暨".contains(c)),
    };
    fits.then_some(name)
}

/// 中秋节（9月17日）.
fn named_before(article: &Article, mention: &DateMention) -> Option<&'static str> {
    let before = tail(article.before(mention.span), REACH);
    let after = article.after(mention.span);
    // 今年中秋节9月16日放假 is of the days off.
    if mention.before == '节' {
        let ended = after.is_empty() || after.starts_with(['，', '。', '、', '；', '（', '当']);
        return festival_before(before).filter(|_| ended);
    }
    let lead = before.strip_suffix(['（', '('])?;
    let closed = after.starts_with(['）', ')']) || after.starts_with("，星期") || after.starts_with("，周") || after.starts_with("星期");
    let name = festival_before(lead.trim_end_matches(['”', '当', '天']).trim_end_matches("节气")).filter(|_| closed)?;
    // 大雪（12月7日） is weather as often as a solar term.
    let term = lead.ends_with("节气") || lead.ends_with('节') || lead.ends_with('日') || lead.ends_with("除夕") || lead.ends_with("元旦") || name.chars().count() > 2;
    term.then_some(name)
}

fn judge(article: &Article, context: &mut Context<'_>, mention: &DateMention, name: &'static str) {
    let written_year = mention.year.filter(|year| *year >= 1950);
    if mention.year.is_some() && written_year.is_none() {
        return;
    }
    let resolved = article.resolve(mention, context.published);
    let year = written_year.or_else(|| resolved.map(|resolved| resolved.date.year()));
    let year = match year {
        Some(year) => year,
        None if is_fixed(name) => 2000,
        None => return,
    };
    let (Some(right), Some(said)) = (festival(name, year), mention.day_in(year)) else {
        return;
    };
    if right == said {
        return;
    }
    let sure = written_year.is_some() || is_fixed(name);
    let when = if is_fixed(name) { "每".to_string() } else { year.to_string() };
    let message = format!("{when}年的{name}是{}月{}日，不是{}月{}日", right.month(), right.day(), said.month(), said.day());
    let severity = if sure { Severity::Error } else { Severity::Warning };
    context.report(context.finding(mention.span, message).severity(severity).confidence(if sure { 0.95 } else { 0.8 }));
}
