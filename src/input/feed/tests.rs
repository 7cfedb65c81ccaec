//! Shapes, faults and places of feeds.

use proptest::prelude::*;

use super::*;
use crate::document::{Article, Escape, Place, Region};
use crate::input::recognise;
use crate::source::Encoding;
use crate::span::Span;

fn read_bytes(bytes: Vec<u8>) -> (Source, Outcome) {
    let source = Source::new("a.xml", bytes).unwrap();
    assert_eq!(recognise(source.path(), source.text()).name(), FORMAT.name());
    let outcome = FORMAT.read(&source, &ReadContext::default());
    (source, outcome)
}

fn read(text: &str) -> Outcome {
    read_bytes(text.as_bytes().to_vec()).1
}

fn texts(article: &Article, region: Region) -> Vec<&str> {
    article.blocks_in(region).map(|block| article.block_text(block)).collect()
}

fn rss(items: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>某县</title>{items}</channel></rss>\n")
}

#[test]
fn rss_with_a_summary_and_a_body() {
    let outcome = read(&rss(
        "<item><title>通知&amp;公告</title><link>http://x/1</link><guid>u1</guid>\
         <pubDate>Wed, 01 Feb 2023 10:19:00 +0800</pubDate><author>z@x.cn (张三)</author>\
         <category domain=\"post_tag\">标签</category><category>通知公告</category>\
         <source url=\"http://y\">县应急管理局</source><description>&lt;p&gt;各单位要&lt;/p&gt;</description>\
         <content:encoded><![CDATA[<p>各单位要认真</p><p>x]]]]><![CDATA[>y</p>]]></content:encoded></item>",
    ));
    assert_eq!(outcome.errors, []);
    let article = &outcome.articles[0];
    assert_eq!(texts(article, Region::Title), ["通知&公告"]);
    assert_eq!(texts(article, Region::Summary), ["各单位要"]);
    assert_eq!(texts(article, Region::Body), ["各单位要认真", "x]]>y"]);
    let meta = &article.meta;
    assert_eq!((meta.author.as_deref(), meta.source.as_deref()), (Some("张三"), Some("县应急管理局")));
    assert_eq!((meta.column.as_deref(), meta.unit.as_deref()), (Some("通知公告"), Some("某县")));
    assert_eq!((meta.url.as_deref(), meta.id.as_deref()), (Some("http://x/1"), Some("u1")));
    assert_eq!(meta.published.unwrap().date.to_string(), "2023-02-01");
    assert_eq!(article.place, Some(Place::Record { record: "u1".into() }));
    assert_eq!(article.escapes, [Escape::Html, Escape::XmlPlain]);
}

#[test]
fn a_summary_that_is_the_body_is_not_read_twice() {
    let item = "<item><description>&lt;p&gt;甲&lt;/p&gt;</description><content:encoded><![CDATA[<p>甲</p>]]></content:encoded></item>";
    assert_eq!(read(&rss(item)).articles[0].text, "甲");
    let escaped = read(&rss("<item><description>&lt;p&gt;甲&lt;/p&gt;</description></item><item>\n</item>")).articles;
    assert_eq!(escaped[0].escapes, [Escape::Html, Escape::Xml]);
    assert_eq!(escaped[0].place, Some(Place::Record { record: "1".into() }));
    assert_eq!(escaped.len(), 2);
}

