//! What word processors and reviewers leave in a text: broken cross-references, fields, comments, names of picture files,
//! page numbers, notes to colleagues.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

/// A line of its own is short, in characters.
const LINE: usize = 80;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/editing-trace",
        "残留编辑软件和审稿的痕迹",
        Severity::Warning,
        "文稿处理软件的出错提示、批注、图片文件名、页码，以及审稿时写给同事的话留在页面上，说明发布前没有清稿、没有通读。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What is a line of its own.
static LINES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(&["**", "##", "```"], r"^\*\*[^*\n]{4,60}\*\*[：:。]?$|^#{2,4} ?[^#\n]{2,60}$|^```[a-z]{0,10}$"),
    Phrase::joined(
        &["此稿", "本稿", "该稿", "初稿", "稿件", "此件", "暂不", "暂勿", "请勿", "尚未", "未经"],
        &["未经领导", "未经审", "外发", "待审", "待领导", "审定", "请领导", "未审"],
        r"^[—－\-（(【*※ ]*(?:此稿|本稿|该稿|初稿|稿件|此件)?(?:尚)?(?:未经|待|未)(?:领导|局长|主任)?(?:审阅|审核|审定|审签|定稿)(?:[，,；]?(?:暂不|暂勿|请勿)(?:外发|发布|公开|上网|对外))?[—－\-）)】*※ ！。]*$|^[—－\-（(【*※ ]*(?:暂不|暂勿)(?:外发|发布|对外)[—－\-）)】*※ ！。]*$",
    ),
    Phrase::new(&["已阅", "同意发布", "同意刊发", "同意上网"], r"^(?:已阅)?[，,。 ]*(?:同意(?:发布|刊发|上网))[。， ]*[一-龥]{0,4}$|^已阅[。， ]*[一-龥]{0,4}$"),
    Phrase::new(
        &[".jpg", ".png", ".jpeg", ".JPG", ".PNG", ".gif", ".bmp"],
        r"^(?:[（(]图?[0-9]{1,2}[）)] ?)?(?:图片?|照片|微信图片|微信截图|QQ截图|QQ图片|屏幕截图|截图|IMG|DSC|mmexport|image|WechatIMG)[ _\-]?[0-9_\- ()（）]{0,24}\.(?:jpe?g|JPE?G|png|PNG|gif|bmp)$",
    ),
    Phrase::joined(&["页", "页 ", "页，", "页/", "页,"], &["共"], r"^(?:-|—)? ?第 ?[0-9]{1,3} ?页[ ，,/／]*共 ?[0-9]{1,3} ?页(?: ?-|—)?$"),
    Phrase::joined(
        &["本文", "内容", "稿件", "正文", "文章"],
        &["正在审核", "审核中", "待审核", "尚未审核", "内容正在审", "未经审核"],
        r"^(?:本文|该文|此文)?(?:内容|稿件|正文|文章)?(?:正在审核|审核中|待审核|尚未审核|未经审核)中?[^。，]{0,6}[。！]?$",
    ),
    Phrase::new(
        &["修订版", "修改稿", "样稿", "送审稿", "校对稿"],
        r"^[（(【]?(?:修订版|修改稿|样稿|送审稿|校对稿)(?:[ （(][^。]{0,16})?[）)】]?$",
    ),
]));

/// What stands in any paragraph: broken references, fields, comments; or leads one.
static INSIDE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(&["编者注：请", "记者注：请", "修改意见", "改稿意见", "审稿意见"], r"^[（(【]?(?:修改意见|改稿意见|审稿意见)[：:][^。]{2,60}"),
    Phrase::new(&["未完待续"], r"^[^一-龥]*(?:未完待续)[^一-龥]*$|[☆★*—…]{2,}未完待续[☆★*—…]{0,6}"),
    Phrase::joined(
        &["错误！", "错误!", "Error! ", "Error!"],
        &["未找到", "未定义", "文档中没有", "书签", "超链接引用", "Reference source", "Bookmark"],
        r"(?:错误[！!]|Error! ?)(?:未找到引用源|未定义书签|文档中没有指定样式的文字|书签自引用无效|超链接引用无效|Reference source not found|Bookmark not defined)[。.]?",
    ),
    Phrase::new(&["PAGEREF", "HYPERLINK", "_Toc", "MERGEFORMAT", "INCLUDEPICTURE", "TOC \\"], r"(?:PAGEREF|HYPERLINK|INCLUDEPICTURE|TOC) ?\\?[^。，]{0,60}|_Toc[0-9]{5,}|\\\* ?MERGEFORMAT"),
    Phrase::new(&[":\\Users", ":\\Documents", ":\\Program", "file:///"], r"[A-Za-z]:\\(?:Users|Documents|Program)[^，。；\n]{0,80}|file:///[^，。；\n]{1,80}"),
    Phrase::new(&["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A"], r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A)"),
    Phrase::joined(&["（", "("], &["下转", "上接", "紧接"], r"[（(](?:下转|上接|紧接)[^）)。]{0,10}版[^）)。]{0,8}[）)]"),
    Phrase::joined(
        &["编辑：", "作者：", "来源：", "上传：", "录入：", "审核：", "发布：", "发布人：", "编辑:", "作者:", "来源:", "发布人:"],
        &["admin", "Admin", "test", "root", "user"],
        r"(?:编辑|作者|来源|上传|录入|审核|发布人?)[：:](?:[Aa]dmin(?:istrator)?|test|root|user)[0-9]{0,4}(?-u:\b)",
    ),
    Phrase::new(
        &["领导审定", "领导审阅", "领导审核", "领导把关", "领导定稿"],
        r"[（(【][^（）()【】]{0,12}领导(?:审定|审阅|审核|把关|定稿)[^（）()【】]{0,8}(?:再|后)[^（）()【】]{0,4}(?:发|上网|公开|见网)[^（）()【】]{0,4}[）)】]",
    ),
    Phrase::new(&["批注"], r"批注 ?[\[［【][A-Za-z一-龥]{0,8}[0-9]{1,3}[\]］】][：:]?"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [LINES.words(), INSIDE.words()].concat());

struct EditingTrace;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EditingTrace)
}

impl Rule for EditingTrace {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| super::may_hold_remains(block)) {
            let text = article.block_text(block);
            let inside = INSIDE.find(text);
            let is_line = text.chars().nth(LINE).is_none();
            let line = if is_line { LINES.find(text) } else { Vec::new() };
            let Some(span) = line.into_iter().chain(inside).next().map(|found| block.text.part(found)) else { continue };
            if !article.is_inside(span, Enclosure::Quote) {
                let message = format!("“{}”是编辑、审稿时留下的痕迹，应清除", article.slice(span));
                context.report(context.finding(span, message).confidence(0.85));
            }
        }
    }
}
