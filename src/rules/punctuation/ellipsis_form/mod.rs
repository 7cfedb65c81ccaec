//! Ellipses of other shapes than ……: dots of ASCII, full stops, middle dots, half an ellipsis. Not dots of versions,
//! paths, foreign text, tables of contents and lines cut off by the system.

use std::sync::LazyLock;

use super::neighbours::{after, before, block_of, split_run, is_closing, is_han, is_opening, is_point};
use crate::document::{Article, Class, Mark, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/ellipsis-form",
        "省略号形式不规范",
        Severity::Warning,
        "省略号是六个居中的小圆点，占两个字的位置；用别的点代替，字距和含义都不对。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct EllipsisForm;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EllipsisForm)
}

impl Rule for EllipsisForm {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        let beside = marks.touch(Class::Dot, Class::Dot) || marks.touch(Class::Point, Class::Point);
        if !beside && !marks.has_any("…") {
            return;
        }
        let mut rest = marks.all();
        while let Some(next) = rest.iter().position(|mark| is_dot(mark.character)) {
            let (run, behind) = split_run(&rest[next..]);
            rest = behind;
            if is_wrong(run[0].character, run.len()) && stands_for_ellipsis(article, run) {
                let span = run[0].span().join(run[run.len() - 1].span());
                let message = format!("省略号应写作“……”，不用“{}”", article.slice(span));
                let finding = context.finding(span, message);
                super::report(context, finding.suggest(vec!["……".to_string()], Applicability::Unsafe));
            }
        }
    }
}

/// Dots beyond which a run leads from a title to its page or stands for something to fill in.
const LONGEST: usize = 12;
/// Characters of a line that is a link or a button: 更多...
const BUTTON: usize = 8;

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '．' | '。' | '·' | '…' | '、')
}

fn is_wrong(character: char, length: usize) -> bool {
    match character {
        '…' => length == 1 || length == 3,
        c if is_dot(c) => (3..=LONGEST).contains(&length),
        _ => false,
    }
}

fn stands_for_ellipsis(article: &Article, run: &[Mark]) -> bool {
    let Some(block) = block_of(article, run[0].at) else { return false };
    let text = article.text.as_str();
    let (start, end) = (run[0].at, run[run.len() - 1].end());
    let (left, right) = (before(text, start), after(text, end));
    let chinese = |c: char| is_han(c) || is_closing(c) || is_opening(c) || (is_point(c) && !c.is_ascii());
    let ends = right.is_none();
    let cut = ends && matches!(block.region, Region::Title | Region::Summary | Region::Caption);
    let button = ends && article.block_text(block).chars().nth(BUTTON).is_none();
    let fold = text[end as usize..].starts_with("全文") || text[end as usize..].starts_with("展开");
    left.is_some_and(|c| chinese(c) || (c.is_alphanumeric() && right.is_some_and(chinese)))
        && (ends || right.is_some_and(|c| chinese(c) || is_point(c)))
        && !(cut || button || fold)
}
