// What an editor does with an article where there is no store: everything but sign-off, without logging in.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { PHONE, accessible, agree, body, browse, card, cards, checked, closeBrowser, markPlaces, marks, paste, pasteRaw, shoot, title, written } from "./browser.js";
import { serve } from "./service.js";
import { docx } from "./zip.js";

after(closeBrowser);

const PAGE = `<html><body><h1>关于做好防汛工作的通知</h1><p class="MsoNormal">截止目前，各单位要认真<b>布</b>署。</p>
<p>😀县国土资源局要再接再励，，不得迟报。</p></body></html>`;
const EVIL = `<img src="https://elsewhere.example/x.png" onerror="document.title='坏了'"><script>document.title='坏了'</script>`;
const PLAIN = "截止目前，各单位要认真布署。\n\n😀县国土资源局要再接再励，，不得迟报。";

test("paste from a web page, find, fix, undo, compare, copy, download", async (context) => {
  const service = await serve(context, false);
  const page = await browse(context, service);
  await paste(page, { "text/html": PAGE, "text/plain": PLAIN });
  await marks(page, "再接再励").waitFor();
  await shoot(page, "desk-pasted");
  await accessible(page);

  await marks(page, "再接再励").click();
  const current = card(page, "再接再励");
  await current.getByText("为什么：").waitFor();
  await shoot(page, "desk-finding");
  await accessible(page);
  await current.getByRole("button", { name: "规则说明" }).click();
  await page.getByRole("dialog").getByRole("heading", { level: 2 }).waitFor();
  await shoot(page, "desk-rule");
  await page.keyboard.press("Escape");
  await current.getByRole("button", { name: "采纳", exact: true }).click();
  await page.getByText("已把“再接再励”改为“再接再厉”。").waitFor();
  assert.match(await body(page).innerText(), /再接再厉/);
  await page.locator("#tool-undo").click();
  assert.match(await body(page).innerText(), /再接再励/);
  await card(page, "再接再励").waitFor();

  await card(page, "国土资源局").getByRole("button").first().click();
  await card(page, "国土资源局").getByRole("button", { name: "采纳", exact: true }).click();
  await page.getByLabel("自然资源和规划局").check();
  await shoot(page, "desk-choices");
  await agree(page, "采纳");
  await page.getByText("已把“国土资源局”改为“自然资源和规划局”。").waitFor();
  assert.match(await body(page).innerText(), /😀县自然资源和规划局要/);

  await page.getByRole("tab", { name: "对照" }).click();
  assert.equal(await page.locator("#redline del").first().innerText(), "国土资源局".replace("资源局", ""));
  await shoot(page, "desk-compared");
  await accessible(page);

  await Promise.all([page.waitForResponse("**/api/v1/check"), page.getByRole("button", { name: "检查", exact: true }).click()]);
  await page.locator("#tool-copy").click();
  await page.getByText("全文已复制").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const downloading = page.waitForEvent("download");
  await page.locator("#tool-download").click();
  const file = await (await downloading).path();
  const saved = readFileSync(file, "utf8");
  assert.equal(saved.charCodeAt(0), 0xfeff);
  assert.equal(saved.slice(1).replaceAll("\r\n", "\n").trim(), copied.trim());
  assert.match(copied, /自然资源和规划局/);
});

test("an article pasted into the title is parted into title and body", async (context) => {
  const page = await browse(context, await serve(context, false));
  await paste(page, { "text/plain": "关于做好防汛工作的通知\n各单位要认真布署。\n请按时报送。" }, title(page));
  await marks(page, "布署").waitFor();
  assert.equal(await title(page).textContent(), "关于做好防汛工作的通知");
  assert.match(await written(page), /^各单位要认真布署。\n+请按时报送。$/);
});

