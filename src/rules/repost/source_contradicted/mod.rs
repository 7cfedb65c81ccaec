//! A text that is put out as the unit's own though it shows somebody else's: the dateline of an agency, another source
//! named in it, the signature of an organ far above.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Given, Region};
use crate::finding::Severity;
use crate::rules::repost::{Standing, standing};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/source-contradicted",
        "来源写本单位，稿件却是别处的",
        Severity::Warning,
        "把转载的稿件标成自己的，来源就是假的；出了差错追不到源头，还可能侵权。",
        "《政府网站发展指引》（国办发〔2017〕47号）：发布或转载信息时应注明来源；《互联网新闻信息服务管理规定》第十五条",
        include_str!("rule.md"),
    )
});

/// Organs of the state that no local site is.
static NATIONAL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:中共中央|中央|国务院|全国人大|最高人民|中华人民共和国|国家[\p{Han}]{2,12}(?:局|委|办公室)|(?:外交|教育|财政|民政|司法|商务|交通运输|农业农村|生态环境|自然资源|水利|文化和旅游|应急管理|科学技术|科技|公安|工业和信息化|人力资源社会保障|人力资源和社会保障|住房城乡建设|住房和城乡建设|退役军人事务)部)";
    Regex::new(pattern).expect("constant pattern")
});

struct SourceContradicted;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SourceContradicted)
}

impl Rule for SourceContradicted {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let stated = match (article.meta.source.as_deref(), article.meta.original) {
            (Some(source), _) if standing(source, article, &context.settings.repost, context.as_of()) == Standing::Own => format!("来源写的是“{source}”"),
            (None, Some(true)) => "平台标明原创".to_string(),
            _ => return,
        };
        let Some((given, shows)) = foreign(article, context) else {
            return;
        };
        let severity = if shows == "署名" { Severity::Info } else { Severity::Warning };
        let message = format!("{stated}，{shows}却是“{}”，请核对来源", given.name);
        context.report(context.finding(given.span, message).severity(severity).confidence(0.85));
    }
}

/// The name of somebody else that the text shows, and by what.
fn foreign(article: &Article, context: &Context<'_>) -> Option<(Given, &'static str)> {
    let origin = article.origin();
    let other = |given: &&Given| matches!(standing(&given.name, article, &context.settings.repost, context.as_of()), Standing::Listed | Standing::Outside);
    if let Some(dateline) = origin.dateline.as_ref().filter(other) {
        return Some((dateline.clone(), "正文电头"));
    }
    if let Some(named) = origin.named.as_ref().filter(other) {
        return Some((named.clone(), "正文注明的来源"));
    }
    medium(article, context).map(|given| (given, "正文开头")).or_else(|| signature(article, context).map(|given| (given, "署名")))
}

/// How a paper or a station begins its report; an organ has no paper.
const MEDIA: [&str; 6] = ["本报讯", "本报记者", "本报评论员", "本台消息", "本台讯", "本刊记者"];
/// Paragraphs in which a report may begin so.
const BEGINNING: usize = 3;
/// Bytes of a line that only says who wrote it, at most.
const SIGNED: u32 = 60;

/// The beginning of a report in the name of a medium that the unit is not.
fn medium(article: &Article, context: &Context<'_>) -> Option<Given> {
    let is_medium = |name: &str| name.contains(['报', '台', '媒', '刊']) || name.contains("新闻") || name.contains("宣传");
    let (unit, source) = (article.meta.unit.as_deref(), article.meta.source.as_deref());
    let own = context.settings.repost.own.iter().map(String::as_str).filter(|_| source.is_none());
    if own.chain(unit).chain(source).any(is_medium) {
        return None;
    }
    let begins = |block: &Block| {
        let text = article.block_text(block).trim_start_matches(['（', '(', '【']);
        let word = MEDIA.iter().find(|word| text.starts_with(**word))?;
        let start = block.text.len() as usize - text.len();
        Some(Given { name: (*word).to_string(), span: block.text.part(start..start + word.len()) })
    };
    // （本报记者　某某） in a line of its own at the end.
    let signs = |block: &Block| Some(block).filter(|block| block.text.len() <= SIGNED).and_then(begins);
    let last = article.blocks.iter().rev().filter(|block| matches!(block.region, Region::Body | Region::Signature));
    article.blocks_in(Region::Body).take(BEGINNING).find_map(begins).or_else(|| last.take(BEGINNING).find_map(signs))
}

/// A national organ that signs the text.
fn signature(article: &Article, context: &Context<'_>) -> Option<Given> {
    let own = |span: Span<Text>| standing(article.slice(span), article, &context.settings.repost, context.as_of()) == Standing::Own;
    let block = article.blocks_in(Region::Signature).find(|block| NATIONAL.is_match(article.block_text(block)) && !own(block.text))?;
    Some(Given { name: article.block_text(block).to_string(), span: block.text })
}
