//! What the model must not doubt lightly: names, titles, quotations, country abbreviations, and whatever the article
//! itself writes the same way more than once.

use std::collections::HashMap;

use crate::config::Settings;
use crate::document::{Article, Enclosure};
use crate::language::Suspect;
use crate::span::{Span, Text};

/// Confidence from which even a guarded place is reported.
const SURE: f32 = 0.95;
/// Stretches whose occurrences are counted in an article; beyond, all count as repeated.
const MOST_COUNTED: usize = 200;
/// How names of places end.
const PLACES: &str = "县乡镇村路街巷河湖山寨屯庄岭沟桥";
/// Levels of government, whose own organs are 县直, 市直; and what makes another word of 直 behind them (县直接).
const LEVELS: &str = "省市州盟县区旗镇乡";
const DIRECTLY: &str = "接播达通线至到奔面选";
/// Characters of what is only mentioned, besides the suspect.
const MENTION: usize = 7;
/// Characters on either side in which a word that is told apart from another stands.
const COMPARED: usize = 8;
/// Configured names that are looked at for one that covers a place.
const NAMES_OVER_ONE_PLACE: usize = 4;
/// More than any confidence.
const NEVER: f32 = 2.0;

/// Characters that stand for countries in 中X and X中.
const COUNTRIES: &str = "俄美日韩法德英意加澳新印巴埃纳赞津肯尼乌哈吉塔土蒙越老柬泰缅马菲文朝孟斯伊沙阿约黎叙以科卡也匈捷波罗保塞希葡西荷比卢瑞挪芬丹冰爱奥拉立爱墨古秘智阿厄委哥萨汤斐基所瓦密图瑙几刚贝多加赤乍喀莫毛博";
/// What follows them.
const RELATIONS: [&str; 16] = ["关系", "友好", "两国", "双方", "合作", "建交", "贸易", "经贸", "投资", "方", "边境", "全面", "战略", "传统", "文化", "班列"];
/// What stands behind the name of a person.
const TITLES: [&str; 20] = [
    "同志", "先生", "女士", "记者", "主任", "书记", "局长", "市长", "县长", "部长", "院长", "校长", "教授", "医生", "老师", "主席", "总理", "总统", "说", "介绍",
];
/// What stands before the name of a person.
const ROLES: [&str; 22] = [
    "主任", "书记", "局长", "市长", "县长", "镇长", "乡长", "部长", "院长", "校长", "主席", "主委", "教授", "医生", "老师", "记者", "代表", "委员", "党员",
    "村民", "居民", "民警",
];
/// Short names of organs, of which the model knows few.
const ORGANS: [&str; 16] = [
    "人社", "住建", "发改", "卫健", "市监", "文旅", "网信", "医保", "城管", "工信", "资规", "自规", "民宗", "退役", "编办", "政数",
];
/// What stands behind them.
const OFFICES: &str = "局厅委部办系";
/// Surnames that names in news begin with; common words among them (于, 方, 和) are left out.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘袁董余叶蒋杜苏魏吕丁沈任姚卢傅钟姜崔谭廖范汪陆戴贾韦邱侯邹熊孟秦阎薛尹段雷黎陶贺顾毛郝龚邵钱严覃武莫孔汤";

/// The guards of one article.
pub(super) struct Guard<'a> {
    article: &'a Article,
    /// How often a stretch of the text occurs, of those asked for.
    occurrences: HashMap<String, usize>,
    /// Where names stand that the configuration gives, in order.
    names: Vec<Span<Text>>,
}

impl<'a> Guard<'a> {
    pub(super) fn new(article: &'a Article, settings: &Settings) -> Self {
        let (repost, officials) = (&settings.repost, &settings.officials);
        let units = [&repost.own, &repost.permitted, &repost.region].into_iter().flatten();
        let names = units.chain(officials.iter().map(|official| &official.name)).filter(|name| !name.is_empty());
        let found = |name: &String| {
            let at = article.text.match_indices(name.as_str());
            at.map(|(at, name)| Span::of(at..at + name.len())).collect::<Vec<Span<Text>>>()
        };
        let mut names: Vec<Span<Text>> = names.flat_map(found).collect();
        names.sort_by_key(|span| span.start);
        Self { article, occurrences: HashMap::new(), names }
    }

