//! Exact arithmetic on values as written: what a number can mean, given the digits that it shows.

use crate::document::{Article, Number, ONE, Value};
use crate::span::{Span, Text};

/// The least and the greatest amount that a number may stand for. A plain integer stands for itself.
pub(super) fn bounds(number: &Number) -> Option<(i128, i128)> {
    let value = number.value?;
    let half = if value.step == ONE && !number.percent { 0 } else { value.step / 2 };
    Some((value.amount - half, value.amount + half))
}

/// Whether a share as written, in per cent, can be `part` of `whole`. Cutting digits off is allowed as rounding is.
pub(super) fn share_fits(shown: Value, part: (i128, i128), whole: (i128, i128)) -> bool {
    if whole.0 <= 0 {
        return true;
    }
    let percent = 100 * ONE;
    let least = part.0 * percent / whole.1;
    let greatest = part.1 * percent / whole.0;
    shown.amount + shown.step > least && shown.amount - shown.step < greatest
}

/// An amount for a message: without the zeros behind the point.
pub(super) fn written(amount: i128) -> String {
    let (sign, amount) = if amount < 0 { ("-", -amount) } else { ("", amount) };
    let text = format!("{sign}{}.{:06}", amount / ONE, amount % ONE);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// The 万 or 亿 of a number, and what it multiplies by.
pub(super) fn scale(article: &Article, number: &Number) -> (&'static str, i128) {
    match article.slice(Span::new(number.digits.end, number.span.end)) {
        "万" => ("万", 10_000),
        "亿" => ("亿", 100_000_000),
        _ => ("", 1),
    }
}

/// Whether a number is given as about so much: 约30, 30多, 30以上.
pub(super) fn is_vague(article: &Article, number: &Number) -> bool {
    let leads = ["约", "近", "超", "超过", "逾", "将近", "不足", "不到", "至少", "突破", "大约", "接近", "几乎", "共约"];
    let tails = ["多", "余", "左右", "以上", "以下", "几", "上下"];
    let leads_up = || {
        let before = crate::rules::number::tail(article, number.span.start);
        leads.iter().any(|word| before.ends_with(word))
    };
    let goes_on = |after: &str| {
        let may = after.starts_with(['多', '余', '左', '以', '几', '上']);
        may && tails.iter().any(|word| after.starts_with(word))
    };
    let after = crate::rules::number::head(article, number.span.end);
    matches!(number.before, '约' | '近' | '超' | '过' | '逾' | '足' | '到' | '少' | '破' | '乎') && leads_up()
        || goes_on(after)
        || after.strip_prefix(article.unit(number)).is_some_and(goes_on)
}

/// Whether a number stands by itself: no end of a range, no ordinal, no part of a code or ratio, no negative one.
pub(super) fn is_plain(number: &Number) -> bool {
    let joined = |c: char| c.is_ascii_alphanumeric() || "第-−－—–～~:：∶/×.·．・负零".contains(c);
    !joined(number.before) && !matches!(number.behind, '-' | '—' | '–' | '～' | '~' | ':' | '：' | '∶' | '/' | '.' | '至')
}

/// The numbers of a stretch behind the date that it may begin with.
pub(super) fn sentence_numbers(article: &Article, stretch: Span<Text>) -> &[Number] {
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < stretch.start);
    let to = numbers.partition_point(|number| number.span.end <= stretch.end);
    let found = numbers.get(from..to).unwrap_or_default();
    // Dates lead sentences; inside, they make the sentence no plain one.
    let dates = found.iter().take_while(|number| matches!(article.unit(number), "年" | "月" | "日")).count();
    &found[dates..]
}
