//! Fixed sequences of political wording with a member missing, swapped, repeated or misspelt. The sequences are data
//! (`sequences.tsv`). A list that merely happens to share some members is left alone: but for obvious slips, the name
//! of the sequence must stand in the same sentence.

mod run;
mod sequence;

use std::ops::Range;
use std::sync::LazyLock;

use self::run::{Fault, Run};
use self::sequence::{Sequence, TABLE};
use crate::document::{Article, Block, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

/// Fewer members than this are too few to recognise a sequence without its name.
const NAMELESS: usize = 4;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/fixed-sequence",
        "固定表述缺项、错序或用错",
        Severity::Error,
        "这组提法的项目、用字和次序都是固定的，缺一项、换一字、颠倒次序都属于表述错误。",
        "党和国家重要文献的固定表述",
        include_str!("rule.md"),
    )
});

struct FixedSequence;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(FixedSequence)
}

impl Rule for FixedSequence {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TABLE.words
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            // Members of a sequence are listed: a paragraph with one member, or without a list mark, has none.
            let is_list = places.len() > 1 && block.region.is_prose() && article.block_text(block).contains('、');
            let is_near = |one: &u32, next: &u32| next - one < REACH;
            for places in places.chunk_by(is_near).filter(|places| is_list && places.len() > 1) {
                let end = article.text.ceil_char_boundary((places[places.len() - 1] + REACH).min(block.text.end) as usize);
                check(article, block, Span::new(places[0], offset(end)), context);
            }
        }
    }
}

/// Bytes from the beginning of a member in which the next one of its row begins.
const REACH: u32 = 150;

/// A row that was found and the number of its sequence.
type Found = (usize, Run);

/// Looks at a stretch of a block that holds whole rows.
fn check(article: &Article, block: &Block, stretch: Span<Text>, context: &mut Context<'_>) {
    let start = block.text.start as usize;
    let runs = runs(article.block_text(block), stretch.start as usize - start..stretch.end as usize - start);
    if runs.is_empty() {
        return;
    }
    let right = Right::new(&runs);
    for (number, run) in &runs {
        let sequence = &TABLE.sequences[*number];
        // An edition that is not in force any more may be quoted.
        if context.is_in_force(sequence.since, sequence.until) && !right.overlaps(sequence.name, run) {
            judge(article, block, sequence, run.clone(), context);
        }
    }
}

/// The places of the rows that are right, by sequence; those of one sequence are in order and apart.
struct Right(Vec<Vec<Range<usize>>>);

impl Right {
    fn new(runs: &[Found]) -> Self {
        let mut places = vec![Vec::new(); TABLE.sequences.len()];
        for (number, run) in runs.iter().filter(|(number, run)| run.is_right(&TABLE.sequences[*number])) {
            places[*number].push(run.place());
        }
        Self(places)
    }

    /// Whether an edition or part of that name stands right where the row is.
    fn overlaps(&self, name: &str, run: &Run) -> bool {
        let place = run.place();
        let named = TABLE.sequences.iter().zip(&self.0).filter(|(sequence, _)| sequence.name == name);
        named.into_iter().any(|(_, places)| {
            let next = places.partition_point(|other| other.end <= place.start);
            places.get(next).is_some_and(|other| other.start < place.end)
        })
    }
}

/// The rows of members in a part of a text.
fn runs(text: &str, part: Range<usize>) -> Vec<Found> {
    let mut open: Vec<Run> = vec![Run::default(); TABLE.sequences.len()];
    let mut done: Vec<Found> = Vec::new();
    let mut close = |number: usize, run: Run| {
        if run.items.len() > 1 {
            done.push((number, run));
        }
    };
    for hit in TABLE.find(text, part) {
        for (number, member) in hit.members {
            if !open[*number].push(text, *member, hit.start..hit.end) {
                close(*number, std::mem::take(&mut open[*number]));
                open[*number].push(text, *member, hit.start..hit.end);
            }
        }
    }
    for (number, run) in open.into_iter().enumerate() {
        close(number, run);
    }
    done
}

