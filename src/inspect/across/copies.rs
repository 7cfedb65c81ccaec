//! Texts that stand in several places: whose was first, who says where it is from, and which unit has one twice.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Remark;
use crate::alike::{self, Signature};
use crate::inspect::InspectError;
use crate::inspect::site::said;
use crate::inspect::store::Store;
use crate::inspect::traces::Traced;
use crate::rules::repost::is_own;
use crate::rules::{RuleMeta, archive};

/// Texts listed in a report, those of most units first.
const LISTED: usize = 200;
/// Units named for each of them.
const NAMED: usize = 10;
/// Articles of a group, the earliest, among which a named source or an earlier copy is looked for.
const LOOKED: usize = 16;
/// Characters of a title in a message.
const TITLE: usize = 40;

/// A text that stands in several places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    /// Of the first of them.
    pub title: String,
    pub articles: u64,
    /// How many units have it, and the first of them.
    pub units: u64,
    pub named: Vec<String>,
    /// Days of the first and of the last, where known.
    pub first: String,
    pub last: String,
    /// How many of them should have named a source.
    pub unsourced: u64,
}

/// The names under which a unit publishes.
pub(in crate::inspect) type Owner<'a> = dyn Fn(&str) -> Vec<String> + 'a;

/// One of the articles with a text.
struct Member {
    traced: Traced,
    signature: Signature,
    published: Option<Date>,
    /// Whether the source that it names is its own unit.
    is_own: bool,
}

/// The texts that stand in several places, and what is to be said of their articles.
pub(super) fn find(store: &mut Store, owner: &Owner<'_>) -> Result<(Vec<Copies>, Vec<Remark>), InspectError> {
    let (articles, signatures) = store.signatures()?;
    let (mut listed, mut remarks) = (Vec::new(), Vec::new());
    for group in alike::groups(&signatures) {
        let members =
            members(store, owner, group.iter().map(|place| (articles[*place as usize], signatures[*place as usize])))?;
        if members.len() < 2 {
            continue;
        }
        let before = remarks.len();
        judge(&members, owner, &mut remarks);
        let mut copies = Copies::of(&members);
        for member in members.iter().filter(|member| copies.units > 1 && member.names_other()) {
            store.mark_repost(member.traced.article)?;
        }
        for remark in &remarks[before..] {
            store.mark(remark.article, remark.rule)?;
            copies.unsourced += u64::from(remark.rule.id == archive::UNSOURCED_COPY.id);
        }
        listed.push(copies);
        if listed.len() > LISTED * 8 {
            most(&mut listed);
        }
    }
    most(&mut listed);
    Ok((listed, remarks))
}

fn most(listed: &mut Vec<Copies>) {
    listed.sort_by(|a, b| (b.units, b.articles, &a.title).cmp(&(a.units, a.articles, &b.title)));
    listed.truncate(LISTED);
}

/// The articles of a group, the earliest first, those without a date last. One that the archive has twice counts once.
fn members(
    store: &Store,
    owner: &Owner<'_>,
    group: impl Iterator<Item = (i64, Signature)>,
) -> Result<Vec<Member>, InspectError> {
    let mut members: Vec<Member> = Vec::new();
    let mut seen: HashSet<(String, String)> = HashSet::new();
    for (article, signature) in group {
        let traced = store.traced(article)?;
        if !seen.insert((traced.unit.clone(), traced.key.clone())) {
            continue;
        }
        let names = owner(&traced.unit);
        let is_own = traced.source.as_deref().is_some_and(|source| is_own(source, names.iter().map(String::as_str)));
        let published = traced.published.parse().ok();
        members.push(Member { traced, signature, published, is_own });
    }
    members.sort_by_key(|member| (member.published.is_none(), member.published, member.traced.article));
    Ok(members)
}

impl Copies {
    fn of(members: &[Member]) -> Self {
        let mut units: Vec<&str> = Vec::new();
        for member in members {
            if !units.contains(&member.traced.unit.as_str()) {
                units.push(&member.traced.unit);
            }
        }
        let day = |member: Option<&Member>| {
            member.and_then(|member| member.published).map(|date| date.to_string()).unwrap_or_default()
        };
        Self {
            title: members.first().map(|member| member.traced.title.clone()).unwrap_or_default(),
            articles: members.len() as u64,
            units: units.len() as u64,
            named: units.into_iter().take(NAMED).map(str::to_string).collect(),
            first: day(members.first()),
            last: day(members.iter().rfind(|member| member.published.is_some())),
            unsourced: 0,
        }
    }
}

