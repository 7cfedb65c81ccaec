"""在 Spark 里检查：``shenjiao.spark.check(frame)``，用 mapInArrow，一行一篇。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from . import FINDINGS, Linter


def check(frame: DataFrame, **options: Any) -> DataFrame:
    """frame 的列名同 Linter.check 的参数，body 必有，id 原样带回；options 同 Linter 的参数。"""
    identity = [frame.schema["id"]] if "id" in frame.columns else []
    schema = StructType(identity + from_arrow_schema(FINDINGS).fields)

    def rows(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        # 每个任务建一次，不随稿件传送。
        linter = Linter(**options)
        for batch in batches:
            yield linter.check_batch(batch)

    return frame.mapInArrow(rows, schema)
