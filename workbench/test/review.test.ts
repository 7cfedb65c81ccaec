// From the one-time link to publication: several people, each with a browser of his own, and a real store.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, test, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { DESK, PHONE, accessible, agree, body, browse, card, closeBrowser, marks, paste, shoot, title } from "./browser.js";
import { serve, type Service } from "./service.js";

after(closeBrowser);

const PASSWORD = "青山绿水常在，人间万里";
const WRONG = "截止目前，各单位要认真布署，要再接再励。";
const STAFF: [string, string[]][] = [
  ["张三", ["撰稿"]],
  ["李四", ["初审", "一校"]],
  ["王五", ["复审", "二校"]],
  ["赵六", ["终审", "三校", "发布"]],
];

/** A service whose store has all accounts, made by the page itself; and the manager's page. */
async function office(context: TestContext): Promise<{ service: Service; manager: Page }> {
  const service = await serve(context, true);
  const manager = await browse(context, service, DESK, service.setup);
  await manager.getByLabel("账号（姓名）").fill("王主任");
  await manager.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await manager.getByLabel("再写一遍密码").fill("另一个");
  await agree(manager, "建立账号");
  await manager.getByText("两遍密码不一样").waitFor();
  await manager.getByLabel("再写一遍密码").fill(PASSWORD);
  await agree(manager, "建立账号");
  await manager.getByRole("button", { name: "修改 王主任" }).click();
  await manager.getByRole("checkbox", { name: "签发" }).check();
  await agree(manager, "保存");
  for (const [name, roles] of STAFF) {
    await manager.getByRole("button", { name: "添加账号" }).click();
    await manager.getByLabel("账号（姓名）").fill(name);
    await manager.getByLabel("密码", { exact: true }).fill(PASSWORD);
    for (const role of roles) await manager.getByRole("checkbox", { name: role }).check();
    await agree(manager, "保存");
    await manager.getByRole("cell", { name, exact: true }).waitFor();
  }
  return { service, manager };
}

/** Somebody at a desk, or with a phone. */
async function person(context: TestContext, service: Service, name: string, device?: object): Promise<Page> {
  const page = await browse(context, service, device as never);
  await page.getByRole("textbox", { name: "账号" }).fill(name);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "退出" }).waitFor();
  return page;
}

async function submit(page: Page, heading: string, text: string): Promise<void> {
  await title(page).click();
  await page.keyboard.insertText(heading);
  await paste(page, { "text/plain": text });
  await page.getByRole("tab", { name: "审签" }).click();
  await page.getByRole("button", { name: "送审", exact: true }).click();
  await agree(page, "送审");
  await page.getByText("已送审，编号").waitFor();
}

async function openArticle(page: Page, heading: string): Promise<void> {
  await page.getByRole("link", { name: "稿件库" }).click();
  await page.getByRole("button", { name: heading }).click();
  await page.locator("#title", { hasText: heading }).waitFor();
  await page.getByRole("tab", { name: "审签" }).click();
}

/** Takes a step of the sign-off panel. */
async function step(page: Page, name: string, field?: [string, string]): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  if (field) await page.getByLabel(field[0]).fill(field[1]);
  await agree(page, name);
  await page.getByText(`${name}：已记入审核库。`).waitFor();
}

