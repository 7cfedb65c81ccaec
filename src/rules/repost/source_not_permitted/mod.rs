//! A source that is neither the unit itself, nor a public organ, nor on the list of those that may be reposted from.
//! The list and how names are judged are in `standing`.

use std::sync::LazyLock;

use crate::rules::repost::{Standing, official_edition, standing};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Given};
use crate::finding::Severity;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/source-not-permitted",
        "转载来源不在可转载范围",
        Severity::Warning,
        "转载只能用党委政府网站和规定范围内的新闻单位；商业平台和自媒体的稿件真实性没有保证，也常有版权问题。",
        "《互联网新闻信息服务管理规定》第十五条；《互联网新闻信息稿源单位名单》",
        include_str!("rule.md"),
    )
});

struct SourceNotPermitted;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SourceNotPermitted)
}

impl Rule for SourceNotPermitted {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(Given { name, span }) = article.origin().source.as_ref() else {
            return;
        };
        let (severity, confidence, message) = match standing(name, article, &context.settings.repost, context.as_of()) {
            Standing::Own | Standing::Listed | Standing::Official => return,
            Standing::Outside => {
                (Severity::Warning, 0.9, format!("来源“{name}”不在可转载的范围内，请改用权威来源并核实内容"))
            }
            Standing::Unknown => (
                Severity::Info,
                0.5,
                format!(
                    "来源“{name}”不在已知的可转载名单里，请对照发布时适用的稿源名单（{}）核实；确可转载的，写进 shenjiao.toml 的 [rules.repost] permitted",
                    official_edition(context.as_of())
                ),
            ),
        };
        context.report(context.finding(*span, message).severity(severity).confidence(confidence));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::rules::testing::article;

    fn severity(source: &str, unit: Option<&str>) -> Option<Severity> {
        let mut builder = article(&["标题", "会议今天召开。"]);
        builder.meta.source = Some(source.to_string());
        builder.meta.unit = unit.map(str::to_string);
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = jiff::civil::date(2024, 5, 1);
        SourceNotPermitted
            .check(&builder.finish(None), &mut Context::new(day, None, &settings, &META, &mut findings));
        findings.pop().map(|finding| finding.severity)
    }

    #[test]
    fn outsiders_are_warned_of_and_strangers_are_mentioned() {
        assert_eq!(severity("搜狐号", None), Some(Severity::Warning));
        assert_eq!(severity("某某文化传播", None), Some(Severity::Info));
        assert_eq!(severity("某某文化传播", Some("某某文化传播")), None);
        assert_eq!(severity("新华社", None), None);
        assert_eq!(severity("某县人民政府办公室", None), None);
    }

    #[test]
    fn a_source_in_the_text_is_flagged_where_it_stands() {
        let article = article(&["标题", "会议今天召开。", "来源：百家号　编辑：张三"]).finish(None);
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = jiff::civil::date(2024, 5, 1);
        SourceNotPermitted.check(&article, &mut Context::new(day, None, &settings, &META, &mut findings));
        assert_eq!(article.slice(findings[0].span), "百家号");
    }
}
