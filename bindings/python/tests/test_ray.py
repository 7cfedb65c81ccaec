"""Real Ray with two actors gives what one machine gives. Skipped only where Ray is missing."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile

import pyarrow
import pytest

from conftest import ARTICLES, COMMAND, SCHEMA

# Nothing is told to anybody, and nobody from outside can come in: it listens on this machine alone.
os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_DISABLE_MEMORY_MONITOR="1")
ray = pytest.importorskip("ray", reason="没有装 Ray")
ray_data = pytest.importorskip("ray.data", reason="没有装 Ray Data（ray[data]）")

#: Enough for every actor to get some.
MANY = [{**article, "id": at} for at, article in enumerate(ARTICLES * 25)]
TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def cluster():
    # The names of Ray's sockets must be short.
    with tempfile.TemporaryDirectory(prefix="ray", dir="/tmp") as folder:
        ray.init(num_cpus=2, object_store_memory=200_000_000, include_dashboard=False, _node_ip_address="127.0.0.1", _temp_dir=folder)
        yield
        ray.shutdown()


def test_map_batches(cluster):
    import shenjiao.ray

    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in MANY)
    done = subprocess.run([*COMMAND, "filter", "--no-context", "--now", TODAY], input=lines.encode(), capture_output=True, check=True)
    alone = {report["id"]: prints(report) for report in map(json.loads, done.stdout.splitlines())}

    # Actors that took whole processors would leave none for those who hand them the articles.
    articles = ray_data.from_arrow(pyarrow.Table.from_pylist(MANY, schema=SCHEMA)).repartition(4)
    found = articles.map_batches(
        shenjiao.ray.Checker,
        batch_format="pyarrow",
        batch_size=10,
        concurrency=2,
        num_cpus=0.5,
        fn_constructor_kwargs={"context": False, "now": TODAY},
    )
    assert {row["id"]: prints(row) for row in found.take_all()} == alone
    assert sum(map(len, alone.values())) >= len(MANY)


def prints(report: dict) -> list[str]:
    return [finding["fingerprint"] for finding in report["findings"]]