    /// How sure the engine must be to report a suspect at this place.
    pub(super) fn needed(&mut self, span: Span<Text>, suspect: &Suspect) -> f32 {
        if self.article.is_inside(span, Enclosure::Book)
            || self.is_country(span)
            || self.is_configured(span)
            || self.is_number(span)
            || self.is_mentioned(span)
            || self.is_level(span)
            || self.is_organ(span)
        {
            return NEVER;
        }
        let guarded = self.is_compared(span, suspect)
            || self.is_quoted(span) || self.is_name(span) || self.is_place(span) || self.is_repeated(span, suspect);
        if guarded { SURE } else { 0.0 }
    }

    /// How sure the engine must be that a character is missing inside these.
    pub(super) fn needed_for_gap(&mut self, span: Span<Text>) -> f32 {
        let (before, after) = (self.article.before(span), self.article.after(span));
        let ends = [before.chars().next_back(), after.chars().next()];
        let stretch: String = [ends[0]].into_iter().chain(self.article.slice(span).chars().map(Some)).chain([ends[1]]).flatten().collect();
        if self.article.is_inside(span, Enclosure::Book)
            || self.is_country(span)
            || self.is_configured(span)
            || self.is_number(span)
            || self.is_mentioned(span)
            || self.is_name(span)
            || self.is_place(span)
            || self.count(stretch) > 1
        {
            return NEVER;
        }
        // Names in a list drop the half that they share: 水、电、食宿.
        let is_listed = ends.contains(&Some('、'));
        if is_listed || self.is_quoted(span) { SURE } else { 0.0 }
    }

    /// In a name that the configuration gives.
    fn is_configured(&self, span: Span<Text>) -> bool {
        let before = self.names.partition_point(|name| name.start <= span.start);
        self.names[..before].iter().rev().take(NAMES_OVER_ONE_PLACE).any(|name| name.covers(span))
    }

    /// In the number of a document or a case: （2024）最高法民终1号.
    fn is_number(&self, span: Span<Text>) -> bool {
        let (before, after) = (self.article.before(span), self.article.after(span));
        let rest = after.trim_start_matches(|c: char| c.is_alphabetic() && c != '号');
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let head = before.trim_end_matches(|c: char| c.is_alphabetic());
        rest.len() > number.len() && number.starts_with('号') && head.ends_with(['）', '〕', ')', ']'])
    }

    /// 县直, 市直, which the texts of the model, of the whole country, hardly have.
    fn is_level(&self, span: Span<Text>) -> bool {
        let (before, written, after) = (self.article.before(span), self.article.slice(span), self.article.after(span));
        let around = before.chars().rev().take(1).chain(written.chars()).chain(after.chars().take(2));
        let around: Vec<char> = around.collect();
        around.windows(3).any(|three| LEVELS.contains(three[0]) && three[1] == '直' && !DIRECTLY.contains(three[2]))
    }

    /// In the short name of an organ: 县人社局, 住建部门.
    fn is_organ(&self, span: Span<Text>) -> bool {
        let (before, written, after) = (self.article.before(span), self.article.slice(span), self.article.after(span));
        ORGANS.iter().any(|organ| {
            organ.char_indices().any(|(at, _)| {
                let (head, rest) = organ.split_at(at);
                let stands = before.ends_with(head) && rest.starts_with(written);
                let behind = if stands { after.strip_prefix(&rest[written.len()..]) } else { None };
                behind.is_some_and(|behind| behind.starts_with(|c| OFFICES.contains(c)))
            })
        })
    }

    /// In the name of a place: 澄湖县, 杏坛路.
    fn is_place(&self, span: Span<Text>) -> bool {
        self.article.after(span).starts_with(|c| PLACES.contains(c))
            || self.article.slice(span).chars().last().is_some_and(|c| PLACES.contains(c))
    }

    /// A word or two between quotation marks: mentioned, not used, or a slogan of its own.
    fn is_mentioned(&self, span: Span<Text>) -> bool {
        let (before, after) = (self.article.before(span), self.article.after(span));
        let open = before.chars().rev().take(MENTION).position(|c| matches!(c, '“' | '‘' | '「' | '"'));
        let close = after.chars().take(MENTION).position(|c| matches!(c, '”' | '’' | '」' | '"'));
        matches!((open, close), (Some(open), Some(close)) if open + close < MENTION)
    }

