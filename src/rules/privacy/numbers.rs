//! Long runs of digits, as cards, identity numbers and telephones have them: where they stand, and whether they stand
//! alone. What they are is the rules' business.

use crate::document::Article;
use crate::span::{Span, Text};

/// The shortest number that any rule here looks at.
const SHORTEST: usize = 11;
/// The longest; what is longer is a serial number.
const LONGEST: usize = 20;
/// Each group of a number written in groups has at least so many digits.
const GROUP: usize = 3;

/// A number of 11 to 20 digits, single blanks and hyphens between its groups left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongNumber {
    pub span: Span<Text>,
    /// The digits; the last may be the X of an identity number.
    pub digits: String,
    pub grouped: bool,
}

/// The long numbers of an article that are not part of something longer: a path, a code with letters, a decimal.
pub fn long_numbers(article: &Article) -> Vec<LongNumber> {
    let bytes = article.text.as_bytes();
    let mut found: Vec<LongNumber> = Vec::new();
    let mut end = 0;
    for digits in article.numbers().iter().map(|number| number.digits) {
        let (start, length) = (digits.start as usize, digits.len() as usize);
        let joined = || matches!(bytes.get(digits.end as usize), Some(b' ' | b'-'));
        if start < end || length < SHORTEST && !(length >= GROUP && joined()) {
            continue;
        }
        end = end_of_number(bytes, start);
        found.extend(number(bytes, start, end));
    }
    found
}

/// Behind the last digit of the number that `at` lies in; groups are joined by single blanks or hyphens.
fn end_of_number(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let joins = bytes.get(end).is_some_and(|byte| matches!(byte, b' ' | b'-'));
        let group = |next: usize| (next..next + GROUP).all(|at| bytes.get(at).is_some_and(u8::is_ascii_digit));
        if !joins || !group(end + 1) {
            break;
        }
        end += 1;
    }
    end
}

fn number(bytes: &[u8], start: usize, end: usize) -> Option<LongNumber> {
    let run = &bytes[start..end];
    if run.len() < SHORTEST || run.len() > 2 * LONGEST {
        return None;
    }
    let mut digits: String = run.iter().filter(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
    let mut end = end;
    if digits.len() == 17 && bytes.get(end).is_some_and(|byte| matches!(byte, b'X' | b'x')) {
        digits.push('X');
        end += 1;
    }
    let joined = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"/_.\\=&#%".contains(byte));
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    // A full stop in ASCII may end the sentence; with a digit behind it, it is a decimal point.
    let decimal = bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let after = bytes.get(end).filter(|byte| **byte != b'.' && **byte != b'/');
    let continued = joined(before) || before == Some(&b'-') || joined(after) || decimal || bytes.get(end) == Some(&b'-');
    let fits = (SHORTEST..=LONGEST).contains(&digits.len());
    let grouped = run.iter().any(|byte| !byte.is_ascii_digit());
    (fits && !continued).then_some(LongNumber { span: Span::of(start..end), digits, grouped })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::article;

    #[test]
    fn numbers_stand_alone_or_in_groups() {
        let found = |text: &str| -> Vec<String> {
            long_numbers(&article(&["标题", text]).finish(None)).into_iter().map(|number| number.digits).collect()
        };
        assert_eq!(found("电话13812345678。"), ["13812345678"]);
        assert_eq!(found("电话138 1234 5678、138-1234-5679"), ["13812345678", "13812345679"]);
        assert_eq!(found("号码11010119900307001X，"), ["11010119900307001X"]);
        for text in ["014046317/2024-04147", "ABC13812345678", "3.13812345678", "123456789012345678901", "2024年5月1日"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