/// What is to be said of articles with one text.
fn judge(members: &[Member], owner: &Owner<'_>, remarks: &mut Vec<Remark>) {
    let sourced: Vec<&Member> = members.iter().filter(|member| member.names_other()).take(LOOKED).collect();
    let earliest: Vec<&Member> = members.iter().filter(|member| member.published.is_some()).take(LOOKED).collect();
    let mut first_of_unit: HashMap<&str, &Member> = HashMap::new();
    for member in members {
        let unit = member.traced.unit.as_str();
        if let Some(fault) = unsourced(member, &sourced, &earliest, owner) {
            remarks.push(fault);
        }
        match first_of_unit.get(unit) {
            Some(first) => remarks.extend(repeated(member, first)),
            None => {
                first_of_unit.insert(unit, member);
            }
        }
    }
}

/// A text that another unit had before, or that another unit says where it is from.
fn unsourced(member: &Member, sourced: &[&Member], earliest: &[&Member], owner: &Owner<'_>) -> Option<Remark> {
    let is_silent = member.traced.source.is_none() && !member.traced.is_signed;
    if !is_silent && !member.is_own {
        return None;
    }
    let is_other =
        |other: &&&Member| other.traced.unit != member.traced.unit && other.signature.is_alike(&member.signature);
    let is_not_later = |other: &&&Member| match (other.published, member.published) {
        (Some(other), Some(own)) => other <= own,
        (other, _) => other.is_none(),
    };
    let names = owner(&member.traced.unit);
    let of_other = |other: &&&Member| {
        let source = other.traced.source.as_deref().unwrap_or_default();
        !is_own(source, names.iter().map(String::as_str))
    };
    if let Some(other) = sourced.iter().filter(is_other).filter(is_not_later).find(of_other) {
        let source = other.traced.source.as_deref().unwrap_or_default();
        let message = if is_silent {
            format!("与{}发布的文章相同，那里注明来源“{source}”，这里没有注明来源", other.by_whom())
        } else {
            format!("来源写的是本单位，而{}发布的同一篇文章注明来源“{source}”，请核对", other.by_whom())
        };
        return Some(member.remark(&archive::UNSOURCED_COPY, message, other));
    }
    let before = |other: &&&Member| other.published < member.published && !other.traced.is_repost;
    let other = earliest.iter().filter(|_| is_silent).filter(is_other).find(before)?;
    let message = format!("与{}发布的《{}》相同，没有注明来源", other.by_whom(), other.title());
    Some(member.remark(&archive::UNSOURCED_COPY, message, other))
}

/// The same text again in one unit, unless it only stands in two of its columns.
fn repeated(member: &Member, first: &Member) -> Option<Remark> {
    if !member.signature.is_verbatim(&first.signature) {
        return None;
    }
    let letters = |title: &str| title.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (own, other) = (letters(&member.traced.title), letters(&first.traced.title));
    let message = if !own.contains(&other) && !other.contains(&own) {
        format!("同一内容用两个标题发布，另一篇是{}《{}》", first.day(), first.title())
    } else if let (Some(day), Some(before)) = (member.published, first.published)
        && day != before
    {
        format!("同一内容重复发布，{}已经发布过", said(before))
    } else {
        return None;
    };
    Some(member.remark(&archive::REPEATED_TEXT, message, first))
}

impl Member {
    /// Whether it says that it is from elsewhere.
    fn names_other(&self) -> bool {
        self.traced.source.is_some() && !self.is_own
    }

    fn remark(&self, rule: &'static RuleMeta, message: String, other: &Self) -> Remark {
        let (text, other) = (self.traced.title.clone(), format!("{}#{}", other.traced.unit, other.traced.key));
        Remark { article: self.traced.article, rule, message, text, other }
    }

    /// `某县发布2024年5月1日`.
    fn by_whom(&self) -> String {
        format!("“{}”{}", self.traced.unit, self.day())
    }

    fn day(&self) -> String {
        self.published.map(said).unwrap_or_default()
    }

    fn title(&self) -> String {
        self.traced.title.chars().take(TITLE).collect()
    }
}
