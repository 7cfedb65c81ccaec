//! Whole pages and fragments, read as files.

use super::*;
use crate::document::{Article, Region};
use crate::span::{Decoded, Span, Text};
use jiff::civil::date;
use proptest::prelude::*;

const GOVERNMENT: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于做好防汛工作的通知_某县人民政府</title>
<meta name="SiteName" content="某县人民政府"><meta name="ColumnName" content="通知公告">
<meta name="ArticleTitle" content="关于做好防汛工作的通知"><meta name="PubDate" content="2023-06-01 10:19"><meta name="ContentSource" content="县水利局">
<meta name="Author" content=""><meta name="Url" content="/art/1.html"><meta name="Description" content="摘要">
</head><body><h1 class="logo">某县人民政府</h1><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/tzgg/" title="通知栏目">通知公告</a></div>
<h1>关于做好防汛工作的通知</h1><div class="info"><span>发布时间：2023-06-01 10:19</span> <span>来源：县水利局</span> <span>责任编辑：张三</span> 字号：[ 大 中 小 ]</div>
<!-- s --><div class="TRS_Editor"><style>p{color:red}</style><p>　　各单位要认真落实<b>会</b>议精神，请于6月30日前报送。</p><p><img src="a.png" alt="巡查现场照片"></p><p>【打印】【关闭】</p><p>县防汛抗旱指挥部</p><p>2023年6月1日</p></div><!-- e -->
<div>审核：李四　终审：赵六</div><div>上一篇：<a href="2.html">关于开展检查的通知</a></div><div class="footer">版权所有，违者必究。</div></body></html>"#;

const WECHAT: &str = r##"<!DOCTYPE html><html><head><meta name="author" content="县融媒体中心" />
<meta property="og:title" content="防汛工作部署" /><meta property="og:url" content="https://mp.weixin.qq.com/s/abc" /><meta property="og:site_name" content="微信公众平台" />
</head><body><div id="js_article"><h1 class="rich_media_title" id="activity-name">
 防汛工作部署
</h1><div id="meta_content"><a href="javascript:void(0);" id="js_name">某县发布</a></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; "><section style="font-size:0"><section style="font-size:16px"><p><span leaf="">各单位要按</span><span leaf="">耐</span><span>不住。</span></p></section></section><p><img alt="图片"></p><p>编辑：张三　初审：李四　复审：王五　终审：赵六</p></div>
</div><script>var oriCreateTime = '1762747210'; var ct = "1762747210"; var nickname = htmlDecode("某县发布");
var msg_link = "http://mp.weixin.qq.com/s?__biz=1\x26amp;mid=2"; var msg_source_url = 'http://www.example.gov.cn/a.html'; var author = "县融媒体中心"; var _copyright_stat = "2";</script></body></html>"##;

fn read(html: &str) -> Article {
    let source = Source::new("a.html", html.as_bytes().to_vec()).unwrap();
    FORMAT.read(&source, &ReadContext::default()).articles.remove(0)
}

fn fragment(html: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    push(html, 0, &mut builder);
    builder.finish(None)
}

fn blocks(article: &Article) -> Vec<(Region, &str)> {
    article.blocks.iter().map(|block| (block.region, article.block_text(block))).collect()
}

/// The source pieces of the first occurrence of a word.
fn pieces<'a>(html: &'a str, article: &Article, word: &str) -> Vec<&'a str> {
    let at = article.text.find(word).unwrap_or_else(|| panic!("no {word} in {:?}", article.text));
    let span: Span<Text> = Span::of(at..at + word.len());
    article.decoded(span).into_iter().map(|piece: Span<Decoded>| &html[piece.range()]).collect()
}

#[test]
fn government_page() {
    let article = read(GOVERNMENT);
    let prose: Vec<_> = blocks(&article).into_iter().filter(|(region, _)| *region != Region::Furniture).collect();
    assert_eq!(
        prose,
        [
            (Region::Title, "关于做好防汛工作的通知"),
            (Region::Body, "各单位要认真落实会议精神，请于6月30日前报送。"),
            (Region::Attribute, "巡查现场照片"),
            (Region::Signature, "县防汛抗旱指挥部"),
            (Region::Signature, "2023年6月1日"),
            (Region::Reviewer, "审核：李四终审：赵六"),
        ]
    );
    let furniture: Vec<&str> = article.blocks_in(Region::Furniture).map(|block| article.block_text(block)).collect();
    assert!(furniture.contains(&"【打印】【关闭】"), "{furniture:?}");
    assert!(furniture.contains(&"某县人民政府"), "{furniture:?}");
    let meta = &article.meta;
    assert_eq!(meta.title.as_deref(), Some("关于做好防汛工作的通知"));
    assert_eq!(meta.published.unwrap().date, date(2023, 6, 1));
    assert_eq!(meta.source.as_deref(), Some("县水利局"));
    assert_eq!(meta.column.as_deref(), Some("通知公告"));
    assert_eq!(meta.unit.as_deref(), Some("某县人民政府"));
    assert_eq!(meta.url.as_deref(), Some("/art/1.html"));
    assert_eq!(meta.author, None);
    assert!(meta.has_published && meta.has_source);
    let reviews: Vec<(&str, &str)> = meta.reviews.iter().map(|review| (review.stage.as_str(), review.by.as_str())).collect();
    assert_eq!(reviews, [("责任编辑", "张三"), ("审核", "李四"), ("终审", "赵六")]);
    assert_eq!(article.links.iter().map(|link| link.href.as_str()).collect::<Vec<_>>(), ["/", "/tzgg/", "2.html"]);
    assert_eq!(article.slice(article.links[2].span), "关于开展检查的通知");
    assert_eq!(pieces(GOVERNMENT, &article, "会议"), ["会", "议"]);
    assert_eq!(article.escapes, [Escape::Html]);
}

