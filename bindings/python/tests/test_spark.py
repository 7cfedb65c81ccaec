"""Real Spark with two workers gives what one machine gives, by mapInArrow, by TRANSFORM and by a pipe. Skipped only
where Java or PySpark is missing."""

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
