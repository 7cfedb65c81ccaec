//! Test articles that were never taken down: a title or a text that is nothing but a test.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

/// A body of so few characters can be a test as a whole.
const BODY: usize = 30;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/test-article",
        "测试内容没有撤下",
        Severity::Error,
        "测试用的文章公开在页面上，应立即撤下。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        include_str!("rule.md"),
    )
});

static TEST: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"(?:这是)?(?:一[条个篇则])?(?:网站|系统|栏目|后台|功能|发布)?测试(?:文章|标题|信息|新闻|内容|页面|一下|数据|文档|稿件?|发布|用|专用|勿删|请勿删除|中|栏目|图片|视频)*[0-9一二三四五六七八九十]{0,4}",
        r"(?:测试){2,}[0-9]*",
        r"(?i:test(?:ing)?(?:[ _-]?(?:article|title|page|news))?[ _-]?[0-9]{0,4}|(?:test){2,}|asdf[a-z]*|qwer[a-z]*|aaa+|abc(?:abc)*|xxx+)",
        r"1{3,}|(?:123){2,}|(?:张三|李四|王五|某某)+测试[^。，]{0,6}|123(?:4(?:5(?:6(?:7?8?9?0?)?)?)?)?|啊{3,}|的{3,}|哈{4,}",
    ];
    let end = r"(?:[，,]?请(?:忽略|勿[^。]{0,6}))?[。.！!\s（(）)]*";
    Regex::new(&format!("^(?:{}){end}$", patterns.join("|"))).expect("constant patterns")
});

struct TestArticle;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TestArticle)
}

impl Rule for TestArticle {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let title = article.title().map(str::trim).unwrap_or_default();
        let bodies: Vec<&Block> = article.prose().filter(|block| block.region != Region::Title).take(3).collect();
        let length: u32 = bodies.iter().map(|block| block.text.len()).sum();
        let short = bodies.len() <= 2 && length as usize <= BODY * 3;
        let body = bodies.first().filter(|block| short && is_test(article.block_text(block).trim()));
        let is_title = is_test(title);
        if is_title || body.is_some() {
            let span = body.filter(|_| !is_title).map_or(article.heading(), |block| block.text);
            context.report(context.finding(span, "这是测试内容，应从页面上撤下").confidence(0.92));
        }
    }
}

/// Whether a text is nothing but a test; the pattern is for those that may be one.
fn is_test(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '啊' | '的' | '哈'));
    (begins || text.contains("测试")) && TEST.is_match(text)
}
