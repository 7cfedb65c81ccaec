"""The report of an inspection as a real Chromium prints it: pages of A4, nothing of it that only a screen needs, no finding
across two pages.

Usage: python3 printed.py PROGRAM CHROMIUM FOLDER. Fails with a status that is not 0. Needs pdftotext and pdfinfo.
"""

import pathlib
import re
import subprocess
import sys

FAULTS = ["要再接再励", "要一如继往", "已按装完毕", "于2月30日前完成"]
ARTICLES = 60


def archive(folder: pathlib.Path) -> None:
    for unit in ["甲县人民政府", "乙县发布"]:
        (folder / "导出" / unit).mkdir(parents=True)
        for at in range(ARTICLES):
            title, fault = f"{unit}第{at}号通知", FAULTS[at % len(FAULTS)]
            page = f'<meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>各单位{fault}，做好第{at}项工作，并于月底前报送有关情况。</p>'
            (folder / "导出" / unit / f"{at:02}.html").write_text(page, encoding="utf-8")


def printed(chromium: str, address: str, path: pathlib.Path) -> list[str]:
    """The text of each page."""
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={path.parent / 'profile'}", f"--print-to-pdf={path}", address]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in said, said
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    assert f"Pages:           {len(pages)}\n" in said, said
    for screen in ["返回总览", "再显示", "找单位"]:
        assert screen not in text, f"{screen} is printed"
    return pages


def main() -> None:
    program, chromium, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).absolute()
    archive(folder)
    command = [program, "inspect", "导出", "--output", "巡检", "--now", "2026-11-22", "--no-context", "--no-cache", "--title", "第三季度"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    address = (folder / "巡检" / "巡检报告.html").as_uri()
    overview = printed(chromium, address, folder / "总览.pdf")
    assert len(overview) in (1, 2), len(overview)
    for said in ["第三季度文字巡检报告", "问题类别", "各单位", "甲县人民政府", "乙县发布", "不是正式的检查合格率"]:
        assert said in "".join(overview), f"{said} is not printed"
    unit = printed(chromium, f"{address}#unit-0", folder / "单位.pdf")
    numbers = [re.findall(r"编号\s+([0-9a-f]{16})", page) for page in unit]
    everything = [number for page in numbers for number in page]
    assert len(everything) == len(set(everything)) >= ARTICLES, len(everything)
    # A page takes five to nine findings; all of a finding is on one.
    assert len(everything) / 9 <= len(unit) <= len(everything) / 5 + 2, (len(everything), len(unit))
    for page, own in zip(unit, numbers):
        assert page.count("【错误】") + page.count("【警告】") == len(own), page
    print(f"Chromium: the overview is {len(overview)} pages, a unit with {len(everything)} findings {len(unit)}")


if __name__ == "__main__":
    main()
