//! The report as one HTML file that needs no network: figures and findings lie in it as JSON, the page draws what is asked
//! for. Findings of a unit are read when the unit is opened, so that a report with tens of thousands opens at once.

use serde::Serialize;

use super::InspectError;
use super::figures::Overview;
use super::store::{Kept, Store, number};
use crate::finding::FAMILIES;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A finding, as short as can be: a report may hold a hundred thousand.
#[derive(Serialize)]
struct Row<'a> {
    n: String,
    s: &'static str,
    f: &'a str,
    r: &'a str,
    m: &'a str,
    d: &'a str,
    t: &'a str,
    u: &'a str,
    c: &'a str,
    w: &'a str,
    p: &'a str,
    b: &'a str,
    x: &'a str,
    a: &'a str,
    g: &'a str,
    k: u32,
    e: &'static str,
    z: &'a str,
}

impl<'a> Row<'a> {
    fn of(kept: &'a Kept) -> Self {
        Self {
            n: number(kept.identity),
            s: kept.severity.name(),
            f: &kept.family,
            r: &kept.rule,
            m: &kept.message,
            d: &kept.basis,
            t: &kept.title,
            u: &kept.url,
            c: &kept.column,
            w: &kept.published,
            p: &kept.place,
            b: &kept.before,
            x: &kept.text,
            a: &kept.after,
            g: &kept.suggestion,
            k: kept.repeated,
            e: kept.standing.label(),
            z: kept.state.as_ref().map_or("", |state| &state.state),
        }
    }
}

/// The report.
pub fn report(store: &Store, overview: &Overview) -> Result<Vec<u8>, InspectError> {
    let mut findings: Vec<Vec<u8>> = vec![Vec::new(); overview.units.len()];
    let place = |unit: &str| overview.units.iter().position(|own| own.name == unit);
    // They come unit by unit.
    let mut last: Option<(String, Option<usize>)> = None;
    store.findings(overview.run, |kept| {
        if last.as_ref().is_none_or(|(unit, _)| *unit != kept.unit) {
            last = Some((kept.unit.clone(), place(&kept.unit)));
        }
        if let Some(place) = last.as_ref().and_then(|(_, place)| *place) {
            let list = &mut findings[place];
            list.push(if list.is_empty() { b'[' } else { b',' });
            list.extend(embedded(&Row::of(&kept)).into_bytes());
        }
    })?;
    let mut data = format!("<script type=\"application/json\" id=\"overview\">{}</script>\n", embedded(overview));
    let families: Vec<(&str, &str)> = FAMILIES.to_vec();
    data += &format!("<script type=\"application/json\" id=\"families\">{}</script>\n", embedded(&families));
    let (before, after) = PAGE.split_once("<!--data-->").unwrap_or((PAGE, ""));
    let fill = |text: &str| text.replace("/*style*/", STYLE).replace("/*script*/", SCRIPT);
    let mut page = fill(before).into_bytes();
    page.extend(data.into_bytes());
    for (place, mut list) in findings.into_iter().enumerate() {
        list.extend(if list.is_empty() { b"[]".as_slice() } else { b"]" });
        page.extend(format!("<script type=\"application/json\" id=\"unit-{place}\">").into_bytes());
        page.append(&mut list);
        page.extend(b"</script>\n");
    }
    page.extend(fill(after).into_bytes());
    Ok(page)
}

/// JSON that can stand in a script element: nothing in it ends the element or begins a comment.
fn embedded(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_string());
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_script() {
        let json = embedded(&"</script><!-- <img src=x onerror=alert(1)>");
        assert!(!json.contains('<'), "{json}");
        let back: String = serde_json::from_str(&json).unwrap();
        assert!(back.starts_with("</script>"));
    }
}
