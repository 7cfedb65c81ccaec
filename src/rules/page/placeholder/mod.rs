//! Places that were to be filled in and were not: ××县, XX局, 20××年, （此处填写）, 待补充 and the like. Crosses and stars
//! that mask a name or a number, multiply, or stand in a form are left alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::phrase::{self, Phrase, Phrases};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/placeholder",
        "占位内容没有填写",
        Severity::Error,
        "套用模板时留下的空位没有填上，说明发布前没有人通读。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

/// Crosses or stars in the place of a name of a place, an organ, a date.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    let mark = r"(?:[×╳✕]+|[XxＸ]{2,}|[*＊]+|[○〇]{2,}|△{2,}|□{2,}|_{3,})";
    let unit = "省|市|县|区|镇|乡|村|社区|街道|自治州|自治县|人民政府|政府|党委|局|委员会|委|厅|办公室|办|科|处室|公司|有限公司|单位|部门|学校|中学|小学|医院|党支部|支部|工程|项目|会议|文件|系统|平台|同志|书记|主任|局长|县长|市长|镇长";
    let patterns = [
        format!("(?P<unit>{mark})(?:{unit})"),
        format!("(?:路|街|巷|大道)(?P<door>{mark})号"),
        format!("(?:书记|市长|县长|区长|镇长|乡长|局长|主任|主席)(?P<leader>{mark})(?:同志|主持|出席|参加|指出|强调|要求|带领|率|作|讲话|一行)"),
        "(?P<sum>[XxＸ]{2,}|×{2,})(?:万元|亿元|余万元|万亩|公里)".to_string(),
        r"(?:19|20)(?:[×XxＸ*＊○]{2}|[0-9][×XxＸ*＊○])年".to_string(),
        format!(r"(?P<day>{mark}|[×XxＸ*＊])月(?:{mark}|[×XxＸ*＊])日"),
        r"(?:19|20)[0-9]{2}年[ _]*月[ _]*日|_{2,}(?:年|月|日|时)|[0-9]{1,2}月[×XxＸ]{1,2}日|^ ?年[ _]+月[ _]+日$".to_string(),
        r"(?P<count>[*＊]{2,})(?:亩|户|万元|亿元|公里|吨)".to_string(),
        r"^(?:[XxＸ]{2,4}|×{2,4})$".to_string(),
        r"〔(?:20)?[×XxＸ*]{2,4}〕|〔20[0-9]{2}〕 ?(?:[×XxＸ*]+|_+) ?号".to_string(),
    ];
    Regex::new(&patterns.join("|")).expect("constant patterns")
});

