//! Signs in an article that its list is one of private persons, or that its telephones are those of offices.

use std::sync::LazyLock;

use crate::document::{Article, Block, Region};
use crate::segment::segmenter;

/// Titles of lists of private persons.
const LISTS: [&str; 40] = [
    "名单", "名册", "公示", "低保", "特困", "救助", "补贴", "补助", "资助", "慰问", "危房", "公租房", "廉租", "保障房",
    "贫困", "困难", "脱贫户", "监测户", "五保", "残疾", "优抚", "抚恤", "高龄", "孤儿", "患者", "学生", "考生", "家长",
    "受助", "拟录", "拟聘", "录用", "中签", "摇号", "中奖", "获奖", "捐款", "征收", "拆迁", "发放",
];

/// Titles of lists that are published in order to be called.
const SERVICES: [&str; 36] = [
    "河长", "湖长", "林长", "田长", "路长", "网格", "值班", "服务", "办事", "机构", "网点", "联系方式", "联系电话", "通讯录",
    "技术员", "指导员", "特派员", "经营主体", "企业", "合作社", "门店", "律师", "中介", "药店", "医院", "客服", "村医",
    "医生", "调解员", "代办", "维修", "责任人", "联络员", "发言人", "电话", "经销",
];

/// Words beside a number or an address that make it a private person's.
const PRIVATE: [&str; 36] = [
    "户主", "身份证", "家庭住址", "家庭地址", "申请人", "受益人", "监护人", "患者", "家长", "低保", "救助对象", "补贴对象",
    "补助对象", "残疾", "投诉人", "来信人", "反映人", "信访人", "举报人", "受害人", "当事人", "本人电话", "本人手机",
    "我的电话", "我的手机", "我电话", "我手机", "考生", "贫困户", "受助人", "先生（手机", "女士（手机",
    "先生（电话", "女士（电话", "出生日期", "出生年月",
];

/// Words of a line that gives the telephone of an office or of whoever is in charge of a matter.
const OFFICE: [&str; 32] = [
    "咨询", "监督", "举报", "联系人", "联系电话", "联系方式", "联系部门", "联系单位", "服务电话", "服务热线", "热线", "报名电话",
    "报名方式", "投诉", "受理", "值班", "客服", "救援", "预约", "办公电话", "经办人", "项目负责人", "招标", "采购", "代理机构",
    "负责人", "科长", "主任", "局长", "书记", "请拨打", "请致电",
];

/// Family names.
pub const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄印白怀蒲从索赖卓蔺屠蒙池乔闻党翟谭贡劳姬申扶冉雍桑桂牛寿通边燕尚农温庄晏柴瞿阎连习艾容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广东欧沃利越隆师巩聂晁敖冷辛阚简饶曾沙养鞠丰关相查荆红游竺权盖益桓公丛肖代付闫涂覃岳邸仝";

/// Whether a character is a family name. The list is long and asked for often.
pub fn is_surname(c: char) -> bool {
    static KNOWN: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut known: Vec<char> = SURNAMES.chars().collect();
        known.sort_unstable();
        known
    });
    KNOWN.binary_search(&c).is_ok()
}

/// Family names of two characters.
pub const LONG_SURNAMES: [&str; 10] = ["欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
/// Characters that stand in no given name, masks among them.
const UNNAMED: &str = "某的和与等在是地得着了过及或被将已很都们因为于从对向之其";
/// Given names that are words as well.
const GIVEN: [&str; 24] = [
    "建国", "建设", "建华", "建军", "国庆", "国强", "解放", "胜利", "和平", "文明", "光明", "前进", "向阳", "爱国", "卫国", "跃进", "新华", "志强", "大海", "海洋", "春雨",
    "明亮", "文静", "青山",
];
/// A word of two characters met so often is no part of a name.
const COMMON: u32 = 300;

/// Bytes of the name in full that a text begins with: a family name and a given one of two characters, of one where
/// `short` allows it, none of which make a common word.
pub fn name_at(text: &str, short: bool) -> Option<usize> {
    let surname = LONG_SURNAMES.iter().find(|surname| text.starts_with(**surname)).map(|surname| surname.len());
    let surname = surname.or_else(|| text.chars().next().filter(|c| is_surname(*c)).map(char::len_utf8))?;
    let given: Vec<char> = text[surname..].chars().take(2).take_while(|c| matches!(c, '\u{4e00}'..='\u{9fff}') && !UNNAMED.contains(*c)).collect();
    let whole: Vec<char> = text[..surname].chars().chain(given.iter().copied()).collect();
    let is_given = given.first() == Some(&'小') || GIVEN.contains(&given.iter().collect::<String>().as_str());
    let pairs = whole.windows(2).skip(surname / "欧阳".len()).take(if is_given { 1 } else { 2 });
    let common = pairs.into_iter().any(|pair| segmenter().frequency(pair[0], pair[1]) > COMMON);
    let length = surname + given.iter().map(|c| c.len_utf8()).sum::<usize>();
    (!common && (given.len() == 2 || short && given.len() == 1)).then_some(length)
}

/// Whether a text is a name in full and nothing else, as cells of a table hold it.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    let surname = LONG_SURNAMES.iter().any(|surname| text.starts_with(surname)) || text.starts_with(is_surname);
    let count = text.chars().count();
    surname && (2..=4).contains(&count) && text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}') && !UNNAMED.contains(c))
}

