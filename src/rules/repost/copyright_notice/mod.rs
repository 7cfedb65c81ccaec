//! Someone else's copyright notice, disclaimer or "read the original" left in a repost. Told from talk about
//! copyright (laws, notices of the copyright office) by its place and its kind of sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Block, Enclosure, Region};
use crate::finding::Severity;
use crate::span::{Span, Text};

/// Such a notice is a line of its own, not a paragraph of an article about something else.
const NOTICE_LENGTH: usize = 200;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/copyright-notice",
        "残留外部版权声明",
        Severity::Warning,
        "别人的版权声明、免责声明或“阅读原文”留在自己的页面上，说明稿件没有编审就照搬过来，还可能涉及侵权。",
        "《互联网新闻信息服务管理规定》第十五条；《中华人民共和国著作权法》",
        include_str!("rule.md"),
    )
});

static NOTICES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(&["请联系后台", "请联系小编", "请后台留言", "联系本号"], r"(?:如有|若有|如)(?:不妥|异议|疑义|问题|冒犯)[^。！？；]{0,6}请(?:及时)?(?:联系(?:后台|小编|本号)|后台留言)"),
    Phrase::new(
        &["转载请", "转载敬", "转载务", "转载须", "转载需", "转载时", "转载本", "转载，", "转载,"],
        r"(?:如若|如需|如要|若需|若要|欢迎|敬请|如)?转载(?:时|本文|本号文章)?[，,]?(?:请|敬请|务请|须|需|务必)(?:务必)?(?:注明|标明|标注|联系|告知|后台|留言|保留|附上)",
    ),
    Phrase::new(
        &["版权归", "版权属", "版权均", "版权都"],
        r"版权(?:均|都)?(?:归|属于|归属)(?:于)?[^。！？；，]{0,12}(?:(?:作者|原创者|发布者|出版社|平台|媒体|版权方|权利人)(?:[^。！？；，]{0,4}所有)?|所有)",
    ),
    Phrase::new(&["版权所有"], r"版权所有[，,、 ]?(?:侵权必究|违者必究|翻印必究|盗版必究|禁止转载|严禁转载|未经)"),
    Phrase::new(
        &["侵权"],
        r"(?:如有|若有|如涉及|若涉及|如涉|若涉|如)[^。！？；]{0,12}侵权[^。！？；]{0,20}(?:联系|告知|通知|删除)",
    ),
    Phrase::new(
        &["侵权请", "侵权即", "侵权必", "侵权立", "侵权联", "侵权我", "侵权小", "侵权删", "侵删"],
        r"侵权(?:请|即|必|立)?(?:联系)?(?:我们|小编)?(?:即)?删除?|侵删",
    ),
    Phrase::new(
        &["未经本", "未经作", "未经授", "未经许", "未经允", "没有本", "没有作者", "没有授权", "没有许可", "没有允许"],
        r"(?:未经|没有)(?:本网|本站|本报|本刊|本社|本号|本公众号|作者|授权|许可|允许)[^。！？；]{0,14}(?:不得|禁止|严禁|请勿|谢绝)[^。！？；]{0,6}转载",
    ),
    Phrase::new(&["阅读原文"], r"^阅读原文$"),
    Phrase::new(&["阅读原文"], r"(?:点击|戳|请看|详见)[^。！？；，]{0,6}[“「『【]?阅读原文[”」』】]?"),
    Phrase::new(
        &["仅代表作者", "只代表作者", "代表本网", "代表本站", "代表本平台", "代表本号", "代表本公众号", "与本网", "与本站", "与本平台", "与本号", "与本公众号"],
        r"(?:仅代表作者|只代表作者)[^。！？；]{0,4}观点|(?:不代表|与)本(?:网|站|平台|号|公众号)[^。！？；]{0,6}(?:立场|观点|无关)",
    ),
    Phrase::new(&["原标题", "原题"], r"^[（(【]?原(?:标题|题目|题为|题)[：:][^。]{2,60}"),
    Phrase::new(&["凡注明", "凡本网", "凡本报", "凡本站", "凡标注"], r"凡(?:本网|本报|本站|本刊)?(?:注明|标注)[^。；]{0,4}来源[：:]?[^。；]{1,30}(?:作品|稿件|文字|图片|内容)"),
    Phrase::joined(
        &["自媒体", "用户", "平台用户", "作者"],
        &["上传", "上传并发布", "发布，本平台", "自行上传"],
        r"(?:以上|本文|上述|文中)内容[^。；]{0,24}上传(?:并发布)?",
    ),
    Phrase::new(&["涉及版权", "版权问题", "有版权"], r"(?:如有|若有|如|若)(?:涉及|涉|有)?版权(?:问题|争议)?[，,]?请[^。！？；]{0,6}(?:联系|告知|通知)"),
    Phrase::new(&["传递更多信息"], r"转载[^。！？；]{0,8}传递更多信息"),
    Phrase::joined(
        &["得", "止", "绝", "勿"],
        &["转载", "摘编", "抄袭", "以任何"],
        r"(?:未经|没有)[^。！？；，]{0,10}(?:授权|许可|同意|允许)[，,]?(?:任何[^。！？；，]{0,10})?(?:不得|禁止|严禁|谢绝|请勿)(?:以任何[^。！？；，]{0,8})?(?:转载|摘编|抄袭)",
    ),
    Phrase::new(&["首发于", "原载于"], r"^[（(]?(?:本文)?(?:首发于|原载于)(?:微信)?公众号"),
    Phrase::new(
        &["更多内容", "更多资讯", "更多阅读", "精彩内容", "精彩资讯", "精彩阅读"],
        r"(?:更多|精彩)(?:内容|资讯|阅读)[^。！？；]{0,8}(?:请?关注|点击|扫码)[^。！？；]{0,12}(?:公众号|微信号|原文|客户端)",
    ),
    Phrase::new(
        &["关注本公众号", "关注我们的公众号", "关注公众号"],
        r"(?:长按|扫描)[^。！？；，]{0,8}二维码[^。！？；，]{0,6}关注(?:本公众号|我们的公众号|公众号)",
    ),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| NOTICES.words());

