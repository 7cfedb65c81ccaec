// A real Chromium on the page of the service. Whatever a test does: nothing is asked of another origin, nothing breaks in the
// page, and no policy is violated. CHROMIUM: the browser to run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import type { Service } from "./service.js";

export const DESK = { viewport: { width: 1280, height: 720 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** Milliseconds that anything on the page may take. */
const PATIENCE = 20_000;
/** Where screenshots go, if anybody wants to look. */
const SCREENSHOTS = process.env["SCREENSHOTS"];

let running: Promise<Browser> | undefined;

export async function browse(
  context: TestContext,
  service: Service,
  options: BrowserContextOptions = DESK,
  path = "/",
): Promise<Page> {
  running ??= chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const visit = await (await running).newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
  await visit.grantPermissions(["clipboard-read", "clipboard-write"], { origin: service.address });
  const page = await visit.newPage();
  page.setDefaultTimeout(PATIENCE);
  const [asked, broken]: [string[], string[]] = [[], []];
  visit.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => broken.push(error.message));
  page.on("console", (message) => {
    // Refusals are part of the tests; the browser writes each answer above 400 down.
    if (message.type() === "error" && !/^Failed to load resource/.test(message.text())) broken.push(message.text());
  });
  context.after(async () => {
    await visit.close();
    const elsewhere = asked.filter((url) => !url.startsWith(`${service.address}/`) && !url.startsWith("blob:"));
    assert.deepEqual(elsewhere, [], "nothing is asked of others");
    assert.deepEqual(broken, [], "nothing breaks");
  });
  await page.goto(service.address + path);
  return page;
}

/** Ends the browser when all is done. */
export async function closeBrowser(): Promise<void> {
  await (await running)?.close();
}

export const title = (page: Page): Locator => page.getByRole("textbox", { name: "标题", exact: true });
export const body = (page: Page): Locator => page.getByRole("textbox", { name: "正文", exact: true });
export const cards = (page: Page): Locator => page.locator("#cards > li");
/** The card of a finding by the text that it flags. */
export const card = (page: Page, text: string): Locator =>
  cards(page).filter({ has: page.locator(".flagged", { hasText: text }) }).first();
export const marks = (page: Page, text: string): Locator => page.locator(".mark", { hasText: text });

/** The body as it is written. */
export async function written(page: Page): Promise<string> {
  return (await body(page).locator(".cm-line").allTextContents()).join("\n");
}

/** Where the marks of the body begin: line, unit in the line, text. */
export async function markPlaces(page: Page): Promise<[number, number, string][]> {
  return body(page).evaluate((content) =>
    [...content.querySelectorAll(".cm-line")].flatMap((line, at) =>
      [...line.querySelectorAll(".mark")].map((mark): [number, number, string] => {
        const before = document.createRange();
        before.setStart(line, 0);
        before.setEndBefore(mark);
        return [at + 1, before.toString().length, mark.textContent ?? ""];
      }),
    ),
  );
}

/** Presses a button of the dialog that is open. */
export async function agree(page: Page, name: string): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

/** Pastes into the body, or elsewhere, what another program put on the clipboard. */
export async function paste(page: Page, parts: { "text/html"?: string; "text/plain": string }, into = body(page)): Promise<void> {
  await page.evaluate(async (parts) => {
    const items = Object.entries(parts).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
  }, parts);
  await into.click();
  await page.keyboard.press("Control+V");
}

/** Pastes something that the browser's own clipboard would clean first. */
export async function pasteRaw(page: Page, html: string, plain: string): Promise<void> {
  await body(page).evaluate((element, [html, plain]) => {
    const data = new DataTransfer();
    data.setData("text/html", html ?? "");
    data.setData("text/plain", plain ?? "");
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, [html, plain]);
}

/** Waits for the check of what is on the page now. */
export async function checked(page: Page, said: RegExp): Promise<void> {
  await page.locator("#check-state", { hasText: said }).waitFor();
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: "disabled" });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Holds the page as it stands against WCAG 2.2 A and AA. */
export async function accessible(page: Page): Promise<void> {
  // By the debugger, which the policy of the page does not bind.
  const debuggerOf = await page.context().newCDPSession(page);
  await debuggerOf.send("Runtime.evaluate", { expression: AXE });
  const found = await page.evaluate(async () => {
    type Axe = { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }));
  });
  assert.deepEqual(found, [], JSON.stringify(found, null, 2));
}
