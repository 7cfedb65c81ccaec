//! Whether an article is a repost, and whether its source may be reposted from: own, listed, a public organ, outside, or not known. The bundled list is
//! `dictionaries/source-list/`; it is a core, not the official list, so that not being on it proves nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::config::RepostSettings;
use crate::document::{Article, Given};
use crate::rules::Context;

/// What a source is to the unit that publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Standing {
    Own,
    /// On the bundled list or among the configured ones.
    Listed,
    /// A party or government organ, or a public medium, by its name.
    Official,
    /// A commercial platform, or nobody in particular.
    Outside,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Listed,
    Platform,
}

struct Row {
    kind: Kind,
    since: Option<Date>,
    until: Option<Date>,
}

/// The bundled list.
struct Table(HashMap<&'static str, Row>);

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../dictionaries/source-list/sources.tsv")));

impl Table {
    fn parse(text: &'static str) -> Self {
        let rows = text.lines().skip(1).filter_map(|line| {
            let mut fields = line.split('\t');
            let (name, kind) = (fields.next()?, fields.next()?);
            let mut date = || fields.next().and_then(|field| field.parse().ok());
            let kind = if kind == "platform" { Kind::Platform } else { Kind::Listed };
            Some((name, Row { kind, since: date(), until: date() }))
        });
        Self(rows.collect())
    }

    /// The kind of a name or host at that day.
    fn kind(&self, name: &str, day: Date) -> Option<Kind> {
        let in_force =
            |row: &&Row| row.since.is_none_or(|since| since <= day) && row.until.is_none_or(|until| day <= until);
        let direct = |name: &str| self.0.get(name).filter(in_force).map(|row| row.kind);
        if !name.contains('.') {
            return direct(name);
        }
        // A host counts with all that lie under it.
        let host = host(name);
        std::iter::successors(Some(host), |rest| rest.split_once('.').map(|(_, rest)| rest)).find_map(direct)
    }
}

/// The host of an address, or the text itself.
fn host(address: &str) -> &str {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':', '?']).next().unwrap_or(rest)
}

