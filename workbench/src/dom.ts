// Making elements. Data becomes text or the value of an attribute, never markup.

type Value = string | number | boolean | undefined | ((event: Event) => void);
type Child = Node | string | null | undefined | false;

/** An element with attributes (`true`: present, `false` or `undefined`: absent, a function: a listener) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: { [name: string]: Value } = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => !!child));
  return element;
}

/** The element of the page with this id. */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id}`);
  return element as T;
}

/** A button that does something. */
export function button(label: string, run: () => void, attributes: { [name: string]: Value } = {}): HTMLButtonElement {
  return h("button", { type: "button", ...attributes, click: () => run() }, label);
}

let names = 0;

/** A field of a form with its label above it. */
export function labelled(label: string, control: HTMLElement, hint = ""): HTMLElement {
  names += 1;
  control.id ||= `field-${names}`;
  if (!hint) return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
  control.setAttribute("aria-describedby", `${control.id}-hint`);
  const below = h("p", { class: "hint", id: `${control.id}-hint` }, hint);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, below);
}
