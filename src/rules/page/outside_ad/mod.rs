//! Advertising at the end of a reposted article: commercial contacts, "scan to claim", paid promotion. Office contacts
//! of public bodies and official accounts are none.

use std::sync::LazyLock;

use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Block, Enclosure, Region};
use crate::finding::Severity;

/// Paragraphs from the end that may hold what a platform adds below an article.
const TAIL: usize = 8;
/// An advertisement is a short line.
const LINE: usize = 100;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/outside-ad",
        "残留商业推广",
        Severity::Warning,
        "政府网站和政务新媒体不得发布商业广告；转载时带进来的推广和联系方式会把读者引向无法担保的去处。",
        "《政府网站发展指引》（国办发〔2017〕47号）；《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）",
        include_str!("rule.md"),
    )
});

/// Always advertising.
static CERTAIN: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::joined(
        &["商务", "广告", "推广", "品牌"],
        &["合作"],
        r"(?:商务|广告|推广|品牌)合作[^。！？；]{0,10}(?:微信|QQ|电话|联系|邮箱|[：:])",
    ),
    Phrase::joined(
        &["加", "联系"],
        &["我", "小编", "客服", "老师", "助理", "顾问"],
        r"(?:添?加|联系)(?:我|小编|客服|老师|助理|顾问)(?:的)?(?:个人)?(?:微信|QQ|VX|vx)",
    ),
    Phrase::joined(
        &["投稿", "约稿", "爆料", "供稿", "转载", "合作", "加盟", "招商", "进群", "入群", "加群", "领取资料", "领资料", "客服", "小编"],
        &["QQ", "微信", "请联系", "请加", "联系", "加", "请", "：", ":", "VX", "vx"],
        r"(?:投稿|约稿|爆料|供稿|转载|合作|加盟|招商|进群|入群|加群|领取?资料|客服|小编)(?:请|可)?(?:联系|加|添加|咨询)?(?:小编|客服|我们)?(?:的)?(?:QQ群?|qq|微信|VX|vx|V信|薇信)(?:号)?[：:]?[ ]?[A-Za-z0-9][A-Za-z0-9_-]{4,19}",
    ),
    Phrase::joined(
        &["投稿", "约稿", "爆料", "合作", "加盟", "招商"],
        &["邮箱", "请发", "请联系", "请投", "联系", "：", ":"],
        r"(?:投稿|约稿|爆料|合作|加盟|招商)(?:请)?(?:发至|联系|投至|发送至?|发到)?(?:邮箱)?[：:]?[ ]?[A-Za-z0-9._-]{3,30}@(?:qq|163|126|sina|sohu|gmail|foxmail|outlook|hotmail)\.com",
    ),
    Phrase::new(
        &["后台回复", "私信回复", "公众号回复", "对话框回复"],
        r"(?:后台|私信|公众号|对话框)回复[^。！？；，]{0,14}(?:免费)?(?:领取|获取|领)[^。！？；，]{0,4}(?:资料|福利|红包|礼包|礼品|干货|电子版|课程|模板|大礼)",
    ),
    Phrase::new(&["优惠券", "优惠码", "立减", "秒杀", "限时特惠", "限时优惠", "包邮"], r"(?:点击|扫码|戳|复制)[^。！？；]{0,12}(?:领取?优惠[券码]|立减[0-9]+元|秒杀|限时特惠|限时优惠|包邮)"),
    Phrase::new(
        &["扫码"],
        r"扫码[^。！？；，]{0,8}(?:免费领取|领取(?:资料|红包|礼包|福利|优惠|课程)|抢购|下单|购买|进粉丝群|加客服|添加客服)",
    ),
    Phrase::new(
        &[
            "粉丝群", "福利群", "备考群", "团购群", "拼单群", "炒股群", "兼职群", "宝妈群", "交流群",
            "学习群", "微信群", "QQ群",
        ],
        r"(?:粉丝|福利|备考|团购|拼单|炒股|兼职|宝妈)(?:交流|学习)?(?:微信|QQ)?群[^。！？；]{0,8}(?:[0-9]{6,}|扫码|加入|进群)",
    ),
    Phrase::joined(
        &["加", "加入", "添加", "联系"],
        &["QQ", "QQ群", "微信群", "qq群"],
        r"(?:加入?|添加|联系)(?:QQ|qq|微信)群?[：:]?[0-9]{6,11}[^。；]{0,10}(?:领取|免费|优惠|咨询|资料|购买|下单)",
    ),
    Phrase::new(&["广告：", "广告:"], r"^广告[：:][^。]{2,60}(?:优惠|折|元|电话|微信|热线|特价|开业|促销|抢购)"),
    Phrase::new(&["购买", "下单", "抢购", "领券"], r"(?:点击|戳)[^。！？；，]{0,8}(?:购买|下单|抢购|领券)"),
    Phrase::new(
        &["【推广】", "【广告】", "【商业推广】", "【赞助】", "（广告）", "（推广）", "(广告)", "(推广)", "（广告)", "（推广)", "(广告）", "(推广）"],
        r"^(?:【(?:推广|广告|商业推广|赞助)】|[（(](?:广告|推广)[）)])",
    ),
]));

