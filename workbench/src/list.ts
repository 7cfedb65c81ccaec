// The list beside the text: counts and filters by severity, and a card for each finding, the current one opened.

import { button, byId, h } from "./dom";
import { isSettled, type Findings, type Item } from "./findings";
import type { Severity } from "./types";
import { SEVERITIES, SEVERITY, VERDICT, clock } from "./words";

/** What can be done with a finding. */
export interface Acts {
  choose: (key: string | null) => void;
  accept: (item: Item) => void;
  ignore: (item: Item) => void;
  takeBack: (item: Item) => void;
  refer: (item: Item) => void;
  allow: (item: Item) => void;
  explain: (item: Item) => void;
  locate: (item: Item) => void;
  /** Which of these the user may do with a finding. */
  can: (item: Item) => { accept: boolean; ignore: boolean; refer: boolean; allow: boolean };
}

/** Suggestions that a card's head names. */
const SHOWN = 3;

export class List {
  constructor(
    private readonly findings: Findings,
    private readonly acts: Acts,
  ) {
    byId("cards").addEventListener("keydown", (event) => this.key(event));
  }

  render(): void {
    this.renderFilters();
    const listed = this.findings.listed();
    const focused = document.activeElement?.closest<HTMLElement>("[data-key]")?.dataset["key"];
    byId("cards").replaceChildren(...listed.map((item) => this.card(item)));
    byId("no-cards").textContent = listed.length > 0 ? "" : this.nothing();
    // Where the card is gone, the focus goes on to the current one.
    if (focused) this.focus(this.find(focused) ? focused : this.findings.current);
  }

  /** Brings the card into view, and perhaps the focus to it. */
  reveal(key: string, focus: boolean): void {
    const card = this.find(key);
    card?.scrollIntoView({ block: "nearest" });
    if (focus) this.focus(key);
  }

  /** Puts the focus on a card, if it is there. */
  focus(key: string | null): boolean {
    const head = this.find(key)?.querySelector<HTMLElement>("button");
    head?.focus({ preventScroll: true });
    return head !== undefined && head !== null;
  }

  private find(key: string | null): HTMLElement | undefined {
    return [...byId("cards").children].find((card) => (card as HTMLElement).dataset["key"] === key) as HTMLElement | undefined;
  }

  private renderFilters(): void {
    const counts = this.findings.counts();
    const box = (severity: Severity) => {
      const { name, sign } = SEVERITY[severity];
      const on = this.findings.severities.has(severity);
      const label = [h("span", { class: "sign", "aria-hidden": "true" }, sign), `${name} ${counts[severity]}`];
      const toggle = () => {
        if (on) this.findings.severities.delete(severity);
        else this.findings.severities.add(severity);
        this.render();
        byId(`filter-${severity}`).focus();
      };
      const attributes = { type: "button", id: `filter-${severity}`, "aria-pressed": String(on), click: toggle };
      return h("button", { ...attributes, class: `chip severity-${severity}`, title: `显示或隐藏“${name}”` }, ...label);
    };
    const settled = this.findings.items.filter(isSettled).length;
    const toggleSettled = () => {
      this.findings.settled = !this.findings.settled;
      this.render();
      byId("filter-settled").focus();
    };
    const attributes = { id: "filter-settled", class: "chip", "aria-pressed": String(this.findings.settled) };
    byId("filters").replaceChildren(...SEVERITIES.map(box), button(`已处理 ${settled}`, toggleSettled, attributes));
  }

  private nothing(): string {
    if (this.findings.settled) return "没有已处理的问题。";
    const counts = this.findings.counts();
    if (SEVERITIES.some((severity) => counts[severity] > 0)) return "还有问题没有显示：上面按等级筛选时去掉了。";
    return this.findings.isEmpty ? "写好、粘贴或者打开稿件，这里就列出查出的问题。" : "没有要处理的问题。";
  }

  private card(item: Item): HTMLElement {
    const { finding } = item;
    const isCurrent = finding.fingerprint === this.findings.current;
    const { name, sign } = SEVERITY[finding.severity];
    const suggestion = finding.suggestions.slice(0, SHOWN).join("／");
    const head = h(
      "button",
      {
        type: "button",
        class: "card-head",
        "aria-expanded": String(isCurrent),
        click: () => this.acts.choose(isCurrent ? null : finding.fingerprint),
      },
      h("span", { class: `badge severity-${finding.severity}` }, h("span", { "aria-hidden": "true" }, sign), ` ${name}`),
      h("span", { class: "flagged" }, short(finding.text) || "全篇"),
      suggestion ? h("span", { class: "suggested" }, `→ ${suggestion}`) : null,
      h("span", { class: "message" }, finding.message),
      this.standing(item),
    );
    return h(
      "li",
      { class: `card edge-${finding.severity}${isCurrent ? " current" : ""}`, "data-key": finding.fingerprint },
      head,
      isCurrent ? this.details(item) : null,
    );
  }

  /** What was decided so far, in a line. */
  private standing({ record, aside }: Item): HTMLElement | null {
    const decision = record?.decided;
    if (aside !== null) return h("span", { class: "standing" }, `本页忽略：${aside}`);
    if (!decision) return null;
    const to = decision.to ? `给${decision.to}` : "";
    const reason = decision.reason ? `：${decision.reason}` : "";
    const line = `${decision.by} ${clock(decision.at)} ${VERDICT[decision.verdict]}${to}${reason}`;
    return h("span", { class: "standing" }, line);
  }

  private details(item: Item): HTMLElement {
    const { finding } = item;
    const can = this.acts.can(item);
    const act = (label: string, key: string, run: (item: Item) => void, style = "") =>
      button(label, () => run(item), { class: style || undefined, "aria-keyshortcuts": key, title: `快捷键 ${key}` });
    const back = item.aside !== null && button("取消忽略", () => this.acts.takeBack(item));
    return h(
      "div",
      { class: "details" },
      h("p", { class: "context" }, `${finding.before}`, h("mark", {}, finding.text), finding.after),
      finding.why ? h("p", {}, h("b", {}, "为什么："), finding.why) : null,
      finding.basis ? h("p", {}, h("b", {}, "依据："), finding.basis) : null,
      finding.suggestions.length > SHOWN ? h("p", {}, h("b", {}, "可改为："), finding.suggestions.join("；")) : null,
      h(
        "div",
        { class: "buttons" },
        can.accept && act("采纳", "Alt+A", this.acts.accept, "primary"),
        item.aside === null && can.ignore && act("忽略", "Alt+I", this.acts.ignore),
        back,
        can.refer && act("转办", "Alt+Z", this.acts.refer),
        can.allow && act("加入允许词", "Alt+Y", this.acts.allow),
        act("看原文", "Alt+G", this.acts.locate, "link"),
        act("规则说明", "Alt+R", this.acts.explain, "link"),
      ),
    );
  }

  /** Up and down go from card to card. */
  private key(event: KeyboardEvent): void {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const next = this.findings.step(by);
    if (!next) return;
    this.acts.choose(next.finding.fingerprint);
    this.reveal(next.finding.fingerprint, true);
  }
}

/** Enough of a flagged text to recognise it. */
function short(text: string): string {
  const characters = [...text];
  return characters.length > 24 ? `${characters.slice(0, 24).join("")}……` : text;
}
