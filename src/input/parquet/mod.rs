//! Parquet files of data platforms with one article a row: columns by mapping or usual names, as in CSV. Read row group by
//! row group, only the columns that are wanted. Nested columns hold no articles and are passed over.

use std::fs::File;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::Type;
use bytes::Bytes;

use super::InputError;
use super::cells::Records;
use super::layout::{Layout, Role};
use super::package::{Budget, DAMAGED, Medium, Package, Part, Unpacking, unpack_error};
use super::record;
use crate::document::Place;
use crate::source::too_large;

struct Parquet;

pub const FORMAT: &dyn Package = &Parquet;

/// What such a file begins with.
const MAGIC: &[u8] = b"PAR1";
/// Bytes that a column of a row group has at most.
const MAX_COLUMN: i64 = 1 << 31;

impl Package for Parquet {
    fn name(&self) -> &'static str {
        "Parquet"
    }

    fn claims(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        let budget = Budget::for_packed(medium.size());
        let reader = open(medium)?;
        let schema = reader.metadata().file_metadata().schema();
        let flat: Vec<&Type> = schema.get_fields().iter().map(AsRef::as_ref).filter(|field| is_flat(field)).collect();
        let names: Vec<&str> = flat.iter().map(|field| field.name()).collect();
        let layout = Layout::of(context.mapping, &names, &names);
        let has_body = |layout: &Layout<'_>| layout.names(Role::Body).any(|name| names.contains(&name));
        let Some(layout) = layout.filter(has_body) else {
            let names = schema.get_fields().iter().map(|field| field.name());
            return Err(record::unknown_fields(&context.path, "列", names));
        };
        let columns: Vec<Column> =
            flat.iter().filter(|field| layout.reads(field.name())).map(|field| Column::of(field)).collect();
        let wanted = schema.get_fields().iter().filter(|field| is_flat(field) && layout.reads(field.name())).cloned();
        let wanted = Type::group_type_builder(schema.name())
            .with_fields(wanted.collect())
            .build()
            .map_err(|error| fault(&error))?;
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let records = Records::new(context.path.clone(), &names, &layout);
        Table { columns: &columns, wanted, records, budget, row: 0, each }.read(reader.as_ref())
    }
}

fn open(medium: Medium<'_>) -> Result<Box<dyn FileReader>, InputError> {
    if let Medium::File(path, count) = medium {
        count.set(std::fs::metadata(path).map_or(0, |data| data.len()));
        let file = File::open(path).map_err(|error| InputError::new(unpack_error(&error)))?;
        return Ok(Box::new(read(|| SerializedFileReader::new(file))?));
    }
    let mut bytes = Vec::new();
    let mut reader = medium.reader().map_err(|error| InputError::new(unpack_error(&error)))?;
    reader.read_to_end(&mut bytes).map_err(|error| InputError::new(unpack_error(&error)))?;
    Ok(Box::new(read(|| SerializedFileReader::new(Bytes::from(bytes)))?))
}

/// What the library reads; it takes some of what damaged files say at its word and panics.
fn read<T>(reading: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, InputError> {
    match catch_unwind(AssertUnwindSafe(reading)) {
        Ok(read) => read.map_err(|error| fault(&error)),
        Err(_) => Err(InputError::new(format!("Parquet 文件{DAMAGED}"))),
    }
}

fn fault(error: &ParquetError) -> InputError {
    InputError::new(match error {
        ParquetError::NYI(what) => {
            format!("Parquet 文件用了不支持的写法（{what}）；请换 snappy、zstd、gzip、lz4 压缩或不压缩，重新导出")
        }
        _ => format!("Parquet 文件{DAMAGED}"),
    })
}

/// Whether a column has one value a row.
fn is_flat(field: &Type) -> bool {
    field.is_primitive() && field.get_basic_info().repetition() != Repetition::REPEATED
}

/// A column that is read.
struct Column {
    name: String,
    moment: Option<Moment>,
}

/// How a column has points in time.
#[derive(Clone, Copy)]
struct Moment {
    per_second: i64,
    /// Whether they are points in time wherever one is, and not what a clock showed.
    is_instant: bool,
}

impl Column {
    fn of(field: &Type) -> Self {
        let info = field.get_basic_info();
        let moment = match (info.logical_type_ref(), info.converted_type(), field.get_physical_type()) {
            (Some(LogicalType::Timestamp(stamp)), ..) => {
                let per_second = match stamp.unit {
                    TimeUnit::MILLIS => 1_000,
                    TimeUnit::MICROS => 1_000_000,
                    TimeUnit::NANOS => 1_000_000_000,
                };
                Some(Moment { per_second, is_instant: stamp.is_adjusted_to_u_t_c })
            }
            (_, ConvertedType::TIMESTAMP_MILLIS, _) | (_, _, Physical::INT96) => {
                Some(Moment { per_second: 1_000, is_instant: true })
            }
            (_, ConvertedType::TIMESTAMP_MICROS, _) => Some(Moment { per_second: 1_000_000, is_instant: true }),
            _ => None,
        };
        Self { name: field.name().to_string(), moment }
    }

    /// A value as articles have it; `None` where there is none, or nothing that can be read.
    fn shown(&self, value: &Field) -> Option<String> {
        if let (Some(moment), Field::TimestampMillis(count) | Field::TimestampMicros(count) | Field::Long(count)) =
            (self.moment, value)
        {
            return moment.shown(*count);
        }
        match value {
            Field::Str(text) => Some(text.clone()),
            // Older writers do not say that their bytes are text.
            Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok().map(str::to_string),
            Field::Date(days) => {
                let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(*days).ok()?).ok()?;
                Some(day.to_string())
            }
            Field::Bool(value) => Some(value.to_string()),
            Field::Byte(value) => Some(value.to_string()),
            Field::Short(value) => Some(value.to_string()),
            Field::Int(value) => Some(value.to_string()),
            Field::Long(value) => Some(value.to_string()),
            Field::UByte(value) => Some(value.to_string()),
            Field::UShort(value) => Some(value.to_string()),
            Field::UInt(value) => Some(value.to_string()),
            Field::ULong(value) => Some(value.to_string()),
            Field::Float(value) => Some(value.to_string()),
            Field::Double(value) => Some(value.to_string()),
            _ => None,
        }
    }
}

