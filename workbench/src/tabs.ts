// The tabs of the panel beside the text, by the usual keys: left, right, Home, End. On a phone the panel can be folded.

import { byId } from "./dom";

const NAMES = ["findings", "signoff", "redline", "journal"] as const;

export class Tabs {
  current: string = NAMES[0];

  constructor(private readonly shown: (name: string) => void) {
    for (const name of NAMES) byId(`tab-${name}`).addEventListener("click", () => this.pressed(name));
    byId("tabs").addEventListener("keydown", (event) => this.key(event));
  }

  show(name: string): void {
    byId("panel").classList.remove("folded");
    if (name === this.current) return;
    this.current = name;
    for (const other of NAMES) {
      const isOn = other === name;
      byId(`tab-${other}`).setAttribute("aria-selected", String(isOn));
      byId(`tab-${other}`).tabIndex = isOn ? 0 : -1;
      byId(`part-${other}`).hidden = !isOn;
    }
    this.shown(name);
  }

  focus(): void {
    byId(`tab-${this.current}`).focus();
  }

  /** The tab that is shown already folds the panel, or unfolds it; only phones fold. */
  private pressed(name: string): void {
    if (name === this.current) byId("panel").classList.toggle("folded");
    else this.show(name);
  }

  private key(event: KeyboardEvent): void {
    const names = NAMES.filter((name) => !byId(`tab-${name}`).hidden);
    const at = names.findIndex((name) => name === this.current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(names[(to + names.length) % names.length] ?? NAMES[0]);
    this.focus();
  }
}