#[test]
fn a_source_that_says_nothing_is_none_and_the_title_may_stand_in_the_head_alone() {
    let html = GOVERNMENT
        .replace("<h1>关于做好防汛工作的通知</h1>", "")
        .replace("content=\"县水利局\"", "content=\"null\"")
        .replace("<span>来源：县水利局</span>", "");
    let article = read(&html);
    assert_eq!(article.meta.source, None);
    assert!(article.meta.has_source);
    let titles: Vec<&str> = article.blocks_in(Region::Title).map(|block| article.block_text(block)).collect();
    assert_eq!(titles, ["关于做好防汛工作的通知"]);
    assert_eq!(pieces(&html, &article, "关于做好防汛工作的通知"), ["关于做好防汛工作的通知"]);
    let title = article.blocks_in(Region::Title).next().unwrap();
    let at = article.decoded(title.text)[0].start as usize;
    assert!(html[..at].ends_with("<meta name=\"ArticleTitle\" content=\""));
}

#[test]
fn a_heading_of_another_element_is_the_title_if_it_says_the_same() {
    let html = GOVERNMENT.replace("<h1>关于做好防汛工作的通知</h1>", "<div class='bt_title'>关于做好<br>防汛工作的通知</div>");
    let article = read(&html);
    let titles: Vec<&str> = article.blocks_in(Region::Title).map(|block| article.block_text(block)).collect();
    assert_eq!(titles, ["关于做好防汛工作的通知"]);
}

#[test]
fn wechat_page() {
    let article = read(WECHAT);
    assert_eq!(
        blocks(&article),
        [
            (Region::Title, "防汛工作部署"),
            (Region::Furniture, "某县发布"),
            (Region::Body, "各单位要按耐不住。"),
            (Region::Reviewer, "编辑：张三初审：李四复审：王五终审：赵六"),
        ]
    );
    assert_eq!(pieces(WECHAT, &article, "按耐不住"), ["按", "耐", "不住"]);
    let meta = &article.meta;
    assert_eq!(meta.title.as_deref(), Some("防汛工作部署"));
    assert_eq!(meta.published.unwrap().date, date(2025, 11, 10));
    assert_eq!(meta.unit.as_deref(), Some("某县发布"));
    assert_eq!(meta.author.as_deref(), Some("县融媒体中心"));
    assert_eq!(meta.url.as_deref(), Some("https://mp.weixin.qq.com/s/abc"));
    assert_eq!(meta.original, Some(false));
    assert!(meta.has_published && !meta.has_source);
    assert_eq!(meta.reviews.len(), 4);
    assert!(article.links.iter().any(|link| link.href == "http://www.example.gov.cn/a.html"));
}

#[test]
fn any_other_page_gives_the_element_that_holds_the_prose() {
    let paragraph = "<p>各地要结合实际，认真贯彻落实，确保各项任务按期完成。</p>";
    let html = format!(
        "<html><body><div class=top><a href=/>首页，欢迎</a></div><div class=wrap><div class=left><ul><li><a href=1>新闻一，新闻二</a></ul></div>\
         <div class=right><h2>标题在此</h2><p>发布日期：2023年5月4日 来源：县局</p><div class=x>{}</div></div></div><div class=bottom>地址：某路1号</div></body></html>",
        paragraph.repeat(12)
    );
    let article = read(&html);
    assert_eq!(article.blocks_in(Region::Body).count(), 12);
    assert!(article.blocks_in(Region::Furniture).count() >= 4);
    assert_eq!(article.meta.published.unwrap().date, date(2023, 5, 4));
    assert_eq!(article.meta.source.as_deref(), Some("县局"));
    assert!(!article.meta.has_source);
}

