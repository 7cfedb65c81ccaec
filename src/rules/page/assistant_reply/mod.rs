//! What a writing assistant says around the text that it was asked for: 以下是为您撰写的新闻稿, 希望对您有帮助. That a text was made
//! by such a program is no fault here, and its mark is required by the rules on marking.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/assistant-reply",
        "残留写作助手的答话",
        Severity::Error,
        "用写作助手起草时它对人说的话一起贴了上来，说明发布前没有人通读，稿件里的事实也多半没有核过。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

static REPLIES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(
        &["以下是", "以下为", "下面是", "下面为"],
        r"^(?:好的|当然|当然可以|没问题|可以的|明白)?[，,！!。 ]*(?:以下是|以下为|下面是|下面为)(?:根据|按照|为您|为你|给您|我为|一篇|一份|一则|关于[^。：]{2,40}的(?:新闻稿|通知|公告|文章|报道|讲话稿|总结|范文))[^。]{0,50}[：:。]?$",
    ),
    Phrase::joined(&["好的，", "好的,", "当然可以，", "好的！", "没问题，"], &["我", "这", "下面", "为您", "根据", "已"], r"^(?:好的|当然可以|没问题)[，,！!](?:我(?:来|将|会|已)|这(?:是|里)|下面|为您|根据|已)[^。]{2,60}[：:。]?$"),
    Phrase::new(
        &["对您有帮助", "对您有所帮助", "对你有帮助", "对你有所帮助", "满足您的需求", "符合您的要求", "符合您的需求"],
        r"^希望(?:这|以上|本|该|它)[^。]{0,30}(?:对[您你]有(?:所)?帮助|满足您的需求|符合您的(?:要求|需求))[^。]{0,6}[。！!，,]?[^。]{0,50}[。！!]?$",
    ),
    Phrase::new(
        &["随时告诉我", "请告诉我", "请随时告知", "随时提出", "我可以继续", "我可以为您", "我再为您"],
        r"^(?:如果?您?(?:有|需要?|还需要?|想)|若您?需)[^。]{0,30}(?:随时告诉我|请告诉我|请随时告知我?|随时提出|我可以(?:继续|为您)|我再为您)[^。]{0,20}[。！!]?$",
    ),
    Phrase::new(&["语言模型", "智能助手", "人工智能助手", "AI助手"], r"作为(?:一个|一名|一款)?(?:大型)?(?:AI|人工智能)?(?:大)?(?:语言模型|智能助手|人工智能助手|AI助手)，?我"),
    Phrase::new(&["字左右的新闻稿", "可根据实际情况", "可以根据实际情况", "请根据实际情况", "括号内为", "方括号内"], r"^[（(【]?(?:注|说明|提示)?[：:]?(?:以上|本|该)?(?:内容|稿件|范文|文章|方括号内|括号内)[^。]{0,14}(?:可|请)(?:以)?根据实际情况(?:进行)?(?:修改|调整|补充|填写|替换)[^。]{0,16}[。！]?[）)】]?$"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| REPLIES.words());
/// Such a paragraph is short, in characters.
const LONGEST: usize = 120;

struct AssistantReply;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AssistantReply)
}

impl Rule for AssistantReply {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| super::may_hold_remains(block)) {
            let text = article.block_text(block);
            if text.chars().nth(LONGEST).is_some() {
                continue;
            }
            if let Some(found) = REPLIES.find(text).into_iter().next() {
                let span = block.text.part(found);
                if !article.is_inside(span, Enclosure::Quote) {
                    let message = "这是写作助手的答话，应删去，并核对全文的事实";
                    context.report(context.finding(span, message).confidence(0.9));
                }
            }
        }
    }
}