test("from the first account to publication", async (context) => {
  const { service, manager } = await office(context);
  await shoot(manager, "accounts");
  await accessible(manager);

  const author = await person(context, service, "张三");
  await submit(author, "关于防汛工作的通知", WRONG);
  await shoot(author, "signoff-submitted");
  await accessible(author);

  const first = await person(context, service, "李四");
  await openArticle(first, "关于防汛工作的通知");
  await first.getByRole("tab", { name: "问题" }).click();
  await marks(first, "截止").click();
  await card(first, "截止").getByRole("button", { name: "忽略", exact: true }).click();
  await first.getByLabel("理由（必填）").fill("引用原文");
  await agree(first, "忽略");
  await marks(first, "截止").waitFor({ state: "detached" });
  await first.getByRole("button", { name: "已处理 1" }).click();
  await card(first, "截止").getByText(/李四 .* 忽略：引用原文/).waitFor();
  await first.getByRole("button", { name: "已处理 1" }).click();
  await marks(first, "布署").click();
  await card(first, "布署").getByRole("button", { name: "转办", exact: true }).click();
  await first.getByLabel("转给").selectOption("王五");
  await first.getByLabel("说明（必填）").fill("请看看");
  await agree(first, "转办");
  await card(first, "布署").getByText(/转办给王五：请看看/).waitFor();
  await card(first, "再接再励").getByRole("button").first().click();
  await card(first, "再接再励").getByRole("button", { name: "采纳", exact: true }).click();
  await first.getByText("由作者改好后重新送审").waitFor();
  await card(first, "再接再励").getByText(/李四 .* 采纳/).waitFor();
  await first.getByRole("tab", { name: "审签" }).click();
  await first.getByText("还有没处理完的").waitFor();
  await step(first, "退回", ["理由（必填）", "有错别字"]);

  // The author corrects, compares and hands in the second version.
  await author.reload();
  await author.getByRole("tab", { name: "经过" }).click();
  await author.getByText("有错别字").waitFor();
  await author.getByRole("tab", { name: "问题" }).click();
  await marks(author, "布署").waitFor();
  assert.equal(await marks(author, "截止").count(), 0, "what was settled is not marked");
  for (const [wrong, right] of [["布署", "部署"], ["再接再励", "再接再厉"]] as const) {
    await marks(author, wrong).click();
    await card(author, wrong).getByRole("button", { name: "采纳", exact: true }).click();
    await author.getByText(`改为“${right}”。`).waitFor();
  }
  await author.getByRole("tab", { name: "对照" }).click();
  assert.deepEqual(await author.locator("#redline ins").allInnerTexts(), ["部", "厉"]);
  await author.getByRole("tab", { name: "审签" }).click();
  await shoot(author, "signoff-ahead");
  await author.getByRole("button", { name: "送审第2版" }).click();
  await agree(author, "送审");
  await author.getByText("第2版").first().waitFor();

  await first.reload();
  await first.getByRole("tab", { name: "审签" }).click();
  await step(first, "初审通过", ["意见（可以不写）", "同意"]);
  await step(first, "一校通过");
  const second = await person(context, service, "王五", PHONE);
  await openArticle(second, "关于防汛工作的通知");
  await shoot(second, "phone-signoff");
  await accessible(second);
  await step(second, "复审通过");
  await step(second, "二校通过");
  const third = await person(context, service, "赵六");
  await third.getByRole("link", { name: "稿件库" }).click();
  await third.getByLabel("等我处理的").check();
  await third.getByText("1 篇").waitFor();
  await shoot(third, "library");
  await accessible(third);
  await openArticle(third, "关于防汛工作的通知");
  await step(third, "终审通过");
  await step(third, "三校通过");
  await openArticle(manager, "关于防汛工作的通知");
  await step(manager, "签发");
  await third.reload();
  await third.getByRole("tab", { name: "审签" }).click();
  await step(third, "发布", ["网址（可以不写）", "https://example.gov.cn/1.html"]);
  await third.locator("#signoff", { hasText: "已发布" }).waitFor();
  await shoot(third, "signoff-published");
  const downloading = third.waitForEvent("download");
  await third.getByRole("link", { name: "Word 文档" }).click();
  assert.equal((await downloading).suggestedFilename().endsWith(".docx"), true);
  await third.getByRole("tab", { name: "经过" }).click();
  await third.locator("#journal", { hasText: "签发" }).waitFor();
  await shoot(third, "journal");
  await third.emulateMedia({ media: "print" });
  await third.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await third.getByRole("cell", { name: "王主任" }).first().waitFor();
  await shoot(third, "print-signed");

  const program = process.env["SHENJIAO"] ?? "";
  execFileSync(program, ["review", "verify", "--store", "审核库.db"], { cwd: service.folder });
});