test("what is ignored keeps its reason, and is printed with it", async (context) => {
  const page = await browse(context, await serve(context, false));
  await paste(page, { "text/plain": PLAIN });
  await marks(page, "布署").waitFor();
  await card(page, "布署").getByRole("button").first().click();
  await card(page, "布署").getByRole("button", { name: "忽略", exact: true }).click();
  await agree(page, "忽略");
  await page.getByText("请写明为什么可以忽略").waitFor();
  await page.getByLabel("理由（必填）").fill("<b>引用</b>原文");
  await shoot(page, "desk-ignore");
  await accessible(page);
  await agree(page, "忽略");
  await marks(page, "布署").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "已处理 1" }).click();
  await card(page, "布署").getByText("本页忽略：<b>引用</b>原文").waitFor();

  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.getByRole("cell", { name: "忽略：<b>引用</b>原文（只在打印人的页面上）" }).waitFor();
  await page.getByRole("cell", { name: "初审" }).waitFor();
  await shoot(page, "print");
  await page.emulateMedia({ media: "screen" });

  await card(page, "布署").getByRole("button").first().click();
  await card(page, "布署").getByRole("button", { name: "取消忽略", exact: true }).click();
  await marks(page, "布署").waitFor();
});

test("everything by keyboard", async (context) => {
  const page = await browse(context, await serve(context, false));
  const { keyboard } = page;
  await title(page).focus();
  await keyboard.insertText("关于认真布署工作的通知");
  await keyboard.press("Enter");
  await keyboard.insertText("截止目前已按装完毕。");
  await keyboard.press("Enter");
  await keyboard.insertText("请于2月30日前报送。");
  await keyboard.press("Control+Enter");
  await checked(page, /错误 4/);
  await keyboard.press("F8");
  await page.locator("#title .mark-current", { hasText: "布署" }).waitFor();
  await keyboard.press("Alt+A");
  await page.locator("#title", { hasText: "部署" }).waitFor();
  await page.locator(".mark-current", { hasText: "截止" }).waitFor();
  await keyboard.press("Alt+A");
  await page.locator(".mark-current", { hasText: "按装" }).waitFor();
  await keyboard.press("Alt+I");
  await keyboard.insertText("方言");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await page.locator(".mark-current", { hasText: "2月30日" }).waitFor();
  await keyboard.press("Alt+A");
  await page.getByText("没有现成的改法").waitFor();
  // The place is selected: what is typed goes there.
  await keyboard.insertText("2月28日");
  await checked(page, /没有待处理的问题/);
  await keyboard.press("Control+Z");
  await checked(page, /错误 1/);
  await keyboard.press("F6");
  await page.locator(".card-head:focus", { hasText: "2月30日" }).waitFor();
  await keyboard.press("F6");
  await keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "对照", selected: true }).waitFor();
  await keyboard.press("?");
  await page.getByRole("dialog", { name: "按键说明" }).waitFor();
  await shoot(page, "desk-keys");
  await keyboard.press("Escape");
  await keyboard.press("F6");
  assert.equal(await body(page).evaluate((element) => element === document.activeElement), true);
  assert.equal(await written(page), "截至目前已按装完毕。\n\n请于2月30日前报送。");
});

test("files: .docx, .html, dropped and chosen; the work at hand is not lost unasked", async (context) => {
  const page = await browse(context, await serve(context, false));
  const choose = (name: string, mimeType: string, buffer: Buffer) => page.locator("#file").setInputFiles({ name, mimeType, buffer });
  const letter = docx(["关于开展检查的通知", "各单位要再接再励。", "请认真布署。"]);
  await choose("通知.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", letter);
  await marks(page, "布署").waitFor();
  await page.locator("#title", { hasText: "关于开展检查的通知" }).waitFor();
  await title(page).click();
  await page.keyboard.insertText("改");

  const open = choose("页面.html", "text/html", Buffer.from(PAGE));
  await page.getByRole("dialog", { name: "放弃现在的稿件？" }).waitFor();
  await accessible(page);
  await page.keyboard.press("Escape");
  await open;
  await marks(page, "布署").waitFor();

  await choose("页面.html", "text/html", Buffer.from(PAGE + EVIL));
  await agree(page, "放弃改动");
  await page.locator("#title", { hasText: "关于做好防汛工作的通知" }).waitFor();
  await marks(page, "再接再励").waitFor();
  assert.equal(await page.title(), "审校工作台");

  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["# 拖来的稿件\n\n要认真布署。\n"], "稿件.md"));
    return data;
  });
  await body(page).dispatchEvent("drop", { dataTransfer: transfer });
  await page.locator("#title", { hasText: "拖来的稿件" }).waitFor();
  await body(page).click();
  await page.keyboard.insertText("还没有保存");
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
  await choose("坏的.docx", "application/octet-stream", Buffer.from("PK\x03\x04 not a document"));
  await page.locator("#warned").getByText(/\S/).first().waitFor();
});

