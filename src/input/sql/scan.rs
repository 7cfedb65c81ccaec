//! The words of SQL with their places, as far as dumps need them: names, literals, symbols; comments are skipped. It
//! knows no statements.

use crate::span::{Decoded, Span};

/// What strings of a dump mean by a backslash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// It escapes what follows.
    MySql,
    /// Itself.
    Standard,
}

/// Marks of dumps whose strings have no backslash escapes, in the beginning of a file.
const STANDARD: [&str; 8] = [
    "pragma ",
    "begin transaction",
    "postgresql database dump",
    "standard_conforming_strings",
    "[dbo]",
    "set identity_insert",
    "set ansi_nulls",
    "values (n'",
];
/// How much of a file is looked at for them.
const HEAD: usize = 64 << 10;

impl Dialect {
    pub fn of(text: &str) -> Self {
        let head = text[..text.floor_char_boundary(HEAD)].to_ascii_lowercase();
        let standard = !head.contains('`') && STANDARD.iter().any(|mark| head.contains(mark));
        if standard { Self::Standard } else { Self::MySql }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A keyword, a name or a number as it stands.
    Word,
    /// A name in backticks or square brackets: what stands between them.
    Name,
    /// What stands in double quotes: a name, to MySQL a string too.
    Double,
    /// What stands in single quotes, where a backslash is itself.
    Plain,
    /// What stands in single quotes, with backslash escapes.
    Backslash,
    Symbol(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub span: Span<Decoded>,
    /// Where it begins, its quote included.
    pub start: usize,
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub why: &'static str,
    /// A quote or comment that is never closed: nothing behind it could be read.
    pub open: bool,
}

impl Fault {
    pub fn new(at: usize, why: &'static str) -> Self {
        Self { at, why, open: false }
    }
}

/// What was read, or what ended it.
pub type Read<T> = Result<T, Fault>;

/// Tokens of a text.
#[derive(Debug)]
pub struct Scanner<'a> {
    pub text: &'a str,
    pub at: usize,
    dialect: Dialect,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, dialect: Dialect::of(text) }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The next token; `None` at the end of the text.
    pub fn next(&mut self) -> Read<Option<Token>> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(first) = self.byte(start) else {
            return Ok(None);
        };
        let token = match first {
            b'\'' => self.string(start, self.dialect == Dialect::MySql)?,
            b'"' => self.quoted(start, b'"', Kind::Double)?,
            b'`' => self.quoted(start, b'`', Kind::Name)?,
            byte if is_word(byte) => {
                let length = self.text.as_bytes()[start..].iter().take_while(|byte| is_word(**byte)).count();
                self.at = start + length;
                let word = &self.text[start..self.at];
                // E'…' of PostgreSQL, N'…' of SQL Server: the letter belongs to the string.
                if self.byte(self.at) == Some(b'\'') && matches!(word, "E" | "e" | "N" | "n") {
                    let escapes = word.eq_ignore_ascii_case("e") || self.dialect == Dialect::MySql;
                    return self.string(self.at, escapes).map(Some);
                }
                Token { kind: Kind::Word, span: Span::of(start..self.at), start }
            }
            symbol => {
                self.at += 1;
                Token { kind: Kind::Symbol(symbol), span: Span::of(start..self.at), start }
            }
        };
        Ok(Some(token))
    }

    /// The next token of a statement that is not at its end.
    pub fn expect(&mut self) -> Read<Token> {
        self.next()?.ok_or(Fault::new(self.text.len(), "内容到这里就断了，可能没有导出完整"))
    }

    /// A token as it stands.
    pub fn word(&self, token: Token) -> &'a str {
        self.text.get(token.span.range()).unwrap_or_default()
    }

    /// Whether a token is a keyword.
    pub fn is(&self, token: Token, word: &str) -> bool {
        token.kind == Kind::Word && self.word(token).eq_ignore_ascii_case(word)
    }

    /// The next token, left where it is.
    pub fn peek(&mut self) -> Read<Option<Token>> {
        let at = self.at;
        let token = self.next();
        self.at = at;
        token
    }

    /// What is left of a name in square brackets, whose opening was read.
    pub fn bracketed(&mut self) -> Read<Token> {
        let open = self.at.saturating_sub(1);
        self.quoted(open, b']', Kind::Name)
    }

    fn skip_blanks(&mut self) -> Read<()> {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let line = |rest: &[u8]| memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            match rest {
                [byte, ..] if byte.is_ascii_whitespace() || *byte == 0 => self.at += 1,
                [0xef, 0xbb, 0xbf, ..] | [0xe3, 0x80, 0x80, ..] => self.at += 3,
                [b'-', b'-', ..] => self.at += line(rest),
                [b'#', ..] if self.dialect == Dialect::MySql => self.at += line(rest),
                [b'/', b'*', ..] => match memchr::memmem::find(&rest[2..], b"*/") {
                    Some(end) => self.at += end + 4,
                    None => return Err(Fault { at: self.at, why: "注释没有结束（缺少 */）", open: true }),
                },
                _ => return Ok(()),
            }
        }
    }

    /// The string whose quote opens at `open`.
    fn string(&mut self, open: usize, escapes: bool) -> Read<Token> {
        if !escapes {
            return self.quoted(open, b'\'', Kind::Plain);
        }
        let (bytes, mut at) = (self.text.as_bytes(), open + 1);
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'\'', b'\\', rest)) {
            at += found;
            if bytes[at] == b'\\' {
                at += 1 + self.text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            } else if bytes.get(at + 1) == Some(&b'\'') {
                at += 2;
            } else {
                self.at = at + 1;
                return Ok(Token { kind: Kind::Backslash, span: Span::of(open + 1..at), start: open });
            }
        }
        Err(unclosed(open))
    }

    /// What stands between the quote at `open` and the next `close` that is not doubled.
    fn quoted(&mut self, open: usize, close: u8, kind: Kind) -> Read<Token> {
        let (bytes, mut at) = (self.text.as_bytes(), open + 1);
        let escapes = kind == Kind::Double && self.dialect == Dialect::MySql;
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(close, b'\\', rest)) {
            at += found;
            if bytes[at] == b'\\' {
                // What it escapes is one byte at least: a quote among the rest is none.
                at += if escapes { 2 } else { 1 };
            } else if bytes.get(at + 1) == Some(&close) {
                at += 2;
            } else {
                self.at = at + 1;
                return Ok(Token { kind, span: Span::of(open + 1..at), start: open });
            }
        }
        Err(unclosed(open))
    }
}

