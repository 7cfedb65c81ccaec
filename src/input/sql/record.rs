//! Rows that belong together as the fields of one record.

use super::dump::{Dump, Row};
use super::value::{Form, Value};
use crate::document::{Escape, Place, Review};
use crate::input::inner::Inner;
use crate::input::record::{Fields, Values};
use crate::span::{Decoded, Span};

/// See the module.
pub struct Record<'a> {
    pub dump: &'a Dump<'a>,
    /// The rows that are the article, the one with the body first.
    pub own: Vec<Row>,
    /// Rows of other tables by their alias.
    pub linked: Vec<(&'static str, Row)>,
    pub reviews: Vec<Review>,
    /// The column with the id of the article.
    pub id: &'a str,
}

/// Under this name a layout finds the reviews that were joined.
pub const REVIEWS: &str = "reviews of the record";

impl Record<'_> {
    fn value(&self, name: &str) -> Option<Value> {
        let linked = name.split_once('.').and_then(|(alias, column)| {
            let (_, row) = self.linked.iter().find(|(of, _)| *of == alias)?;
            self.dump.value(*row, column)
        });
        linked.or_else(|| self.own.iter().find_map(|row| self.dump.value(*row, name)))
    }
}

impl Values for Record<'_> {
    fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.value(name)?.text(self.dump.text)?;
        match name {
            // 县应急管理局|0: PHPCMS adds the number of the source in its list.
            "copyfrom" => Some(text.split('|').next()?.trim().to_string()).filter(|name| !name.is_empty()),
            // Ids of people: 0 is nobody.
            "dutyadmin" => Some(text).filter(|id| id != "0"),
            _ => Some(text),
        }
    }
}

impl Fields for Record<'_> {
    fn lay(&self, name: &str, inner: &mut Inner) -> Vec<Span<Decoded>> {
        let Some(value) = self.value(name) else {
            return Vec::new();
        };
        let start = inner.begin();
        value.lay(self.dump.text, inner);
        vec![inner.since(start)]
    }

    fn place(&self, _name: &str) -> Place {
        let table = self.own.first().map_or("", |row| self.dump.columns[row.columns].table);
        let id = self.own.first().and_then(|row| self.dump.value(*row, self.id)?.text(self.dump.text));
        Place::Record { record: id.map_or_else(|| table.to_string(), |id| format!("{table}/{id}")) }
    }

    fn escape(&self, names: &[&str]) -> Escape {
        let all = |of: fn(Value) -> bool| names.iter().filter_map(|name| self.value(name)).all(of);
        if all(Value::is_quoted) {
            Escape::Sql
        } else if all(|value| value.form == Form::Copy) {
            Escape::Copy
        } else {
            Escape::Unwritable
        }
    }

    fn reviews(&self, name: &str) -> Vec<Review> {
        if name == REVIEWS { self.reviews.clone() } else { Vec::new() }
    }
}
