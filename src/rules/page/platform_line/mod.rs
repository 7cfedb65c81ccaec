//! Prompts of a platform that make no sense elsewhere: "tap the blue name above", "long-press the code", "read the
//! original". On the platform itself they are at home.

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

/// Such a line is short.
const LINE: usize = 40;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/platform-line",
        "残留公众号提示语",
        Severity::Warning,
        "从公众号转来的内容带着“点击上方蓝字”“长按识别二维码”等提示，在网站上点不了，也有替人引流之嫌。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

static PROMPTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(
        &["蓝字", "蓝色字"],
        r"(?:点击|点)(?:上方|上面|下方|顶部|标题下方?)?(?:的)?[“「]?蓝(?:色)?字(?:体)?",
    ),
    Phrase::new(&["长按"], r"长按(?:识别|扫描|下方|上方|图中|二维码|图片|关注)[^。]{0,16}"),
    Phrase::new(
        &["二维码"],
        r"(?:扫描|识别|扫一扫)(?:上方|下方|图中|文末)?二维码[^。]{0,6}(?:关注|加入|进群)[^。]{0,10}",
    ),
    Phrase::new(&["阅读原文"], r"(?:点击|戳|轻触)(?:左下角|文末|下方|这里)?[“「]?阅读原文[”」]?[^。]{0,12}"),
    Phrase::new(
        &["点在看", "点“在看", "点「在看", "点亮在看", "点亮“在看", "点亮「在看", "点个在看", "点个“在看", "点个「在看", "赞和在看", "赞、在看"],
        r"(?:点亮|点个|点)[“「]?(?:在看|赞和在看|赞、在看)[”」]?",
    ),
    Phrase::new(&["觉得不错", "喜欢就", "好文"], r"(?:觉得不错|喜欢就|好文)[^。]{0,8}(?:点赞|转发|分享|在看)"),
    Phrase::new(
        &["关注"],
        r"(?:点击|点|戳|轻触|长按)(?:一下)?(?:左|右)?(?:上方|下方|上角|下角|顶部|底部|文末|文首|头像|这里|名片|卡片|标题下方?)(?:的|旁的)?(?:名片|卡片|蓝字|头像|按钮)?[，, ]*(?:立即|一键|即可)?[“「【]?\+?关注[”」】]?[^。]{0,16}",
    ),
    Phrase::new(
        &["错过更多", "错过精彩", "错过每", "错过推送", "更多精彩"],
        r"(?:不(?:再|要|会|容)?|别(?:再)?|以免|防止)错过(?:更多|每一?[条篇次期]|精彩|推送)[^。；]{0,8}|^[^。，]{0,6}(?:查看|浏览|获取|了解)更多精彩[^。，]{0,8}$|^(?:更多精彩(?:内容|资讯|文章|视频)?|更多资讯|更多内容)[^。]{0,4}(?:请|敬请|欢迎)?(?:关注|扫码|戳|点击)[^。]{0,24}",
    ),
    Phrase::new(
        &["一键三连", "设为星标", "加为星标", "加星标", "点亮星标", "标为星标", "置顶公众号", "置顶我们"],
        r"一键三连|(?:请|记得|欢迎|快)?(?:把|将)?(?:我们|公众号|本号)?(?:设为|加为|点亮|标为|加)(?:“|「)?星标(?:”|」)?[^。]{0,10}|置顶(?:公众号|我们)[^。]{0,8}",
    ),
    Phrase::new(
        &["点赞", "在看"],
        r"(?:动动|伸出)(?:你的|您的)?(?:小)?手指?[^。]{0,10}(?:点赞|转发|在看|分享)[^。]{0,6}|^[^。，]{0,8}(?:点赞|分享|转发|在看|收藏|关注)[、，+＋ ]?(?:点赞|分享|转发|在看|收藏|点在看)(?:[、，+＋ 和]?(?:点赞|分享|转发|在看|收藏|点在看))*[^。，]{0,6}[!！~～]?$",
    ),
    Phrase::new(&["扫码关注", "扫码加关注", "扫一扫关注", "扫一扫，关注", "扫码，关注"], r"^(?:欢迎|请|快来)?(?:微信)?(?:扫码|扫一扫)[，, ]?(?:加)?关注(?:我们|公众号|本号|官方微信|更多精彩)?[^。，]{0,8}(?:[，,](?:了解|获取|查看)更多[^。，]{0,6})?$"),
    Phrase::new(&["历史消息", "历史文章", "往期回顾", "往期精彩", "往期推荐", "精彩推荐"], r"^(?:点击)?(?:查看)?(?:历史消息|历史文章|往期回顾|往期精彩(?:回顾)?|往期推荐|精彩推荐)[：:▼↓]*$"),
    Phrase::new(&["阅读原文", "查看原文"], r"^(?:点击)?(?:阅读|查看)原文$"),
    Phrase::new(&["关注我们", "关注本号", "关注小编"], r"^[^。，]{0,6}关注(?:我们|本号|小编)(?:的)?(?:视频号|公众号|抖音号|快手号|微博)?[!！哦吧~～]*$"),
    Phrase::new(&["喜欢此内容"], r"^喜欢此内容的人还喜欢"),
    Phrase::new(&["文章来源于"], r"^以下文章来源于[^。]{1,60}"),
    Phrase::new(&["关注后可"], r"^(?:请)?关注后可(?:留言|评论|下载|查看|领取)[^。]{0,10}$"),
    Phrase::new(&["浏览器打开", "浏览器中打开"], r"^(?:请)?复制(?:此|本|该)?链接[^。]{0,8}浏览器中?打开[^。]{0,6}$"),
    Phrase::new(&["微信扫一扫"], r"^微信扫一扫[^。]{0,10}关注"),
    Phrase::new(&["标签不可点"], r"^预览时标签不可点"),
    Phrase::new(&["继续滑动"], r"^继续滑动看下一个"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| PROMPTS.words());

struct PlatformLine;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PlatformLine)
}

impl Rule for PlatformLine {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let at_home = article.meta.url.as_deref().is_some_and(|url| url.contains("weixin.qq.com") || url.contains("weibo."));
        if at_home {
            return;
        }
        let may_hold = |region: Region| matches!(region, Region::Body | Region::Furniture | Region::Caption | Region::Signature);
        for block in context.triggered(article).into_iter().filter(|block| may_hold(block.region)) {
            let text = article.block_text(block);
            if text.chars().nth(LINE).is_some() || text.ends_with('。') {
                continue;
            }
            if let Some(found) = PROMPTS.find(text).into_iter().next() {
                let span = block.text.part(found);
                let message = format!("残留公众号提示语“{}”，应删去", article.slice(span));
                let finding = context.finding(span, message).confidence(0.8);
                // Beside the text a page may well show the code of its own account.
                context.report(if block.region == Region::Furniture { finding.severity(Severity::Info) } else { finding });
            }
        }
    }
}
