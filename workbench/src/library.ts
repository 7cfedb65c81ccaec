// The articles of the store, with filters; and what happened to one of them.

import * as api from "./api";
import { button, byId, h, labelled } from "./dom";
import { attempt } from "./say";
import type { Dossier, Listed, Session, State } from "./types";
import { STATE, clock } from "./words";

export class Library {
  private readonly mine = h("input", { type: "checkbox" });
  private readonly state = h("select", {}, h("option", { value: "" }, "全部状态"));
  private readonly stage = h("select", {}, h("option", { value: "" }, "全部环节"));
  private readonly unit = h("input", { type: "text", size: 10 });
  private readonly text = h("input", { type: "search", size: 12 });
  private readonly table = h("div", { class: "table" });

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
    byId("library").replaceChildren(h("h2", {}, "稿件库"), form, this.table);
  }

  show(): void {
    const chosen = this.stage.value;
    const stages = [...this.session().stages, "签发", "发布", "修改"];
    const options = stages.map((stage) => h("option", { value: stage }, stage));
    this.stage.replaceChildren(h("option", { value: "" }, "全部环节"), ...options);
    this.stage.value = chosen;
    this.find();
  }

  private find(): void {
    attempt(async () => {
      const listed = await api.articles({
        mine: this.mine.checked ? "true" : "",
        state: this.state.value,
        stage: this.stage.value,
        unit: this.unit.value.trim(),
        text: this.text.value.trim(),
      });
      this.table.replaceChildren(
        h("p", { class: "hint", role: "status" }, listed.length > 0 ? `${listed.length} 篇` : "没有符合条件的稿件。"),
        listed.length > 0 ? this.rows(listed) : "",
      );
    });
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
