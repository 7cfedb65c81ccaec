//! Persons named in full whom the law shields: minors in distress, victims, patients with certain illnesses, drug
//! users. A name counts only where sex, age or a word of address follows, so that no common word is taken for one.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

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

/// Who is shielded.
const SHIELDED: &str = "留守儿童|困境儿童|流浪儿童|弃婴|孤儿|(?:事实)?无人抚养儿童|被拐(?:儿童|妇女)|受害(?:人|者|女童|儿童|少女)|\
被害(?:女童|儿童|少女)|涉罪未成年人|未成年(?:被告人|犯罪嫌疑人|嫌疑人)|犯罪嫌疑人(?:家属|亲属)|自闭症(?:儿童|患儿|患者)|脑瘫(?:儿童|患儿|患者)|\
(?:艾滋病|乙肝|肺结核|结核病|梅毒|性病|精神病|精神分裂症|精神障碍|抑郁症|尿毒症|白血病|癌症|新冠肺炎|确诊)(?:患者|病人|病例|感染者|患儿)|\
(?:艾滋病(?:病毒)?|HIV)感染者|吸毒(?:人员|者)|戒毒人员|社区矫正对象|刑满释放人员";

/// Family names, the two-character ones first.
const SURNAMES: &str = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄印白怀蒲从索赖卓蔺屠蒙池乔闻党翟谭贡劳姬申扶冉雍桑桂牛寿通边燕尚农温庄晏柴瞿阎连习艾容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广东欧沃利越隆师巩聂晁敖冷辛阚简饶曾沙养鞠丰关相查荆红游竺权盖益桓公丛肖代付闫涂覃岳邸仝]";

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let follows = r"同学|小朋友|[，,（( ]?(?:男|女)[，,；;）)]|[，,（( ]?(?:今年|现年|年仅|时年)?[0-9一二三四五六七八九十]{1,3}岁|[，,（(]?(?:男|女)[，,]?[0-9]{4}年";
    let pattern = format!(r"(?:{SHIELDED})(?P<name>(?:{SURNAMES})[\p{{Han}}&&[^某的和与等在是]]{{1,2}}?)(?:{follows})");
    Regex::new(&pattern).expect("constant pattern")
});

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
        &["儿童", "孤儿", "弃婴", "妇女", "女童", "少女", "受害", "未成年", "患儿", "患者", "病人", "病例", "感染者", "吸毒", "戒毒", "矫正", "家属", "亲属", "刑满"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if CHANGED.iter().any(|word| article.text.contains(word)) {
            return;
        }
        for block in context.triggered(article).into_iter().filter(|block| block.region.is_prose()) {
            for found in NAMED.captures_iter(article.block_text(block)) {
                let Some(name) = found.name("name") else { continue };
                let span: Span<_> = block.text.part(name.range());
                if !article.is_inside(span, Enclosure::Book) {
                    let surname: String = name.as_str().chars().take(1).collect();
                    let message = format!("这里公开了当事人的姓名，可写作“{surname}某”");
                    context.report(context.finding(span, message).confidence(0.75));
                }
            }
        }
    }
}
