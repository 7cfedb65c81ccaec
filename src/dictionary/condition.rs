//! The small language of the `unless` and `only` columns: parsing only. Its page is `dictionaries/README.md`.
//! Shared with the build script, so it names nothing of the crate.

/// Alternatives of conjunctions: `a & b ; c`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression<'a> {
    pub alternatives: Vec<Vec<Condition<'a>>>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition<'a> {
    pub negated: bool,
    pub kind: Kind,
    /// Holds if it holds for any of them.
    pub values: Vec<&'a str>,
}

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Left,
    Right,
    Clause,
    Sentence,
    Paragraph,
    Article,
    In,
    Region,
    Column,
    Source,
    DateBefore,
}

const KINDS: [(&str, Kind); 11] = [
    ("left", Kind::Left),
    ("right", Kind::Right),
    ("clause", Kind::Clause),
    ("sentence", Kind::Sentence),
    ("paragraph", Kind::Paragraph),
    ("article", Kind::Article),
    ("in", Kind::In),
    ("region", Kind::Region),
    ("column", Kind::Column),
    ("source", Kind::Source),
    ("date-before", Kind::DateBefore),
];

/// A class of characters beside a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharClass {
    Digit,
    Han,
    Latin,
    Punctuation,
    /// Start or end of the block.
    Edge,
}

impl CharClass {
    /// `@digit`, `@han`, …; `None` for a value that is plain text.
    pub fn from_value(value: &str) -> Option<Self> {
        Some(match value {
            "@digit" => Self::Digit,
            "@han" => Self::Han,
            "@latin" => Self::Latin,
            "@punct" => Self::Punctuation,
            "@edge" => Self::Edge,
            _ => return None,
        })
    }

    /// Whether the neighbour, `None` at the edge of the block, is of the class.
    pub fn holds(self, neighbour: Option<char>) -> bool {
        let Some(c) = neighbour else {
            return self == Self::Edge;
        };
        match self {
            Self::Edge => false,
            Self::Digit => c.is_ascii_digit() || "〇○零一二三四五六七八九十百千万亿两".contains(c),
            Self::Han => matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'),
            Self::Latin => c.is_ascii_alphabetic(),
            Self::Punctuation => !c.is_alphanumeric() && !c.is_whitespace(),
        }
    }
}

impl<'a> Expression<'a> {
    /// Parses an expression. The error says what is wrong, in Chinese.
    pub fn parse(text: &'a str) -> Result<Self, String> {
        let alternatives = text
            .split(';')
            .map(|alternative| alternative.split('&').map(|part| Condition::parse(part.trim())).collect())
            .collect::<Result<Vec<Vec<_>>, String>>()?;
        Ok(Self { alternatives })
    }
}

impl<'a> Condition<'a> {
    fn parse(text: &'a str) -> Result<Self, String> {
        let (negated, text) = match text.strip_prefix('!') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let (name, values) = text.split_once(':').ok_or_else(|| format!("条件“{text}”缺少冒号，应写作“名称:值”"))?;
        let known = KINDS.iter().find(|(known, _)| *known == name.trim());
        let (_, kind) = known.ok_or_else(|| {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            format!("没有“{name}”这种条件，可用的有：{}", names.join("、"))
        })?;
        let values: Vec<&str> = values.split('|').map(str::trim).collect();
        if values.iter().any(|value| value.is_empty()) {
            return Err(format!("条件“{text}”有空的值"));
        }
        check_values(*kind, &values)?;
        Ok(Self { negated, kind: *kind, values })
    }
}

fn check_values(kind: Kind, values: &[&str]) -> Result<(), String> {
    for value in values {
        let valid = match kind {
            Kind::In => matches!(*value, "book" | "quote" | "paren"),
            Kind::DateBefore => is_date(value),
            Kind::Left | Kind::Right if value.starts_with('@') => CharClass::from_value(value).is_some(),
            _ => true,
        };
        if !valid {
            return Err(format!("条件的值“{value}”不认识"));
        }
    }
    Ok(())
}

/// Whether a text is a date `yyyy-mm-dd` (shape only).
pub fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_and_refuses() {
        let expression = Expression::parse("right:@digit|目前 & !left:报名 ; in:book").unwrap();
        assert_eq!(expression.alternatives.len(), 2);
        assert_eq!(expression.alternatives[0][1], Condition { negated: true, kind: Kind::Left, values: vec!["报名"] });
        for bad in ["", "left", "near:甲", "left:甲|", "in:box", "date-before:2018", "right:@foo", "left:甲 &"] {
            assert!(Expression::parse(bad).is_err(), "{bad}");
        }
    }
}