#[test]
fn atom_in_its_three_types() {
    let entry = |content: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>某县</title><entry><title>题</title><id>t:1</id>\
             <link rel=\"self\" href=\"http://x/s\"/><link href=\"http://x/1?a=1&amp;b=2\"/><published>2023-02-01T10:19:00+08:00</published>\
             <author><name>张三</name></author><category term=\"tz\" label=\"通知公告\"/><source><title>县应急管理局</title></source>{content}</entry></feed>"
        )
    };
    let html = read(&entry("<summary>摘要</summary><content type=\"html\">&lt;p&gt;甲&amp;amp;乙&lt;/p&gt;</content>"));
    let article = &html.articles[0];
    assert_eq!((texts(article, Region::Body), texts(article, Region::Summary)), (vec!["甲&乙"], vec!["摘要"]), "{article:?}");
    assert_eq!((article.meta.url.as_deref(), article.meta.column.as_deref()), (Some("http://x/1?a=1&b=2"), Some("通知公告")));
    assert_eq!((article.meta.author.as_deref(), article.meta.source.as_deref()), (Some("张三"), Some("县应急管理局")));
    let xhtml = "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>甲<b>乙</b></p><p>丙&amp;丁</p></div></content>";
    let xhtml = read(&entry(xhtml));
    assert_eq!(texts(&xhtml.articles[0], Region::Body), ["甲乙", "丙&丁"]);
    assert_eq!(xhtml.articles[0].escapes, [Escape::Html, Escape::XmlPlain]);
    let text = read(&entry("<content type=\"text\">若 a &lt;p&gt; b</content>"));
    assert_eq!(texts(&text.articles[0], Region::Body), ["若a <p> b"]);
    assert_eq!(text.articles[0].escapes, [Escape::Xml]);
}

fn wordpress(fields: &str) -> Outcome {
    read(&format!(
        "<!-- 导出 -->\n<rss xmlns:wp=\"w\"><channel><wp:author><wp:author_login>zs</wp:author_login>\
         <wp:author_display_name><![CDATA[张三]]></wp:author_display_name></wp:author><item>\
         <dc:creator>zs</dc:creator><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>{fields}</item></channel></rss>"
    ))
}

#[test]
fn wordpress_posts() {
    let body = "<content:encoded><![CDATA[第一段<b>粗</b>。\r\n\r\n第二段\n接着。]]></content:encoded><excerpt:encoded><![CDATA[摘]]></excerpt:encoded>";
    let meta = "<wp:postmeta><wp:meta_key>source</wp:meta_key><wp:meta_value><![CDATA[县水务局]]></wp:meta_value></wp:postmeta>";
    let post = "<wp:post_date>2023-02-01 10:19:00</wp:post_date><wp:post_type>post</wp:post_type>";
    let outcome = wordpress(&format!("{post}<wp:status>publish</wp:status>{body}{meta}"));
    let article = &outcome.articles[0];
    assert_eq!(texts(article, Region::Body), ["第一段粗。", "第二段接着。"]);
    assert_eq!(texts(article, Region::Summary), ["摘"]);
    assert_eq!((article.meta.author.as_deref(), article.meta.source.as_deref()), (Some("张三"), Some("县水务局")));
    assert_eq!(article.meta.published.unwrap().time.unwrap().hour(), 10);
    let draft = wordpress(&format!("{post}<wp:status>draft</wp:status>{body}"));
    assert!(draft.articles[0].meta.is_draft && !article.meta.is_draft);
    assert_eq!((draft.articles[0].meta.published, draft.articles[0].meta.has_published), (None, false));
    for other in ["<wp:post_type>attachment</wp:post_type>", "<wp:post_type>post</wp:post_type><wp:status>trash</wp:status>"] {
        let outcome = wordpress(&format!("{other}{body}"));
        assert!(outcome.articles.is_empty() && outcome.errors.is_empty(), "{other}");
    }
}

#[test]
fn what_stands_before_a_break_is_read() {
    let whole = rss("<item><title>甲</title></item>\n<item><title>乙</title></item>\n");
    let cut = &whole[..whole.find('乙').unwrap()];
    for (text, line) in [(cut.to_string(), 3), (whole.replace("乙</title>", "乙"), 3), (format!("{cut}</x"), 3)] {
        let outcome = read(&text);
        assert_eq!(outcome.articles.len(), 1, "{text}");
        assert_eq!(outcome.errors[0].line, Some(line), "{:?}", outcome.errors);
        assert!(outcome.errors[0].message.contains("这之前的文章已检查"));
    }
    assert!(read(&rss("")).errors[0].message.contains("没有文章记录"));
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"甲甲\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>";
    let outcome = read(bomb);
    assert!(outcome.articles.is_empty() && outcome.errors[0].message.contains("实体"));
    let harmless = format!("<!DOCTYPE rss SYSTEM \"http://x/rss.dtd\">{}", rss("<item><title>甲&nbsp;乙 &c; a & b</title></item>"));
    assert_eq!(read(harmless.replace("<?xml version=\"1.0\"?>\n", "").as_str()).articles[0].shown, "甲&nbsp;乙 &c; a & b");
}

