//! Lines that stand inside an article's container but are no part of the article: font-size control, breadcrumbs, QR
//! lines, neighbours, prompts of WeChat.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::Regex;

/// The longest line that is looked at, in bytes.
const MAX_LINE: usize = 240;

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"^[【\[（(<《\s]*(?:",
        r"(?:您)?(?:当前|现在)?(?:的|所在的?)?位置(?:是)?[:：]",
        r"|首页\s*[>＞»›/]",
        r"|(?:字体|字号|文字大小)\s*[:：]",
        r"|扫一扫.{0,16}(?:手机|分享|关注|打开|浏览|本页)",
        r"|(?:长按|扫描|识别).{0,6}二维码.{0,12}$",
        r"|点击.{0,4}(?:上方|下方|蓝字|阅读原文).{0,16}$",
        r"|(?:打印|关闭|收藏|返回)(?:本页|此页|页面|窗口|本文|此文|顶部|上页)?[】\]）)\s]*(?:[【\[（(]\s*(?:打印|关闭|收藏)(?:本页|窗口)?[】\]）)\s]*)*$",
        r"|[上下]一[篇条]\s*[:：]",
        r"|相关(?:链接|阅读|文章|新闻|稿件|信息|推荐)\s*[:：]?[】\]）)\s]*$",
        r"|分享(?:到|至)\s*[:：]?",
        r"|(?:浏览|点击|阅读)(?:次数|量|数)\s*[:：]",
        r"|阅读原文$|预览时标签不可点|微信扫一扫|喜欢此内容的人还喜欢|继续滑动看下一个|轻触阅读原文",
        r"|版权所有|网站标识码|.{0,24}ICP备|.{0,4}公网安备",
        r")",
    );
    Regex::new(pattern).expect("constant pattern")
});

/// What such a line begins with, past brackets, and what two kinds of them have further on: nearly every line of prose
/// is told by it before the pattern is asked.
const FIRST: &str = "您当现所位首字文扫长识点打关收返上下相分浏阅预微喜继轻版网";
static FURTHER: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["ICP备", "公网安备"].map(Finder::new));

fn may_be_furniture(line: &str) -> bool {
    let first = line.chars().find(|c| !c.is_whitespace() && !"【[（(<《".contains(*c));
    first.is_some_and(|first| FIRST.contains(first)) || FURTHER.iter().any(|sign| sign.find(line.as_bytes()).is_some())
}

/// Whether a whole block is such a line. A sentence with its full stop is none.
pub fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    line.len() <= MAX_LINE && !line.ends_with(['。', '！', '；']) && may_be_furniture(line) && LINE.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_pages_and_lines_of_articles() {
        for line in [
            "当前位置：首页 > 通知公告",
            "您所在的位置：首页",
            "首页 > 政务公开",
            "【字体：大 中 小】",
            "扫一扫在手机打开当前页",
            "点击上方蓝字关注我们",
            "长按识别二维码关注",
            "【打印】 【关闭】",
            "上一篇：关于开展检查的通知",
            "相关链接：",
            "浏览次数：1024",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["扫一扫下方二维码，用手机即可办理。", "位置图", "首页改版说明", "打印机采购公告", "相关信息公开如下："]
        {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
