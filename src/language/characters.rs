//! Text as the tokens of the character model: each Chinese character and mark is one; a run of digits, a run of
//! letters count as one token each, because what they say is no matter of language.

use super::ngrams::Token;

/// A run of digits, with the points and commas between them.
pub const DIGITS: Token = 1;
/// A run of letters of other scripts.
pub const LETTERS: Token = 2;
/// What has no token of its own.
pub const OTHER: Token = 3;

/// One token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Character {
    pub token: Token,
    /// First byte in the text.
    pub start: u32,
}

/// The tokens of a text, blanks left out.
pub fn characters(text: &str) -> impl Iterator<Item = Character> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = rest.next()?;
            let kind = token(first);
            match kind {
                None => continue,
                Some(DIGITS) => {
                    while rest.next_if(|(at, c)| token(*c) == Some(DIGITS) || joins(text, *at, *c)).is_some() {}
                }
                Some(LETTERS) => while rest.next_if(|(_, c)| token(*c) == Some(LETTERS)).is_some() {},
                Some(_) => {}
            }
            return kind.map(|token| Character { token, start: start as u32 });
        }
    })
}

/// Whether a point or comma stands between digits.
fn joins(text: &str, at: usize, mark: char) -> bool {
    matches!(mark, '.' | ',') && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The token a character belongs to; none for a blank.
pub fn token(c: char) -> Option<Token> {
    Some(match c {
        '\u{4e00}'..='\u{9fff}' => Token::from(u32::from(c)),
        '0'..='9' | '０'..='９' => DIGITS,
        'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'À'..='ɏ' | 'Ͱ'..='ӿ' => LETTERS,
        '!' | '(' | ')' | ',' | ':' | ';' | '?' => Token::from(u32::from(c)) + 0xfee0,
        c if c.is_whitespace() || c.is_control() => return None,
        c if u32::from(c) <= 0xffff => Token::from(u32::from(c)),
        _ => OTHER,
    })
}

/// Whether a token is a Chinese character.
pub fn is_han(token: Token) -> bool {
    (0x4e00..=0x9fff).contains(&token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_letters_are_one_token_each() {
        let tokens: Vec<_> = characters("第1,234.5个 ABC，(好)𠀀").map(|c| (c.token, c.start)).collect();
        let han = |c: char| u64::from(u32::from(c));
        assert_eq!(
            tokens,
            [
                (han('第'), 0),
                (DIGITS, 3),
                (han('个'), 10),
                (LETTERS, 14),
                (han('，'), 17),
                (han('（'), 20),
                (han('好'), 21),
                (han('）'), 24),
                (OTHER, 25)
            ]
        );
    }
}