/// Advertising or an account of the unit itself: to be looked at.
static POSSIBLE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([Phrase::new(
    &["加微信", "微信号", "加QQ", "加V信", "VX", "vx"],
    r"(?:加微信|微信号|加QQ|加V信|VX|vx)[：:]?[ ]?[A-Za-z0-9][A-Za-z0-9_-]{4,19}",
)]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words = CERTAIN.words();
    words.extend(POSSIBLE.words());
    words
});

struct OutsideAd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OutsideAd)
}

impl Rule for OutsideAd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let may_hold = |region: Region| !matches!(region, Region::Title | Region::Hidden | Region::Comment | Region::Table);
        let tail = article.blocks.len().saturating_sub(TAIL);
        let in_tail = |block: &&Block| block.paragraph as usize > tail && may_hold(block.region);
        for block in context.triggered(article).into_iter().filter(in_tail) {
            let text = article.block_text(block);
            if text.chars().nth(LINE).is_some() {
                continue;
            }
            // One finding for a line, from its first lure to its last.
            let whole = |phrases: &Phrases| {
                let found = phrases.find(text);
                Some(found.first()?.start..found.last()?.end)
            };
            let certain = whole(&CERTAIN).map(|found| (found, Severity::Warning));
            let Some((found, severity)) = certain.or_else(|| Some((whole(&POSSIBLE)?, Severity::Info))) else {
                continue;
            };
            let span = block.text.part(found);
            if !article.is_inside(span, Enclosure::Quote) {
                let message = format!("文末残留推广或商业联系方式：“{}”", article.slice(span));
                context.report(context.finding(span, message).severity(severity).confidence(0.8));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::rules::testing::article;

    fn severities(lines: &[&str]) -> Vec<Severity> {
        let article = article(lines).finish(None);
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = jiff::civil::date(2024, 5, 1);
        OutsideAd.check(&article, &mut Context::new(day, None, &settings, &META, &mut findings));
        findings.iter().map(|finding| finding.severity).collect()
    }

    #[test]
    fn advertising_at_the_end_is_found() {
        assert_eq!(severities(&["标题", "正文。", "商务合作请加微信：abc12345"]), [Severity::Warning]);
        assert_eq!(severities(&["标题", "正文。", "扫码免费领取备考资料"]), [Severity::Warning]);
        assert_eq!(severities(&["标题", "正文。", "咨询加微信 abc_12345"]), [Severity::Info]);
    }

    #[test]
    fn public_contacts_are_not_advertising() {
        for line in ["联系电话：0510-12345678", "扫码申领消费券", "关注“某县发布”微信公众号", "要加强广告监管合作。"] {
            assert_eq!(severities(&["标题", "正文。", line]), [], "{line}");
        }
        let mut lines = vec!["标题", "商务合作请加微信：abc12345"];
        lines.extend(["正文。"; TAIL]);
        assert_eq!(severities(&lines), []);
    }
}