    /// Beside the very word that it is taken for: 必须、必需 are told apart on purpose.
    fn is_compared(&self, span: Span<Text>, suspect: &Suspect) -> bool {
        let (before, after) = (self.article.before(span), self.article.after(span));
        let meant: String = suspect.meant.iter().filter_map(|token| char::from_u32(*token as u32)).collect();
        let ends = [before.chars().next_back(), after.chars().next()].map(|c| c.filter(|c| c.is_alphabetic()));
        let words = [ends[0].map(|c| format!("{c}{meant}")), ends[1].map(|c| format!("{meant}{c}"))];
        let from = before.char_indices().rev().nth(COMPARED - 1).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(COMPARED).map_or(after.len(), |(at, _)| at);
        let beside = [&before[from..], &after[..to]];
        let is_beside = |word: &String| {
            beside[0].contains(&format!("{word}、")) || beside[1].contains(&format!("、{word}"))
        };
        words.iter().flatten().any(is_beside)
    }

    /// Between quotation marks, where slogans, puns, dialect and verse stand.
    fn is_quoted(&self, span: Span<Text>) -> bool {
        self.article.is_inside(span, Enclosure::Quote)
    }

    /// 中X or X中 before a word of relations between states.
    fn is_country(&self, span: Span<Text>) -> bool {
        let (before, after) = (self.article.before(span), self.article.after(span));
        let written = self.article.slice(span);
        let country = |c: Option<char>| c.is_some_and(|c| COUNTRIES.contains(c));
        let follows = |text: &str| RELATIONS.iter().any(|word| text.starts_with(word));
        country(written.chars().next()) && before.ends_with('中') && follows(after)
            || country(written.chars().next()) && after.starts_with('中') && follows(&after['中'.len_utf8()..])
            || country(written.chars().last()) && after.starts_with('方') && written.chars().count() == 1
    }

    /// In the name of a person: behind a surname, with a title or a mark after, or with the surname itself.
    fn is_name(&self, span: Span<Text>) -> bool {
        let (before, after) = (self.article.before(span), self.article.after(span));
        let mut behind = before.chars().rev();
        let (last, second) = (behind.next(), behind.next());
        let surname = |c: Option<char>| c.is_some_and(|c| SURNAMES.contains(c));
        let starts = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
        let ends = |text: &str| {
            text.chars().next().is_none_or(|c| matches!(c, '、' | '（' | '(' | '　')) || TITLES.iter().any(|title| text.starts_with(title))
        };
        let rest = after.chars().next().map_or(after, |c| &after[c.len_utf8()..]);
        let sex = |text: &str| text.strip_prefix(['，', '、', '（']).is_some_and(|text| text.starts_with(['男', '女']));
        let begins = surname(self.article.slice(span).chars().next())
            && (ROLES.iter().any(|role| before.ends_with(role)) || starts(last) && (sex(after) || sex(rest)));
        // 王[X]、 王[X]Y、 王Y[X]、
        begins
            || surname(last) && (ends(after) || ends(rest))
            || surname(second) && (ends(after) || starts(behind.next()) && ends(after))
    }

    /// The same unusual stretch occurs again in the article: a name or a term of its own.
    fn is_repeated(&mut self, span: Span<Text>, suspect: &Suspect) -> bool {
        let before = self.article.before(span).chars().next_back().filter(|c| c.is_alphabetic());
        let after = self.article.after(span).chars().next().filter(|c| c.is_alphabetic());
        let written = self.article.slice(span);
        let known: Vec<char> = suspect.phrase.iter().filter_map(|token| char::from_u32(*token as u32)).collect();
        // The neighbour that what is meant belongs with, by the phrase the model knows.
        let stretches = [before.map(|c| format!("{c}{written}")), after.map(|c| format!("{written}{c}"))];
        let neighbours = [before, after];
        stretches.into_iter().zip(neighbours).any(|(stretch, neighbour)| {
            let belongs = neighbour.is_some_and(|c| known.contains(&c));
            stretch.filter(|_| belongs).is_some_and(|stretch| self.count(stretch) > 1)
        })
    }

    fn count(&mut self, stretch: String) -> usize {
        if self.occurrences.len() >= MOST_COUNTED {
            return self.occurrences.get(&stretch).copied().unwrap_or(2);
        }
        let text = &self.article.text;
        *self.occurrences.entry(stretch).or_insert_with_key(|stretch| text.matches(stretch.as_str()).take(2).count())
    }
}
