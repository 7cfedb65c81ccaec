//! The party organ named behind the government organ of the same level: 国务院、党中央.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::document::{Article, Block, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta, kept};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/organ-order",
        "党政机关并列次序不当",
        Severity::Warning,
        "党委和政府并列时党委在前；人大、政府、政协也有固定的次序。写反了会被当作表述错误。",
        "《党政机关公文处理工作条例》及公文写作惯例",
        include_str!("rule.md"),
    )
});

/// The organ that must come first, and the one that must come second.
const PAIRS: [(&str, &str); 16] = [
    ("党中央", "国务院"),
    ("中共中央", "国务院"),
    ("省委", "省政府"),
    ("市委", "市政府"),
    ("县委", "县政府"),
    ("区委", "区政府"),
    ("旗委", "旗政府"),
    ("州委", "州政府"),
    ("盟委", "盟行政公署"),
    ("镇党委", "镇政府"),
    ("乡党委", "乡政府"),
    ("自治区党委", "自治区政府"),
    ("省委", "省人民政府"),
    ("市委", "市人民政府"),
    ("县委", "县人民政府"),
    ("区委", "区人民政府"),
];
/// What may stand between the two.
const JOINTS: [&str; 4] = ["", "、", "和", "与"];

struct OrganOrder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OrganOrder)
}

impl Rule for OrganOrder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            if block.region.is_prose() {
                places.iter().for_each(|place| check(article, block, (place - block.text.start) as usize, context));
            }
        }
    }
}

/// The last character of the organ that stands first, what joins the two, and the other one.
static TRIGGERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let pairs = PAIRS.iter().flat_map(|pair| JOINTS.map(|joint| (pair, joint)));
    let words = pairs.map(|((first, second), joint)| [&second[second.len() - LAST..], joint, first].concat());
    kept(words.collect::<BTreeSet<String>>())
});

/// Bytes of a character.
const LAST: usize = "院".len();

/// Looks at the organs whose trigger word begins at `at`.
fn check(article: &Article, block: &Block, at: usize, context: &mut Context<'_>) {
    let text = article.block_text(block);
    for (first, second) in PAIRS.into_iter().filter(|(_, second)| text[..at + LAST].ends_with(second)) {
        let start = at + LAST - second.len();
        let Some(joint) = joint(text, start, first, second) else {
            continue;
        };
        let span = block.text.part(start..start + second.len() + joint.len() + first.len());
        if article.is_inside(span, Enclosure::Book) {
            continue;
        }
        let right = format!("{first}{joint}{second}");
        let finding = context.finding(span, format!("党委在前、政府在后，应为“{right}”"));
        context.report(finding.confidence(0.85).suggest(vec![right], Applicability::Unsafe));
    }
}

/// What joins the two organs in the wrong order, where they are a pair of their own: 县政府、县委, not one of a list,
/// nor 县政府县委办公室.
fn joint(text: &str, start: usize, first: &str, second: &str) -> Option<&'static str> {
    let (before, after) = (&text[..start], &text[start + second.len()..]);
    let joint =
        JOINTS.into_iter().find(|joint| after.strip_prefix(joint).is_some_and(|rest| rest.starts_with(first)))?;
    let rest = &after[joint.len() + first.len()..];
    let is_list = before.ends_with('、') || rest.starts_with('、');
    let goes_on = rest.chars().next().is_some_and(|c| "办组宣统政常书委副党大院门全中机纪直对共".contains(c));
    // Without a mark between them they may belong to two phrases.
    let is_loose = joint.is_empty() && second == "国务院";
    (!is_list && !goes_on && !is_loose).then_some(joint)
}
