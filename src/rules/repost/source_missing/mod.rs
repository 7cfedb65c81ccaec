//! A repost that does not say where it comes from, or a source field left empty. What counts as a sign of a repost
//! is in `document::origin`.

use std::sync::LazyLock;

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Origin};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/source-missing",
        "转载没有注明来源",
        Severity::Warning,
        "转载不注明来源，读者无从核对，出了差错也追不到源头。",
        "《政府网站发展指引》（国办发〔2017〕47号）：发布或转载信息时应注明来源",
        include_str!("rule.md"),
    )
});

struct SourceMissing;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SourceMissing)
}

impl Rule for SourceMissing {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if let Some((span, message)) = fault(article, article.origin()) {
            context.report(context.finding(span, message));
        }
    }
}

fn fault(article: &Article, origin: &Origin) -> Option<(Span<Text>, String)> {
    if origin.source.is_some() {
        return None;
    }
    let hint = origin.dateline.as_ref().map(|given| format!("；正文开头写着“{}”，可据此填写", given.name));
    let hint = hint.unwrap_or_default();
    if article.meta.has_source {
        return Some((article.heading(), format!("来源字段为空{hint}")));
    }
    if let Some(span) = origin.blank {
        return Some((span, format!("“{}”后面是空的{hint}", article.slice(span))));
    }
    if origin.dateline.is_some() {
        return None; // the dateline says it
    }
    if article.meta.original == Some(false) {
        return Some((article.heading(), "平台标明这篇是转载，但没有注明来源".to_string()));
    }
    let span = origin.taken?;
    Some((span, format!("“{}”表明这篇是转载，但没有注明来源", article.slice(span))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::article;

    fn message(lines: &[&str], set: impl FnOnce(&mut crate::document::Meta)) -> Option<String> {
        let mut builder = article(lines);
        set(&mut builder.meta);
        let article = builder.finish(None);
        fault(&article, article.origin()).map(|(_, message)| message)
    }

    #[test]
    fn only_reposts_and_empty_fields_are_reported() {
        let plain = ["标题", "会议今天召开。"];
        assert_eq!(message(&plain, |_| ()), None);
        assert_eq!(message(&plain, |meta| meta.has_source = true).as_deref(), Some("来源字段为空"));
        assert!(message(&plain, |meta| meta.original = Some(false)).is_some());
        assert!(message(&["标题", "原标题：好消息", "正文。"], |_| ()).is_some());
        assert_eq!(message(&["标题", "原标题：好消息", "正文。", "来源：新华网"], |_| ()), None);
        assert_eq!(message(&["标题", "正文。", "来源："], |_| ()).as_deref(), Some("“来源：”后面是空的"));
    }

    #[test]
    fn a_dateline_helps_to_fill_the_field() {
        let lines = ["标题", "新华社北京3月5日电 会议召开。"];
        assert_eq!(message(&lines, |meta| meta.original = Some(false)), None);
        assert!(message(&lines, |meta| meta.has_source = true).is_some_and(|message| message.contains("“新华社”")));
    }
}
