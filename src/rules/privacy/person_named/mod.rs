//! Persons named in full whom the law shields: minors in distress, victims, patients with certain illnesses, drug
//! users. A name counts only where sex, age or a word of address follows, so that no common word is taken for one.

use std::sync::LazyLock;

use super::persons;
use crate::document::{Article, Enclosure, Region};
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
const SHIELDED: [&str; 72] = [
    "留守儿童", "困境儿童", "流浪儿童", "弃婴", "孤儿", "无人抚养儿童", "被拐儿童", "被拐妇女", "受害人",
    "受害者", "受害女童", "受害儿童", "受害少女", "被害女童", "被害儿童", "被害少女", "涉罪未成年人",
    "未成年被告人", "未成年犯罪嫌疑人", "未成年嫌疑人", "犯罪嫌疑人家属", "犯罪嫌疑人亲属", "自闭症儿童",
    "自闭症患儿", "自闭症患者", "脑瘫儿童", "脑瘫患儿", "脑瘫患者", "艾滋病病毒感染者", "HIV感染者",
    "吸毒人员", "吸毒者", "戒毒人员", "社区矫正对象", "刑满释放人员", "患者", "病人", "病例", "感染者",
    "患儿", "服刑人员子女", "孤独症儿童", "孤独症患儿", "孤独症患者", "受虐儿童", "困境学生", "受助学生", "受助儿童", "资助学生", "班学生",
    "年级学生", "级的学生", "未成年人", "犯罪嫌疑人的妻子", "犯罪嫌疑人的丈夫", "犯罪嫌疑人的父亲", "犯罪嫌疑人的母亲", "犯罪嫌疑人的儿子",
    "犯罪嫌疑人的女儿", "嫌疑人的妻子", "举报人", "信访人", "投诉人", "上访人", "来信人", "贫困学生", "困难学生", "救助对象", "困难儿童", "贫困户", "低保户",
    "特困户",
];
/// The poor, who are named for how they got on, and shielded in illness.
const POOR: [&str; 3] = ["贫困户", "低保户", "特困户"];
const ILL: [&str; 8] = ["，患", "，身患", "患有", "癌", "残疾", "精神", "重病", "尿毒症"];
/// Who is not to be named whatever is told of him.
const NEVER_NAMED: [&str; 9] =
    ["戒毒人员", "吸毒人员", "吸毒者", "社区矫正对象", "刑满释放人员", "举报人", "信访人", "投诉人", "来信人"];
/// What may stand between the word and the names: 困难学生名单：, 救助对象姓名：.
const LABELS: [&str; 8] = ["名单：", "名单:", "姓名：", "姓名:", "名单如下：", "名单为：", "：", ":"];
/// What somebody named does, or is, in a text about such people: not told of groups.
const DEEDS: [&str; 40] = [
    "提供", "，联系电话",
    "领取", "接受", "被送", "被拐", "在家", "走失", "因盗", "因抢", "报案", "向警", "向公安", "告诉", "的家", "的父", "的母", "的爷", "的奶", "的妈", "的爸", "家住",
    "随奶", "随爷", "从小", "自幼", "失踪", "反映", "投诉", "举报", "来信", "来电", "，家庭", "，父", "，母", "，患", "，身患", "，随", "，因", "，家住",
];
/// What begins such a word and no name: 安置, 管理, 关爱.
const NO_NAMES: [&str; 27] = [
    "安置", "安全", "管理", "管控", "关爱", "康复", "安心", "方面", "程度", "成长", "成员", "教育", "高度", "家庭", "全部", "全家", "关怀", "包括", "应当", "常见", "时常",
    "于是", "通过", "充分", "易地", "成功", "和",
];
/// Pupils, who are named for what they achieve, and shielded in distress.
const PUPILS: [&str; 3] = ["班学生", "年级学生", "级的学生"];
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

