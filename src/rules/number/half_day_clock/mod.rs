//! A half of the day before an hour of the 24-hour clock: 下午14:30, 上午15时.

use std::sync::LazyLock;

use super::{EachNumber, head, tail};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/half-day-clock",
        "“下午”与24小时制叠用",
        Severity::Warning,
        "24小时制已经分清上下午，再加“下午”是重复；“上午15时”则自相矛盾。",
        "GB/T 7408《日期和时间的表示法》",
        include_str!("rule.md"),
    )
});

/// Characters before the hour within which the morning hours stand.
const PAIRED: usize = 24;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    matches!(number.before, '午' | '晨' | '上') && matches!(number.behind, ':' | '：' | '时' | '点')
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some(hour) = number.integer().filter(|hour| (13..=24).contains(hour) && number.span.len() == 2) else {
        return;
    };
    let after = head(article, number.span.end);
    let minutes = after.strip_prefix([':', '：']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let counts = after.starts_with(['时', '点']) && !after.starts_with("时段");
    if !(minutes || counts) {
        return;
    }
    let before = tail(article, number.span.start);
    let Some(word) = ["下午", "上午", "凌晨", "早上", "早晨", "晚上"].into_iter().find(|word| before.ends_with(word)) else {
        return;
    };
    let span = Span::new(number.span.start - word.len() as u32, number.span.end);
    let finding = match word {
        "下午" | "晚上" => {
            let right = vec![article.slice(number.span).to_string()];
            // Opening hours set morning and afternoon side by side, which the halves of the day keep apart.
            let paired = before.char_indices().rev().take(PAIRED).any(|(at, _)| before[at..].starts_with("上午"));
            let severity = if word == "晚上" || paired { Severity::Info } else { Severity::Warning };
            let message = format!("24小时制前不再加“{word}”");
            context.finding(span, message).severity(severity).suggest(right, Applicability::Unsafe)
        }
        _ => context.finding(span, format!("“{word}”没有{hour}时，请核对时间")).severity(Severity::Error),
    };
    context.report(finding);
}