/// Words that say themselves that something is to come.
static WORDS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new([
    Phrase::new(&["为（", "共（", "约（", "为(", "共(", "约("], r"[为共约][（(][ _]*[）)]"),
    Phrase::new(&["此处省略"], r"^[（(]?此处省略[0-9一二三四五六七八九十百千万]{0,5}字?[）)。]?$"),
    Phrase::new(&["？？", "##"], r"(?:？{2,}|#{2,})(?:人|户|元|万元|次|个|亩|公里|名|处|家)"),
    Phrase::new(&["这里加", "此处加", "这里补", "此处补", "这里写", "此处写", "这里放", "这里插"], r"^[（(]?(?:这里|此处)(?:再)?(?:加|补|写|放|插)(?:一段|一下|上|入|充)[^。，；]{2,24}[）)]?$"),
    Phrase::new(&["（小", "(小"], r"[（(]小[一-龥][，,：:](?:请|把|麻烦|再|帮|记得)[^）)。]{2,24}[）)]"),
    Phrase::new(&["测试测试", "testtest", "test test"], r"^(?:测试){2,}[0-9]*$|^(?:test ?){2,}$"),
    Phrase::new(&["[单位", "[姓名", "[日期", "[时间", "[地点", "[公司", "[部门", "[领导", "[人数", "[金额"], r"[一-龥，][\[](?:单位|姓名|日期|时间|地点|公司|部门|领导|人数|金额)[一-龥]{0,4}[\]]"),
    Phrase::joined(&["[", "【"], &["此处", "这里"], r"[【\[](?:此处|这里)[^，。；】\]\n]{1,16}[】\]]"),
    Phrase::joined(
        &["待定，", "待定,", "待定；", "未定，", "不详，", "有误，", "有出入，", "再核，"],
        &["请", "需", "待"],
        r"[（(【][^（）()。；]{0,14}(?:待定|未定|不详|有误|有出入|再核)[，,；](?:请|需|待)[^（）()。；]{0,16}(?:确认|核实|核对|补充|提供|修改)[^（）()。；]{0,8}[）)】]",
    ),
    Phrase::joined(
        &["某某"],
        &["企业", "单位", "局", "镇", "村", "学校", "街道", "社区"],
        r"某某(?:企业|单位|局|镇|村|学校|街道|社区)",
    ),
    Phrase::joined(
        &["记者", "记者 ", "记者：", "通讯员", "通讯员 ", "通讯员："],
        &["XX", "xx", "××"],
        r"(?:记者|通讯员)[ ：]?(?:[Xx]{2,3}|×{2,3})",
    ),
    Phrase::new(&["【】", "【 ", "[ "], r"【[ 　]*】|\[[ 　]{2,}\]"),
    Phrase::joined(
        &["（", "(", "【", "["],
        &["此处", "这里", "在此", "请在", "请填", "请插", "请添", "请输", "请补", "请写", "请粘", "请替", "请放", "请附", "请加"],
        r"[（(【\[](?:此处|这里|在此|请在此处?|请)(?:填写|填入|插入|添加|输入|补充|写明|粘贴|替换|放置|附上?|加)[^。）)】\]\n]{0,40}[）)】\]]",
    ),
    Phrase::joined(
        &["（", "(", "【", "[", "内容", "文字", "数据", "数字", "人数", "金额", "具体", "图片", "信息", "资料", "名单", "附件", "日期", "时间", "地点"],
        &["待补", "待完善", "待核", "待填", "待更新", "待录", "待修改", "待定稿", "待上传", "待插", "待校", "尚待", "有待"],
        r"[（(【\[](?:内容|文字|数据|数字|人数|金额|具体|图片|信息|资料|名单|附件|日期|时间|地点)?(?:待|尚待|有待)(?:补[）)】\]]|补充|补全|补齐|完善|核实|核对|填写|填报|更新|录入|修改|定稿|上传|插入|校对)[^，。；）)】\]\n]*[）)】\]]",
    ),
    Phrase::new(
        &["待补充", "待完善", "待填写", "待更新", "待录入", "待定稿", "待上传"],
        r"^(?:内容|正文|文字|数据|图片|信息|资料)?(?:待|有待)(?:补充|完善|填写|更新|录入|定稿|上传)[。.…]*$|[：:](?:待补充|待填写|待录入|待完善)[。；;]?$",
    ),
    Phrase::joined(
        &["此处", "这里"],
        &["输入", "添加", "编辑", "填写", "插入"],
        r"(?:请|单击|点击)(?:在)?(?:此处|这里)(?:输入|添加|编辑|填写|插入)(?:标题|正文|内容|文字|文本|副标题|您的)[^，。\n]*",
    ),
    // What the templates of WeChat editors leave: 在这里输入你的标题, 点击输入小标题, 双击修改文字.
    Phrase::joined(
        &["输入", "添加", "编辑", "修改", "替换", "更换", "填写"],
        &["你的", "您的", "标题", "小标题", "副标题", "大标题", "文章标题", "文字", "正文", "内容", "文本", "图片", "图注", "简介"],
        r"^(?:请)?(?:在?(?:这里|此处|此)|点击|双击|单击|长按)(?:这里|此处)?(?:可以?|来|直接)?(?:输入|添加|编辑|修改|替换|更换|填写)(?:你的|您的)?(?:小|大|副|主|文章)?(?:标题|文字|正文|内容|文本|图片|图注|简介)(?:内容|文字|信息)?[。.…！!]*$",
    ),
    Phrase::new(&["你的标题", "您的标题"], r"^(?:请)?(?:输入|添加|填写|编辑)(?:你|您)的标题[。.…]*$"),
    Phrase::new(
        &[
            "请输入", "请填写", "在此输入",
            "这里是文章", "这里是新闻", "这里是标题", "这里是正文", "这里是内容", "这里是文字", "这里是摘要",
            "这里是副标题", "此处为文章", "此处为新闻", "此处为标题", "此处为正文", "此处为内容",
            "此处为文字", "此处为摘要", "此处为副标题",
        ],
        r"^(?:请输入|请填写|在此输入|这里是|此处为)(?:文章|新闻)?(?:标题|正文|内容|文字|摘要|副标题)(?:内容|部分)?[。.…]*$",
    ),
    Phrase::new(
        &[
            "正文内容", "文章内容", "新闻内容", "内容内容", "标题标题", "正文正文", "标题内容", "文章标题", "新闻标题", "这是标题",
            "这是正文", "示例文字", "示例文本", "测试内容", "文字文字", "内容正在", "栏目建设中", "栏目正在", "暂无内容",
            "敬请期待",
        ],
        r"^(?:正文内容|文章内容|新闻内容|内容(?:内容)+|标题(?:标题)+|正文(?:正文)+|标题内容|文章标题|新闻标题|这是标题|这是正文|示例文字|示例文本|测试内容|文字文字.*|内容正在(?:建设|更新|编辑)中|栏目(?:正在)?建设中|暂无内容|敬请期待)[。.…！!：:]*$",
    ),
    Phrase::new(&["orem", "OREM"], r"(?i:\blorem ipsum\b)"),
    Phrase::new(
        &[concat!("TO", "DO"), concat!("FIX", "ME"), "TBD"],
        concat!(r"(?-u:\b)(?:TO", r"DO|FIX", r"ME|TBD)(?-u:\b)"),
    ),
    Phrase::new(
        &["待插入", "插入处", "略缺", "待补"],
        r"(?:[（(【\[])(?:图片?|照片|表格?|附件)(?:[0-9一二三]{0,2})(?:待插入|插入处|略缺|待补)[）)】\]]",
    ),
    Phrase::joined(
        &["（", "(", "【", "["],
        &["此处", "这里", "本处", "此段", "本段", "该段", "这段"],
        r"[（(【\[](?:此处|这里|本处|此段|本段|该段|这段)[一-龥]{0,8}(?:待补|待核|待定|待确认|待填|配图|插图|删除|删去|要核实|需核实|再核实|省略[0-9]*字)[^，。；）)】\]\n]{0,18}[）)】\]]",
    ),
    Phrase::joined(
        &["【", "["],
        &["插入", "添加", "配图", "插图"],
        r"[【\[](?:插入|添加|配图|插图)(?:图片?|照片|视频|表格|附件|处|位置|[0-9一二三])?[：:]?[^，。；】\]\n]{0,12}[】\]]",
    ),
    Phrase::new(&["[图片]", "[视频]", "[语音]", "[动画表情]"], r"^(?:\[(?:图片|视频|语音|动画表情)\] ?)+$"),
    Phrase::joined(
        &["页面", "栏目", "网页", "频道", "板块"],
        &["正在建设", "正在维护", "正在升级", "正在更新", "建设中", "维护中", "升级中", "暂无内容", "暂无信息", "暂无数据"],
        r"^(?:本|该|此)?(?:页面|栏目|网页|频道|板块)(?:(?:正在)?(?:建设|维护|升级|更新)中?|暂无(?:内容|信息|数据))(?:[，,][^。]{0,12})?[。.…！!]*$",
    ),
    Phrase::joined(&["XX", "xx", "××"], &["在XX", "在××", "在xx"], r"(?:[Xx]{2,}|×{2,})在(?:[Xx]{2,}|×{2,})"),
    Phrase::new(&["某某某"], r"某{3,}(?:同志|书记|主任|局长|县长|市长|镇长|科长)"),
    Phrase::joined(
        &["此处", "这里"],
        &["填写", "粘贴", "录入", "插入", "填入"],
        r"^(?:请)?(?:在)?(?:此处|这里)(?:请)?(?:填写|粘贴|录入|插入|填入)[^。，；]{0,12}[。.…]*$",
    ),
    Phrase::new(&["电话：8888888", "电话:8888888"], r"电话[：:]8{7,8}(?:$|[，。；、])"),
    // A number to call that is none, whatever leads to it: 热线0000000, 拨打0000-1234567.
    Phrase::new(
        &["0000000", "0000-", "1234567", "1111111", "9999999", "13800138000", "13800000000", "13000000000"],
        r"(?:电话|热线|传真|手机|座机|专线|拨打|致电|来电|咨询|联系方式|微信)(?:号码?|请?拨打|咨询|为|是|同号)?[：:]?[ （(]?(?:0[0-9]{2,3}[-—－ ]?)?(?:0{7,8}|12345678?9?|1{7,8}|9{7,8}|13800138000|13800000000|13000000000)(?-u:\b)",
    ),
    Phrase::joined(
        &["电话", "热线", "传真", "手机", "座机", "专线", "拨打", "致电", "号码", "0-", "1-", "2-", "3-", "4-", "5-", "6-", "7-", "8-", "9-", "138", "139", "1", "400-"],
        &["XXX", "xxx", "×××"],
        r"(?:电话|热线|传真|手机|座机|专线|拨打|致电)(?:号码?|咨询|请?拨打|为|是)?[：:]?[ （(]?(?:0[0-9]{2,3}[-—－ ]|400-|1[0-9]{0,2})?(?:X{5,12}|x{5,12}|×{5,12})",
    ),
    Phrase::joined(
        &["数据", "内容", "此处", "名单", "数字", "情况"],
        &["请办公室", "请科室", "请核实", "请再核", "请补充", "请领导", "需再核", "待科室"],
        r"^(?:此处|这里|以上|以下)?(?:数据|内容|名单|数字|情况)?请(?:办公室|科室|领导|再)?(?:核实|核对|补充|再核|确认)[^。]{0,8}[。！]?$|^此处[^。，]{0,10}(?:请|需|待)[^。，]{0,8}(?:核实|核对|确认|补充)[。！]?$",
    ),
    Phrase::joined(
        &["（", "(", "【"],
        &["请", "领导审", "领导定"],
        r"[（(【](?:请[一-龥]{0,3}(?:科长|主任|局长|书记|处长|镇长|县长|秘书长|办公室|领导)(?:再)?(?:审阅|审定|审核|核实|核对|把关|过目|定夺)|领导(?:审阅|审定|审核|定)后?)[一-龥]{0,10}[）)】]",
    ),
    Phrase::joined(
        &["电话：", "电话:", "传真：", "邮编：", "联系人：", "联系人:", "地址：", "时间：", "地点：", "0-", "1-", "2-", "3-", "4-", "5-", "6-", "7-", "8-", "9-"],
        &["XXX", "xxx", "×××"],
        r"(?:电话|传真|邮编|联系人|地址|时间|地点)[：:](?:0[0-9]{2,3}-)?(?:X{3,}|x{3,}|×{3,})(?:$|[，。；、])",
    ),
]));

