//! Separators of thousands: in telephone numbers, out of step, a Chinese comma in their place, and written in some
//! numbers of an article only.

use std::sync::LazyLock;

use super::{head, stands_alone, tail};
use crate::document::{Article, Number, ONE};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/thousands-separator",
        "千分号使用不当",
        Severity::Warning,
        "千分号用错位置会让数值读错；同一篇里有的加、有的不加，也不便核对。",
        "GB/T 15835—2011《出版物上数字用法》：多位数的书写",
        include_str!("rule.md"),
    )
});

/// Words that say that a number is for calling and not for counting.
const CALLING: [&str; 8] = ["电话", "热线", "手机", "传真", "邮编", "邮政编码", "QQ", "座机"];

struct ThousandsSeparator;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ThousandsSeparator)
}

impl Rule for ThousandsSeparator {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut grouped = false;
        for number in article.prose_numbers() {
            let is_grouped = is_grouped(article, number);
            called(article, number, context);
            if is_grouped || number.behind == '，' && number.span.len() <= 3 {
                look(article, number, is_grouped, context);
                grouped |= is_grouped;
            }
        }
        if grouped {
            mixed(article, context);
        }
    }
}

fn look(article: &Article, number: &Number, grouped: bool, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    if grouped {
        let before = tail(article, number.span.start);
        let clause = before.rsplit(['，', '。', '；', '、']).next().unwrap_or(before);
        if CALLING.iter().any(|word| clause.contains(word)) {
            let right = vec![article.slice(number.span).replace(',', "")];
            let finding = context.finding(number.span, "电话号码、邮政编码不加千分号");
            context.report(finding.suggest(right, Applicability::Unsafe));
        } else if let Some(rest) = after.strip_prefix(',') {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let span = Span::new(number.span.start, number.span.end + 1 + digits as u32);
            if digits > 0 && !crate::document::unit_at(&rest[digits..]).is_empty() && stands_alone(article, number) {
                context.report(context.finding(span, "千分号应每三位一个，请核对数值"));
            }
        }
    } else if after.starts_with("，0") && number.span.len() <= 3 && number.span == number.digits {
        let Some(next) = article.number_from(number.span.end + "，".len() as u32) else {
            return;
        };
        let whole = next.digits.len() == 3 && next.integer().is_some() && !article.unit(next).is_empty() && stands_alone(article, number);
        if whole && number.integer() != Some(0) {
            let span = number.span.join(next.span);
            let right = vec![article.slice(span).replace('，', "")];
            let finding = context.finding(span, "数字中间误用了逗号");
            context.report(finding.suggest(right, Applicability::Manual));
        }
    }
}

/// A comma inside a number to call that parts no thousands: 7213,456.
fn called(article: &Article, number: &Number, context: &mut Context<'_>) {
    if !matches!(number.behind, ',' | '，') || number.span != number.digits || !(2..=5).contains(&number.span.len()) || is_grouped(article, number) {
        return;
    }
    let after = head(article, number.span.end);
    let comma = after.chars().next().map_or(0, char::len_utf8);
    let digits = after[comma..].bytes().take_while(u8::is_ascii_digit).count();
    // Seven or eight digits in all, of which neither half can be called by itself.
    let whole = (7..=8).contains(&(number.span.len() as usize + digits)) && digits >= 3;
    let further = after[comma + digits..].starts_with([',', '，', '、']) && after[comma + digits..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let before = tail(article, number.span.start);
    let clause = before.rsplit(['，', '。', '；', '、']).next().unwrap_or(before);
    let label = clause.trim_end_matches(|c: char| matches!(c, '：' | ':' | ' ' | '-' | '—') || c.is_ascii_digit());
    if whole && !further && CALLING.iter().any(|word| label.ends_with(word)) {
        let span = Span::new(number.span.start, number.span.end + (comma + digits) as u32);
        let right = vec![article.slice(span).replace([',', '，'], "")];
        let finding = context.finding(span, "电话号码中间不加逗号");
        context.report(finding.suggest(right, Applicability::Unsafe));
    }
}

fn is_grouped(article: &Article, number: &Number) -> bool {
    number.digits.len() > 3 && article.slice(number.digits).as_bytes().contains(&b',')
}

/// Long numbers with and without separators in one article: the first of the rarer kind.
fn mixed(article: &Article, context: &mut Context<'_>) {
    let long = |number: &&Number| {
        let amount = number.value.map_or(0, |value| value.amount);
        amount >= 10_000 * ONE && number.span == number.digits && !article.unit(number).is_empty()
    };
    let (with, without): (Vec<&Number>, Vec<&Number>) =
        article.prose_numbers().filter(long).partition(|number| is_grouped(article, number));
    let rarer = if with.len() <= without.len() { &with } else { &without };
    if let (Some(number), false, false) = (rarer.first(), with.is_empty(), without.is_empty()) {
        let finding = context.finding(number.span, "全文的多位数有的加千分号，有的不加，应统一");
        context.report(finding.severity(Severity::Info));
    }
}
