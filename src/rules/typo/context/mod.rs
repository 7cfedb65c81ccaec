//! Wrong characters and words that are words themselves, told by their context: the language model finds another
//! reading far likelier (`crate::language`). Characters that are missing are told the same way (`missing.rs`). What must
//! not be doubted whatever the model says is in `guard.rs`.

mod guard;
mod missing;

use std::sync::LazyLock;

use self::guard::Guard;
use self::missing::Missing;
use crate::config::Profile;
use crate::document::{Article, Block};
use crate::finding::{Applicability, Severity};
use crate::language::{self, Correction, Kind, Model, Scanner, Suspect, Token, characters::Character};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

/// Findings in an article at most; the rest is counted in a notice.
const MOST: usize = 50;
/// Characters of an article for one finding, below which the article is not in the language the model knows.
const CHARACTERS_PER_FINDING: usize = 40;
/// Findings that every article may have, however short.
const ALWAYS: usize = 5;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/context",
        "语境中的错别字",
        Severity::Warning,
        "写成了另一个读音或字形相近的字词，单看也是词，放在这句话里不通。",
        "《出版物汉字使用管理规定》；与法规、新闻语料的用法比较",
        include_str!("rule.md"),
    )
    .yielding()
});

struct ContextTypo;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ContextTypo)
}

impl Rule for ContextTypo {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let settings = &context.settings.context;
        let archive = settings.archive_model.as_deref().and_then(|bytes| Model::trusted(bytes).ok());
        let limits = Limits::of(settings.profile);
        let mut guard = Guard::new(article, context.settings);
        let mut scanner = Scanner::new(language::model(), language::knowledge()).with_archive(archive.as_ref());
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for block in article.prose() {
            let characters: Vec<Character> = language::characters::characters(article.block_text(block)).collect();
            for correction in scanner.corrections(&characters, limits.least) {
                let span = span(block, &characters, &correction.suspect);
                if correction.confidence >= guard.needed(span, &correction.suspect) {
                    found.push((span, correction));
                }
            }
            missing.extend(missing::find((article, block), &characters, &mut scanner, &mut guard, &found));
        }
        report(article, context, limits, found, missing);
    }
}

/// How sure a finding must be: from which confidence it is reported, and from which it is an error.
#[derive(Clone, Copy)]
struct Limits {
    least: f32,
    error: f32,
}

impl Limits {
    fn of(profile: Profile) -> Self {
        match profile {
            Profile::Official => Self { least: 0.65, error: 0.9 },
            Profile::News => Self { least: 0.7, error: 0.93 },
            Profile::NewMedia => Self { least: 0.75, error: 0.95 },
        }
    }
}

/// Where the characters of a suspect stand; each takes three bytes.
fn span(block: &Block, characters: &[Character], suspect: &Suspect) -> Span<Text> {
    let first = characters[suspect.at].start;
    let last = characters[suspect.at + suspect.meant.len() - 1].start;
    Span::new(block.text.start + first, block.text.start + last + 3)
}

fn report(
    article: &Article,
    context: &mut Context<'_>,
    limits: Limits,
    found: Vec<(Span<Text>, Correction)>,
    missing: Vec<Missing>,
) {
    let number = found.len() + missing.len();
    if number > ALWAYS && number * CHARACTERS_PER_FINDING > article.characters() {
        let message = "这篇文章的用语与法规、新闻差别很大，语境检查没有把握，未列出疑似错字，请人工校对";
        context.report(context.finding(article.heading(), message).severity(Severity::Info));
        return;
    }
    let left = found.len().saturating_sub(MOST) + missing.len().saturating_sub(MOST);
    for (span, correction) in found.into_iter().take(MOST) {
        let meant = text(&correction.suspect.meant);
        let message = format!("“{}”疑为“{meant}”", article.slice(span));
        let severity = if correction.confidence >= limits.error { Severity::Error } else { Severity::Warning };
        let mut finding = context.finding(span, message).severity(severity).confidence(correction.confidence);
        finding.why = why(&correction.suspect, &meant).into();
        context.report(finding.suggest(vec![meant], Applicability::Unsafe));
    }
    missing.into_iter().take(MOST).for_each(|missing| missing::report(article, context, missing));
    if left > 0 {
        let message = format!("语境检查在这篇文章里只列出前{MOST}处疑似错字，另有{left}处未列");
        context.report(context.finding(article.heading(), message).severity(Severity::Info));
    }
}

/// Gain from which it is told how much likelier the text is, as a logarithm to base 10.
const LEAST_TOLD: f32 = 0.5;

fn why(suspect: &Suspect, meant: &str) -> String {
    let how = match suspect.kind {
        Kind::SameTone | Kind::SameSound | Kind::SameSoundWord => "读音相同",
        Kind::NearSound => "读音相近",
        Kind::Shape | Kind::Part => "字形相近",
        Kind::Swapped => "两个字颠倒",
        Kind::Choice | Kind::ChoiceWord => "容易混用，要看上下文",
        Kind::FixedWord => "与固定词语只差一个字",
    };
    let phrase = text(&suspect.phrase);
    let known = if phrase.chars().count() > meant.chars().count() {
        format!("“{phrase}”是法规和新闻里的常见写法")
    } else {
        String::new()
    };
    // What a classifier calls for, or makes an idiom, need not be likelier in its place.
    let likelier = if suspect.gain < LEAST_TOLD { String::new() } else { format!("改后这一句常见{}", times(suspect.gain)) };
    let known = [known, likelier].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
    [how, &known].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；") + "。"
}

/// A power of ten in words.
fn times(gain: f32) -> &'static str {
    match gain {
        ..1.0 => "几倍",
        ..2.0 => "几十倍",
        ..3.0 => "几百倍",
        ..4.0 => "几千倍",
        _ => "上万倍",
    }
}

/// Characters as text.
fn text(tokens: &[Token]) -> String {
    tokens.iter().map(|token| char::from_u32(*token as u32).filter(|c| *c > ' ').unwrap_or('…')).collect()
}