fn judge(article: &Article, block: &Block, sequence: &Sequence, mut run: Run, context: &mut Context<'_>) {
    let text = article.block_text(block);
    run.extend(text, sequence);
    let Some(fault) = run.fault(text, sequence) else {
        return;
    };
    let span = block.text.part(run.place());
    let sentence = article.slice(article.sentence(span));
    let named = sequence.anchors.iter().any(|anchor| sentence.contains(anchor));
    let evident = match fault {
        Fault::Wrong { alike: true, .. } => sequence.members.len() >= NAMELESS,
        // All others of a long sequence stand in their places, and none of them is a word of everyday use.
        Fault::Wrong { alike: false, .. } => sequence.members.len() > NAMELESS && sequence.is_distinct(),
        _ => false,
    };
    let partial = matches!(fault, Fault::Missing { .. }) && is_partial(text, sequence, &run);
    if !(named || evident) || partial || article.is_inside(span, Enclosure::Book) {
        return;
    }
    let item = |at: usize| run.items.get(at).and_then(|item| text.get(item.place.clone())).unwrap_or_default();
    let name = sequence.name;
    let message = match &fault {
        Fault::Order => format!("{name}的次序应为“{}”", sequence.members.join("、")),
        Fault::Wrong { item: at, .. } => format!("{name}中的“{}”应为“{}”", item(*at), sequence.members[*at]),
        Fault::Extra { item: at } => format!("{name}里多出“{}”", item(*at)),
        Fault::Missing { members } => {
            let missing: Vec<&str> = members.iter().map(|member| sequence.members[*member]).collect();
            format!("{name}缺“{}”", missing.join("”“"))
        }
    };
    let suggestion = run.rewritten(text, sequence);
    let finding = context.finding(span, message).basis(sequence.basis);
    context.report(finding.suggest(vec![suggestion], Applicability::Unsafe));
}

/// Whether a row stops short on purpose: it goes on with 等, or stands among items of another list.
fn is_partial(text: &str, sequence: &Sequence, run: &Run) -> bool {
    let place = run.place();
    let before = text[..place.start].trim_end_matches(['“', '‘']);
    let after = text[place.end..].trim_start_matches(['”', '’']);
    let siblings =
        || TABLE.sequences.iter().filter(|other| other.name == sequence.name).flat_map(|other| &other.members);
    after.starts_with(['等', '…'])
        || after.strip_prefix('、').is_some_and(|rest| !siblings().any(|member| rest.starts_with(member)))
        || before.strip_suffix('、').is_some_and(|rest| !siblings().any(|member| rest.ends_with(member)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::rules::testing::{article, places};

    fn found(line: &str, published: &str) -> Vec<(String, String)> {
        let article = article(&["标题", line]).finish(None);
        let (settings, mut findings) = (Settings::default(), Vec::new());
        let day = published.parse().unwrap();
        let places = places(&FixedSequence, &article);
        let context = Context::new(day, None, &settings, &META, &mut findings);
        FixedSequence.check(&article, &mut context.triggered_at(&places));
        findings.iter().map(|finding| (finding.message.clone(), finding.suggestions[0].clone())).collect()
    }

    fn messages(line: &str) -> Vec<String> {
        found(line, "2024-05-01").into_iter().map(|(message, _)| message).collect()
    }

    #[test]
    fn named_sequences_must_be_whole() {
        assert_eq!(messages("政治意识、大局意识、看齐意识这“四个意识”"), ["“四个意识”缺“核心意识”"]);
        assert_eq!(
            messages("“四个自信”即理论自信、道路自信、制度自信、文化自信。"),
            ["“四个自信”的次序应为“道路自信、理论自信、制度自信、文化自信”"]
        );
        assert_eq!(messages("反对形式主义、官僚主意、享乐主义和奢靡之风"), ["“四风”中的“官僚主意”应为“官僚主义”"]);
        assert_eq!(messages("新发展理念是创新、协调、绿色、开放、创新、共享。"), ["新发展理念里多出“创新”"]);
    }

    #[test]
    fn lists_that_share_some_words_are_left_alone() {
        for line in [
            "坚持创新、协调、绿色发展。",
            "增强政治意识、大局意识、责任意识。",
            "整治“四风”，重点是形式主义、官僚主义、享乐主义等问题。",
            "社会主义核心价值观倡导的公正、法治深入人心。",
            "社会主义核心价值观是富强、民主、文明、和谐，自由、平等、公正、法治，爱国、敬业、诚信、友善。",
            "纠正《“四个意识”是政治意识、大局意识、看齐意识》一文。",
        ] {
            assert_eq!(messages(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn editions_follow_the_date() {
        let old = "“四个全面”是全面建成小康社会、全面深化改革、全面依法治国、全面从严治党。";
        assert_eq!(found(old, "2018-05-01"), []);
        assert_eq!(found(old, "2024-05-01"), []);
        let short = "“四个全面”是全面深化改革、全面依法治国、全面从严治党。";
        assert_eq!(found(short, "2024-05-01").len(), 1);
        assert_eq!(found("“四个意识”是政治意识、大局意识、看齐意识。", "2015-05-01"), []);
    }
}
