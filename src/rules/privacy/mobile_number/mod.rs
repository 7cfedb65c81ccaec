//! Mobile numbers of private persons in published lists and letters. Numbers given in order to be called (contacts of
//! offices, of people on duty, of businesses) are none.

use std::sync::LazyLock;

use super::numbers::{LongNumber, long_numbers};
use super::persons;
use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/mobile-number",
        "公开了个人手机号码",
        Severity::Warning,
        "个人手机号码是个人信息，公示名单、回复来信时应隐去中间四位，以免骚扰和诈骗。",
        "《中华人民共和国个人信息保护法》；《中华人民共和国政府信息公开条例》第十五条",
        include_str!("rule.md"),
    )
});

/// Third digits that are in use, by the second digit.
const SEGMENTS: [(u8, &str); 7] = [
    (b'3', "0123456789"),
    (b'4', "05679"),
    (b'5', "012356789"),
    (b'6', "2567"),
    (b'7', "012345678"),
    (b'8', "0123456789"),
    (b'9', "012356789"),
];
/// So many numbers in a table with a column of names are a list of persons.
const LIST: usize = 3;
/// Columns of a table of private persons, and of a table of staff or businesses.
const NAMES: [&str; 5] = ["姓名", "户主", "户主姓名", "申请人", "学生姓名"];
const STAFF: [&str; 14] = [
    "职务", "单位", "单位名称", "企业名称", "部门", "岗位", "职责", "机构名称", "所属单位", "责任单位", "工作单位", "职称", "管辖范围",
    "服务内容",
];

struct MobileNumber;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MobileNumber)
}

impl Rule for MobileNumber {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let numbers: Vec<LongNumber> = long_numbers(article).into_iter().filter(is_mobile).collect();
        if numbers.is_empty() || persons::gives_services(article) {
            return;
        }
        let list = persons::lists_persons(article);
        // A single one is whom to call about the list.
        let owners = numbers.iter().filter(|number| persons::ends_with_owner(article.before(number.span)));
        let owned = list && owners.take(2).count() > 1;
        let table = is_table_of_persons(article, &numbers);
        for number in &numbers {
            let Some(block) = article.block_at(number.span.start) else {
                continue;
            };
            if is_private(article, block, number, list, owned, table) {
                let message = "这里公开了个人的完整手机号码，应隐去中间四位，如138****1234";
                context.report(context.finding(number.span, message).confidence(0.85));
            }
        }
    }
}

fn is_mobile(number: &LongNumber) -> bool {
    let bytes = number.digits.as_bytes();
    let in_use = |(second, third): &(u8, &str)| bytes[1] == *second && third.as_bytes().contains(&bytes[2]);
    bytes.len() == 11 && bytes[0] == b'1' && SEGMENTS.iter().any(in_use)
}

fn is_private(article: &Article, block: &Block, number: &LongNumber, list: bool, owned: bool, table: bool) -> bool {
    let clause = article.slice(article.sentence(number.span));
    let personal = persons::is_private(clause);
    match block.region {
        Region::Comment => true,
        Region::Furniture | Region::Reviewer | Region::Signature => false,
        Region::Table => table || list && persons::has_column(article, &NAMES) && !has_staff(article),
        _ if owned && !personal && persons::ends_with_owner(article.before(number.span)) => true,
        _ if persons::ends_with_private_owner(article.before(number.span)) => true,
        _ if persons::is_office(clause) => false,
        _ => personal || list,
    }
}

fn is_table_of_persons(article: &Article, numbers: &[LongNumber]) -> bool {
    let in_table = |number: &&LongNumber| {
        article.block_at(number.span.start).is_some_and(|block| block.region == Region::Table)
    };
    numbers.iter().filter(in_table).count() >= LIST && persons::has_column(article, &NAMES) && !has_staff(article)
}

fn has_staff(article: &Article) -> bool {
    persons::has_column(article, &STAFF)
}
