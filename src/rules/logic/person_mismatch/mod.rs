//! One person in two spellings or with two titles: 局长王海峰 and 局长王海锋, 副市长张伟 and 市长张伟. Of names only those
//! right beside a title count, with a word behind them that shows where they end.

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::privacy::is_surname;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/person-mismatch",
        "同一个人的姓名或职务前后不一",
        Severity::Warning,
        "同一篇稿件里同一个人写成两个名字，或者一处是正职、一处是副职，必有一处写错。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

const TITLES: [&str; 22] = [
    "书记", "省长", "市长", "县长", "区长", "镇长", "乡长", "局长", "厅长", "部长", "主任", "主席", "院长", "校长", "处长", "科长", "会长", "队长",
    "董事长", "总经理", "社长", "站长",
];
/// What stands behind a name.
const VERBS: [&str; 30] = [
    "同志", "出席", "主持", "参加", "强调", "指出", "要求", "表示", "介绍", "讲话", "致辞", "宣布", "率", "带领", "一行", "到", "赴", "深入", "作", "在", "为", "陪同",
    "对", "围绕", "就", "说", "调研", "汇报", "传达", "通报",
];
/// What tells that somebody's title has changed, or that there are several of a name.
const CHANGES: [&str; 14] = ["任命", "免去", "当选", "时任", "历任", "曾任", "原任", "原副", "升任", "接任", "提名人选", "拟任", "简历", "任前"];
/// Characters of what a title is of that tell one office from another.
const OFFICE: usize = 3;
/// Persons compared in an article: each with those before it.
const MOST: usize = 60;

struct PersonMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PersonMismatch)
}

impl Rule for PersonMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TITLES
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut persons: Vec<Person<'_>> = Vec::new();
        for place in context.places() {
            let Some(person) = Person::at(article, *place) else {
                continue;
            };
            if persons.len() >= MOST {
                return;
            }
            let fault = persons.iter().find_map(|other| Some((other, person.fault(other)?)));
            if let Some((other, what)) = fault.filter(|_| !CHANGES.iter().any(|word| article.text.contains(word))) {
                let message = format!("前文是“{}”，这里是“{}”，{what}不一致，请核对", article.slice(other.span), article.slice(person.span));
                context.report(context.finding(person.span, message).confidence(0.75));
            }
            persons.push(person);
        }
    }
}

/// A name beside its title.
struct Person<'a> {
    name: &'a str,
    title: &'static str,
    is_deputy: bool,
    /// What the title is of, as far as it is looked at: 水务局 of 市水务局局长.
    office: String,
    span: Span<Text>,
}

impl<'a> Person<'a> {
    /// The person whose title stands at a place.
    fn at(article: &'a Article, place: u32) -> Option<Self> {
        let block = article.block_at(place).filter(|block| matches!(block.region, Region::Body | Region::Summary | Region::Title))?;
        let at = Span::point(place);
        let (before, text) = (article.before(at), article.after(at));
        let title = TITLES.iter().copied().find(|title| text.starts_with(title))?;
        let is_deputy = before.ends_with('副');
        let lead = before.strip_suffix('副').unwrap_or(before);
        let end = place + offset(title.len());
        let start = place - offset(before.len() - lead.len());
        let rest = &text[title.len()..];
        let name = &rest[..name(rest).or_else(|| repeated(article, rest))?];
        let office: Vec<char> = lead.chars().rev().take(OFFICE).take_while(|c| is_han(*c)).collect();
        let span = Span::new(start, end + offset(name.len()));
        let quoted = span.end > block.text.end;
        (!quoted).then(|| Self { name, title, is_deputy, office: office.into_iter().rev().collect(), span })
    }

    /// What is not as it is with another one who must be the same.
    fn fault(&self, other: &Self) -> Option<&'static str> {
        let same_office = self.office == other.office || self.office.is_empty() || other.office.is_empty();
        if self.title != other.title || !same_office {
            return None;
        }
        if self.name == other.name {
            return (self.is_deputy != other.is_deputy && !self.office.ends_with('、')).then_some("职务");
        }
        let alike = !self.is_deputy && !other.is_deputy && differ_in_one(self.name, other.name);
        alike.then_some("姓名")
    }
}

/// Whether two names of three characters have one surname and differ in one other character.
fn differ_in_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len() == 3 && b.len() == 3 && a[0] == b[0] && a.iter().zip(&b).filter(|(a, b)| a != b).count() == 1
}

/// Bytes of the name of three characters that a text begins with, if it stands in the article twice.
fn repeated(article: &Article, text: &str) -> Option<usize> {
    text.chars().next().filter(|c| is_surname(*c))?;
    let length: usize = text.chars().take(3).take_while(|c| is_han(*c) && !"某的和与等在是".contains(*c)).map(char::len_utf8).sum();
    let twice = length == "王海峰".len() && memmem::find_iter(article.text.as_bytes(), &text.as_bytes()[..length]).take(2).count() > 1;
    twice.then_some(length)
}

/// Bytes of the name that a text begins with, if what follows shows that it ends there.
fn name(text: &str) -> Option<usize> {
    let surname = text.chars().next().filter(|c| is_surname(*c))?.len_utf8();
    let given = text[surname..].char_indices().take(2).take_while(|(_, c)| is_han(*c) && !"某的和与等在是".contains(*c));
    let mut ends: Vec<usize> = given.map(|(at, c)| surname + at + c.len_utf8()).collect();
    ends.reverse();
    let ended = |rest: &str| rest.is_empty() || rest.starts_with(['，', '、', '。', '；', '（', '(', ' ', '\n']) || VERBS.iter().any(|verb| rest.starts_with(verb));
    ends.into_iter().find(|end| ended(&text[*end..]))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
