//! 的, 地 and 得 mixed up where the words beside them leave no doubt: 做的好, 认真的开展了.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/particle",
        "“的”“地”“得”用错",
        Severity::Warning,
        "“的”后面是名词，“地”后面是动词，“得”前面是动词、后面是程度或结果。",
        "《现代汉语词典》（第7版）；教育部中学教学语法系统",
        include_str!("rule.md"),
    )
});

/// A verb, 的, and what only a degree can be: 得.
static DEGREE: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"(?:[^\p{Han}]|事情|工作|活|这件事|都|也)(?:做|干|办|搞|抓|讲|说|学|写|跑|走|变|过|玩|睡|长|卖|管|建)(?P<a>的)(?:非常好|特别好|越来越好|很好|更好|不好|不错|很快|很慢|更快|很差|很多|扎实|越来越)(?:[，。；！、了\n]|$)",
        r"(?:变|显)(?P<b>的)(?:更加?|越来越|十分|非常|格外|尤为|很|愈发|有些)",
        r"(?:打扫|布置|收拾|安排|管理|完成|落实|执行|发展|进行|处理|整理|表现|恢复|生长)(?P<c>的)(?:非常好|特别好|很好|不错|很快|很顺利|井井有条|有条不紊|干干净净|整整齐齐|井然有序|淋漓尽致)(?:[，。；！\n]|$)",
    ];
    Regex::new(&patterns.join("|")).expect("constant pattern")
});

/// An adverb, 的, a verb and what only follows a verb: 地.
static MANNER: LazyLock<Regex> = LazyLock::new(|| {
    let adverb = "认真|积极|深入|扎实|切实|主动|自觉|及时|迅速|仔细|严格|坚决|坚定不移|持之以恒|毫不动摇|扎扎实实|踏踏实实|原原本本|有效|充分|有序|稳步|逐步|不断|全面|坚定|详细|热情|耐心|大力|牢牢|深刻|高效|科学|创造性|有针对性|实实在在|源源不断|一如既往|旗帜鲜明|一丝不苟|因地制宜|循序渐进|有条不紊";
    let verb = "开展|推进|推动|组织|落实|完成|学习|执行|履行|参加|参与|配合|解决|处理|提高|提升|增强|加强|促进|保障|维护|把握|领会|贯彻|讲解|介绍|询问|查看|回答|解答|记录|了解|反映|帮助|实施|做好|抓好|贯彻落实|投入";
    Regex::new(&format!("(?:{adverb})(?P<d>的)(?:{verb})(?:了|着|好|下去|起来|到)")).expect("constant pattern")
});

struct Particle;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Particle)
}

impl Rule for Particle {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "的非常",
            "的特别",
            "的越来越",
            "的很",
            "的更",
            "的不好",
            "的不错",
            "的扎实",
            "的十分",
            "的格外",
            "的尤为",
            "的愈发",
            "的有些",
            "的井井",
            "的有条",
            "的干干",
            "的整整",
            "的井然",
            "的淋漓",
            "的开展",
            "的推进",
            "的推动",
            "的组织",
            "的落实",
            "的完成",
            "的学习",
            "的执行",
            "的履行",
            "的参加",
            "的参与",
            "的配合",
            "的解决",
            "的处理",
            "的提高",
            "的提升",
            "的增强",
            "的加强",
            "的促进",
            "的保障",
            "的维护",
            "的把握",
            "的领会",
            "的贯彻",
            "的讲解",
            "的介绍",
            "的询问",
            "的查看",
            "的回答",
            "的解答",
            "的记录",
            "的了解",
            "的反映",
            "的帮助",
            "的实施",
            "的做好",
            "的抓好",
            "的投入",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| block.region.is_prose()) {
            let text = article.block_text(block);
            for (pattern, right) in [(&*DEGREE, "得"), (&*MANNER, "地")] {
                for found in pattern.captures_iter(text) {
                    let Some(mark) = found.iter().skip(1).flatten().next() else {
                        continue;
                    };
                    let span = block.text.part(mark.range());
                    // What people say is quoted as they said it.
                    if article.is_inside(span, Enclosure::Book) || goes_on(&text[found.get_match().end()..]) {
                        continue;
                    }
                    let finding = context.finding(span, format!("此处“的”应为“{right}”")).confidence(0.85);
                    context.report(finding.suggest(vec![right.to_string()], Applicability::Unsafe));
                }
            }
        }
    }
}

/// Whether the verb belongs to a noun after all: 深入的开展起来的工作.
fn goes_on(after: &str) -> bool {
    after.starts_with('的')
}