fn unclosed(at: usize) -> Fault {
    Fault { at, why: "这里的引号没有配对", open: true }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(Kind, &str)> {
        let mut scanner = Scanner::new(text);
        let mut tokens = Vec::new();
        while let Ok(Some(token)) = scanner.next() {
            tokens.push((token.kind, &text[token.span.range()]));
        }
        tokens
    }

    #[test]
    fn strings_end_where_their_dialect_says() {
        assert_eq!(tokens(r"'a\'b''c',"), [(Kind::Backslash, r"a\'b''c"), (Kind::Symbol(b','), ",")]);
        assert_eq!(tokens("PRAGMA x;'a\\',")[3..], [(Kind::Plain, "a\\"), (Kind::Symbol(b','), ",")]);
        assert_eq!(tokens("BEGIN TRANSACTION E'a\\'b'")[2..], [(Kind::Backslash, "a\\'b")]);
        assert_eq!(tokens("N'甲' `a``b`\"x\\\"y\""), [
            (Kind::Backslash, "甲"),
            (Kind::Name, "a``b"),
            (Kind::Double, "x\\\"y")
        ]);
    }

    #[test]
    fn comments_are_skipped() {
        let text = "-- 'a\n# b'\n/*!40101 SET x='y' */ /* ; */ 甲 -5";
        assert_eq!(tokens(text), [(Kind::Word, "甲"), (Kind::Symbol(b'-'), "-"), (Kind::Word, "5")]);
        assert!(Scanner::new("/* 'a'").next().unwrap_err().open);
        assert!(Scanner::new("'a\\'").next().unwrap_err().open);
    }
}
