//! Persons named in full whom the law shields: minors in distress, victims, patients with certain illnesses, drug
//! users. A name counts only where sex, age or a word of address follows, so that no common word is taken for one.

use std::sync::LazyLock;

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
const SHIELDED: [&str; 40] = [
    "留守儿童", "困境儿童", "流浪儿童", "弃婴", "孤儿", "无人抚养儿童", "被拐儿童", "被拐妇女", "受害人",
    "受害者", "受害女童", "受害儿童", "受害少女", "被害女童", "被害儿童", "被害少女", "涉罪未成年人",
    "未成年被告人", "未成年犯罪嫌疑人", "未成年嫌疑人", "犯罪嫌疑人家属", "犯罪嫌疑人亲属", "自闭症儿童",
    "自闭症患儿", "自闭症患者", "脑瘫儿童", "脑瘫患儿", "脑瘫患者", "艾滋病病毒感染者", "HIV感染者",
    "吸毒人员", "吸毒者", "戒毒人员", "社区矫正对象", "刑满释放人员", "患者", "病人", "病例", "感染者",
    "患儿",
];
const PATIENTS: [&str; 5] = ["患者", "病人", "病例", "感染者", "患儿"];
const ILLNESSES: [&str; 15] = [
    "艾滋病", "乙肝", "肺结核", "结核病", "梅毒", "性病", "精神病", "精神分裂症", "精神障碍", "抑郁症",
    "尿毒症", "白血病", "癌症", "新冠肺炎", "确诊",
];

/// Family names.
const TWO_CHARACTERS: [&str; 10] = ["欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄印白怀蒲从索赖卓蔺屠蒙池乔闻党翟谭贡劳姬申扶冉雍桑桂牛寿通边燕尚农温庄晏柴瞿阎连习艾容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广东欧沃利越隆师巩聂晁敖冷辛阚简饶曾沙养鞠丰关相查荆红游竺权盖益桓公丛肖代付闫涂覃岳邸仝";
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
    let start = place + offset(word.len());
    name(&text[word.len()..]).map(|length| Span::new(start, start + offset(length)))
}

/// Bytes of the name that a text begins with, if something tells that it is one.
fn name(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| SURNAMES.contains(*c)).map(char::len_utf8);
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
