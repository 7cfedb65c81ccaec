//! The unit's own choice between forms that are all right: 作出 or 做出. Nothing is reported unless the configuration
//! says which is wanted.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::segment::segmenter;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/house-style",
        "与本单位统一用法不一致",
        Severity::Info,
        "同一个意思有两种通行写法时，本单位选定了一种，全站应当一致。",
        "本单位在 shenjiao.toml 里的约定",
        include_str!("rule.md"),
    )
});

struct HouseStyle;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(HouseStyle)
}

impl Rule for HouseStyle {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let settings = context.settings;
        for (wanted, others) in &settings.style.prefer {
            for other in others.iter().filter(|other| !other.is_empty() && *other != wanted) {
                check(article, wanted, other, context);
            }
        }
    }
}

fn check(article: &Article, wanted: &str, other: &str, context: &mut Context<'_>) {
    for block in article.prose() {
        let text = article.block_text(block);
        for (start, _) in text.match_indices(other) {
            let end = start + other.len();
            let span = block.text.part(start..end);
            let is_wanted = wanted.contains(other) && text[..end].ends_with(wanted);
            let is_word = segmenter().boundaries(text, start, end) == (true, true);
            if !is_word || is_wanted || article.is_inside(span, Enclosure::Book) {
                continue;
            }
            let finding = context.finding(span, format!("本单位统一用“{wanted}”，不用“{other}”"));
            context.report(finding.suggest(vec![wanted.to_string()], Applicability::Unsafe));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;
    use crate::rules::testing::article;

    #[test]
    fn only_what_the_configuration_says_is_reported() {
        let config = parse("[rules.style.prefer]\n\"作出\" = [\"做出\"]\n\"App\" = [\"APP\"]\n").unwrap();
        let article = article(&["标题", "做出决定，下载APP。制做出口商品。《关于做出决定的通知》"]).finish(None);
        let mut found = Vec::new();
        let day = "2024-05-01".parse().unwrap();
        HouseStyle.check(&article, &mut Context::new(day, None, &config.settings, &META, &mut found));
        let texts: Vec<&str> = found.iter().map(|finding| article.slice(finding.span)).collect();
        assert_eq!(texts, ["APP", "做出"]);
    }
}