test("marks stand where the service says", async (context) => {
  const page = await browse(context, await serve(context, false));
  const text = "😀各单位e\u0301要认真布署👨‍👩‍👧，截止目前已按装𠮷完毕，，请于2月30日前报送。\n\n县国土资源局：\r\n要再接\r\n再励，全力以赴。";
  const answering = page.waitForResponse("**/api/v1/check");
  await paste(page, { "text/plain": text });
  type Place = { line: number; utf16: number };
  type Found = { text: string; start: Place; end: Place };
  const { findings } = (await (await answering).json()) as { findings: Found[] };
  await marks(page, "布署").waitFor();
  const lines = (await written(page)).split("\n");
  const said = findings.flatMap(({ start, end, text }) => {
    if (start.line !== end.line) return [];
    assert.equal(lines[start.line - 1]?.slice(start.utf16, end.utf16), text);
    return [`${start.line} ${start.utf16} ${text}`];
  });
  const shown = (await markPlaces(page)).map((place) => place.join(" "));
  assert.deepEqual(said.filter((place) => !shown.includes(place)), []);
  assert.ok(said.length >= 5, said.join());
});

test("markup in titles and texts stays text", async (context) => {
  const page = await browse(context, await serve(context, false));
  await title(page).click();
  await page.keyboard.insertText(`布署${EVIL}`);
  await body(page).click();
  await page.keyboard.insertText(`要再接再励${EVIL}。`);
  await marks(page, "再接再励").waitFor();
  await page.keyboard.press("F8");
  for (const name of ["对照", "问题"]) await page.getByRole("tab", { name }).click();
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.locator("#tool-new").click();
  await agree(page, "放弃改动");
  await pasteRaw(page, PAGE.replace("</p>", `${EVIL}</p>`), PLAIN);
  await marks(page, "再接再励").waitFor();
  assert.equal(await page.title(), "审校工作台");
  assert.equal(await page.locator("main img, #print img, main script, #print script").count(), 0);
});

test("a word that is allowed is found no more", async (context) => {
  const service = await serve(context, false);
  const page = await browse(context, service);
  await paste(page, { "text/plain": "本地的按装公司。" });
  await marks(page, "按装").click();
  await page.keyboard.press("Alt+Y");
  await page.getByRole("textbox", { name: "词", exact: true }).fill("按装公司");
  await page.getByLabel("理由（可以不写）").fill("字号");
  await agree(page, "加入");
  await checked(page, /没有待处理的问题/);
  assert.match(readFileSync(join(service.folder, "shenjiao.toml"), "utf8"), /按装公司/);
});

test("only the latest answer counts", async (context) => {
  const page = await browse(context, await serve(context, false));
  let first = true;
  await page.route("**/api/v1/check", async (route) => {
    const wait = first ? 3000 : 0;
    first = false;
    await new Promise((done) => setTimeout(done, wait));
    await route.continue().catch(() => undefined);
  });
  await paste(page, { "text/plain": "要认真布署。" });
  await page.waitForRequest("**/api/v1/check");
  await body(page).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText("要再接再励。");
  await marks(page, "再接再励").waitFor();
  await page.waitForTimeout(3500);
  assert.equal(await cards(page).count(), 1);
  assert.equal(await marks(page, "布署").count(), 0);
});