/// Whether the title announces a list of private persons.
pub fn lists_persons(article: &Article) -> bool {
    let title = article.title().unwrap_or_default();
    LISTS.iter().any(|word| title.contains(word)) && !gives_services(article)
}

/// Whether the title announces telephones for the public.
pub fn gives_services(article: &Article) -> bool {
    let title = article.title().unwrap_or_default();
    SERVICES.iter().any(|word| title.contains(word))
}

pub fn is_private(text: &str) -> bool {
    PRIVATE.iter().any(|word| text.contains(word))
}

/// Who is called about a list.
const CONTACTS: [&str; 8] = ["联系人", "咨询", "监督", "异议", "举报", "负责人", "受理", "老师"];

/// Who is no office and does not wait to be called, in the clause of a number in brackets behind a name.
const ROLES: [&str; 30] = [
    "村民", "家长", "业主", "居民", "群众", "儿媳", "女儿", "儿子", "妻子", "丈夫", "父亲", "母亲", "其妻", "其子", "其女", "工人", "农民工", "司机",
    "车主", "失主", "学生", "老人", "市民", "乘客", "驾驶员", "邻居", "求助人", "报警人", "网民", "网友",
];

/// Whether a text ends with somebody private, named, and the label of his number: 工人代表陈大勇（手机.
pub fn ends_with_private_owner(before: &str) -> bool {
    let label = before.trim_end_matches(['：', ':', ' ']);
    let words = ["联系方式", "联系电话", "手机号码", "手机号", "手机", "电话"];
    let owner = words.iter().find_map(|word| label.strip_suffix(word)).and_then(|owner| owner.strip_suffix(['（', '(', '，', ',']));
    let Some(clause) = owner.and_then(|owner| owner.rsplit(['。', '；', '，', '、', '：']).next()) else {
        return false;
    };
    let role = ROLES.iter().any(|role| clause.contains(role));
    let named = clause.char_indices().rev().take(4).any(|(at, c)| SURNAMES.contains(c) && (2..=3).contains(&clause[at..].chars().count()));
    // 网民“山里人”（电话
    let nicknamed = clause.ends_with('”');
    role && (named || nicknamed) && !CONTACTS.iter().any(|word| clause.contains(word)) && !clause.contains(['组', '长', '员'])
}

/// Whether a text ends with a person's name and the label of a number behind it: 1.张伟，联系方式：. Where a list of
/// persons does so, the number is that person's.
pub fn ends_with_owner(before: &str) -> bool {
    let label = before.trim_end_matches(['：', ':', ' ']);
    let Some(owner) = ["联系方式", "联系电话", "手机号码", "手机号", "手机", "电话"].iter().find_map(|word| label.strip_suffix(word)) else {
        return false;
    };
    let marks = ['，', ',', '、', '；', ' ', '（', '('];
    let Some(owner) = owner.strip_suffix(marks) else {
        return false;
    };
    // Whom to call about the list.
    if CONTACTS.iter().any(|word| owner.contains(word)) {
        return false;
    }
    let name = owner.rsplit(['，', '、', '；', '。', '：', ' ', '.', ',', '）', ')']).next().unwrap_or(owner);
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit());
    (2..=3).contains(&name.chars().count()) && name.starts_with(|c| SURNAMES.contains(c))
}

/// Of whom a telephone is, whatever label it has.
const OWNERS: [&str; 10] = ["来信人", "反映人", "投诉人", "信访人", "贫困户", "户主", "患者", "监护人", "出生日期", "出生年月"];
/// Labels that say nothing of whose number follows.
const NEUTRAL: [&str; 2] = ["联系电话", "联系方式"];

pub fn is_office(text: &str) -> bool {
    let owned = OWNERS.iter().any(|word| text.contains(word));
    OFFICE.iter().any(|word| text.contains(word) && !(owned && NEUTRAL.contains(word)))
}

/// Whether the tables of the article have a column of this name.
pub fn has_column(article: &Article, names: &[&str]) -> bool {
    let is_head = |block: &&Block| block.region == Region::Table && names.contains(&article.block_text(block).trim());
    article.blocks.iter().any(|block| is_head(&block))
}
