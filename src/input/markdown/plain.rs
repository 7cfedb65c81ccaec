//! The events of a text, of which `pulldown-cmark` reads only what has markup: prose has little, and paragraphs without
//! any are told by their bytes far faster than by a parser that looks for everything.
//!
//! Lines between blank lines are a *stanza*. One whose lines all begin like prose and hold no character that CommonMark
//! gives a meaning is a paragraph wherever it stands, unless it stands in something that blank lines do not end: a
//! fence, or a piece of HTML. Nor may what is read apart define what another part refers to. A text that may have such
//! things is read as a whole.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::source::holds;

/// An event and its place; of a paragraph as a whole, the place of its text.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// Plain text between two pieces of markup that is worth calling the parser once more, in bytes.
const WORTH_A_CUT: usize = 512;

/// What a line takes of the text at least, on average, and what an event does.
const BYTES_A_LINE: usize = 128;
const BYTES_AN_EVENT: usize = 64;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// The events of a text, in order.
pub fn events(text: &str) -> Vec<Placed<'_>> {
    cut(text, WORTH_A_CUT)
}

fn cut(text: &str, worth: usize) -> Vec<Placed<'_>> {
    let mut events = Vec::with_capacity(text.len() / BYTES_AN_EVENT);
    let (lines, stanzas) = stanzas(text);
    if stanzas.iter().any(|stanza| !stanza.plain && reaches_out(&text.as_bytes()[stanza.range.clone()])) {
        parse(text, 0..text.len(), &mut events);
        return events;
    }
    // Up to where the events are done: what is not plain is read when it is known how far it goes.
    let mut done = 0;
    for run in stanzas.chunk_by(|one, next| one.plain == next.plain) {
        let Range { start, end } = run[0].range.start..run[run.len() - 1].range.end;
        if run[0].plain && (end - start >= worth || run.len() == stanzas.len()) {
            parse(text, done..start, &mut events);
            run.iter().for_each(|stanza| paragraph(text, &lines[stanza.lines.clone()], &mut events));
            done = end;
        }
    }
    parse(text, done..text.len(), &mut events);
    events
}

/// Reads a part of a text as if it stood alone.
fn parse<'a>(text: &'a str, part: Range<usize>, events: &mut Vec<Placed<'a>>) {
    if text[part.clone()].trim_ascii().is_empty() {
        return;
    }
    let parser = Parser::new_ext(&text[part.clone()], OPTIONS).into_offset_iter();
    events.extend(parser.map(|(event, range)| (event, part.start + range.start..part.start + range.end)));
}

/// The events of the lines of a plain stanza.
fn paragraph<'a>(text: &'a str, lines: &[Range<usize>], events: &mut Vec<Placed<'a>>) {
    let Some(first) = lines.first() else { return };
    let whole = first.start..lines[lines.len() - 1].end;
    let mut end = first.start;
    events.push((Event::Start(Tag::Paragraph), whole.clone()));
    for line in lines {
        if end < line.start {
            events.push((Event::SoftBreak, end..line.start));
        }
        end = line.end;
        events.push((Event::Text(text[line.clone()].into()), line.clone()));
    }
    events.push((Event::End(TagEnd::Paragraph), whole));
}

struct Stanza {
    /// Among the lines that are not blank.
    lines: Range<usize>,
    /// Up to the end of its last line, the line break not included.
    range: Range<usize>,
    plain: bool,
}

/// The lines that are not blank, without their ends (LF, CRLF; a CR alone is no plain text), and the stanzas of them.
fn stanzas(text: &str) -> (Vec<Range<usize>>, Vec<Stanza>) {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / BYTES_A_LINE);
    let mut stanzas: Vec<Stanza> = Vec::with_capacity(text.len() / BYTES_A_LINE);
    let (mut at, mut open) = (0, false);
    for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let line = &bytes[at..end];
        let line = if end < bytes.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        let range = at..at + line.len();
        at = end + 1;
        if line.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            open = false;
            continue;
        }
        let plain = is_plain(line);
        match stanzas.last_mut() {
            Some(stanza) if open => {
                stanza.plain &= plain;
                stanza.lines.end += 1;
                stanza.range.end = range.end;
            }
            _ => stanzas.push(Stanza { lines: lines.len()..lines.len() + 1, range: range.clone(), plain }),
        }
        lines.push(range);
        open = true;
    }
    (lines, stanzas)
}