test("readable on a phone", async (context) => {
  const page = await browse(context, await serve(context, false), PHONE);
  await title(page).tap();
  await page.keyboard.insertText("关于认真布署防汛工作的通知");
  await body(page).tap();
  await page.keyboard.insertText(PLAIN);
  await marks(page, "再接再励").waitFor();
  await shoot(page, "phone");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(width, 390, "nothing sticks out");
  await accessible(page);
  await card(page, "再接再励").getByRole("button").first().tap();
  await shoot(page, "phone-finding");
  await card(page, "再接再励").getByRole("button", { name: "采纳", exact: true }).tap();
  await page.getByText("已把“再接再励”改为“再接再厉”。").waitFor();
  await page.getByRole("button", { name: "更多" }).tap();
  await page.getByRole("button", { name: "复制全文" }).waitFor();
  await shoot(page, "phone-more");
  await page.getByRole("tab", { name: "对照" }).tap();
  await page.locator("#redline").waitFor();
  await page.getByRole("tab", { name: "对照" }).tap();
  await page.locator("#redline").waitFor({ state: "hidden" });
});

test("a service that takes tokens is given one, which stays in the tab", async (context) => {
  const service = await serve(context, false, "0123456789abcdef\n");
  const page = await browse(context, service);
  const dialog = page.getByRole("dialog", { name: "填写令牌" });
  await dialog.waitFor();
  await shoot(page, "desk-token");
  await accessible(page);
  for (const wrong of ["fedcba9876543210", "令牌"]) {
    await page.getByLabel("令牌", { exact: true }).fill(wrong);
    await page.keyboard.press("Enter");
    await dialog.getByText("令牌不对").waitFor();
  }
  await page.keyboard.press("Escape");
  await paste(page, { "text/plain": PLAIN });
  await checked(page, /要有令牌/);
  await page.getByRole("button", { name: "填写令牌" }).click();
  await page.getByLabel("令牌", { exact: true }).fill("0123456789abcdef");
  await page.keyboard.press("Enter");
  await marks(page, "布署").waitFor();
  await page.getByRole("button", { name: "填写令牌" }).waitFor({ state: "detached" });
  // Kept as long as the tab is open, and nowhere else.
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await paste(page, { "text/html": PAGE, "text/plain": PLAIN });
  await marks(page, "再接再励").waitFor();
  const kept = await page.evaluate(() => [window.localStorage.length, document.cookie, Object.keys(window.sessionStorage)]);
  assert.deepEqual(kept, [0, "", ["token"]]);
});

test("a table that is pasted keeps its rows", async (context) => {
  const page = await browse(context, await serve(context, false));
  const cell = (text: string) => `<td class="MsoNormal"><p class="MsoNormal">${text}</p></td>`;
  const row = (...cells: string[]) => `<tr>${cells.map(cell).join("")}</tr>`;
  const table = `<table class="MsoTableGrid">${row("单位", "数量", "备注")}${row("甲乡", "10", "")}${row("乙乡", "20", "已布署")}${row("合计", "31", "")}</table>`;
  await paste(page, {
    "text/html": `<html><body><h1>关于上报数据的通知</h1><p>各乡镇情况如下：</p>${table}<p>请认真核对。</p></body></html>`,
    "text/plain": "关于上报数据的通知\n各乡镇情况如下：\n单位\t数量\t备注\n甲乡\t10\t\n乙乡\t20\t已布署\n合计\t31\t\n请认真核对。",
  });
  await marks(page, "布署").waitFor();
  assert.equal(await written(page), "各乡镇情况如下：\n\n单位\t数量\t备注\n甲乡\t10\t\n乙乡\t20\t已布署\n合计\t31\t\n\n请认真核对。");
  // Read as a table: the sum is held against its column.
  await card(page, "31").waitFor();
  await shoot(page, "desk-table");
});
