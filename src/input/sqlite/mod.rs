//! SQLite databases (weibo-crawler, the small installations of SSCMS, any other by usual names): every table whose columns
//! are those of articles, opened read-only.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::InputError;
use super::cells::Records;
use super::layout::{Layout, Role};
use super::package::{Medium, Package, Part, Unpacking, unpack_error};
use super::record;
use crate::document::Place;

struct Sqlite;

pub const FORMAT: &dyn Package = &Sqlite;

/// Where the header says how the file is written and read (Database File Format, section 1.3.3).
const VERSIONS: std::ops::Range<usize> = 18..20;

impl Package for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn claims(&self, head: &[u8]) -> bool {
        head.starts_with(b"SQLite format 3\0")
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        let database = open(medium)?;
        let mut others = Vec::new();
        let mut found = false;
        for table in tables(&database).map_err(fault)? {
            let names = columns(&database, &table).map_err(fault)?;
            let plain: Vec<&str> = names.iter().map(String::as_str).collect();
            let layout = Layout::of(context.mapping, &plain, &plain);
            let has_body = |layout: &Layout<'_>| layout.names(Role::Body).any(|name| plain.contains(&name));
            match layout.filter(has_body) {
                Some(layout) => {
                    found = true;
                    let records = Records::new(context.path.clone(), &names, &layout);
                    if !articles(&database, &table, records, each).map_err(fault)? {
                        return Ok(());
                    }
                }
                None => others.extend(names),
            }
        }
        if found {
            Ok(())
        } else {
            Err(record::unknown_fields(&context.path, "列", others.iter().map(String::as_str)))
        }
    }
}

fn open(medium: Medium<'_>) -> Result<Connection, InputError> {
    let Medium::File(path, count) = medium else {
        let mut reader = medium.reader().map_err(|error| InputError::new(unpack_error(&error)))?;
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|error| InputError::new(unpack_error(&error)))?;
        // A database with a write-ahead log cannot be opened in memory unless its header says that it has none.
        if let Some(versions) = bytes.get_mut(VERSIONS).filter(|versions| *versions == [2, 2]) {
            versions.fill(1);
        }
        let mut database = Connection::open_in_memory().map_err(fault)?;
        let size = bytes.len();
        database.deserialize_read_exact("main", bytes.as_slice(), size, true).map_err(fault)?;
        return Ok(database);
    };
    count.set(std::fs::metadata(path).map_or(0, |data| data.len()));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(fault)
}

fn fault(error: rusqlite::Error) -> InputError {
    use rusqlite::ErrorCode;
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "数据库正被别的程序使用，请关掉那个程序，或者复制一份再检查".to_string()
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            "数据库已损坏或加了密，读不了；请重新导出".to_string()
        }
        _ => format!("数据库读不了：{error}"),
    };
    InputError::new(message)
}

fn tables(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = database.prepare(query)?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn columns(database: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = database.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// Hands over the rows of a table in the order in which they were put in. False: stop.
fn articles(
    database: &Connection,
    table: &str,
    mut records: Records<'_>,
    each: &mut dyn FnMut(Part<'_>) -> bool,
) -> rusqlite::Result<bool> {
    let quoted = table.replace('"', "\"\"");
    let mut statement = database.prepare(&format!("SELECT * FROM \"{quoted}\""))?;
    let names: Vec<String> = statement.column_names().map(str::to_string).collect();
    let mut rows = statement.query([])?;
    let mut number = 0;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            end => {
                // What was read before a break counts.
                let goes_on = records.finish(each);
                return end.map(|_| goes_on);
            }
        };
        number += 1;
        let value = |column: usize| row.get_ref(column).ok().and_then(shown).map(|text| (column, text));
        let values: Vec<(usize, String)> = (0..names.len()).filter_map(value).collect();
        let place = |column: usize| Place::Cell {
            sheet: table.to_string(),
            cell: format!("{}第{number}行", names.get(column).map_or("", String::as_str)),
        };
        if !records.push(&values, place, each) {
            return Ok(false);
        }
    }
}

fn shown(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}