#[test]
fn the_declared_encoding_counts() {
    let text = "<?xml version=\"1.0\" encoding=\"GB2312\"?><rss><channel><item><title>按耐不住</title></item></channel></rss>";
    let (source, outcome) = read_bytes(Encoding::Gb18030.encode(text).unwrap());
    assert_eq!(outcome.articles[0].text, "按耐不住");
    let found = outcome.articles[0].decoded(Span::new(3, 6));
    assert_eq!(source.disk(found[0]), (68, 70));
}

#[test]
fn other_xml_is_refused() {
    let source = Source::new("a.xml", b"<project><item/></project>".to_vec()).unwrap();
    let outcome = crate::input::read(&source, &ReadContext::default());
    assert!(outcome.errors[0].message.contains("不是 RSS"));
    for (head, feed) in [("<!DOCTYPE x [<!ENTITY a \"]\">]><rss>", true), ("<!-- <rss> --><html>", false), ("<rdf:RDF xmlns=", true)] {
        assert_eq!(is_feed(head), feed, "{head}");
    }
}

#[test]
fn much_of_everything_takes_linear_time() {
    let nested = format!("<rss><channel><item><title>甲</title><description>{}", "<a>".repeat(200_000));
    assert_eq!(read(&nested).errors.len(), 1);
    let many = rss(&"<item><title>&amp;&#30002;</title></item>".repeat(50_000));
    assert_eq!(read(&many).articles.len(), 50_000);
    let sections = rss(&format!("<item><description>{}</description></item>", "<![CDATA[甲]]>&lt;".repeat(50_000)));
    assert_eq!(read(&sections).articles.len(), 1);
}

/// A character as XML may write it.
fn written(c: char, how: u8) -> String {
    match how {
        0 => format!("&#{};", c as u32),
        1 => format!("&#x{:X};", c as u32),
        2 => format!("<![CDATA[{c}]]>"),
        3 if !matches!(c, '<' | '&') => format!("{c}<!-- 注 -->"),
        _ => c.to_string().replace('&', "&amp;").replace('<', "&lt;"),
    }
}

fn undone(text: &str) -> String {
    let text = text.replace("<![CDATA[", "").replace("]]>", "").replace("<!-- 注 -->", "");
    match text.strip_prefix("&#").and_then(|rest| rest.strip_suffix(';')) {
        Some(hex) if hex.starts_with('x') => char::from_u32(u32::from_str_radix(&hex[1..], 16).unwrap()).unwrap().to_string(),
        Some(number) => char::from_u32(number.parse().unwrap()).unwrap().to_string(),
        None => text.replace("&lt;", "<").replace("&amp;", "&"),
    }
}

proptest! {
    #[test]
    fn every_character_leads_back(text in prop::collection::vec(("[甲乙a。😀&<]", 0u8..6), 1..30)) {
        let body: String = text.iter().map(|(c, how)| written(c.chars().next().unwrap_or('甲'), *how)).collect();
        let file = rss(&format!("<item><title>{body}</title></item>"));
        let article = read(&file).articles.remove(0);
        prop_assert_eq!(&article.shown, &text.iter().map(|(c, _)| c.as_str()).collect::<String>());
        for (at, character) in article.text.char_indices() {
            let span = Span::of(at..at + character.len_utf8());
            let written: String = article.decoded(span).iter().map(|piece| &file[piece.range()]).collect();
            prop_assert_eq!(undone(&written), character.to_string());
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(<(/?item|rss|!\\[CDATA\\[|title|!DOCTYPE)>?|\\]\\]>|[甲&;#<>/\"' -]){0,40}") {
        let source = Source::new("a.rss", rss(&text).into_bytes()).unwrap();
        FORMAT.read(&source, &ReadContext::default());
        let source = Source::new("a.rss", text.into_bytes()).unwrap();
        crate::input::read(&source, &ReadContext::default());
    }
}
