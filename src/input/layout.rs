//! Which field of a record is which part of an article: the layouts of known tools, told by their marks, the mapping
//! of the configuration, and a guess from usual names. Names are shared by JSON objects and CSV rows; a name with
//! `/` leads into nested JSON, `*` stands for every element of an array.

use crate::config::Mapping;

/// What a field is to its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Title,
    Body,
    Summary,
    /// The text of a post that was passed on.
    Quote,
    /// Comments of readers.
    Comment,
    Published,
    Source,
    /// Who wrote the post that was passed on: a source where it is given, no fault where it is not.
    RepostedFrom,
    Author,
    Column,
    Unit,
    Url,
    Id,
    /// Original or reposted, in the words of the platform.
    Original,
    /// Whether it is published, as the tool keeps it.
    State,
    ReviewedBy,
    ReviewedAt,
    /// The editor in charge.
    EditedBy,
    /// A list of review stages as in the JSON Lines filter.
    Reviews,
    /// `text`, `html` or `markdown`.
    Format,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Html,
    Markdown,
}

impl Format {
    pub fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "text" | "txt" | "plain" => Some(Self::Text),
            "html" => Some(Self::Html),
            "markdown" | "md" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// Names of the fields by role. Of several names of one role the first that has something wins.
#[derive(Debug, Clone)]
pub struct Layout<'a> {
    names: Vec<(Role, &'a str)>,
    /// `None`: recognised from the body.
    pub format: Option<Format>,
    /// Without a title, the first line may be one. Not so in posts.
    pub titled: bool,
}

impl<'a> Layout<'a> {
    /// The layout of a record with the fields `names`, those of `plain` holding no further structure. A mapping is
    /// taken at its word.
    pub fn of(mapping: Option<&'a Mapping>, names: &[&'a str], plain: &[&'a str]) -> Option<Self> {
        match mapping {
            Some(mapping) => Some(Self::mapped(mapping)),
            None => Self::known(names).or_else(|| Self::guessed(names, plain)),
        }
    }

    /// Only the layouts of known tools.
    pub fn known(names: &[&str]) -> Option<Self> {
        let known = KNOWN.iter().find(|known| known.marks.iter().all(|mark| names.contains(mark)))?;
        Some(Self { names: known.names.to_vec(), format: None, titled: known.titled })
    }

    fn mapped(mapping: &'a Mapping) -> Self {
        let role = |part: &str| MAPPED.iter().find(|(name, _)| *name == part).map(|(_, role)| *role);
        let names = mapping.fields.iter().filter_map(|(part, name)| Some((role(part)?, name.as_str()))).collect();
        Self { names, format: mapping.format.as_deref().and_then(Format::named), titled: true }
    }

    /// By usual names; `None` where none of them is a body.
    fn guessed(names: &[&'a str], plain: &[&'a str]) -> Option<Self> {
        let mut found = Vec::new();
        for (role, usual) in USUAL {
            let candidates = if *role == Role::Body { plain } else { names };
            for usual in *usual {
                found.extend(candidates.iter().filter(|name| is_called(name, usual)).map(|name| (*role, *name)));
            }
        }
        let layout = Self { names: found, format: None, titled: true };
        let has_body = layout.names(Role::Body).next().is_some();
        has_body.then_some(layout)
    }

    /// A layout for fields whose names are fixed by the format itself.
    pub fn fixed(names: &[(Role, &'a str)]) -> Self {
        Self { names: names.to_vec(), format: None, titled: true }
    }

    /// Whether a field is any part of an article.
    #[cfg(feature = "parquet")]
    pub fn reads(&self, name: &str) -> bool {
        self.names.iter().any(|(_, own)| *own == name)
    }

    pub fn names(&self, role: Role) -> impl Iterator<Item = &'a str> {
        self.names.iter().filter(move |(of, _)| *of == role).map(|(_, name)| *name)
    }
}

/// Whether a field's name is a usual one, whatever the case and the way words are joined.
fn is_called(name: &str, usual: &str) -> bool {
    let joined = name.trim().chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase());
    joined.eq(usual.chars())
}

/// The layout of a tool. All marks must be there.
struct Known {
    marks: &'static [&'static str],
    names: &'static [(Role, &'static str)],
    titled: bool,
}

