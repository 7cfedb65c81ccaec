"""What the tests share: articles, and the command that they compare with."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow

ROOT = Path(__file__).parents[3]
#: The program built from the same checkout.
COMMAND = [os.environ.get("SHENJIAO", str(ROOT / "target" / "debug" / "shenjiao"))]

ARTICLES = [
    {"id": 1, "title": "喜报", "body": "全市上下按耐不住喜悦之情😀，要严格旅行职责。\r\n截止目前，已完成3项。", "published": "2024-07-18"},
    {"id": 2, "title": "会议召开", "body": "<p>会议于2024年2月30日召开，进一步<b>加强</b>领导。</p>", "format": "html", "published": "2024-03-01"},
    {"id": 3, "title": "天气", "body": "今天天气晴朗。", "published": None},
    {"id": 4, "title": "转载稿", "body": "据悉，本报记者昨日获悉一则消息。", "published": "2024-03-01", "source": "某某论坛"},
]

NAMES = ["id", "title", "body", "format", "published", "source"]
SCHEMA = pyarrow.schema([("id", pyarrow.int64())] + [(name, pyarrow.string()) for name in NAMES[1:]])
