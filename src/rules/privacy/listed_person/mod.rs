//! Lists that say of persons named in full what is nobody's business: pupils in need with their class and guardian, an
//! illness in the family. Lists that the law wants published (winners, recruits, who receives an allowance) say no
//! such thing beside the names.

use std::sync::LazyLock;

use super::persons;
use crate::document::{Article, Block, Cell, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/listed-person",
        "名单公开了不宜公开的个人情况",
        Severity::Warning,
        "公示名单只需让群众监督；把未成年人的姓名、班级、监护人和家人的病情一并公开，超出了公示的需要。",
        "《中华人民共和国个人信息保护法》第二十八条：敏感个人信息；《中华人民共和国未成年人保护法》；《社会救助暂行办法》",
        include_str!("rule.md"),
    )
});

/// Heads of the column of names.
const NAMES: [&str; 9] = ["姓名", "学生姓名", "儿童姓名", "患者姓名", "孩子姓名", "幼儿姓名", "受助人姓名", "受助学生", "受助学生姓名"];
/// Heads of columns that are a minor's.
const CLASSES: [&str; 9] = ["班级", "年级", "所在班级", "就读班级", "就读学校", "所在学校", "学校", "年级班级", "学校班级"];
/// Heads with these words are a minor's whatever the list is.
const GUARDIANS: [&str; 3] = ["监护人", "家长姓名", "家长电话"];
/// What the list is about, so that its pupils are in need.
const NEED: [&str; 16] = [
    "困难", "资助", "救助", "助学金", "贫困", "孤儿", "留守", "困境", "低保", "无人抚养", "残疾", "特殊", "处分", "心理", "帮扶", "营养",
];
/// Illnesses and marks that are nobody's business at all, and other illnesses.
const STIGMAS: [&str; 12] =
    ["艾滋病", "HIV", "梅毒", "性病", "精神病", "精神分裂", "精神障碍", "精神残疾", "吸毒", "戒毒", "服刑", "智力残疾"];
const ILLNESSES: [&str; 26] = [
    "癌", "白血病", "尿毒症", "肿瘤", "肝炎", "乙肝", "肺结核", "肝硬化", "抑郁", "癫痫", "脑瘫", "自闭症", "孤独症", "红斑狼疮", "血友病", "帕金森", "心脏病",
    "脑梗", "脑出血", "瘫痪", "糖尿病", "肾衰竭", "重病", "大病", "患病", "不孕",
];
/// A table is no longer, in cells; and no more are reported of one article.
const LONGEST: usize = 8000;
const MOST: usize = 60;

struct ListedPerson;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ListedPerson)
}

impl Rule for ListedPerson {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["姓名", "受助学生"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for head in context.triggered(article) {
            let text = article.block_text(head).trim();
            if let Some(cell) = head.cell.filter(|_| head.region == Region::Table && NAMES.contains(&text)) {
                list(article, head, cell, context);
            }
        }
    }
}

/// Looks at the rows below the head of a column of names.
fn list(article: &Article, head: &Block, cell: Cell, context: &mut Context<'_>) {
    let behind = &article.blocks[head.paragraph as usize..];
    let inside = |block: &&Block| block.cell.is_some_and(|other| other.table == cell.table);
    let cells: Vec<(&Block, Cell)> = behind.iter().take_while(inside).take(LONGEST).filter_map(|block| Some((block, block.cell?))).collect();
    let heads: Vec<&str> = cells.iter().filter(|(_, other)| other.row == cell.row).map(|(block, _)| article.block_text(block).trim()).collect();
    let guarded = heads.iter().any(|head| GUARDIANS.iter().any(|word| head.contains(word)));
    let classed = heads.iter().any(|head| CLASSES.contains(head));
    let title = article.title().unwrap_or_default();
    let in_need = NEED.iter().any(|word| title.contains(word) || heads.iter().any(|head| head.contains(word)));
    let minors = guarded || classed && in_need;
    for row in cells.chunk_by(|one, next| one.1.row == next.1.row).filter(|row| row[0].1.row > cell.row) {
        let Some((name, _)) = row.iter().find(|(block, other)| other.behind == cell.behind && persons::is_name(article.block_text(block))) else {
            continue;
        };
        if minors && context.reported() < MOST {
            let surname: String = article.block_text(name).trim().chars().take(1).collect();
            let message = format!("未成年人的姓名和班级、监护人等一并公开，姓名可写作“{surname}某”");
            context.report(context.finding(name.text, message).confidence(0.75));
        }
        for (block, _) in row.iter().filter(|(block, _)| block.paragraph != name.paragraph) {
            illness(article, block, context);
        }
    }
}

/// Reports a cell that tells of an illness of the person of its row, or of the family.
fn illness(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.block_text(block);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let severity = match (has(&STIGMAS), has(&ILLNESSES)) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Warning,
        _ => return,
    };
    if context.reported() < MOST && !["保险", "基金", "办", "医院", "科"].iter().any(|word| text.contains(word)) {
        let message = "名单公开了本人或家人的病情等隐私，写困难类型即可";
        context.report(context.finding(block.text, message).severity(severity).confidence(0.8));
    }
}
