//! What a page shows in the place of a picture or a video that did not come: 图片加载中, 该视频无法播放, 此图片来自微信公众平台.
//! Prompts of platforms are `platform_line`'s.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

/// Such a line is short, in characters.
const LINE: usize = 50;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/load-failure",
        "图片、视频没有显示",
        Severity::Warning,
        "图片、视频没有显示出来，只留下“加载中”“无法播放”之类的提示，多半是从别处复制时没有把文件带过来。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保信息内容准确、链接有效",
        include_str!("rule.md"),
    )
});

static LINES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::joined(&["[", "【", "（", "("], &["图片加载", "视频加载", "正在加载", "加载中", "图片正在"], r"^[\[【（(](?:图片|视频|音频)?(?:正在)?加载(?:中|失败|错误)?[.。…]*[\]】）)]$"),
    Phrase::joined(
        &["播放", "下载", "打开", "附件已", "附件不", "文件已", "文件不", "附件无", "文件无"],
        &["失败", "过期", "失效", "存在", "法下载", "法打开"],
        r"^(?:该|此)?(?:视频|音频|直播|附件|文件)(?:播放失败|下载失败|打开失败|已过期|已失效|不存在|无法下载|无法打开)(?:或不存在|或已删除|或已失效)?(?:[，,。！!][^。]{0,14}重试[。！]?)?[。！]?$",
    ),
    Phrase::joined(
        &["图片", "视频", "音频", "附件"],
        &["加载失败", "无法显示", "无法加载", "无法播放", "已失效", "不存在", "丢失）", "丢失】", "缺失）", "缺失】", "已过期"],
        r"[\[【（(](?:该|此|原)?(?:图片|视频|音频|附件)(?:加载失败|无法(?:显示|加载|播放)|已失效|不存在|丢失|缺失|已过期)[，,。.…]?[\]】）)]",
    ),
    Phrase::new(&["未经允许不可引用"], r"此图片来自微信公众平台[，, ]*未经允许不可引用"),
    Phrase::new(&["加载中"], r"^(?:图片|视频|音频|页面|内容|数据|附件)?(?:正在)?(?:努力|拼命|玩命)?加载中[.。…，, ]*(?:请稍[候后等][.。…]*)?$"),
    Phrase::new(&["正在加载"], r"^(?:图片|视频|音频|页面|内容|数据)?正在加载(?:图片|视频|数据|内容)?[.。…，, ]*(?:请稍[候后等][.。…]*)?$"),
    Phrase::joined(
        &["图片", "视频", "音频", "页面", "内容", "文章", "链接", "来源"],
        &["加载失败", "无法", "暂时无法", "已失效", "不存在", "已过期", "已被"],
        r"^(?:该|此|本|抱歉，该|抱歉，此)?(?:图片|视频|音频|页面|内容|文章|链接)(?:来源)?(?:暂时)?(?:加载失败|无法播放|无法显示|无法加载|已失效|不存在|已过期|无法查看|已被(?:发布者|作者|平台)?删除)(?:$|[，,。！!.…][^。]*$)",
    ),
    Phrase::new(&["浏览器版本", "浏览器不支持", "浏览器暂不支持", "浏览器未启用"], r"^[^。]*[您你]的浏览器(?:版本(?:过低|太低|较低)|(?:暂)?不支持|未启用)[^。]*[。！]?$"),
    Phrase::new(&["404", "Not Found"], r"^(?:(?:HTTP|Error|错误)?[ ：:]*404[ ，,：:—-]*(?:[Nn]ot [Ff]ound|页面(?:不存在|未找到|找不到)|错误)?|(?:Page )?Not Found)[。！!]?$"),
    Phrase::joined(
        &["访问的", "请求的", "查找的", "浏览的"],
        &["页面", "网页", "内容", "文件", "资源"],
        r"^(?:抱歉|对不起|很抱歉)?[，,！! ]*您?(?:要|所)?(?:访问|请求|查找|浏览)的(?:页面|网页|内容|文件|资源)(?:不存在|无法访问|找不到|已(?:被)?删除|未找到)[^。]{0,10}[。！]?$",
    ),
    Phrase::new(&["加载失败"], r"^(?:数据|内容|图片|视频)?加载失败[，,]?(?:请)?(?:点击|刷新)?(?:此处|这里)?(?:重试|重新加载|刷新)?[。！]?$"),
    Phrase::new(&["Flash"], r"^[^。]*(?:安装|启用|下载)[^。]*Flash[^。]*$"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| LINES.words());

struct LoadFailure;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(LoadFailure)
}

impl Rule for LoadFailure {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| super::may_hold_remains(block)) {
            let text = article.block_text(block);
            if text.chars().nth(LINE).is_some() {
                continue;
            }
            if let Some(found) = LINES.find(text).into_iter().next() {
                let span = block.text.part(found);
                if !article.is_inside(span, Enclosure::Quote) {
                    let message = format!("“{}”是没有显示出来的图片、视频留下的提示，应补上或删去", article.slice(span));
                    context.report(context.finding(span, message).confidence(0.85));
                }
            }
        }
    }
}
