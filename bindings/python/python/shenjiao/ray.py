"""在 Ray Data 里检查：``dataset.map_batches(shenjiao.ray.Checker, batch_format="pyarrow", concurrency=2)``。"""

from __future__ import annotations

from typing import Any

import pyarrow

from . import Linter


class Checker:
    """每个工作进程建一次；参数同 Linter，用 fn_constructor_kwargs 给。"""

    def __init__(self, **options: Any) -> None:
        self._linter = Linter(**options)

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        return self._linter.check_table(table)
