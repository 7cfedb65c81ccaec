//! Lines that stand inside an article's container but are no part of the article: font-size control, breadcrumbs, QR
//! lines, neighbours, prompts of WeChat.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::Regex;

/// The longest line that is looked at, in bytes.
const MAX_LINE: usize = 240;

/// What such a line begins with, past brackets; what a line has that begins with something and goes on with something
/// else a little further on is told by [`has_gap`], because patterns with gaps take long to build.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"^(?:",
        r"(?:您)?(?:当前|现在)?(?:的|所在的?)?位置(?:是)?[:：]",
        r"|首页\s*[>＞»›/]",
        r"|(?:字体|字号|文字大小)\s*[:：]",
        r"|(?:打印|关闭|收藏|返回)(?:本页|此页|页面|窗口|本文|此文|顶部|上页)?[】\]）)\s]*(?:[【\[（(]\s*(?:打印|关闭|收藏)(?:本页|窗口)?[】\]）)\s]*)*$",
        r"|[上下]一[篇条]\s*[:：]",
        r"|相关(?:链接|阅读|文章|新闻|稿件|信息|推荐)\s*[:：]?[】\]）)\s]*$",
        r"|分享(?:到|至)\s*[:：]?",
        r"|(?:浏览|点击|阅读)(?:次数|量|数)\s*[:：]",
        r"|阅读原文$|预览时标签不可点|微信扫一扫|喜欢此内容的人还喜欢|继续滑动看下一个|轻触阅读原文",
        r"|版权所有|网站标识码",
        r")",
    );
    Regex::new(pattern).expect("constant pattern")
});

/// Words with gaps between them: how a line begins, what follows after so many characters at most, and how many more
/// there may be up to its end; `None`: any number.
type Gap = (&'static [&'static str], usize, &'static [&'static str], Option<usize>);
const GAPS: [Gap; 5] = [
    (&["扫一扫"], 16, &["手机", "分享", "关注", "打开", "浏览", "本页"], None),
    (&["长按", "扫描", "识别"], 6, &["二维码"], Some(12)),
    (&["点击"], 4, &["上方", "下方", "蓝字", "阅读原文"], Some(16)),
    (&[""], 24, &["ICP备"], None),
    (&[""], 4, &["公网安备"], None),
];

/// Whether a line has one of [`GAPS`].
fn has_gap(line: &str) -> bool {
    let is_short = |text: &str, limit: usize| text.chars().count() <= limit && !text.contains('\n');
    let goes_on = |rest: &str, (_, limit, words, end): Gap| {
        words.iter().any(|word| {
            rest.match_indices(word).any(|(at, _)| {
                is_short(&rest[..at], limit) && end.is_none_or(|end| is_short(&rest[at + word.len()..], end))
            })
        })
    };
    GAPS.iter().any(|gap| gap.0.iter().filter_map(|begin| line.strip_prefix(begin)).any(|rest| goes_on(rest, *gap)))
}

/// The first characters of such lines, past brackets, and what two kinds of them have further on: nearly every line of
/// prose is told by it before the pattern is asked.
const FIRST: &str = "您当现所位首字文扫长识点打关收返上下相分浏阅预微喜继轻版网";
static FURTHER: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["ICP备", "公网安备"].map(Finder::new));

fn may_be_furniture(line: &str) -> bool {
    line.chars().next().is_some_and(|first| FIRST.contains(first))
        || FURTHER.iter().any(|sign| sign.find(line.as_bytes()).is_some())
}

/// Whether a whole block is such a line. A sentence with its full stop is none.
pub fn is_furniture(line: &str) -> bool {
    let line = line.trim_end();
    if line.ends_with(['。', '！', '；']) {
        return false;
    }
    let line = line.trim_start();
    let told = line.trim_start_matches(|c: char| c.is_whitespace() || "【[（(<《".contains(c));
    line.len() <= MAX_LINE && may_be_furniture(told) && (LINE.is_match(told) || has_gap(told))
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
            "【识别图中的二维码】",
            "某县人民政府办公室主办 京ICP备12345678号",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["扫一扫下方二维码，用手机即可办理。", "位置图", "首页改版说明", "打印机采购公告", "相关信息公开如下：", "长按此处后识别下图中的二维码"]
        {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
