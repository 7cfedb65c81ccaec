"""The ledger of an inspection in LibreOffice Calc: it says what the program found, filters and choices are there, and the
states that somebody fills in and saves, in each of the formats, come back.

Usage: python3 ledger.py PROGRAM FOLDER. Fails with a status that is not 0. Needs soffice and uno.
"""

import csv
import json
import pathlib
import subprocess
import sys

import office
import uno
from com.sun.star.beans import PropertyValue

ARTICLES = {
    "甲县/1.html": "<title>要闻</title><h1>要闻</h1><p>各单位要再接再励，=1+1 &amp; “引号”。</p>",
    "甲县/2.html": "<title>=SUM(A1)</title><h1>=SUM(A1)</h1><p>渡过难关。一如继往，按装设备。</p>",
    "乙县/3.html": "<title>🚀通知</title><h1>🚀通知</h1><p>会议于2月30日召开，𠮷认真布署。</p>",
}
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "csv": "Text - txt - csv (StarCalc)"}
#: Comma, double quotes, UTF-8, all cells as they are shown.
CSV = "44,34,76,1,,0,false,true,false"


def option(name: str, value) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def inspect(program: str, folder: pathlib.Path, *more: str) -> str:
    command = [program, "inspect", "导出", "--output", "巡检", "--now", "2026-11-22", "--no-context", "--no-cache", "--title", "第三季度", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def opened(desktop, path: pathlib.Path):
    return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (option("Hidden", True),))


def rows(document) -> list[list[str]]:
    """The first sheet as it is shown."""
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last, columns = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    return [[sheet.getCellByPosition(column, row).String for column in range(columns + 1)] for row in range(last + 1)]


def fill(context, document, number: str, values: dict[str, str]) -> None:
    """What a person types into the row of a finding: what looks like a date becomes one."""
    shown, frame = rows(document), document.CurrentController.Frame
    typist = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    at = next(row for row, cells in enumerate(shown) if cells[0] == number)
    for name, value in values.items():
        cell = document.Sheets.getByIndex(0).getCellByPosition(shown[0].index(name), at)
        document.CurrentController.select(cell)
        typist.executeDispatch(frame, ".uno:EnterString", "", 0, (option("StringName", value),))


def main() -> None:
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]).absolute()
    for name, page in ARTICLES.items():
        path = folder / "导出" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'<meta charset="utf-8">{page}', encoding="utf-8")
    inspect(program, folder)
    ledger = folder / "巡检" / "整改台账.xlsx"
    found = subprocess.run(
        [program, "check", "导出", "--format", "jsonl", "--now", "2026-11-22", "--no-context", "--no-cache", "--min-severity", "warning"],
        cwd=folder, capture_output=True, text=True,
    )
    texts = sorted(json.loads(line)["text"] for line in found.stdout.splitlines())
    with office.running(folder / "profile") as context:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        document = opened(desktop, ledger)
        head, *findings = rows(document)
        column = head.index
        assert sorted(row[column("原文")] for row in findings) == texts and len(texts) >= 5, findings
        titles = {row[column("标题")] for row in findings}
        assert titles == {"要闻", "=SUM(A1)", "🚀通知"}, titles
        sheet = document.Sheets.getByIndex(0)
        choice = sheet.getCellByPosition(column("状态"), 1).Validation
        assert "已整改" in choice.getFormula1(), choice.getFormula1()
        filters = document.getPropertyValue("UnnamedDatabaseRanges").getByTable(0)
        assert filters.AutoFilter and filters.DataArea.EndRow == len(findings), filters.DataArea
        # Rows of errors are red, whatever their order: the severity says so.
        assert sheet.ConditionalFormats.getLength() > 0, "no look of severe rows"
        document.close(True)

        for at, (ending, name) in enumerate(FILTERS.items()):
            number, person = findings[at][0], f"责任人{at}"
            document = opened(desktop, ledger)
            fill(context, document, number, {"状态": "已整改", "责任人": person, "整改时限": "2026-12-01", "备注": "已改，“引号”"})
            saved = folder / f"填好.{ending}"
            options = [option("FilterName", name)] + ([option("FilterOptions", CSV)] if ending == "csv" else [])
            document.storeToURL(saved.as_uri(), tuple(options))
            document.close(True)
            said = inspect(program, folder, "--ledger", saved.name)
            assert "接收了 1 条" in said, said
            document = opened(desktop, ledger)
            row = next(row for row in rows(document) if row[0] == number)
            document.close(True)
            filled = [row[column(name)] for name in ["状态", "责任人", "整改时限", "备注", "情况"]]
            assert filled == ["已整改", person, "2026-12-01", "已改，“引号”", "上次已有"], filled
            print(f"LibreOffice: the state of {number} came back by {saved.name}")
        text = (folder / "填好.csv").read_text(encoding="utf-8")
        assert next(csv.reader(text.splitlines()))[0] == "编号", text[:80]


if __name__ == "__main__":
    main()
