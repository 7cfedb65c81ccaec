//! Articles and chapters of a regulation (第三条, 第二章) left out or numbered twice. Only texts that begin with the first,
//! so that extracts are not looked at. 一、 and 1. are `sequence_gap`'s and `sequence_repeat`'s.

use std::sync::LazyLock;

use crate::document::{Article, Region, count_at, numeral};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/clause-order",
        "条、章序号跳号或重号",
        Severity::Warning,
        "制度、办法的条、章缺号或重号，引用“第几条”时就会出错。",
        "《规章制定程序条例》；《党政机关公文格式》（GB/T 9704—2012）",
        include_str!("rule.md"),
    )
});

const UNITS: [char; 2] = ['条', '章'];
/// Clauses in order before a slip, so that it is one.
const RUN: u32 = 2;
/// More slips make the text an extract.
const SLIPS: usize = 2;

struct ClauseOrder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ClauseOrder)
}

/// A paragraph that begins with the number of a clause.
struct Clause {
    unit: char,
    number: u32,
    mark: Span<Text>,
}

impl Rule for ClauseOrder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["\n第"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for unit in UNITS {
            let clauses: Vec<Clause> = clauses(article).into_iter().filter(|clause| clause.unit == unit).collect();
            let mut slips = slips(&clauses);
            slips.retain(|at| !stands_between(article, &clauses[at - 1], &clauses[*at]));
            if slips.len() > SLIPS {
                continue;
            }
            for at in slips {
                let (last, clause) = (&clauses[at - 1], &clauses[at]);
                let message = if last.number == clause.number {
                    format!("“{}”用了两次", article.slice(clause.mark))
                } else {
                    let missing = written(last.number + 1);
                    format!("“{}”后面缺“第{missing}{unit}”", article.slice(last.mark))
                };
                context.report(context.finding(clause.mark, message).confidence(0.85));
            }
        }
    }
}

fn clauses(article: &Article) -> Vec<Clause> {
    let body = article.blocks.iter().filter(|block| block.region == Region::Body);
    let clause = |text: &str, start: u32| {
        let rest = text.strip_prefix('第')?;
        let (number, length) = count_at(rest)?;
        let unit = rest[length..].chars().next().filter(|unit| UNITS.contains(unit))?;
        let end = "第".len() + length + unit.len_utf8();
        // 第三条规定 speaks of it, 第二条之一 is put in between.
        let spoken = ["规定", "之", "、", "的", "和", "至", "所", "修改", "第"].iter().any(|word| text[end..].starts_with(word));
        (!spoken).then(|| Clause { unit, number, mark: Span::new(start, start + end as u32) })
    };
    body.filter_map(|block| clause(article.block_text(block), block.text.start)).collect()
}

/// A number of a clause, also beyond a hundred: 一百零三.
fn written(number: u32) -> String {
    let rest = numeral(u64::from(number % 100)).unwrap_or_default();
    match (number / 100, number % 100) {
        (0, _) => rest,
        (hundreds, 0) => format!("{}百", numeral(u64::from(hundreds)).unwrap_or_default()),
        (hundreds, 1..10) => format!("{}百零{rest}", numeral(u64::from(hundreds)).unwrap_or_default()),
        (hundreds, 10..20) => format!("{}百一{rest}", numeral(u64::from(hundreds)).unwrap_or_default()),
        (hundreds, _) => format!("{}百{rest}", numeral(u64::from(hundreds)).unwrap_or_default()),
    }
}

/// Whether the clause that seems missing stands inside a paragraph, behind the name of a chapter.
fn stands_between(article: &Article, last: &Clause, clause: &Clause) -> bool {
    let between = article.slice(Span::new(last.mark.end, clause.mark.start));
    let missing = written(last.number + 1);
    last.number != clause.number && between.contains(&format!("第{missing}{}", clause.unit))
}

/// The places of the clauses that follow in order upon neither the one before nor a beginning.
fn slips(clauses: &[Clause]) -> Vec<usize> {
    let mut slips = Vec::new();
    let (mut run, mut begun) = (0, false);
    for (at, clause) in clauses.iter().enumerate() {
        let last = at.checked_sub(1).map_or(0, |last| clauses[last].number);
        let next = clauses.get(at + 1).is_none_or(|next| next.number == clause.number + 1);
        if clause.number == 1 {
            (run, begun) = (1, true);
        } else if clause.number == last + 1 {
            run += 1;
        } else {
            let slip = clause.number == last || clause.number == last + 2;
            if begun && run >= RUN && slip && next {
                slips.push(at);
            }
            run = 1;
        }
    }
    slips
}
