//! Signs in an article that its list is one of private persons, or that its telephones are those of offices.

use crate::document::{Article, Block, Region};

/// Titles of lists of private persons.
const LISTS: [&str; 40] = [
    "名单", "名册", "公示", "低保", "特困", "救助", "补贴", "补助", "资助", "慰问", "危房", "公租房", "廉租", "保障房",
    "贫困", "困难", "脱贫户", "监测户", "五保", "残疾", "优抚", "抚恤", "高龄", "孤儿", "患者", "学生", "考生", "家长",
    "受助", "拟录", "拟聘", "录用", "中签", "摇号", "中奖", "获奖", "捐款", "征收", "拆迁", "发放",
];

/// Titles of lists that are published in order to be called.
const SERVICES: [&str; 36] = [
    "河长", "湖长", "林长", "田长", "路长", "网格", "值班", "服务", "办事", "机构", "网点", "联系方式", "联系电话", "通讯录",
    "技术员", "指导员", "特派员", "经营主体", "企业", "合作社", "门店", "律师", "中介", "药店", "医院", "客服", "村医",
    "医生", "调解员", "代办", "维修", "责任人", "联络员", "发言人", "电话", "经销",
];

/// Words beside a number or an address that make it a private person's.
const PRIVATE: [&str; 30] = [
    "户主", "身份证", "家庭住址", "家庭地址", "申请人", "受益人", "监护人", "患者", "家长", "低保", "救助对象", "补贴对象",
    "补助对象", "残疾", "投诉人", "来信人", "反映人", "信访人", "举报人", "受害人", "当事人", "本人电话", "本人手机",
    "我的电话", "我的手机", "我电话", "我手机", "考生", "贫困户", "受助人",
];

/// Words of a line that gives the telephone of an office or of whoever is in charge of a matter.
const OFFICE: [&str; 32] = [
    "咨询", "监督", "举报", "联系人", "联系电话", "联系方式", "联系部门", "联系单位", "服务电话", "服务热线", "热线", "报名电话",
    "报名方式", "投诉", "受理", "值班", "客服", "救援", "预约", "办公电话", "经办人", "项目负责人", "招标", "采购", "代理机构",
    "负责人", "科长", "主任", "局长", "书记", "请拨打", "请致电",
];

/// Whether the title announces a list of private persons.
pub fn lists_persons(article: &Article) -> bool {
    let title = article.title().unwrap_or_default();
    LISTS.iter().any(|word| title.contains(word)) && !gives_services(article)
}

/// Whether the title announces telephones for the public.
pub fn gives_services(article: &Article) -> bool {
    let title = article.title().unwrap_or_default();
    SERVICES.iter().any(|word| title.contains(word))
}

pub fn is_private(text: &str) -> bool {
    PRIVATE.iter().any(|word| text.contains(word))
}

pub fn is_office(text: &str) -> bool {
    OFFICE.iter().any(|word| text.contains(word))
}

/// Whether the tables of the article have a column of this name.
pub fn has_column(article: &Article, names: &[&str]) -> bool {
    let is_head = |block: &&Block| block.region == Region::Table && names.contains(&article.block_text(block).trim());
    article.blocks.iter().any(|block| is_head(&block))
}
