//! A JSON object as the fields of a record.

use super::value::Value;
use crate::document::{Escape, Place, Review};
use crate::input::inner::Inner;
use crate::input::record::{Fields, Values};
use crate::span::{Decoded, Span};

/// An object with its pointer in the file.
#[derive(Debug)]
pub struct Object<'a> {
    members: Vec<(String, Value<'a>)>,
    pointer: String,
}

impl<'a> Object<'a> {
    pub fn new(members: Vec<(String, Value<'a>)>, pointer: &str) -> Self {
        Self { members, pointer: pointer.to_string() }
    }

    pub fn names(&self) -> Vec<&str> {
        self.members.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Fields without further structure.
    pub fn plain_names(&self) -> Vec<&str> {
        self.members.iter().filter(|(_, value)| value.is_plain()).map(|(name, _)| name.as_str()).collect()
    }

    /// Of equal names the last counts, as everywhere in JSON.
    fn member(&self, name: &str) -> Option<Value<'a>> {
        self.members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The values that a name or path leads to.
    fn resolve(&self, name: &str) -> Vec<Value<'a>> {
        if let Some(value) = self.member(name) {
            return vec![value];
        }
        let mut segments = name.trim_start_matches('/').split('/').map(unescaped);
        let first = segments.next().and_then(|segment| self.member(&segment));
        segments.fold(first.into_iter().collect(), |values, segment| {
            values.into_iter().flat_map(|value| value.step(&segment)).collect()
        })
    }
}

impl Values for Object<'_> {
    fn has(&self, name: &str) -> bool {
        !self.resolve(name).is_empty()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.resolve(name).into_iter().find_map(Value::scalar)
    }
}

impl Fields for Object<'_> {
    fn lay(&self, name: &str, inner: &mut Inner) -> Vec<Span<Decoded>> {
        self.resolve(name).into_iter().filter_map(|value| value.lay(inner)).collect()
    }

    fn place(&self, name: &str) -> Place {
        let path = match self.member(name) {
            Some(_) => escaped(name),
            None => name.trim_start_matches('/').replace('*', "0"),
        };
        Place::Pointer { pointer: format!("{}/{path}", self.pointer) }
    }

    fn escape(&self, _names: &[&str]) -> Escape {
        Escape::Json
    }

    fn reviews(&self, name: &str) -> Vec<Review> {
        let stages = self.resolve(name).into_iter().flat_map(Value::elements);
        stages.filter_map(|stage| serde_json::from_str(stage.raw()).ok()).collect()
    }
}

/// A name as a segment of a JSON pointer (RFC 6901).
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A segment of a JSON pointer as a name.
pub fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
