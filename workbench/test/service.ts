// The real program, serving on a free port of this machine, with or without a store, in a folder of its own.
// SHENJIAO: the program to test.

import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";

const PROGRAM = resolve(process.env["SHENJIAO"] ?? "");
/** Milliseconds that the program has to start. */
const START = 60_000;

export interface Service {
  folder: string;
  /** http://127.0.0.1:PORT */
  address: string;
  /** Path and fragment of the one-time link, where it gave one. */
  setup: string;
}

/** Starts the service, and ends it with the test. `tokens`: what it takes, where it takes any. */
export async function serve(context: TestContext, withStore: boolean, tokens = ""): Promise<Service> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "workbench-")));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = withStore ? ["--store", "审核库.db"] : [];
  if (tokens) writeFileSync(join(folder, "tokens"), tokens);
  const guarded = tokens ? ["--tokens", "tokens"] : [];
  const child = spawn(PROGRAM, ["serve", "--listen", "127.0.0.1:0", "--rate", "1000", ...store, ...guarded], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  context.after(() => void child.kill());
  const said = await told(child, withStore ? /#setup=/ : /http:/);
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
  assert.ok(address, said);
  return { folder, address, setup: /\/#setup=\S+/.exec(said)?.[0] ?? "" };
}

/** What it says until it has said this. */
function told(child: ChildProcess, awaited: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    let said = "";
    const late = setTimeout(() => fail(new Error(`not started: ${said}`)), START);
    child.on("exit", (status) => fail(new Error(`ended with ${status}: ${said}`)));
    child.stderr?.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      if (!awaited.test(said) || !said.endsWith("\n")) return;
      clearTimeout(late);
      done(said);
    });
  });
}
