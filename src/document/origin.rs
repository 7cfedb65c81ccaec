//! What an article says of where it comes from: the source that it names, signs of a repost, the dateline. Read once
//! per article for all rules; whether a source may be taken over from is nothing that is known here.

use std::sync::LazyLock;

use regex::Regex;

use super::{Article, Block, Region};
use crate::span::{Span, Text};

/// Characters of a line that names the source among other credits; longer ones are prose.
const CREDIT_LINE: usize = 120;
/// Paragraphs from the beginning in which a dateline is looked for.
const DATELINE_BLOCKS: usize = 3;

/// `来源：某网`, `（稿件来源：某报）`. What stands before keeps 资金来源, 数据来源 and the like out.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[^\p{Han}]|文章|稿件|信息|消息|新闻|本文|(?:作者|编辑|责编|记者)[：:][\p{Han}、]{2,4})(?P<label>来源[：:])[ ]?(?P<name>[^\s：:/|丨｜，,；;。（）()【】\[\]<>《》“”]*)";
    Regex::new(pattern).expect("constant pattern")
});

/// `（转载自某网）`, `本文转自：某报`.
static TAKEN_FROM: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[（(【\[])(?:(?:本文|此文|该文|文章|稿件|以上内容|内容)(?:系|为|均)?)?(?P<label>转载自|转载于|转摘自|转自)[：:]?[ ]?(?P<name>[^\s：:/|丨｜，,；;。（）()【】\[\]<>“”]*)";
    Regex::new(pattern).expect("constant pattern")
});

/// Signs of a taken-over text that name nobody.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(【\[]?原标题(?:为)?[：:]|^[（(【\[](?:转载)[】）)\]]|^(?:本文|此文|该文)(?:系|为)转载")
        .expect("constant pattern")
});

/// `新华社北京3月5日电`, `据人民网消息`.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:据(?P<after>[^，。：！？、；\s]{2,16}?)(?:[0-9]{1,2}月[0-9]{1,2}日)?(?:消息|报道|电|讯)|(?P<agency>新华社|新华网|中新社|中新网|人民日报|人民网|央视网|光明网|中国青年报|法治日报|工人日报|农民日报|科技日报|经济日报)(?:[^，。：！？；]{0,12}[0-9]{1,2}月[0-9]{1,2}日)?(?:电|讯|消息))";
    Regex::new(pattern).expect("constant pattern")
});

/// What follows a name on the same line.
static NEXT_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"责任编辑|值班编辑|编辑|责编|作者|撰稿|供稿|记者|校对|审核|初审|复审|终审|一审|二审|三审|监制|发布时间|发布日期|发布机构|时间|日期|浏览|阅读|点击|字体|字号|打印|[0-9]{4}";
    Regex::new(pattern).expect("constant pattern")
});

/// A source as an article gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub name: String,
    /// Where it stands in the text; the beginning of the article where only the metadata has it.
    pub span: Span<Text>,
}

/// Everything that an article says of where it comes from.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source: of the metadata, else as the text names it.
    pub source: Option<Given>,
    /// The source that the text names, whatever the metadata say.
    pub named: Option<Given>,
    /// `来源：` with nothing behind it.
    pub blank: Option<Span<Text>>,
    /// A sign in the text that it was taken over.
    pub taken: Option<Span<Text>>,
    /// The medium of the dateline.
    pub dateline: Option<Given>,
}

/// Reads the origin of an article.
pub(super) fn read(article: &Article) -> Origin {
    let mut origin = Origin::default();
    let named = ["来源", "转载", "转摘", "转自", "原标题"].iter().any(|word| article.text.contains(word));
    for block in article.blocks.iter().filter(|_| named).filter(|block| may_name_source(block.region)) {
        origin.read(article, block);
    }
    origin.dateline = dateline(article);
    origin.named = origin.source.clone();
    if let Some(name) = article.meta.source.as_deref().filter(|name| !is_placeholder(name)) {
        let in_text = origin.source.take().filter(|given| name.contains(&given.name));
        let span = in_text.map_or_else(|| article.heading(), |given| given.span);
        origin.source = Some(Given { name: name.trim().to_string(), span });
    }
    origin
}

/// What exports write into a source field that is empty.
fn is_placeholder(name: &str) -> bool {
    let name = name.trim().trim_matches(['-', '—', '/', '“', '”']);
    name.is_empty() || matches!(name.to_ascii_lowercase().as_str(), "null" | "none" | "无" | "暂无" | "未知" | "不详")
}