const KNOWN: &[Known] = &[
    // TRS WCM documents
    Known {
        marks: &["DOCTITLE"],
        names: &[
            (Role::Title, "DOCTITLE"),
            (Role::Body, "DOCHTMLCON"),
            (Role::Body, "DOCCONTENT"),
            (Role::Summary, "DOCABSTRACT"),
            (Role::Published, "DOCPUBTIME"),
            (Role::Published, "DOCRELTIME"),
            (Role::Source, "DOCSOURCENAME"),
            (Role::Author, "DOCAUTHOR"),
            (Role::Column, "DOCCHANNEL"),
            (Role::Column, "CHANNELID"),
            (Role::Url, "DOCPUBURL"),
            (Role::Id, "DOCID"),
        ],
        titled: true,
    },
    // wechat-article-exporter, JSON
    Known {
        marks: &["aid", "appmsgid", "title"],
        names: &[
            (Role::Title, "title"),
            (Role::Body, "content"),
            (Role::Summary, "digest"),
            (Role::Comment, "comments/*/content"),
            (Role::Published, "update_time"),
            (Role::Published, "create_time"),
            (Role::Author, "author_name"),
            (Role::Unit, "_accountName"),
            (Role::Column, "appmsg_album_infos/*/title"),
            (Role::Original, "copyright_stat"),
            (Role::State, "is_deleted"),
            (Role::Url, "link"),
            (Role::Id, "aid"),
        ],
        titled: true,
    },
    // wechat-article-exporter, table
    Known {
        marks: &["公众号", "文章内容"],
        names: &[
            (Role::Title, "标题"),
            (Role::Body, "文章内容"),
            (Role::Summary, "摘要"),
            (Role::Published, "发布时间"),
            (Role::Published, "创建时间"),
            (Role::Author, "作者"),
            (Role::Unit, "公众号"),
            (Role::Column, "所属合集"),
            (Role::Original, "是否原创"),
            (Role::Url, "链接"),
            (Role::Id, "ID"),
        ],
        titled: true,
    },
    // weibo-crawler, JSON
    Known {
        marks: &["bid", "screen_name", "text"],
        names: &[
            (Role::Body, "text"),
            (Role::Quote, "retweet/text"),
            (Role::RepostedFrom, "retweet/screen_name"),
            (Role::Published, "full_created_at"),
            (Role::Published, "created_at"),
            (Role::Unit, "screen_name"),
            (Role::Column, "topics"),
            (Role::Url, "article_url"),
            (Role::Id, "bid"),
            (Role::Id, "id"),
        ],
        titled: false,
    },
    // weibo-crawler, table
    Known {
        marks: &["bid", "正文", "话题"],
        names: &[
            (Role::Body, "正文"),
            (Role::Quote, "源微博正文"),
            (Role::RepostedFrom, "源用户昵称"),
            (Role::Original, "是否原创"),
            (Role::Published, "完整日期"),
            (Role::Published, "日期"),
            (Role::Column, "话题"),
            (Role::Url, "头条文章url"),
            (Role::Id, "bid"),
            (Role::Id, "id"),
        ],
        titled: false,
    },
    // MediaCrawler: short videos and notes
    Known {
        marks: &["desc", "nickname"],
        names: &[
            (Role::Title, "title"),
            (Role::Body, "desc"),
            (Role::Published, "create_time"),
            (Role::Published, "time"),
            (Role::Column, "source_keyword"),
            (Role::Unit, "nickname"),
            (Role::Url, "aweme_url"),
            (Role::Url, "note_url"),
            (Role::Url, "video_url"),
            (Role::Id, "aweme_id"),
            (Role::Id, "note_id"),
            (Role::Id, "video_id"),
        ],
        titled: false,
    },
    // SiteServer SSCMS
    Known {
        marks: &["内容", "所属栏目", "审核人"],
        names: &[
            (Role::Title, "标题"),
            (Role::Body, "内容"),
            (Role::Summary, "摘要"),
            (Role::Published, "添加时间"),
            (Role::Source, "来源"),
            (Role::Author, "作者"),
            (Role::Column, "所属栏目"),
            (Role::ReviewedBy, "审核人"),
            (Role::ReviewedAt, "审核时间"),
            (Role::Url, "外部链接"),
            (Role::Id, "识别码"),
        ],
        titled: true,
    },
    // Halo posts: the body is kept elsewhere
    Known {
        marks: &["apiVersion", "spec"],
        names: &[
            (Role::Title, "spec/title"),
            (Role::Summary, "spec/excerpt/raw"),
            (Role::Published, "spec/publishTime"),
            (Role::Author, "spec/owner"),
            (Role::Column, "spec/categories/*"),
            (Role::State, "spec/publish"),
            (Role::State, "spec/deleted"),
            (Role::Url, "status/permalink"),
            (Role::Id, "metadata/name"),
        ],
        titled: true,
    },
];

