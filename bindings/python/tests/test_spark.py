"""Real Spark with two workers gives what one machine gives, by mapInArrow, by TRANSFORM and by a pipe; and finds the same
texts in two stages. Skipped only where Java or PySpark is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ARTICLES, COMMAND, NAMES

pyspark = pytest.importorskip("pyspark", reason="没有装 PySpark")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="没有 Java")

#: Enough for every task to get some.
MANY = [{**article, "id": at} for at, article in enumerate(ARTICLES * 50)]
OPTIONS = ["--no-context", "--now", "2026-11-22"]


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    local = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    session = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=local).config("spark.executor.memory", "1g").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def lines(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("spark") / "articles.jsonl"
    path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in MANY), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def alone(lines) -> dict[int, list[str]]:
    """What one machine finds: fingerprints by article."""
    done = subprocess.run([*COMMAND, "filter", *OPTIONS], stdin=lines.open("rb"), capture_output=True, check=True)
    return fingerprints(done.stdout.decode().splitlines())


def fingerprints(reports: list[str]) -> dict[int, list[str]]:
    read = [json.loads(report) for report in reports]
    return {report["id"]: [finding["fingerprint"] for finding in report["findings"]] for report in read}


def test_map_in_arrow(spark, alone):
    import shenjiao.spark

    columns = ", ".join(f"{name} {'int' if name == 'id' else 'string'}" for name in NAMES)
    rows = [tuple(article.get(name) for name in NAMES) for article in MANY]
    frame = spark.createDataFrame(rows, columns).repartition(4)
    found = shenjiao.spark.check(frame, context=False, now="2026-11-22")
    result = {row["id"]: [finding["fingerprint"] for finding in row["findings"]] for row in found.collect()}
    assert result == alone
    assert sum(map(len, result.values())) >= len(MANY)


def test_transform(spark, lines, alone):
    spark.read.text(f"file://{lines}").repartition(4).createOrReplaceTempView("articles")
    command = " ".join([*COMMAND, "filter", *OPTIONS, "--threads", "1"])
    rows = spark.sql(f"SELECT TRANSFORM(value) USING '{command}' AS (line STRING) FROM articles").collect()
    assert fingerprints([row["line"] for row in rows]) == alone


def test_pipe(spark, lines, alone):
    articles = spark.sparkContext.textFile(f"file://{lines}", 4)
    command = " ".join([*COMMAND, "filter", *OPTIONS, "--threads", "1"])
    assert fingerprints(articles.pipe(command).collect()) == alone


#: Four texts of many sentences: two stand in several places, nearly as they were; one is alone; one is too short.
TEXT = "全市安全生产工作会议召开，会议听取第{0}组的汇报，研究部署第{0}季度的重点任务，要求{1}等部门在第{0}周以前把责任落实到人。"
LONG = ["".join(TEXT.format(at * 7 + part, "应急住建交通水利教育卫健"[2 * part : 2 * part + 4]) for part in range(5)) for at in range(3)]
REPOSTS = [
    {"id": f"{text}-{copy}", "title": f"第{copy}稿", "body": ("（本报讯）" if copy % 2 else "") + body, "source": f"来源{copy}"}
    for text, body in enumerate(LONG)
    for copy in range([5, 1, 3][text])
] + [{"id": "short", "body": "今天天气晴朗。"}]


def groups(lines: list[str]) -> list[list[str]]:
    return sorted(sorted(json.loads(line)["group"]) for line in lines)


def test_the_same_texts_in_two_stages(spark):
    written = [json.dumps(article, ensure_ascii=False) for article in REPOSTS]
    sign, group = [*COMMAND, "filter", "--signatures", "--threads", "1"], [*COMMAND, "filter", "--groups"]
    said = subprocess.run(sign, input="\n".join(written).encode(), capture_output=True, check=True).stdout
    alone = groups(subprocess.run(group, input=said, capture_output=True, check=True).stdout.decode().splitlines())
    assert [len(same) for same in alone] == [5, 3] and alone[0][0] == "0-0"

    signed = spark.sparkContext.parallelize(written, 4).pipe(" ".join(sign)).cache()
    # Only articles that share a band may be the same: what shares none does not travel to the one that groups.
    by_band = signed.flatMap(lambda line: [(band, line) for band in json.loads(line).get("bands", [])])
    candidates = by_band.groupByKey(4).values().map(list).filter(lambda lines: len(lines) > 1).flatMap(list).distinct()
    assert candidates.count() < signed.count()
    assert groups(candidates.coalesce(1).pipe(" ".join(group)).collect()) == alone