/// What blanks are marked with, and what a blank ends with behind the mark: the beginning of a unit, of a date, of a number.
const MARKS: [&str; 12] = ["×", "╳", "✕", "X", "x", "*", "＊", "○", "〇", "△", "□", "_"];
const BLANK_ENDS: [&str; 58] = [
    "日",
    "亩", "户", "吨",
    "省", "市", "县", "区", "镇", "乡", "村", "社", "街", "自", "人", "政", "党", "委", "局", "厅", "办",
    "科", "处", "公", "有", "单", "部", "学", "中", "小", "医", "支", "工", "项", "会", "文", "系", "平",
    "同", "书", "主", "年", "月", "〕", "号", " 号",
    "出", "参", "指", "强", "要", "带", "率", "作", "讲", "一", "万", "亿",
];
/// A date without its month and day.
const BLANK_DATES: [&str; 7] = ["年月", "年 月", "年_", "__日", "__月", "__时", "年__"];
/// Cells that hold nothing but a blank.
const BLANK_CELLS: [&str; 3] = ["XX", "xx", "××"];
static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [phrase::joined(&MARKS, &BLANK_ENDS), BLANK_DATES.to_vec(), BLANK_CELLS.to_vec(), WORDS.words()].concat());

/// The text is a form to be filled in, or shows one.
const FORMS: [&str; 34] = [
    "样表", "范本", "模板", "示范文本", "参考文本", "样本", "格式", "填写", "填表", "样式", "表样", "申请书", "申请表", "登记表", "承诺书", "合同", "协议书",
    "委托书", "文书", "证明", "示例", "范例", "例如", "比如", "示范", "填报", "征求意见表", "参考样", "报名表", "推荐表", "审批表", "回执", "投标", "招标文件",
];
/// Words after which the next characters show how something is written.
const SHOWS: [&str; 12] = ["如：", "如“", "例如", "形如", "写作", "应写", "表述为", "字样", "称谓", "称为", "统称", "依此类推"];
/// Signs that names are masked in the same sentence, so that the places are too.
const MASKED: [&str; 15] =
    ["被告", "原告", "嫌疑人", "受害人", "当事人", "网民", "举报人", "来信人", "某", "身份证", "车牌", "违法行为人", "一位", "一名", "有一"];
