// The keys of the page, in one table: what is pressed, what it does, and what the help says of it.

import { open } from "./dialog";
import { h } from "./dom";

export interface Binding {
  /** As people read it; what it matches follows from it: `Alt+A`, `Shift+F8`, `Ctrl+Enter`. */
  keys: string;
  does: string;
  run: () => void;
}

/** Keys of the browser and the editor that the help names, too. */
const KNOWN: readonly [string, string][] = [
  ["Ctrl+Z，Ctrl+Y", "撤销；重做"],
  ["Ctrl+F", "在正文里查找、替换"],
  ["↑ ↓", "焦点在问题列表里：上一处、下一处"],
  ["Tab，Shift+Tab", "到下一个、上一个按钮或输入框"],
  ["Esc", "关闭对话框、查找栏"],
];

export function listen(bindings: readonly Binding[]): void {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const binding = bindings.find((binding) => matches(binding.keys, event));
    if (!binding) return;
    event.preventDefault();
    event.stopPropagation();
    binding.run();
  }, true);
}

export function help(bindings: readonly Binding[]): void {
  const rows = [...bindings.map(({ keys, does }) => [keys, does] as const), ...KNOWN];
  const row = ([keys, does]: readonly [string, string]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, keys)), h("td", {}, does));
  void open({ title: "按键说明", content: [h("table", { class: "keys" }, h("tbody", {}, ...rows.map(row)))], wide: true });
}

function matches(keys: string, event: KeyboardEvent): boolean {
  if (keys.includes("，")) return keys.split("，").some((one) => matches(one, event));
  if (keys === "?") return event.key === "?" && !isTyping(event.target);
  const parts = keys.split("+");
  const key = parts.pop() ?? "";
  const [alt, shift, control] = ["Alt", "Shift", "Ctrl"].map((name) => parts.includes(name));
  const isPressed = event.altKey === alt && event.shiftKey === shift && (event.ctrlKey || event.metaKey) === control;
  // By the place of the key: with Alt some keyboards give other letters.
  return isPressed && (event.code === `Key${key}` || event.key === key);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