#[test]
fn what_little_there_is_is_all_article() {
    let html = "<html><body><p>第一段，按耐不住。</p><div><p>第二段，各地要认真落实，不得有误，务必按时报送。</p></div></body></html>";
    assert_eq!(read(html).blocks_in(Region::Body).count(), 2);
    let piece = "<h1>标题</h1><p>正文。</p>";
    assert_eq!(blocks(&read(piece)), [(Region::Title, "标题"), (Region::Body, "正文。")]);
}

#[test]
fn words_go_on_across_inline_tags_references_and_breaks() {
    for (html, expected) in [
        ("<p>按<b>耐</b>不住</p>", vec!["按", "耐", "不住"]),
        ("<p>按&#32784;不住</p>", vec!["按&#32784;不住"]),
        ("<p>按&#x200b;耐不住</p>", vec!["按", "耐不住"]),
        ("<p>按&nbsp;耐不住</p>", vec!["按", "耐不住"]),
        ("<p>按<br>耐不住</p>", vec!["按", "耐不住"]),
        ("<p>按\r\n  耐不住</p>", vec!["按", "耐不住"]),
        ("<p>按<i><b><u>耐</i></b>不</u>住</p>", vec!["按", "耐", "不", "住"]),
        ("<p>按<!-- 注 -->耐<wbr>不<script>x</script>住</p>", vec!["按", "耐", "不", "住"]),
        ("<p><ruby>按<rt>an</rt>耐<rp>(</rp><rt>nai</rt></ruby>不住</p>", vec!["按", "耐", "不住"]),
        ("<div>按<span style='display:none'>彩票<div>网</div></span>耐不住</div>", vec!["按", "耐不住"]),
        ("<p>按<img alt='图片说明'>耐不住</p>", vec!["按", "耐不住"]),
    ] {
        assert_eq!(pieces(html, &fragment(html), "按耐不住"), expected, "{html}");
    }
}

#[test]
fn blocks_do_not_join() {
    for html in [
        "<p>发展</p><p>中共</p>",
        "<table><tr><td>发展<td>中共</table>",
        "<ul><li>发展<li>中共</ul>",
        "<div>发展<div>中共</div></div>",
        "发展<br><br>中共",
        "发展<br>&nbsp;<br>中共",
        "发展<br>　　中共",
        "发展<br>&nbsp;&nbsp;中共",
        "发展</p>中共",
        "发展<hr>中共",
        "<span style='display:block'>发展</span>中共",
        "<pre>发展\n\n中共</pre>",
    ] {
        let article = fragment(html);
        assert_eq!(article.blocks.len(), 2, "{html}");
        assert!(!article.text.contains("发展中共"), "{html}");
    }
    assert_eq!(fragment("<p>发展。<br>中共</p>").blocks.len(), 2);
    assert_eq!(fragment("<p style='display:inline'>发展</p>中共").blocks.len(), 1);
}

#[test]
fn regions() {
    let html = "<p>正文</p><blockquote>引用</blockquote><figure><img><figcaption>图注</figcaption></figure>\
                <table><caption>表题</caption><tr><th>姓名</th><td>张三<br>李四</td></tr></table>\
                <a href='x.doc' title='附件名'>附件</a><p class='img-caption'>图二</p><nav>导航</nav>\
                <select><option>选项</select><textarea>文本</textarea><button>按钮</button>";
    let expected = [
        (Region::Body, "正文"),
        (Region::Quote, "引用"),
        (Region::Caption, "图注"),
        (Region::Caption, "表题"),
        (Region::Table, "姓名"),
        (Region::Table, "张三李四"),
        (Region::Body, "附件"),
        (Region::Attribute, "附件名"),
        (Region::Caption, "图二"),
        (Region::Furniture, "导航"),
    ];
    assert_eq!(blocks(&fragment(html)), expected);
}

#[test]
fn hidden_text_stands_behind_the_block_it_is_hidden_in() {
    let html = "<p>办<span style='font-size:0'>彩票</span>理<a style='left:-9999px;position:absolute' href='http://x.com'>时时彩</a>流程</p>\
                <div style='display:none'><p>赌场一</p><p>赌场二</p><img alt='赌博图'></div><noscript>提示<img alt=无></noscript>\
                <iframe src='http://y.com' width=0 height=0></iframe><iframe src='http://z.com'></iframe>";
    let article = fragment(html);
    let expected = [
        (Region::Body, "办理流程"),
        (Region::Hidden, "彩票"),
        (Region::Hidden, "时时彩"),
        (Region::Hidden, "赌场一"),
        (Region::Hidden, "赌场二"),
        (Region::Hidden, "赌博图"),
        (Region::Hidden, "提示"),
    ];
    assert_eq!(blocks(&article)[..7], expected);
    let links: Vec<(&str, &str, bool)> =
        article.links.iter().map(|link| (link.href.as_str(), article.slice(link.span), link.hidden)).collect();
    assert!(links.contains(&("http://x.com", "时时彩", true)), "{links:?}");
    assert!(links.contains(&("http://y.com", "", true)), "{links:?}");
    assert!(links.contains(&("http://z.com", "", false)), "{links:?}");
    assert_eq!(pieces(html, &article, "办理流程"), ["办", "理", "流程"]);
}

