//! What an article says of where it comes from: the source that it names, signs of a repost, the dateline. Read once
//! per article for all rules; whether a source may be taken over from is nothing that is known here.

use std::ops::{Range, RangeInclusive};

use super::{Article, Block, Region};
use crate::span::{Span, Text};

/// Characters of a line that names the source among other credits; longer ones are prose.
const CREDIT_LINE: usize = 120;
/// Paragraphs from the beginning in which a dateline is looked for.
const DATELINE_BLOCKS: usize = 3;

/// What may stand before `来源：`, besides the beginning of a line, a mark or a name; 资金来源, 数据来源 and the like are
/// no sources of articles.
const BEFORE_SOURCE: [&str; 9] = ["文章", "稿件", "信息", "消息", "新闻", "本文", "内容", "素材", "图文"];
/// Whose name may stand before it: 编辑：张三来源：某网.
const CREDITED: [&str; 4] = ["作者", "编辑", "责编", "记者"];

/// How a text says where it was taken from, and what may stand before it in its brackets.
const TAKEN: [&str; 4] = ["转载自", "转载于", "转摘自", "转自"];
const TAKEN_TEXT: [&str; 7] = ["本文", "此文", "该文", "文章", "稿件", "以上内容", "内容"];

/// Agencies and papers that begin a dateline.
const AGENCIES: [&str; 14] = [
    "新华社",
    "新华网",
    "中新社",
    "中新网",
    "人民日报",
    "人民网",
    "央视网",
    "光明网",
    "中国青年报",
    "法治日报",
    "工人日报",
    "农民日报",
    "科技日报",
    "经济日报",
];

/// What follows a name on the same line.
const NEXT_LABELS: [&str; 28] = [
    "责任编辑",
    "值班编辑",
    "编辑",
    "责编",
    "作者",
    "撰稿",
    "供稿",
    "记者",
    "校对",
    "审核",
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "监制",
    "发布时间",
    "发布日期",
    "发布机构",
    "时间",
    "日期",
    "浏览",
    "阅读",
    "点击",
    "字体",
    "字号",
    "打印",
];

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
    for block in may_speak_of_it(article).into_iter().filter(|block| may_name_source(block.region)) {
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

/// The blocks with something in them that may say where the text comes from, in order. Every label stands before a
/// colon, or at the beginning of the block or of a bracket.
fn may_speak_of_it(article: &Article) -> Vec<&Block> {
    let begins =
        |at: u32| article.text[at as usize..].starts_with(['本', '此', '该', '文', '稿', '以', '内', '转', '原']);
    let begun = article.blocks.iter().filter(|block| begins(block.text.start));
    let marked = article.marks().all().iter().filter(|mark| match mark.character {
        '：' | ':' => article.text[..mark.at as usize].ends_with("来源"),
        '（' | '(' | '【' | '[' => begins(mark.end()),
        _ => false,
    });
    let mut blocks: Vec<&Block> = begun.chain(marked.filter_map(|mark| article.block_at(mark.at))).collect();
    blocks.sort_unstable_by_key(|block| block.paragraph);
    blocks.dedup_by_key(|block| block.paragraph);
    blocks
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
        let marks = || article.marks().of(block).iter();
        for colon in marks().filter(|mark| matches!(mark.character, '：' | ':')) {
            let before = &text[..(colon.at - block.text.start) as usize];
            if let Some(before) = before.strip_suffix("来源").filter(|before| may_stand_before_source(before)) {
                self.label(block, text, before.len()..(colon.end() - block.text.start) as usize, false);
            }
        }
        let brackets = marks().filter(|mark| matches!(mark.character, '（' | '(' | '【' | '['));
        let starts = brackets.map(|mark| (mark.end() - block.text.start) as usize);
        for label in std::iter::once(0).chain(starts).filter_map(|start| taken_from(text, start)) {
            self.label(block, text, label, true);
        }
        if let Some(length) = sign(text) {
            self.taken.get_or_insert(block.text.part(0..length));
        }
    }

    /// A label that leads to a name, or to nothing.
    fn label(&mut self, block: &Block, text: &str, label: Range<usize>, transfer: bool) {
        let before = &text[..label.start];
        let bracketed = before.is_empty() || before.ends_with(['（', '(', '【', '[']);
        let short = || text.len() <= CREDIT_LINE || text.chars().nth(CREDIT_LINE).is_none();
        if before.ends_with(['“', '‘', '《']) || !(bracketed || short()) {
            return;
        }
        let rest = &text[label.end..];
        let rest = rest.strip_prefix(['：', ':']).filter(|_| transfer).unwrap_or(rest);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let start = text.len() - rest.len();
        let name = name(rest, transfer);
        // 转自治区… is 转 and 自治区.
        if transfer && name.starts_with('治') {
            return;
        }
        let name = name[..next_label(name)].trim();
        let label = block.text.part(label);
        if transfer {
            self.taken.get_or_insert(label);
        }
        if is_placeholder(name) {
            self.blank.get_or_insert(label);
        } else if self.source.is_none() {
            self.source = Some(Given { name: name.to_string(), span: block.text.part(start..start + name.len()) });
        }
    }
}

