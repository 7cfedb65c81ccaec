// Checking as one types: a little after the last change, one check at a time, and only the latest answer counts.

import { Refusal, check } from "./api";
import type { Draft, Finding } from "./types";

/** Milliseconds of quiet after which what was typed is checked. */
const QUIET = 500;
/** Milliseconds until the next attempt when the service is busy or cannot be reached. */
const AGAIN = 4000;

export interface Result {
  draft: Draft;
  findings: Finding[];
  characters: number;
}

export class Checking {
  private timer: number | undefined;
  private running: AbortController | null = null;

  constructor(
    private readonly draft: () => Draft,
    /** Takes a result; `false`: not now, try again. */
    private readonly done: (result: Result) => boolean,
    /** What is going on, in words; with the error, if it went wrong. */
    private readonly told: (text: string, error?: unknown) => void,
  ) {}

  /** Checks in a while, or at once. */
  soon(wait = QUIET): void {
    window.clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
    this.timer = window.setTimeout(() => void this.now(), wait);
  }

  private async now(): Promise<void> {
    const draft = this.draft();
    if (draft.body.trim() === "" && draft.title.trim() === "") {
      this.done({ draft, findings: [], characters: 0 });
      return this.told("");
    }
    const controller = new AbortController();
    this.running = controller;
    this.told("正在检查……");
    try {
      const answer = await check(draft, controller.signal);
      if (this.running === controller && !this.done({ draft, ...answer })) this.soon();
    } catch (error) {
      if (this.running !== controller) return;
      this.told(error instanceof Error ? error.message : String(error), error);
      const passes = error instanceof Refusal && [0, 408, 429, 503].includes(error.status);
      if (passes) this.soon(AGAIN);
    }
  }
}
