//! Office holders beside their titles: a name with a slip, and a title that the person did not hold when the article
//! was published. National ones are public facts (`holders.tsv`), local ones come from the configuration. Of people
//! who are in neither table nothing is said.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::config::Settings;
use crate::dictionary::WordSet;
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::segment::segmenter;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/office-holder",
        "领导人姓名或职务有误",
        Severity::Error,
        "领导人的姓名写错一个字、职务写错，是严重的表述错误。",
        "全国人民代表大会、中国人民政治协商会议及中央有关会议公布的选举和任命结果",
        include_str!("rule.md"),
    )
});

/// What shows that the sentence speaks of another time.
const PAST: [&str; 16] = [
    "时任",
    "原",
    "前任",
    "曾",
    "历任",
    "卸任",
    "任职期间",
    "当时",
    "当年",
    "同年",
    "回顾",
    "去世",
    "逝世",
    "离任",
    "不再",
    "免去",
];
/// What stands before a title that is another one's: 副总理, 前总理, 越共中央总书记.
const BEFORE: &str = "副前原越老古朝非各该国和";
/// Days after a change during which the earlier title may still be written.
const GRACE: i32 = 30;

/// Up to when the table of national holders is complete.
const EDITION: Date = jiff::civil::date(2025, 6, 30);

struct Term {
    name: String,
    /// The first character of the name.
    initial: Option<char>,
    titles: Vec<String>,
    since: Option<Date>,
    until: Option<Date>,
}

impl Term {
    fn new(name: &str, titles: &str, since: &str, until: &str) -> Self {
        let titles = titles.split('|').map(ToString::to_string).collect();
        Self { name: name.to_string(), initial: name.chars().next(), titles, since: since.parse().ok(), until: until.parse().ok() }
    }

    fn holds(&self, day: Date) -> bool {
        let end = self.until.and_then(|until| until.checked_add(jiff::Span::new().days(GRACE)).ok());
        self.since.is_none_or(|since| since <= day) && end.is_none_or(|end| day <= end)
    }
}

/// Terms with the search for their titles.
struct Table {
    terms: Vec<Term>,
    titles: Vec<String>,
    /// The terms of each title.
    holders: Vec<Vec<usize>>,
    search: WordSet,
}

impl Table {
    fn new(terms: Vec<Term>) -> Self {
        let mut titles: Vec<String> = terms.iter().flat_map(|term| term.titles.iter().cloned()).collect();
        titles.sort_unstable();
        titles.dedup();
        let search = WordSet::new(titles.iter().map(String::as_str));
        let of = |title: &String| (0..terms.len()).filter(|term| terms[*term].titles.contains(title)).collect();
        let holders = titles.iter().map(of).collect();
        Self { terms, titles, holders, search }
    }

    /// The terms of a title.
    fn of(&self, title: usize) -> impl Iterator<Item = &Term> {
        self.holders[title].iter().map(|term| &self.terms[*term])
    }
}

static NATIONAL: LazyLock<Table> = LazyLock::new(|| {
    let lines = include_str!("holders.tsv").lines().skip(1);
    let terms = lines.filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
        [name, titles, since, until] => Some(Term::new(name, titles, since, until)),
        _ => None,
    });
    Table::new(terms.collect())
});

struct OfficeHolder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OfficeHolder)
}

impl Rule for OfficeHolder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TITLES
    }

    /// The titles of the unit's own officials are not among the trigger words.
    fn is_always_called(&self, settings: &Settings) -> bool {
        !settings.officials.is_empty()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for stretch in context.near(article, 0, LONGEST) {
            check(article, stretch, &NATIONAL, context);
        }
        let officials = context.settings.officials.iter();
        let local: Vec<Term> = officials.map(|one| Term::new(&one.name, &one.title, &one.since, &one.until)).collect();
        if !local.is_empty() {
            let local = Table::new(local);
            article.blocks.iter().for_each(|block| check(article, block.text, &local, context));
        }
    }
}

/// Bytes that no title of the table is longer than.
const LONGEST: u32 = 60;

static TITLES: LazyLock<Vec<&str>> = LazyLock::new(|| NATIONAL.titles.iter().map(String::as_str).collect());

