// Dialogs: a title, some content, and a button that does it. What is refused is said inside, and what was typed stays.

import { button, h } from "./dom";
import { worded } from "./say";

export interface Dialog {
  title: string;
  content: (Node | string)[];
  /** Label of the button that does it; without one there is only “关闭”. */
  label?: string;
  danger?: boolean;
  wide?: boolean;
  /** Does it; an error is shown in the dialog, which stays open. */
  run?: () => Promise<void> | void;
}

/** Where the focus goes on: the finding that is next, or the panel. */
const GO_ON = "#part-findings:not([hidden]) .current button, #tabs [aria-selected=true]";

/** Opens a dialog; `true` once it was done, `false` if it was called off. */
export function open(dialog: Dialog): Promise<boolean> {
  return new Promise((resolve) => {
    let isDone = false;
    const fault = h("p", { class: "fault", role: "alert" });
    const act = h("button", { type: "submit", class: dialog.danger ? "danger" : "primary" }, dialog.label);
    const close = button(dialog.run ? "取消" : "关闭", () => box.close());
    const heading = h("h2", { id: "dialog-title", tabindex: -1 }, dialog.title);
    const form = h("form", { novalidate: true }, heading);
    form.append(...dialog.content, fault, h("div", { class: "buttons" }, dialog.run ? act : null, close));
    const box = h("dialog", { "aria-labelledby": "dialog-title", class: dialog.wide ? "wide" : undefined }, form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (act.disabled) return;
      act.disabled = true;
      fault.textContent = "";
      Promise.resolve(dialog.run?.()).then(
        () => ((isDone = true), box.close()),
        (error: unknown) => ((fault.textContent = worded(error)), (act.disabled = false)),
      );
    });
    const before = document.activeElement;
    box.addEventListener("close", () => {
      box.remove();
      // What had the focus may be gone after what was done.
      if (!before?.isConnected) document.querySelector<HTMLElement>(GO_ON)?.focus();
      resolve(isDone);
    });
    document.body.append(box);
    box.showModal();
    // A dialog to be read begins at its beginning, one to be filled in at its first field.
    (form.querySelector<HTMLElement>("input, textarea, select") ?? (dialog.run ? act : heading)).focus();
  });
}

/** Asks yes or no. */
export function confirm(title: string, text: string, label: string, danger = false): Promise<boolean> {
  return open({ title, content: [h("p", {}, text)], label, danger, run: () => undefined });
}