/// What is said behind the name of somebody who has it.
const CONTAGIOUS: [&str; 9] = ["登革热", "确诊", "阳性", "霍乱", "麻疹", "猴痘", "疟疾", "隔离治疗", "传染病"];
/// What an age in brackets ends with, and the age of those who are minors.
const AGES: [&str; 4] = ["岁）", "岁)", "岁，", "岁,"];
const MINOR: u32 = 18;
/// What begins sex and age behind a name, and what the title of a list says whose persons are shielded.
const SEXES: [&str; 4] = ["，男，", "，女，", ",男,", ",女,"];
const SHIELDED_LISTS: [&str; 16] = [
    "无人抚养", "困境",
    "艾滋病", "感染者", "精神障碍", "精神病", "吸毒", "戒毒", "社区矫正", "困境儿童", "孤儿", "留守儿童", "性侵", "强奸", "猥亵", "结核病",
];
/// Signs that an article tells of the cases of an epidemic, and that a paragraph tells of one of them.
const EPIDEMIC: [&str; 12] =
    ["病例", "感染者", "阳性", "核酸", "确诊", "密切接触", "密接", "疫情", "隔离", "新冠", "登革热", "猴痘"];
const TRACED: [&str; 16] = [
    "现住", "住址", "家住", "居住", "乘坐", "轨迹", "抵达", "返回", "就诊", "发热", "确诊", "阳性", "隔离", "转运", "身份证", "联系电话",
];
/// Paragraphs from the beginning that say what an article is about.
const LEAD: usize = 4;
/// Whom a text about an epidemic names by right.
const HELPERS: [&str; 12] = ["主任", "医生", "医师", "护士", "教授", "专家", "党员", "志愿者", "干部", "书记", "民警", "院士"];
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
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&SHIELDED[..], &AGES, &SEXES].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let names: Vec<Span<Text>> = context.places().iter().filter_map(|place| named(article, *place).or_else(|| of_minor(article, *place)).or_else(|| listed(article, *place))).collect();
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
        // 患者张伟，男，34岁，…确诊: with sex and age the illness may follow.
        let told = text[word.len()..].chars().take(9).any(|c| matches!(c, '男' | '女'));
        let sentence = article.slice(article.sentence(at));
        if !told || !ILLNESSES.iter().chain(&CONTAGIOUS).any(|illness| sentence.contains(illness)) {
            return None;
        }
    }
    if PUPILS.contains(word) {
        let sentence = article.slice(article.sentence(at));
        if !DISTRESS.iter().any(|sign| sentence.contains(sign)) {
            return None;
        }
    }
    if POOR.contains(word) && !ILL.iter().any(|sign| article.slice(article.sentence(at)).contains(sign)) {
        return None;
    }
    let rest = &text[word.len()..];
    let label = LABELS.iter().find(|label| rest.starts_with(**label)).map_or(0, |label| label.len());
    let start = place + offset(word.len() + label);
    let rest = &rest[label..];
    let length = list(rest).filter(|_| label > 0).or_else(|| name(rest)).or_else(|| repeated(article, rest).filter(|_| NEVER_NAMED.contains(word))).or_else(|| done_to(rest).filter(|_| NEVER_NAMED.contains(word) || PATIENTS.contains(word)))?;
    Some(Span::new(start, start + offset(length)))
}

/// The name before the age of a minor to whom something has happened: 李小雨（11岁）.
fn of_minor(article: &Article, place: u32) -> Option<Span<Text>> {
    let text = article.after(Span::point(place));
    AGES.iter().find(|word| text.starts_with(**word))?;
    let before = article.before(Span::point(place));
    let digits = before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let lead = &before[..before.len() - digits];
    let age: u32 = before[lead.len()..].parse().ok().filter(|age| *age < MINOR)?;
    let owner = lead.strip_suffix(['（', '(']).filter(|_| age > 0)?;
    let block = article.block_at(place)?;
    let around = article.block_text(block);
    let distress = DISTRESS.iter().any(|sign| around.contains(sign) || article.title().is_some_and(|title| title.contains(sign)));
    let length = name_before(owner)?;
    let end = place - offset(before.len() - owner.len());
    (distress && block.cell.is_none()).then(|| Span::new(end - offset(length), end))
}

/// The name before sex and age in a list of shielded persons: 张伟，男，45岁.
fn listed(article: &Article, place: u32) -> Option<Span<Text>> {
    let text = article.after(Span::point(place));
    let sex = SEXES.iter().find(|word| text.starts_with(**word))?;
    let title = article.title().unwrap_or_default();
    let listed = SHIELDED_LISTS.iter().any(|word| title.contains(word)) || is_case(article, place, title);
    let age = listed && is_age(&text[sex.len()..]) && !title.contains("招");
    let length = name_before(article.before(Span::point(place))).filter(|_| age)?;
    Some(Span::new(place - offset(length), place))
}

