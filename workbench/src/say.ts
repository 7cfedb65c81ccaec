// What happened, told to eyes and to screen readers: a line at the foot of the page for results, a bar for what went wrong.

import { button, byId, h } from "./dom";
import { Refusal } from "./api";
import { unnumbered } from "./words";

/** Milliseconds that a line stays. */
const SHOWN = 6000;

let fading: number | undefined;

/** A result, said politely; `action` offers a next step. */
export function say(text: string, action?: { label: string; run: () => void }): void {
  const line = byId("said");
  window.clearTimeout(fading);
  const done = () => line.replaceChildren();
  line.replaceChildren(h("span", {}, text));
  if (action) line.append(button(action.label, () => (done(), action.run())));
  fading = window.setTimeout(done, action ? SHOWN * 2 : SHOWN);
}

/** Said to screen readers only: eyes see it elsewhere on the page. */
export function whisper(text: string): void {
  byId("whispered").textContent = text;
}

/** Something went wrong; stays until it is closed. */
export function warn(text: string): void {
  const bar = byId("warned");
  const close = button("知道了", () => bar.replaceChildren());
  bar.replaceChildren(h("span", {}, text), close);
}

/** Runs something that may be refused, and says so if it is. */
export function attempt(run: () => Promise<void>): void {
  run().catch((error: unknown) => warn(worded(error)));
}

/** A complaint about what was typed, in words for the user. */
export class Complaint extends Error {}

/** An error in words for the user. */
export function worded(error: unknown): string {
  if (error instanceof Complaint) return error.message;
  if (error instanceof Refusal) return unnumbered(error.message);
  return `页面出了错，这一步没有做成：${error instanceof Error ? error.message : String(error)}`;
}
