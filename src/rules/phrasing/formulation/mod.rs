//! Fixed formulations and names with a slip: a wrong, lost, doubled or swapped character anywhere, another word where
//! the formulation admits none. The formulations are data (`templates.tsv`); wordings that merely resemble one are
//! told apart by the words that the text has there (`judge`), or stand in `allow.tsv`.

mod align;
mod anchors;
mod judge;
mod table;

use std::ops::Range;
use std::sync::LazyLock;

use self::align::Edit;
use self::judge::{Slip, doubled, slip};
use self::table::{Near, TABLE, Template};
use crate::dictionary::{Bundle, Pattern};
use crate::document::{Article, Block, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/formulation",
        "固定提法或名称有误",
        Severity::Error,
        "党和国家重要文献中的提法、机构和平台的名称有固定的写法，错一字、漏一字、多一字都属于表述错误。",
        "党和国家重要文献的固定表述",
        include_str!("rule.md"),
    )
});

struct Formulation;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Formulation)
}

impl Rule for Formulation {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TABLE.grams
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            if block.region.is_prose() {
                check(article, block, places, context);
            }
        }
    }
}

fn check(article: &Article, block: &Block, places: &[u32], context: &mut Context<'_>) {
    let text = article.block_text(block);
    let places = places.iter().map(|place| (place - block.text.start) as usize);
    let near = TABLE.find(text, places);
    if near.is_empty() {
        return;
    }
    let (exact, deviating): (Vec<Near>, Vec<Near>) = near.into_iter().partition(|near| near.edits.is_empty());
    let mut found: Vec<Found<'_>> = Vec::new();
    let right: Vec<Range<usize>> = exact.iter().map(|near| near.place.clone()).collect();
    for near in exact.iter().filter(|near| !TABLE.templates[near.template].is_allowed) {
        if let Some(extra) = doubled(text, &near.place) {
            let place = near.place.start.min(extra.start)..near.place.end.max(extra.end);
            let edits = vec![Edit { at: extra, wanted: 0..0 }];
            found.push((Near { place, edits, ..*near }, &TABLE.templates[near.template], Slip::Character));
        }
    }
    for mut near in deviating {
        let template = &TABLE.templates[near.template];
        if !is_right(&right, &near)
            && let Some(slip) = slip(template, &mut near, text)
            && context.is_in_force(template.since, None)
            && (slip == Slip::Character || template.is_whole)
        {
            found.push((near, template, slip));
        }
    }
    found.retain(|(near, ..)| !is_right(&right, near) && !is_known(text, near));
    for (near, template, slip) in best(found) {
        report(article, block, near.place, template, slip, context);
    }
}

/// Whether a formulation stands right where another one would be wrong. `right` is in order of where they start.
fn is_right(right: &[Range<usize>], near: &Near) -> bool {
    let last = right.partition_point(|place| place.start <= near.place.end);
    let around = right[..last].iter().rev().take_while(|place| near.place.start <= place.start + table::REACH);
    let covers = |place: &Range<usize>, at: &Range<usize>| match at.is_empty() {
        true => place.start < at.start && at.end < place.end,
        false => place.start <= at.start && at.end <= place.end,
    };
    around.into_iter().any(|place| near.edits.iter().any(|edit| covers(place, &edit.at)))
}

/// Whether a dictionary has that wrong wording: it reports the place, and knows more of it.
fn is_known(text: &str, near: &Near) -> bool {
    let mut is_known = false;
    Bundle::bundled().matcher.find(&text[near.place.clone()], |hit| {
        let place = near.place.start + hit.start..near.place.start + hit.end;
        let touches = near.edits.iter().any(|edit| place.start <= edit.at.start && edit.at.end <= place.end);
        is_known |= touches && matches!(hit.pattern, Pattern::Entry(..));
    });
    is_known
}

type Found<'t> = (Near, &'t Template, Slip);

/// Of places that overlap the one with the fewest edits, then that of the longest template.
fn best(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by_key(|(near, template, _)| {
        let edited: usize = near.edits.iter().map(|edit| edit.at.len().max(edit.wanted.len())).sum();
        (edited, std::cmp::Reverse(template.text.len()))
    });
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    found.retain(|(near, ..)| {
        let before = taken.range(..near.place.end).next_back();
        let is_free = before.is_none_or(|(_, end)| *end <= near.place.start);
        if is_free {
            taken.insert(near.place.start, near.place.end);
        }
        is_free
    });
    found
}

fn report(
    article: &Article,
    block: &Block,
    place: Range<usize>,
    template: &Template,
    slip: Slip,
    context: &mut Context<'_>,
) {
    let span = block.text.part(place);
    if article.is_inside(span, Enclosure::Book) {
        return;
    }
    let finding = context.finding(span, format!("“{}”应为“{}”", article.slice(span), template.text));
    let (severity, confidence) = match slip {
        Slip::Character => (Severity::Error, 0.95),
        Slip::Word => (Severity::Warning, 0.85),
    };
    let finding = finding.severity(severity).confidence(confidence).basis(template.basis);
    context.report(finding.suggest(vec![template.text.to_string()], Applicability::Unsafe));
}
