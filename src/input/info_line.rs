//! The line under a title that says when and where an article was published (发布时间：… 来源：…), on pages and in plain text.

use std::sync::LazyLock;

use regex::Regex;

use super::signature;
use crate::document::{Meta, Published};

/// A date with its label, or one that the line begins with and that stands apart.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"([0-9]{4}\s?[-/年.]\s?[0-9]{1,2}\s?[-/月.]\s?[0-9]{1,2}日?(?:\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)";
    let label = r"(?:^|[^\p{Han}])(?:发布|发稿|公开|更新|发表)?(?:时间|日期)\s*[:：]\s*";
    Regex::new(&format!(r"{label}{date}|^\s*{date}(?:\s|$)")).expect("constant pattern")
});

/// What the line under a title says: `发布时间：2023-02-01 10:19　来源：县应急管理局　责任编辑：张三`.
pub struct InfoLine {
    published: Option<Published>,
    /// Labels with what they name.
    named: Vec<(String, String)>,
}

impl InfoLine {
    /// `None`: it is no such line.
    pub fn read(line: &str) -> Option<Self> {
        if !line.contains([':', '：']) && !line.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let date = DATE.captures(line).and_then(|found| found.get(1).or(found.get(2)));
        let published = date.and_then(|date| Published::parse(date.as_str()));
        let named = signature::labelled(line);
        (published.is_some() || !named.is_empty()).then_some(Self { published, named })
    }

    /// Fills what is missing.
    pub fn apply(&self, meta: &mut Meta) {
        meta.published = meta.published.or(self.published);
        signature::apply(&self.named, meta);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn info_lines_fill_what_is_missing() {
        let mut meta = Meta::default();
        let line = "发布时间：2023-02-01 10:19 来源：县应急管理局 责任编辑：张三 浏览次数： 字号：[ 大 中 小 ]";
        InfoLine::read(line).unwrap().apply(&mut meta);
        assert_eq!(meta.published.unwrap().date, date(2023, 2, 1));
        assert_eq!(meta.published.unwrap().time.unwrap().minute(), 19);
        assert_eq!(meta.source.as_deref(), Some("县应急管理局"));
        assert_eq!(meta.reviews[0].by, "张三");
        assert!(InfoLine::read("2023-02-01 10:19 浏览").unwrap().published.is_some());
        assert!(InfoLine::read("2023年2月1日，召开会议：").is_none());
        assert!(InfoLine::read("成文日期：2020-01-01").is_none());
        assert!(InfoLine::read("当前位置：首页").is_none());
    }
}
