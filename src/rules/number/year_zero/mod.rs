//! 零 in a year of Chinese numerals, where 〇 belongs: 二零二四年. Numbers that count (一百零五) keep 零.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::span::Span;

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

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for found in YEAR.captures_iter(&article.text) {
            let digits = found.get(1).map_or(0..0, |digits| digits.range());
            let (span, year) = (Span::of(digits), &found[1]);
            let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
            let longer = article.before(span).ends_with(|c: char| NUMERALS.contains(c));
            if !year.contains(WRONG) || !is_prose || longer {
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
}