/// Whether a paragraph tells of a case of an epidemic: where somebody lives and went.
fn is_case(article: &Article, place: u32, title: &str) -> bool {
    let Some(block) = article.block_at(place) else {
        return false;
    };
    let text = article.block_text(block);
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let lead = || article.blocks_in(Region::Body).take_while(|other| other.paragraph <= block.paragraph).take(LEAD);
    let told = || has(title, &EPIDEMIC) || lead().any(|block| has(article.block_text(block), &EPIDEMIC));
    has(text, &TRACED) && !has(text, &HELPERS) && told()
}

/// Bytes of the name of two or three characters that a text ends with, a mark or a role before it.
fn name_before(text: &str) -> Option<usize> {
    const ROLES: [&str; 18] = ["学生", "之子", "之女", "其子", "其女", "儿子", "女儿", "男孩", "女孩", "儿童", "孩子", "少年", "患者", "男子", "女子", "同学", "孤儿", "村民"];
    let starts = text.char_indices().rev().take(3).skip(1);
    let mut names = starts.filter(|(at, c)| {
        let lead = &text[..*at];
        let bounded = lead.is_empty() || lead.ends_with(['，', '、', '。', '；', '：', ' ', '和', '为', '是']) || ROLES.iter().any(|role| lead.ends_with(role));
        bounded && persons::SURNAMES.contains(*c) && text[*at..].chars().all(|c| is_han(c) && !NO_NAME.contains(c))
    });
    names.next().map(|(at, _)| text.len() - at)
}

/// Bytes of the list of two or more names that a text begins with and that fills its sentence.
fn list(text: &str) -> Option<usize> {
    let end = text.find(['。', '\n', '，', '；', '等', '（', '(']).unwrap_or(text.len());
    let is_name = |name: &str| {
        (2..=3).contains(&name.chars().count()) && name.starts_with(|c| persons::SURNAMES.contains(c)) && name.chars().all(|c| is_han(c) && !NO_NAME.contains(c))
    };
    let names = text[..end].split(['、', ' ']);
    (names.clone().count() > 1 && names.into_iter().all(is_name)).then_some(end)
}

/// Bytes of the name that a text begins with, if something tells that it is one.
fn name(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| persons::SURNAMES.contains(*c)).map(char::len_utf8);
    let two = persons::LONG_SURNAMES.iter().find(|surname| text.starts_with(**surname)).map(|surname| surname.len());
    two.into_iter().chain(first).find_map(|surname| {
        let given = text[surname..].char_indices().take(2);
        let mut ends = given.take_while(|(_, c)| is_han(*c) && !NO_NAME.contains(*c)).map(|(at, c)| surname + at + c.len_utf8());
        ends.find(|end| tells(&text[*end..]) || *end > surname && acts(&text[*end..]) && is_given(&text[surname..*end]) && !NO_NAMES.iter().any(|word| text.starts_with(word)))
    })
}

/// Bytes of the name that a text begins with, if what is done to somebody or what he does follows.
fn done_to(text: &str) -> Option<usize> {
    const FOLLOWS: [&str; 12] = ["被", "由", "按时", "按期", "已被", "已经", "因", "在家", "在县", "主动", "自述", "称"];
    let length = persons::name_at(text, false).filter(|_| !NO_NAMES.iter().any(|word| text.starts_with(word)))?;
    FOLLOWS.iter().any(|next| text[length..].starts_with(next)).then_some(length)
}

/// Bytes of the name of three characters that a text begins with, if the article names it again.
fn repeated(article: &Article, text: &str) -> Option<usize> {
    text.chars().next().filter(|c| persons::SURNAMES.contains(*c))?;
    let length: usize = text.chars().take(3).take_while(|c| is_han(*c) && !NO_NAME.contains(*c)).map(char::len_utf8).sum();
    let name = &text[..length];
    let whole = length == "杜小军".len() && is_given(name) && !NO_NAMES.iter().any(|word| name.starts_with(word));
    let again = memchr::memmem::find_iter(article.text.as_bytes(), name.as_bytes()).take(2).count() > 1;
    let bounded = text[length..].starts_with(['，', '。', '、', '；', '（']);
    (whole && again && bounded).then_some(length)
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

/// Whether a given name holds none of the words that join clauses.
fn is_given(name: &str) -> bool {
    !name.contains(|c| "被及或应可须提要将已经不未有其所因以为向由对".contains(c))
}

/// Whether a text begins with what somebody named does.
fn acts(text: &str) -> bool {
    DEEDS.iter().any(|deed| text.starts_with(deed))
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