/// Whether a host is another one or lies under it.
fn is_under(host: &str, other: &str) -> bool {
    other.contains('.') && host.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// What follows the name of a medium and does not make it another one.
const CHANNELS: [&str; 20] = [
    "微信公众号",
    "公众号",
    "官方微信",
    "官方微博",
    "官方网站",
    "官方账号",
    "官微",
    "微信",
    "微博",
    "官网",
    "网站",
    "客户端",
    "APP",
    "App",
    "新媒体",
    "视频号",
    "抖音号",
    "融媒体",
    "电子版",
    "记者",
];

/// Words for the unit itself.
const SELF: [&str; 16] = [
    "本站",
    "本网",
    "本报",
    "本台",
    "本刊",
    "本单位",
    "本局",
    "本委",
    "本厅",
    "本院",
    "本部",
    "本中心",
    "本级",
    "原创",
    "编辑部",
    "管理员",
];

/// What names of public organs and public media end with.
const ORGANS: [&str; 58] = [
    "人民政府",
    "政府",
    "政府网",
    "政务网",
    "政务服务网",
    "办公室",
    "办公厅",
    "政府办",
    "市委办",
    "县委办",
    "区委办",
    "办事处",
    "委员会",
    "管委会",
    "国资委",
    "党委",
    "党组",
    "纪委",
    "监委",
    "省委",
    "市委",
    "县委",
    "区委",
    "市政协",
    "县政协",
    "宣传部",
    "组织部",
    "统战部",
    "工作部",
    "武装部",
    "卫健委",
    "发改委",
    "住建委",
    "局",
    "厅",
    "街道",
    "镇",
    "乡",
    "法院",
    "检察院",
    "国务院",
    "研究室",
    "总队",
    "支队",
    "大队",
    "海关",
    "指挥部",
    "领导小组",
    "总工会",
    "团委",
    "妇联",
    "残联",
    "红十字会",
    "发布",
    "融媒体中心",
    "广播电视台",
    "电视台",
    "融媒",
];

/// What only public organs have in their names.
const ORGAN_PARTS: [&str; 16] = [
    "中共",
    "中华人民共和国",
    "公安",
    "交警",
    "检察",
    "消防救援",
    "税务",
    "应急管理",
    "疾控",
    "疾病预防控制",
    "自然资源部",
    "生态环境部",
    "教育部",
    "财政部",
    "农业农村部",
    "民政部",
];

/// Names of nobody in particular.
const NOBODY: [&str; 20] = [
    "网络",
    "互联网",
    "因特网",
    "网上",
    "网友",
    "网民",
    "网友投稿",
    "网文",
    "微信",
    "微信群",
    "朋友圈",
    "微信朋友圈",
    "QQ群",
    "自媒体",
    "个人",
    "佚名",
    "转载",
    "公众号",
    "微信公众号",
    "抖音号",
];

/// What stands around such a name: 综合网络, 网络整理, 来自互联网资料.
const AROUND_NOBODY: [&str; 9] = ["综合", "整理", "来自", "来源于", "转自", "摘自", "资料", "素材", "图片"];

/// Judges a source as the article and the settings have it. Several names joined by marks are judged together: one
/// outsider spoils them, one known name carries the rest.
pub(in crate::rules) fn standing(source: &str, article: &Article, settings: &RepostSettings, day: Date) -> Standing {
    let own = || settings.own.iter().map(String::as_str).chain(article.meta.unit.as_deref());
    let listed = settings.permitted.iter().chain(edition(settings, day));
    let permitted: Vec<String> = listed.map(|name| clean(name)).collect();
    let judge = |name: &str| -> Standing {
        if is_own(name, own()) {
            return Standing::Own;
        }
        let name = clean(name);
        if permitted.iter().any(|listed| *listed == name || is_under(host(&name), host(listed))) {
            Standing::Listed
        } else {
            by_name(&name, day)
        }
    };
    let whole = judge(source);
    if whole != Standing::Unknown {
        return whole;
    }
    let is_joint = |c: char| "、/-—·|丨｜，, ；＋+".contains(c);
    if !source.contains(is_joint) {
        return Standing::Unknown;
    }
    let parts = source.split(is_joint);
    let standings: Vec<Standing> = parts.filter(|part| !part.trim().is_empty()).map(judge).collect();
    let has = |wanted: &Standing| standings.contains(wanted);
    let order = [Standing::Outside, Standing::Listed, Standing::Official, Standing::Own];
    order.into_iter().find(has).unwrap_or(Standing::Unknown)
}

/// Whether the article is certainly a repost.
pub fn is_repost(article: &Article, settings: &RepostSettings, day: Date) -> bool {
    let foreign = |given: &Given| match standing(&given.name, article, settings, day) {
        Standing::Listed | Standing::Outside => true,
        // Without own names, an organ named as the source may be the one that publishes.
        Standing::Official => !settings.own.is_empty(),
        Standing::Own | Standing::Unknown => false,
    };
    let origin = article.origin();
    match article.meta.original {
        Some(original) => !original,
        None => origin.taken.is_some() || origin.source.iter().chain(&origin.dateline).any(foreign),
    }
}

/// The places that the unit speaks of as its own, without 市 or 县 at the end: configured, else read from its names.
pub(in crate::rules) fn own_regions(article: &Article, context: &Context<'_>) -> Vec<String> {
    let settings = &context.settings.repost;
    let names = settings.own.iter().map(String::as_str).chain(article.meta.unit.as_deref());
    let named = |name: &str| {
        let end = name.char_indices().find(|(at, c)| *at >= "某某".len() && "省市县区州旗".contains(*c))?;
        Some(name[..end.0].to_string())
    };
    let configured = settings.region.iter().map(|place| named(place).unwrap_or_else(|| place.clone()));
    configured.chain(names.filter_map(named)).filter(|place| !place.is_empty()).collect()
}

/// The configured list in force at a day: the latest edition that had come out.
fn edition(settings: &RepostSettings, day: Date) -> &[String] {
    let editions = settings.editions.iter().filter_map(|edition| Some((edition.since.parse::<Date>().ok()?, edition)));
    let in_force = editions.filter(|(since, _)| *since <= day).max_by_key(|(since, _)| *since);
    in_force.map_or(&[], |(_, edition)| &edition.sources)
}

/// The edition of the official list that was in force at a day, as people call it.
pub(in crate::rules) fn official_edition(day: Date) -> &'static str {
    EDITIONS.iter().rev().find(|((year, month, date), _)| Date::new(*year, *month, *date).is_ok_and(|since| since <= day)).map_or("2016年版", |(_, name)| name)
}