/// The parts that a `[[mapping]]` can name.
const MAPPED: &[(&str, Role)] = &[
    ("body", Role::Body),
    ("title", Role::Title),
    ("summary", Role::Summary),
    ("published", Role::Published),
    ("source", Role::Source),
    ("author", Role::Author),
    ("column", Role::Column),
    ("unit", Role::Unit),
    ("url", Role::Url),
    ("id", Role::Id),
];

/// Usual names, best first; lower case, words joined. Those of the JSON Lines filter are among them.
const USUAL: &[(Role, &[&str])] = &[
    (
        Role::Body,
        &[
            "body",
            "正文",
            "文章正文",
            "正文内容",
            "文章内容",
            "content",
            "articlecontent",
            "contenthtml",
            "内容",
            "html",
            "text",
            "contenttext",
            "fulltext",
            "markdown",
        ],
    ),
    (Role::Title, &["title", "标题", "文章标题", "articletitle", "题目", "headline", "subject"]),
    (Role::Summary, &["summary", "摘要", "digest", "abstract", "excerpt", "导语"]),
    (
        Role::Published,
        &[
            "published",
            "publishtime",
            "publishedat",
            "publishdate",
            "publisheddate",
            "datepublished",
            "pubdate",
            "pubtime",
            "releasetime",
            "发布时间",
            "发布日期",
            "发表时间",
            "发文日期",
            "date",
            "日期",
            "时间",
        ],
    ),
    (
        Role::Source,
        &["source", "来源", "信息来源", "稿件来源", "文章来源", "稿源", "contentsource", "sourcename", "copyfrom"],
    ),
    (Role::Author, &["author", "作者", "authorname", "writer"]),
    (
        Role::Column,
        &[
            "column",
            "columnname",
            "栏目",
            "所属栏目",
            "栏目名称",
            "channel",
            "channelname",
            "category",
            "categories",
            "categoryname",
            "分类",
        ],
    ),
    (
        Role::Unit,
        &["unit", "单位", "发布单位", "单位名称", "公众号", "账号", "账号名称", "sitename", "网站名称", "accountname"],
    ),
    (Role::Url, &["url", "link", "链接", "文章链接", "网址", "地址", "permalink", "原文链接"]),
    (Role::Id, &["id", "编号", "文章编号", "articleid", "序号"]),
    (Role::ReviewedBy, &["审核人"]),
    (Role::ReviewedAt, &["审核时间"]),
    (Role::Reviews, &["review", "reviews"]),
    (Role::Format, &["format"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_told_whatever_their_spelling() {
        let names = ["ID", "publish_time", "Title", "CONTENT"];
        let layout = Layout::of(None, &names, &names).unwrap();
        assert_eq!(layout.names(Role::Published).collect::<Vec<_>>(), ["publish_time"]);
        assert_eq!(layout.names(Role::Body).collect::<Vec<_>>(), ["CONTENT"]);
        assert!(Layout::of(None, &["title", "content"], &["title"]).is_none(), "an object is no body");
    }

    #[test]
    fn the_source_of_a_weibo_is_not_the_app_it_was_sent_with() {
        let names = ["bid", "screen_name", "text", "source"];
        let layout = Layout::of(None, &names, &names).unwrap();
        assert_eq!(layout.names(Role::Source).next(), None);
    }
}
