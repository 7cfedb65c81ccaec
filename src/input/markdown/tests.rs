//! What of Markdown is prose, and where.

use proptest::prelude::*;

use super::*;
use crate::document::{Article, DirectiveKind, Region};
use crate::span::Span;

fn read_all(text: &str) -> Outcome {
    let source = Source::new("a.md", text.as_bytes().to_vec()).unwrap();
    FORMAT.read(&source, &ReadContext::default())
}

fn read(text: &str) -> Article {
    read_all(text).articles.remove(0)
}

fn blocks(article: &Article) -> Vec<(Region, &str)> {
    article.blocks.iter().map(|block| (block.region, article.block_text(block))).collect()
}

fn written<'t>(article: &Article, file: &'t str, needle: &str) -> Vec<&'t str> {
    let at = article.text.find(needle).unwrap();
    let pieces = article.decoded(Span::of(at..at + needle.len()));
    pieces.into_iter().map(|piece| &file[piece.range()]).collect()
}

#[test]
fn blocks_have_their_regions() {
    let text = "# 关于**检**查的通知\r\n\r\n各单位要按*耐*\r\n不住。\r\n\r\n> 引文\r\n> 两行\r\n\r\n- 一项\r\n- 二项\r\n  - 三项\r\n\r\n| 姓名 | 单位 |\r\n|--|--|\r\n| 张三 | 某&amp;局 |\r\n\r\n# 第二\r\n\r\n尾";
    let article = read(text);
    assert_eq!(blocks(&article), [
        (Region::Title, "关于检查的通知"),
        (Region::Body, "各单位要按耐不住。"),
        (Region::Quote, "引文两行"),
        (Region::Body, "一项"),
        (Region::Body, "二项"),
        (Region::Body, "三项"),
        (Region::Table, "姓名"),
        (Region::Table, "单位"),
        (Region::Table, "张三"),
        (Region::Table, "某&局"),
        (Region::Body, "第二"),
        (Region::Body, "尾"),
    ]);
    assert_eq!(written(&article, text, "按耐不住"), ["按", "耐", "不住"]);
    assert_eq!(written(&article, text, "&"), ["&amp;"]);
}

#[test]
fn what_is_no_prose_does_not_join_its_neighbours() {
    let text = "包括`甲`、`乙`。详见http://a.cn/x_y?a=1&b_c。[网](http://b.cn/丙)和<http://c.cn>及![图](d.png)。\n\n```\n代码\n```\n\n`整行`\n\n<span>丁</span>己\n";
    let article = read(text);
    assert_eq!(blocks(&article), [
        (Region::Body, "包括\u{fffc}、\u{fffc}。详见\u{fffc}。网和\u{fffc}及\u{fffc}。"),
        (Region::Attribute, "图"),
        (Region::Body, "丁己"),
    ]);
    let links: Vec<_> = article.links.iter().map(|link| (link.href.as_str(), article.slice(link.span))).collect();
    assert_eq!(links, [("http://b.cn/丙", "网"), ("http://c.cn", "")]);
    assert_eq!(written(&article, text, "。网")[1], "网");
}

#[test]
fn tildes_and_escapes_are_characters() {
    let text = "10~20人，30~40人，~~删~~去。5\\*6\\*7 &lt; &copy;";
    let article = read(text);
    assert_eq!(article.text, "10~20人，30~40人，删去。5*6*7 < ©");
    assert_eq!(written(&article, text, "<"), ["&lt;"]);
}