/// When the editions of the official list came out.
const EDITIONS: [((i16, i8, i8), &str); 2] = [((2021, 10, 20), "2021年10月版"), ((2025, 7, 2), "2025年7月版")];

/// A name as the list has it: without marks around it and without the channel behind it.
fn clean(name: &str) -> String {
    let is_around = |c: char| c.is_whitespace() || "《》“”\"【】".contains(c);
    let name = if name.contains(is_around) { Cow::from(name.replace(is_around, "")) } else { Cow::from(name) };
    let name = name.split(['（', '(']).next().unwrap_or_default();
    let mut name =
        name.split_once(['：', ':']).filter(|(label, _)| label.ends_with("来源")).map_or(name, |(_, rest)| rest);
    while let Some(rest) =
        CHANNELS.iter().find_map(|channel| name.strip_suffix(channel)).filter(|rest| !rest.is_empty())
    {
        name = rest;
    }
    name.trim_matches(['“', '”', '、', '。', '，', '-', '—']).to_string()
}

/// Whether a source is one of those who publish under these names, or says so: 本站.
pub fn is_own<'a>(source: &str, mut names: impl Iterator<Item = &'a str>) -> bool {
    let source = clean(source);
    let is_named = |name: &str| {
        let name = clean(name);
        !name.is_empty() && same(&name, &source)
    };
    SELF.contains(&source.as_str()) || names.any(is_named)
}

/// 某县人民政府 and 某县人民政府办公室 count as one.
fn same(own: &str, name: &str) -> bool {
    let long = |text: &str| text.chars().nth(3).is_some();
    own == name || long(own) && name.contains(own) || long(name) && own.contains(name)
}

/// Whether nobody in particular is left of a name without the words around: 综合网络整理.
fn is_nobody_within(name: &str) -> bool {
    let around = AROUND_NOBODY.iter().any(|word| name.starts_with(word) || name.ends_with(word));
    around && NOBODY.contains(&AROUND_NOBODY.iter().fold(name.to_string(), |rest, word| rest.replace(word, "")).as_str())
}

/// Platforms on which anybody has an account: 微信公众号“甲地生活圈” is outside, a public organ's account there is not.
const ACCOUNTS: [&str; 12] =
    ["微信公众号", "公众号", "抖音号", "抖音", "快手号", "快手", "小红书", "今日头条", "头条号", "百家号", "网易号", "搜狐号"];

/// What only accounts of companies and private persons call themselves.
const TRADES: [&str; 44] = [
    "养生", "直播间", "生活圈", "生活网", "朋友圈", "小课堂", "那些事", "那点事", "快车", "攻略", "情报", "日记", "笔记", "小编", "大叔", "达人",
    "吐槽", "八卦", "吃喝玩乐", "房产网", "招聘网", "商城", "优选", "好物", "爆料", "大全", "百科", "一点通", "育儿", "美食", "段子", "热搜", "财经",
    "教育在线", "健康在线", "生活在线", "房产在线", "资讯", "头条", "自习室", "考研", "文库", "论坛", "贴吧",
];

/// What makes such a word part of the name of a body: 某某财经大学.
const BODIES: [&str; 10] = ["大学", "学院", "学校", "报", "报社", "杂志社", "出版社", "协会", "学会", "中心"];