fn may_stand_before_source(before: &str) -> bool {
    let begins = before.chars().next_back().is_none_or(|c| !is_han(c));
    begins || BEFORE_SOURCE.iter().any(|word| before.ends_with(word)) || ends_with_credit(before)
}

/// Whether a text ends with a label and a name of two to four characters: 编辑：张三.
fn ends_with_credit(text: &str) -> bool {
    let mut names = text.char_indices().rev().enumerate().take(5).skip(2);
    let label = names.find(|(_, (_, c))| matches!(c, '：' | ':'));
    label.is_some_and(|(length, (colon, _))| {
        let name = text[colon..].chars().skip(1);
        CREDITED.iter().any(|word| text[..colon].ends_with(word)) && name.take(length).all(|c| is_han(c) || c == '、')
    })
}

/// 本文转自 and the like where a block or a bracket begins: the label.
fn taken_from(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = &text[start..];
    let subject = TAKEN_TEXT.iter().find_map(|word| rest.strip_prefix(word));
    let rest = subject.map_or(rest, |rest| rest.strip_prefix(['系', '为', '均']).unwrap_or(rest));
    let from = text.len() - rest.len();
    let label = TAKEN.iter().find(|label| rest.starts_with(**label))?;
    Some(from..from + label.len())
}

/// Bytes of a sign at the beginning of a block that the text was taken over, though it names nobody.
fn sign(text: &str) -> Option<usize> {
    let inside = text.strip_prefix(['（', '(', '【', '[']);
    let of = |rest: &str| Some(text.len() - rest.len());
    if let Some(rest) = inside.unwrap_or(text).strip_prefix("原标题") {
        return of(rest.strip_prefix('为').unwrap_or(rest).strip_prefix(['：', ':'])?);
    }
    if let Some(rest) = inside.and_then(|rest| rest.strip_prefix("转载")) {
        return of(rest.strip_prefix(['】', '）', ')', ']'])?);
    }
    let rest = ["本文", "此文", "该文"].iter().find_map(|word| text.strip_prefix(word))?;
    of(rest.strip_prefix(['系', '为'])?.strip_prefix("转载")?)
}

/// The name that a text begins with.
fn name(text: &str, transfer: bool) -> &str {
    let ends = |c: char| {
        c.is_whitespace() || "：:/|丨｜，,；;。（）()【】[]<>“”".contains(c) || !transfer && matches!(c, '《' | '》')
    };
    &text[..text.find(ends).unwrap_or(text.len())]
}

/// Where the next label or a year begins in a name.
fn next_label(name: &str) -> usize {
    let is_label = |rest: &str| {
        let year = rest.len() >= 4 && rest.bytes().take(4).all(|byte| byte.is_ascii_digit());
        year || NEXT_LABELS.iter().any(|label| rest.starts_with(label))
    };
    name.char_indices().map(|(at, _)| at).find(|at| is_label(&name[*at..])).unwrap_or(name.len())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々' | '〇' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// `新华社北京3月5日电`, `据人民网消息`.
fn dateline(article: &Article) -> Option<Given> {
    article.blocks_in(Region::Body).take(DATELINE_BLOCKS).find_map(|block| {
        let name = dateline_name(article.block_text(block))?;
        Some(Given { name: article.block_text(block)[name.clone()].to_string(), span: block.text.part(name) })
    })
}

fn dateline_name(text: &str) -> Option<Range<usize>> {
    if let Some(rest) = text.strip_prefix('据') {
        let ends = |c: char| c.is_whitespace() || "，。：！？、；".contains(c);
        let reported = |rest: &str| {
            let words = |rest: &str| ["消息", "报道", "电", "讯"].iter().any(|word| rest.starts_with(word));
            words(rest) || day(rest).is_some_and(words)
        };
        let name = before(rest, 2..=16, ends, reported)?;
        return Some(text.len() - rest.len()..text.len() - rest.len() + name);
    }
    let agency = AGENCIES.iter().find(|agency| text.starts_with(**agency))?;
    let rest = &text[agency.len()..];
    let wired = |rest: &str| rest.starts_with(['电', '讯']) || rest.starts_with("消息");
    let ends = |c: char| "，。：！？；".contains(c);
    let dated = || before(rest, 0..=12, ends, |rest| day(rest).is_some_and(wired));
    (wired(rest) || dated().is_some()).then_some(0..agency.len())
}

/// Bytes of the fewest characters, so many at least and at most and none that ends them, before what is looked for.
fn before(
    text: &str,
    count: RangeInclusive<usize>,
    ends: impl Fn(char) -> bool,
    found: impl Fn(&str) -> bool,
) -> Option<usize> {
    let mut chars = text.char_indices();
    for number in 0..=*count.end() {
        let next = chars.next();
        let at = next.map_or(text.len(), |(at, _)| at);
        if number >= *count.start() && found(&text[at..]) {
            return Some(at);
        }
        if next.is_none_or(|(_, c)| ends(c)) {
            break;
        }
    }
    None
}

/// What follows the day that a text begins with: 3月5日.
fn day(text: &str) -> Option<&str> {
    let number = |text: &str| {
        let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
        (digits > 0).then_some(digits)
    };
    let rest = text[number(text)?..].strip_prefix('月')?;
    rest[number(rest)?..].strip_prefix('日')
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
