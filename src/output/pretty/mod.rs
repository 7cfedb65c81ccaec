//! For people at a terminal: findings grouped by article, each with its line, the flagged text marked, and why and
//! what to do; the figures at the end. All in Chinese; nothing from a file reaches the terminal as it is.

mod snippet;

use std::io::{self, Write};

use annotate_snippets::Renderer;
use annotate_snippets::renderer::{AnsiColor, DEFAULT_LINE_NUM_STYLE, Style};

use super::words::visible;
use super::{Options, Output, ReportedError, Summary};
use crate::engine::Checked;
use crate::finding::{Applicability, Severity};

const HEADING: Style = AnsiColor::Cyan.on_default().bold();

struct Pretty {
    renderer: Renderer,
    /// Of titles; empty without colour.
    heading: Style,
    /// Of the arrow before a place; empty without colour.
    arrow: Style,
    /// Findings that `shenjiao fix` mends, and those that it mends with `--unsafe`.
    safe: u64,
    risky: u64,
}

pub(super) fn new(options: Options) -> Box<dyn Output> {
    let (renderer, heading, arrow) = if options.color {
        (Renderer::styled(), HEADING, DEFAULT_LINE_NUM_STYLE)
    } else {
        (Renderer::plain(), Style::new(), Style::new())
    };
    Box::new(Pretty { renderer, heading, arrow, safe: 0, risky: 0 })
}

impl Output for Pretty {
    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        if checked.findings.is_empty() {
            return Ok(());
        }
        if let Some(title) = &checked.article.title {
            self.heading(out, &format!("《{}》", visible(title)))?;
        }
        for finding in &checked.findings {
            match finding.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => self.safe += 1,
                Some(Applicability::Unsafe) => self.risky += 1,
                Some(Applicability::Manual) | None => {}
            }
            writeln!(out, "{}\n", snippet::render(&self.renderer, self.arrow, finding))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        if !errors.is_empty() {
            self.heading(out, &format!("{} 处无法读取：", errors.len()))?;
            for error in errors {
                writeln!(out, "  {}：{}", origin(error), visible(&error.message))?;
            }
            writeln!(out)?;
        }
        if summary.findings() == 0 && errors.is_empty() {
            writeln!(out, "没有发现问题。")?;
        } else if summary.findings() == 0 {
            writeln!(out, "读到的内容里没有发现问题。")?;
        }
        writeln!(out, "{}", figures(summary))?;
        self.hint(out)
    }
}

impl Pretty {
    fn heading(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        writeln!(out, "{0}{text}{0:#}", self.heading)
    }

    fn hint(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.safe > 0 {
            writeln!(out, "其中 {} 处可以自动修改：运行 shenjiao fix", self.safe)?;
        }
        if self.risky > 0 {
            writeln!(out, "另有 {} 处改法需要人看过：运行 shenjiao fix --unsafe --diff 查看", self.risky)?;
        }
        Ok(())
    }
}

/// Where an input could not be read.
fn origin(error: &ReportedError) -> String {
    let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = error.place.as_ref().map(|place| format!("（{place}）")).unwrap_or_default();
    visible(&format!("{}{line}{place}", error.path))
}

fn figures(summary: &Summary) -> String {
    let counts = Severity::ALL.iter().rev();
    let counts: Vec<String> =
        counts.map(|severity| format!("{} {}", severity.label(), summary.count(*severity))).collect();
    format!("检查 {} 篇文章、{} 字；{}", summary.articles, summary.characters, counts.join("、"))
}
