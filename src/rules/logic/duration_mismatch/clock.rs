//! Hours against the times of day before them.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Fault;
use crate::document::{Article, count_at};
use crate::span::Span;

/// Bytes before the hours in which the times stand.
const REACH: usize = 160;
const DAY: u32 = 24 * 60;
/// What leads up to the hours right before their number.
const LEADS: [&str; 9] = ["共", "共计", "合计", "总计", "历时", "时长", "为期", "长达", "持续"];
/// What says that the times are not all that the hours are counted of.
const DOUBTFUL: [&str; 9] = ["分别", "其中", "以内", "之内", "提前", "约", "左右", "休息", "晚点"];

/// From one time of day to another: 上午9时至11时30分, 14:30开始，16:30结束.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let half = "(?P<halfN>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?";
    let time = format!("{half}(?P<hourN>[0-9]{{1,2}})(?:[:：](?P<minN>[0-9]{{2}})|[时点](?:(?P<minuteN>[0-9]{{1,2}})分|(?P<thirtyN>半))?整?)");
    let (first, second) = (time.replace('N', "1"), time.replace('N', "2"));
    let joined = "(?:(?:开始|起)?(?:至|到|[-—–－~～]{1,2})|开始[，,](?:至|到)?)";
    Regex::new(&format!("{first}{joined}(?P<next>次日|第二天|翌日|当日|当天)?{second}")).expect("constant pattern")
});

/// The fault of the hours whose word stands at a place.
pub(super) fn fault(article: &Article, place: u32) -> Option<Fault> {
    let sentence = article.sentence(Span::point(place));
    let before = article.slice(Span::new(sentence.start, place));
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(REACH))..];
    let (number, said) = hours(near, article.after(Span::point(place)))?;
    let lead = &near[..near.len() - number];
    let told = LEADS.iter().filter_map(|word| lead.strip_suffix(word)).min_by_key(|told| told.len())?;
    if DOUBTFUL.iter().any(|word| near.contains(word)) {
        return None;
    }
    let (mut minutes, mut last) = (0, None);
    for range in RANGE.captures_iter(told) {
        // 7月20日8时至7月21日8时 is more than a day.
        minutes += length(&range)?;
        last = range.get(0).map(|range| range.end());
    }
    let plain = last.is_some_and(|last| !told[last..].contains(['日', '天', '时', ':']));
    // Every day so long makes more than one day's hours.
    let daily = near.contains('每') && said > minutes;
    let half_hidden = minutes > 12 * 60 && said + 12 * 60 == minutes;
    if !plain || daily || minutes == said || half_hidden || minutes == 0 {
        return None;
    }
    let span = Span::new(place - number as u32, place + "小时".len() as u32);
    let text = if minutes % 60 == 0 { format!("{}小时", minutes / 60) } else { format!("{}小时{}分钟", minutes / 60, minutes % 60) };
    Some((span, format!("按写明的起止时间是{text}，与“{}”不符，请核对", article.slice(span))))
}

/// The number of hours that a text ends with, in bytes and as minutes: 3, 1.5, 1个半, 两个; minutes may follow the word.
fn hours(before: &str, after: &str) -> Option<(usize, u32)> {
    let counted = before.strip_suffix("个半").or(before.strip_suffix('个')).unwrap_or(before);
    let half = if before.ends_with("个半") { 30 } else { 0 };
    let is_number = |c: &char| c.is_ascii_digit() || *c == '.' || "一二三四五六七八九十两".contains(*c);
    let length: usize = counted.chars().rev().take(4).take_while(is_number).map(char::len_utf8).sum();
    let number = &counted[counted.len() - length..];
    let minutes = match number.split_once('.') {
        Some((whole, "5")) => whole.parse::<u32>().ok()? * 60 + 30,
        Some(_) => return None,
        None => count_at(number).filter(|(_, read)| *read == length)?.0.checked_mul(60)?,
    };
    let rest = after.strip_prefix("小时").unwrap_or(after);
    let more = count_at(rest).filter(|(_, read)| rest[*read..].starts_with('分')).map_or(0, |(minutes, _)| minutes);
    let vague = rest.starts_with(['多', '余', '左', '以']);
    (length > 0 && !vague && minutes < 2 * DAY).then_some((before.len() - counted.len() + length, minutes + half + more))
}

/// Minutes from the first time to the second.
fn length(range: &Captures<'_>) -> Option<u32> {
    let read = |name: &str| range.name(name).and_then(|found| found.as_str().parse::<u32>().ok());
    let time = |end: &str, other: Option<&str>| {
        let hour = read(&format!("hour{end}"))?;
        let minute = read(&format!("min{end}")).or(read(&format!("minute{end}")));
        let minute = minute.unwrap_or(if range.name(&format!("thirty{end}")).is_some() { 30 } else { 0 });
        let half = range.name(&format!("half{end}")).map(|found| found.as_str()).or(other);
        let late = matches!(half, Some("下午" | "傍晚" | "晚上" | "晚")) && hour < 12;
        (hour <= 24 && minute < 60).then_some((hour + if late { 12 } else { 0 }) * 60 + minute)
    };
    let half = range.name("half1").map(|found| found.as_str());
    let (from, to) = (time("1", None)?, time("2", half)?);
    let next = range.name("next").is_some_and(|next| !next.as_str().starts_with('当'));
    if next { (to + DAY).checked_sub(from) } else { to.checked_sub(from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read() {
        assert_eq!(hours("共3", "小时"), Some((1, 180)));
        assert_eq!(hours("共1个半", "小时"), Some((7, 90)));
        assert_eq!(hours("共1.5", "小时。"), Some((3, 90)));
        assert_eq!(hours("历时两个", "小时30分"), Some((6, 150)));
        assert_eq!(hours("共3", "小时左右"), None);
        assert_eq!(hours("共几", "小时"), None);
    }
}
