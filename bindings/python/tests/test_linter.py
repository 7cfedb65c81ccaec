"""The linter in Python gives what the command gives, in every form."""

from __future__ import annotations

import datetime
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pyarrow
import pytest

import shenjiao
from conftest import ARTICLES, COMMAND, SCHEMA


def by_command(articles: list[dict]) -> list[dict]:
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    done = subprocess.run([*COMMAND, "filter", "--now", "2026-11-22"], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def essence(finding: dict) -> tuple:
    start = finding["start"] or {}
    return finding["rule"], finding["text"], start.get("byte"), start.get("utf16"), tuple(finding["suggestions"]), finding["fingerprint"]


@pytest.fixture(scope="module")
def linter() -> shenjiao.Linter:
    return shenjiao.Linter(now="2026-11-22")


def test_one_article_as_by_command(linter):
    for article, expected in zip(ARTICLES, by_command(ARTICLES), strict=True):
        fields = {key: value for key, value in article.items() if key not in ("id", "body")}
        found = linter.check(article["body"], **fields)
        assert [essence(finding) for finding in found["findings"]] == [essence(finding) for finding in expected["findings"]]
        assert found["characters"] == expected["characters"]
    assert any(report["findings"] for report in by_command(ARTICLES))


def test_a_batch_as_by_command(linter):
    batch = pyarrow.RecordBatch.from_pylist(ARTICLES, SCHEMA)
    result = linter.check_batch(batch)
    assert result.schema.names == ["id", "findings", "characters", "error"]
    rows = result.to_pylist()
    expected = by_command(ARTICLES)
    assert [row["id"] for row in rows] == [report["id"] for report in expected]
    for row, report in zip(rows, expected, strict=True):
        assert [essence(finding) for finding in row["findings"]] == [essence(finding) for finding in report["findings"]]
        assert row["error"] is None


def test_columns_of_other_types(linter):
    body = ["会议定于2024年7月18日召开。"] * 2
    day = datetime.date(2024, 7, 20)
    dates = [
        pyarrow.array(["2024-07-20", None]),
        pyarrow.array([day, None]),
        pyarrow.array([datetime.datetime(2024, 7, 20, 8, 30), None], pyarrow.timestamp("us")),
        pyarrow.array([1721433600, None]),
    ]
    found = []
    for published in dates:
        batch = pyarrow.record_batch({"body": pyarrow.array(body, pyarrow.large_string()), "published": published, "other": [[1], [2]]})
        found.append([row["findings"] for row in linter.check_batch(batch).to_pylist()])
    assert found[0] == found[1] == found[2] == found[3]
    assert "id" not in linter.check_batch(pyarrow.record_batch({"body": body})).schema.names


def test_rows_without_text_are_told(linter):
    batch = pyarrow.record_batch({"id": ["甲", "乙"], "body": ["按耐不住喜悦之情。", None]})
    rows = linter.check_batch(batch).to_pylist()
    assert [row["id"] for row in rows] == ["甲", "乙"]
    assert rows[1]["findings"] == [] and "正文" in rows[1]["error"]
    with pytest.raises(ValueError, match="body"):
        linter.check_batch(pyarrow.record_batch({"text": ["正文"]}))
    with pytest.raises(ValueError, match="类型"):
        linter.check_batch(pyarrow.record_batch({"body": [[1, 2]]}))


def test_a_table_and_an_empty_one(linter):
    table = pyarrow.Table.from_pylist(ARTICLES, SCHEMA)
    assert linter.check_table(table).num_rows == len(ARTICLES)
    assert linter.check_table(table.slice(0, 0)).num_rows == 0


def test_settings(linter, tmp_path):
    body = "全市上下按耐不住喜悦之情，要严格旅行职责。"
    rules = {finding["rule"] for finding in linter.check(body)["findings"]}
    assert rules
    ignoring = shenjiao.Linter(ignore=rules, now="2026-11-22")
    assert not {finding["rule"] for finding in ignoring.check(body)["findings"]} & rules
    config = tmp_path / "shenjiao.toml"
    config.write_text('ignore = ["typo"]\n', encoding="utf-8")
    configured = shenjiao.Linter(config=str(config), now="2026-11-22")
    assert all(finding["family"] != "typo" for finding in configured.check(body)["findings"])
    for wrong in ({"min_severity": "x"}, {"now": "昨天"}, {"select": ["没有/这条"]}, {"config": str(tmp_path / "x.toml")}):
        with pytest.raises(ValueError):
            shenjiao.Linter(**wrong)


def test_threads_share_a_linter(linter):
    batch = pyarrow.RecordBatch.from_pylist(ARTICLES, SCHEMA)
    once = linter.check_batch(batch)
    with ThreadPoolExecutor(4) as pool:
        assert all(result.equals(once) for result in pool.map(lambda _: linter.check_batch(batch), range(8)))