/// Whether a line, which is not blank, can be nothing but text, to its last byte.
fn is_plain(line: &[u8]) -> bool {
    let begins = match line[0] {
        b'a'..=b'z' | b'A'..=b'Z' | b'(' | b'"' | 0x80.. => true,
        b'0'..=b'9' => !is_numbered(line),
        _ => false,
    };
    begins && line[line.len() - 1] > b' ' && !has_markup(line)
}

/// Whether a line begins like an item of a list.
fn is_numbered(line: &[u8]) -> bool {
    let number = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    matches!(line[number..], [b'.' | b')'] | [b'.' | b')', b' ' | b'\t', ..])
}

/// Whether one of the characters stands in a line that may mean something inside of paragraphs.
fn has_markup(line: &[u8]) -> bool {
    holds(line, |byte| {
        (byte < b' ')
            | (byte == b'!')
            | (byte == b'&')
            | (byte == b'*')
            | (byte == b'<')
            | (byte.wrapping_sub(b'[') <= b'`' - b'[') // [ \ ] ^ _ `
            | (byte.wrapping_sub(b'{') <= b'~' - b'{') // { | } ~
    })
}

/// Whether markup may go on behind the blank line after it, or mean something to other parts of the text: HTML, fences,
/// definitions of links and footnotes.
fn reaches_out(markup: &[u8]) -> bool {
    let is_sign = |at: usize| matches!(markup[at..], [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] | [b']', b':', ..]);
    memchr::memchr(b'<', markup).is_some() || memchr::memchr3_iter(b'`', b'~', b']', markup).any(is_sign)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Events with the places that count: not those of whole elements, whose ends the parser puts behind blank lines.
    fn placed(events: Vec<Placed<'_>>) -> Vec<String> {
        let show = |(event, range): Placed<'_>| match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough) => format!("{event:?} {range:?}"),
            Event::Start(_) | Event::End(_) => format!("{event:?}"),
            _ => format!("{event:?} {range:?}"),
        };
        events.into_iter().map(show).collect()
    }

    fn same(text: &str) -> Result<(), TestCaseError> {
        let mut whole = Vec::new();
        parse(text, 0..text.len(), &mut whole);
        let whole = placed(whole);
        prop_assert_eq!(&placed(events(text)), &whole, "{:?}", text);
        prop_assert_eq!(&placed(cut(text, 1)), &whole, "{:?}", text);
        Ok(())
    }

    proptest! {
        #[test]
        fn events_are_those_of_the_parser(pieces in prop::collection::vec(prop::sample::select(vec![
            "按耐不住", "　　一", "a", "1", "2.", "3)", ". ", ")", "(", "\"", "'", ":", "-", "- ", "+ ", "---", "===", "#", "# ", "> ",
            " ", "  ", "    ", "\t", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\u{b}", "\u{c}", "\0", "\u{feff}", "\u{a0}", "*", "**", "_", "~",
            "`", "|", "|-|", "!", "&amp;", "&", "\\", "[", "]", "^", "(b)", "[a]: b", "[^a]", "[^a]:", "```", "~~~", "<b>", "<!--", "$", "{", "}",
            "{#a}", "@", "%", "=", "．", "！", "http://a.b",
        ]), 0..40)) {
            same(&pieces.concat())?;
        }

        #[test]
        fn cut_texts_have_the_events_of_the_parser(stanzas in prop::collection::vec(prop::sample::select(vec![
            "PLAIN", "PLAIN", "PLAIN", "一\n二", "- 甲", "- 甲\n- 乙", "- 甲\n\n  乙", "1. 甲", "> 引\n用", "# 题", "题\n===", "题\n---", "    码", "  三",
            "|甲|乙|\n|-|-|\n|1|2|", "甲*乙*丙", "**甲", "乙**", "[a]", "[a](b)", "![甲](乙)", "～1~2~3", "甲  \n乙", "甲\\\n乙", "***", "`甲", "- [ ] 事",
            "[a]: b", "```\n甲", "<div>", "[^1]", "[^1]: 注", "    - 甲", "      乙", "-", "1.", "1.甲", "+\n",
        ]), 0..16), ends in prop::sample::select(vec!["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n"])) {
            let long = "各单位要认真落实。".repeat(20);
            same(&stanzas.join(ends).replace("PLAIN", &long))?;
        }
    }
}
