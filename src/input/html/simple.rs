//! Tags written as nearly all are: lower case, one blank before each attribute, every value in double quotes. They are
//! read here many times faster than by a tokenizer that is ready for everything; any other tag is left to it.

use std::ops::Range;

/// A tag.
pub(super) struct Simple<'s> {
    pub name: &'s [u8],
    pub is_end: bool,
    pub self_closing: bool,
    /// In bytes.
    pub length: usize,
}

/// The tag at the start of `source` (which begins with `<`). `attribute` is given the name of each attribute and the
/// place of its value, even where a tag that began simply does not end so: then the answer is `None`.
pub(super) fn read<'s>(source: &'s [u8], mut attribute: impl FnMut(&'s [u8], Range<usize>)) -> Option<Simple<'s>> {
    let is_end = source.get(1) == Some(&b'/');
    let start = if is_end { 2 } else { 1 };
    let mut at = word(source, start);
    let name = &source[start..at];
    if !name.first()?.is_ascii_lowercase() {
        return None;
    }
    loop {
        let (self_closing, closing) = match source[at..] {
            [b'>', ..] => (false, 1),
            _ if is_end => return None,
            [b'/', b'>', ..] => (true, 2),
            [b' ', b'/', b'>', ..] => (true, 3),
            [b' ', ..] => {
                let end = word(source, at + 1);
                let value = end + 2;
                if end == at + 1 || source[end..].get(..2) != Some(b"=\"") {
                    return None;
                }
                let length = memchr::memchr(b'"', &source[value..])?;
                attribute(&source[at + 1..end], value..value + length);
                at = value + length + 1;
                continue;
            }
            _ => return None,
        };
        return Some(Simple { name, is_end, self_closing, length: at + closing });
    }
}

/// Where the word ends that begins at a place.
fn word(source: &[u8], start: usize) -> usize {
    let rest = source.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b':')).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::input::html::tokens::{Key, Tag, Token, Tokens};

    proptest! {
        /// With its name in capitals no tag is simply written.
        #[test]
        fn simple_tags_are_read_as_html5gum_reads_them(pieces in prop::collection::vec(prop::sample::select(vec![
            "<p", "<p", "</p", "<br", "<a", "<b:c-1", ">", ">", ">", "/>", " />", " ", "\n", "/", "=", "\"", "'", " class=\"一\"", " id=\"\"",
            " style=\"color:red\"", " style=\"left:0\"", " data-x:y=\"<>\"", " hidden", " title=x", " alt=\"&amp;", "\0", "一", "\r\n",
        ]), 0..24)) {
            let simple = pieces.concat();
            let capitals = ["p", "br", "a", "b"].iter().fold(simple.clone(), |html, name| {
                let shout = name.to_ascii_uppercase();
                html.replace(&format!("<{name}"), &format!("<{shout}")).replace(&format!("</{name}"), &format!("</{shout}"))
            });
            let (one, other) = (Tokens::read(&simple, 7), Tokens::read(&capitals, 7));
            let attributes = |tokens: &Tokens<'_>| -> Vec<_> {
                let tags = tokens.list.iter().filter_map(|token| if let Token::Start(tag) = token { Some(*tag) } else { None });
                let place = |tag: Tag| [Key::Class, Key::Id, Key::Style, Key::Hidden, Key::Title, Key::Alt].map(|key| tokens.attribute(&tag, key));
                tags.map(|tag| (tag.element, tag.span, tag.kept, tag.opens(), place(tag), format!("{:?}", tokens.style(&tag)))).collect()
            };
            prop_assert_eq!(attributes(&one), attributes(&other), "{:?}", simple);
            let shape = |tokens: &Tokens<'_>| -> Vec<String> {
                tokens.list.iter().map(|token| if let Token::Start(_) = token { String::new() } else { format!("{token:?}") }).collect()
            };
            prop_assert_eq!(shape(&one), shape(&other), "{:?}", simple);
        }
    }
}
