//! A page that is one file and needs no network: data lies in it as JSON, its script draws what is asked for.

use serde::Serialize;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// What the scripts of all pages begin with.
const SCRIPT: &str = include_str!("page.js");

/// What a page is made of. All of it is markup or script of our own; texts of articles come in as data.
pub struct Page<'a> {
    pub title: &'a str,
    /// For a reader whose browser runs no scripts.
    pub without_script: &'a str,
    pub footer: &'a str,
    /// Draws the page.
    pub script: &'a str,
}

impl Page<'_> {
    /// What comes before the data, and what comes after.
    pub fn halves(&self) -> (String, String) {
        let (before, after) = PAGE.split_once("<!--data-->").unwrap_or((PAGE, ""));
        let fill = |half: &str| {
            half.replace("<!--title-->", self.title)
                .replace("<!--without-script-->", self.without_script)
                .replace("<!--footer-->", self.footer)
                .replace("/*style*/", STYLE)
                .replace("/*script*/", &[SCRIPT, self.script].concat())
        };
        (fill(before), fill(after))
    }
}

/// JSON that can stand in a script element: nothing in it ends the element or begins a comment.
pub fn embedded(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_string());
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_script() {
        let json = embedded(&"</script><!-- <img src=x onerror=alert(1)>");
        assert!(!json.contains('<'), "{json}");
        let back: String = serde_json::from_str(&json).unwrap();
        assert!(back.starts_with("</script>"));
    }

    #[test]
    fn everything_is_filled_in() {
        let page = Page { title: "题", without_script: "无", footer: "尾", script: "draw();" };
        let (before, after) = page.halves();
        let whole = before + &after;
        assert!(!whole.contains("<!--") && !whole.contains("/*s"), "{whole}");
        assert!(whole.contains("<title>题</title>") && whole.contains("draw();"));
    }
}
