//! The small language of the `unless` and `only` columns: parsing only. Its page is `dictionaries/README.md`.
//! Shared with the build script, so it names nothing of the crate.

/// One condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition<'a> {
    pub negated: bool,
    pub kind: Kind,
    /// Separated by `|`.
    values: &'a str,
}

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Left,
    Right,
    Clause,
    /// Values in two groups, separated by `+`; see [`Condition::groups`].
    ClauseListed,
    Sentence,
    Paragraph,
    Article,
    In,
    Region,
    Column,
    Source,
    DateBefore,
}

const KINDS: [(&str, Kind); 12] = [
    ("left", Kind::Left),
    ("right", Kind::Right),
    ("clause", Kind::Clause),
    ("clause-listed", Kind::ClauseListed),
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

/// Whether an expression `a & b ; c` holds, `test` judging its conditions. Nothing is allocated: this is asked at every
/// hit. The empty expression does not hold; a condition that does not parse holds never.
pub fn holds(expression: &str, test: impl Fn(&Condition<'_>) -> bool) -> bool {
    let holds = |part: &str| Condition::parse(part.trim()).is_ok_and(|condition| test(&condition) != condition.negated);
    !expression.is_empty() && expression.split(';').any(|alternative| alternative.split('&').all(holds))
}

/// Says in Chinese what is wrong with an expression.
pub fn check(expression: &str) -> Result<(), String> {
    let parts = expression.split(';').flat_map(|alternative| alternative.split('&'));
    parts.map(|part| Condition::parse(part.trim())).try_for_each(|condition| condition?.check_values())
}

impl<'a> Condition<'a> {
    /// The values; it holds if it holds for any of them.
    pub fn values(&self) -> impl Iterator<Item = &'a str> {
        split(self.values)
    }

    /// Whether one of the values can begin or end with a character, classes being able to be any: a long list of words
    /// mostly has nowhere the one that stands beside a hit.
    #[allow(dead_code)] // not the build script's
    pub fn may_touch(&self, neighbour: Option<char>) -> bool {
        self.values.contains('@') || neighbour.is_some_and(|c| self.values.contains(c))
    }

    /// The values before and behind the `+` of a condition about two groups of words.
    pub fn groups(&self) -> Option<[impl Iterator<Item = &'a str> + Clone + use<'a>; 2]> {
        let (one, other) = self.values.split_once('+')?;
        Some([split(one), split(other)])
    }

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
        Ok(Self { negated, kind: *kind, values })
    }

    fn check_values(self) -> Result<(), String> {
        let empty = || Err(format!("条件的值“{}”里有空的", self.values));
        if self.kind == Kind::ClauseListed {
            let groups = self.groups().ok_or_else(|| format!("条件的值“{}”应是用“+”隔开的两组词", self.values))?;
            return if groups.into_iter().flatten().any(str::is_empty) { empty() } else { Ok(()) };
        }
        if self.values().any(str::is_empty) {
            return empty();
        }
        check_values(self.kind, self.values())
    }
}

/// Not `str::split`, which prepares a search that is longer than most values.
fn split(values: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(values);
    std::iter::from_fn(move || {
        let values = rest?;
        let end = values.bytes().position(|byte| byte == b'|');
        rest = end.map(|end| &values[end + 1..]);
        Some(values[..end.unwrap_or(values.len())].trim_ascii())
    })
}

fn check_values<'a>(kind: Kind, values: impl Iterator<Item = &'a str>) -> Result<(), String> {
    for value in values {
        let valid = match kind {
            Kind::In => matches!(value, "book" | "quote" | "paren"),
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
        let expression = "right:@digit|目前 & !left:报名 ; in:book";
        assert_eq!(check(expression), Ok(()));
        let holding = |true_kinds: &[Kind]| holds(expression, |condition| true_kinds.contains(&condition.kind));
        assert!(holding(&[Kind::Right]) && holding(&[Kind::In]));
        assert!(!holding(&[Kind::Right, Kind::Left]) && !holding(&[]) && !holds("", |_| true));
        assert_eq!(check("clause-listed:甲|乙+丙"), Ok(()));
        for bad in [
            "",
            "left",
            "near:甲",
            "left:甲|",
            "in:box",
            "date-before:2018",
            "right:@foo",
            "left:甲 &",
            "clause-listed:甲|乙",
            "clause-listed:甲|+乙",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
