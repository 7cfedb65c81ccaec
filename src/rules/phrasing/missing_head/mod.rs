//! Sentences in which a noun is missing that the words around it call for: 在…的坚强下, 对…进行了。

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/missing-head",
        "句子成分残缺",
        Severity::Warning,
        "句子里少了主语或者中心语，读者看不出说的是谁、是什么。",
        "现代汉语语法（成分残缺）",
        include_str!("rule.md"),
    )
});

/// An adjective where 在…下 wants a noun.
static UNDER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"在[^，。；！？、\n]{2,30}?的(?P<a>(?:正确|坚强|大力|精心|统一|全力|密切|亲切|悉心|有力|直接|具体|高度)下)[，,]";
    Regex::new(pattern).expect("constant pattern")
});

/// 进行了 at the end of a sentence whose matter 对 names.
static CARRIED_OUT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[，。；！？])(?:[^，。；！？、\n]{0,8}要|依法|及时|集中|全面|已)?对[^，。；！？\n]{2,40}?(?P<a>进行了)[。；]";
    Regex::new(pattern).expect("constant pattern")
});

struct MissingHead;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MissingHead)
}

impl Rule for MissingHead {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "正确下",
            "坚强下",
            "大力下",
            "精心下",
            "统一下",
            "全力下",
            "密切下",
            "亲切下",
            "悉心下",
            "有力下",
            "直接下",
            "具体下",
            "高度下",
            "进行了。",
            "进行了；",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let kinds = [
            (&*UNDER, "“在……的……下”缺中心语，如“领导”“支持”“配合”", Severity::Warning),
            (&*CARRIED_OUT, "“进行了”后面缺宾语，要写明进行什么", Severity::Warning),
        ];
        for block in context.triggered(article).into_iter().filter(|block| block.region.is_prose()) {
            let text = article.block_text(block);
            for (pattern, message, severity) in kinds {
                for found in pattern.captures_iter(text) {
                    let Some(mark) = found.name("a") else {
                        continue;
                    };
                    let span = block.text.part(mark.range());
                    if !article.is_inside(span, Enclosure::Book) {
                        context.report(context.finding(span, message).severity(severity).confidence(0.8));
                    }
                }
            }
        }
    }
}
