//! Lines where a reposted text was cut off: "read the whole text", "log in to read on".

use std::sync::LazyLock;

use crate::document::{Article, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

/// Such a line is short, and such words stand at the end of a cut paragraph.
const LINE: usize = 40;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/pay-wall",
        "残留“查看全文”一类的字样",
        Severity::Warning,
        "从别的网站复制时只复制了一部分，后面的内容没有带过来，读者也点不开。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

static CUTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::joined(
        &["看", "读", "开", "示", "览", "更多"],
        &["全文", "全部内容", "完整内容", "剩余", "余下", "原文全文"],
        r"(?:点击|点此|单击|轻触)?(?:查看|阅读|展开|显示|浏览)(?:剩余|余下|更多)?(?:全文|全部内容|完整内容|剩余[0-9]{1,3}%?(?:的?内容)?|余下全文|原文全文)",
    ),
    Phrase::joined(
        &["看", "读", "览", "锁"],
        &["全文", "完整", "更多", "剩余", "余下", "本文", "后续", "全部"],
        r"(?:登录|登陆|注册|付费|购买|订阅|开通会员|打开APP|下载APP|打开客户端|扫码)(?:后|即可)?(?:可|即可|方可|继续)?(?:查看|阅读|浏览|解锁|观看)(?:全文|完整|更多|剩余|余下|本文|后续|全部)[^，。；]{0,6}",
    ),
    Phrase::new(
        &["后可见", "后可阅读", "后继续阅读", "后阅读"],
        r"(?:登录|登陆|付费|购买|订阅|开通会员)后(?:可见|可阅读|继续阅读|阅读)",
    ),
    Phrase::joined(
        &["付费", "专享", "会员", "VIP"],
        &["内容", "阅读", "可见", "专享"],
        r"(?:本文|以下|后续|剩余)(?:内容)?(?:为|系|属)?(?:付费|会员专享|会员|VIP)(?:内容|阅读|可见|专享)",
    ),
    Phrase::joined(
        &["%", "%的", "%内容", "%的内容"],
        &["未读", "需要", "付费", "未展开"],
        r"(?:还有|还剩|剩余|余下)[0-9]{1,3}%(?:的)?(?:内容)?(?:未读|需要|付费|未展开)(?:[，, ]*(?:点击|点此|请)?(?:继续阅读|展开|查看|阅读)[^，。；]{0,4})?"),
    Phrase::joined(
        &["点击", "点此", "下滑", "上滑", "滑动", "APP", "App", "客户端"],
        &["继续", "阅读剩余", "阅读更多", "阅读完整", "查看剩余", "查看余下", "查看完整", "看完整", "，阅读", "，查看", "展开", "后继续"],
        r"(?:点击|点此|向?[上下]滑动?|(?:打开|下载)[^。，；]{0,10}(?:APP|App|客户端))(?:[，,]|后|即可)?(?:继续(?:阅读|浏览|观看)(?:全文|正文|更多)?|(?:阅读|查看|看|展开)(?:剩余|余下|更多|完整|全部)(?:部分|内容|正文|文章|版|报道|精彩内容)?|展开(?:正文|文章)?)(?:>+|》+|→|↓+|▼)?",
    ),
    Phrase::new(&["剩余内容", "余下内容", "后续内容", "更多内容"], r"(?:剩余|余下|后续|更多)内容(?:请)?(?:登录|登陆|注册|订阅|付费|购买|扫码|打开|下载|开通)[^。；]{0,12}(?:查看|阅读|解锁|观看)"),
    Phrase::new(&["会员专享", "VIP专享", "付费阅读"], r"^(?:会员|VIP)专享(?:内容|文章)?$|^付费阅读(?:剩余[0-9]{1,3}%)?$"),
    Phrase::new(&[".全文", "…全文"], r"(?:\.\.\.|…|……)全文$"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| CUTS.words());

struct PayWall;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PayWall)
}

impl Rule for PayWall {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let may_hold = |region: Region| !matches!(region, Region::Title | Region::Hidden | Region::Comment | Region::Table);
        for block in context.triggered(article).into_iter().filter(|block| may_hold(block.region)) {
            let text = article.block_text(block);
            let Some(found) = CUTS.find(text).pop() else { continue };
            let short = text.chars().nth(LINE).is_none();
            let rest = text[found.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
            let sentence_goes_on = text[..found.start].ends_with(|c: char| c.is_alphanumeric()) && !short;
            let span = block.text.part(found);
            let cut = rest.is_empty() && !sentence_goes_on;
            if cut && !text.trim_end().ends_with('。') && !article.is_inside(span, Enclosure::Quote) {
                let message = format!("残留“{}”字样，请核对正文是否完整", article.slice(span));
                context.report(context.finding(span, message).confidence(0.85));
            }
        }
    }
}
