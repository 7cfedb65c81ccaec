CREATE TABLE journal(
    seq INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    article TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(content) THEN content ->> '$.article' END) VIRTUAL
) STRICT;
CREATE INDEX journal_article ON journal(article, seq);
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, '审核日志不能修改'); END;
CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, '审核日志不能删除'); END;
CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
    WHEN NEW.seq <= (SELECT COALESCE(MAX(seq), 0) FROM journal)
    BEGIN SELECT RAISE(ABORT, '审核日志只能在末尾添加'); END;

CREATE TABLE content(digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER content_is_not_changed BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, '存档的稿件不能修改'); END;
CREATE TRIGGER content_is_not_deleted BEFORE DELETE ON content BEGIN SELECT RAISE(ABORT, '存档的稿件不能删除'); END;

CREATE TABLE secret(account TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE article(
    id TEXT PRIMARY KEY, title TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
    revision INTEGER NOT NULL, waiting TEXT NOT NULL, updated TEXT NOT NULL, signed_text TEXT, signed_by TEXT, signed_at TEXT,
    published_by TEXT, published_at TEXT, address TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE version(
    article TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
    raw TEXT NOT NULL, text TEXT NOT NULL, submission TEXT NOT NULL, PRIMARY KEY(article, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_text ON version(text);
CREATE TABLE finding(
    article TEXT NOT NULL, fingerprint TEXT NOT NULL, place INTEGER NOT NULL, flagged TEXT NOT NULL,
    PRIMARY KEY(article, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE decision(
    article TEXT NOT NULL, fingerprint TEXT NOT NULL, seq INTEGER NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
    decision TEXT NOT NULL, PRIMARY KEY(article, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE pass(
    article TEXT NOT NULL, version INTEGER NOT NULL, stage TEXT NOT NULL, seq INTEGER NOT NULL, by TEXT NOT NULL,
    at TEXT NOT NULL, text TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY(article, version, stage)
) STRICT, WITHOUT ROWID;
CREATE TABLE account(
    name TEXT PRIMARY KEY, roles TEXT NOT NULL, active INTEGER NOT NULL, password TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE session(digest TEXT PRIMARY KEY, account TEXT NOT NULL, expires TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setup(digest TEXT PRIMARY KEY, expires TEXT NOT NULL) STRICT, WITHOUT ROWID;
