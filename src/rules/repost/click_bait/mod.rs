//! The tone of chain letters: "99% of people do not know", "pass it on to your family and save a life". Not where a
//! text warns of such posts or refutes one.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::phrase::{Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/click-bait",
        "标题党、诱导转发的话",
        Severity::Warning,
        "“不转不是中国人”“99%的人都不知道”是自媒体诱导转发的套话，多半来自未经核实的内容，政府网站和政务新媒体不应照发。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）；《互联网新闻信息服务管理规定》",
        include_str!("rule.md"),
    )
});

static LURES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::joined(
        &["%", "%的", "％", "％的", "成的", "成"],
        &["人", "家长", "司机", "女性", "男性", "老人", "妈妈", "中国人", "网友", "孩子"],
        r"(?:9[0-9](?:\.[0-9]+)?[%％]|100[%％]|九成)(?:的)?(?:中国)?(?:人|家长|司机|女性|男性|老人|妈妈|网友)(?:都|还|竟|居然|竟然|并)*(?:不知道|不清楚|没注意|没听说|没想到|[洗吃用做喝睡弄搞选买放存煮走坐养]错|忽略|中招)了?",
    ),
    Phrase::new(&["不转不是", "就转", "必须转", "转疯了", "传疯了", "刷爆朋友圈", "刷爆了朋友圈"], r"不转不是(?:中国人|人|好人)|是(?:中国人|好人|父母|家长)就(?:请)?转(?:发|起来)?|看到(?:的)?必须转|(?:已经)?(?:转|传)疯了|刷爆了?朋友圈"),
    Phrase::joined(
        &["家人", "朋友", "亲友", "亲人", "朋友圈", "人", "转发", "扩散", "一下", "出去", "孩子", "群"],
        &["，救人", "、救人", "救人", "，功德", "功德", "，胜造", "，为了", "！救人", "，能救"],
        r"(?:转发|转告|转给|告诉|扩散|分享|转)(?:给|到|至)?[^。！？]{0,16}?[，,、！ ]?(?:能|可以)?(?:救人一命|救一条命|功德无量|胜造七级浮屠|为了(?:家人|孩子)(?:的)?(?:健康|安全))",
    ),
    Phrase::new(&["为了家人", "为了孩子", "为了您的家人", "为了你的家人"], r"为了(?:您的|你的)?(?:家人|孩子)(?:的)?(?:和朋友的?)?(?:健康|安全)?[，,]?(?:请|一定要|务必|赶紧|赶快)+(?:转发|转告|转给|扩散|转起来)"),
    Phrase::joined(
        &["赶紧", "赶快", "快", "马上", "火速", "务必", "一定要", "立即", "速", "速速"],
        &["转发", "转给", "转告", "告诉", "扩散"],
        r"(?:转发|转|发)给所有(?:家人|亲友|亲人|人)|(?:赶紧|赶快|马上|火速|务必|一定要|立即|快|速速|速)(?:转发|转给|转告|告诉|扩散)(?:给)?(?:你|您|身边|所有)?(?:的|所有)*(?:家人|亲友|亲人|朋友|爸妈|父母|身边的人|你爱的人|更多的?人|所有人)",
    ),
    Phrase::new(&["速转", "删前", "马上删", "马上就删", "即将被删", "秒删", "马上被删"], r"(?:^|[！!。，,【（ ])速转(?:$|[！!。，,】）])|(?:看完|趁)?(?:没|被)?删前(?:速|快|赶紧)?(?:看|转)|(?:马上|即将|很快)(?:就)?(?:会|要)?被?删(?:了|除)?[，！!]|(?:随时|可能)?(?:被)?秒删"),
    Phrase::new(&["不看后悔", "不看就", "不知道就亏", "看完惊", "看完吓", "看完后背", "看完我惊", "看完沉默", "后悔一辈子"], r"(?:再)?不(?:看|知道)(?:就)?(?:后悔(?:一辈子)?|晚了|亏大了|亏了)|看完(?:我|都|让人)?(?:惊呆|吓(?:坏|死|一跳|出)|后背发凉|沉默了)|后悔一辈子"),
    Phrase::new(&["慢性自杀", "等于吃毒", "等于服毒", "等于喝毒", "比砒霜", "毒过砒霜", "比毒药还"], r"(?:就是|等于|无异于|简直是)?(?:在)?慢性自杀|等于(?:吃|服|喝)毒药?|(?:比|毒过)砒霜(?:还毒)?|比毒药还毒"),
    Phrase::new(&["震惊", "惊呆", "吓人", "太可怕", "出大事", "惊爆", "吓死", "细思极恐"], r"^[【《]?(?:震惊|惊呆了?|吓人|太可怕了|出大事了|惊爆|吓死人了?|细思极恐)[！!]+|(?:所有人|医生|专家|网友|全国人民)(?:都)?(?:惊呆了|震惊了|沉默了|坐不住了)"),
    Phrase::new(&["含泪", "冒死", "良心医生", "老中医"], r"(?:医生|专家|主任|教授)(?:含泪|冒死)(?:告诫|忠告|提醒|曝光|说出)|冒死(?:曝光|转发|揭秘)|良心医生[^。，]{0,6}(?:说出|告诉|曝光)"),
    Phrase::new(&["央视曝光", "央视已经曝光", "央视紧急", "中央紧急通知", "紧急通知！", "国家刚刚"], r"央视(?:已经?|刚刚|终于|紧急)?曝光(?:了)?[！!]|央视紧急(?:提醒|通知|曝光)[！!：:]|国家刚刚(?:宣布|公布|通知)[！!]"),
]));

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| LURES.words());

/// The text warns of such posts, or shows that one is wrong.
const REFUTING: [&str; 22] = [
    "辟谣", "谣言", "造谣", "谣传", "传言", "不实", "不属实", "不可信", "别信", "不要相信", "虚假", "流言", "误区", "伪科学", "标题党", "真相", "求证", "科学吗",
    "夸大", "诱导转发", "自媒体乱象", "清朗",
];

struct ClickBait;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ClickBait)
}

impl Rule for ClickBait {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let may_hold = |region: Region| matches!(region, Region::Title | Region::Summary | Region::Body | Region::Quote | Region::Caption);
        for block in context.triggered(article).into_iter().filter(|block| may_hold(block.region)) {
            for range in LURES.find(article.block_text(block)) {
                let span = block.text.part(range);
                let quoted = article.is_inside(span, Enclosure::Quote);
                if !quoted && !REFUTING.iter().any(|word| article.text.contains(word)) {
                    let message = format!("“{}”是诱导转发的套话，内容多未经核实，请核实后改写或不予发布", article.slice(span));
                    context.report(context.finding(span, message).confidence(0.8));
                }
            }
        }
    }
}
