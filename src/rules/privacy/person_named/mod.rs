//! Persons named in full whom the law shields: minors in distress, victims, patients with certain illnesses, drug
//! users. A name counts only where sex, age or a word of address follows, so that no common word is taken for one.

use std::sync::LazyLock;

use super::persons;
use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/person-named",
        "点了不宜公开姓名的人",
        Severity::Warning,
        "困境儿童、受害人、某些疾病的患者和戒毒人员等不宜公开真实姓名，可写作“张某”，以免造成二次伤害。",
        "《中华人民共和国未成年人保护法》；新华社《新闻报道中的禁用词和慎用词》（2016年7月修订）",
        include_str!("rule.md"),
    )
});

/// Who is shielded, and who is with one of these illnesses.
const SHIELDED: [&str; 52] = [
    "留守儿童", "困境儿童", "流浪儿童", "弃婴", "孤儿", "无人抚养儿童", "被拐儿童", "被拐妇女", "受害人",
    "受害者", "受害女童", "受害儿童", "受害少女", "被害女童", "被害儿童", "被害少女", "涉罪未成年人",
    "未成年被告人", "未成年犯罪嫌疑人", "未成年嫌疑人", "犯罪嫌疑人家属", "犯罪嫌疑人亲属", "自闭症儿童",
    "自闭症患儿", "自闭症患者", "脑瘫儿童", "脑瘫患儿", "脑瘫患者", "艾滋病病毒感染者", "HIV感染者",
    "吸毒人员", "吸毒者", "戒毒人员", "社区矫正对象", "刑满释放人员", "患者", "病人", "病例", "感染者",
    "患儿", "服刑人员子女", "孤独症儿童", "孤独症患儿", "孤独症患者", "受虐儿童", "困境学生", "受助学生", "受助儿童", "资助学生", "班学生",
    "年级学生", "级的学生",
];
/// Pupils, who are named for what they achieve, and shielded in distress.
const PUPILS: [&str; 7] = ["班学生", "年级学生", "级的学生", "受助学生", "受助儿童", "资助学生", "困境学生"];
/// What says that somebody is in distress, or is dealt with.
const DISTRESS: [&str; 30] = [
    "获救", "溺水", "落水", "受伤", "遇害", "死亡", "身亡", "坠楼", "救助", "资助", "受助", "困难", "低保", "患病", "重病", "失踪", "走失", "欺凌",
    "殴打", "处分", "违纪", "孤儿", "猥亵", "性侵", "离异", "服刑", "残疾", "抑郁", "退学", "辍学",
];
const PATIENTS: [&str; 5] = ["患者", "病人", "病例", "感染者", "患儿"];
const ILLNESSES: [&str; 15] = [
    "艾滋病", "乙肝", "肺结核", "结核病", "梅毒", "性病", "精神病", "精神分裂症", "精神障碍", "抑郁症",
    "尿毒症", "白血病", "癌症", "新冠肺炎", "确诊",
];

/// Family names.
const TWO_CHARACTERS: [&str; 10] = ["欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
/// Characters that stand in no given name.
const NO_NAME: &str = "某的和与等在是";

/// The name is not the real one.
const CHANGED: [&str; 3] = ["化名", "为化名", "匿名"];

struct PersonNamed;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PersonNamed)
}

impl Rule for PersonNamed {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &SHIELDED
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let names: Vec<Span<Text>> = context.places().iter().filter_map(|place| named(article, *place)).collect();
        if names.is_empty() || CHANGED.iter().any(|word| article.text.contains(word)) {
            return;
        }
        for span in names {
            let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
            if is_prose && !article.is_inside(span, Enclosure::Book) {
                let surname: String = article.slice(span).chars().take(1).collect();
                let message = format!("这里公开了当事人的姓名，可写作“{surname}某”");
                context.report(context.finding(span, message).confidence(0.75));
            }
        }
    }
}

/// The name behind the word for somebody shielded that stands at a place.
fn named(article: &Article, place: u32) -> Option<Span<Text>> {
    let at = Span::point(place);
    let (before, text) = (article.before(at), article.after(at));
    let word = SHIELDED.iter().find(|word| text.starts_with(**word))?;
    if PATIENTS.contains(word) && !ILLNESSES.iter().any(|illness| before.ends_with(illness)) {
        return None;
    }
    if PUPILS.contains(word) {
        let sentence = article.slice(article.sentence(at));
        if !DISTRESS.iter().any(|sign| sentence.contains(sign)) {
            return None;
        }
    }
    let start = place + offset(word.len());
    name(&text[word.len()..]).map(|length| Span::new(start, start + offset(length)))
}

/// Bytes of the name that a text begins with, if something tells that it is one.
fn name(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| persons::SURNAMES.contains(*c)).map(char::len_utf8);
    let two = TWO_CHARACTERS.iter().find(|surname| text.starts_with(**surname)).map(|surname| surname.len());
    two.into_iter().chain(first).find_map(|surname| {
        let given = text[surname..].char_indices().take(2);
        let mut ends = given.take_while(|(_, c)| is_han(*c) && !NO_NAME.contains(*c)).map(|(at, c)| surname + at + c.len_utf8());
        ends.find(|end| tells(&text[*end..]))
    })
}

/// Whether sex, age or a word of address stands at the beginning of a text, so that a name stands before it.
fn tells(text: &str) -> bool {
    let rest = text.strip_prefix(['，', ',', '（', '(', ' ']).unwrap_or(text);
    let sex = rest.strip_prefix(['男', '女']);
    let born = |rest: &str| {
        let year = rest.strip_prefix(['，', ',']).unwrap_or(rest);
        year.get(4..).is_some_and(|rest| rest.starts_with('年') && year.bytes().take(4).all(|byte| byte.is_ascii_digit()))
    };
    let told = sex.is_some_and(|rest| rest.starts_with(['，', ',', '；', ';', '）', ')']) || born(rest));
    told || is_age(rest) || text.starts_with("同学") || text.starts_with("小朋友")
}

/// Whether an age begins a text: 今年12岁.
fn is_age(text: &str) -> bool {
    let now = ["今年", "现年", "年仅", "时年"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let numerals = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let length: usize = now.chars().take(3).take_while(numerals).map(char::len_utf8).sum();
    length > 0 && now[length..].starts_with('岁')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々' | '〇')
}
