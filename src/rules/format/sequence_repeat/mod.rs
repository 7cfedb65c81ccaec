//! A number of a list used twice: 一、二、二、三、.

use std::sync::LazyLock;

use super::outline::{self, Level};
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/sequence-repeat",
        "序号重号",
        Severity::Warning,
        "同一层用了两个相同的序号，引用“第二条”时说不清指哪一条。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.3",
        include_str!("rule.md"),
    )
});

struct SequenceRepeat;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SequenceRepeat)
}

impl Rule for SequenceRepeat {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        outline::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let items = outline::items_at(article, context.places());
        let extract = outline::is_extract(article, &items);
        let severity = if extract { Severity::Info } else { Severity::Warning };
        for step in outline::steps(&items) {
            let number = step.item.number;
            let goes_on = step.next == Some(number + 1);
            let counted = step.run > 1;
            let certain = match step.item.level {
                Level::Han | Level::HanBracketed => counted || goes_on && number > 1,
                _ => counted,
            };
            // 1. 1. may begin two lists.
            if number == step.before.number && number > 1 && certain {
                let expected = step.item.level.written(number + 1);
                let message = format!("序号“{}”重复，前面已经用过", article.slice(step.item.marker()));
                let finding = context.finding(step.item.marker(), message).severity(severity).confidence(0.85);
                context.report(finding.suggest(vec![expected], Applicability::Manual));
            }
        }
    }
}
