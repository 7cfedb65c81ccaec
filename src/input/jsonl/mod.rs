//! JSON Lines exports: one article a line. A bad line costs that line only.

use super::json::{Reader, Value, skip_blanks};
use super::{Claim, Framing, Input, Outcome, Probe, ReadContext};
use crate::source::Source;

struct JsonLines;

pub const FORMAT: &dyn Input = &JsonLines;

const LINE_IS_LOST: &str = "这一行已跳过，其余各行照常检查";

impl Input for JsonLines {
    fn name(&self) -> &'static str {
        "JSON Lines"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        let named = matches!(probe.extension, "jsonl" | "ndjson");
        let head = probe.head.trim_start();
        let mut lines = head.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().is_some_and(|line| line.starts_with('{') && line.trim_end().ends_with('}'));
        if first && lines.next().is_some_and(|line| line.starts_with('{')) || named && head.starts_with('{') {
            Claim::Content
        } else if named {
            Claim::Name
        } else {
            Claim::No
        }
    }

    fn framing(&self) -> Framing {
        Framing::Lines
    }

    fn read(&self, source: &Source, context: &ReadContext<'_>) -> Outcome {
        let text = source.text();
        let mut reader = Reader::new(source, context.mapping);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            line(&text[..end], start, &mut reader);
            start = end + 1;
        }
        reader.finish()
    }
}

/// Reads the line from `start` to the end of `text`.
fn line(text: &str, start: usize, reader: &mut Reader<'_>) {
    let start = skip_blanks(text, start.min(text.len()));
    if start == text.len() {
        return;
    }
    match Value::whole(text, start) {
        Ok(value) => reader.value(value, ""),
        Err(fault) => reader.fault(fault, LINE_IS_LOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Place, Region};
    use crate::source::{Base, Encoding};

    fn read(text: &str, line: u32) -> Outcome {
        let base = Base { byte: 0, line };
        let source = Source::record("a.jsonl".into(), text.as_bytes().to_vec(), Encoding::Utf8, base);
        FORMAT.read(&source, &ReadContext::default())
    }

    #[test]
    fn a_bad_line_costs_that_line_only() {
        let text = "{\"id\":1,\"body\":\"甲乙。\"}\r\n{\"body\":\"丙\n\n{\"body\":\"丁\"} x\n{\"no\":1}\n{\"id\":\"5\",\"body\":\"戊\"}";
        let outcome = read(text, 10);
        let ids: Vec<_> = outcome.articles.iter().map(|article| article.meta.id.as_deref()).collect();
        assert_eq!(ids, [Some("1"), Some("5")]);
        let lines: Vec<_> = outcome.errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [Some(12), Some(14), Some(15)]);
        assert!(outcome.errors[0].message.contains("断了"), "{:?}", outcome.errors[0]);
        assert!(outcome.errors[1].message.starts_with("第 14 列"), "{:?}", outcome.errors[1]);
        assert!(outcome.errors[2].message.contains("[[mapping]]"), "{:?}", outcome.errors[2]);
        assert_eq!(outcome.articles[1].place, Some(Place::Pointer { pointer: "/body".into() }));
    }

    #[test]
    fn reads_the_shape_of_the_filter() {
        let line = r#"{"id":7,"body":"<p>甲&amp;乙</p>","format":"html","title":"题","published":"2024-07-18","source":"","unit":"某县发布","review":[{"stage":"初审","by":"张三","at":"2024-07-17"},{"stage":"终审"}]}"#;
        let article = read(line, 0).articles.remove(0);
        assert_eq!(article.meta.reviews.len(), 2);
        assert!(article.meta.has_source && article.meta.source.is_none());
        assert_eq!(article.meta.unit.as_deref(), Some("某县发布"));
        assert_eq!(article.blocks_in(Region::Title).count(), 1);
        assert_eq!(article.text, "题\n甲&乙");
    }

    #[test]
    fn reads_media_crawler() {
        let line = r#"{"aweme_id":"73","title":"走访 #民生","desc":"走访 #民生","create_time":1700000000,"nickname":"某布","aweme_url":"https://www.douyin.com/video/73"}"#;
        let article = read(line, 0).articles.remove(0);
        assert_eq!(article.text, "走访#民生");
        assert_eq!(article.meta.title.as_deref(), Some("走访 #民生"));
        assert!(article.meta.published.is_some());
        assert_eq!(article.place, Some(Place::Pointer { pointer: "/desc".into() }));
    }

    #[test]
    fn is_told_by_content_or_name() {
        let claim = |extension, head| FORMAT.claims(&Probe { extension, head });
        assert_eq!(claim("json", "{\"a\":1}\n{\"a\":2}\n"), Claim::Content);
        assert_eq!(claim("jsonl", "{\"a\":1}"), Claim::Content);
        assert_eq!(claim("json", "{\n\"a\":1}\n"), Claim::No);
        assert_eq!(claim("ndjson", "x"), Claim::Name);
    }
}