#[test]
fn hexo_and_hugo() {
    let text = "---\ntitle: 关于检查的通知\ndate: 2023-02-01 10:19:00\nauthor: 张三\ncategories:\n- 通知公告\nsource: 县应急管理局\npermalink: a/1.html\n---\n各单位要认真。\n<!-- more -->\n请报送。\n{% codeblock a.html %}<b>代码</b>\n\n# 代码\n{% endcodeblock %}\n{% note %}\n提示\n{% endnote %}\n";
    let article = read(text);
    assert_eq!(blocks(&article), [
        (Region::Title, "关于检查的通知"),
        (Region::Body, "各单位要认真。"),
        (Region::Body, "请报送。"),
        (Region::Body, "提示"),
    ]);
    assert_eq!(written(&article, text, "检查"), ["检查"]);
    let meta = &article.meta;
    assert_eq!((meta.column.as_deref(), meta.source.as_deref()), (Some("通知公告"), Some("县应急管理局")));
    assert!(meta.has_published && meta.has_source && meta.published.unwrap().time.is_some());

    let text = "+++\ntitle = \"甲\"\ndate = 2023-02-01T10:19:00+08:00\n[author]\nname = \"张三\"\n+++\n# 标题\n\n{{< figure src=\"a.jpg\" title=\"图1\" >}}\n正文见{{< ref \"b\" >}}。\n";
    let article = read(text);
    assert_eq!(blocks(&article), [(Region::Title, "标题"), (Region::Body, "正文见\u{fffc}。")]);
    assert_eq!(article.meta.title.as_deref(), Some("甲"));
    assert_eq!(article.meta.author.as_deref(), Some("张三"));
}

#[test]
fn the_tail_is_told() {
    let text = "# 通知\n\n正文一段。\n\n请报送。\n某县人民政府办公室\n2023年2月1日\n\n责任编辑：张三　初审：李四\n";
    let article = read(text);
    let regions: Vec<_> = article.blocks.iter().map(|block| block.region).collect();
    use Region::{Body, Reviewer, Signature, Title};
    assert_eq!(regions, [Title, Body, Body, Signature, Signature, Reviewer], "{}", article.text);
    assert_eq!(article.meta.reviews.len(), 2);
}

#[test]
fn comments_are_directives() {
    let article = read("甲\n\n<!-- shenjiao-disable typo -->\n\n乙<!-- shenjiao-enable -->丙\n");
    let kinds: Vec<_> = article.directives.iter().map(|directive| directive.kind).collect();
    assert_eq!(kinds, [DirectiveKind::Disable, DirectiveKind::Enable]);
}

#[test]
fn broken_front_matter_is_said_and_the_body_read() {
    let outcome = read_all("---\ntitle: \"甲\nsource: x\n---\n正文");
    assert_eq!(outcome.articles[0].text, "正文");
    assert!(outcome.errors[0].line.is_some());
    let article = read("---\n\n今天天气\n\n---\n");
    assert_eq!(article.text, "今天天气");
}

#[test]
fn html_blocks_inside_quotes_keep_their_places() {
    let text = "> <div>\n> 甲\n> </div>\n\n<p>乙</p>\n";
    let article = read(text);
    assert_eq!(article.text, "甲\n乙");
    assert_eq!(written(&article, text, "甲"), ["甲"]);
}

#[test]
fn long_and_deep_texts_take_no_time() {
    let many = 20_000;
    for piece in ["`a` ", "> ", "- ", "{% code %}", "{{<", "![", "[a](", "**", "<b>", "`甲`\n", "https://", "|a|\n|-|\n", "甲\n", "~", "a&"]
    {
        read(&piece.repeat(many));
    }
}

proptest! {
    #[test]
    fn every_character_leads_back(text in "([甲乙a1。 \n*_`~#>|&<\\\\\\[\\]()!{}%-]|&amp;|\r\n|😀|# |- |http://a\\.b |\\| |\n\n){0,60}") {
        let article = read(&format!("{text}\n\n甲"));
        let file = format!("{text}\n\n甲");
        for (at, character) in article.text.char_indices() {
            let span = Span::of(at..at + character.len_utf8());
            let written: String = article.decoded(span).iter().map(|piece| &file[piece.range()]).collect();
            if !character.is_whitespace() && character != '\u{fffc}' {
                let undone = written.replace("&amp;", "&");
                prop_assert_eq!(undone.trim(), character.to_string(), "{}", written);
            }
        }
    }

    #[test]
    fn no_front_matter_makes_it_panic(text in "[a甲:\"'|>&*!%@\\[\\]{}#,=. \n\t-]{0,60}") {
        read_all(&format!("---\na: {text}\n---\n正文"));
        read_all(&format!("+++\na = {text}\n+++\n正文"));
    }
}