impl Moment {
    fn shown(self, count: i64) -> Option<String> {
        let seconds = count.div_euclid(self.per_second);
        if self.is_instant {
            // As seconds since 1970: dates of articles are those of Beijing.
            return Some(seconds.to_string());
        }
        let clock = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
        Some(clock.strftime("%Y-%m-%d %H:%M:%S").to_string())
    }
}

/// The rows under way.
struct Table<'a, 'b> {
    columns: &'a [Column],
    wanted: Type,
    records: Records<'a>,
    budget: Budget,
    /// Rows before the next one.
    row: u32,
    each: &'a mut (dyn FnMut(Part<'_>) -> bool + 'b),
}

impl Table<'_, '_> {
    /// A row group that cannot be read is named; those after it are read.
    fn read(mut self, reader: &dyn FileReader) -> Result<(), InputError> {
        for number in 0..reader.num_row_groups() {
            let rows = u32::try_from(reader.metadata().row_group(number).num_rows()).unwrap_or_default();
            let next = self.row.saturating_add(rows);
            let done = read(|| reader.get_row_group(number)).and_then(|group| self.group(group.as_ref()));
            let flow = match done {
                Ok(flow) => flow,
                Err(error) => self.failed(error),
            };
            if flow.is_break() {
                return Ok(());
            }
            self.row = next;
        }
        self.records.finish(self.each);
        Ok(())
    }

    fn group(&mut self, group: &dyn RowGroupReader) -> Result<ControlFlow<()>, InputError> {
        let is_wanted = |column: &&ColumnChunkMetaData| {
            column.column_path().parts().len() == 1
                && self.columns.iter().any(|own| own.name == column.column_descr().name())
        };
        for column in group.metadata().columns().iter().filter(is_wanted) {
            let starts = [Some(column.data_page_offset()), column.dictionary_page_offset()];
            if column.compressed_size() < 0 || starts.into_iter().flatten().any(|start| start < 0) {
                return Err(InputError::new(format!("Parquet 文件{DAMAGED}")));
            }
            // Columns are unpacked page by page, and a page may be as large as its column.
            if column.uncompressed_size() > MAX_COLUMN {
                return Err(InputError::new(too_large(column.uncompressed_size().unsigned_abs()).0));
            }
        }
        let mut rows = read(|| group.get_row_iter(Some(self.wanted.clone())))?;
        while let Some(row) = read(|| rows.next().transpose())? {
            self.row = self.row.saturating_add(1);
            if self.take(&row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn take(&mut self, row: &Row) -> Result<ControlFlow<()>, InputError> {
        let values = row.get_column_iter().zip(self.columns).enumerate();
        let values: Vec<(usize, String)> =
            values.filter_map(|(number, ((_, value), column))| Some((number, column.shown(value)?))).collect();
        // A text that is stored once may stand in a billion rows.
        let size: usize = values.iter().map(|(_, text)| text.len()).sum();
        self.budget.take(size as u64).map_err(|error| InputError::new(unpack_error(&error)))?;
        let (row, columns) = (self.row, self.columns);
        let place = |column: usize| Place::Row { row, column: columns[column].name.clone() };
        let goes_on = self.records.push(&values, place, self.each);
        Ok(if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }

    fn failed(&mut self, error: InputError) -> ControlFlow<()> {
        let place = Place::Row { row: self.row.saturating_add(1), column: self.columns[0].name.clone() };
        let goes_on = self.records.finish(self.each) && (self.each)(Part::Failed(None, error.at_place(place)));
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}
