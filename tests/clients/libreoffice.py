"""LibreOffice Writer's built-in LanguageTool client, set to our service: what it marks is what the service found.

Usage: python3 libreoffice.py http://ADDRESS PROFILE-FOLDER. Fails with a status that is not 0. Needs soffice and uno. What
LibreOffice 7.4 sends is not percent-encoded, so the text holds what would break a reader of forms.
"""

import json
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import uno
from com.sun.star.lang import Locale

PATIENCE = 60
TEXTS = [
    "请各单位认真布署下一步工作，截止目前已按装完毕。",
    "😀甲&乙50%+1&language=en的单位要认真布署，𠮷按装完毕。",
]
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="BaseURL" oor:op="fuse"><value>{base}/v2</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="IsEnabled" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def connect(pipe: str):
    """The component context of the office, once it is there."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def found(base: str, text: str) -> list[tuple[int, int]]:
    """Beginning and length of what the service finds, in UTF-16 units."""
    body = urllib.parse.urlencode({"text": text, "language": "zh-CN"}).encode()
    with urllib.request.urlopen(f"{base}/v2/check", body, timeout=PATIENCE) as answer:
        return sorted((match["offset"], match["length"]) for match in json.load(answer)["matches"])


def main() -> None:
    base, profile = sys.argv[1], pathlib.Path(sys.argv[2]).absolute()
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(base=base), encoding="utf-8")
    pipe = f"shenjiao{time.time_ns()}"
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe)
        manager = context.ServiceManager
        checker = manager.createInstanceWithContext("org.openoffice.lingu.LanguageToolGrammarChecker", context)
        chinese = Locale("zh", "CN", "")
        assert checker.hasLocale(chinese), "LibreOffice does not think that the service knows Chinese"
        for number, text in enumerate(TEXTS):
            units = len(text.encode("utf-16-le")) // 2
            result = checker.doProofreading(str(number), text, chinese, 0, units, ())
            marked = sorted((error.nErrorStart, error.nErrorLength) for error in result.aErrors)
            assert marked == found(base, text) and marked, (text, marked, found(base, text))
            suggestions = [word for error in result.aErrors for word in error.aSuggestions]
            assert "部署" in suggestions, suggestions
            print(f"LibreOffice: {len(marked)} findings in {text}")
        try:
            manager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
        except Exception:
            pass  # It is gone before it answers.
    finally:
        try:
            office.wait(timeout=20)
        except subprocess.TimeoutExpired:
            office.kill()


if __name__ == "__main__":
    main()