test("who comes second is told, and loses nothing", async (context) => {
  const { service } = await office(context);
  const author = await person(context, service, "张三");
  await submit(author, "两人同时审的稿件", "各单位要认真部署。");
  const one = await person(context, service, "李四");
  await openArticle(one, "两人同时审的稿件");
  const other = await person(context, service, "李四");
  await openArticle(other, "两人同时审的稿件");
  await other.getByRole("button", { name: "一校通过" }).click();
  await other.getByLabel("意见（可以不写）").fill("写了很久的意见");
  await step(one, "初审通过");
  await agree(other, "一校通过");
  await other.getByRole("alert").getByText(/李四于.*初审通过/).waitFor();
  await shoot(other, "conflict");
  assert.equal(await other.getByLabel("意见（可以不写）").inputValue(), "写了很久的意见");
  await other.locator("#signoff", { hasText: /初审李四/ }).waitFor();
  await agree(other, "一校通过");
  await other.getByText("一校通过：已记入审核库。").waitFor();
  await other.locator("#signoff", { hasText: "写了很久的意见" }).waitFor();

  // A new version comes in while the author has the old one open in another window and writes on.
  const again = await person(context, service, "张三");
  await openArticle(again, "两人同时审的稿件");
  await body(again).click();
  await again.keyboard.press("Control+End");
  await again.keyboard.insertText("这里写了新的一句。");
  await author.reload();
  await author.getByRole("tab", { name: "审签" }).click();
  await body(author).click();
  await author.keyboard.press("Control+End");
  await author.keyboard.insertText("先送的一句。");
  await author.getByRole("button", { name: "送审第2版" }).click();
  await agree(author, "送审");
  await author.locator("#place", { hasText: "第2版" }).waitFor();
  await again.getByRole("button", { name: "送审第2版" }).click();
  await agree(again, "送审");
  await again.getByRole("alert").getByText(/张三于.*送审第2版/).waitFor();
  await again.keyboard.press("Escape");
  assert.match(await body(again).innerText(), /这里写了新的一句。/);
  await again.getByRole("tab", { name: "对照" }).click();
  await again.getByRole("combobox", { name: "对照" }).selectOption("2");
  await again.locator("#redline del", { hasText: "先送" }).first().waitFor();
});

test("passwords: wrong, changed, logged out", async (context) => {
  const { service } = await office(context);
  const page = await browse(context, service);
  await page.getByRole("textbox", { name: "账号" }).fill("张三");
  await page.getByLabel("密码").fill("不是这个密码");
  await agree(page, "登录");
  await page.getByRole("alert").getByText(/密码/).waitFor();
  await shoot(page, "login");
  await accessible(page);
  await page.getByLabel("密码").fill(PASSWORD);
  await agree(page, "登录");
  await page.getByRole("button", { name: "改密码" }).click();
  await page.getByLabel("现在的密码").fill(PASSWORD);
  await page.getByLabel("新密码", { exact: true }).fill("高山流水遇知音，人间");
  await page.getByLabel("再写一遍新密码").fill("高山流水遇知音，人间");
  await agree(page, "修改");
  await page.getByText("密码已修改。").waitFor();
  await page.getByRole("button", { name: "退出" }).click();
  await page.getByText("已退出登录。").waitFor();
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("textbox", { name: "账号" }).fill("张三");
  await page.getByLabel("密码").fill("高山流水遇知音，人间");
  await agree(page, "登录");
  await page.getByRole("button", { name: "退出" }).waitFor();
});

test("a long list is turned page by page, by keyboard too, and searched", async (context) => {
  const { service } = await office(context);
  const page = await person(context, service, "张三");
  const statuses = await page.evaluate(async () => {
    const statuses = new Set<number>();
    for (let number = 1; number <= 120; number += 1) {
      const body = JSON.stringify({ title: `第${number}号通知`, body: "请认真落实。", format: "text" });
      const headers = { "content-type": "application/json" };
      statuses.add((await fetch("api/v1/articles", { method: "POST", headers, body })).status);
    }
    return [...statuses];
  });
  assert.deepEqual(statuses, [200]);
  await page.getByRole("link", { name: "稿件库" }).click();
  const shown = (text: string) => page.locator("#library [role=status]", { hasText: text }).waitFor();
  const titles = () => page.locator("#library td.main").allTextContents();
  await shown("第 1—50 篇，共 120 篇");
  assert.deepEqual([(await titles()).length, (await titles())[0]], [50, "第120号通知"]);
  await shoot(page, "library-pages");
  await accessible(page);
  await page.getByRole("button", { name: "下一页" }).focus();
  await page.keyboard.press("Enter");
  await shown("第 51—100 篇，共 120 篇");
  await page.keyboard.press("Enter");
  await shown("第 101—120 篇，共 120 篇");
  assert.deepEqual(await titles(), Array.from({ length: 20 }, (_, at) => `第${20 - at}号通知`));
  // The end: the key does nothing more, and the focus is still there.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  await page.getByRole("button", { name: "上一页" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await shown("第 51—100 篇，共 120 篇");
  // Whoever comes back from an article is where he was.
  await page.getByRole("button", { name: "第60号通知" }).click();
  await page.locator("#title", { hasText: "第60号通知" }).waitFor();
  await page.getByRole("link", { name: "稿件库" }).click();
  await shown("第 51—100 篇，共 120 篇");
  await page.getByLabel("标题或编号").fill("第11");
  await page.keyboard.press("Enter");
  await shown("11 篇");
  assert.equal(await page.getByRole("navigation", { name: "翻页" }).isVisible(), false);
  assert.deepEqual((await titles()).at(-1), "第11号通知");
});
