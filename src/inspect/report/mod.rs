//! The report as one HTML file that needs no network: figures and findings lie in it as JSON, the page draws what is asked
//! for. Findings of a unit are read when the unit is opened, so that a report with tens of thousands opens at once.

use std::io::{self, Write};

use serde::Serialize;

use super::InspectError;
use super::figures::Overview;
use super::store::{Kept, Store, number};
use crate::finding::FAMILIES;
use crate::report::{Page, embedded};

const PAGE: Page<'_> = Page {
    title: "文字巡检报告",
    without_script: "这份报告要在打开了脚本的浏览器里看；也可以看同一文件夹里的整改台账。",
    footer: "数字来自文字检查程序，未经逐条核对，不是正式的检查合格率。",
    script: include_str!("page.js"),
};

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

/// Writes the report.
pub fn report(store: &Store, overview: &Overview, out: &mut impl Write) -> Result<(), InspectError> {
    let (before, after) = PAGE.halves();
    let families: Vec<(&str, &str)> = FAMILIES.to_vec();
    let data = [("overview", embedded(overview)), ("families", embedded(&families))];
    let begun = out
        .write_all(before.as_bytes())
        .and_then(|()| data.iter().try_for_each(|(id, data)| writeln!(out, "{}{data}</script>", script(id))));
    let mut lists = Lists { out, overview, open: None, written: vec![false; overview.units.len()], state: begun };
    store.findings(overview.run, |kept| lists.take(&kept))?;
    let written = lists.end().and_then(|()| out.write_all(after.as_bytes()));
    written.map_err(|error| InspectError(format!("报告写不成：{error}")))
}

fn script(id: &str) -> String {
    format!("<script type=\"application/json\" id=\"{id}\">")
}

/// The findings, a list a unit, written as they are read: they come unit by unit.
struct Lists<'a, W> {
    out: &'a mut W,
    overview: &'a Overview,
    /// The unit whose list is open.
    open: Option<String>,
    /// Which units have a list.
    written: Vec<bool>,
    state: io::Result<()>,
}

impl<W: Write> Lists<'_, W> {
    fn take(&mut self, kept: &Kept) {
        if self.state.is_ok() {
            self.state = self.write(kept);
        }
    }

    fn write(&mut self, kept: &Kept) -> io::Result<()> {
        if self.open.as_ref().is_none_or(|unit| *unit != kept.unit) {
            self.close()?;
            let Some(place) = self.overview.units.iter().position(|unit| unit.name == kept.unit) else { return Ok(()) };
            self.written[place] = true;
            self.open = Some(kept.unit.clone());
            write!(self.out, "{}[", script(&format!("unit-{place}")))?;
        } else {
            self.out.write_all(b",")?;
        }
        self.out.write_all(embedded(&Row::of(kept)).as_bytes())
    }

    fn close(&mut self) -> io::Result<()> {
        if self.open.take().is_some() { self.out.write_all(b"]</script>\n") } else { Ok(()) }
    }

    fn end(mut self) -> io::Result<()> {
        std::mem::replace(&mut self.state, Ok(()))?;
        self.close()?;
        let without = self.written.iter().enumerate().filter(|(_, written)| !**written);
        let places: Vec<usize> = without.map(|(place, _)| place).collect();
        places.into_iter().try_for_each(|place| writeln!(self.out, "{}[]</script>", script(&format!("unit-{place}"))))
    }
}
