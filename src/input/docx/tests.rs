//! Documents made by hand, and what is read of them.

use std::io::{Cursor, Write};
use std::sync::Arc;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::input::package::recognise;

fn document(body: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    };
    put("word/styles.xml", "<w:styles><w:style w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style></w:styles>");
    put("word/document.xml", &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"));
    writer.finish().unwrap().into_inner()
}

/// Region, text and place of the blocks.
fn blocks(bytes: &[u8]) -> Vec<(Region, String, u32)> {
    assert_eq!(recognise(bytes).unwrap().name(), "DOCX");
    let context = Unpacking { path: Arc::from("a.docx"), member: None, mapping: None };
    let mut found = Vec::new();
    FORMAT
        .unpack(Medium::Bytes(bytes), &context, &mut |part| {
            let Part::Read(source, outcome) = part else { panic!("an article") };
            let article = &outcome.articles[0];
            for block in &article.blocks {
                let start = article.decoded(block.text)[0].start;
                let (place, offset) = source.cells().unwrap().at(start).unwrap();
                let Place::Paragraph { paragraph } = place else { panic!("{place:?}") };
                assert_eq!(offset, 0);
                found.push((block.region, article.block_text(block).to_string(), *paragraph));
            }
            true
        })
        .unwrap();
    found
}

#[test]
fn paragraphs_tables_and_changes() {
    let bytes = document(
        "<w:p><w:pPr><w:pStyle w:val=\"a3\"/></w:pPr><w:r><w:t>关于做好</w:t></w:r><w:r><w:t>防汛工作的通知</w:t></w:r></w:p>\
         <w:p/>\
         <w:p><w:r><w:t>各单位</w:t></w:r><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>要按耐不住&amp;&#x5728;</w:t></w:r></w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的</w:t></w:r><w:r><w:t>岗。</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>单位</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    let expected = [
        (Region::Title, "关于做好防汛工作的通知", 1),
        (Region::Body, "各单位要按耐不住&在岗。", 3),
        (Region::Hidden, "看不见的", 3),
        (Region::Table, "单位", 4),
    ];
    let found = blocks(&bytes);
    let found: Vec<(Region, &str, u32)> =
        found.iter().map(|(region, text, at)| (*region, text.as_str(), *at)).collect();
    assert_eq!(found[..2], expected[..2]);
    assert_eq!(found[3], expected[3]);
    assert_eq!((found[2].0, found[2].1), (expected[2].0, expected[2].1));
}

#[test]
fn broken_documents_are_told() {
    let context = Unpacking { path: Arc::from("a.docx"), member: None, mapping: None };
    let message = |bytes: &[u8]| FORMAT.unpack(Medium::Bytes(bytes), &context, &mut |_| true).unwrap_err().message;
    let whole = document("<w:p><w:r><w:t>甲</w:t></w:r></w:p>");
    assert!(message(&whole[..whole.len() / 2]).contains("不完整"));
    let bytes = document("<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl>");
    assert!(message(&bytes).contains("不完整"));
}
