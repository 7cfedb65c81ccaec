//! The organ under a document is another kind of organ than the one its title begins with.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/signature-mismatch",
        "落款机关与标题机关不一致",
        Severity::Warning,
        "标题里的发文机关和落款署名应是同一个机关；办公室和政府、两个不同的局是不同的发文主体。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.5",
        include_str!("rule.md"),
    )
});

struct SignatureMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SignatureMismatch)
}

impl Rule for SignatureMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["局关于", "府关于", "室关于", "厅关于", "会关于", "委关于", "部关于", "院关于"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let name = title::block(article).map(|block| article.block_text(block));
        let Some(organ) = name.filter(|name| title::is_official(name)).and_then(title::organ) else {
            return;
        };
        let signed = article.blocks_in(Region::Signature);
        let organs: Vec<_> = signed.filter(|block| !article.block_text(block).contains(|c: char| c.is_ascii_digit() || c == '〇')).collect();
        // Several organs: a document passed on, or one of several organs.
        let [block] = organs[..] else {
            return;
        };
        let under: String = article.block_text(block).chars().filter(|c| !c.is_whitespace()).collect();
        if !is_same(organ, &under) {
            let message = format!("标题里的发文机关是“{organ}”，落款是“{under}”，请核对");
            context.report(context.finding(block.text, message).confidence(0.8));
        }
    }
}

/// Whether two names can mean one organ: one of them shortened, or ending alike.
fn is_same(one: &str, other: &str) -> bool {
    let class = |name: &str| {
        let name = name.trim_end_matches(['员', '会']);
        ["办公室", "办公厅", "政府", "局", "厅", "委", "部", "院", "组", "队", "中心"].into_iter().find(|end| name.ends_with(end))
    };
    let (short, long) = if one.chars().count() <= other.chars().count() { (one, other) } else { (other, one) };
    let own = |name: &str| -> Vec<char> { name.chars().filter(|c| !"人民员会市县区省镇乡局厅委部院和".contains(*c)).collect() };
    let (short_own, long_own) = (own(short), own(long));
    let shared = short_own.iter().filter(|c| long_own.contains(c)).count();
    let (Some(first), Some(second)) = (class(one), class(other)) else {
        return true;
    };
    // 发展改革局 for 发展和改革委员会 is another matter than 政府 for 政府办公室.
    let one_is_office = (first == "政府") != (second == "政府") || first.starts_with("办公") != second.starts_with("办公");
    !one_is_office && shared * 2 > short_own.len()
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn short_names_are_the_same_organ() {
        assert!(is_same("县政府办公室", "某县人民政府办公室"));
        assert!(is_same("某市发改委", "某市发展和改革委员会"));
        assert!(is_same("县教育局", "某县教育和体育局"));
        assert!(!is_same("某县人民政府办公室", "某县人民政府"));
        assert!(!is_same("某县教育局", "某县财政局"));
    }
}
