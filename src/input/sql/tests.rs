//! Tables, faults and places of SQL dumps.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::document::{Article, Escape, Place, Region, Review};
use crate::source::Encoding;
use crate::span::Span;

fn read_with(text: &str, context: &ReadContext<'_>) -> Outcome {
    let source = Source::new("a.sql", text.as_bytes().to_vec()).unwrap();
    assert_eq!(crate::input::recognise(source.path(), text).name(), FORMAT.name());
    FORMAT.read(&source, context)
}

fn read(text: &str) -> Outcome {
    read_with(text, &ReadContext::default())
}

fn texts(article: &Article, region: Region) -> Vec<&str> {
    article.blocks_in(region).map(|block| article.block_text(block)).collect()
}

fn record(name: &str) -> Option<Place> {
    Some(Place::Record { record: name.into() })
}

const DEDE: &str = "CREATE TABLE `cms_archives` (`id` int(8) unsigned NOT NULL DEFAULT '0', `typeid` int, `arcrank` int, `title` char(60), `writer` char(20),
  `source` char(30), `pubdate` int, `description` varchar(255), `dutyadmin` int, PRIMARY KEY (`id`), KEY `x` (`typeid`,`title`)) ENGINE=MyISAM;
INSERT INTO `cms_archives` VALUES (12,3,0,'通知','张三','县应急管理局',1675217940,'摘要',7),(13,3,-1,'只有标题','','',0,'',0);
INSERT INTO `cms_addonarticle` (`aid`,`typeid`,`body`,`redirecturl`) VALUES(12,3,'<p>It\\'s ''甲''</p>\\r\\n<p>乙&nbsp;丙</p>','http://x/12'),
 (14,3,'没有标题的正文','');
INSERT INTO cms_arctype (id,typename,description) VALUES (3,'通知公告','栏目说明');";

#[test]
fn dedecms_under_any_prefix() {
    let outcome = read(DEDE);
    assert_eq!(outcome.errors, []);
    let [first, orphan, bare] = &outcome.articles[..] else { panic!("{:?}", outcome.articles) };
    assert_eq!((first.place.clone(), orphan.place.clone()), (record("cms_addonarticle/12"), record("cms_addonarticle/14")));
    assert_eq!((texts(first, Region::Title), texts(first, Region::Summary)), (vec!["通知"], vec!["摘要"]));
    assert_eq!(texts(first, Region::Body), ["It's '甲'", "乙丙"]);
    let meta = &first.meta;
    assert_eq!((meta.source.as_deref(), meta.author.as_deref()), (Some("县应急管理局"), Some("张三")));
    assert_eq!((meta.column.as_deref(), meta.url.as_deref()), (Some("通知公告"), Some("http://x/12")));
    assert_eq!(meta.published.unwrap().date.to_string(), "2023-02-01");
    assert_eq!(meta.reviews, [Review { stage: "责任编辑".into(), by: "7".into(), at: None }]);
    assert_eq!(first.escapes, [Escape::Html, Escape::Sql]);
    assert_eq!((orphan.text.as_str(), orphan.meta.title.as_deref()), ("没有标题的正文", None));
    assert_eq!(orphan.meta.column.as_deref(), Some("通知公告"));
    assert_eq!((bare.text.as_str(), bare.place.clone()), ("只有标题", record("cms_archives/13")));
    assert!(bare.meta.is_draft && !first.meta.is_draft && !orphan.meta.is_draft, "arcrank -1 waits for review");
    assert!(bare.meta.reviews.is_empty() && bare.meta.has_published && bare.meta.published.is_none());
}

#[test]
fn phpcms_and_repeated_ids() {
    let outcome = read(
        "INSERT INTO `v9_news` (`id`,`catid`,`title`,`url`,`status`,`username`,`inputtime`) VALUES (1,9,'甲','http://x/1',99,'zs',1675217940),(1,9,'又一个','',1,'',0);
INSERT INTO `v9_news_data` (`id`,`content`,`paginationtype`,`copyfrom`) VALUES (1,'<p>正文</p>',0,'县应急管理局|0'),(1,'<p>重复</p>',0,'');
INSERT INTO `v9_category` (`catid`,`catname`) VALUES (9,'通知公告');
INSERT INTO `v9_content_check` (`checkid`,`catid`,`title`,`username`,`inputtime`,`status`) VALUES ('c-1-1',9,'甲','zs',1675217940,99);",
    );
    let first = &outcome.articles[0];
    assert_eq!((texts(first, Region::Body), texts(first, Region::Title)), (vec!["正文"], vec!["甲"]));
    assert_eq!((first.meta.source.as_deref(), first.meta.column.as_deref()), (Some("县应急管理局"), Some("通知公告")));
    assert_eq!((first.meta.author.as_deref(), first.meta.url.as_deref()), (Some("zs"), Some("http://x/1")));
    assert_eq!(outcome.articles.iter().map(|article| article.meta.is_draft).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(outcome.articles.len(), 3, "every body is read, and the title that none has");
    let lines: Vec<_> = outcome.errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [Some(1), Some(2)]);
    assert!(outcome.errors[0].message.contains("v9_news 有 1 行的编号与前面的重复（第一个是 1）"), "{:?}", outcome.errors);
}

#[test]
fn sscms_with_its_record_of_reviews() {
    let outcome = read(
        "CREATE TABLE [dbo].[siteserver_Content_1] ([Id] [int] IDENTITY(1,1) NOT NULL, [SiteId] int, [ChannelId] int, [Title] nvarchar(255), [CheckedLevel] int, [Body] ntext, [AddDate] datetime, [Source] nvarchar(50))
GO
INSERT [dbo].[siteserver_Content_1] ([Id], [SiteId], [ChannelId], [Title], [CheckedLevel], [Body], [AddDate], [Source]) VALUES (88, 1, 12, N'通知', 3, N'<p>C:\\''甲''</p>', CAST(N'2023-02-01T10:19:00.000' AS DateTime), NULL)
GO
INSERT [dbo].[siteserver_Channel] ([Id], [ChannelName]) VALUES (12, N'通知公告')
INSERT INTO siteserver_ContentCheck (Id,SiteId,ContentId,AdminId,CheckedLevel,CheckDate) VALUES (1,1,88,4,-1,'x'),(2,1,88,4,1,'2023-02-01 10:25:00'),(3,2,88,9,2,''),(4,1,88,6,3,'')",
    );
    assert_eq!(outcome.errors, []);
    let [article] = &outcome.articles[..] else { panic!() };
    assert_eq!(article.text, "通知\nC:\\'甲'");
    assert_eq!((article.meta.column.as_deref(), article.meta.has_source), (Some("通知公告"), true));
    assert_eq!(article.meta.published.unwrap().time.unwrap().hour(), 10);
    let reviews: Vec<_> = article.meta.reviews.iter().map(|review| (review.stage.as_str(), review.by.as_str())).collect();
    assert_eq!(reviews, [("初审", "4"), ("终审", "6")]);
}

#[test]
fn weibo_crawler_as_sqlite_dumps_it() {
    let text = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE weibo (id varchar(20) NOT NULL, bid varchar(12), screen_name varchar(30), text varchar(2000), topics varchar(200), created_at DATETIME, retweet_id varchar(20), PRIMARY KEY (id));
INSERT INTO weibo VALUES('1','Lk','某县发布',replace('第一行\\n第二行 C:\\x','\\n',char(10)),'安全,生产','2023-02-01 09:30:00','2');
INSERT INTO weibo VALUES('2','Lp','人民日报','原微博 ''引文''','','2023-02-01 08:00:00','');
INSERT INTO weibo VALUES('3','Lq','某县发布',unistr('甲\\u000a乙'),'','2023-02-01 08:00:00',NULL);";
    let outcome = read(text);
    assert_eq!(outcome.errors, []);
    let shown: Vec<_> = outcome.articles.iter().map(|article| article.shown.as_str()).collect();
    assert_eq!(shown, ["第一行\n第二行 C:\\x", "原微博 '引文'", "甲\n乙"]);
    let meta = &outcome.articles[0].meta;
    assert_eq!((meta.original, meta.source.as_deref(), meta.unit.as_deref()), (Some(false), Some("人民日报"), Some("某县发布")));
    assert_eq!(outcome.articles[0].place, record("weibo/1"));
}

#[test]
fn other_tables_by_their_columns_or_the_mapping() {
    let text = "INSERT INTO news (Id,Title,Content,pub_date) VALUES (5,'题','正文。','2023-02-01'),(6,'题',0xE7BBA7E7BBAD,NULL);\nINSERT INTO log (id,content) VALUES (1,'不是文章');";
    let outcome = read(text);
    assert_eq!(outcome.errors, []);
    let [first, second] = &outcome.articles[..] else { panic!("{:?}", outcome.articles) };
    assert_eq!((first.place.clone(), first.escapes.as_slice()), (record("news/5"), &[Escape::Sql][..]));
    assert_eq!((second.text.as_str(), second.escapes.as_slice()), ("题\n继续", &[Escape::Unwritable][..]));
    let fields = BTreeMap::from([("body".to_string(), "content".to_string())]);
    let mapping = Mapping { paths: vec!["*".into()], records: "log".into(), fields, format: None };
    let outcome = read_with(text, &ReadContext { mapping: Some(&mapping), ..ReadContext::default() });
    assert_eq!(outcome.articles.iter().map(|article| article.text.as_str()).collect::<Vec<_>>(), ["不是文章"]);
    let none = read("INSERT INTO log (id,content) VALUES (1,'不是文章');");
    assert!(none.errors[0].message.contains("id、content"), "{:?}", none.errors);
    assert!(read("CREATE TABLE a (id int);").errors[0].message.contains("没有 INSERT"));
}

#[test]
fn what_pg_dump_copies_is_what_it_inserts() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let read = |name: &str| {
        let source = Source::new(name, std::fs::read(folder.join(name)).unwrap()).unwrap();
        let outcome = FORMAT.read(&source, &ReadContext::default());
        assert_eq!(outcome.errors, [], "{name}");
        (source, outcome.articles)
    };
    let (source, copied) = read("postgresql-copy.sql");
    let (_, inserted) = read("postgresql-inserts.sql");
    assert_eq!(copied.len(), 4);
    let said = |article: &Article| (article.place.clone(), article.text.clone(), format!("{:?}", article.meta));
    assert_eq!(copied.iter().map(said).collect::<Vec<_>>(), inserted.iter().map(said).collect::<Vec<_>>());
    assert_eq!(texts(&copied[0], Region::Body), ["各单位要一如继往，\"抓好\" C:\\temp\\new的清理。", "第二段有'引号'和😀。"]);
    assert_eq!(copied[0].escapes, [Escape::Copy]);
    for article in &copied {
        for (at, character) in article.text.char_indices().filter(|(_, character)| !character.is_whitespace()) {
            let pieces = article.decoded(Span::of(at..at + character.len_utf8()));
            let written: String = pieces.iter().map(|piece| &source.text()[piece.range()]).collect();
            let read = written.replace(r"\\", r"\").replace("&quot;", "\"");
            assert_eq!(read, character.to_string());
        }
    }
    // Cut off in the middle of a row: those before it are read.
    let cut = source.text().find("按装").unwrap();
    let outcome = self::read(&source.text()[..cut]);
    assert_eq!((outcome.articles.len(), outcome.errors.len()), (3, 2), "{:?}", outcome.errors);
    assert!(outcome.errors[0].message.contains("没有结束"));
}

