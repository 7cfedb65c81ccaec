// What is printed: the article with numbered findings, the list of findings with decisions, and the signatures. It is made
// when the browser is about to print.

import { byId, h } from "./dom";
import type { Editor } from "./editor";
import type { Findings, Item } from "./findings";
import { extent } from "./marks";
import type { Decision, Dossier, Draft, Field, Session } from "./types";
import { SEVERITY, STATE, VERDICT, clock } from "./words";
import type { Work } from "./work";

export function preparePrint(work: Work, editor: Editor, findings: Findings, session: Session): void {
  const draft = work.draft();
  const items = findings.items;
  const dossier = work.stored?.dossier ?? null;
  const today = new Date().toLocaleDateString("zh-CN");
  const who = session.user ? `打印人：${session.user.name} · ` : "";
  byId("print").replaceChildren(
    h("h1", {}, ...numbered(draft.title || "（没有标题）", "title", items, editor)),
    fields(draft, dossier),
    work.isAhead() ? h("p", { class: "hint" }, `注意：这里的文字与审核库里的第${dossier?.version ?? ""}版不同。`) : "",
    h("div", { class: "text" }, ...paragraphs(numbered(draft.body, "body", items, editor))),
    h("h2", {}, `查出的问题（${items.length} 处）`),
    items.length > 0 ? table(["序号", "等级", "原文", "问题和建议", "处理"], items.map(row)) : h("p", {}, "没有查出问题。"),
    h("h2", {}, "审签"),
    dossier ? signatures(dossier) : blanks(session),
    h("p", { class: "hint" }, `${who}${today} 由审校工作台打印`),
  );
}

function table(head: string[], rows: string[][]): HTMLElement {
  const header = h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)));
  return h("table", {}, h("thead", {}, header), h("tbody", {}, ...rows.map((cells) => h("tr", {}, ...cells.map((cell) => h("td", {}, cell))))));
}

function fields(draft: Draft, dossier: Dossier | null): HTMLElement {
  const repost = draft.repost === null ? "" : draft.repost ? "转载" : "原创";
  const stored = dossier ? `${dossier.id} 第${dossier.version}版 ${STATE[dossier.state]}` : "";
  const given: [string, string][] = [
    ["编号", stored], ["来源", draft.source], ["作者", draft.author], ["单位", draft.unit], ["发布日期", draft.published], ["", repost],
  ];
  const shown = given.filter(([, value]) => value).map(([name, value]) => (name ? `${name}：${value}` : value));
  return h("p", { class: "hint" }, shown.join("　"));
}

/** A text in which what was flagged is underlined and followed by its number in the list. */
function numbered(text: string, field: Field, items: readonly Item[], editor: Editor): (Node | string)[] {
  const places = items.flatMap((item, at) => {
    const found = editor.find(item.finding.fingerprint);
    return found?.field === field ? [{ ...extent(found.mark), number: at + 1 }] : [];
  });
  places.sort((one, other) => one.from - other.from || one.to - other.to);
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const { from, to, number } of places) {
    // Where two overlap, the second has its number only.
    if (from >= at) parts.push(text.slice(at, from), h("u", {}, text.slice(from, to)));
    else if (to > at) parts.push(h("u", {}, text.slice(at, to)));
    parts.push(h("sup", {}, `[${number}]`));
    at = Math.max(at, to);
  }
  return [...parts, text.slice(at)];
}

function paragraphs(parts: (Node | string)[]): HTMLElement[] {
  const made: HTMLElement[] = [h("p", {})];
  for (const part of parts) {
    if (typeof part !== "string") made[made.length - 1]?.append(part);
    else {
      for (const [at, line] of part.split("\n").entries()) {
        if (at > 0 && made[made.length - 1]?.hasChildNodes()) made.push(h("p", {}));
        if (line) made[made.length - 1]?.append(line);
      }
    }
  }
  return made;
}

function row({ finding, record, aside }: Item, at: number): string[] {
  const decision = record?.decided;
  const suggestion = finding.suggestions.length > 0 ? `；建议：${finding.suggestions.join("，或者")}` : "";
  const handled = aside !== null ? `忽略：${aside}（只在打印人的页面上）` : decision ? decided(decision) : "未处理";
  return [String(at + 1), SEVERITY[finding.severity].name, finding.text || "全篇", finding.message + suggestion, handled];
}

function decided({ by, at, verdict, reason, to }: Decision): string {
  return `${VERDICT[verdict]}${to ? `给${to}` : ""}${reason ? `：${reason}` : ""}（${by} ${clock(at)}）`;
}

function signatures(dossier: Dossier): HTMLElement {
  const stages = [...dossier.stages, ...dossier.proofs].map(({ name }) => {
    const pass = dossier.passes.find((pass) => pass.stage === name);
    return pass ? [name, pass.by, clock(pass.at), pass.note || "通过"] : [name, "", "", "未完成"];
  });
  const end = (name: string, done: { by: string; at: string } | null, note: string) =>
    done ? [name, done.by, clock(done.at), note] : [name, "", "", "未完成"];
  const rows = [...stages, end("签发", dossier.signature, "同意发布"), end("发布", dossier.publication, dossier.publication?.address ?? "")];
  return table(["环节", "何人", "时间", "意见"], rows);
}

/** Lines to sign on paper, where no store keeps who did what. */
function blanks(session: Session): HTMLElement {
  const stages = session.stages.length > 0 ? session.stages : ["初审", "复审", "终审"];
  return table(["环节", "签名", "日期", "意见"], [...stages, "签发"].map((stage) => [stage, "", "", ""]));
}
