//! Links of the text that lead out of government sites, where the configuration asks for them.

use std::sync::LazyLock;

use super::address::{host, is_under, site};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/outside-link",
        "链接到非政府网站",
        Severity::Warning,
        "政府网站原则上不链接商业网站；外部域名易主后，链接会指向不良内容。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

/// Under these lie the sites of government.
const GOVERNMENT: [&str; 3] = ["gov.cn", "政务", "xn--zfr164b"];

struct OutsideLink;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OutsideLink)
}

impl Rule for OutsideLink {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let settings = &context.settings.page;
        if !settings.check_links {
            return;
        }
        let own = article.meta.url.as_deref().and_then(host).map(site);
        let mut found = Vec::new();
        for link in article.links.iter().filter(|link| !link.hidden) {
            let Some(host) = host(&link.href) else { continue };
            let permitted = settings.permitted_hosts.iter().map(String::as_str);
            if !GOVERNMENT.into_iter().chain(own).chain(permitted).any(|other| is_under(host, other)) {
                let message = format!("这里链接到非政府网站 {host}，请确认是否需要、能否担保");
                found.push(context.finding(link.span, message));
            }
        }
        found.into_iter().for_each(|finding| context.report(finding));
    }
}
