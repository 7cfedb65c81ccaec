//! Shapes, faults and places of CSV exports.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::config::Mapping;
use crate::document::{Article, Region};

fn read_with(text: &str, context: &ReadContext<'_>) -> Outcome {
    let source = Source::new("a.csv", text.as_bytes().to_vec()).unwrap();
    FORMAT.read(&source, context)
}

fn read(text: &str) -> Outcome {
    read_with(text, &ReadContext::default())
}

fn texts(article: &Article, region: Region) -> Vec<&str> {
    article.blocks_in(region).map(|block| article.block_text(block)).collect()
}

fn row(number: u32, column: &str) -> Option<Place> {
    Some(Place::Row { row: number, column: column.into() })
}

#[test]
fn weibo_crawler_with_its_traps() {
    let text = "\u{feff}id,bid,正文,日期,话题,完整日期,是否原创,源用户昵称,源微博正文\r\n\
        \"475\t\",LkQ,各单位要认真,2023-02-01T09:30:00,安全,2023-02-01 09:30:00,True\r\n\
        \"476\t\",,转发微博,2023-02-02,,,False,人民日报,\"原微博\"\"正文\"\"\"\r\n";
    let outcome = read(text);
    assert_eq!(outcome.errors, []);
    let [first, second] = &outcome.articles[..] else { panic!() };
    assert_eq!(first.place, row(2, "正文"));
    assert_eq!((first.meta.id.as_deref(), first.meta.original), (Some("LkQ"), Some(true)));
    assert_eq!((first.meta.has_source, first.meta.source.as_deref()), (false, None));
    assert_eq!(second.meta.id.as_deref(), Some("476"));
    assert_eq!((second.meta.original, second.meta.source.as_deref()), (Some(false), Some("人民日报")));
    assert_eq!(texts(second, Region::Quote), ["原微博\"正文\""]);
    assert_eq!(second.escapes, [Escape::CsvPlain]);
}

#[test]
fn sscms_names_its_reviewers() {
    let text = "识别码,标题,内容,摘要,作者,来源,外部链接,所属栏目,添加时间,审核人,审核时间\n\
        x,通知,\"<p>各单位&nbsp;要</p>\",,张三,,,12,2023-02-01 10:19:00,5,2023-02-01 10:30:00";
    let article = read(text).articles.remove(0);
    assert_eq!(article.meta.reviews[0].by, "5");
    assert_eq!(article.meta.reviews[0].at.as_deref(), Some("2023-02-01 10:30:00"));
    assert!(article.meta.has_source && article.meta.source.is_none());
    assert_eq!(article.escapes, [Escape::Html, Escape::CsvPlain]);
    assert_eq!(texts(&article, Region::Body), ["各单位要"]);
}

#[test]
fn wechat_article_exporter() {
    let text = "公众号,ID,链接,标题,摘要,创建时间,发布时间,作者,是否原创,所属合集,文章内容\n\
        某县发布,2_1,https://x,通知,,2025-11-10 12:00:10,2025-11-10 12:01:40,县融媒体中心,原创,#政策解读,\"各单位\n要\"";
    let article = read(text).articles.remove(0);
    assert_eq!(article.meta.unit.as_deref(), Some("某县发布"));
    assert_eq!((article.meta.original, article.meta.column.as_deref()), (Some(true), Some("政策解读")));
    assert_eq!(article.place, row(2, "文章内容"));
}

#[test]
fn later_parts_have_the_header_given() {
    let context = ReadContext { header: Some("标题;正文\n"), records_before: 7, ..ReadContext::default() };
    let outcome = read_with("甲;\"乙,丙\"\n;\n丁;戊;己\n", &context);
    let places: Vec<_> = outcome.articles.iter().map(|article| article.place.clone()).collect();
    assert_eq!(places, [row(8, "正文"), row(10, "正文")]);
    assert_eq!(outcome.articles[0].text, "甲\n乙,丙");
}

#[test]
fn faults_are_said_with_their_line() {
    let outcome = read("标题,正文\n甲,乙\n丙,\"丁\n戊,己\n");
    assert_eq!(outcome.articles.len(), 1);
    assert_eq!(outcome.errors[0].line, Some(3));
    let outcome = read("name,value\n1,2\n");
    assert!(outcome.articles.is_empty());
    assert!(outcome.errors[0].message.contains("name、value"), "{:?}", outcome.errors);
}

#[test]
fn the_mapping_of_the_configuration() {
    let mapping = Mapping {
        paths: vec!["*".into()],
        records: String::new(),
        fields: BTreeMap::from([("body".into(), "b".into()), ("published".into(), "d".into())]),
        format: None,
    };
    let context = ReadContext { mapping: Some(&mapping), ..ReadContext::default() };
    let article = read_with("a\tb\td\n题\t甲\t2023-02-01\n", &context).articles.remove(0);
    assert_eq!(article.text, "甲");
    assert_eq!(article.meta.published.unwrap().date.to_string(), "2023-02-01");
    assert!(read_with("a,c\n1,2\n", &context).errors[0].message.contains("a、c"));
}

#[test]
fn is_told_by_its_header() {
    let claim = |extension, head| FORMAT.claims(&Probe { extension, head });
    assert_eq!(claim("", "标题,正文,来源\n甲,乙,丙"), Claim::Content);
    assert_eq!(claim("txt", "bid,正文,话题\n"), Claim::Certain);
    assert_eq!(claim("csv", "a,b"), Claim::Name);
    assert_eq!(claim("txt", "标题,正文\n"), Claim::No);
}

fn field(text: &str, quoted: bool) -> String {
    if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}

proptest! {
    #[test]
    fn every_character_leads_back(
        rows in prop::collection::vec(("[甲a\",\t\n\r😀&]{0,8}", "[甲乙a\",;\n\r😀&。]{0,30}"), 1..4),
        plain in "[甲乙b😀。]{0,10}",
        html in any::<bool>(),
    ) {
        let mut file = "标题,正文,作者\r\n".to_string();
        for (title, body) in &rows {
            let body = if html { format!("<p>{}</p>", body.replace('&', "&amp;")) } else { body.clone() };
            file += &format!("{},{},{}\r\n", field(title, true), field(&body, true), field(&plain, false));
        }
        let outcome = read(&file);
        prop_assert_eq!(&outcome.errors, &[]);
        for article in &outcome.articles {
            for (at, character) in article.text.char_indices() {
                let span = Span::of(at..at + character.len_utf8());
                let written: String = article.decoded(span).iter().map(|piece| &file[piece.range()]).collect();
                let undone = written.replace("\"\"", "\"").replace("&amp;", "&");
                if !character.is_whitespace() {
                    prop_assert_eq!(undone.trim(), character.to_string());
                }
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a标题正文,;\"\t\r\n<>&甲]{0,60}") {
        read(&text);
        read(&format!("标题,正文\n{text}"));
    }
}