fn may_name_source(region: Region) -> bool {
    !matches!(region, Region::Table | Region::Attribute | Region::Hidden | Region::Caption | Region::Comment)
}

impl Origin {
    fn read(&mut self, article: &Article, block: &Block) {
        let text = article.block_text(block);
        let short = text.chars().nth(CREDIT_LINE).is_none();
        for (pattern, words, transfer) in
            [(&*SOURCE, &["来源"][..], false), (&*TAKEN_FROM, &["转载", "转摘", "转自"], true)]
        {
            if !words.iter().any(|word| text.contains(word)) {
                continue; // far cheaper than the pattern
            }
            for found in pattern.captures_iter(text) {
                let (Some(label), Some(name)) = (found.name("label"), found.name("name")) else {
                    continue;
                };
                let bracketed = text[..label.start()].ends_with(['（', '(', '【', '[']) || label.start() == 0;
                let quoted = text[..label.start()].ends_with(['“', '‘', '《']);
                // 转自治区… is 转 and 自治区.
                if quoted || !(short || bracketed) || transfer && name.as_str().starts_with('治') {
                    continue;
                }
                let end = NEXT_LABEL.find(name.as_str()).map_or(name.len(), |next| next.start());
                let name = name.as_str()[..end].trim();
                let span = block.text.part(label.start()..label.end());
                if transfer {
                    self.taken.get_or_insert(span);
                }
                if is_placeholder(name) {
                    self.blank.get_or_insert(span);
                } else if self.source.is_none() {
                    let start = found.name("name").map_or(label.end(), |name| name.start());
                    self.source =
                        Some(Given { name: name.to_string(), span: block.text.part(start..start + name.len()) });
                }
            }
        }
        if let Some(sign) = SIGN.find(text) {
            self.taken.get_or_insert(block.text.part(sign.range()));
        }
    }
}

fn dateline(article: &Article) -> Option<Given> {
    article.blocks_in(Region::Body).take(DATELINE_BLOCKS).find_map(|block| {
        let found = DATELINE.captures(article.block_text(block))?;
        let name = found.name("agency").or(found.name("after"))?;
        let span = block.text.part(name.range());
        Some(Given { name: name.as_str().to_string(), span })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;

    /// An article of one block a line, the first line being the title.
    fn article(lines: &[&str]) -> ArticleBuilder {
        let mut builder = ArticleBuilder::new();
        let mut at = 0;
        for (number, line) in lines.iter().enumerate() {
            builder.block(if number == 0 { Region::Title } else { Region::Body });
            builder.push(line, at);
            at += crate::span::offset(line.len()) + 1;
        }
        builder
    }

    fn of(lines: &[&str]) -> Origin {
        read(&article(lines).finish(None))
    }

    fn source(lines: &[&str]) -> Option<String> {
        of(lines).source.map(|given| given.name)
    }

    #[test]
    fn reads_sources_where_articles_write_them() {
        assert_eq!(source(&["标题", "正文。", "来源：新华网 责任编辑：张三"]).as_deref(), Some("新华网"));
        assert_eq!(source(&["标题", "发布时间：2024-05-01 来源：某县日报 字体：大"]).as_deref(), Some("某县日报"));
        assert_eq!(source(&["标题", "本文转自：人民网"]).as_deref(), Some("人民网"));
        assert_eq!(source(&["标题", "会议要求抓好落实。（稿件来源：光明日报）"]).as_deref(), Some("光明日报"));
        assert_eq!(source(&["标题", "资金来源：财政拨款", "转自治区通知如下", "“来源：网络”要改正"]), None);
    }

    #[test]
    fn reads_signs_and_datelines() {
        let origin = of(&["标题", "原标题：好消息来了", "新华社北京3月5日电 会议今天召开。", "来源："]);
        assert!(origin.taken.is_some() && origin.blank.is_some() && origin.source.is_none());
        assert_eq!(origin.dateline.map(|given| given.name).as_deref(), Some("新华社"));
        assert_eq!(
            of(&["标题", "据人民网消息，会议召开。"]).dateline.map(|given| given.name).as_deref(),
            Some("人民网")
        );
        assert_eq!(of(&["标题", "据报道，会议召开。", "根据消息安排。"]).dateline, None);
    }

    #[test]
    fn placeholders_are_no_source() {
        let mut builder = article(&["标题", "正文。"]);
        builder.meta.source = Some("null".to_string());
        assert_eq!(read(&builder.finish(None)).source, None);
    }
}