#[test]
fn a_bad_statement_costs_itself_only() {
    let good = |id: u32| format!("INSERT INTO n (id,title,content) VALUES ({id},'题','正文');\n");
    for (bad, line) in [
        ("INSERT INTO n (id,title,content) VALUES (2,'题','It's 坏的');\n", 2),
        ("INSERT INTO n (id,title,content) VALUES (2,'题','没有结束);\n", 3),
        ("INSERT INTO n (id,title,content) VALUES (2,'题','正文';\n", 2),
        ("INSERT INTO n (id,title,content) VALUES 2;\n", 2),
        ("INSERT INTO n (id,title,content) VALUES (2,'少一列');\n", 2),
        ("INSERT INTO m VALUES (2,'没有列名');\n", 2),
        ("COPY n (id, title, content) FROM stdin WITH (FORMAT csv);\n2,题,It's\n\\.\n", 2),
        ("COPY n (id, title, content) FROM stdin;\n2\t少一列\n\\.\n", 3),
        ("COPY m FROM stdin;\n2\t没有列名\n\\.\n", 2),
    ] {
        let outcome = read(&format!("{}{bad}{}{}", good(1), good(3), good(4)));
        let ids: Vec<_> = outcome.articles.iter().filter_map(|article| article.meta.id.as_deref()).collect();
        assert!(ids.starts_with(&["1"]) && ids.ends_with(&["4"]), "{bad}: {ids:?}");
        assert_eq!(outcome.errors.len(), 1, "{bad}: {:?}", outcome.errors);
        assert_eq!(outcome.errors[0].line, Some(line), "{bad}: {:?}", outcome.errors);
    }
    let open = format!("{}/* 没有结束\n", good(1)).repeat(3);
    assert_eq!(read(&open).articles.len(), 3);
}

