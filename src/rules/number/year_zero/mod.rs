//! 零 in a year of Chinese numerals, where 〇 belongs: 二零二四年. Numbers that count (一百零五) keep 零.

use std::sync::LazyLock;

use regex::Regex;

use super::pairs;
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/year-zero",
        "汉字年份中的“零”",
        Severity::Warning,
        "汉字年份是编号，不是数目，其中的零应写作“〇”。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

/// Latin O and the digit 0 come from keyboards without 〇. The circle ○ is let pass: official pages are full of it.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([一二][〇○零0Oo一二三四五六七八九]{3})年").expect("constant pattern")
});

const WRONG: [char; 4] = ['零', '0', 'O', 'o'];
/// What a longer number ends with before the match.
const NUMERALS: &str = "〇○零0一二三四五六七八九十百千万亿两几第";

struct YearZero;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(YearZero)
}

impl Rule for YearZero {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        // The first wrong zero of a year stands behind a right numeral.
        static ZEROS: LazyLock<Vec<&'static str>> = LazyLock::new(|| pairs("〇○一二三四五六七八九", "零0Oo"));
        &ZEROS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        // Of a year of four numerals the pair is at most the last two, or the first two and 年 is three further.
        let (before, after) = (2 * '二'.len_utf8() as u32, 5 * '二'.len_utf8() as u32);
        for stretch in context.near(article, before, after) {
            check_stretch(article, stretch, context);
        }
    }
}

fn check_stretch(article: &Article, stretch: Span<Text>, context: &mut Context<'_>) {
    for found in YEAR.captures_iter(article.slice(stretch)) {
        let (span, year) = (stretch.part(found.get(1).map_or(0..0, |digits| digits.range())), &found[1]);
        let longer = || article.before(span).ends_with(|c: char| NUMERALS.contains(c));
        if !year.contains(WRONG) || !article.is_prose(span.start) || longer() {
            continue;
        }
        let right = year.replace(WRONG, "〇");
        // The name of another's work keeps what it has.
        let quoted = article.is_inside(span, Enclosure::Book) || article.is_inside(span, Enclosure::Quote);
        let applicability = if quoted { Applicability::Manual } else { Applicability::Safe };
        let message = format!("汉字年份中的零应写作“〇”：{right}年");
        context.report(context.finding(span, message).confidence(0.95).suggest(vec![right], applicability));
    }
}
