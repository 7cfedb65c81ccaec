//! What is said of an archive as a whole: its units, columns and accounts, and articles held against each other. `inspect`
//! judges them; here they have their names, reasons and pages, so that they are selected, listed and explained like the
//! rules that look at one article.

use std::sync::LazyLock;

use super::RuleMeta;
use crate::finding::Severity;

/// The indicators of inspections.
const INDICATORS: &str = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）";
const SOURCES: &str = "《政府网站发展指引》（国办发〔2017〕47号）：发布或转载信息时应注明来源";
const COMPARED: &str = "比对这次导出的全部文章得出，请人工核对";

/// Makes them and their list: what each is called in code, its id, title, severity, reason, basis and page.
macro_rules! archive {
    ($($name:ident: $id:literal, $title:literal, $severity:ident, $why:literal, $basis:expr, $page:literal;)*) => {
        $(pub static $name: LazyLock<RuleMeta> = LazyLock::new(|| {
            RuleMeta::new($id, $title, Severity::$severity, $why, $basis, include_str!($page))
        });)*

        /// All of them, ordered by id.
        pub fn metas() -> Vec<&'static RuleMeta> {
            vec![$(&*$name),*]
        }
    };
}

archive! {
    UNSOURCED_COPY: "repost/unsourced-copy", "相同的文章没有注明来源", Warning,
        "别的单位先发布过同样的文章，或者注明了来源，这里没有注明，转载就没有出处可查。", SOURCES, "unsourced-copy.md";
    CLOSED_PUBLISHING: "site/closed-publishing", "关停后仍发布", Warning,
        "已经关停的网站、账号又有新内容，可能没有真的关停，也可能被人冒用。", INDICATORS, "closed-publishing.md";
    DOCUMENT_NUMBER: "site/document-number", "同一文件的文号或标题前后不一", Warning,
        "几篇文章引用同一份文件，文号或标题却不同，必有一处抄错。", COMPARED, "document-number.md";
    EMPTY_COLUMN: "site/empty-column", "空白栏目", Warning,
        "名录里有的栏目一篇文章也没有。", INDICATORS, "empty-column.md";
    NO_ARTICLES: "site/no-articles", "没有文章", Warning,
        "名录里有这个单位，这次的导出里却没有它的文章：可能没有更新，也可能漏了导出。", INDICATORS, "no-articles.md";
    REPEATED_TEXT: "site/repeated-text", "同一内容重复发布", Warning,
        "同一内容在一个单位发布两次，标题或日期不同，读者不知道以哪篇为准。", COMPARED, "repeated-text.md";
    STALE_COLUMN: "site/stale-column", "栏目不更新", Warning,
        "栏目超过规定的时间没有更新。", INDICATORS, "stale-column.md";
    STALE_UNIT: "site/stale-unit", "长期不更新", Veto,
        "网站或账号超过规定的时间没有更新，检查时单项否决。", INDICATORS, "stale-unit.md";
    UNDATED: "site/undated", "没有发布日期", Warning,
        "没有发布日期的文章，检查时视为没有更新。", INDICATORS, "undated.md";
    UNREGISTERED: "site/unregistered", "不在名录中", Warning,
        "发布了文章的单位或账号不在名录里，可能是没有备案的账号。", INDICATORS, "unregistered.md";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FAMILIES, family};

    #[test]
    fn each_has_its_family_and_a_whole_page() {
        assert!(metas().windows(2).all(|pair| pair[0].id < pair[1].id));
        for meta in metas() {
            assert!(FAMILIES.iter().any(|(id, _)| *id == family(&meta.id)), "{}", meta.id);
            assert!(["## 报出", "## 不报"].iter().all(|section| meta.page.contains(section)), "{}", meta.id);
        }
    }
}