#[test]
fn everything_else_is_skipped() {
    let text = "-- MySQL dump\nDELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON n FOR EACH ROW BEGIN SET @a='x; END ;;\nDELIMITER ;\nSET x='INSERT INTO n';
LOCK TABLES `n` WRITE;\n/*!40000 ALTER TABLE `n` DISABLE KEYS */;\nINSERT IGNORE INTO db.`n` (id,title,content) VALUES (-1,\"题\",'正;文') ON DUPLICATE KEY UPDATE title='x';
INSERT INTO n (id,title,content) SELECT 1,'a','b';\nUPDATE n SET content='y' WHERE id=1;\nREPLACE INTO n (id,title,content) VALUES (2,NULL,FUNC('甲','乙'));";
    let outcome = read(text);
    assert_eq!(outcome.errors, []);
    assert_eq!(outcome.articles.iter().map(|article| article.text.as_str()).collect::<Vec<_>>(), ["题\n正;文", ""]);
    assert_eq!(outcome.articles[0].escapes, [Escape::Unwritable]);
}

#[test]
fn is_told_by_its_statements() {
    let claim = |extension, head| FORMAT.claims(&Probe { extension, head });
    assert_eq!(claim("txt", "-- MySQL dump\n\nINSERT INTO `a` VALUES (1);"), Claim::Certain);
    assert_eq!(claim("", "insert into a (id, title, content, source) values (1"), Claim::Certain);
    assert_eq!(claim("md", "---\ntitle: 题\n---\n```\nCREATE TABLE a (id int);\n```"), Claim::No);
    assert_eq!(claim("md", "用 INSERT INTO 语句"), Claim::No);
    assert_eq!(claim("sql", "SELECT 1;"), Claim::Name);
}

#[test]
fn gbk_dumps_with_a_backslash_byte_in_a_character() {
    let text = "INSERT INTO `n` (`id`,`title`,`content`) VALUES (1,'題','誠實榮譽，按耐不住');";
    let source = Source::new("a.sql", Encoding::Gb18030.encode(text).unwrap()).unwrap();
    let article = FORMAT.read(&source, &ReadContext::default()).articles.remove(0);
    assert_eq!(texts(&article, Region::Body), ["誠實榮譽，按耐不住"]);
}

#[test]
fn much_of_everything_takes_linear_time() {
    for text in [
        "INSERT INTO a VALUES (/*\n".repeat(100_000),
        "INSERT INTO a VALUES ('\n".repeat(100_000),
        "INSERT INTO a VALUES ((((\n".repeat(100_000),
        format!("INSERT INTO a VALUES {}", "(".repeat(1_000_000)),
        "DELIMITER ;;\n".repeat(100_000),
        (0..20_000).map(|n| format!("INSERT INTO p{n}_addonx (aid,body) VALUES ({n},'甲');\n")).collect(),
        format!("INSERT INTO a (id,title,content) VALUES {}(1,'','')", "(1,'a','b'),".repeat(50_000)),
    ] {
        let start = std::time::Instant::now();
        read(&text);
        assert!(start.elapsed().as_secs() < 20, "{}", &text[..40]);
    }
}

/// A character as MySQL may write it.
fn written(c: char, how: u8) -> String {
    match (c, how) {
        ('\'', 0) => "''".to_string(),
        ('\'' | '\\' | '"', _) => format!("\\{c}"),
        ('\n', 0 | 1) => "\\n".to_string(),
        ('甲', 0) => "\\甲".to_string(),
        _ => c.to_string(),
    }
}

fn undone(text: &str) -> String {
    match text {
        "''" => "'".to_string(),
        "\\n" => "\n".to_string(),
        _ => text.strip_prefix('\\').filter(|rest| !rest.is_empty()).unwrap_or(text).to_string(),
    }
}

proptest! {
    #[test]
    fn every_character_leads_back(text in prop::collection::vec(("[甲乙a。😀'\\\\\"\n]", 0u8..3), 1..30), gbk: bool) {
        let body: String = text.iter().map(|(c, how)| written(c.chars().next().unwrap_or('甲'), *how)).collect();
        let file = format!("INSERT INTO `n` (`id`,`title`,`content`) VALUES (1,'题','x{body}');");
        let bytes = if gbk { Encoding::Gb18030.encode(&file).unwrap() } else { file.into_bytes() };
        let source = Source::new("a.sql", bytes).unwrap();
        let article = FORMAT.read(&source, &ReadContext::default()).articles.remove(0);
        let shown: String = text.iter().map(|(c, _)| c.as_str()).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeezed(&article.shown), squeezed(&format!("题x{shown}")));
        for (at, character) in article.text.char_indices() {
            let span = Span::of(at..at + character.len_utf8());
            let written: String = article.decoded(span).iter().map(|piece| &source.text()[piece.range()]).collect();
            if !character.is_whitespace() {
                prop_assert_eq!(undone(&written), character.to_string());
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "((INSERT INTO|VALUES|CREATE TABLE|DELIMITER|COPY|replace|unistr|0x|aid|body) ?|\\\\|--|/\\*|[甲('\"`\\[;,.) \n1]){0,60}") {
        for extra in ["", "INSERT INTO a (aid,body,title,content) VALUES ", "CREATE TABLE a (", "COPY a (title,content) FROM stdin;\n"] {
            let source = Source::new("a.sql", format!("{extra}{text}").into_bytes()).unwrap();
            FORMAT.read(&source, &ReadContext::default());
        }
    }
}
