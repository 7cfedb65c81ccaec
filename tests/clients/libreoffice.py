"""LibreOffice Writer's built-in LanguageTool client, set to our service: what it marks is what the service found.

Usage: python3 libreoffice.py http://ADDRESS PROFILE-FOLDER. Fails with a status that is not 0. Needs soffice and uno. What
LibreOffice 7.4 sends is not percent-encoded, so the text holds what would break a reader of forms.
"""

import json
import pathlib
import sys
import urllib.parse
import urllib.request

import office  # before the names of the office, which it makes known
from com.sun.star.lang import Locale

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


def found(base: str, text: str) -> list[tuple[int, int]]:
    """Beginning and length of what the service finds, in UTF-16 units."""
    body = urllib.parse.urlencode({"text": text, "language": "zh-CN"}).encode()
    with urllib.request.urlopen(f"{base}/v2/check", body, timeout=office.PATIENCE) as answer:
        return sorted((match["offset"], match["length"]) for match in json.load(answer)["matches"])


def main() -> None:
    base, profile = sys.argv[1], pathlib.Path(sys.argv[2]).absolute()
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(base=base), encoding="utf-8")
    with office.running(profile) as context:
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


if __name__ == "__main__":
    main()
