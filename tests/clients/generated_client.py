"""A client generated from /api/v1/openapi.json (package `client`): it reads what the service answers.

Usage: PYTHONPATH=FOLDER python generated_client.py http://ADDRESS. Fails with a status that is not 0.
"""

import sys

from client import Client
from client.api.default import check, rule, rules
from client.models import CheckBody

TEXT = "😀甲&乙50%+1的单位要认真布署下一步工作。"


def main() -> None:
    client = Client(base_url=sys.argv[1])
    reply = check.sync(client=client, body=CheckBody(body=TEXT, title="关于开展工作的通知", published="2024-07-18"))
    finding = next(one for one in reply.findings if one.text == "布署")
    data = TEXT.encode()
    assert data[finding.start.byte : finding.end.byte].decode() == "布署", finding
    assert finding.suggestions == ["部署"], finding.suggestions
    family, fault = finding.rule.split("/")
    page = rule.sync(family, fault, client=client)
    assert page.id == finding.rule and page.page, page
    assert len(rules.sync(client=client)) > 100
    refused = check.sync_detailed(client=client, body=CheckBody.from_dict({"body": None}))
    assert refused.status_code == 400 and refused.parsed.error, refused
    print(f"generated client: {len(reply.findings)} findings")


if __name__ == "__main__":
    main()