/// Looks at the titles of a table in a stretch of a block.
fn check(article: &Article, stretch: Span<Text>, table: &Table, context: &mut Context<'_>) {
    let found = table.search.find(article.slice(stretch));
    let Some(block) = article.block_at(stretch.start).filter(|block| !found.is_empty() && block.region.is_prose()) else {
        return;
    };
    let text = article.block_text(block);
    let from = (stretch.start - block.text.start) as usize;
    for (start, end, number) in found {
        let (start, end, title) = (from + start, from + end, &table.titles[number]);
        let (before, after) = (&text[..start], &text[end..]);
        if before.ends_with(|c: char| BEFORE.contains(c)) && !title.starts_with(['国', '中', '全', '最']) {
            continue;
        }
        let next = after.chars().next();
        let known = table.terms.iter().filter(|term| term.initial == next && after.starts_with(&term.name));
        if let Some(term) = known.max_by_key(|term| term.name.len()) {
            let span = block.text.part(start..end + term.name.len());
            let rest = &after[term.name.len()..];
            let last = term.name.chars().next_back().unwrap_or_default();
            if rest.starts_with(last)
                && segmenter().boundaries(text, span_end(end, term), span_end(end, term) + last.len_utf8()).1
            {
                let span = block.text.part(end..span_end(end, term) + last.len_utf8());
                slip(article, title, &term.name, span, context);
            } else if !is_longer_name(&term.name, rest) && !article.shown(span).contains(char::is_whitespace) {
                judge_title(article, table, number, &term.name, span, context);
            }
        } else if let Some((length, name)) = misspelt(table, number, after) {
            slip(article, title, name, block.text.part(end..end + length), context);
        }
    }
}

fn span_end(start: usize, term: &Term) -> usize {
    start + term.name.len()
}

fn slip(article: &Article, title: &str, name: &str, span: Span<Text>, context: &mut Context<'_>) {
    if article.is_inside(span, Enclosure::Book) || article.shown(span).contains(char::is_whitespace) {
        return;
    }
    let message = format!("{title}的姓名应为“{name}”，不是“{}”", article.slice(span));
    let finding = context.finding(span, message).confidence(0.9);
    context.report(finding.suggest(vec![name.to_string()], Applicability::Unsafe));
}

/// Whether a name of two characters may be the beginning of one of three: 李强 in 李强民.
fn is_longer_name(name: &str, rest: &str) -> bool {
    let usual = "同主出会在今近昨指对表说向到率会签发致作访考调讲强回宣代和于的等就与将当介视为、，。；：）”";
    name.chars().count() == 2 && rest.starts_with(|c: char| is_han(c) && !usual.contains(c))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Reports a title that the person held, but not when the article was published, or never.
fn judge_title(article: &Article, table: &Table, title: usize, name: &str, span: Span<Text>, context: &mut Context<'_>) {
    let Some(published) = context.published else {
        return;
    };
    let mut holders = table.of(title);
    let first = table.of(title).filter_map(|term| term.since).min();
    let is_known = first.is_some_and(|first| first <= published);
    // Who never held it in the table may have come to hold it since.
    let was_holder = table.of(title).any(|term| term.name == name);
    if !is_known || !was_holder && published > EDITION || holders.any(|term| term.name == name && term.holds(published))
    {
        return;
    }
    let current: Vec<&str> =
        table.of(title).filter(|term| term.holds(published)).map(|term| term.name.as_str()).collect();
    let sentence = article.sentence(span);
    let is_past =
        PAST.iter().any(|word| article.slice(sentence).contains(word)) || has_past_date(article, sentence, published);
    if current.is_empty()
        || is_past
        || article.is_inside(span, Enclosure::Book)
        || article.is_inside(span, Enclosure::Quote)
    {
        return;
    }
    let message = format!("{published}时的{}是{}，不是{name}，请核实职务", table.titles[title], current.join("、"));
    // A former holder may be spoken of without a word that says so; the unit's own table is meant to be followed.
    let is_local = !std::ptr::eq(table, &*NATIONAL);
    let severity = if is_local || !was_holder { Severity::Warning } else { Severity::Info };
    context.report(context.finding(span, message).severity(severity).confidence(0.8));
}

/// Whether a date well before the publication stands in the sentence.
fn has_past_date(article: &Article, sentence: Span<Text>, published: Date) -> bool {
    let dates = article.dates();
    let from = dates.partition_point(|date| date.span.start < sentence.start);
    let inside = dates[from..].iter().take_while(|date| date.span.end <= sentence.end);
    inside.filter_map(|date| date.first_day()).any(|day| day.year() < published.year())
}

/// The name of a holder that stands behind its title with a slip: one of three characters replaced, the two behind the
/// family name swapped, a character doubled. The length of what stands there, and the name.
fn misspelt<'t>(table: &'t Table, title: usize, after: &str) -> Option<(usize, &'t str)> {
    let head: Vec<char> = after.chars().take(NAME).take_while(|c| is_han(*c)).collect();
    table.of(title).find_map(|term| {
        let name: Vec<char> = term.name.chars().collect();
        let doubled = head.get(..=name.len()).filter(|part| {
            let mut chars = part.to_vec();
            chars.dedup();
            chars == name
        });
        let part = doubled.or_else(|| head.get(..name.len()).filter(|part| is_slip(part, &name)))?;
        Some((part.iter().map(|c| c.len_utf8()).sum(), term.name.as_str()))
    })
}

/// Characters of a name at most, and one that is doubled.
const NAME: usize = 24;

fn is_slip(part: &[char], name: &[char]) -> bool {
    if part.len() != 3 || name.len() != 3 {
        return false;
    }
    let same = part.iter().zip(name).filter(|(a, b)| a == b).count();
    same == 2 || part[0] == name[0] && part[1] == name[2] && part[2] == name[1]
}
