// The server that the extension would start, spoken to with the protocol library that the extension is built on.
// SHENJIAO: the program to test.

import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";

import {
  CodeActionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

import { findServer, NotFound } from "../src/server";

const program = process.env["SHENJIAO"] ?? "";

interface Server {
  readonly folder: string;
  readonly connection: ProtocolConnection;
  /** Shuts it down; its exit status. */
  leave(): Promise<number | null>;
}

async function start(context: TestContext, capabilities: ClientCapabilities): Promise<Server> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "shenjiao-")));
  context.after(() => rmSync(folder, { recursive: true }));
  const command = findServer({ setting: program, folder, searchPath: "", platform: process.platform });
  const child = spawn(command, ["lsp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const exited = new Promise<number | null>((done) => child.on("exit", done));
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  const rootUri = pathToFileURL(folder).href;
  const workspaceFolders = [{ uri: rootUri, name: "稿件" }];
  const params = { processId: process.pid, rootUri, workspaceFolders, capabilities };
  const greeting = await connection.sendRequest(InitializeRequest.type, params);
  assert.equal(greeting.serverInfo?.name, "shenjiao");
  assert.equal(greeting.capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(InitializedNotification.type, {});
  const leave = async (): Promise<number | null> => {
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    return exited;
  };
  return { folder, connection, leave };
}

function published(connection: ProtocolConnection): Promise<PublishDiagnosticsParams> {
  return new Promise((done) => {
    const listener = connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      listener.dispose();
      done(params);
    });
  });
}

async function actionsAt(connection: ProtocolConnection, uri: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
  const context = { diagnostics: [diagnostic] };
  const params = { textDocument: { uri }, range: diagnostic.range, context };
  return ((await connection.sendRequest(CodeActionRequest.type, params)) ?? []) as CodeAction[];
}

test("a finding is shown and corrected", async (context) => {
  const { folder, connection, leave } = await start(context, {});
  const uri = pathToFileURL(join(folder, "稿 件.md")).href;
  const text = "# 标题\r\n\r\n😀各单位e\u0301要认真布署。\r\n";
  const waiting = published(connection);
  const textDocument = { uri, languageId: "markdown", version: 7, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const { diagnostics, version } = await waiting;
  assert.equal(version, 7);
  const found = diagnostics.find((diagnostic) => diagnostic.message.includes("部署"));
  assert.ok(found);
  const document = TextDocument.create(uri, "markdown", 7, text);
  assert.equal(document.getText(found.range), "布署");

  const actions = await actionsAt(connection, uri, found);
  const fix = actions.find((action) => action.isPreferred);
  assert.equal(fix?.title, "改为“部署”");
  assert.equal(TextDocument.applyEdits(document, fix.edit?.changes?.[uri] ?? []), text.replace("布署", "部署"));

  const params = { textDocument: { uri }, position: found.range.start };
  const hover = await connection.sendRequest(HoverRequest.type, params);
  assert.match(JSON.stringify(hover?.contents), /依据/);

  const allow = actions.find((action) => action.title.startsWith("允许这个词"));
  assert.ok(allow?.command);
  const again = published(connection);
  const { command, arguments: given } = allow.command;
  await connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: given ?? [] });
  assert.deepEqual((await again).diagnostics.filter((diagnostic) => diagnostic.code === found.code), []);
  assert.match(readFileSync(join(folder, "shenjiao.toml"), "utf8"), /words = \["布署"\]/);
  assert.equal(await leave(), 0);
});

test("a client that asks for diagnostics, as the editor does, is not sent them", async (context) => {
  const { folder, connection, leave } = await start(context, { textDocument: { diagnostic: {} } });
  const uri = pathToFileURL(join(folder, "a.txt")).href;
  connection.onNotification(PublishDiagnosticsNotification.type, () => assert.fail("sent unasked"));
  const textDocument = { uri, languageId: "plaintext", version: 1, text: "要认真布署。" };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  assert.ok(report.kind === "full" && report.items.length === 1);
  const again = { textDocument: { uri }, previousResultId: report.resultId ?? "" };
  assert.equal((await connection.sendRequest(DocumentDiagnosticRequest.type, again)).kind, "unchanged");
  assert.equal(await leave(), 0);
});

test("the program is found in PATH, or where the setting says", () => {
  const platform = process.platform;
  const searchPath = ["/nowhere", "relative", dirname(program)].join(delimiter);
  assert.equal(findServer({ setting: "", folder: undefined, searchPath, platform }), program);
  const given = { setting: "bin/none", folder: "/nowhere", searchPath, platform };
  assert.throws(() => findServer(given), (error) => error instanceof NotFound && error.message.includes("/nowhere/bin/none"));
  assert.throws(() => findServer({ setting: "", folder: undefined, searchPath: "/nowhere", platform }), NotFound);
  const folder = mkdtempSync(join(tmpdir(), "shenjiao-"));
  writeFileSync(join(folder, "shenjiao"), "no program", { mode: 0o644 });
  assert.throws(() => findServer({ setting: "shenjiao", folder, searchPath, platform }), NotFound);
  rmSync(folder, { recursive: true });
});
