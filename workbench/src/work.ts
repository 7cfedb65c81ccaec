// The article at hand: its text and fields as they stand on the page, as they were opened, and what the store knows of it.
// It lives in this page's memory only.

import { byId } from "./dom";
import type { Editor } from "./editor";
import type { Draft, Stored } from "./types";

const NAMES = ["source", "author", "unit", "published"] as const;
const REPOST: readonly [string, boolean | null][] = [["", null], ["no", false], ["yes", true]];

export const EMPTY: Draft = { title: "", body: "", source: "", author: "", unit: "", published: "", repost: null, others: {} };

export class Work {
  /** As it was opened, for the comparison. */
  opened: Draft = EMPTY;
  /** As it stands in the store, if it comes from there. */
  stored: Stored | null = null;
  private others: Draft["others"] = {};
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly editor: Editor) {
    for (const control of this.controls()) control.addEventListener("input", () => this.changed());
  }

  /** Runs whenever text, fields or the store's part of it changed. */
  onChange(run: () => void): void {
    this.listeners.push(run);
  }

  changed(): void {
    for (const run of this.listeners) run();
  }

  draft(): Draft {
    const { title, body } = this.editor.text();
    const [source, author, unit, published] = NAMES.map((name) => this.control(name).value.trim());
    const repost = REPOST.find(([value]) => value === this.control("repost").value)?.[1] ?? null;
    return { title, body, source, author, unit, published, repost, others: this.others } as Draft;
  }

  /** Takes an article for the one at hand. */
  open(draft: Draft, stored: Stored | null): void {
    this.editor.load(draft.title, draft.body);
    this.fill(draft);
    this.opened = this.draft();
    this.stored = stored;
    this.changed();
  }

  /** Takes what the store says now, and leaves the text alone. */
  refresh(stored: Stored): void {
    this.stored = stored;
    this.changed();
  }

  /** Fills in the fields that are empty from what came with pasted text. */
  complete(draft: Draft): void {
    const now = this.draft();
    const merged = Object.fromEntries(NAMES.map((name) => [name, now[name] || draft[name]]));
    this.fill({ ...now, ...merged, repost: now.repost ?? draft.repost, others: { ...draft.others, ...this.others } });
    this.changed();
  }

  /** Whether something would be lost by closing the page. */
  isUnsaved(): boolean {
    return !isSame(this.draft(), this.stored ? this.stored.draft : this.opened);
  }

  /** Whether this is another text than the one the reviewers have before them. */
  isAhead(): boolean {
    return this.stored !== null && !isSame(this.draft(), this.stored.draft);
  }

  /** Whether what is pasted is an article of its own, and no new text of one of the store. */
  isBlank(): boolean {
    return this.stored === null && this.isEmpty();
  }

  isEmpty(): boolean {
    const { title, body } = this.draft();
    return title.trim() === "" && body.trim() === "";
  }

  private fill(draft: Draft): void {
    for (const name of NAMES) this.control(name).value = draft[name];
    this.control("repost").value = REPOST.find(([, value]) => value === draft.repost)?.[0] ?? "";
    this.others = draft.others;
  }

  private control(name: string): HTMLInputElement | HTMLSelectElement {
    return byId<HTMLInputElement | HTMLSelectElement>(`article-${name}`);
  }

  private controls(): (HTMLInputElement | HTMLSelectElement)[] {
    return [...NAMES, "repost"].map((name) => this.control(name));
  }
}

/** Whether a reader sees the same article. */
export function isSame(one: Draft, other: Draft): boolean {
  const same = NAMES.every((name) => one[name] === other[name]) && one.repost === other.repost;
  return same && one.title.trim() === other.title.trim() && one.body.trimEnd() === other.body.trimEnd();
}