fn by_name(name: &str, day: Date) -> Standing {
    let account = ACCOUNTS.iter().find_map(|platform| name.strip_prefix(platform));
    if let Some(account) = account.map(|rest| rest.trim_start_matches(['“', '"', '：', ':', '@', '-', '—'])).filter(|rest| !rest.is_empty()) {
        let standing = by_name(account, day);
        return if standing == Standing::Unknown { Standing::Outside } else { standing };
    }
    match TABLE.kind(name, day) {
        Some(Kind::Listed) => return Standing::Listed,
        Some(Kind::Platform) => return Standing::Outside,
        None => {}
    }
    if NOBODY.contains(&name) || name.contains("自媒体") || is_nobody_within(name) {
        return Standing::Outside;
    }
    let organ = ORGANS.iter().any(|end| name.ends_with(end)) || ORGAN_PARTS.iter().any(|part| name.contains(part));
    match organ {
        true => Standing::Official,
        false if TRADES.iter().any(|trade| name.contains(trade)) && !BODIES.iter().any(|end| name.ends_with(end)) => {
            Standing::Outside
        }
        false => Standing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Edition;
    use crate::rules::testing::article;

    fn judged(source: &str, own: &[&str], published: &str) -> Standing {
        let article = article(&["标题", "正文。"]).finish(None);
        let settings = RepostSettings {
            own: own.iter().map(ToString::to_string).collect(),
            permitted: vec!["某行业网".to_string(), "example.com".to_string()],
            ..RepostSettings::default()
        };
        standing(source, &article, &settings, published.parse().unwrap())
    }

    #[test]
    fn judges_sources_by_name() {
        for (source, expected) in [
            ("人民日报客户端", Standing::Listed),
            ("人民网-人民日报", Standing::Listed),
            ("《光明日报》（2024年5月1日）", Standing::Listed),
            ("http://www.news.cn/politics/1.htm", Standing::Listed),
            ("某行业网微信公众号", Standing::Listed),
            ("news.example.com/a", Standing::Listed),
            ("badexample.com", Standing::Unknown),
            ("example.com", Standing::Listed),
            ("www.yixing.gov.cn", Standing::Listed),
            ("某县应急管理局", Standing::Official),
            ("某县发布", Standing::Official),
            ("综合网络", Standing::Outside),
            ("网络整理", Standing::Outside),
            ("腾讯网", Standing::Outside),
            ("新华网、百度百科", Standing::Outside),
            ("国家互联网信息办公室", Standing::Official),
            ("某某文化传播", Standing::Unknown),
            ("某某生活圈", Standing::Outside),
            ("某县公安局反诈小课堂", Standing::Official),
            ("本站", Standing::Own),
        ] {
            assert_eq!(judged(source, &[], "2024-05-01"), expected, "{source}");
        }
        assert_eq!(judged("某某园区报", &["某某园区报"], "2024-05-01"), Standing::Own);
        assert_eq!(judged("法制日报", &[], "2019-05-01"), Standing::Listed);
        assert_eq!(judged("法制日报", &[], "2024-05-01"), Standing::Unknown);
    }

    #[test]
    fn the_edition_of_the_day_counts() {
        let article = article(&["标题", "正文。"]).finish(None);
        let edition = |since: &str, name: &str| Edition { since: since.to_string(), sources: vec![name.to_string()] };
        let editions = vec![edition("2021-10-20", "甲周刊"), edition("2025-07-02", "乙周刊")];
        let settings = RepostSettings { editions, ..RepostSettings::default() };
        for (day, name, expected) in [
            ("2021-01-01", "甲周刊", Standing::Unknown),
            ("2024-01-01", "甲周刊", Standing::Listed),
            ("2025-08-01", "甲周刊", Standing::Unknown),
            ("2025-08-01", "乙周刊", Standing::Listed),
        ] {
            let day = day.parse().unwrap();
            assert_eq!(standing(name, &article, &settings, day), expected, "{day} {name}");
        }
        assert_eq!(official_edition("2024-01-01".parse().unwrap()), "2021年10月版");
    }

    #[test]
    fn the_list_is_sorted_and_sound() {
        let text = include_str!("../../../dictionaries/source-list/sources.tsv");
        let names: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "sorted, no name twice");
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 5, "{line}");
            assert!(["central", "organ", "province", "platform"].contains(&fields[1]), "{line}");
            assert!(fields[2..4].iter().all(|date| date.is_empty() || date.parse::<Date>().is_ok()), "{line}");
        }
    }
}