/// What says that the address of an office or a business follows.
const ADDRESSES: [&str; 6] = ["位于", "地址：", "地址:", "地址为", "设在", "坐落"];
/// Signs of a case told, in which places, persons and sums are masked.
const CASES: [&str; 20] = [
    "被告", "原告", "嫌疑人", "受害人", "当事人", "网民", "举报", "来信", "某", "涉嫌", "违纪", "违法", "受贿", "贪污", "处分", "立案", "诈骗", "骗", "原书记",
    "查处",
];
/// So many blanks in one text are a form.
const FORM: usize = 12;
/// Words that ask for something are not longer, in bytes.
const LONGEST: usize = 120;
/// Last characters of the names of provinces; before other characters a cross masks a name.
const PROVINCES: &str = "省市县区镇乡京津沪渝北西宁林江苏浙徽建东南川州海肃夏疆港澳";
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹潘葛范彭鲁韦马苗方任袁柳史唐薛雷贺罗郝齐康顾孟黄萧尹姚邵汪毛戴宋庞熊项祝梁杜阮季贾童郭钟徐邱高蔡田樊胡霍卢丁邓崔龚程邢裴陆翁段侯叶赖乔谭申温曾欧肖闫覃岳刘林";

struct Placeholder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Placeholder)
}

impl Rule for Placeholder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let is_form = |text: &str| FORMS.iter().any(|word| text.contains(word));
        let form = article.title().is_some_and(is_form) || article.meta.column.as_deref().is_some_and(is_form);
        let mut found: Vec<_> = Vec::new();
        for block in context.triggered(article).into_iter().filter(|block| may_hold(block.region)) {
            let text = article.block_text(block);
            let short = WORDS.find(text).into_iter().filter(|word| word.len() <= LONGEST);
            found.extend(short.take(FORM).map(|word| (block, word)));
            let blanks = if form { Vec::new() } else { blanks(article, block) };
            if !blanks.is_empty() && !is_form(text) {
                found.extend(blanks.into_iter().map(|range| (block, range)));
            }
        }
        if found.len() >= FORM {
            return;
        }
        for (block, range) in found {
            let span = block.text.part(range);
            // 某某 masks names in what is told of cases.
            let masks = || article.slice(span).starts_with("某某") && ["法院", "检察", "公安", "处罚", "诈骗", "纪委", "案"].iter().any(|word| article.text.contains(word));
            if !article.is_inside(span, Enclosure::Quote) && !masks() {
                let message = format!("“{}”是没有填写的占位内容", article.slice(span));
                context.report(context.finding(span, message).confidence(0.9));
            }
        }
    }
}

