"""language_tool_python and pyLanguagetool, set to our service: what they find lies where it lies in the text.

Usage: python languagetool_clients.py http://ADDRESS. Fails with a status that is not 0.
"""

import pathlib
import subprocess
import sys
import tempfile

import language_tool_python
from pylanguagetool import api

TEXT = "😀甲&乙50%+1&language=en的单位要认真布署下一步工作，𠮷按装完毕。"
WORDS = {"布署", "按装"}


def by_language_tool_python(base: str) -> None:
    tool = language_tool_python.LanguageTool("zh-CN", remote_server=base)
    matches = tool.check(TEXT)
    words = {TEXT[match.offset : match.offset + match.error_length] for match in matches}
    assert WORDS <= words, (words, matches)
    mended = tool.correct(TEXT)
    assert "部署" in mended and "安装" in mended and "50%+1&" in mended, mended
    print(f"language_tool_python: {len(matches)} findings; {mended}")


def by_pylanguagetool(base: str) -> None:
    said = api.check(TEXT, api_url=f"{base}/v2/", lang="zh-CN")
    units = TEXT.encode("utf-16-le")
    words = {units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in said["matches"]}
    assert WORDS <= words, words
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(TEXT)
        file.flush()
        command = [str(pathlib.Path(sys.executable).with_name("pylanguagetool")), "-a", f"{base}/v2/", "-l", "zh-CN", file.name]
        shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "部署" in shown.stdout, (shown.stdout, shown.stderr)
    print(f"pyLanguagetool: {len(said['matches'])} findings")


if __name__ == "__main__":
    by_language_tool_python(sys.argv[1])
    by_pylanguagetool(sys.argv[1])
