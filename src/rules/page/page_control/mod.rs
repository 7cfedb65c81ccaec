//! Controls of a page copied into the text with it: "previous: … next: …", "print, close", the font size, the
//! breadcrumb. Readers of pages tell such lines by the page; in plain text they stand among the paragraphs.

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

/// Such a line is short; two titles may stand in it.
const LINE: usize = 120;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/page-control",
        "页面部件混入正文",
        Severity::Warning,
        "从网页上整页复制时，翻页、打印、分享、字号这些部件的文字也带进了正文，读者看了莫名其妙。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

static CONTROLS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(
        &["上一篇", "下一篇", "上一条", "下一条"],
        r"^[【\[（(<《]?(?:上一[篇条]|下一[篇条])[】\]）)>》]?[ \u{3000}]*[:：][^。；]*$|^(?:[【\[]?(?:上一[篇条]|下一[篇条])[】\]]?[ \u{3000}|]*)+$",
    ),
    Phrase::new(
        &["打印本页", "打印此页", "打印本文", "【打印】", "[打印]", "【关闭】", "[关闭]", "关闭窗口", "关闭本页", "关闭此页"],
        r"^(?:[【\[（(]?(?:打印|关闭|收藏|分享|返回|复制)(?:本页|此页|本文|窗口|顶部|链接)?[】\]）)]?[ \u{3000}|]*){1,6}$",
    ),
    Phrase::new(
        &["字体：", "字体:", "字号：", "字号:", "大 中 小", "大中小"],
        r"^[【\[（(]?(?:选择)?(?:字体|字号|文字大小)[:：]?[ \u{3000}]*[【\[（(]?(?:大|小|特大|A\+)[^。，]{0,16}$",
    ),
    Phrase::new(
        &["浏览次数", "浏览量", "阅读次数", "点击次数", "访问次数", "点击量：", "点击数：", "阅读量：", "阅读数："],
        r"^[^。；]{0,60}(?:浏览|阅读|点击|访问)(?:次数|量|数)[:：][ ]*(?:[0-9]{0,9}次?|加载中|--)$",
    ),
    Phrase::new(&["分享到：", "分享到:", "分享至：", "分享至:"], r"^(?:一键)?分享[到至][:：][^。，；]{0,40}$"),
    Phrase::new(&["当前位置：", "当前位置:", "所在位置：", "所在位置:", "您的位置：", "的位置："], r"^(?:您)?(?:现在)?(?:当前|所在|的|所在的)*位置[:：][ ]*(?:网站)?首页[^。，；]*$"),
    Phrase::new(&["首页>", "首页 >", "首页 ＞", "首页＞", "首页 »", "首页 /"], r"^(?:网站)?首页[ ]*[>＞»/][^。，；]*$"),
    Phrase::new(&["返回顶部", "返回列表", "返回首页", "返回上一页", "回到顶部"], r"^[【\[]?(?:返回(?:顶部|列表|首页|上一页)|回到顶部)[】\]]?$"),
    Phrase::new(&["猜你喜欢", "相关阅读", "相关推荐", "热门推荐", "热点推荐", "相关文章", "推荐阅读"], r"^[【\[]?(?:猜你喜欢|相关阅读|相关推荐|热门推荐|热点推荐|相关文章|推荐阅读)[】\]]?[:：]?$"),
    Phrase::new(&["扫一扫在手机", "扫一扫手机", "用手机打开", "手机扫一扫", "扫一扫分享"], r"^(?:微信)?(?:请)?(?:用手机|手机)?扫一扫(?:在手机|手机)?(?:上)?(?:打开|浏览|查看|分享)(?:当前|本)?(?:页面?|网页)?[^。，]{0,10}$"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| CONTROLS.words());

struct PageControl;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PageControl)
}

impl Rule for PageControl {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| matches!(block.region, Region::Body | Region::Signature)) {
            let text = article.block_text(block).trim();
            if text.chars().nth(LINE).is_none() && !CONTROLS.find(text).is_empty() {
                let message = "这一行是网页上的部件，不是正文，应删去";
                context.report(context.finding(block.text, message).confidence(0.85));
            }
        }
    }
}