fn may_hold(region: Region) -> bool {
    !matches!(region, Region::Hidden | Region::Furniture | Region::Comment | Region::Reviewer)
}

/// Crosses and stars that stand for something to be filled in.
fn blanks(article: &Article, block: &Block) -> Vec<Range<usize>> {
    let text = article.block_text(block);
    let found = BLANK.captures_iter(text).take(2 * FORM).filter_map(|found| {
        let whole = found.get(0)?;
        let span = block.text.part(whole.range());
        let sentence = article.slice(article.sentence(span));
        let shown = SHOWS.iter().any(|word| sentence.contains(word));
        let masks = found.name("unit").is_some_and(|mark| is_mask(text, mark.range(), sentence));
        let address = found.name("door").is_none() || ADDRESSES.iter().any(|word| sentence.contains(word));
        let blamed = found.name("unit").is_none() && CASES.iter().any(|word| sentence.contains(word)) && !is_date(whole.as_str());
        let date_in_table = found.name("unit").is_none() && block.region == Region::Table;
        (address && !shown && !masks && !blamed && !date_in_table).then(|| whole.range())
    });
    found.collect()
}

/// Whether a blank is one of a date or a number of a paper.
fn is_date(blank: &str) -> bool {
    blank.ends_with(['年', '日', '〕', '号']) && !blank.contains(['路', '街', '巷', '道'])
}

/// Whether the mark before a unit masks a name or number, or belongs to a word of Latin letters or a product.
fn is_mask(text: &str, mark: Range<usize>, sentence: &str) -> bool {
    let before = text[..mark.start].chars().next_back();
    let glued = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '-' | '.'));
    let name = before.is_some_and(|c| SURNAMES.contains(c) && !PROVINCES.contains(c));
    // A footnote or a factor stands behind its word: one sign, with a Han character before it that ends no place.
    let footnote = matches!(&text[mark], "*" | "＊" | "×") && before.is_some_and(|c| c.is_alphabetic() && !PROVINCES.contains(c));
    glued || name || footnote || MASKED.iter().any(|word| sentence.contains(word))
}
