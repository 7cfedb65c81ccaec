//! Where a private person lives, down to the door. Addresses of offices and businesses, and addresses that end at the
//! village or the estate, are none.

use std::sync::LazyLock;

use regex::Regex;

use super::persons;
use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/home-address",
        "公开了个人家庭住址",
        Severity::Warning,
        "具体到门牌号的家庭住址是个人信息，公示时写到村（社区）即可。",
        "《中华人民共和国个人信息保护法》；《中华人民共和国政府信息公开条例》第十五条",
        include_str!("rule.md"),
    )
});

/// A label and the address behind it, as far as the last part that names a door.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let label = r"(?:家庭(?:详细)?(?:住址|地址)|现?住址|户籍(?:地址|所在地|地)|居住(?:地址|地)|户籍地为|现住|(?P<told>家住|住在|居住在|[，,；（(]住))";
    let part = r"[0-9零一二三四五六七八九十百]+(?:号楼?|幢|栋|组|弄|单元|室|座|门)|[0-9]+-[0-9]+(?:-[0-9]+)?";
    let address = format!(r"{label}(?:为|是|在|于|：|:)?[ ]?(?P<address>[^，。；、\n：:（(]{{2,40}}?(?:{part})(?:[^，。；、\n：:（(]{{0,8}}?(?:{part}))*)");
    Regex::new(&address).expect("constant pattern")
});

/// The part that leads to a door: with only a group or a building, it is not yet a home.
static DOOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9零一二三四五六七八九十百]+(?:室|号(?:$|[^楼院线])|弄|单元)|[0-9]+-[0-9]+").expect("constant pattern")
});

/// A story tells the street number of a person's house without harm; with the room it is an address.
static ROOM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9零一二三四五六七八九十百]+(?:室|单元)|[0-9]+-[0-9]+-[0-9]+").expect("constant pattern")
});

/// Columns of a table that give homes.
const COLUMNS: [&str; 8] =
    ["家庭住址", "家庭地址", "住址", "现住址", "户籍地址", "居住地址", "家庭详细地址", "户籍所在地"];

/// Signs that the address is masked, wanted in a form, an example, or served by a court.
const HARMLESS: [&str; 13] =
    ["*", "×", "XX", "填写", "如实", "例如", "示例", "填报", "应当", "故居", "旧居", "旧址", "纪念馆"];

struct HomeAddress;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(HomeAddress)
}

impl Rule for HomeAddress {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["住址", "家庭地址", "家庭详细地址", "户籍", "居住地", "家住", "现住", "住在", "居住在", "，住", ",住", "；住", "（住", "(住"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let told = context.triggered(article).into_iter().filter(|block| block.region.is_prose()).flat_map(|block| addresses(article, block));
        for span in told.chain(cells(article)) {
            let harmless = HARMLESS.iter().any(|word| article.slice(article.sentence(span)).contains(word));
            if !harmless && !article.slice(span).contains('某') {
                let message = "这里公开了个人的详细住址，写到村、社区或小区即可";
                context.report(context.finding(span, message).confidence(0.8));
            }
        }
    }
}

/// Whether a text has a number with what names a door behind it: far cheaper than the patterns.
fn may_name_door(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        let is_number = |c: char| c.is_ascii_digit() || "零一二三四五六七八九十百".contains(c);
        matches!(c, '室' | '号' | '弄' | '单' | '-') && text[..at].ends_with(is_number)
    })
}

/// Addresses with a label before them.
fn addresses(article: &Article, block: &Block) -> Vec<Span<Text>> {
    let text = article.block_text(block);
    if !may_name_door(text) {
        return Vec::new();
    }
    let found = ADDRESS.captures_iter(text).filter_map(|found| {
        let address = found.name("address")?;
        // Of somebody given with sex and age the street number is an address, too.
        let identified = ["，男，", "，女，", "患者", "确诊"].iter().any(|word| text.contains(word));
        let door = if found.name("told").is_some() && !identified { &ROOM } else { &DOOR };
        // ，住建局位于…: 住 begins the name of an office.
        let office = address.as_str().starts_with(['建', '房', '院', '宿', '保', '管', '店']);
        (door.is_match(address.as_str()) && !office).then(|| block.text.part(address.range()))
    });
    found.collect()
}

/// Cells that hold an address, in a table of private persons with a column for it.
fn cells(article: &Article) -> Vec<Span<Text>> {
    let homes = persons::has_column(article, &COLUMNS);
    let is_address = |text: &str| text.contains(['省', '市', '县', '区', '镇', '乡', '村', '路', '街']) && DOOR.is_match(text);
    let cells = article.blocks_in(Region::Table).filter(|block| homes && is_address(article.block_text(block)));
    cells.map(|block| block.text).collect()
}
