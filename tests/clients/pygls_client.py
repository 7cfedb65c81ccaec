"""pygls as a language client: in both position encodings, opened and typed, the findings are those of `check`.

Usage: python pygls_client.py SHENJIAO FILE. Fails with a status that is not 0. Needs pygls 2 and lsprotocol.
"""

import asyncio
import json
import pathlib
import subprocess
import sys

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

PATIENCE = 120


def position(text: str, byte: int, encoding: str) -> tuple[int, int]:
    """Line and column of a byte of the text, counted in the encoding."""
    before = text.encode()[:byte].decode().replace("\r\n", "\n").replace("\r", "\n")
    line = before.rsplit("\n", 1)[-1]
    units = len(line.encode()) if encoding == "utf-8" else len(line.encode("utf-16-le")) // 2
    return before.count("\n"), units


def checked(program: str, path: pathlib.Path, text: str, encoding: str) -> list[tuple]:
    command = [program, "check", "-", "--format", "jsonl", "--stdin-filename", path.name]
    output = subprocess.run(command, input=text.encode(), capture_output=True, cwd=path.parent, check=False).stdout
    findings = [json.loads(line) for line in output.decode().splitlines()]
    return [
        (one["rule"], *(position(text, one[end]["byte"], encoding) for end in ("start", "end"))) for one in findings
    ]


async def run(program: str, path: pathlib.Path, encoding: str) -> None:
    client, published = LanguageClient("check", "1"), asyncio.Queue()
    client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: published.put_nowait(params))
    client.feature(lsp.WINDOW_LOG_MESSAGE)(lambda params: None)
    await client.start_io(program, "lsp")
    general = lsp.GeneralClientCapabilities(position_encodings=[encoding])
    capabilities = lsp.ClientCapabilities(general=general)
    root = path.parent.as_uri()
    greeting = await client.initialize_async(lsp.InitializeParams(capabilities=capabilities, root_uri=root))
    assert greeting.capabilities.position_encoding == encoding, greeting
    client.initialized(lsp.InitializedParams())

    async def agrees(version: int, text: str) -> None:
        while (params := await asyncio.wait_for(published.get(), PATIENCE)).version != version:
            pass
        places = [
            (one.code, *((end.line, end.character) for end in (one.range.start, one.range.end)))
            for one in params.diagnostics
        ]
        expected = checked(program, path, text, encoding)
        assert places == expected, f"{encoding} {version}: {places} {expected}"
        assert places

    text = path.read_bytes().decode()
    item = lsp.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
    await agrees(1, text)

    byte = text.encode().index("布署".encode())
    line, character = position(text, byte, encoding)
    at = lsp.Position(line=line, character=character)
    change = lsp.TextDocumentContentChangePartial(range=lsp.Range(start=at, end=at), text="😀按装e\u0301，")
    document = lsp.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=2)
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
    )
    typed = text.replace("布署", "😀按装e\u0301，布署", 1)
    await agrees(2, typed)

    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(
            text_document=lsp.TextDocumentIdentifier(path.as_uri()),
            range=lsp.Range(start=lsp.Position(line=0, character=0), end=lsp.Position(line=99, character=0)),
            context=lsp.CodeActionContext(diagnostics=[]),
        )
    )
    titles = [action.title for action in actions]
    for title in ("改为“部署”", "在此处忽略", "允许这个词", "修正本文全部安全问题"):
        assert any(one.startswith(title) for one in titles), f"{title}: {titles}"
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    print(f"pygls {encoding}: ok")


async def main(program: str, path: pathlib.Path) -> None:
    for encoding in ("utf-8", "utf-16"):
        await run(program, path, encoding)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve()))
