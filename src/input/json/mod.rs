//! JSON exports: one article, an array of them, or an array inside an object of known shape. The document is scanned
//! value by value, so that the articles before a break are still read.

mod object;
mod reader;
mod string;
mod value;

use super::{Claim, Input, InputError, Outcome, Probe, ReadContext};
use crate::source::Source;
use object::{Object, escaped, unescaped};
pub(super) use reader::Reader;
use value::{Elements, Fault, Member, Members};
pub(super) use value::{Value, skip_blanks};

struct Json;

pub const FORMAT: &dyn Input = &Json;

/// Members under which tools keep the list of articles, best first.
const WRAPPERS: [&str; 12] = [
    "weibo", "articles", "records", "rows", "list", "items", "posts", "results", "result", "data", "content", "page",
];
/// How deep a list may lie in such members.
const MAX_WRAPPING: usize = 4;

const REST_IS_LOST: &str = "这之前的文章已检查，这之后的没有检查，请重新导出或改正后再试";

impl Input for Json {
    fn name(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        let after = |open: char| probe.head.trim_start().strip_prefix(open).map(str::trim_start);
        let array = after('[').is_some_and(|rest| rest.starts_with('{'));
        let object = after('{').is_some_and(|rest| rest.starts_with('"'));
        match (array || object, probe.extension) {
            (true, _) => Claim::Content,
            (false, "json") => Claim::Name,
            (false, _) => Claim::No,
        }
    }

    fn read(&self, source: &Source, context: &ReadContext<'_>) -> Outcome {
        let mut document = Document { text: source.text(), reader: Reader::new(source, context.mapping) };
        document.read();
        document.reader.finish()
    }
}

struct Document<'a> {
    text: &'a str,
    reader: Reader<'a>,
}

impl<'a> Document<'a> {
    /// One value, or several behind one another (JSON Lines whose first line is too long to be told as such).
    fn read(&mut self) {
        let mut at = skip_blanks(self.text, 0);
        while at < self.text.len() {
            match self.value(at) {
                Ok(end) => at = skip_blanks(self.text, end),
                Err(fault) => return self.reader.fault(fault, REST_IS_LOST),
            }
        }
        if self.reader.is_empty() {
            self.reader.error(InputError::new("文件里没有文章记录，没有可检查的内容"));
        }
    }

    /// Reads the value at `start` and returns its end.
    fn value(&mut self, start: usize) -> Result<usize, Fault> {
        let path = self.reader.mapping.map(|mapping| mapping.records.trim_matches('/')).unwrap_or_default();
        if !path.is_empty() {
            return self.mapped(start, path);
        }
        match self.text.as_bytes().get(start) {
            Some(b'[') => self.array(start, ""),
            Some(b'{') => self.object(start, "", 0),
            _ => Value::at(self.text, start)
                .and(Err(Fault { at: start, why: "JSON 应当以“[”或“{”开头" })),
        }
    }

    fn array(&mut self, start: usize, pointer: &str) -> Result<usize, Fault> {
        let mut elements = Elements::new(self.text, start);
        for (number, element) in elements.by_ref().enumerate() {
            self.reader.value(element, &format!("{pointer}/{number}"));
        }
        elements.end()
    }

    /// An object is a record, or holds the list of them.
    fn object(&mut self, start: usize, pointer: &str, depth: usize) -> Result<usize, Fault> {
        let mut scan = Members::new(self.text, start);
        let members: Vec<Member<'a>> = scan.by_ref().collect();
        let end = scan.end();
        let wrapper = if depth < MAX_WRAPPING { self.wrapper(&members) } else { None };
        let wrapped = wrapper.map(|member| (member.start, format!("{pointer}/{}", escaped(&member.key))));
        let fields = members.into_iter().filter_map(|member| Some((member.key, member.value?)));
        let object = Object::new(fields.collect(), pointer);
        // The envelope of a reply may have an empty `text` or `content` beside its list.
        let is_record = end.is_ok() && (wrapped.is_none() || self.reader.has_body(&object));
        if is_record && self.reader.record(&object) {
            return end;
        }
        match wrapped {
            Some((inner, pointer)) if self.text.as_bytes().get(inner) == Some(&b'[') => self.array(inner, &pointer)?,
            Some((inner, pointer)) => self.object(inner, &pointer, depth + 1)?,
            None if end.is_ok() => {
                self.reader.unknown(&object, start, pointer);
                return end;
            }
            None => return end,
        };
        end
    }

    /// The member that holds the list; an array is better than an object.
    fn wrapper<'m>(&self, members: &'m [Member<'a>]) -> Option<&'m Member<'a>> {
        let opening = |byte: u8| {
            WRAPPERS.iter().find_map(|name| {
                members.iter().find(|member| {
                    member.key == *name && self.text.as_bytes().get(member.start) == Some(&byte)
                })
            })
        };
        opening(b'[').or_else(|| opening(b'{'))
    }

    /// Follows the pointer of a mapping, then reads what is there.
    fn mapped(&mut self, start: usize, path: &str) -> Result<usize, Fault> {
        let mut at = start;
        for segment in path.split('/') {
            let segment = unescaped(segment);
            match self.step(at, &segment) {
                Some(inner) => at = inner,
                None => {
                    let message = format!(
                        "按 shenjiao.toml 的 records = \"/{path}\" 找不到“{segment}”，请检查这一项，或者去掉它让程序自己找"
                    );
                    self.reader.error(InputError::new(message));
                    return Value::at(self.text, start).map(Value::end);
                }
            }
        }
        let pointer = format!("/{path}");
        match self.text.as_bytes().get(at) {
            Some(b'[') => self.array(at, &pointer)?,
            _ => {
                let value = Value::at(self.text, at)?;
                self.reader.value(value, &pointer);
                value.end()
            }
        };
        Value::at(self.text, start).map(Value::end)
    }

    /// Where the value begins that a segment leads to from the value at `at`.
    fn step(&self, at: usize, segment: &str) -> Option<usize> {
        if let Some(member) = Members::new(self.text, at).find(|member| member.key == segment) {
            return Some(member.start);
        }
        let number = segment.parse().ok()?;
        Elements::new(self.text, at).nth(number).map(Value::start)
    }
}

#[cfg(test)]
mod tests;
