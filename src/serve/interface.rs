//! Our own interface: its routes, each with what its description says of it, so that neither is added without the other.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post};
use schemars::{JsonSchema, SchemaGenerator};

use super::Desk;

/// A schema, made where all schemas are.
pub(super) type Schema = fn(&mut SchemaGenerator) -> schemars::Schema;

/// What goes in or comes out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    Nothing,
    Json(Schema),
    /// Bytes of this media type.
    Bytes(&'static str),
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Whoever comes with a token, or where there are none, from this machine; or is logged in.
    Program,
    /// Our own page, for somebody who is logged in.
    Page,
    /// Our own page, before anybody is logged in.
    Door,
}

/// What the description says of a route.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub id: &'static str,
    pub summary: &'static str,
    pub access: Access,
    /// Names and meanings of what may stand behind the `?` of the address.
    pub query: &'static [(&'static str, &'static str)],
    pub body: Content,
    /// What comes back, in words and in form.
    pub answer: (&'static str, Content),
    /// Statuses of errors besides those that every operation may have.
    pub errors: &'static [u16],
}

impl Operation {
    /// One that takes and gives nothing, until more is said of it.
    pub fn new(access: Access, id: &'static str, summary: &'static str) -> Self {
        let answer = ("办成了", Content::Nothing);
        Self { id, summary, access, query: &[], body: Content::Nothing, answer, errors: &[] }
    }

    pub fn asked(self, query: &'static [(&'static str, &'static str)]) -> Self {
        Self { query, ..self }
    }

    pub fn takes(self, body: Content) -> Self {
        Self { body, ..self }
    }

    pub fn gives(self, meaning: &'static str, content: Content) -> Self {
        Self { answer: (meaning, content), ..self }
    }

    pub fn fails(self, errors: &'static [u16]) -> Self {
        Self { errors, ..self }
    }
}

/// A type as JSON.
pub(super) fn json<T: JsonSchema>() -> Content {
    Content::Json(SchemaGenerator::subschema_for::<T>)
}

/// A route that was described.
pub(super) struct Described {
    pub path: String,
    pub method: &'static str,
    pub operation: Operation,
}

/// Routes with their descriptions.
#[derive(Default)]
pub(super) struct Interface {
    pub routes: Router<Arc<Desk>>,
    pub described: Vec<Described>,
}

impl Interface {
    pub fn get<T: 'static>(self, path: &str, handler: impl Handler<T, Arc<Desk>>, operation: Operation) -> Self {
        self.with(path, "get", get(handler), operation)
    }

    pub fn post<T: 'static>(self, path: &str, handler: impl Handler<T, Arc<Desk>>, operation: Operation) -> Self {
        self.with(path, "post", post(handler), operation)
    }

    pub fn delete<T: 'static>(self, path: &str, handler: impl Handler<T, Arc<Desk>>, operation: Operation) -> Self {
        self.with(path, "delete", delete(handler), operation)
    }

    fn with(mut self, path: &str, method: &'static str, route: MethodRouter<Arc<Desk>>, operation: Operation) -> Self {
        self.described.push(Described { path: path.to_string(), method, operation });
        Self { routes: self.routes.route(path, route), ..self }
    }
}
