//! The reading view: the content of a page laid out as plain text, lists and tables and all, by html2text. It has no
//! positions and nothing is linted on it.

use super::outline::Outline;
use super::tokens::{Tag, Token, Tokens};

/// Columns of the view.
const WIDTH: usize = 100;

/// Open elements inside each other beyond which a page is not laid out: the time that takes grows with their square.
const MAX_DEPTH: usize = 400;

/// A page as a reviewer reads it: title and content. `None` where it cannot be laid out.
pub fn reading_view(html: &str) -> Option<String> {
    let tokens = Tokens::read(html, 0);
    if depth(&tokens) > MAX_DEPTH {
        return None;
    }
    let outline = Outline::of(&tokens);
    let content = outline.content.map_or(html, |start| element(html, &tokens, start));
    let text = html2text::config::plain_no_decorate().string_from_read(content.as_bytes(), WIDTH).ok()?;
    let title = outline.meta.finish().title.filter(|title| !text.contains(title.as_str()));
    Some(match title {
        Some(title) => format!("{title}\n\n{}", text.trim_start_matches('\n')),
        None => text,
    })
}

/// The deepest nesting, elements without an end tag counted as open.
fn depth(tokens: &Tokens<'_>) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for token in &tokens.list {
        match token {
            Token::Start(tag) if !tag.element.is_void() => open += 1,
            Token::End(..) => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The source of the element whose start tag is the token `start`: up to its own end tag, or to the end.
fn element<'a>(html: &'a str, tokens: &Tokens<'_>, start: usize) -> &'a str {
    let Some(Token::Start(tag)) = tokens.list.get(start) else {
        return html;
    };
    let mut depth = 0usize;
    let mut end = html.len();
    for (at, token) in tokens.list.iter().enumerate().skip(start) {
        match token {
            Token::Start(other) if other.element == tag.element => depth += 1,
            Token::End(element, _) if *element == tag.element => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let next = tokens.list[at..].iter().find_map(|token| match token {
                Token::Text(span) | Token::Start(Tag { span, .. }) | Token::Comment(span) => Some(span.start as usize),
                Token::End(..) => None,
            });
            end = next.unwrap_or(html.len());
            break;
        }
    }
    html.get(tag.span.start as usize..end).unwrap_or(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_title_and_content_and_no_furniture() {
        let page = "<html><head><meta name=\"ArticleTitle\" content=\"通知\"></head><body><div>当前位置：首页</div>\
                    <div class=\"TRS_Editor\"><div><p>各单位要<b>认真</b>落实。</p></div><ul><li>一</li></ul></div><div>版权所有</div></body></html>";
        let view = reading_view(page).unwrap();
        assert!(view.starts_with("通知\n\n"), "{view}");
        assert!(view.contains("各单位要认真落实。") && view.contains("* 一"), "{view}");
        assert_eq!(reading_view(&"<div>".repeat(100_000)), None);
        assert!(!view.contains("当前位置") && !view.contains("版权"), "{view}");
    }
}
