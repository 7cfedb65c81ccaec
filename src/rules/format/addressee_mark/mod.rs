//! The line of the addressees of a document that does not end with a full-width colon.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Block, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/addressee-mark",
        "主送机关后没有用全角冒号",
        Severity::Warning,
        "主送机关名称后用全角冒号，用逗号、句号或者不用标点都不规范。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.2",
        include_str!("rule.md"),
    )
});

/// Blocks behind the title that may be the addressees: a number, a date may stand before them.
const REACH: usize = 3;
/// Characters of the line.
const LONGEST: usize = 90;
/// Ends of what a document is sent to.
const ENDS: [&str; 39] = [
    "人民政府", "政府", "各部门", "各单位", "直属机构", "委员会", "局", "厅", "办公室", "办公厅", "管委会", "街道办事处", "办事处", "各科室", "科室",
    "各企业", "企业", "有关单位", "相关单位", "各学校", "学校", "各中小学", "幼儿园", "各党支部", "支部", "事业单位", "预算单位", "成员单位", "卫生单位", "医疗卫生机构",
    "公司", "党委", "党组", "党总支", "医院", "中心", "村委会", "居委会", "各社区",
];
/// Beginnings of such a line.
const BEGINNINGS: [&str; 8] = ["各", "县", "市", "区", "省", "局机关", "机关各", "镇"];

struct AddresseeMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AddresseeMark)
}

impl Rule for AddresseeMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["关于"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !title::block(article).is_some_and(|block| title::is_official(article.block_text(block))) {
            return;
        }
        let mut lines = article.blocks_in(Region::Body).take(REACH);
        let Some((block, names)) = lines.find_map(|block| addressees(article.block_text(block)).map(|names| (block, names))) else {
            return;
        };
        let text = article.block_text(block).trim_end();
        let mark = &text[names.len()..];
        // In exports all marks are narrow; that is judged for the document as a whole.
        let narrow = mark == ":" && !article.text.contains(['，', '：']);
        if mark != "：" && !narrow {
            report(context, block, names, mark);
        }
    }
}

fn report(context: &mut Context<'_>, block: &Block, names: &str, mark: &str) {
    let message = match mark {
        "" => "主送机关后应加全角冒号“：”".to_string(),
        mark => format!("主送机关后用全角冒号“：”，不用“{mark}”"),
    };
    // Nothing can be shown of a mark that is not there: the last character stands for it.
    let last = names.chars().next_back().map_or(0, char::len_utf8);
    let (from, right) = match mark {
        "" => (names.len() - last, format!("{}：", &names[names.len() - last..])),
        _ => (names.len(), "：".to_string()),
    };
    let finding = context.finding(block.text.part(from..names.len() + mark.len()), message);
    context.report(finding.suggest(vec![right], Applicability::Unsafe));
}

/// The names of a line of addressees, without the mark at its end.
fn addressees(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let names = line.trim_end_matches(['：', ':', '，', ',', '。', '；', ';', '、', '.']);
    let mark = &line[names.len()..];
    // The name of one organ and a mark that ends no name: nothing but an addressee stands so.
    let marked = matches!(mark, "；" | ";" | "，" | "," | "、" | "：" | ":") || mark == "。" && !names.contains('、');
    let listed = names.chars().count() <= LONGEST
        && mark.len() <= 3
        && (marked || BEGINNINGS.iter().any(|begin| names.starts_with(begin)))
        && names.chars().all(|c| c.is_alphanumeric() || "、，,（）()“”".contains(c));
    (listed && ENDS.iter().any(|end| names.ends_with(end)) && !is_sentence(names)).then_some(names)
}

/// Whether a short line says something instead of naming organs.
fn is_sentence(names: &str) -> bool {
    ["要", "将", "为", "请", "关于", "的", "是", "在", "向", "由"].iter().any(|word| names.contains(word))
}
