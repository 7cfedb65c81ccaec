//! Symbols of units in the wrong letters behind a number: 5KG, 10Kw, 200m2. What is right is a table
//! (`symbols.tsv`); letters that are not in it are left alone (5G, 2M带宽).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/unit-symbol",
        "计量单位符号写错",
        Severity::Warning,
        "单位符号分大小写，写错字母就成了另一个单位，或者什么也不是。",
        "《中华人民共和国计量法》、GB 3100—1993《国际单位制及其应用》",
        include_str!("rule.md"),
    )
});

/// The right symbol of each wrong one.
static SYMBOLS: LazyLock<HashMap<&'static str, (&'static str, Severity)>> = LazyLock::new(|| {
    let rows = include_str!("symbols.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (wrong, right) = (cells.next()?, cells.next()?);
        Some((wrong, (right, cells.next().and_then(Severity::from_name).unwrap_or(Severity::Warning))))
    })
    .collect()
});

/// A symbol is no longer.
const LONGEST: usize = 8;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    number.behind == ' ' || number.behind.is_ascii_alphabetic()
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let bytes = article.text.as_bytes();
    let end = number.span.end as usize;
    let start = if bytes.get(end) == Some(&b' ') { end + 1 } else { end };
    if !bytes.get(start).is_some_and(|byte| byte.is_ascii_alphabetic()) {
        return;
    }
    let after = head(article, start as u32);
    let length = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-')).count();
    let written = after[..length].trim_end_matches(['/', '-']);
    let (symbol, rest) = written.split_once(['/', '-']).unwrap_or((written, ""));
    let whole = SYMBOLS.get(written).map(|right| (written, right));
    let alone = rest.is_empty() || written[symbol.len()..].starts_with('-');
    let Some((symbol, (right, severity))) = whole.or_else(|| Some((symbol, SYMBOLS.get(symbol).filter(|_| alone)?))) else {
        return;
    };
    let span = Span::of(start..start + symbol.len());
    // m<sup>2</sup> reads m2 here; a tag between its parts shows.
    let raised = symbol.ends_with(['2', '3']) && article.decoded(span).len() > 1;
    if symbol.len() <= LONGEST && !raised && stands_alone(article, number) {
        let finding = context.finding(span, format!("单位符号应写作{right}")).severity(*severity);
        context.report(finding.suggest(vec![(*right).to_string()], Applicability::Unsafe));
    }
}
