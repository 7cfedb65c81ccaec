//! One sum of money that jumps from 万 to 亿 in one article: 救灾资金300万元 and 300亿元资金. Only where the digits are the same
//! and the same thing is paid.

use std::sync::LazyLock;

use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::number::{head, tail};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/scale-mismatch",
        "同一笔钱一处是万元、一处是亿元",
        Severity::Warning,
        "同一篇稿件里同样的数字一处带“万元”、一处带“亿元”，差了一万倍，多半有一处写错了单位。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What sums are called, near their figures.
const NAMES: [&str; 24] = [
    "资金", "捐款", "投资", "产值", "收入", "贷款", "补贴", "补助", "经费", "预算", "支出", "税收", "销售", "营业", "债券", "损失", "利润", "拨款", "采购", "工程款",
    "奖金", "总额", "保险", "赔付",
];
/// Of whom a sum is; one that only one of two names makes them different.
const WHERE: [&str; 10] = ["全国", "全省", "全市", "全县", "全区", "全镇", "全村", "累计", "人均", "每"];
/// Numbers of fewer digits are the same by chance.
const FEWEST: usize = 2;

struct ScaleMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ScaleMismatch)
}

impl Rule for ScaleMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["亿元"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let of = |scale: &'static str| article.prose_numbers().filter(move |number| is_money(article, number, scale));
        let mut great: Vec<&Number> = of("亿").collect();
        great.sort_by_key(|number| article.slice(number.digits));
        let digits = |number: &Number| article.slice(number.digits);
        for small in of("万") {
            let at = great.partition_point(|number| digits(number) < digits(small));
            let same = great[at..].iter().take_while(|number| digits(number) == digits(small));
            let Some(other) = same.into_iter().find(|great| is_one_sum(article, small, great)) else {
                continue;
            };
            let later = if other.span.start > small.span.start { other } else { small };
            let message = format!("同一笔钱一处是{}元，一处是{}元，请核对", article.slice(small.span), article.slice(other.span));
            context.report(context.finding(later.span, message).confidence(0.8));
        }
    }
}

fn is_money(article: &Article, number: &Number, scale: &str) -> bool {
    let told = number.behind == '元' && article.slice(number.span).strip_prefix(article.slice(number.digits)) == Some(scale);
    let digits = article.slice(number.digits).bytes().filter(u8::is_ascii_digit).count();
    let round = article.slice(number.digits).trim_end_matches('0').len() < FEWEST;
    told && digits >= FEWEST && (!round || digits > FEWEST) && number.value.is_some()
}

/// Whether two sums are of one name, both near their figures.
fn is_one_sum(article: &Article, a: &Number, b: &Number) -> bool {
    let lead = |number: &Number| {
        let before = tail(article, number.span.start);
        before.rsplit(['，', '。', '；', '、']).next().unwrap_or(before)
    };
    let elsewhere = WHERE.iter().any(|place| lead(a).contains(place) != lead(b).contains(place));
    let around = |number: &Number| {
        let lead = lead(number);
        let after = head(article, number.span.end).trim_start_matches('元');
        let tail = after.split(['，', '。', '；', '、', '的']).next().unwrap_or(after);
        NAMES.map(|name| lead.contains(name) || tail.chars().take(4).collect::<String>().contains(name))
    };
    !elsewhere && around(a).iter().zip(around(b)).any(|(a, b)| *a && b)
}
