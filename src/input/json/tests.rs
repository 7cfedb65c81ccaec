//! Shapes, breaks and places of JSON exports.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::config::Mapping;
use crate::document::{Article, Place, Region};
use crate::span::Span;

fn read_with(text: &str, mapping: Option<&Mapping>) -> Outcome {
    let source = Source::new("a.json", text.as_bytes().to_vec()).unwrap();
    FORMAT.read(&source, &ReadContext { mapping, ..ReadContext::default() })
}

fn read(text: &str) -> Outcome {
    read_with(text, None)
}

fn pointers(outcome: &Outcome) -> Vec<&str> {
    let pointer = |article: &'_ Article| match &article.place {
        Some(Place::Pointer { pointer }) => pointer.clone(),
        other => panic!("{other:?}"),
    };
    outcome.articles.iter().map(|article| &*pointer(article).leak()).collect()
}

fn texts(article: &Article, region: Region) -> Vec<&str> {
    article.blocks_in(region).map(|block| article.block_text(block)).collect()
}

#[test]
fn wechat_article_exporter() {
    let text = r#"[{"aid":"2_1","appmsgid":2,"title":"关于检查的通知","digest":"摘要一句","content":"各单位要认真贯彻。\n来源：某县应急管理局\n责任编辑：张三 初审：李四","author_name":"县融媒体中心","_accountName":"某县发布","copyright_stat":1,"create_time":1762747210,"update_time":1762747300,"link":"https://mp.weixin.qq.com/s/x","appmsg_album_infos":[{"id":"1","title":"政策解读"}],"comments":[{"content":"好"},{"nick":"x"}]}]"#;
    let outcome = read(text);
    assert_eq!(outcome.errors, []);
    assert_eq!(pointers(&outcome), ["/0/content"]);
    let article = &outcome.articles[0];
    let meta = &article.meta;
    assert_eq!(meta.unit.as_deref(), Some("某县发布"));
    assert_eq!(meta.column.as_deref(), Some("政策解读"));
    assert_eq!(meta.original, Some(true));
    assert_eq!(meta.published.unwrap().date.to_string(), "2025-11-10");
    assert!(meta.has_published && !meta.has_source);
    assert_eq!(meta.source.as_deref(), Some("某县应急管理局"));
    assert_eq!(meta.reviews.len(), 2);
    assert_eq!(texts(article, Region::Summary), ["摘要一句"]);
    assert_eq!(texts(article, Region::Comment), ["好"]);
    assert_eq!(texts(article, Region::Body), ["各单位要认真贯彻。"]);
    assert_eq!(article.escapes, [crate::document::Escape::Json]);
}

#[test]
fn trs_wcm_alone_in_an_array_and_wrapped() {
    let record = r#"{"DOCID":"287","CHANNELID":"19","DOCTITLE":"通知","DOCCONTENT":"正文","DOCHTMLCON":"<p>正&amp;文<\/p>","DOCSOURCENAME":"","DOCPUBTIME":"2023-02-01 10:19:00","DOCPUBURL":"http://x/"}"#;
    let cases = [
        (record.to_string(), "/DOCHTMLCON"),
        (format!("[{record}]"), "/0/DOCHTMLCON"),
        (format!("{{\"code\":0,\"data\":{{\"total\":1,\"rows\":[{record}]}}}}"), "/data/rows/0/DOCHTMLCON"),
    ];
    for (text, pointer) in cases {
        let outcome = read(&text);
        assert_eq!(outcome.errors, [], "{text}");
        assert_eq!(pointers(&outcome), [pointer]);
        let article = &outcome.articles[0];
        assert_eq!(texts(article, Region::Body), ["正&文"]);
        assert_eq!(article.meta.column.as_deref(), Some("19"));
        assert!(article.meta.has_source && article.meta.source.is_none());
        assert_eq!(article.escapes, [crate::document::Escape::Html, crate::document::Escape::Json]);
    }
}

#[test]
fn weibo_crawler_with_a_repost() {
    let text = r#"{"user":{"id":"1","screen_name":"某县发布"},
      "weibo":[{"screen_name":"某县发布","bid":"Lk","text":"转发微博","source":"微博网页版","topics":"安全生产","full_created_at":"2023-02-01 09:30:00",
      "retweet":{"screen_name":"人民日报","text":"原微博正文"}}]}"#;
    let outcome = read(text);
    assert_eq!((outcome.errors.len(), pointers(&outcome)), (0, vec!["/weibo/0/text"]));
    let article = &outcome.articles[0];
    assert_eq!(article.meta.source.as_deref(), Some("人民日报"));
    assert_eq!(article.meta.original, Some(false));
    assert!(!article.meta.has_source);
    assert_eq!(texts(article, Region::Quote), ["原微博正文"]);
    assert_eq!(texts(article, Region::Title), [""; 0]);
}

