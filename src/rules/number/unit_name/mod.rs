//! Names of units that are not legal ones behind a number: 公分, 平米, 英寸. The names are a table (`names.tsv`).

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/unit-name",
        "非法定计量单位",
        Severity::Warning,
        "公文和公开信息应使用国家法定计量单位。",
        "《中华人民共和国计量法》、《国务院关于在我国统一实行法定计量单位的命令》",
        include_str!("rule.md"),
    )
});

/// A name that is not legal.
struct Name {
    wrong: &'static str,
    right: &'static str,
    severity: Severity,
    /// What follows where it is something else.
    not_before: Vec<&'static str>,
    /// It counts one for one: the fix is the other name.
    same: bool,
}

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let rows = include_str!("names.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (wrong, right) = (cells.next()?, cells.next()?);
        let severity = cells.next().and_then(Severity::from_name)?;
        let same = cells.next() == Some("=");
        let not_before = cells.next().unwrap_or_default().split('|').filter(|word| !word.is_empty()).collect();
        Some(Name { wrong, right, severity, not_before, same })
    })
    .collect()
});

/// Text that is about the old units, or quotes what was measured in them.
const SPEAKS_OF: [&str; 8] = ["字体", "字号", "换算", "相当于", "折合", "合计量", "旧制", "约合"];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

/// Whether a name, or 多 or 余 before it, may stand behind a number.
fn fits(number: &Number) -> bool {
    matches!(number.behind, '多' | '余') || begins_name(number.behind)
}

fn begins_name(c: char) -> bool {
    static FIRST: LazyLock<Vec<char>> = LazyLock::new(|| NAMES.iter().filter_map(|name| name.wrong.chars().next()).collect());
    FIRST.contains(&c)
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    // 30多万平米
    let more = after.strip_prefix(['多', '余']);
    let after = more.map_or(after, |rest| rest.strip_prefix(['万', '亿']).unwrap_or(rest));
    let at = number.span.end + (head(article, number.span.end).len() - after.len()) as u32;
    if !after.starts_with(begins_name) {
        return;
    }
    let Some(name) = NAMES.iter().find(|name| after.starts_with(name.wrong)) else {
        return;
    };
    let rest = &after[name.wrong.len()..];
    let clause = article.slice(article.clause(number.span));
    let spoken_of = SPEAKS_OF.iter().any(|word| clause.contains(word));
    if name.not_before.iter().any(|word| rest.starts_with(word)) || spoken_of || !stands_alone(article, number) {
        return;
    }
    let span = Span::new(at, at + name.wrong.len() as u32);
    let message = format!("“{}”不是法定计量单位，应用“{}”", name.wrong, name.right);
    let finding = context.finding(span, message).severity(name.severity);
    let applicability = if name.same { Applicability::Unsafe } else { Applicability::Manual };
    context.report(finding.suggest(vec![name.right.to_string()], applicability));
}
