//! Arrow rows and what they stand for: articles in, findings out.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, FieldRef, Schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_arrow::schema::{SchemaLike, TracingOptions};
use shenjiao::document::Review;
use shenjiao::engine::{Linter, Record};
use shenjiao::finding::{LocatedFinding, Severity};
use shenjiao::source::Position;

/// Rows that are checked together: as many as `shenjiao check` takes at once.
const TOGETHER: usize = 64;
/// The columns that are read; others are left alone.
const COLUMNS: [&str; 10] =
    ["body", "format", "title", "published", "source", "author", "column", "unit", "url", "review"];
const ID: &str = "id";

/// A row in, with dates as `P`.
#[derive(Deserialize)]
struct Row<P> {
    body: Option<String>,
    format: Option<String>,
    title: Option<String>,
    published: Option<P>,
    source: Option<String>,
    author: Option<String>,
    column: Option<String>,
    unit: Option<String>,
    url: Option<String>,
    review: Option<Vec<Review>>,
}

type Read = Result<Record, &'static str>;

impl<P: Into<serde_json::Value>> Row<P> {
    fn record(self) -> Read {
        let body = self.body.ok_or("这一行没有正文（body）")?;
        let Self { format, title, published, source, author, column, unit, url, review, .. } = self;
        let (published, review) = (published.map(Into::into), review.unwrap_or_default());
        Ok(Record { body, format, title, published, source, author, column, unit, url, review, ..Record::default() })
    }
}

/// A row out. Signed numbers, since Spark has no others.
#[derive(Default, Serialize, Deserialize)]
struct Report {
    findings: Vec<Finding>,
    characters: i64,
    error: Option<String>,
}

/// A finding of the contract's section 3, but for what is the same for the whole row.
#[derive(Serialize, Deserialize)]
struct Finding {
    rule: String,
    family: String,
    severity: String,
    message: String,
    why: String,
    basis: String,
    confidence: f32,
    text: String,
    suggestions: Vec<String>,
    region: String,
    paragraph: i64,
    start: Option<Place>,
    end: Option<Place>,
    pieces: Vec<Piece>,
    before: String,
    after: String,
    fix: Option<Fix>,
    fingerprint: String,
}

#[derive(Serialize, Deserialize)]
struct Place {
    byte: i64,
    line: i64,
    column: i64,
    utf16: i64,
}

#[derive(Serialize, Deserialize)]
struct Piece {
    start: i64,
    end: i64,
}

#[derive(Serialize, Deserialize)]
struct Fix {
    applicability: String,
    edits: Vec<Edit>,
}

#[derive(Serialize, Deserialize)]
struct Edit {
    start: i64,
    end: i64,
    text: String,
}

/// What the findings of a row look like.
pub fn schema() -> Result<Schema, String> {
    Ok(Schema::new(fields()?))
}

fn fields() -> Result<Vec<FieldRef>, String> {
    let options = TracingOptions::default().strings_as_large_utf8(false).sequence_as_large_list(false);
    Vec::<FieldRef>::from_type::<Report>(options).map_err(|error| error.to_string())
}

/// Checks the rows of a batch.
pub fn check(linter: &Linter, least: Severity, batch: &RecordBatch) -> Result<RecordBatch, String> {
    let known =
        batch.schema_ref().fields().iter().enumerate().filter(|(_, field)| COLUMNS.contains(&field.name().as_str()));
    let known: Vec<usize> = known.map(|(at, _)| at).collect();
    let read = batch.project(&known).map_err(of_arrow)?;
    if read.column_by_name("body").is_none() {
        return Err("没有 body 这一列；正文所在的列要叫 body".to_string());
    }
    // Dates of every kind read as text, numbers as what they are: seconds or milliseconds since 1970.
    let published = read.column_by_name("published").map(|column| column.data_type());
    let records =
        if published.is_some_and(DataType::is_integer) { records::<i64>(&read)? } else { records::<String>(&read)? };
    let reports: Vec<Report> = records.chunks(TOGETHER).flat_map(|records| reports(linter, least, records)).collect();
    let found = serde_arrow::to_record_batch(&fields()?, &reports).map_err(|error| error.to_string())?;
    let (mut fields, mut columns) = (found.schema().fields().to_vec(), found.columns().to_vec());
    if let Some((at, field)) = batch.schema_ref().column_with_name(ID) {
        fields.insert(0, Arc::new(field.clone()));
        columns.insert(0, Arc::clone(batch.column(at)));
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(of_arrow)
}

fn records<P: Into<serde_json::Value> + DeserializeOwned>(batch: &RecordBatch) -> Result<Vec<Read>, String> {
    let rows: Vec<Row<P>> = serde_arrow::from_record_batch(batch).map_err(|error| format!("列的类型不对：{error}"))?;
    Ok(rows.into_iter().map(Row::record).collect())
}

fn of_arrow(error: ArrowError) -> String {
    error.to_string()
}

fn reports(linter: &Linter, least: Severity, records: &[Read]) -> Vec<Report> {
    let mut checked = linter.check_records(records.iter().flatten()).into_iter();
    let report = |record: &Read| match record {
        Ok(_) => checked.next().map(|checked| {
            let findings = checked.findings.into_iter().filter(|finding| finding.severity >= least).map(Finding::from);
            Report { findings: findings.collect(), characters: checked.characters as i64, error: None }
        }),
        Err(error) => Some(Report { error: Some((*error).to_string()), ..Report::default() }),
    };
    records.iter().filter_map(report).collect()
}

impl From<LocatedFinding> for Finding {
    fn from(found: LocatedFinding) -> Self {
        let pieces = found.pieces.unwrap_or_default().into_iter();
        Self {
            rule: found.rule.to_string(),
            family: found.family,
            severity: found.severity.name().to_string(),
            message: found.message,
            why: found.why.to_string(),
            basis: found.basis.to_string(),
            confidence: found.confidence,
            text: found.text,
            suggestions: found.suggestions,
            region: found.region.name().to_string(),
            paragraph: found.paragraph.into(),
            start: place(found.start),
            end: place(found.end),
            pieces: pieces.map(|(start, end)| Piece { start: start as i64, end: end as i64 }).collect(),
            before: found.before,
            after: found.after,
            fix: found.fix.map(|fix| Fix {
                applicability: fix.applicability.name().to_string(),
                edits: fix
                    .edits
                    .into_iter()
                    .map(|edit| Edit { start: edit.start as i64, end: edit.end as i64, text: edit.text })
                    .collect(),
            }),
            fingerprint: found.fingerprint.to_string(),
        }
    }
}

/// A position in the body; none for what stands in the title.
fn place(position: Position) -> Option<Place> {
    position.is_in_text().then(|| Place {
        byte: position.byte as i64,
        line: position.line.into(),
        column: position.column.into(),
        utf16: position.utf16.into(),
    })
}