#[test]
fn halo_has_no_body_but_a_title() {
    let outcome = read(r#"{"apiVersion":"x","spec":{"title":"通知","excerpt":{"raw":"摘"},"owner":"admin"},"status":{}}"#);
    assert_eq!(pointers(&outcome), ["/spec/title"]);
    assert_eq!(outcome.articles[0].text, "通知\n摘");
}

#[test]
fn usual_names_and_what_is_not_known() {
    let outcome = read(r#"[{"标题":"甲","正文":"乙","发布时间":null},{"name":"x","value":{"content":1}},{"name":"y"}, 3]"#);
    assert_eq!(pointers(&outcome), ["/0/正文"]);
    assert!(outcome.articles[0].meta.has_published);
    let message = &outcome.errors[0].message;
    assert!(message.contains("有 3 条") && message.contains("name、value") && message.contains("[[mapping]]"), "{message}");
}

#[test]
fn the_mapping_of_the_configuration() {
    let fields = [("body", "inner/html"), ("title", "名称"), ("id", "/inner/no")];
    let mapping = Mapping {
        paths: vec!["*".into()],
        records: "/a~1b/list".into(),
        fields: fields.iter().map(|(part, name)| (part.to_string(), name.to_string())).collect::<BTreeMap<_, _>>(),
        format: Some("text".into()),
    };
    let text = r#"{"a/b":{"list":[{"名称":"甲","inner":{"html":"<p>乙","no":7}}]}}"#;
    let outcome = read_with(text, Some(&mapping));
    assert_eq!(outcome.errors, []);
    assert_eq!(pointers(&outcome), ["/a~1b/list/0/inner/html"]);
    assert_eq!(outcome.articles[0].text, "甲\n<p>乙");
    assert_eq!(outcome.articles[0].meta.id.as_deref(), Some("7"));
    let outcome = read_with(r#"{"other":[]}"#, Some(&mapping));
    assert!(outcome.errors[0].message.contains("找不到“a/b”"), "{:?}", outcome.errors);
}

#[test]
fn what_lies_before_a_break_is_read() {
    for text in [
        "[{\"body\":\"甲\"},\n {\"body\":\"乙\"},\n {\"body\":\"丙",
        "{\"data\":{\"list\":[{\"body\":\"甲\"},\n {\"body\":\"乙\"},\n {\"body\":\"丙",
        "[{\"body\":\"甲\"},\n {\"body\":\"乙\"},\n {\"body\":\"丙\n\"}]",
        "[{\"body\":\"甲\"},\n {\"body\":\"乙\"}\n {\"body\":\"丙\"}]",
    ] {
        let outcome = read(text);
        assert_eq!(outcome.articles.len(), 2, "{text}");
        assert_eq!(outcome.errors.iter().map(|error| error.line).collect::<Vec<_>>(), [Some(3)], "{text}");
    }
}

#[test]
fn nothing_to_read_is_said() {
    for text in ["[]", "{", "[1,2]", "{\"a\":1}", "[[{\"body\":\"x\"}]]", "{'body':'x'}"] {
        let outcome = read(text);
        assert_eq!((outcome.articles.len(), outcome.errors.len()), (0, 1), "{text}");
    }
}

#[test]
fn nesting_is_an_error_not_a_crash() {
    let deep = 100_000;
    for text in [
        "[".repeat(deep),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        "{\"a\":".repeat(deep),
        "{\"data\":".repeat(deep),
        format!("[{{\"a\":{}{}}}]", "[".repeat(deep), "]".repeat(deep)),
    ] {
        assert!(!read(&text).errors.is_empty());
    }
    let text = format!("{{\"body\":\"甲\",\"a\":{}{}}}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(read(&text).articles.len(), 1);
}

#[test]
fn several_values_behind_one_another_are_lines() {
    assert_eq!(read("{\"body\":\"甲\"}\n{\"body\":\"乙\"}\n").articles.len(), 2);
}

#[test]
fn is_told_by_its_beginning() {
    let claim = |extension, head| FORMAT.claims(&Probe { extension, head });
    assert_eq!(claim("txt", " [ {\"a\":1}]"), Claim::Content);
    assert_eq!(claim("", "{\n \"a\":1}"), Claim::Content);
    assert_eq!(claim("md", "[摘要] 各单位"), Claim::No);
    assert_eq!(claim("md", "{% note %}"), Claim::No);
    assert_eq!(claim("json", "x"), Claim::Name);
}

/// Characters of the text come from bytes of the file that, undone, are those characters.
fn characters_lead_back(article: &Article, file: &str, undo: impl Fn(&str) -> String) {
    for (at, character) in article.text.char_indices() {
        let span = Span::of(at..at + character.len_utf8());
        let written: String = article.decoded(span).iter().map(|piece| &file[piece.range()]).collect();
        let undone = undo(&written);
        if !character.is_whitespace() && character != '\u{fffc}' {
            assert_eq!(undone.trim(), character.to_string(), "{written:?} of {file}");
        }
    }
}

fn undo_json(written: &str) -> String {
    serde_json::from_str(&format!("\"{written}\"")).unwrap()
}

fn undo_html(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

proptest! {
    #[test]
    fn every_character_leads_back(
        title in "[甲乙a\"\\\\/\u{1}\u{1f}\t\n😀&<。]{0,12}",
        body in "[甲乙a\"\\\\/\u{1}\u{7f}\t\n😀&。，]{0,40}",
        html in any::<bool>(),
        ascii in any::<bool>(),
    ) {
        let body = if html { format!("<p>{}</p><b>尾</b>", body.replace('&', "&amp;")) } else { body };
        let mut file = serde_json::json!([{ "body": body, "x": 1, "title": title }]).to_string();
        if ascii {
            let escape = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            file = file.chars().map(|c| if c.is_ascii() { c.to_string() } else { escape(c) }).collect();
        }
        let outcome = read(&file);
        prop_assert_eq!(&outcome.errors, &[]);
        let undo = |written: &str| if html { undo_html(&undo_json(written)) } else { undo_json(written) };
        characters_lead_back(&outcome.articles[0], &file, undo);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:\\\\ud8甲1 \n]{0,60}", cut in 0usize..60) {
        read(&text);
        let whole = r#"{"data":[{"title":"甲\n😀","content":"<p>乙</p>"},{"content":"丙"}]}"#;
        read(&whole[..whole.floor_char_boundary(cut)]);
    }
}
