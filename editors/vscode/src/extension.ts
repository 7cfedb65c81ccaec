// Starts the server and connects the editor with it. Everything about articles is the server's.

import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

import { findServer, NotFound } from "./server";

const LANGUAGES = ["plaintext", "markdown", "html", "json", "jsonl"];

let client: LanguageClient | undefined;
/** One start or stop after the other. */
let turn: Promise<void> = Promise.resolve();

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const restart = (): Promise<void> => {
    turn = turn.then(stop).then(start);
    return turn;
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("shenjiao.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("shenjiao.path") || change.affectsConfiguration("shenjiao.arguments")) {
        void restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await turn.then(stop);
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("shenjiao");
  try {
    const command = findServer({
      setting: settings.get<string>("path", ""),
      folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      searchPath: process.env["PATH"] ?? "",
      platform: process.platform,
    });
    const args = ["lsp", ...settings.get<string[]>("arguments", [])];
    const documentSelector = LANGUAGES.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]);
    client = new LanguageClient(
      "shenjiao",
      "审校",
      { command, args, transport: TransportKind.stdio },
      { documentSelector, diagnosticCollectionName: "shenjiao" },
    );
    await client.start();
  } catch (error) {
    await complain(error);
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.needsStop()) {
    await running.stop();
  }
}

async function complain(error: unknown): Promise<void> {
  const message = error instanceof NotFound ? error.message : `启动失败：${String(error)}`;
  const open = "打开设置";
  // Not waited for: the message stays until somebody looks at it.
  void vscode.window.showErrorMessage(`审校：${message}`, open).then((chosen) => {
    if (chosen === open) {
      void vscode.commands.executeCommand("workbench.action.openSettings", "shenjiao.path");
    }
  });
}
