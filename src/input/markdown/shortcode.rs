//! Tags of site generators: Hexo's `{% … %}`, Hugo's `{{< … >}}` and `{{% … %}}`. The tags themselves are never
//! prose; what stands between a pair of them is, unless the pair says that it is code.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

// The text between the brackets holds no braces, so a tag that is never closed costs no second look.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\{%[^{}]*%\}|\{\{<[^{}]*>\}\}|\{\{%[^{}]*%\}\}").expect("constant pattern")
});

/// Pairs with code between them.
const CODE: [&str; 8] = ["codeblock", "code", "highlight", "mermaid", "math", "katex", "gist", "jsfiddle"];

/// The stretches of a text that are tags, or code between tags; in order.
pub fn find(text: &str) -> Vec<Range<usize>> {
    if memchr::memchr(b'{', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let tags: Vec<(Range<usize>, &str)> =
        TAG.find_iter(text).map(|tag| (tag.range(), name(tag.as_str()))).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut unclosed: Vec<&str> = Vec::new();
    let mut next = 0;
    while let Some((range, name)) = tags.get(next) {
        let mut end = range.end;
        next += 1;
        if CODE.contains(name) && !unclosed.contains(name) {
            let closing = tags[next..].iter().position(|(_, other)| closes(other, name));
            match closing {
                Some(closing) => {
                    end = tags[next + closing].0.end;
                    next += closing + 1;
                }
                // None from here on either: no need to look again.
                None => unclosed.push(name),
            }
        }
        found.push(range.start..end);
    }
    found
}

/// The first word of a tag.
fn name(tag: &str) -> &str {
    let inside = tag.trim_matches(['{', '}', '%', '<', '>', '-', ' ', '\t', '\r', '\n']);
    inside.split_whitespace().next().unwrap_or_default()
}

fn closes(tag: &str, name: &str) -> bool {
    tag.strip_prefix("end").or_else(|| tag.strip_prefix('/')) == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn tags_and_code_between_them() {
        assert_eq!(found("甲{% codeblock a.html %}<b>{% x %}</b>\n{% endcodeblock %}乙"), [
            "{% codeblock a.html %}<b>{% x %}</b>\n{% endcodeblock %}"
        ]);
        assert_eq!(found("{% note %}提示{% endnote %}"), ["{% note %}", "{% endnote %}"]);
        assert_eq!(found("{{< highlight go >}}x{{< /highlight >}}{{% a %}}"), [
            "{{< highlight go >}}x{{< /highlight >}}",
            "{{% a %}}"
        ]);
        assert_eq!(found("{% code %}a{% code %}"), ["{% code %}", "{% code %}"]);
        assert_eq!(found("占{%，{{ x }}"), [""; 0]);
    }
}