/// Sentences about copyright, not notices of it.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^第[一二三四五六七八九十百零0-9]+条|^[（(][一二三四五六七八九十]+[）)]|应当|著作权人|权利人许可|行为|有权|规定|条例|法律责任|侵权案|纠纷|打击|查处|盗版";
    Regex::new(pattern).expect("constant pattern")
});

struct CopyrightNotice;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(CopyrightNotice)
}

impl Rule for CopyrightNotice {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let own: Vec<&str> =
            context.settings.repost.own.iter().map(String::as_str).chain(article.meta.unit.as_deref()).collect();
        // What the unit says in its own name is no leftover.
        let is_own = |block: &&Block| own.iter().any(|name| !name.is_empty() && article.block_text(block).contains(name));
        let blocks = context.triggered(article).into_iter().filter(|block| !is_own(block));
        let mut notices = blocks.filter_map(|block| Some((block.region, notice(article, block)?)));
        // One notice is enough to send the article back; one in the body tells more than one in the page's frame.
        let Some(first) = notices.next() else {
            return;
        };
        let (region, span) =
            if first.0 == Region::Furniture { notices.find(|next| next.0 != Region::Furniture).unwrap_or(first) } else { first };
        let message = format!("残留外部版权声明或导流语：“{}”", article.slice(span));
        let severity = if region == Region::Furniture { Severity::Info } else { Severity::Warning };
        context.report(context.finding(span, message).severity(severity));
    }
}

fn notice(article: &Article, block: &Block) -> Option<Span<Text>> {
    if matches!(block.region, Region::Hidden | Region::Comment | Region::Attribute | Region::Title) {
        return None;
    }
    let text = article.block_text(block);
    if text.chars().nth(NOTICE_LENGTH).is_some() {
        return None;
    }
    let found = NOTICES.find(text);
    if found.is_empty() || ABOUT.is_match(text) {
        return None;
    }
    let mut spans = found.into_iter().map(|range| block.text.part(range));
    spans.find(|span| !article.is_inside(*span, Enclosure::Quote) && !article.is_inside(*span, Enclosure::Book))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::document::ArticleBuilder;

    fn found(blocks: &[(Region, &str)]) -> Vec<(String, Severity)> {
        let mut builder = ArticleBuilder::new();
        let mut at = 0;
        for (region, text) in blocks {
            builder.block(*region);
            builder.push(text, at);
            at += crate::span::offset(text.len()) + 1;
        }
        let article = builder.finish(None);
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = jiff::civil::date(2024, 5, 1);
        CopyrightNotice.check(&article, &mut Context::new(day, None, &settings, &META, &mut findings));
        findings.iter().map(|finding| (article.slice(finding.span).to_string(), finding.severity)).collect()
    }

    #[test]
    fn notices_are_reported_once() {
        for notice in [
            "如若转载，请注明出处：某某网。",
            "本文版权归原作者所有，如有侵权请联系我们删除。",
            "图片来自作者，侵删",
            "未经授权，不得转载。",
            "点击“阅读原文”查看全部内容",
            "文章仅代表作者个人观点，不代表本网立场。",
        ] {
            let found = found(&[(Region::Body, "会议今天召开。"), (Region::Body, notice), (Region::Body, "转载请注明出处")]);
            assert_eq!(found.len(), 1, "{notice}");
            assert_eq!(found[0].1, Severity::Warning, "{notice}");
        }
    }

    #[test]
    fn the_frame_of_the_page_weighs_less() {
        let frame = (Region::Furniture, "版权所有，未经许可不得转载");
        assert_eq!(found(&[frame])[0].1, Severity::Info);
        assert_eq!(found(&[frame, (Region::Body, "转载请注明出处")])[0].1, Severity::Warning);
    }

    #[test]
    fn the_unit_may_speak_for_itself() {
        let notice = "未经某县融媒体中心授权，不得转载。";
        let mut builder = ArticleBuilder::new();
        builder.push(notice, 0);
        builder.meta.unit = Some("某县融媒体中心".to_string());
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = jiff::civil::date(2024, 5, 1);
        CopyrightNotice.check(&builder.finish(None), &mut Context::new(day, None, &settings, &META, &mut findings));
        assert_eq!(findings, []);
        assert_eq!(found(&[(Region::Body, "未经本站授权，不得转载。")]).len(), 1);
    }

    #[test]
    fn talk_about_copyright_is_left_alone() {
        for text in [
            "第十二条　转载时须注明作者姓名和作品名称，未经许可不得转载的除外。",
            "转载新闻信息应当注明来源。",
            "版权局提醒：页面上的“转载请注明出处”不等于授权。",
            "法院认定该账号未经授权转载的行为构成侵权，判令删除。",
        ] {
            assert_eq!(found(&[(Region::Body, text)]), [], "{text}");
        }
    }
}
