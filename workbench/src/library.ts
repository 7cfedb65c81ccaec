// The articles of the store, with filters, a page at a time; and what happened to one of them.

import * as api from "./api";
import { button, byId, h, labelled } from "./dom";
import { attempt } from "./say";
import type { Dossier, Listed, Session, State } from "./types";
import { STATE, clock } from "./words";

/** Articles of a page. */
const PAGE = 50;

export class Library {
  private readonly mine = h("input", { type: "checkbox" });
  private readonly state = h("select", {}, h("option", { value: "" }, "全部状态"));
  private readonly stage = h("select", {}, h("option", { value: "" }, "全部环节"));
  private readonly unit = h("input", { type: "text", size: 10 });
  private readonly text = h("input", { type: "search", size: 12 });
  private readonly table = h("div", { class: "table" });
  private readonly count = h("p", { class: "hint", role: "status" });
  private readonly back = button("上一页", () => this.turn(-PAGE));
  private readonly on = button("下一页", () => this.turn(PAGE));
  private readonly pager = h("nav", { class: "pager", "aria-label": "翻页" }, this.back, this.on);
  /** Articles before the first of the page. */
  private first = 0;
  /** The number of the latest question: only its answer is shown. */
  private asked = 0;

  constructor(
    private readonly session: () => Session,
    private readonly openStored: (id: string) => void,
  ) {
    for (const [state, name] of Object.entries(STATE)) this.state.append(h("option", { value: state }, name));
    const form = h(
      "form",
      { class: "filters" },
      h("label", { class: "check" }, this.mine, "等我处理的"),
      labelled("状态", this.state),
      labelled("等待环节", this.stage),
      labelled("单位", this.unit),
      labelled("标题或编号", this.text),
      h("button", { type: "submit" }, "查找"),
    );
    form.addEventListener("submit", (event) => (event.preventDefault(), this.find()));
    form.addEventListener("change", () => this.find());
    byId("library").replaceChildren(h("h2", {}, "稿件库"), form, this.count, this.table, this.pager);
  }

  show(): void {
    const chosen = this.stage.value;
    const stages = [...this.session().stages, "签发", "发布", "修改"];
    const options = stages.map((stage) => h("option", { value: stage }, stage));
    this.stage.replaceChildren(h("option", { value: "" }, "全部环节"), ...options);
    this.stage.value = chosen;
    this.find(this.first);
  }

  private find(first = 0): void {
    const asked = ++this.asked;
    attempt(async () => {
      const filter = {
        mine: this.mine.checked ? "true" : "",
        state: this.state.value,
        stage: this.stage.value,
        unit: this.unit.value.trim(),
        text: this.text.value.trim(),
      };
      const { articles, total } = await api.articles(filter, first, PAGE);
      if (asked !== this.asked) return;
      // Others may have dealt with what stood on the last page.
      if (articles.length === 0 && total > 0) return this.find(Math.floor((total - 1) / PAGE) * PAGE);
      this.first = first;
      this.render(articles, total);
    });
  }

  private render(listed: Listed[], total: number): void {
    const last = this.first + listed.length;
    const isWhole = listed.length === total;
    this.count.textContent =
      total === 0 ? "没有符合条件的稿件。" : isWhole ? `${total} 篇` : `第 ${this.first + 1}—${last} 篇，共 ${total} 篇`;
    this.table.replaceChildren(total > 0 ? this.rows(listed) : "");
    this.pager.hidden = isWhole;
    // Not disabled: the focus would be lost.
    this.back.setAttribute("aria-disabled", String(this.first === 0));
    this.on.setAttribute("aria-disabled", String(last >= total));
  }

  private turn(by: number): void {
    const end = by < 0 ? this.back : this.on;
    if (end.getAttribute("aria-disabled") === "true") return;
    this.find(Math.max(0, this.first + by));
    byId("library").scrollIntoView();
  }

  private rows(listed: Listed[]): HTMLElement {
    const head = ["编号", "标题", "单位", "状态", "等待", "最近一步"].map((name) => h("th", { scope: "col" }, name));
    const row = (article: Listed) => {
      const title = button(article.title || "（没有标题）", () => this.openStored(article.id), { class: "link" });
      const state = h("span", { class: `state state-${article.state}` }, STATE[article.state as State] ?? article.state);
      const cells = [`${article.id} 第${article.version}版`, title, article.unit, state, article.waiting.join("、"), clock(article.updated)];
      return h("tr", {}, ...cells.map((cell) => h("td", { class: cell === title ? "main" : undefined }, cell)));
    };
    return h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...listed.map(row)));
  }
}

/** A step in words: the number of a finding gives way to what it flags, where the version at hand still has it. */
function named(label: string, dossier: Dossier): string {
  return label.replace(/问题([0-9a-f]{16})/, (_, fingerprint: string) => {
    const text = dossier.findings.find((finding) => finding.fingerprint === fingerprint)?.text;
    return text ? `“${text}”` : "一处问题";
  });
}

/** What happened to an article, in order. */
export function renderJournal(dossier: Dossier | null): void {
  const panel = byId("journal");
  if (!dossier) return panel.replaceChildren(h("p", {}, "审核库里的稿件，这里列出它的经过。"));
  attempt(async () => {
    const entries = await api.journal(dossier.id);
    const items = entries.map((entry) =>
      h(
        "li",
        {},
        h("b", {}, named(entry.label, dossier)),
        h("span", { class: "hint" }, `${entry.by} · ${clock(entry.at)} · 第${entry.seq}号`),
        entry.reason ? h("span", {}, entry.reason) : null,
      ),
    );
    panel.replaceChildren(h("ol", { class: "journal", "aria-label": "经过" }, ...items));
  });
}
