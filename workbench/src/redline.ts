// What changed, the way a marked-up paper shows it: struck out and underlined, character by character. Changes come from
// CodeMirror's own comparison.

import { diff } from "@codemirror/merge";
import * as api from "./api";
import { byId, h } from "./dom";
import { attempt } from "./say";
import type { Draft } from "./types";
import type { Work } from "./work";

/** Where comparing gives up being exact, so that a long text does not hold the page up. */
const EXACT = { scanLimit: 2000, timeout: 400 };
/** Lines around a change that are shown; there is a blank one between paragraphs. */
const AROUND = 2;

export class Redline {
  /** What is compared with: `opened`, or the number of a version. */
  private base = "opened";
  private readonly versions = new Map<string, Draft>();

  constructor(private readonly work: Work) {}

  reset(): void {
    this.base = "opened";
    this.versions.clear();
  }

  render(): void {
    const panel = byId("redline");
    const stored = this.work.stored;
    const select = h("select", { id: "redline-base" }, h("option", { value: "opened" }, "打开时的文字"));
    for (let number = stored?.dossier.version ?? 0; number > 0; number -= 1) {
      select.append(h("option", { value: number }, `审核库里的第${number}版`));
    }
    select.value = this.base;
    select.addEventListener("change", () => attempt(() => this.choose(select.value)));
    const [marked, changes] = redline(flat(this.original()), flat(this.work.draft()));
    const count = changes === 0 ? "没有改动。" : `改动 ${changes} 处：删去的划线，加上的带下划线。`;
    panel.replaceChildren(
      h("p", { class: "field" }, h("label", { for: "redline-base" }, "对照 "), select),
      h("p", { class: "hint", role: "status" }, count),
      h("div", { class: "redline" }, ...marked),
    );
  }

  private original(): Draft {
    return this.versions.get(this.base) ?? this.work.opened;
  }

  private async choose(base: string): Promise<void> {
    const stored = this.work.stored;
    if (base !== "opened" && stored && !this.versions.has(base)) {
      const isCurrent = Number(base) === stored.dossier.version;
      this.versions.set(base, isCurrent ? stored.draft : await api.version(stored.dossier.id, Number(base)));
    }
    this.base = base;
    this.render();
    byId("redline-base").focus();
  }
}

/** An article as one text, its fields first. */
function flat(draft: Draft): string {
  const repost = draft.repost === null ? "" : draft.repost ? "转载" : "原创";
  const fields = [["来源", draft.source], ["作者", draft.author], ["单位", draft.unit], ["发布日期", draft.published], ["", repost]];
  const named = fields.filter(([, value]) => value).map(([name, value]) => (name ? `${name}：${value}` : value));
  return [draft.title.trim(), ...named, draft.body.trimEnd()].join("\n");
}

/** Paragraphs with deletions and insertions, and how many changes there are. */
export function redline(before: string, after: string): [HTMLElement[], number] {
  const changes = diff(before, after, EXACT);
  const paragraphs: { parts: (Node | string)[]; isChanged: boolean }[] = [{ parts: [], isChanged: false }];
  const add = (text: string, tag?: "ins" | "del") => {
    for (const [at, line] of text.split("\n").entries()) {
      if (at > 0) {
        // A break that was put in or taken out is a change, too.
        const last = paragraphs[paragraphs.length - 1];
        if (tag && last && last.parts.length > 0) {
          last.parts.push(h(tag, {}, "↵"));
          last.isChanged = true;
        }
        paragraphs.push({ parts: [], isChanged: tag !== undefined });
      }
      const paragraph = paragraphs[paragraphs.length - 1];
      if (!line || !paragraph) continue;
      paragraph.parts.push(tag ? h(tag, {}, line) : line);
      paragraph.isChanged ||= tag !== undefined;
    }
  };
  let at = 0;
  for (const change of changes) {
    add(before.slice(at, change.fromA));
    add(before.slice(change.fromA, change.toA), "del");
    add(after.slice(change.fromB, change.toB), "ins");
    at = change.toA;
  }
  add(before.slice(at));
  const isNear = paragraphs.map((_, at) => paragraphs.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((near) => near.isChanged));
  return [folded(paragraphs.map(({ parts }) => h("p", {}, ...parts)), isNear), changes.length];
}

/** Leaves long stretches without changes out, and says so. */
function folded(paragraphs: HTMLElement[], isNear: boolean[]): HTMLElement[] {
  const shown: HTMLElement[] = [];
  let hidden = 0;
  const fold = () => {
    if (hidden > 0) shown.push(h("p", { class: "folded" }, `……未改动的 ${hidden} 段……`));
    hidden = 0;
  };
  for (const [at, paragraph] of paragraphs.entries()) {
    if (!paragraph.hasChildNodes()) continue;
    if (!isNear[at]) hidden += 1;
    else {
      fold();
      shown.push(paragraph);
    }
  }
  fold();
  return shown;
}
