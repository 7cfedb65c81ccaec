//! The JSON Lines filter: one article in, one report out, a line each, in the same order; for Hive and Spark
//! TRANSFORM, pipes and other languages. A line that cannot be read gives an error line, never a missing one.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::linter::Linter;
use super::locate::Checked;
use super::ordered;
use super::record::Record;
use crate::finding::{LocatedFinding, Severity};
use crate::source::MAX_DOCUMENT;

/// Bytes of input that go to a worker at once, at most.
const BATCH: usize = 256 << 10;
/// Lines of them that are checked together at most.
const TOGETHER: usize = 64;

#[derive(Serialize)]
struct Reply<'a> {
    id: Option<&'a RawValue>,
    findings: Vec<LocatedFinding>,
    characters: usize,
}

#[derive(Serialize)]
struct Refusal<'a> {
    id: Option<&'a RawValue>,
    error: &'a str,
}

/// Filters `input` to `output` until the input ends. Findings below `least` are left out. `verbose` writes errors to
/// standard error too.
pub fn filter(
    linter: &Linter,
    input: impl Read + Send,
    output: &mut impl Write,
    threads: usize,
    least: Severity,
    verbose: bool,
) -> io::Result<()> {
    each_line(input, output, threads, verbose, |lines| {
        lines.chunks(TOGETHER).flat_map(|lines| replies(linter, lines, least)).collect()
    })
}

/// Writes the replies that `work` gives to some lines at a time, one a line with its line end, in the order of the input.
pub(super) fn each_line(
    input: impl Read + Send,
    output: &mut impl Write,
    threads: usize,
    verbose: bool,
    work: impl Fn(&[Vec<u8>]) -> Vec<String> + Sync,
) -> io::Result<()> {
    let mut failure = None;
    ordered::run(
        threads,
        |sink| produce(input, sink),
        |batch: Vec<Vec<u8>>| work(&batch),
        |replies| {
            let written = replies.iter().try_for_each(|reply| output.write_all(reply.as_bytes()));
            if verbose {
                replies.iter().filter(|reply| reply.contains("\"error\":")).for_each(|reply| eprint!("{reply}"));
            }
            failure = written.and_then(|()| output.flush()).err();
            failure.is_none()
        },
    );
    failure.map_or(Ok(()), Err)
}

/// Reads lines and sends them in batches; what is there is sent before more is waited for, so that a caller who
/// writes one line and waits for the answer gets it.
fn produce(input: impl Read, mut sink: ordered::Sink<'_, Vec<Vec<u8>>>) {
    let mut input = BufReader::with_capacity(BATCH, input);
    let (mut batch, mut size) = (Vec::new(), 0);
    loop {
        let line = read_line(&mut input).unwrap_or(None);
        let ended = line.is_none();
        if let Some(line) = line {
            size += line.len();
            batch.push(line);
        }
        let more = !ended && size < BATCH && !input.buffer().is_empty();
        if more {
            continue;
        }
        if !batch.is_empty() && !sink.send(std::mem::take(&mut batch)) || ended {
            return;
        }
        size = 0;
    }
}

/// The next line without its end; `None` at the end of the input. Of a line over the limit a little more than the
/// limit is kept, so that it is refused.
pub(super) fn read_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    input.by_ref().take(MAX_DOCUMENT as u64 + 1).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.pop();
    } else if line.len() > MAX_DOCUMENT {
        input.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

/// The report lines for input lines, with their line ends.
fn replies(linter: &Linter, lines: &[Vec<u8>], least: Severity) -> Vec<String> {
    let read: Vec<Result<Record, Refused<'_>>> = lines.iter().map(|line| record(line)).collect();
    let mut checked = linter.check_records(read.iter().flatten()).into_iter();
    let answers = read.iter().filter_map(|read| match read {
        Ok(record) => checked.next().map(|checked| answer(record.id.as_deref(), checked, least)),
        Err(refused) => Some(refusal(refused)),
    });
    answers.map(line).collect()
}

/// A reply with its line end.
pub(super) fn line(answer: serde_json::Result<String>) -> String {
    // Serialising to a string fails for no value of ours.
    let mut answer = answer.unwrap_or_else(|error| format!("{{\"id\":null,\"error\":\"{error}\"}}"));
    answer.push('\n');
    answer
}

pub(super) fn refusal((id, error): &Refused<'_>) -> serde_json::Result<String> {
    serde_json::to_string(&Refusal { id: *id, error })
}

fn answer(id: Option<&RawValue>, checked: Checked, least: Severity) -> serde_json::Result<String> {
    let mut findings = checked.findings;
    findings.retain(|finding| finding.severity >= least);
    serde_json::to_string(&Reply { id, findings, characters: checked.characters })
}

/// The id of a line that cannot be read, as far as it has one, and why.
pub(super) type Refused<'a> = (Option<&'a RawValue>, String);

pub(super) fn record(line: &[u8]) -> Result<Record, Refused<'_>> {
    #[derive(Deserialize)]
    struct Identity<'a> {
        #[serde(borrow, default)]
        id: Option<&'a RawValue>,
    }
    if line.len() > MAX_DOCUMENT {
        return Err((None, format!("这一行超过上限 {} MiB", MAX_DOCUMENT >> 20)));
    }
    let line = std::str::from_utf8(line).map_err(|_| (None, "这一行不是 UTF-8 编码".to_string()))?;
    serde_json::from_str(line).map_err(|error| {
        let id = serde_json::from_str::<Identity<'_>>(line).ok().and_then(|identity| identity.id);
        let reason = match error.classify() {
            serde_json::error::Category::Data => format!("字段不对，至少要有字符串 body：{error}"),
            _ => format!("不是完整的 JSON 对象：{error}"),
        };
        (id, reason)
    })
}
