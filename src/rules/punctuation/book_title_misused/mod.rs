//! Book-title marks around things that are no works: certificates, meetings, activities, prizes. A hint: forms and
//! programmes may bear the same names.

use std::sync::LazyLock;

use super::neighbours::block_of;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::span::{Span, offset};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/book-title-misused",
        "书名号用在不是作品的名称上",
        Severity::Info,
        "书名号用于书名、篇名、文件名等作品；证件、会议、活动、奖项的名称一般不用书名号。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct BookTitleMisused;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(BookTitleMisused)
}

impl Rule for BookTitleMisused {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["照》", "证》", "簿》", "本》", "书》", "动》", "会》", "班》", "校》"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        for place in context.places() {
            let close = marks.at(place + offset("照".len()));
            let open = close.and_then(|close| marks.partner(close)).filter(|open| open.character == '《');
            let (Some(open), Some(close), Some(_)) = (open, close, block_of(article, *place)) else {
                continue;
            };
            let title = article.slice(Span::new(open.end(), close.at));
            if is_misused(title) {
                let span = open.span().join(close.span());
                let message = format!("“{title}”不是书、文章、文件一类的作品，一般不用书名号");
                let suggestions = vec![title.to_string(), format!("“{title}”")];
                super::report(context, context.finding(span, message).suggest(suggestions, Applicability::Manual));
            }
        }
    }
}

/// How names of things end that are no works.
const ENDS: [&str; 32] = [
    "营业执照", "身份证", "户口簿", "户口本", "结婚证", "离婚证", "毕业证", "毕业证书", "学位证书", "许可证", "资格证", "资格证书", "驾驶证", "行驶证",
    "产权证", "房产证", "产权证书", "工作证", "护照", "合格证", "登记证书", "残疾人证", "居住证", "健康证", "专项行动", "实践活动", "主题党日活动", "座谈会",
    "研讨会", "培训班", "运动会", "博览会",
];
/// Characters of such a name at most.
const LONGEST: usize = 24;

fn is_misused(title: &str) -> bool {
    if title.chars().nth(LONGEST).is_some() {
        return false;
    }
    // 《关于…》 and 《在…上的讲话》 are documents whatever they end in.
    let document = title.starts_with("关于") || title.starts_with('在') || title.contains(['“', '—', '：', '，']);
    !document && (ENDS.iter().any(|end| title.ends_with(end)) || title == "三审三校")
}
