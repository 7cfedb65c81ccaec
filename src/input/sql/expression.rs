//! An expression among the values of a row: a literal, or a function around one that is known.

use super::scan::{Fault, Kind, Read, Scanner, Token};
use super::value::{Form, Value};
use crate::span::Span;

/// A value, and whether it is the last of its row.
pub fn value(scanner: &mut Scanner<'_>) -> Read<(Value, bool)> {
    let mut value = Value { span: Span::point(0), form: Form::Nothing };
    let (mut depth, mut tokens, mut strings) = (0usize, 0usize, 0usize);
    let (mut function, mut after_string) = (Function::None, false);
    let mut minus = None;
    loop {
        let token = scanner.expect()?;
        match token.kind {
            Kind::Symbol(end @ (b',' | b')')) if depth == 0 => {
                // Of several strings only SQLite's replace() has the text in the first.
                if strings > 1 && function != Function::Replace {
                    value.form = Form::Nothing;
                }
                return Ok((value, end == b')'));
            }
            Kind::Symbol(b'(') => depth += 1,
            Kind::Symbol(b')') => depth -= 1,
            Kind::Symbol(b';') => return Err(Fault::new(token.start, "一行数据的括号没有配对")),
            Kind::Symbol(b'-') if tokens == 0 => minus = Some(token.start),
            Kind::Symbol(_) | Kind::Name => {}
            Kind::Word if strings == 0 => word_of_value(scanner, token, tokens, &mut function, &mut value),
            Kind::Word => {}
            Kind::Plain | Kind::Backslash | Kind::Double => {
                strings += 1;
                if strings == 1 {
                    value = Value { span: token.span, form: function.form(token.kind) };
                }
            }
        }
        tokens += 1;
        // An expression, or a number with a fraction, which nothing here needs.
        if tokens > 1 && strings == 0 {
            value.form = Form::Nothing;
        }
        if let (2, Some(start), Kind::Word) = (tokens, minus, token.kind) {
            value = Value { span: Span::of(start..token.span.range().end), form: Form::Bare };
        }
        // Else the text between two strings would be taken for code, and the other way round, up to the end.
        if after_string && token.kind == Kind::Word && !scanner.is(token, "COLLATE") {
            return Err(Fault::new(token.start, "引号里的引号没有转义，或者引号没有配对"));
        }
        after_string = depth == 0 && matches!(token.kind, Kind::Plain | Kind::Backslash | Kind::Double);
    }
}

fn word_of_value(scanner: &Scanner<'_>, token: Token, tokens: usize, function: &mut Function, value: &mut Value) {
    let word = scanner.word(token);
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "replace" => *function = Function::Replace,
        "unistr" => *function = Function::Unistr,
        "x" => *function = Function::Hex,
        "null" | "default" => {}
        _ if lower.starts_with("0x") && lower[2..].bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            *value = Value { span: Span::of(token.start + 2..token.span.range().end), form: Form::Hex };
        }
        _ if tokens == 0 => *value = Value { span: token.span, form: Form::Bare },
        _ => {}
    }
}

/// A function around a string that changes how the string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    None,
    Replace,
    Unistr,
    /// Not a function: X'…'.
    Hex,
}

impl Function {
    fn form(self, kind: Kind) -> Form {
        match (self, kind) {
            (Self::Hex, _) => Form::Hex,
            (_, Kind::Double) => Form::Double,
            (_, Kind::Backslash) => Form::Backslash,
            (Self::Replace, _) => Form::Lines,
            (Self::Unistr, _) => Form::Unistr,
            (Self::None, _) => Form::Plain,
        }
    }
}
