"""审校：检查政府网站和政务新媒体稿件。

    import shenjiao
    linter = shenjiao.Linter()
    report = linter.check("全市上下按耐不住喜悦之情。", title="喜报")

大批稿件用 Arrow：``linter.check_batch(batch)``；在 Spark 里用 :mod:`shenjiao.spark`，在 Ray 里用 :mod:`shenjiao.ray`。
全程不联网，稿件不离开本机。
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow

from . import _shenjiao

__all__ = ["FINDINGS", "Linter"]

#: 检查结果的各列（不含原样带回的 id）。
FINDINGS: pyarrow.Schema = _shenjiao.schema()


class Linter:
    """一套规则和设置。建一次，反复用；可以在多个线程里同时用，检查时不占 Python 的全局锁。

    config        shenjiao.toml 的路径；不给就从当前文件夹往上找
    select/ignore 只用、不用哪些规则或类别
    context       是否用语境检查（查写成了别的词的错字，较慢）
    min_severity  只要这个等级及以上的：info、warning、error、veto
    published     稿件没有发布日期时按这一天算，如 "2024-07-18"
    now           把这一天当作今天
    """

    def __init__(
        self,
        *,
        config: str | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        context: bool = True,
        min_severity: str = "info",
        published: str | None = None,
        now: str | None = None,
    ) -> None:
        self._linter = _shenjiao.Linter(config, list(select), list(ignore), context, min_severity, published, now)

    def check(self, body: str, **fields: Any) -> dict[str, Any]:
        """检查一篇，返回 {"findings": […], "characters": 字数}。

        fields：title、format（text、html、markdown）、published、source、author、column、unit、url、review。
        """
        return json.loads(self._linter.check_json(json.dumps({"body": body, **fields}, ensure_ascii=False)))

    def check_batch(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """一行一篇（列名同 check 的参数，body 必有），每行出一行：id（原样）、findings、characters、error。"""
        return self._linter.check_batch(batch)

    def check_table(self, table: pyarrow.Table) -> pyarrow.Table:
        """同 check_batch，整张表。"""
        batches = [self.check_batch(batch) for batch in table.to_batches()]
        return pyarrow.Table.from_batches(batches, None if batches else FINDINGS)
