//! Records to articles and faults to messages, for both JSON formats.

use super::object::Object;
use super::value::{Fault, Value};
use crate::config::Mapping;
use crate::document::Place;
use crate::input::layout::{Layout, Role};
use crate::input::record::{self, Values};
use crate::input::{InputError, Outcome};
use crate::source::Source;

/// Collects the articles of a file.
pub struct Reader<'a> {
    pub source: &'a Source,
    pub mapping: Option<&'a Mapping>,
    outcome: Outcome,
    /// The first record that nobody knows, and how many there are.
    unknown: Option<(InputError, usize)>,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a Source, mapping: Option<&'a Mapping>) -> Self {
        Self { source, mapping, outcome: Outcome::default(), unknown: None }
    }

    /// Whether anything was read or found wrong.
    pub fn is_empty(&self) -> bool {
        self.outcome.articles.is_empty() && self.outcome.errors.is_empty() && self.unknown.is_none()
    }

    /// Reads a value as a record.
    pub fn value(&mut self, value: Value<'_>, pointer: &str) {
        let members = value.members().filter_map(|member| Some((member.key, member.value?)));
        let object = Object::new(members.collect(), pointer);
        if !self.record(&object) {
            self.unknown(&object, value.start(), pointer);
        }
    }

    /// Whether an object has a body that is not empty.
    pub fn has_body(&self, object: &Object<'_>) -> bool {
        let (names, plain) = (object.names(), object.plain_names());
        let layout = Layout::of(self.mapping, &names, &plain);
        layout.is_some_and(|layout| layout.names(Role::Body).any(|name| object.text(name).is_some()))
    }

    /// Reads an object as a record; false where it is none that we know.
    pub fn record(&mut self, object: &Object<'_>) -> bool {
        let (names, plain) = (object.names(), object.plain_names());
        let Some(layout) = Layout::of(self.mapping, &names, &plain) else {
            return false;
        };
        let mut parts = [Role::Body, Role::Title].into_iter().flat_map(|role| layout.names(role));
        let known = parts.any(|name| object.has(name));
        if known {
            self.outcome.articles.push(record::article(object, &layout));
        }
        known
    }

    pub fn unknown(&mut self, object: &Object<'_>, at: usize, pointer: &str) {
        if let Some((_, count)) = &mut self.unknown {
            *count += 1;
            return;
        }
        let names = object.names();
        let error = record::unknown_fields(self.source.path(), "字段", names.into_iter());
        let error = error.at_line(self.line(at)).at_place(Place::Pointer { pointer: pointer.to_string() });
        self.unknown = Some((error, 1));
    }

    pub fn fault(&mut self, fault: Fault, consequence: &str) {
        let position = self.source.position(crate::span::offset(fault.at));
        let message = format!("第 {} 列：{}；{consequence}", position.column, fault.why);
        self.error(InputError::new(message).at_line(position.line));
    }

    pub fn error(&mut self, error: InputError) {
        self.outcome.errors.push(error);
    }

    fn line(&self, at: usize) -> u32 {
        self.source.position(crate::span::offset(at)).line
    }

    pub fn finish(mut self) -> Outcome {
        if let Some((mut error, count)) = self.unknown {
            if count > 1 {
                error.message = format!("有 {count} 条记录读不了，第一条如下。{}", error.message);
            }
            self.outcome.errors.push(error);
        }
        self.outcome
    }
}
