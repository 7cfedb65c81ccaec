//! Numbers of bank cards that stand unmasked: sixteen to nineteen digits that begin as cards do and pass the check of
//! Luhn. Accounts of organisations, to which the public is asked to pay, are none.

use std::sync::LazyLock;

use super::numbers::{LongNumber, long_numbers};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/bank-card",
        "公开了完整的银行卡号",
        Severity::Error,
        "银行卡号属于敏感个人信息，公开出去会危及财产安全；公示时只留末四位即可。",
        "《中华人民共和国个人信息保护法》第二十八条；《中华人民共和国政府信息公开条例》第十五条",
        include_str!("rule.md"),
    )
});

/// How cards begin, and how many digits they have: facts of the issuers' numbering.
static BINS: LazyLock<Vec<(&'static str, Vec<usize>)>> = LazyLock::new(|| {
    let rows = include_str!("bins.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    rows.map(|(prefix, lengths)| (prefix, lengths.split(',').filter_map(|length| length.parse().ok()).collect())).collect()
});

/// What says beside the number that it is of an account.
const LABELS: [&str; 8] = ["卡号", "账号", "帐号", "账户", "帐户", "银行", "信用社", "存折"];
/// What it is called right before it.
const CALLED: [&str; 8] =
    ["卡号", "卡号为", "银行账号", "银行帐号", "一卡通账号", "存折账号", "银行账户", "银行账号为"];
/// Numbers of other things.
const OTHERS: [&str; 12] =
    ["编号", "单号", "订单", "索引", "备案", "许可", "条形码", "条码", "批号", "流水", "序列号", "统一"];
/// The account is an organisation's.
const ORGANS: [&str; 16] = [
    "公司", "财政", "局", "中心", "基金会", "慈善", "红十字", "委员会", "协会", "学校", "医院", "政府", "法院", "对公", "专户",
    "管理处",
];
/// How far before the number its label may stand, in characters.
const LABEL_REACH: usize = 16;
/// How far to either side the name of the account may stand, in characters.
const NAME_REACH: usize = 60;

struct BankCard;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(BankCard)
}

impl Rule for BankCard {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for number in long_numbers(article).iter().filter(|number| is_of_bank(&number.digits)) {
            // A number that is called a card's is meant as one, though a digit of it be mistyped.
            let called = || CALLED.iter().any(|word| article.before(number.span).trim_end_matches(['：', ':', ' ']).ends_with(word));
            if (luhn(&number.digits) || called()) && is_private(article, number) {
                let message = "这里公开了完整的银行卡号，应只保留末四位";
                context.report(context.finding(number.span, message).confidence(0.92));
            }
        }
    }
}

fn is_of_bank(digits: &str) -> bool {
    let known = |(prefix, lengths): &(&str, Vec<usize>)| digits.starts_with(prefix) && lengths.contains(&digits.len());
    BINS.iter().any(known)
}

fn luhn(digits: &str) -> bool {
    let weigh = |(at, byte): (usize, u8)| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        let doubled = if at % 2 == 1 { digit * 2 } else { digit };
        doubled / 10 + doubled % 10
    };
    digits.bytes().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
}

/// Whether the text around lets the number be a card, and a person's.
fn is_private(article: &Article, number: &LongNumber) -> bool {
    let before = article.before(number.span);
    let from = before.char_indices().rev().take(LABEL_REACH).last().map_or(before.len(), |(at, _)| at);
    let label = &before[from..];
    let labelled = LABELS.iter().any(|word| label.contains(word));
    let other = !labelled && OTHERS.iter().any(|word| label.contains(word));
    // Only cards of the national scheme are told by their number alone.
    let told = labelled || number.digits.starts_with("62");
    told && !other && !is_of_organ(article, number)
}

/// Whether the name of the account stands beside it and is an organisation's.
fn is_of_organ(article: &Article, number: &LongNumber) -> bool {
    let (before, after) = article.surroundings(number.span, NAME_REACH);
    [before, after].iter().any(|side| {
        let named = side.contains("户名") || side.contains("户 名") || side.contains("名称") || side.contains("捐");
        named && ORGANS.iter().any(|word| side.contains(word))
    })
}
