//! Code that the reader sees: template variables that were not filled in, tags and scripts shown as text, what Word
//! leaves when a page is pasted.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/template-code",
        "程序代码外露",
        Severity::Error,
        "页面上露出了模板变量或网页代码，读者看到的不是内容，应修正模板或清除代码。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

static CODE: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"\{\{[^{}\n]*\}\}",
        r"\$\{[^{}\n]*\}",
        r"\{%[^{}\n]*%\}",
        r"<%[^\n]*?%>",
        r"\{\$[A-Za-z_][^{}\n]*\}",
        r"\{/?(?:dede|cms|eyou|pc|if|foreach|volist|else|loop)[: }][^{}\n]*\}?",
        r"\[!--[a-z.]{2,40}--\]",
        r"\[/?(?:img|url|b|size|color|font|align|quote|table|td|tr)(?:=[^\]\n]*)?\]",
        r"\[object Object\]",
        r"</?(?:p|div|span|br|b|strong|em|i|u|a|img|font|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|script|style|iframe|center|o:p|section|html|body|head|meta|link|input|form|video|embed)(?:\s[^<>\n]*)?/?>",
        r"<(?:script|style|iframe|div|span|p|img|a|font|table|td) [a-zA-Z-]+=[^<>\n]*$",
        r"<!--[^\n]*?-->",
        r"<\?(?:xml|php)[^\n]*",
        r"\bvar [A-Za-z_]\w{0,30} ?= ?[^\n]*",
        r"(?:document\.(?:write|getElementById)|window\.location|console\.log|\$\(document\))[ (.=][^\n]*",
        r"function ?\w*\([\w, ]*\) ?\{",
        r"(?:font-family|font-size|line-height|text-indent|mso-[a-z-]{3,40}|text-align|background-color) ?: ?[^;\n{}]{1,60};",
        r"Normal ?0 ?(?:[0-9.]+ ?磅 ?)?(?:0 ?)?(?:[0-9] ?)?false ?false ?false",
        r"MicrosoftInternetExplorer4",
        r"(?:^|[\s}])[.#@]?[A-Za-z][\w .#-]{0,30}\{ ?[a-z-]{3,20} ?: ?[^{}\n]{1,80}\}?",
        r"[一-龥：:](?:undefined|NaN)(?:[一-龥。，；]|$)",
        r"(?:^|[：:])(?:undefined|null|NaN)(?:次|条|人次)?$|共(?:undefined|null|NaN)(?:条|页|次|人)|Invalid Date",
    ];
    Regex::new(&patterns.join("|")).expect("constant patterns")
});

/// The article is about such code.
const ABOUT: [&str; 8] = ["代码", "编程", "标签", "脚本", "HTML", "html", "语法", "变量"];

struct TemplateCode;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TemplateCode)
}

impl Rule for TemplateCode {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "{{", "${", "{%", "<%", "{$", "{dede", "{/dede", "{cms", "{eyou", "{pc", "{if", "{foreach", "{volist", "{else", "{loop", "{/", "[!--", "[img", "[/",
            "[url", "[size", "[color", "[font", "[align", "[b]", "[quote", "[table", "[td", "[tr", "[object", "</", "<p", "<d", "<s", "<b", "<e", "<i", "<u", "<a",
            "<f", "<t", "<o", "<l", "<h", "<c", "<m", "<v", "<P", "<D", "<S", "<!--", "<?", "document.", "window.", "console.", "$(", "function",
            "font-", "line-height", "text-indent", "mso-", "text-align", "background-color", "{color", "{ color", "{margin", "{ margin", "{padding", "{ padding", "{width", "{ width", "{height", "{ height", "{display", "{ display", "{font", "{float", "{border", "{ border", "Normal", "Microsoft", "undefined", "null", "NaN", "Invalid Date", "var ",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if article.title().is_some_and(|title| ABOUT.iter().any(|word| title.contains(word))) {
            return;
        }
        for block in article.blocks.iter().filter(|block| !matches!(block.region, Region::Hidden | Region::Attribute)) {
            let text = article.block_text(block);
            // A block full of code is one fault.
            let Some(found) = CODE.find(text) else { continue };
            let span = block.text.part(found.range());
            let sentence = article.slice(article.sentence(span));
            if !ABOUT.iter().any(|word| sentence.contains(word)) {
                let message = format!("页面上露出了程序代码“{}”，应清除", shortened(found.as_str()));
                context.report(context.finding(span, message).confidence(0.93));
            }
        }
    }
}

/// Code may be long; its beginning is enough to find it.
fn shortened(code: &str) -> String {
    const LIMIT: usize = 30;
    if code.chars().count() <= LIMIT { code.to_string() } else { code.chars().take(LIMIT).chain("……".chars()).collect() }
}
