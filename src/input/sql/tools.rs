//! Which tables of known tools hold articles, and how their tables belong together. Prefixes of table names are chosen
//! at installation, so a table is told by how its name ends and by its columns.

use crate::input::layout::Role;

/// Another table with more of the article.
#[derive(Debug)]
pub struct Part {
    /// Its columns are named `alias.column`; with an empty alias as if they were of the article's own table.
    pub alias: &'static str,
    /// The name of the table (lower case) from what stands before the name of the tool's own.
    pub table: fn(&str) -> String,
    pub key: &'static str,
    /// The column, of the rows so far, that has the key.
    pub by: &'static str,
    /// Whether a row of it is an article even without a body.
    pub is_main: bool,
}

/// The tables of a tool.
#[derive(Debug)]
pub struct Tool {
    /// Columns that the table with the bodies has.
    pub marks: &'static [&'static str],
    /// What is common to the names of its tables, by the (lower-case) name of the one with the bodies.
    pub base: fn(&str) -> Option<&str>,
    pub id: &'static str,
    pub parts: &'static [Part],
    pub names: &'static [(Role, &'static str)],
    pub titled: bool,
    /// The table with one row a decision of a reviewer.
    pub checks: Option<Checks>,
}

#[derive(Debug)]
pub struct Checks {
    pub table: fn(&str) -> String,
    /// The column with the id of the article.
    pub article: &'static str,
    /// How many reviews the article has passed with this one.
    pub level: &'static str,
    pub by: &'static str,
    pub at: &'static str,
}

/// What stands before the last word of a name: `v9_` of `v9_news`.
fn site(name: &str) -> &str {
    &name[..name.rfind('_').map_or(0, |at| at + 1)]
}

pub const TOOLS: &[Tool] = &[
    // DedeCMS: `addonarticle`, and one `addon…` for each further model
    Tool {
        marks: &["aid", "body"],
        base: |name| name.rfind("addon").map(|at| &name[..at]),
        id: "aid",
        parts: &[
            Part { alias: "", table: |base| format!("{base}archives"), key: "id", by: "aid", is_main: true },
            Part { alias: "arctype", table: |base| format!("{base}arctype"), key: "id", by: "typeid", is_main: false },
        ],
        names: &[
            (Role::Title, "title"),
            (Role::Body, "body"),
            (Role::Summary, "description"),
            (Role::Source, "source"),
            (Role::Author, "writer"),
            (Role::Published, "pubdate"),
            (Role::Published, "senddate"),
            (Role::Column, "arctype.typename"),
            (Role::Url, "redirecturl"),
            (Role::Id, "id"),
            (Role::Id, "aid"),
            (Role::EditedBy, "dutyadmin"),
            (Role::State, "arcrank"),
        ],
        titled: true,
        checks: None,
    },
    // PHPCMS v9: `news` and `news_data`, and the same for each further model
    Tool {
        marks: &["id", "content", "paginationtype"],
        base: |name| name.strip_suffix("_data"),
        id: "id",
        parts: &[
            Part { alias: "", table: str::to_string, key: "id", by: "id", is_main: true },
            Part {
                alias: "category",
                table: |base| format!("{}category", site(base)),
                key: "catid",
                by: "catid",
                is_main: false,
            },
        ],
        names: &[
            (Role::Title, "title"),
            (Role::Body, "content"),
            (Role::Summary, "description"),
            (Role::Source, "copyfrom"),
            (Role::Author, "username"),
            (Role::Published, "inputtime"),
            (Role::Column, "category.catname"),
            (Role::State, "status"),
            (Role::Url, "url"),
            (Role::Id, "id"),
        ],
        titled: true,
        checks: None,
    },
    // SiteServer SSCMS
    Tool {
        marks: &["channelid", "title", "checkedlevel"],
        base: |name| name.find('_').map(|at| &name[..=at]),
        id: "id",
        parts: &[Part {
            alias: "channel",
            table: |base| format!("{base}channel"),
            key: "id",
            by: "channelid",
            is_main: false,
        }],
        names: &[
            (Role::Title, "title"),
            (Role::Body, "body"),
            (Role::Body, "content"),
            (Role::Summary, "summary"),
            (Role::Source, "source"),
            (Role::Author, "author"),
            (Role::Published, "adddate"),
            (Role::Column, "channel.channelname"),
            (Role::State, "checked"),
            (Role::Url, "linkurl"),
            (Role::Id, "id"),
        ],
        titled: true,
        checks: Some(Checks {
            table: |base| format!("{base}contentcheck"),
            article: "contentid",
            level: "checkedlevel",
            by: "adminid",
            at: "checkdate",
        }),
    },
    // weibo-crawler
    Tool {
        marks: &["bid", "screen_name", "text"],
        base: |name| Some(name),
        id: "id",
        parts: &[Part { alias: "retweet", table: str::to_string, key: "id", by: "retweet_id", is_main: false }],
        names: &[
            (Role::Body, "text"),
            (Role::RepostedFrom, "retweet.screen_name"),
            (Role::Published, "created_at"),
            (Role::Unit, "screen_name"),
            (Role::Column, "topics"),
            (Role::Url, "article_url"),
            (Role::Id, "bid"),
            (Role::Id, "id"),
        ],
        titled: false,
        checks: None,
    },
];

impl Tool {
    /// The tool whose bodies a table has, and the base of its names.
    pub fn of<'t>(table: &'t str, columns: &[&str]) -> Option<(&'static Self, &'t str)> {
        let has = |mark: &&str| columns.iter().any(|column| column.eq_ignore_ascii_case(mark));
        let of = |tool: &'static Self| tool.marks.iter().all(has).then(|| (tool.base)(table)).flatten();
        TOOLS.iter().find_map(|tool| Some((tool, of(tool)?)))
    }

    /// Whether a table, by its lower-case name, may belong to a tool as anything else.
    pub fn may_need(table: &str, columns: &[&str]) -> bool {
        let has = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let ends = |last: &str| table.rsplit('_').next() == Some(last);
        ends("archives") && has("id")
            || ends("arctype") && has("typename")
            || ends("category") && has("catname")
            || has("catid") && has("title") && has("inputtime") && !ends("check")
            || ends("channel") && has("channelname")
            || ends("contentcheck") && has("contentid")
    }
}