#[test]
fn comments_direct_and_offsets_are_those_of_the_file() {
    let html = "<p>一</p><!-- shenjiao-disable-next typo --><p>二&amp;三</p>";
    let mut builder = ArticleBuilder::new();
    push(html, 1000, &mut builder);
    let article = builder.finish(None);
    assert_eq!(article.directives.len(), 1);
    let directive = &article.directives[0];
    assert_eq!(directive.source, Span::new(1010, 1010 + "<!-- shenjiao-disable-next typo -->".len() as u32));
    assert!(directive.at > 0 && directive.at <= article.blocks[1].text.start);
    let at = html.find("&amp;").unwrap() as u32 + 1000;
    let ampersand = article.text.find('&').unwrap();
    assert_eq!(article.decoded(Span::of(ampersand..ampersand + 1)), [Span::new(at, at + 5)]);
}

#[test]
fn claims() {
    let claim = |extension: &str, head: &str| FORMAT.claims(&Probe { extension, head });
    assert_eq!(claim("", "\u{feff}\n<!-- x --><!DOCTYPE HTML PUBLIC>"), Claim::Content);
    assert_eq!(claim("", "<?xml version='1.0'?><!DOCTYPE html><html>"), Claim::Content);
    assert_eq!(claim("txt", "<p>一</p><p>二</p>"), Claim::Content);
    assert_eq!(claim("shtml", "一段文字"), Claim::Name);
    assert_eq!(claim("md", "<div align=center><p>一</p></div>\n\n# 标题"), Claim::No);
    assert_eq!(claim("json", "{\"body\":\"<p>一</p><p>二</p>\"}"), Claim::No);
    assert_eq!(claim("", "<?xml version='1.0'?><rss><div><p>一</p></div></rss>"), Claim::No);
    assert_eq!(claim("", "MIME-Version: 1.0\n\n<html><body>"), Claim::No);
}

#[test]
fn deep_nesting_and_large_pages() {
    let deep = format!("<html><body>{}深处，有字。{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(read(&deep).blocks.len(), 1);
    for (open, close) in [("<b>", "</i>"), ("<li>", "</ul>"), ("<td>", "</div>"), ("<table>", "</p>"), ("<a href=x>", "</b>")] {
        let hostile = format!("{}字{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(fragment(&hostile).blocks.len(), 1, "{open}");
    }
    let paragraph = "<p>各地要结合实际，认真贯彻落实。</p>";
    let count = (5 << 20) / paragraph.len();
    assert_eq!(read(&format!("<html><body>{}</body></html>", paragraph.repeat(count))).blocks.len(), count);
}

proptest! {
    #[test]
    fn every_character_leads_back_to_its_source(pieces in prop::collection::vec(prop::sample::select(vec![
        "按耐不住", "a b", "1", "\u{1f600}", "é", " ", "\r\n", "　　", "\u{200b}", "<", ">", "&", "。", "<p>", "</p>",
        "<b>", "</b>", "<br>", "<div>", "</div>", "<td>", "<table>", "</table>", "<li>", "<pre>", "<h1>", "</h1>", "<a href=x>",
        "</a>", "<span style='display:none'>", "<p style=font-size:0>", "</span>", "<script>", "</script>", "<html>",
        "<div class=content>", "<div id=zoom>", "<blockquote>", "<!-- c -->", "<!-- shenjiao-disable -->", "<noscript>",
        "</noscript>", "<iframe src=x></iframe>", "&amp;", "&nbsp;", "&#32784;", "&#x8010", "&lt;", "&notit;", "来源：县局",
        "编辑：张三", "2023年6月1日", "<ruby>", "<rt>", "</ruby>",
    ]), 0..30), whole in any::<bool>()) {
        let html = format!("文{}", pieces.concat());
        let article = if whole { read(&html) } else { fragment(&html) };
        for (at, c) in article.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let found = article.decoded(Span::of(at..at + c.len_utf8()));
            prop_assert_eq!(found.len(), 1, "{} in {:?}", c, html);
            let source = &html[found[0].range()];
            prop_assert!(reference::text(source, reference::Place::Text).contains(c), "{} from {} in {:?}", c, source, html);
        }
        let separated = article.blocks.windows(2).all(|two| two[0].text.end + 1 == two[1].text.start);
        prop_assert!(separated, "{:?}", html);
    }
}
